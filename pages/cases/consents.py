"""Consents of a case: who was asked what, and what everybody said."""

from wellbeing.services import cases, consents
from wellbeing.ui import caller, param
from wellbeing.ui.cases.consents import consents_page

consents_page(cases.open_case(caller(), param()), consents.consents(caller(), param()))
