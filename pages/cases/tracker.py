"""Progress of one case: for each reader what is theirs."""

from wellbeing.services import measures
from wellbeing.ui import caller, param
from wellbeing.ui.tracker import tracker_page

tracker_page(measures.tracker(caller(), param()))
