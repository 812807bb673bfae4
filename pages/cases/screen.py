"""Screening: one referral, what else is known, and the one thing to do now."""

from wellbeing.services import screening
from wellbeing.ui import caller, param
from wellbeing.ui.screening import screen

screen(screening.open_screening(caller(), param()))
