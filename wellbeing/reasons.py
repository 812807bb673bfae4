"""Why somebody may see a record: each relation asked alone, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ColumnElement, Uuid, false, literal, true

from wellbeing.i18n import N_
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
    REFERRER = auto()
    TASK = auto()
    SCHOOL = auto()
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
    Why.REFERRER: N_("reported about this young person"),
    Why.TASK: N_("has a task in the plan"),
    Why.SCHOOL: N_("teaches at this school"),
    Why.RULE: N_("by the rule for such records"),
    Why.NOT_THE_ROLE: N_("The role does not allow this."),
    Why.NO_RELATION: N_("The role allows it, but nothing connects the person with this record."),
    Why.SEALED: N_("They may know that it exists, but its text is sealed for their role."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed, and the reason."""

    why: Why

    @property
    def allowed(self) -> bool:
        """Tell whether it is allowed."""
        return self.why.allowed

    @property
    def words(self) -> str:
        """The reason as a message to translate."""
        return WORDS[self.why]


# The columns that name whoever wrote a row.
OWNERS = ("referrer_id", "author_id", "counsellor_id", "drafted_by", "asked_by", "teacher_id")


def asked(values: Mapping[str, Any], who: Actor) -> dict[Why, ColumnElement[bool]]:
    """Return each relation that could connect this actor with such a row, as a condition."""
    case, child = _value(values, "case_id"), _value(values, "student_id")
    ties = who.ties
    given = {Why.DELEGATED: ties.delegated, Why.REVIEW: ties.reviews, Why.EMERGENCY: ties.emergency}
    own = {values.get(name) for name in OWNERS}
    return {
        Why.AUTHOR: _flag(who.user_id in own),
        Why.TEAM: case.in_(team_cases(frozenset({who.user_id} if who.user_id else ()))),
        Why.DEPUTY: case.in_(team_cases(ties.stands_for)),
        **{why: _flag(values.get("case_id") in ids) for why, ids in given.items()},
        Why.SUPERVISOR: case.in_(team_cases(ties.supervises)),
        Why.GUARDIAN: child.in_(children_of(who)),
        Why.COORDINATOR: _flag(who.has(Role.COORDINATOR)),
        Why.REFERRER: child.in_(students_i_referred(who)),
        Why.TASK: child.in_(students_of_my_tasks(who)),
        Why.SCHOOL: _value(values, "school_id").in_(schools_of(who)),
    }


def _value(values: Mapping[str, Any], name: str) -> ColumnElement[Any]:
    return literal(values.get(name), type_=Uuid())


def _flag(is_true: object) -> ColumnElement[bool]:
    return true() if is_true else false()
