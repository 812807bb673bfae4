"""Closing a case, and what was promised afterwards."""

from wellbeing.services import cases
from wellbeing.ui import caller, param
from wellbeing.ui.cases.closing import closing_page

closing_page(cases.open_case(caller(), param()))
