"""Why somebody may see a record: each relation asked alone, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, false, literal, select, true

from wellbeing.circle import cases_of, students_of
from wellbeing.i18n import N_
from wellbeing.models import Student
from wellbeing.models.incident_scope import my_incidents
from wellbeing.models.kinship import children_of
from wellbeing.models.relations import (
    schools_of,
    students_i_referred,
    students_of_my_tasks,
    team_cases,
)
from wellbeing.policy import Actor, Role


class Why(StrEnum):
    """The relation that opens a record, or what is missing."""

    AUTHOR = auto()
    TEAM = auto()
    DEPUTY = auto()
    DELEGATED = auto()
    REVIEW = auto()
    EMERGENCY = auto()
    SUPERVISOR = auto()
    GUARDIAN = auto()
    COORDINATOR = auto()
    ASKED = auto()
    PLACE = auto()
    RECORDED = auto()
    REFERRER = auto()
    TASK = auto()
    SCHOOL = auto()
    NAMED = auto()
    RULE = auto()
    NOT_THE_ROLE = auto()
    NO_RELATION = auto()
    SEALED = auto()

    @property
    def allowed(self) -> bool:
        """Tell whether this reason opens the record."""
        return self not in (Why.NOT_THE_ROLE, Why.NO_RELATION, Why.SEALED)


WORDS = {
    Why.AUTHOR: N_("wrote this"),
    Why.TEAM: N_("is on the case team"),
    Why.DEPUTY: N_("stands in for the counsellor, who is away"),
    Why.DELEGATED: N_("was given this case for a time"),
    Why.REVIEW: N_("looks at this case as supervisor today"),
    Why.EMERGENCY: N_("opened this case in an emergency, for some hours"),
    Why.SUPERVISOR: N_("supervises the counsellor"),
    Why.GUARDIAN: N_("is a guardian, and nothing is kept from them"),
    Why.COORDINATOR: N_("coordinates all help here"),
    Why.ASKED: N_("was asked to take the case on"),
    Why.PLACE: N_("works at the place that was asked to help"),
    Why.RECORDED: N_("recorded the incident"),
    Why.REFERRER: N_("reported about this young person"),
    Why.TASK: N_("has a task in the plan"),
    Why.SCHOOL: N_("teaches at this school"),
    Why.NAMED: N_("is named in it"),
    Why.RULE: N_("by the rule for such records"),
    Why.NOT_THE_ROLE: N_("The role does not allow this."),
    Why.NO_RELATION: N_("The role allows it, but nothing connects the person with this record."),
    Why.SEALED: N_("They may know that it exists, but its text is sealed for their role."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and the reason; and whether for reading alone."""

    why: Why
    reads_only: bool = False

    @property
    def allowed(self) -> bool:
        """Tell whether it is allowed."""
        return self.why.allowed

    @property
    def words(self) -> str:
        """The reason as a message to translate."""
        return WORDS[self.why]


def asked(
    model: type[Any], values: Mapping[str, Any], who: Actor
) -> dict[Why, ColumnElement[bool]]:
    """Return each relation that could connect this actor with such a row, as a condition."""
    me = frozenset({who.user_id} if who.user_id else ())
    ties, cases, children = who.ties, cases_of(values), students_of(values)
    given = {Why.DELEGATED: ties.delegated, Why.REVIEW: ties.reviews, Why.EMERGENCY: ties.emergency}
    return {
        Why.RECORDED: _recorded(values, who),
        Why.AUTHOR: _flag(who.user_id and values.get(model.__owner__) == who.user_id),
        Why.TEAM: _of_team(cases, me),
        Why.DEPUTY: _of_team(cases, ties.stands_for),
        **{why: _one_of(cases, sorted(ids)) if ids else false() for why, ids in given.items()},
        Why.SUPERVISOR: _of_team(cases, ties.supervises),
        Why.GUARDIAN: _one_of(children, children_of(who)),
        Why.COORDINATOR: _flag(who.has(Role.COORDINATOR)),
        Why.ASKED: _flag(who.user_id and values.get("to_id") == who.user_id),
        Why.PLACE: _flag(who.has(Role.PARTNER)),
        Why.REFERRER: _one_of(children, students_i_referred(who)),
        Why.TASK: _one_of(children, students_of_my_tasks(who)),
        Why.NAMED: _flag(who.user_id and values.get("user_id") == who.user_id),
        Why.SCHOOL: _one_of(_schools_of(children), schools_of(who)),
    }


def _of_team(cases: Any, members: frozenset[UUID]) -> ColumnElement[bool]:
    # Most people stand in for nobody: then there is nothing to ask.
    return _one_of(cases, team_cases(members)) if members else false()


def _one_of(ids: Any, among: Any) -> ColumnElement[bool]:
    found = ids.subquery()
    return select(found).where(next(iter(found.c)).in_(among)).exists()


def _schools_of(children: Any) -> Any:
    c = Student.__table__.c
    return select(c.school_id).where(c.id.in_(children))


def _recorded(values: Mapping[str, Any], who: Actor) -> ColumnElement[bool]:
    return literal(values.get("incident_id"), type_=Uuid()).in_(my_incidents(who))


def _flag(is_true: object) -> ColumnElement[bool]:
    return true() if is_true else false()
