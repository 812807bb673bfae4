"""A meeting's one page: what the least privileged person in the room may see, and no more.

Nothing here decides who sees what: every row is asked for once in the name of each person who
will be in the room, by the same rules as their own pages, and only what all may open is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.circle import around_case
from wellbeing.crypto import reveal_many, sealed_columns
from wellbeing.db import open_session
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    CounsellingSession,
    FamilyQuestion,
    Plan,
    PlanAnswer,
    PlanGoal,
    PlanTask,
    Student,
    text_rule,
)
from wellbeing.names import user_names
from wellbeing.policy import Actor, May
from wellbeing.ties import actors
from wellbeing.withheld import kept_from_any, named
from wellbeing.workflow import PlanState, SessionState, TaskState


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody around the case who could sit in the room."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class PackPart:
    """One part of the page; `left_out` counts what somebody in the room may not see.

    What is kept from a guardian who will sit there is not counted: they must not learn of it.
    """

    title: str
    lines: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """The page for these people; the name stands on it only where all may know it."""

    student: str
    number: str
    room: tuple[Attendee, ...]
    parts: tuple[PackPart, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a part comes from: a record, its sealed column, and which of its rows count."""

    title: str
    model: type[Any]
    column: str
    keep: Callable[[Any], bool]


_AGREED, _VOICES = N_("What was agreed"), N_("In each one's own words")
_OPEN, _TASKS, _TALKS = N_("Open questions"), N_("Who does what"), N_("What helps, from the talks")
_SOURCES = (
    _Source(_AGREED, Plan, "strengths", lambda one: one.state == PlanState.IN_FORCE),
    _Source(_AGREED, PlanGoal, "words", lambda one: True),
    _Source(_VOICES, PlanAnswer, "text", lambda one: bool(one.answer)),
    _Source(_TALKS, CounsellingSession, "others_need", lambda one: one.state == SessionState.HELD),
    _Source(_OPEN, FamilyQuestion, "question", lambda one: one.answered_at is None),
    _Source(_TASKS, PlanTask, "what", lambda one: one.state != TaskState.CANCELLED),
)


@use_case(may=May.RUN_CASE, access=Access.READ)
def attendees(work: Work, case_id: UUID) -> tuple[Attendee, ...]:
    """Return who could be in the room: the team, the office and the family with an account."""
    case = work.find(Case, case_id)
    return _attendees(work, _around(work, case))


@use_case(may=May.RUN_CASE, access=Access.READ)
def meeting_pack(
    work: Work, case_id: UUID, chosen: tuple[UUID, ...], *, strangers: int = 0
) -> MeetingPack:
    """Return the page for those chosen and oneself; with strangers in the room it holds no text.

    `strangers` counts people without an account: nobody can tell what they may see.
    """
    case = work.find(Case, case_id)
    around = _around(work, case)
    room = {one: around[one] for one in chosen if one in around}
    outside = strangers + len(set(chosen) - set(around))
    people = [work.actor, *room.values()]
    found: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    kept = kept_from_any(work, case.id, tuple(room))
    for source in _SOURCES:
        rows = [one for one in _rows(work, source.model, case) if source.keep(one)]
        open_to_all = [] if outside else _seen_by_all(work, people, source, case, rows)
        found.setdefault(source.title, []).extend(
            text for text in reveal_many(open_to_all, source.column) if text
        )
        told = sum(named(one) not in kept for one in rows if one not in open_to_all)
        missing[source.title] = missing.get(source.title, 0) + told
    student = work.find(Student, case.student_id)
    all_know = not outside and all(_knows(work, one, student) for one in people)
    return MeetingPack(
        student=student.name.reveal() if all_know else "", number=case.number,
        room=_attendees(work, room),
        parts=tuple(PackPart(title, tuple(lines), missing[title])
                    for title, lines in found.items()),
    )  # fmt: skip


def _around(work: Work, case: Case) -> dict[UUID, Actor]:
    values = {"case_id": case.id, "student_id": case.student_id}
    found = actors(work.db.connection(), around_case(values), work.now)
    return {one: actor for one, actor in found.items() if one != work.actor.user_id}


def _attendees(work: Work, around: dict[UUID, Actor]) -> tuple[Attendee, ...]:
    names = user_names(work, around)
    found = [Attendee(one, names.get(one, ""), min(who.roles).value) for one, who in around.items()]
    return tuple(sorted(found, key=lambda one: (one.role, one.name)))


def _rows(work: Work, model: type[Any], case: Case) -> Sequence[Any]:
    return work.db.scalars(select(model).where(model.case_id == case.id).order_by(model.id)).all()


def _seen_by_all(
    work: Work, people: Sequence[Actor], source: _Source, case: Case, rows: Sequence[Any]
) -> list[Any]:
    """Return the rows that exist for everybody and whose text everybody may open."""
    compartment = sealed_columns(source.model)[source.column].compartment
    if not all(one.opens(compartment) for one in people):
        return []
    ids = {row.id for row in rows}
    for person in people:
        here = source.model.case_id == case.id, text_rule(source.model, source.column, person)
        query = select(source.model.id).where(*here)
        ids &= set(open_session(work.db.connection(), person, work).scalars(query))
    return [row for row in rows if row.id in ids]


def _knows(work: Work, person: Actor, student: Student) -> bool:
    """Tell whether somebody may know the young person's name."""
    compartment = sealed_columns(Student)["name"].compartment
    session = open_session(work.db.connection(), person, work)
    query = select(Student.id).where(Student.id == student.id)
    return person.opens(compartment) and session.scalars(query).first() is not None
