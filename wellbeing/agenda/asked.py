"""Who asked for a talk themselves: the coordinator's step from the same moment on."""

from __future__ import annotations

from sqlalchemy import or_, select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.models import SelfReferral
from wellbeing.policy import May
from wellbeing.work import Work
from wellbeing.workflow import SelfReferralState


def asked_themselves(work: Work) -> tuple[list[NextStep], bool]:
    """Return the requests that wait, no name on them; and whether words are to be erased by now."""
    if not work.actor.may(May.SCREEN):
        return [], False
    waits = SelfReferral.state == SelfReferralState.WAITING
    over = (SelfReferral.erase_at <= work.now) & SelfReferral.erased_at.is_(None)
    query = select(SelfReferral).where(or_(waits, over)).order_by(SelfReferral.due_at)
    rows = work.db.scalars(query.limit(MOST)).all()
    work.require_sound(rows)
    asked = [_step(work, row) for row in rows if row.state == SelfReferralState.WAITING]
    return asked, len(asked) < len(rows)


def _step(work: Work, row: SelfReferral) -> NextStep:
    about = "answer_self_referral", "self_referral", row.id, row.number, ""
    return NextStep(*about, row.due_at, work.standing(row.asked_at, row.due_at))
