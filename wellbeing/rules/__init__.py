"""What a jurisdiction asks for: ages, calendars, clocks and numbers, as data with sources."""

from wellbeing.rules.ages import age_on
from wellbeing.rules.calendar import WorkCalendar
from wellbeing.rules.care import Cadence, CareRules, Desk, Load
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
from wellbeing.rules.law import SHAPES, Law, Rule
from wellbeing.rules.law_labels import (
    ADDRESSEE_LABELS,
    BAR_LABELS,
    BEHAVIOUR_LABELS,
    DEED_LABELS,
    MEASURE_LABELS,
    PATH_LABELS,
    WAY_LABELS,
    WHEN_LABELS,
)
from wellbeing.rules.loading import (
    load_pack,
    pack_names,
)
from wellbeing.rules.offers import (
    Deed,
    Offer,
    careful_age,
    mediation_bar,
    meeting_bar,
    offer,
    speaks_of_penalty,
    when_broken,
)
from wellbeing.rules.pack import (
    ClockRule,
    Duration,
    Emergency,
    Escalation,
    PackError,
    RulePack,
    Urgency,
)
from wellbeing.rules.reckoning import counts
from wellbeing.rules.source import Source, Verification

__all__ = [
    "ADDRESSEE_LABELS",
    "BAR_LABELS",
    "BEHAVIOUR_LABELS",
    "COLOUR_LABELS",
    "DECIDES_LABELS",
    "DEED_LABELS",
    "EMERGENCY_LABELS",
    "MEASURE_LABELS",
    "OUTCOME_LABELS",
    "PATH_LABELS",
    "REASON_LABELS",
    "SHAPES",
    "URGENCY_LABELS",
    "URGENCY_SHORT",
    "VERIFICATION_LABELS",
    "WAY_LABELS",
    "WHEN_LABELS",
    "Cadence",
    "CareRules",
    "ClockRule",
    "Deed",
    "Desk",
    "Due",
    "Duration",
    "Emergency",
    "Escalation",
    "Law",
    "Load",
    "Offer",
    "PackError",
    "Rule",
    "RulePack",
    "Source",
    "Stage",
    "Standing",
    "Urgency",
    "Verification",
    "WorkCalendar",
    "age_on",
    "careful_age",
    "clock_due",
    "contact_due",
    "counts",
    "due",
    "load_pack",
    "mediation_bar",
    "meeting_bar",
    "offer",
    "pack_names",
    "reckon",
    "referral_due",
    "speaks_of_penalty",
    "standing",
    "when_broken",
]
