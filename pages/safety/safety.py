"""Safety of a young person: how fast we act, contacts, the safety plan, reviews."""

from wellbeing.services import cases, safety
from wellbeing.ui import caller, param
from wellbeing.ui.cases.safety import safety_page

safety_page(cases.open_case(caller(), param()), safety.safety(caller(), param()))
