"""What each one said to a version of a plan, as far as its reader may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.models import Guardian, Plan, PlanAnswer, SharedAnswer
from wellbeing.names import user_names
from wellbeing.policy import Role
from wellbeing.site_acts import DECIDES
from wellbeing.work import Work
from wellbeing.workflow import PlanState

# The route of an answer that nobody took: its giver signed in.
OWN_LOGIN = "own_login"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Who was asked, and what they said; "" as long as they said nothing.

    `taken_by` is who of the team took an answer that was not given by own sign-in.
    """

    guardian_id: UUID | None
    who: str
    answer: str
    route: str
    at: datetime | None
    text: str
    mine: bool
    taken_by: str = ""
    # How many texts of the version were kept from them when they answered; for staff alone.
    without: int = 0


def answers_of(work: Work, plan: Plan) -> tuple[AnswerView, ...]:
    """Return everybody who decides with their newest word; a guardian gets only their own."""
    if plan.state == PlanState.DRAFT:
        return ()
    rows = work.db.scalars(
        select(PlanAnswer).where(PlanAnswer.plan_id == plan.id).order_by(PlanAnswer.at)
    ).all()
    said = {row.guardian_id: row for row in rows}
    taken = _takers(work, said.values())
    asked = work.db.scalars(select(Guardian).where(Guardian.student_id == plan.student_id)).all()
    found = [
        _answer(said.get(one.id), one, taken, mine=one.user_id == work.actor.user_id)
        for one in asked
        if one.standing in DECIDES
    ]
    if plan.asks_young_person and not work.actor.has(Role.PARENT):
        found.append(_answer(said.get(None), None, taken))
    if work.actor.has(Role.PARENT):
        found += _shown(work, plan, {one.guardian_id for one in found})
    return tuple(found)


def _shown(work: Work, plan: Plan, mine: Collection[UUID | None]) -> list[AnswerView]:
    """Return what another guardian allows this one to read; whom it is from is not told."""
    query = select(SharedAnswer).where(SharedAnswer.plan_id == plan.id)
    rows = [one for one in work.db.scalars(query) if one.guardian_id not in mine]
    said = zip(rows, reveal_many(rows, "said"), strict=True)
    return [
        AnswerView(row.guardian_id, "", one["answer"], OWN_LOGIN, row.at, one["text"], mine=False)
        for row, one in said
        if one
    ]


def _takers(work: Work, said: Iterable[PlanAnswer]) -> dict[UUID, str]:
    """Return who took answers in person, by phone or on paper; a family is not told names."""
    if work.actor.has(Role.PARENT):
        return {}
    taken = {row.taken_by for row in said if row.route != OWN_LOGIN}
    return user_names(work, taken) if taken else {}


def _answer(
    row: PlanAnswer | None, guardian: Guardian | None, taken: Mapping[UUID, str], *,
    mine: bool = False,
) -> AnswerView:  # fmt: skip
    """Return an answer of a guardian, or without one of the young person."""
    guardian_id = guardian.id if guardian else None
    who = guardian.name.reveal() if guardian else ""
    if row is None:
        return AnswerView(guardian_id, who, "", "", None, "", mine)
    text = row.text.reveal() or ""
    by = taken.get(row.taken_by, "") if row.route != OWN_LOGIN else ""
    without = 0 if mine or not row.without else row.without.count(",") + 1
    return AnswerView(guardian_id, who, row.answer, row.route, row.at, text, mine, by, without)
