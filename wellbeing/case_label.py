"""Where a case is, in one word: computed from facts whenever somebody looks, stored nowhere.

A stored stage lies as soon as two things run side by side (DOMAIN §2.5): the first thing that is
true, in this order, is what people see.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto

from wellbeing.facts import CaseFacts
from wellbeing.grounds import Purpose
from wellbeing.rules import RulePack
from wellbeing.safety_flow import BasisState, HarmState
from wellbeing.steps.asker import end_of_day
from wellbeing.workflow import CaseState, PlanState, SessionState

_STANDS = (BasisState.AGREED, BasisState.NAMED)
# The two fastest levels.
_URGENT = ("u0", "u1")


class CaseLabel(StrEnum):
    """What a case is in the middle of."""

    CLOSED = auto()
    CLOSING = auto()
    URGENT = auto()
    REPORTER_WAITS = auto()
    BASIS_WAITS = auto()
    PLAN_OUT = auto()
    ACTIVE = auto()
    REVIEWING = auto()
    HANDED_OVER = auto()
    ASSESSING = auto()
    NEW = auto()


def label_of(
    case: CaseFacts, pack: RulePack, now: datetime, *, reporter_waits: bool = False
) -> CaseLabel:
    """Return the first label that is true; `reporter_waits` where a report has no reply yet."""
    held = any(one.state == SessionState.HELD for one in case.sessions)
    first = (
        (CaseLabel.CLOSED, case.state == CaseState.CLOSED),
        (CaseLabel.CLOSING, case.state == CaseState.CLOSING),
        (CaseLabel.URGENT, _urgent(case)),
        (CaseLabel.REPORTER_WAITS, reporter_waits),
        (CaseLabel.BASIS_WAITS, not _grounded(case)),
        (CaseLabel.PLAN_OUT, case.plan is not None and case.plan.state == PlanState.PROPOSED),
        (CaseLabel.ACTIVE, _in_force(case) and not _review_due(case, pack, now)),
        (CaseLabel.REVIEWING, _in_force(case)),
        (CaseLabel.HANDED_OVER, bool(case.handoffs)),
        (CaseLabel.ASSESSING, held or case.plan is not None),
    )
    return next((label for label, is_so in first if is_so), CaseLabel.NEW)


def _urgent(case: CaseFacts) -> bool:
    return case.urgency in _URGENT or any(one.state == HarmState.NOTICED for one in case.harm)


def _grounded(case: CaseFacts) -> bool:
    help_ = (one.state for one in case.bases if one.purpose == Purpose.HELP)
    return any(state in _STANDS for state in help_)


def _in_force(case: CaseFacts) -> bool:
    return case.plan is not None and case.plan.state == PlanState.IN_FORCE


def _review_due(case: CaseFacts, pack: RulePack, now: datetime) -> bool:
    on = case.plan.review_on if case.plan is not None else None
    return on is not None and now > end_of_day(pack, on)
