"""The young person's own copy of the safety plan, to print."""

from wellbeing.services import cases, safety
from wellbeing.ui import caller, param
from wellbeing.ui.cases.safety import copy_page

copy_page(cases.open_case(caller(), param()), safety.safety(caller(), param()))
