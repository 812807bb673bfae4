"""What is entrusted to people at this moment, joined to whoever they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, or_, select
from sqlalchemy.engine import Connection

from wellbeing.models import Case, Entrusted, Membership, Tie, User
from wellbeing.policy import Actor, Role, Ties

_E = Entrusted.__table__.c
TIES = (
    _E.id.label("entrusted_id"), _E.tie, _E.for_user_id, _E.case_id, Case.__table__.c.student_id,
)  # fmt: skip


def with_ties(
    source: Any, user_id: ColumnElement[UUID], now: datetime | BindParameter[datetime]
) -> Any:
    """Return the source joined to what is entrusted to this person at this moment."""
    running = (_E.since <= now) & or_(_E.until.is_(None), _E.until > now) & _E.ended_at.is_(None)
    joined = source.outerjoin(Entrusted.__table__, (_E.user_id == user_id) & running)
    return joined.outerjoin(Case.__table__, Case.__table__.c.id == _E.case_id)


def held(rows: Iterable[Any]) -> dict[str, Any]:
    """Return the roles, places and ties of one person from their joined rows."""
    rows = list(rows)
    roles = frozenset(Role(row.role) for row in rows if row.role)
    return {
        "roles": roles,
        "organisation_ids": frozenset(r.organisation_id for r in rows if r.organisation_id),
        # Only counsellors stand in, supervise and break glass; the role ends, and so do the ties.
        "ties": _ties(rows) if Role.COUNSELLOR in roles else Ties(),
    }


def _ties(rows: Iterable[Any]) -> Ties:
    found: dict[Tie, set[Any]] = {tie: set() for tie in Tie}
    watched = {}
    for row in rows:
        if row.tie is not None:
            found[Tie(row.tie)].add(row.for_user_id or row.case_id)
        if row.tie in (Tie.REVIEW, Tie.EMERGENCY):
            watched[row.student_id] = f"{row.tie}:{row.entrusted_id}"
    return Ties(
        stands_for=frozenset(found[Tie.DEPUTY]),
        supervises=frozenset(found[Tie.SUPERVISOR]),
        delegated=frozenset(found[Tie.DELEGATED]),
        reviews=frozenset(found[Tie.REVIEW]),
        emergency=frozenset(found[Tie.EMERGENCY]),
        watched=watched,
    )


def actors(connection: Connection, who: ColumnElement[bool], now: datetime) -> dict[UUID, Actor]:
    """Return what these active people (a condition on memberships) are at this moment."""
    m, u = Membership.__table__.c, User.__table__.c
    source = Membership.__table__.join(User.__table__, u.id == m.user_id)
    columns = m.user_id, m.role, m.organisation_id, *TIES
    query = select(*columns).select_from(with_ties(source, m.user_id, now))
    rows: dict[UUID, list[Any]] = {}
    for row in connection.execute(query.where(who, m.until.is_(None), u.active)):
        rows.setdefault(row.user_id, []).append(row)
    return {user_id: Actor(user_id, **held(some), at=now) for user_id, some in rows.items()}
