"""The plan of a case."""

from wellbeing.services import cases, plans
from wellbeing.ui import caller, param
from wellbeing.ui.cases.plan import plan_page

plan_page(cases.open_case(caller(), param()), plans.open_plan(caller(), param()))
