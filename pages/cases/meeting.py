"""One page to print for a meeting."""

from wellbeing.services import cases
from wellbeing.ui import caller, param
from wellbeing.ui.cases.meeting import meeting_page

meeting_page(cases.open_case(caller(), param()))
