"""Reports of harm: written at once, told to the authorities, never without an outcome."""

from wellbeing.services.harm.report import (
    NoticeForm,
    OutcomeForm,
    ToldForm,
    record_outcome,
    report_harm,
    tell_authority,
)
from wellbeing.services.harm.view import (
    HarmRow,
    HarmView,
    Told,
    harm_reports,
    open_harm,
)

__all__ = [
    "HarmRow",
    "HarmView",
    "NoticeForm",
    "OutcomeForm",
    "Told",
    "ToldForm",
    "harm_reports",
    "open_harm",
    "record_outcome",
    "report_harm",
    "tell_authority",
]
