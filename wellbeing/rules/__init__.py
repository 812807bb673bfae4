"""What a jurisdiction asks for: ages, calendars, clocks and numbers, as data with sources."""

from wellbeing.rules.ages import age_on
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.clocks import Stage, Standing, contact_due, due, referral_due, standing
from wellbeing.rules.labels import (
    EMERGENCY_LABELS,
    OUTCOME_LABELS,
    REASON_LABELS,
    URGENCY_LABELS,
    URGENCY_SHORT,
)
from wellbeing.rules.pack import Duration, Emergency, PackError, RulePack, load_pack

__all__ = [
    "EMERGENCY_LABELS",
    "OUTCOME_LABELS",
    "REASON_LABELS",
    "URGENCY_LABELS",
    "URGENCY_SHORT",
    "Duration",
    "Emergency",
    "PackError",
    "RulePack",
    "Stage",
    "Standing",
    "WorkCalendar",
    "age_on",
    "contact_due",
    "due",
    "load_pack",
    "referral_due",
    "standing",
]
