"""Both tracks together: responsibility and care side by side, each for those who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.guide import Step
from wellbeing.incident_answers import rules_of
from wellbeing.incident_facts import incident_steps_of, items_of
from wellbeing.incident_sides import Side, decided, law_of, people, says_penalty
from wellbeing.models import (
    Case,
    CounsellingSession,
    Incident,
    IncidentPerson,
    PartRole,
    Plan,
    PlanGoal,
    ProgressSignal,
    RepairItem,
    Student,
)
from wellbeing.policy import May
from wellbeing.rules import Rule
from wellbeing.workflow import PlanState, SessionState, TaskState


@dataclass(frozen=True, slots=True)
class ResponsibilitySide:
    """What is to be made right, and how far it is."""

    id: UUID
    number: str
    state: str
    happened_at: datetime
    code: str
    measures: tuple[Rule, ...]
    promised: tuple[tuple[str, int, date, str], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CareSide:
    """How the young person is helped: the plan's goals, talks held, one word of progress."""

    case_id: UUID
    state: str
    goals: tuple[str, ...]
    plan_state: str
    talks: int
    missed: int
    word: str


@dataclass(frozen=True, slots=True)
class Review:
    """Both sides of one young person; a side that is not the reader's is None."""

    student_id: UUID
    student: str
    penalty_words: bool
    responsibility: tuple[ResponsibilitySide, ...] | None
    care: CareSide | None


@use_case(may=May.REVIEW_TRACKS, access=Access.READ)
def review(work: Work, student_id: UUID) -> Review:
    """Return the tracks of a young person that the reader may see, side by side."""
    student = work.find(Student, student_id)
    part = select(IncidentPerson.incident_id).where(
        IncidentPerson.student_id == student_id, IncidentPerson.role == PartRole.RESPONSIBLE
    )
    runs = work.actor.may(May.RUN_INCIDENTS)
    rows = list(work.db.scalars(select(Incident).where(Incident.id.in_(part)))) if runs else []
    care = _care(work, student_id) if work.actor.may(May.RUN_CASE) else None
    if not rows and care is None:
        raise NotFound()
    own = {one.id: [s for s in people(work, one) if s.row.student_id == student_id] for one in rows}
    words = all(says_penalty(law_of(work, one), own[one.id]) for one in rows)
    return Review(
        student.id, student.name.reveal(), bool(rows) and words,
        _responsibility(work, rows, own) if runs else None, care,
    )  # fmt: skip


def _responsibility(
    work: Work, rows: list[Incident], own: Mapping[UUID, Sequence[Side]]
) -> tuple[ResponsibilitySide, ...]:
    steps = incident_steps_of(work, rows)
    items = [one for one in items_of(work, [row.id for row in rows]) if one.kind != "check"]
    texts = dict(zip((one.id for one in items), reveal_many(items, "what"), strict=True))
    found = []
    for row in rows:
        chosen = next(iter(decided(work, row, own[row.id]).values()), None)
        mine = [one for one in items if one.incident_id == row.id]
        found.append(
            ResponsibilitySide(
                row.id, row.number, row.state, row.happened_at,
                chosen.code if chosen else "",
                rules_of(law_of(work, row), chosen.measures) if chosen else (),
                tuple(_promised(one, texts[one.id] or "") for one in mine), steps[row.id],
            )
        )  # fmt: skip
    return tuple(found)


def _promised(item: RepairItem, what: str) -> tuple[str, int, date, str]:
    late = item.state == TaskState.OPEN
    return what, item.amount, item.due_on, "open" if late else item.state


def _care(work: Work, student_id: UUID) -> CareSide | None:
    query = select(Case).where(Case.student_id == student_id).order_by(Case.opened_at.desc())
    case = work.db.scalars(query).first()
    if case is None:
        return None
    plans = work.db.scalars(select(Plan).where(Plan.case_id == case.id)).all()
    live = max((one for one in plans if one.in_force_at), key=lambda p: p.version, default=None)
    goals = work.db.scalars(
        select(PlanGoal).where(PlanGoal.plan_id == (live.id if live else None))
    ).all()
    talks = work.db.scalars(
        select(CounsellingSession).where(CounsellingSession.case_id == case.id)
    ).all()
    signal = work.db.scalars(select(ProgressSignal).where(ProgressSignal.case_id == case.id))
    word = signal.first()
    return CareSide(
        case.id, case.state, tuple(reveal_many(goals, "words")),
        live.state if live else PlanState.DRAFT.value,
        sum(one.state == SessionState.HELD for one in talks),
        sum(one.state == SessionState.MISSED for one in talks),
        word.word.reveal() or "" if word else "",
    )  # fmt: skip
