"""Measurements of a case, and the tracker that shows them."""

from wellbeing.case_lines import ATTAINMENT, CHECK_IN, GOAL, Reading, RecordForm
from wellbeing.services.measures.filled import Answer, FilledForm, filled_form
from wellbeing.services.measures.forms import (
    CheckInOnPaper,
    GoalAttained,
    GoalRating,
    TotalOnPaper,
)
from wellbeing.services.measures.record import record
from wellbeing.services.measures.sheet import Trend, own_sheet
from wellbeing.services.measures.tracker import FileKind, export_progress, series, tracker
from wellbeing.tracking.views import (
    GENTLE_READERS,
    Happening,
    Reader,
    Review,
    Series,
    TrackerView,
)

__all__ = [
    "ATTAINMENT",
    "CHECK_IN",
    "GENTLE_READERS",
    "GOAL",
    "Answer",
    "CheckInOnPaper",
    "FileKind",
    "FilledForm",
    "GoalAttained",
    "GoalRating",
    "Happening",
    "Reader",
    "Reading",
    "RecordForm",
    "Review",
    "Series",
    "TotalOnPaper",
    "TrackerView",
    "Trend",
    "export_progress",
    "filled_form",
    "own_sheet",
    "record",
    "series",
    "tracker",
]
