"""One case: where are we, what is next, who is with it, what happened."""

from wellbeing.services import cases
from wellbeing.ui import caller, param
from wellbeing.ui.case import case_page

case_page(cases.open_case(caller(), param()))
