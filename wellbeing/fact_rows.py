"""From rows to facts: the newest version of a plan, its tasks, what comes after closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Protocol, TypeVar
from uuid import UUID

from wellbeing.facts import (
    AnswerFact,
    DatedFact,
    PlanFact,
    SafetyFact,
    SessionFact,
    TaskFact,
    TeacherFact,
)
from wellbeing.models import THEIRS, SafetyKind
from wellbeing.policy import Role
from wellbeing.workflow import TaskState


class Versioned(Protocol):
    """A version of a plan, as a record or a plain row."""

    version: Any


P = TypeVar("P", bound=Versioned)


def task_facts(live: Any, rows: Sequence[Any]) -> tuple[TaskFact, ...]:
    """Return the tasks of the version in force; none where nothing is in force."""
    if live is None:
        return ()
    since = live.in_force_at or live.drafted_at
    mine = (one for one in rows if one.plan_id == live.id)
    return tuple(
        TaskFact(one.id, one.party, one.user_id, one.due_on, one.state, since) for one in mine
    )


def teacher_facts(team: Sequence[Any], told: Sequence[Any]) -> tuple[TeacherFact, ...]:
    """Return the teachers of a team, each with the day on which they last told what they see."""
    joined = {one.user_id: one.since for one in team if one.role == Role.TEACHER}
    for one in told:
        if one.teacher_id in joined:
            at = datetime.combine(one.on, time(12), UTC)
            joined[one.teacher_id] = max(joined[one.teacher_id], at)
    return tuple(TeacherFact(key, since) for key, since in sorted(joined.items()))


def after_facts(
    looks: Sequence[Any], asks: Sequence[Any], letters: Sequence[Any]
) -> Mapping[str, Any]:
    """Return looks that are promised, contacts that took place, what was heard and written."""
    promised = {one.id: one for one in looks if one.state == TaskState.OPEN}
    heard = [one for one in asks if one.follow_up_id in promised]

    def written(kind: str) -> tuple[DatedFact, ...]:
        return tuple(_dated(one.id, one.at) for one in letters if one.kind == kind)

    return {
        "follow_ups": tuple(DatedFact(f.id, f.made_at, f.due_on) for f in promised.values()),
        "contacts": tuple(one.done_at for one in looks if one.done_at),
        "heard": tuple(_dated(one.follow_up_id, one.answered_at) for one in heard),
        "complaints": written("complaint"),
        "offers": written("offer"),
    }


def safety_fact(changes: Sequence[Any], entries: Sequence[Any], plans: Sequence[Any]) -> SafetyFact:
    """Return what the clocks of safety run from."""
    fast = [one for one in changes if one.level in ("u0", "u1")]
    crises = [one.at for one in fast if not one.was or one.level < one.was]
    reviews = [one.at for one in entries if one.kind == SafetyKind.REVIEW]
    contacts = [one.at for one in entries if one.kind in (SafetyKind.CONTACT, SafetyKind.WELFARE)]
    told = [one.at for one in entries if one.kind == SafetyKind.ADULT]
    looked = [one.looked_at for one in plans]
    return SafetyFact(
        max(crises, default=None), tuple(sorted(contacts)), max(reviews, default=None),
        max(looked, default=None), max(told, default=None),
    )  # fmt: skip


def session_fact(row: Any, tries: Sequence[Any]) -> SessionFact:
    """Return what the guide knows of a talk and of the tries after a missed one."""
    theirs = row.missed_by in THEIRS
    return SessionFact(
        row.id, row.state, row.starts_at, row.ends_at, row.noted_at is not None,
        declined=row.talk_consent == "no", unexcused=theirs and row.excused != "yes",
        tries=len(tries), reached=any(one.reached for one in tries),
    )  # fmt: skip


def _dated(object_id: UUID, since: datetime) -> DatedFact:
    return DatedFact(object_id, since, since.date())


def newest(plans: Iterable[P]) -> P | None:
    """Return the newest version of a plan."""
    return max(plans, key=lambda plan: plan.version, default=None)


def plan_fact(
    plan: Any, heard: tuple[Sequence[Any], Sequence[Any]], asked: Sequence[Any]
) -> PlanFact:
    """Return what the guide knows of a version: what everybody who decides has said so far."""
    answers, tries = ([one for one in some if one.plan_id == plan.id] for some in heard)
    said = {one.guardian_id: one for one in sorted(answers, key=lambda row: row.at)}
    parties = [_answer(one.id, one.user_id, said, tries) for one in asked]
    if plan.asks_young_person:
        parties.append(_answer(None, None, said, tries))
    return PlanFact(
        plan.id, plan.state, plan.drafted_at, plan.proposed_at, plan.answer_due_at,
        plan.in_force_at, plan.review_on, tuple(parties), plan.reviewed_at,
    )  # fmt: skip


def _answer(
    guardian_id: UUID | None, user_id: UUID | None, said: Mapping[Any, Any], tries: Sequence[Any]
) -> AnswerFact:
    """Return what a party said, and how they were tried; without a guardian, the young person."""
    mine = [one for one in tries if one.guardian_id == guardian_id]
    last = max((one.at for one in mine), default=None)
    ways = len({one.way for one in mine})
    newest_word = said.get(guardian_id)
    if newest_word is None:
        return AnswerFact(guardian_id, user_id, "", ways, last)
    # To be asked again is the newest row, and no answer.
    again = None if newest_word.answer else newest_word.at
    return AnswerFact(guardian_id, user_id, newest_word.answer, ways, last, newest_word.at, again)
