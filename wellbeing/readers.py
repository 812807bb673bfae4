"""Who will be able to read a text: asked of the very rules that decide it when they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.sql.visitors import replacement_traverse

from wellbeing.crypto import sealed_columns
from wellbeing.models import CaseMember, Guardian, Membership, User
from wellbeing.policy import Actor, Role
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who could open the text, as what."""

    name: str
    role: str


def readers_of(
    work: Work, model: type[Any], column: str, values: Mapping[str, Any]
) -> tuple[Reader, ...]:
    """Return who could open this column of a row with these values, the actor left out.

    Asked are the case team, the coordinators and the guardians with an account: `visible_to`
    is evaluated for each of them, and their roles against the column's compartment.
    """
    compartment = sealed_columns(model)[column].compartment
    found = [(actor, name) for actor, name in _candidates(work, values) if actor.opens(compartment)]
    if not found:
        return ()
    asked = select(*(_condition(model, values, actor) for actor, _ in found))
    sees = work.db.connection().execute(asked).one()
    return tuple(
        Reader(name, min(actor.roles).value)
        for (actor, name), may in zip(found, sees, strict=True)
        if may
    )


def _candidates(work: Work, values: Mapping[str, Any]) -> Iterator[tuple[Actor, str]]:
    c, m, g = CaseMember.__table__.c, Membership.__table__.c, Guardian.__table__.c
    team = select(c.user_id).where(c.case_id == values["case_id"], c.until.is_(None))
    office = select(m.user_id).where(m.role == Role.COORDINATOR, m.until.is_(None))
    family = select(g.user_id).where(g.student_id == values["student_id"])
    who = m.user_id.in_(team) | m.user_id.in_(office) | m.user_id.in_(family)
    query = select(m.user_id, m.role, m.organisation_id).where(who, m.until.is_(None))
    roles: dict[UUID, set[Role]] = {}
    places: dict[UUID, set[UUID]] = {}
    for user_id, role, place in work.db.connection().execute(query):
        roles.setdefault(user_id, set()).add(Role(role))
        places.setdefault(user_id, set()).update({place} if place else ())
    roles.pop(work.actor.user_id, None) if work.actor.user_id else None
    users = work.db.scalars(select(User).where(User.id.in_(roles), User.active)).all()
    for user in sorted(users, key=lambda one: str(one.id)):
        actor = Actor(user.id, frozenset(roles[user.id]), frozenset(places[user.id]))
        yield actor, user.name.reveal()


def _condition(model: type[Any], values: Mapping[str, Any], actor: Actor) -> ColumnElement[bool]:
    """Return `visible_to` for a row with these values, which need not exist yet."""
    table = model.__table__

    def fill(element: Any, **_: Any) -> ColumnElement[Any] | None:
        if getattr(element, "table", None) is table and element.name in values:
            return literal(values[element.name], type_=element.type)
        return None

    filled: ColumnElement[bool] = replacement_traverse(model.visible_to(actor), {}, fill)
    return filled.label(None)
