"""The tracker: one case's progress, for each reader what is theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_lines import (
    ATTAINMENT,
    CHECK_IN,
    GOAL,
    Reading,
    day_of,
    readings_of,
    talks_of,
    with_gaps,
)
from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import Direction, all_instruments, goal_attainment_t, progress
from wellbeing.models import (
    Case,
    FollowUp,
    Informant,
    Observation,
    Plan,
    PlanGoal,
    ProgressSignal,
    Referral,
    Student,
)
from wellbeing.policy import May, Role
from wellbeing.services.measures.views import (
    Happening,
    Reader,
    Review,
    Seen,
    Series,
    TrackerView,
)
from wellbeing.workflow import PlanState, SessionState

Goals = dict[UUID, tuple[str, float | None]]


@use_case(may=May.SEE_TRACKER, access=Access.READ)
def series(work: Work, case_id: UUID) -> tuple[Series, ...]:
    """Return every line of a case that the reader may open."""
    case = work.find(Case, case_id)
    return _series(work, case, _goals(work, case.id))


@use_case(may=May.SEE_TRACKER, access=Access.READ)
def tracker(work: Work, case_id: UUID) -> TrackerView:
    """Return a case's progress as this reader may see it; a stranger's is NotFound."""
    reader = _reader(work)
    if reader is Reader.REFERRER:
        return _signal_only(work, case_id)
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    goals = _goals(work, case.id)
    lines = _series(work, case, goals)
    own = reader in (Reader.COUNSELLOR, Reader.COORDINATOR)
    return TrackerView(
        case_id=case.id, number=case.number, student=student.name.reveal(),
        student_id=student.id, reader=reader,
        direction=direction_of(lines).value,
        series=tuple(one for one in lines if one.about_id is None),
        goals=tuple(one for one in lines if one.instrument == GOAL),
        reviews=_reviews(lines) if own else (),
        happenings=_happenings(work, case.id) if own else (),
        observations=_observations(work, case.id) if own else (),
        targets=tuple((goal, words) for goal, (words, _) in goals.items()),
        may_record=work.actor.may(May.MEASURE),
    )  # fmt: skip


def _reader(work: Work) -> Reader:
    for role, reader in (
        (Role.COUNSELLOR, Reader.COUNSELLOR), (Role.COORDINATOR, Reader.COORDINATOR),
        (Role.PARENT, Reader.FAMILY),
    ):  # fmt: skip
        if work.actor.has(role):
            return reader
    return Reader.REFERRER


def _signal_only(work: Work, case_id: UUID) -> TrackerView:
    query = select(ProgressSignal).where(ProgressSignal.case_id == case_id)
    found = work.db.scalars(query).first()
    mine = Referral.case_id == case_id, Referral.referrer_id == work.actor.user_id
    if found is None and work.db.scalars(select(Referral.id).where(*mine)).first() is None:
        raise NotFound()
    return TrackerView(
        case_id=case_id, number="", student="", student_id=None, reader=Reader.REFERRER,
        direction=found.word.reveal() if found else Direction.TOO_EARLY.value,
        series=(), goals=(), reviews=(), happenings=(),
        observations=(), targets=(), may_record=False,
    )  # fmt: skip


def _goals(work: Work, case_id: UUID) -> Goals:
    """Return the goals by what they are called in every version, in their newest words.

    What is still being drafted is not the family's to read.
    """
    query = select(PlanGoal).join(Plan, Plan.id == PlanGoal.plan_id)
    query = query.where(PlanGoal.case_id == case_id)
    if _reader(work) is Reader.FAMILY:
        query = query.where(Plan.state != PlanState.DRAFT)
    rows = work.db.scalars(query.order_by(Plan.version, PlanGoal.place)).all()
    words, rated = reveal_many(rows, "words"), reveal_many(rows, "ratings")
    return {
        row.goal_id: (said or "", _number((more or {}).get("hoped")))
        for row, said, more in zip(rows, words, rated, strict=True)
    }


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _series(work: Work, case: Case, goals: Goals) -> tuple[Series, ...]:
    family = _reader(work) is Reader.FAMILY
    found = readings_of(work, case, "family_score" if family else "score")
    # The family sees what was shared; that a talk had no score is not theirs to count.
    talks = [] if family else talks_of(work, case.id)
    made = []
    for (instrument, version, informant, goal), readings in found.items():
        words, hoped = goals.get(goal, ("", None)) if goal else ("", None)
        kept: tuple[Reading, ...] = tuple(readings)
        if instrument == CHECK_IN and informant == Informant.YOUNG_PERSON:
            kept = with_gaps(work, readings, talks)
        made.append(Series(instrument, version, informant, goal, words, hoped, kept))
    order = list(goals)
    return tuple(sorted(made, key=lambda s: (s.instrument != CHECK_IN, s.instrument, s.informant,
                                             order.index(s.about_id) if s.about_id in order
                                             else 0)))  # fmt: skip


def direction_of(lines: tuple[Series, ...]) -> Direction:
    """Return how the young person's own check-ins go, in one word."""
    instrument = all_instruments()[CHECK_IN]
    for line in lines:
        own = line.instrument == CHECK_IN and line.informant == Informant.YOUNG_PERSON
        if own and line.known:
            return progress(line.values, instrument).direction
    return Direction.TOO_EARLY


def _reviews(lines: tuple[Series, ...]) -> tuple[Review, ...]:
    by_day: dict[date, list[Reading]] = defaultdict(list)
    for line in lines:
        if line.instrument == ATTAINMENT:
            for one in line.readings:
                by_day[one.on].append(one)
    return tuple(
        Review(on, goal_attainment_t([r.value for r in found], [r.weight for r in found]),
               len(found))
        for on, found in sorted(by_day.items())
    )  # fmt: skip


def _happenings(work: Work, case_id: UUID) -> tuple[Happening, ...]:
    zone = work.runtime.pack.time_zone
    found = [
        Happening(day_of(work, talk), talk.state)
        for talk in talks_of(work, case_id)
        if talk.state in (SessionState.HELD, SessionState.MISSED)
    ]
    for plan in work.db.scalars(select(Plan).where(Plan.case_id == case_id)):
        if plan.in_force_at:
            found.append(Happening(plan.in_force_at.astimezone(zone).date(), "agreed"))
    for look in work.db.scalars(select(FollowUp).where(FollowUp.case_id == case_id)):
        done = look.done_at.astimezone(zone).date() if look.done_at else None
        found.append(Happening(done or look.due_on, "followed" if done else "follow_due"))
    return tuple(sorted(found, key=lambda one: (one.on, one.kind)))


def _observations(work: Work, case_id: UUID) -> tuple[Seen, ...]:
    query = select(Observation).where(Observation.case_id == case_id).order_by(Observation.on)
    rows = work.db.scalars(query).all()
    opened = reveal_many(rows, "answers")
    return tuple(
        Seen(row.on, {str(name): float(value) for name, value in (answers or {}).items()})
        for row, answers in zip(rows, opened, strict=True)
    )
