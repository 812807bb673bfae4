"""What the tracker shows: computed when it is opened, by the published measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import (
    GoalProgress,
    Instrument,
    ReliableChange,
    Signal,
    goal_attainment_t,
    goal_progress,
    off_track,
    reliable_change,
    score,
    shipped_instruments,
)
from wellbeing.models import (
    Case,
    Closing,
    CounsellingSession,
    Measurement,
    Observation,
    OwnWords,
    Plan,
    PlanGoal,
    Student,
)
from wellbeing.policy import May, Role
from wellbeing.workflow import SessionState

CHECK_IN = "wci5"


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk and the check-in at it; None where none was filled in."""

    at: datetime
    state: str
    total: float | None
    prorated: bool


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal and its ratings over time, the first one from the plan."""

    words: str
    ratings: tuple[tuple[datetime, int | None], ...]
    hoped: int


@dataclass(frozen=True, slots=True)
class Review:
    """One look at the goals: goal-attainment T where levels were given."""

    at: datetime
    t_score: float | None


@dataclass(frozen=True, slots=True)
class ObservationView:
    """What a teacher saw on a day."""

    on: date
    answers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TrackerView:
    """The tracker for one reader; what is not theirs is empty."""

    case_id: UUID
    student: str
    instrument: Instrument
    talks: tuple[Talk, ...]
    change: ReliableChange | None
    signals: tuple[Signal, ...]
    goals: tuple[GoalLine, ...]
    progress: GoalProgress | None
    reviews: tuple[Review, ...]
    observations: tuple[ObservationView, ...]
    events: tuple[tuple[datetime, str], ...]
    words: tuple[tuple[datetime, str, str, str], ...]

    @property
    def totals(self) -> tuple[float | None, ...]:
        """The check-in per talk, missing ones as None."""
        return tuple(one.total for one in self.talks)


@use_case(may=May.SEE_PROGRESS, access=Access.READ)
def open_tracker(work: Work, case_id: UUID) -> TrackerView:
    """Return what the reader may see of a case's progress."""
    case = work.db.get(Case, case_id)
    student = work.db.get(Student, case.student_id) if case else None
    if case is None or student is None:
        raise NotFound()
    family = work.actor.has(Role.PARENT)
    instrument = shipped_instruments()[CHECK_IN]
    filled = _filled(work, case_id)
    talks = () if family else _talks(work, case_id, instrument, filled)
    plans = work.db.scalars(select(Plan).where(Plan.case_id == case_id)).all()
    goals, reviews = _goals(work, plans, filled)
    return TrackerView(
        case_id=case.id,
        student=student.name.reveal(),
        instrument=instrument,
        talks=talks,
        change=_change(instrument, talks),
        signals=_signals(instrument, talks),
        goals=goals,
        progress=_progress(goals),
        reviews=reviews,
        observations=() if family else _observations(work, case_id),
        events=_events(work, case, plans),
        words=_words(work, case_id),
    )


def _filled(work: Work, case_id: UUID) -> list[tuple[Measurement, dict[str, Any]]]:
    query = select(Measurement).where(Measurement.case_id == case_id).order_by(Measurement.at)
    rows = work.db.scalars(query).all()
    return list(zip(rows, reveal_many(rows, "answers"), strict=True))


def _talks(
    work: Work, case_id: UUID, instrument: Instrument, filled: Sequence[tuple[Measurement, Any]]
) -> tuple[Talk, ...]:
    """Return held and missed talks in order, each with its check-in: gaps stay gaps."""
    c = CounsellingSession
    past = c.case_id == case_id, c.state.in_((SessionState.HELD, SessionState.MISSED))
    rows = work.db.scalars(select(c).where(*past).order_by(c.starts_at)).all()
    points = {
        row.about_id: score(instrument, answers["points"])
        for row, answers in filled
        if row.instrument == CHECK_IN
        and sum(one is not None for one in answers["points"])
        >= instrument.items - instrument.max_missing
    }
    found = []
    for row in rows:
        one = points.get(row.id)
        total, prorated = (one.total, one.prorated) if one else (None, False)
        found.append(Talk(row.starts_at, row.state, total, prorated))
    return tuple(found)


def _change(instrument: Instrument, talks: Sequence[Talk]) -> ReliableChange | None:
    """Return the reliable change from the first to the last check-in; None below two."""
    totals = [one.total for one in talks if one.total is not None]
    if len(totals) < 2 or instrument.sd is None or instrument.reliability is None:
        return None
    return reliable_change(
        totals[0], totals[-1], sd=instrument.sd, reliability=instrument.reliability,
        cutoff=instrument.cutoff,
    )  # fmt: skip


def _signals(instrument: Instrument, talks: Sequence[Talk]) -> tuple[Signal, ...]:
    totals = [one.total for one in talks]
    while totals and totals[0] is None:
        totals.pop(0)
    change = _change(instrument, talks)
    if change is None or instrument.cutoff is None:
        return ()
    return off_track(totals, rc_criterion=change.criterion, cutoff=instrument.cutoff)


def _goals(
    work: Work, plans: Sequence[Plan], filled: Sequence[tuple[Measurement, Any]]
) -> tuple[tuple[GoalLine, ...], tuple[Review, ...]]:
    live = max((p for p in plans if p.in_force_at), key=lambda p: p.version, default=None)
    if live is None:
        return (), ()
    query = select(PlanGoal).where(PlanGoal.plan_id == live.id).order_by(PlanGoal.place)
    rows = work.db.scalars(query).all()
    words, starts = reveal_many(rows, "words"), reveal_many(rows, "ratings")
    rated = [(row.at, answers) for row, answers in filled if row.instrument == "goal_rating"]
    lines = []
    for place, (said, start) in enumerate(zip(words, starts, strict=True)):
        ratings = [(live.in_force_at or live.drafted_at, start["now"])]
        ratings += [(at, _nth(answers["now"], place)) for at, answers in rated]
        lines.append(GoalLine(said, tuple(ratings), start["hoped"]))
    reviews = tuple(Review(at, _t_score(answers)) for at, answers in rated)
    return tuple(lines), reviews


def _nth(values: Sequence[int | None], place: int) -> int | None:
    return values[place] if place < len(values) else None


def _t_score(answers: Mapping[str, Any]) -> float | None:
    levels = answers["levels"]
    if all(one is None for one in levels):
        return None
    return goal_attainment_t(levels, answers["weights"])


def _progress(goals: Sequence[GoalLine]) -> GoalProgress | None:
    """Return the mean change of the goals that were rated again."""
    pairs = []
    for line in goals:
        later = [value for _, value in line.ratings[1:] if value is not None]
        first = line.ratings[0][1]
        if later and first is not None:
            pairs.append((first, later[-1]))
    if not pairs:
        return None
    return goal_progress([one for one, _ in pairs], [last for _, last in pairs])


def _observations(work: Work, case_id: UUID) -> tuple[ObservationView, ...]:
    query = select(Observation).where(Observation.case_id == case_id).order_by(Observation.on)
    rows = work.db.scalars(query).all()
    answers = reveal_many(rows, "answers")
    return tuple(ObservationView(row.on, one) for row, one in zip(rows, answers, strict=True))


def _events(work: Work, case: Case, plans: Sequence[Plan]) -> tuple[tuple[datetime, str], ...]:
    found = [(case.opened_at, "opened")]
    found += [(plan.in_force_at, "plan") for plan in plans if plan.in_force_at]
    closings = work.db.scalars(select(Closing).where(Closing.case_id == case.id))
    found += [(one.closed_at, "closed") for one in closings]
    return tuple(sorted(found))


def _words(work: Work, case_id: UUID) -> tuple[tuple[datetime, str, str, str], ...]:
    if not work.actor.has(Role.COUNSELLOR):
        return ()
    query = select(OwnWords).where(OwnWords.case_id == case_id).order_by(OwnWords.at)
    rows = work.db.scalars(query).all()
    columns = (reveal_many(rows, name) for name in ("wish", "may_know", "safe_adult"))
    texts = zip(rows, *columns, strict=True)
    return tuple((row.at, a or "", b or "", c or "") for row, a, b, c in texts)
