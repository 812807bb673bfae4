"""The few things that the site does itself, on nobody's behalf, telling nobody what it saw.

A referrer must not find out who else is known here, and yet two reports of one young person
must meet: the site compares, links when it is certain, and is silent. A guardian who accepts
an invitation is bound to the child before they can see anything. A new password ends what was
open under the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing import crypto
from wellbeing.db import ScopedSession, open_session
from wellbeing.errors import NotFound
from wellbeing.handoff_flow import HANDOFF, HandoffAction
from wellbeing.models import (
    AuditEntry,
    Case,
    Guardian,
    Handoff,
    LawfulBasis,
    Membership,
    Plan,
    PlanAnswer,
    SignIn,
    Student,
    Transition,
    Withholding,
)
from wellbeing.policy import Actor, Role
from wellbeing.row_security import enter_as_site
from wellbeing.work import Work
from wellbeing.workflow import (
    PLAN,
    CaseState,
    Machine,
    PlanAction,
    PlanState,
    advance,
)

_THE_SITE = Actor(None, frozenset({Role.COORDINATOR}))
# Who takes the steps that only time takes.
CLOCK = UUID(int=0)
_THE_CLOCK = Actor(CLOCK, frozenset({Role.COORDINATOR}))


class _Silent:
    """Opens what the comparison needs and shows it to nobody."""

    def __init__(self, work: Work) -> None:
        self.keyring, self.fresh, self.viewing = work.keyring, work.fresh, work.viewing

    def opening(self, rows: Sequence[Any], column: str, compartment: crypto.Compartment) -> None:
        """Allow it: nothing leaves this module but an id."""


def same_student(
    work: Work, name: str, school_id: UUID | None, birth_date: date | None, school_number: str
) -> UUID | None:
    """Return the id of the one young person who is certainly the same; None when unsure.

    Certain means: same name (folded) and same school, and the same date of birth or the same
    school number.
    """
    session = site_session(work)
    named = crypto.equals(Student, "name", name, work.keyring)
    rows = session.scalars(select(Student).where(named, Student.school_id == school_id)).all()
    certain = [row.id for row in rows if _certain(row, birth_date, school_number)]
    session.expunge_all()
    return certain[0] if len(certain) == 1 else None


def _certain(row: Student, birth_date: date | None, school_number: str) -> bool:
    if birth_date and not row.birth_date.empty and row.birth_date.reveal() == birth_date:
        return True
    number = "" if row.school_number.empty else row.school_number.reveal()
    return bool(school_number) and crypto.fold(number) == crypto.fold(school_number)


def bind_guardian(work: Work, guardian_id: UUID, user_id: UUID) -> None:
    """Give a guardian the account that was just made from their invitation."""
    session = site_session(work)
    guardian = session.get(Guardian, guardian_id)
    if guardian is None or guardian.user_id is not None:
        raise NotFound()
    guardian.user_id = user_id
    session.flush()


DECIDES = ("guardian", "shared")


def answers_to(work: Work, plan: Plan) -> dict[UUID | None, str]:
    """Return the newest answer of everybody who decides on a version; "" for silence.

    Guardians from whom the case or the plan is kept are not asked. None is the young person.
    """
    session = site_session(work)
    asked = session.scalars(select(Guardian).where(Guardian.student_id == plan.student_id)).all()
    kept = Withholding.case_id == plan.case_id, Withholding.active
    withheld = set(session.scalars(select(Withholding.guardian_id).where(*kept)))
    closed = LawfulBasis.case_id == plan.case_id, LawfulBasis.purpose == "family"
    refused = select(LawfulBasis.recipient_id).where(*closed, LawfulBasis.closes)
    withheld |= {one for one in session.scalars(refused) if one is not None}
    said: dict[UUID | None, str] = {None: ""} if plan.asks_young_person else {}
    said |= {g.id: "" for g in asked if g.standing in DECIDES and g.id not in withheld}
    query = select(PlanAnswer).where(PlanAnswer.plan_id == plan.id).order_by(PlanAnswer.at)
    for one in session.scalars(query):
        if one.guardian_id in said:
            said[one.guardian_id] = one.answer
    return said


def replace_plan(work: Work, plan: Plan) -> None:
    """End the version that was in force before this one, whoever's answer puts this in force."""
    session = site_session(work)
    older = Plan.case_id == plan.case_id, Plan.state == PlanState.IN_FORCE, Plan.id != plan.id
    for one in session.scalars(select(Plan).where(*older)).all():
        site_step(session, one, PLAN, PlanAction.REVISE, at=work.now, who=work.actor.user_id)
    session.flush()


def site_step(
    session: ScopedSession, row: Any, machine: Machine, action: StrEnum, *facts: str,
    at: datetime, who: UUID | None,
) -> None:  # fmt: skip
    """Move a record that the actor need not see by one step, and keep the step as a row."""
    left = advance(row, machine, action, facts)
    session.add(
        Transition(
            machine=machine.name, object_id=row.id, action=action.value, left=left,
            reached=row.state, at=at, actor_id=who,
        )
    )  # fmt: skip


def site_session(work: Work) -> ScopedSession:
    """Return a session that sees every row and stamps new ones with the actor."""
    as_site = replace(_THE_SITE, user_id=work.actor.user_id)
    enter_as_site(work.db.connection())
    return open_session(work.db.connection(), as_site, _Silent(work))


def lapse_handoff(work: Work, handoff_id: UUID) -> None:
    """Write down that nobody answered in time: a step of the clock, at the moment it ran out."""
    session = open_session(work.db.connection(), _THE_CLOCK, _Silent(work))
    row = session.get(Handoff, handoff_id)
    if row is None or row.answer_due_at is None:
        raise NotFound()
    row.since = row.answer_due_at
    lapse = HANDOFF, HandoffAction.LAPSE, "clock_ran_out"
    site_step(session, row, *lapse, at=row.since, who=CLOCK)
    session.flush()


def handoff_waits(work: Work) -> dict[UUID, list[float]]:
    """Return by place the days from a request to the first real contact, of the last year."""
    c, since = Handoff, work.now - timedelta(days=365)
    query = select(c.place_id, c.requested_at, c.contact_at).where(
        c.contact_at.is_not(None), c.requested_at > since
    )
    found: dict[UUID, list[float]] = {}
    for place, asked, seen in site_session(work).execute(query):
        if asked is not None and seen is not None:
            found.setdefault(place, []).append((seen - asked).total_seconds() / 86_400)
    return found


def end_sign_ins(work: Work, user_id: UUID, *, but: UUID | None = None) -> int:
    """End a person's sign-ins, all but one where it is named; return how many."""
    session = site_session(work)
    running = SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.ends_at > work.now
    ended = [one for one in session.scalars(select(SignIn).where(*running)) if one.id != but]
    for one in ended:
        one.ended_at = work.now
    session.flush()
    return len(ended)


def opened(
    work: Work, subjects: frozenset[UUID], but: frozenset[str] = frozenset()
) -> list[tuple[datetime, Role]]:
    """Return when people of which roles opened these records, all kinds but those left out.

    Whom they are is not told.
    """
    session = site_session(work)
    about = AuditEntry.outcome == "opened", AuditEntry.object_id.in_(subjects)
    query = select(AuditEntry).where(*about, AuditEntry.kind.not_in(but))
    entries = session.scalars(query).all()
    actors = {one.actor_id for one in entries}
    roles: dict[UUID, set[Role]] = {}
    for one in session.scalars(select(Membership).where(Membership.user_id.in_(actors))):
        roles.setdefault(one.user_id, set()).add(Role(one.role))
    return [
        (one.at, role) for one in entries if one.actor_id for role in roles.get(one.actor_id, ())
    ]


def case_in_emergency(work: Work, whose: str) -> tuple[tuple[UUID, UUID], ...]:
    """Return the unclosed cases of exactly this name or number: their ids and the young people's.

    Only whoever breaks the glass asks, and every asking is entered in the audit.
    """
    session = site_session(work)
    named = crypto.equals(Student, "name", whose, work.keyring)
    children = list(session.scalars(select(Student.id).where(named)))
    same = or_(Case.number == whose.strip().upper(), Case.student_id.in_(children))
    found = session.execute(
        select(Case.id, Case.student_id).where(same, Case.state != CaseState.CLOSED)
    ).all()
    return tuple((row.id, row.student_id) for row in found)
