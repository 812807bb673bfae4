"""What a jurisdiction asks for: ages, calendars, clocks and numbers, as data with sources."""

from wellbeing.rules.ages import age_on
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.clocks import (
    Due,
    Stage,
    Standing,
    clock_due,
    contact_due,
    due,
    reckon,
    referral_due,
    standing,
)
from wellbeing.rules.labels import (
    COLOUR_LABELS,
    DECIDES_LABELS,
    EMERGENCY_LABELS,
    OUTCOME_LABELS,
    REASON_LABELS,
    URGENCY_LABELS,
    URGENCY_SHORT,
    VERIFICATION_LABELS,
)
from wellbeing.rules.loading import (
    load_pack,
    pack_names,
)
from wellbeing.rules.pack import (
    ClockRule,
    Duration,
    Emergency,
    Escalation,
    PackError,
    RulePack,
    Source,
    Urgency,
    Verification,
)

__all__ = [
    "COLOUR_LABELS",
    "DECIDES_LABELS",
    "EMERGENCY_LABELS",
    "OUTCOME_LABELS",
    "REASON_LABELS",
    "URGENCY_LABELS",
    "URGENCY_SHORT",
    "VERIFICATION_LABELS",
    "ClockRule",
    "Due",
    "Duration",
    "Emergency",
    "Escalation",
    "PackError",
    "RulePack",
    "Source",
    "Stage",
    "Standing",
    "Urgency",
    "Verification",
    "WorkCalendar",
    "age_on",
    "clock_due",
    "contact_due",
    "due",
    "load_pack",
    "pack_names",
    "reckon",
    "referral_due",
    "standing",
]
