"""Measurements of a case, and the tracker that shows them."""

from wellbeing.case_lines import ATTAINMENT, CHECK_IN, GOAL, Reading, RecordForm
from wellbeing.services.measures.record import record
from wellbeing.services.measures.tracker import series, tracker
from wellbeing.services.measures.views import (
    Happening,
    Reader,
    Review,
    Series,
    TrackerView,
)

__all__ = [
    "ATTAINMENT",
    "CHECK_IN",
    "GOAL",
    "Happening",
    "Reader",
    "Reading",
    "RecordForm",
    "Review",
    "Series",
    "TrackerView",
    "record",
    "series",
    "tracker",
]
