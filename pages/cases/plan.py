"""The plan of a case: the newest version, or the one that the address names."""

from wellbeing.services import cases, plans
from wellbeing.ui import caller, number_param, param
from wellbeing.ui.cases.plan import plan_page

case, version = param(), number_param("version")
plan_page(cases.open_case(caller(), case), plans.open_plan(caller(), case, version))
