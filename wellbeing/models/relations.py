"""How an actor is related to young people, as sub-selects over bare tables.

They use table and column names through the metadata, not the classes: the row filter must
not filter its own conditions, and the classes that use it cannot import one another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    String,
    Uuid,
    column,
    exists,
    false,
    literal,
    or_,
    select,
    table,
    true,
)

from wellbeing.models.bare import basis as _basis
from wellbeing.models.bare import case as _case
from wellbeing.models.bare import guardian as _guardian
from wellbeing.models.bare import member as _member
from wellbeing.policy import Actor, Role

_referral = table(
    "referral",
    column("id", Uuid()),
    column("student_id", Uuid()),
    column("referrer_id", Uuid()),
    column("case_id", Uuid()),
)
_handoff = table(
    "handoff",
    column("id", Uuid()),
    column("case_id", Uuid()),
    column("place_id", Uuid()),
    column("requested_at", DateTime(timezone=True)),
    column("state", String()),
    column("answer_due_at", DateTime(timezone=True)),
    column("opened_at"),
)
_link = table("handoff_link", column("id", Uuid()), column("handoff_id", Uuid()))

_task = table(
    "plan_task",
    column("student_id", Uuid()),
    column("case_id", Uuid()),
    column("user_id", Uuid()),
)

Ids = Select[tuple[Any]]
# Half of the row filters stand on these sub-selects; made once, SQLAlchemy knows them again.
_KEPT = 512


def schools_of(actor: Actor) -> Sequence[UUID]:
    """Return the organisations that the actor belongs to."""
    return sorted(actor.organisation_ids)


def my_referrals(actor: Actor) -> Ids:
    """Return the ids of the referrals that the actor sent."""
    return select(_referral.c.id).where(_referral.c.referrer_id == actor.user_id)


def cases_of_my_referrals(actor: Actor) -> Ids:
    """Return the ids of the cases that the actor's referrals opened or joined."""
    mine = (_referral.c.referrer_id == actor.user_id) & _referral.c.case_id.is_not(None)
    return select(_referral.c.case_id).where(mine)


def cases_closed_to(actor: Actor, purpose: str) -> Ids:
    """Return the cases whose sharing with the actor for a purpose was refused or withdrawn."""
    refused = _basis.c.purpose == purpose, _basis.c.closes == true()
    return select(_basis.c.case_id).where(*refused, _basis.c.recipient_id == actor.user_id)


def students_i_referred(actor: Actor) -> Ids:
    """Return the ids of the young people whom the actor referred."""
    return select(_referral.c.student_id).where(_referral.c.referrer_id == actor.user_id)


def my_cases(actor: Actor) -> Ids:
    """Return the ids of the cases that the actor works with or may read now.

    Those on whose team they are or an absent person is for whom they stand in, those entrusted
    to them one by one, and those of the counsellors whom they supervise.
    """
    return _cases(actor.selves | actor.ties.supervises, _single(actor))


def counselled_cases(actor: Actor) -> Ids:
    """Return the ids of the cases whose talks the actor may read now: a supervisor's are not."""
    return _cases(actor.selves, _single(actor))


@lru_cache(maxsize=_KEPT)
def team_cases(whose: frozenset[UUID]) -> Ids:
    """Return the ids of the cases on whose team these people are now, no family refusing it."""
    theirs = _member.c.user_id.in_(sorted(whose)) & _member.c.until.is_(None)
    here = _basis.c.case_id == _member.c.case_id, _basis.c.recipient_id == _member.c.user_id
    refused = exists().where(*here, _basis.c.purpose == "helpers", _basis.c.closes == true())
    return select(_member.c.case_id).where(theirs, ~refused)


def _single(actor: Actor) -> frozenset[UUID]:
    """Return the cases that are entrusted to the actor one by one."""
    return actor.ties.delegated | actor.ties.reviews | actor.ties.emergency


@lru_cache(maxsize=_KEPT)
def _cases(whose: frozenset[UUID], single: frozenset[UUID]) -> Ids:
    team = team_cases(whose)
    if not single:
        return team
    return select(_case.c.id).where(_case.c.id.in_(sorted(single)) | _case.c.id.in_(team))


def students_of_my_tasks(actor: Actor) -> Ids:
    """Return the ids of the young people for whom the actor has a task in a plan."""
    open_to_me = _task.c.case_id.not_in(cases_closed_to(actor, "helpers"))
    return select(_task.c.student_id).where(_task.c.user_id == actor.user_id, open_to_me)


def students_of_my_cases(actor: Actor) -> Ids:
    """Return the ids of the young people on whose case team the actor is now."""
    return _students(actor.selves | actor.ties.supervises, _single(actor))


@lru_cache(maxsize=_KEPT)
def _students(whose: frozenset[UUID], single: frozenset[UUID]) -> Ids:
    return select(_case.c.student_id).where(_case.c.id.in_(_cases(whose, single)))


def families_of_my_cases(actor: Actor) -> Ids:
    """Return the ids of the accounts of guardians whose child is in one of the actor's cases."""
    return select(_guardian.c.user_id).where(
        _guardian.c.student_id.in_(students_of_my_cases(actor)), _guardian.c.user_id.is_not(None)
    )


def handoffs_of_my_cases(actor: Actor) -> Ids:
    """Return the ids of what was handed over in the actor's cases."""
    return select(_handoff.c.id).where(_handoff.c.case_id.in_(my_cases(actor)))


def handoffs_to_me(actor: Actor, states: Collection[str], *, opened: bool = False) -> Ids:
    """Return the ids of what was handed over to the actor's place, or to the link they hold.

    What was never sent was never handed over, a draft marked as a mistake neither. A request
    that nobody answered in time is gone for its receiver at that very moment. With
    `opened` only those that the receiver has opened, and no family has refused or withdrawn.
    """
    own: list[Any] = []
    if actor.has(Role.PARTNER):
        own.append(_handoff.c.place_id.in_(schools_of(actor)))
    if actor.has(Role.GUEST):
        held = select(_link.c.handoff_id).where(_link.c.id == actor.user_id)
        own.append(_handoff.c.id.in_(held))
    waiting = _handoff.c.state == "requested"
    in_time: ColumnElement[bool] = false()
    if actor.at is not None:
        in_time = _handoff.c.answer_due_at >= literal(actor.at, type_=DateTime(timezone=True))
    found = select(_handoff.c.id).where(
        or_(false(), *own), _handoff.c.requested_at.is_not(None), _handoff.c.state.in_(states),
        or_(~waiting, in_time),
    )  # fmt: skip
    if not opened:
        return found
    here = _basis.c.case_id == _handoff.c.case_id, _basis.c.recipient_id == _handoff.c.place_id
    refused = exists().where(*here, _basis.c.purpose == "handoff", _basis.c.closes == true())
    return found.where(_handoff.c.opened_at.is_not(None), ~refused)
