"""Reports of harm: written at once, told to the authorities, never without an outcome."""

from wellbeing.services.harm.hold import (
    HoldDecision,
    HoldForm,
    decide_hold,
    decide_old_hold,
    hold_notice,
)
from wellbeing.services.harm.report import (
    NoticeForm,
    OutcomeForm,
    ToldForm,
    record_outcome,
    report_harm,
    tell_authority,
)
from wellbeing.services.harm.view import (
    Beginning,
    HarmRow,
    HarmView,
    Hold,
    Told,
    begin_harm,
    harm_reports,
    open_harm,
)

__all__ = [
    "Beginning",
    "HarmRow",
    "HarmView",
    "Hold",
    "HoldDecision",
    "HoldForm",
    "NoticeForm",
    "OutcomeForm",
    "Told",
    "ToldForm",
    "begin_harm",
    "decide_hold",
    "decide_old_hold",
    "harm_reports",
    "hold_notice",
    "open_harm",
    "record_outcome",
    "report_harm",
    "tell_authority",
]
