"""The home page: what waits for me, what waits for others, what is late."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.asked import asked_themselves
from wellbeing.agenda.case_steps import case_steps
from wellbeing.agenda.harm import harm_steps
from wellbeing.agenda.own import asked_of_me, own_reminders, own_tasks
from wellbeing.agenda.received import received
from wellbeing.agenda.repair import incident_steps
from wellbeing.agenda.views import MOST, Home, NextStep, by_day
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Referral
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.workflow import ReferralState

_WHAT = {
    ReferralState.SUBMITTED: "acknowledge",
    ReferralState.SCREENING: "decide",
    ReferralState.NEEDS_INFO: "answer",
    ReferralState.DECIDED: "tell_back",
}


@use_case(may=May.SEE_HOME, access=Access.READ)
def home(work: Work) -> Home:
    """Return the next steps of the actor and of those the actor waits for, by their day."""
    mine: list[NextStep] = []
    others: list[NextStep] = []
    for referral, name in _referral_steps(work):
        asked_back = referral.state == ReferralState.NEEDS_INFO
        own_turn = referral.referrer_id == work.actor.user_id if asked_back else _screens(work)
        page = "screen" if _screens(work) else "referral"
        (mine if own_turn else others).append(_step(work, referral, name, page))
    steps, escalated = case_steps(work)
    repair, repair_late = incident_steps(work)
    handed, waiting = received(work)
    asked, to_erase = asked_themselves(work)
    own = (*asked_of_me(work), *own_tasks(work), *own_reminders(work), *handed, *asked)
    return Home(
        mine=by_day((*mine, *steps, *harm_steps(work), *own, *repair)),
        others=by_day((*others, *escalated, *waiting, *repair_late)),
        to_erase=to_erase,
    )


def _screens(work: Work) -> bool:
    return work.actor.may(May.SCREEN)


def _referral_steps(work: Work) -> list[tuple[Referral, str]]:
    query = select(Referral).where(Referral.next_due_at.is_not(None))
    rows = work.db.scalars(query.order_by(Referral.next_due_at).limit(MOST)).all()
    work.require_sound(rows)
    names = student_names(work, {row.student_id for row in rows})
    return [(row, names.get(row.student_id, "")) for row in rows]


def _step(work: Work, referral: Referral, name: str, page: str) -> NextStep:
    return NextStep(
        _WHAT[ReferralState(referral.state)],
        page,
        referral.id,
        referral.number,
        name,
        referral.next_due_at,
        work.standing(referral.clock_started_at, referral.next_due_at),
    )
