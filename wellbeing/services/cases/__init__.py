"""Cases: the list, and one young person's help on one page."""

from wellbeing.services.cases.case import open_case
from wellbeing.services.cases.listing import PAGE, cases
from wellbeing.services.cases.reasons import ReasonRow, case_reasons
from wellbeing.services.cases.views import (
    CaseReferral,
    CaseRow,
    CaseView,
    ClosingView,
    Event,
    FollowUpRow,
    Member,
    Rhythm,
    SessionRow,
)

__all__ = [
    "PAGE",
    "CaseReferral",
    "CaseRow",
    "CaseView",
    "ClosingView",
    "Event",
    "FollowUpRow",
    "Member",
    "ReasonRow",
    "Rhythm",
    "SessionRow",
    "case_reasons",
    "cases",
    "open_case",
]
