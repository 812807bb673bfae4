"""The progress of a case."""

from wellbeing.services import tracker
from wellbeing.ui import caller, param
from wellbeing.ui.cases.tracker import tracker_page

tracker_page(tracker.open_tracker(caller(), param()))
