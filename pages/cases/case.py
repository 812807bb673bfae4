"""One case: where are we, what is next, who is with it, what happened."""

from wellbeing.services import cases
from wellbeing.ui import caller, param
from wellbeing.ui.cases.reader import case_for_reader

case_for_reader(cases.open_case(caller(), param()))
