"""Single texts that are kept from a guardian: opened here alone, and what a yes was given without.

A guardian agrees to the part that they were shown. What was kept from them is written beside
their answer; once it is shown to them, they are asked about it, and the old yes is no word on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.i18n import N_
from wellbeing.models import (
    Guardian,
    Kept,
    Plan,
    PlanAnswer,
    PlanGoal,
    PlanTask,
    WithheldText,
    text_rule,
)
from wellbeing.policy import Role
from wellbeing.site_acts import site_session
from wellbeing.work import Work
from wellbeing.workflow import PlanState

ASKED_AGAIN = "asked_again"
_LIVE = (PlanState.PROPOSED, PlanState.IN_FORCE)


_PAST = N_("This day is past. Please choose a later one.")


@dataclass(frozen=True, slots=True)
class ProlongForm:
    """The next day to look again."""

    review_on: date | None = ask(N_("When do you look at this again?"), Kind.DATE)


def later_day(work: Work, day: date | None) -> date:
    """Return the day to look again; one that is past, or none, is InvalidForm."""
    if day is None or day < work.today:
        raise InvalidForm({"review_on": Problem(_PAST)})
    return day


def open_text(work: Work, row: Any, column: str) -> str:
    """Return a text of a row that the actor sees; "" where it is kept from them."""
    model = type(row)
    if work.actor.has(Role.PARENT):
        query = select(model.id).where(model.id == row.id, text_rule(model, column, work.actor))
        if work.db.scalars(query).first() is None:
            return ""
    work.not_kept.add((row.id, column))
    return getattr(row, column).reveal() or ""


def named(row: Any) -> tuple[str, UUID]:
    """Return as what the text of a row can be kept, and what it is called in every version."""
    if isinstance(row, PlanGoal):
        return Kept.GOAL.value, row.goal_id
    if isinstance(row, PlanTask):
        return Kept.TASK.value, row.task_id
    if isinstance(row, Plan):
        return Kept.STRENGTHS.value, row.case_id
    return "", row.id


def kept_from_any(work: Work, case_id: UUID, people: Collection[UUID]) -> set[tuple[str, UUID]]:
    """Return what is kept now from any guardian among these people, as `named` names it."""
    theirs = select(Guardian.id).where(Guardian.user_id.in_(people))
    here = WithheldText.case_id == case_id, WithheldText.active
    query = select(WithheldText).where(*here, WithheldText.guardian_id.in_(theirs))
    return {(row.kept, row.object_id) for row in work.db.scalars(query)}


def inherit(
    work: Work, case_id: UUID, kept: Kept, heirs: Mapping[UUID, Collection[UUID]],
    fresh: Collection[UUID],
) -> None:  # fmt: skip
    """Keep goals or tasks from whom the ones are kept that they may be, until one decides.

    `heirs` says by text which older ones it may be. What is kept and has no text any more, as it
    was taken out, each of the `fresh` ones may be. What somebody decided on a text holds; what
    was only taken over goes again where the text turns out to be none of these.
    """
    query = select(WithheldText).where(WithheldText.case_id == case_id)
    rows = list(work.db.scalars(query.where(WithheldText.kept == kept.value)))
    sources = {one.id: one.object_id for one in rows}
    gone = _taken_out(work, case_id, kept, rows)
    for one in list(rows):
        source = sources[one.inherits_id] if one.inherits_id else None
        may_be = heirs.get(one.object_id, {source})
        if source and source not in may_be and (source not in gone or one.object_id in gone):
            rows.remove(one)
            work.db.delete(one)
    known = {(one.object_id, one.guardian_id) for one in rows}
    for heir, names in heirs.items():
        wanted = {*names, *(gone if heir in fresh else ())}
        for one in rows:
            here = heir, one.guardian_id
            if one.active and one.object_id in wanted and here not in known:
                known.add(here)
                _take_over(work, one, heir)


def forget_inherited(work: Work, object_id: UUID) -> None:
    """Forget what was only taken over for a text that is gone, where nobody decided on it."""
    theirs = WithheldText.object_id == object_id, WithheldText.inherits_id.is_not(None)
    further = select(WithheldText.inherits_id).where(WithheldText.inherits_id.is_not(None))
    query = select(WithheldText).where(*theirs, WithheldText.id.not_in(further))
    for one in work.db.scalars(query).all():
        work.db.delete(one)


def _taken_out(work: Work, case_id: UUID, kept: Kept, rows: Collection[WithheldText]) -> set[UUID]:
    """Return what is kept, or was, and stands in no version any more: nobody has its words."""
    texts: Any = {Kept.GOAL: PlanGoal, Kept.TASK: PlanTask}[kept]
    here = work.db.scalars(select(texts).where(texts.case_id == case_id)).all()
    return {one.object_id for one in rows} - {named(one)[1] for one in here}


def _take_over(work: Work, old: WithheldText, heir: UUID) -> None:
    made = WithheldText(
        case_id=old.case_id, student_id=old.student_id, guardian_id=old.guardian_id,
        kept=old.kept, object_id=heir, at=work.now, review_on=old.review_on, active=True,
        inherits_id=old.id,
    )  # fmt: skip
    made.reason = old.reason.reveal()
    work.db.add(made)


def kept_of(work: Work, plan: Plan) -> Mapping[UUID, frozenset[UUID]]:
    """Return what of a version is kept now, by guardian; the site looks and is silent."""
    session = site_session(work)
    goals = session.scalars(select(PlanGoal).where(PlanGoal.plan_id == plan.id))
    tasks = session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id))
    here = {named(one) for one in (plan, *goals, *tasks)}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    query = select(WithheldText).where(WithheldText.case_id == plan.case_id, WithheldText.active)
    for row in session.scalars(query):
        if (row.kept, row.object_id) in here:
            found[row.guardian_id].add(row.object_id)
    return {guardian: frozenset(ids) for guardian, ids in found.items()}


def listed_without(ids: frozenset[UUID]) -> str | None:
    """Return ids as an answer keeps them."""
    return ",".join(sorted(str(one) for one in ids)) or None


def ask_again(work: Work, row: WithheldText) -> None:
    """Ask a guardian about what they see from now on, where they said yes without it."""
    live = Plan.case_id == row.case_id, Plan.state.in_(_LIVE)
    for plan in work.db.scalars(select(Plan).where(*live)).all():
        theirs = PlanAnswer.plan_id == plan.id, PlanAnswer.guardian_id == row.guardian_id
        query = select(PlanAnswer).where(*theirs).order_by(PlanAnswer.at.desc())
        last = work.db.scalars(query).first()
        if last is None or str(row.object_id) not in (last.without or "").split(","):
            continue
        if last.answer == "agreed":
            again = PlanAnswer(
                plan_id=plan.id, case_id=plan.case_id, student_id=plan.student_id,
                guardian_id=row.guardian_id, answer="", route=ASKED_AGAIN, at=work.now,
                without=_but(last.without or "", row.object_id),
            )  # fmt: skip
            work.db.add(again)


def _but(listed: str, object_id: UUID) -> str | None:
    return ",".join(one for one in listed.split(",") if one != str(object_id)) or None
