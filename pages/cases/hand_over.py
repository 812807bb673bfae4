"""Ask another place to help a young person."""

from wellbeing.services import cases
from wellbeing.ui import caller, param
from wellbeing.ui.handoffs.start import start_page
from wellbeing.ui.visit import maybe_param

start_page(cases.open_case(caller(), param()), maybe_param("replaces"))
