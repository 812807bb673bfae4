"""Who can see a record and why: asked of the very rules that decide it when they come."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select, true
from sqlalchemy.sql.visitors import replacement_traverse

from wellbeing import reasons
from wellbeing.circle import around, cases_of
from wellbeing.crypto import sealed_columns
from wellbeing.models import Case, CaseMember, User, text_rule
from wellbeing.policy import Actor, May, Role
from wellbeing.reasons import Decision, Why
from wellbeing.ties import actors
from wellbeing.work import Access, Work

Key = TypeVar("Key", bound=Hashable)
_AT_ONCE = 180  # questions in one statement: databases limit its columns


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who could open the text, as what, and through which relation.

    Without a name it stands for all of this role whom the actor may not know by name.
    """

    name: str
    role: str
    why: str = ""


def readers_of(
    work: Work, model: type[Any], column: str, values: Mapping[str, Any]
) -> tuple[Reader, ...]:
    """Return who could open this column of a row with these values, the actor left out.

    `visible_to` is evaluated for each candidate, and their roles against the compartment. Whoever
    helps in a case is named to those alone who may know the case; a text must not tell more.
    """
    compartment = sealed_columns(model)[column].compartment
    found = _around(work, around(model, values))
    author = values.get(model.__owner__)  # reads what is added to an own record, too
    opens = {key: who for key, who in found.items() if who.opens(compartment) or key == author}
    # A line of names gives no reasons: asking for them would be most of the work.
    seeing = dict.fromkeys(_seeing(work, model, values, opens, column), "")
    helping = [key for key in seeing if Role.COUNSELLOR in opens[key].roles]
    known = User.id.not_in(helping) | _known_helper(work.actor, values)
    named = _named(work, opens, seeing, known)
    unnamed = {min(opens[key].roles) for key in seeing if key not in named}
    return (*named.values(), *(Reader("", role.value) for role in sorted(unnamed)))


def seers_of(work: Work, row: Any) -> tuple[Reader, ...]:
    """Return everybody but the actor for whom this row exists, and why."""
    model, values = type(row), values_of(row)
    found = _around(work, around(model, values))
    seeing = {key: found[key] for key in _seeing(work, model, values, found)}
    return tuple(_named(work, found, _why(work, model, values, seeing), true()).values())


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
    model, values, them = type(row), values_of(row), {_SOMEBODY: who}
    if not _seeing(work, model, values, them, column):
        return Decision(Why.NO_RELATION)
    reason = _why(work, model, values, them)[_SOMEBODY]
    if not column:
        return Decision(reason)
    compartment = sealed_columns(type(row))[column].compartment
    own = reason is Why.AUTHOR
    return Decision(reason if own or who.opens(compartment) else Why.SEALED)


_SOMEBODY = UUID(int=0)
_OWN_ID = {
    "case_file": "case_id", "student": "student_id", "incident": "incident_id",
    "handoff": "handoff_id", "incident_person": "person_id", "harm_report": "report_id",
}  # fmt: skip


def values_of(row: Any) -> dict[str, Any]:
    """Return the clear columns of a row, with what it belongs to under one name each."""
    sealed = sealed_columns(type(row)) if hasattr(row, "__authenticated__") else {}
    names = [one.key for one in type(row).__mapper__.column_attrs if one.key not in sealed]
    values = {name: getattr(row, name) for name in names if not name.startswith("_")}
    own = _OWN_ID.get(row.__tablename__)
    return values | ({own: row.id} if own else {})


def _around(work: Work, who: ColumnElement[bool]) -> dict[UUID, Actor]:
    """Return the people around a record without the actor."""
    found = actors(work.db.connection(), who, work.now)
    return {key: actor for key, actor in found.items() if key != work.actor.user_id}


def _named(
    work: Work, found: Mapping[UUID, Actor], why: Mapping[UUID, str], known: ColumnElement[bool]
) -> dict[UUID, Reader]:
    """Return those whom the actor may know by name, as far as this condition holds as well."""
    users = work.db.scalars(select(User).where(User.id.in_(why), known)).all()
    return {
        user.id: Reader(user.name.reveal(), min(found[user.id].roles).value, why[user.id])
        for user in sorted(users, key=lambda one: str(one.id))
    }


def _known_helper(actor: Actor, values: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition that an account helps in a case that the actor may know."""
    cases, c = cases_of(values), Case.__table__.c
    team = select(CaseMember.user_id).where(
        CaseMember.case_id.in_(cases), CaseMember.until.is_(None), CaseMember.visible_to(actor)
    )
    mine = select(c.id).where(Case.visible_to(actor))
    hidden = select(c.id).where(c.id.in_(cases), c.id.not_in(mine))
    return or_(User.id.in_(team), ~hidden.exists())


def _seeing(
    work: Work, model: type[Any], values: Mapping[str, Any], who: Mapping[UUID, Actor],
    column: str = "",
) -> list[UUID]:  # fmt: skip
    """Return for whom the row, or one text of it, exists: its rule decides."""
    rules = {key: condition(model, values, actor, column) for key, actor in who.items()}
    return _true(work, rules)


def _why(
    work: Work, model: type[Any], values: Mapping[str, Any], seeing: Mapping[UUID, Actor]
) -> dict[UUID, Why]:
    """Return for each actor for whom a row exists the strongest reason."""
    asked = {
        (key, why): relation
        for key, actor in seeing.items()
        for why, relation in reasons.asked(model, values, actor).items()
    }
    told = dict.fromkeys(seeing, Why.RULE)
    # The strongest comes last, and stays.
    told.update(reversed(_true(work, asked)))
    return told


def _true(work: Work, asked: Mapping[Key, ColumnElement[bool]]) -> list[Key]:
    """Return which of these conditions are true now, in their order."""
    found, keys = list[Key](), list(asked)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        query = select(*(asked[one].label(None) for one in some))
        found += compress(some, work.db.connection().execute(query).one())
    return found


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
