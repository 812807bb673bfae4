"""The progress tracker: published methods over what was measured, one view for each reader."""

from wellbeing.services.tracker.record import (
    ObserveForm,
    RateForm,
    observe,
    rate_goals,
)
from wellbeing.services.tracker.view import (
    GoalLine,
    ObservationView,
    Review,
    Talk,
    TrackerView,
    open_tracker,
)

__all__ = [
    "GoalLine",
    "ObservationView",
    "ObserveForm",
    "RateForm",
    "Review",
    "Talk",
    "TrackerView",
    "observe",
    "open_tracker",
    "rate_goals",
]
