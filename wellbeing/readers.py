"""Who can see a record and why: asked of the very rules that decide it when they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, select
from sqlalchemy.sql.visitors import replacement_traverse

from wellbeing import reasons
from wellbeing.circle import around, around_case
from wellbeing.crypto import sealed_columns
from wellbeing.models import User, text_rule
from wellbeing.policy import Actor, May
from wellbeing.reasons import Decision, Why
from wellbeing.ties import actors
from wellbeing.work import Access, Work

_AT_ONCE = 12  # people asked about in one statement: databases limit its columns


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who could open the text, as what, and through which relation."""

    name: str
    role: str
    why: str = ""


def readers_of(
    work: Work, model: type[Any], column: str, values: Mapping[str, Any]
) -> tuple[Reader, ...]:
    """Return who could open this column of a row with these values, the actor left out.

    `visible_to` is evaluated for each candidate, and their roles against the compartment.
    """
    return _seeing(work, model, values, around_case(values), column)


def seers_of(work: Work, row: Any) -> tuple[Reader, ...]:
    """Return everybody but the actor for whom this row exists, and why."""
    values = values_of(row)
    return _seeing(work, type(row), values, around(type(row), values), "")


def explain(
    work: Work, who: Actor, may: May, row: Any, column: str = "", access: Access = Access.READ
) -> Decision:
    """Return whether somebody may do this to a record (or open its text), and the reason.

    What is entrusted for reading alone, as supervision is, opens no act that changes something.
    """
    if not who.may(may):
        return Decision(Why.NOT_THE_ROLE)
    if access is not Access.READ:
        who = replace(who, ties=who.ties.to_act(may))
    values = values_of(row)
    reason = _why(work, type(row), values, {UUID(int=0): who}, column)[UUID(int=0)]
    if not reason.allowed or not column:
        return Decision(reason)
    compartment = sealed_columns(type(row))[column].compartment
    own = reason is Why.AUTHOR
    return Decision(reason if own or who.opens(compartment) else Why.SEALED)


_OWN_ID = {
    "case_file": "case_id", "student": "student_id", "incident": "incident_id",
    "handoff": "handoff_id",
}  # fmt: skip


def values_of(row: Any) -> dict[str, Any]:
    """Return the clear columns of a row, with what it belongs to under one name each."""
    sealed = sealed_columns(type(row)) if hasattr(row, "__authenticated__") else {}
    names = [one.key for one in type(row).__mapper__.column_attrs if one.key not in sealed]
    values = {name: getattr(row, name) for name in names if not name.startswith("_")}
    own = _OWN_ID.get(row.__tablename__)
    return values | ({own: row.id} if own else {})


def _seeing(
    work: Work,
    model: type[Any],
    values: Mapping[str, Any],
    who: ColumnElement[bool],
    column: str,
) -> tuple[Reader, ...]:
    found = actors(work.db.connection(), who, work.now)
    found.pop(work.actor.user_id, None) if work.actor.user_id else None
    if column:
        compartment = sealed_columns(model)[column].compartment
        found = {key: actor for key, actor in found.items() if actor.opens(compartment)}
    why = _why(work, model, values, found, column)
    users = work.db.scalars(select(User).where(User.id.in_(found))).all()
    return tuple(
        Reader(user.name.reveal(), min(found[user.id].roles).value, why[user.id].value)
        for user in sorted(users, key=lambda one: str(one.id))
        if why[user.id].allowed
    )


def _why(
    work: Work,
    model: type[Any],
    values: Mapping[str, Any],
    found: Mapping[UUID, Actor],
    column: str = "",
) -> dict[UUID, Why]:
    """Return for each actor why the row, or one text of it, exists for them; its rule decides."""
    keys, told = list(found), {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        asked = {key: reasons.asked(model, values, found[key]) for key in some}
        columns = [
            one.label(None)
            for key in some
            for one in (condition(model, values, found[key], column), *asked[key].values())
        ]
        answers: Iterator[Any] = iter(work.db.connection().execute(select(*columns)).one())
        for key in some:
            sees = bool(next(answers))
            true = [why for why in asked[key] if next(answers)]
            told[key] = (true or [Why.RULE])[0] if sees else Why.NO_RELATION
    return told


def condition(
    model: type[Any], values: Mapping[str, Any], actor: Actor, column: str = ""
) -> ColumnElement[bool]:
    """Return `visible_to` for a row with these values, which need not exist yet.

    With a column also that this text is not kept from the actor.
    """
    table = model.__table__

    def fill(element: Any, **_: Any) -> ColumnElement[Any] | None:
        if getattr(element, "table", None) is table and element.name in values:
            return literal(values[element.name], type_=element.type)
        return None

    rule = and_(model.visible_to(actor), text_rule(model, column, actor))
    filled: ColumnElement[bool] = replacement_traverse(rule, {}, fill)
    return filled
