"""The caseload: where the cases stand, what came of them, how long people waited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_facts import steps_of
from wellbeing.case_lines import CHECK_IN
from wellbeing.crypto import reveal_kept
from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import all_instruments, progress
from wellbeing.models import (
    Case,
    CounsellingSession,
    Informant,
    Measurement,
    Plan,
    Referral,
    Reply,
)
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.rules import Standing
from wellbeing.workflow import CaseState, PlanState, SessionState

SMALLEST_CELL = 5
STAGES = ("first_talk", "talks", "plan", "closing", "after")
_MOST, _POINTS = 500, 60
_SPRING, _AUTUMN = range(2, 9), 9


@dataclass(frozen=True, slots=True)
class Card:
    """One case on the board: who, and the clock that runs."""

    id: UUID
    student: str
    number: str
    due_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class TermOutcomes:
    """How many cases of a term came to what; None where fewer than five would name somebody."""

    year: int
    half: str
    counts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class CaseloadView:
    """The board, the outcomes by term, and two lines of days waited, the oldest first."""

    board: tuple[tuple[str, tuple[Card, ...]], ...]
    outcomes: tuple[TermOutcomes, ...]
    waiting: tuple[tuple[date, float], ...]
    told_back: tuple[tuple[date, float], ...]


@use_case(may=May.SEE_CASELOAD, access=Access.READ)
def caseload(work: Work) -> CaseloadView:
    """Return the caseload in a constant number of statements."""
    rows = work.db.scalars(select(Case).order_by(Case.opened_at.desc()).limit(_MOST)).all()
    held = _first_held(work)
    told = work.db.execute(
        select(Referral.submitted_at, Reply.told_at)
        .join(Reply, Reply.referral_id == Referral.id)
        .order_by(Referral.submitted_at.desc())
        .limit(_POINTS)
    )
    return CaseloadView(
        board=_board(work, rows, held),
        outcomes=_outcomes(work),
        waiting=_days(work, ((c.opened_at, held[c.id]) for c in rows if c.id in held)),
        told_back=_days(work, ((sent, at) for sent, at in told)),
    )


def _first_held(work: Work) -> dict[UUID, datetime]:
    """Return when the first talk of each case took place."""
    talk = CounsellingSession
    query = select(talk.case_id, talk.starts_at).where(talk.state == SessionState.HELD)
    found: dict[UUID, datetime] = {}
    for case_id, at in work.db.execute(query.order_by(talk.starts_at)):
        found.setdefault(case_id, at)
    return found


def _board(
    work: Work, rows: Sequence[Case], held: dict[UUID, datetime]
) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    steps = steps_of(work, rows)
    agreed = set(work.db.scalars(select(Plan.case_id).where(Plan.state == PlanState.IN_FORCE)))
    names = student_names(work, {row.student_id for row in rows})
    board: dict[str, list[Card]] = {stage: [] for stage in STAGES}
    for row in rows:
        first = next(iter(steps.get(row.id, ())), None)
        due, standing = (first.due_at, work.standing_of(first)) if first else (None, Standing.NONE)
        card = Card(row.id, names.get(row.student_id) or "", row.number, due, standing)
        board[_stage(row, talked=row.id in held, agreed=row.id in agreed)].append(card)
    return tuple((stage, tuple(sorted(cards, key=_soonest))) for stage, cards in board.items())


def _soonest(card: Card) -> tuple[bool, float, str]:
    return card.due_at is None, card.due_at.timestamp() if card.due_at else 0, card.number


def _stage(case: Case, *, talked: bool, agreed: bool) -> str:
    """Return where a case stands: derived from what happened, never stored."""
    if case.state == CaseState.CLOSED:
        return "after"
    if case.state == CaseState.CLOSING:
        return "closing"
    if not talked:
        return "first_talk"
    return "plan" if agreed else "talks"


def _outcomes(work: Work) -> tuple[TermOutcomes, ...]:
    """Return the reliable change of every line with two scores, by the term of its last one."""
    own = (Measurement.instrument == CHECK_IN, Measurement.informant == Informant.YOUNG_PERSON)
    query = select(Measurement).where(*own)
    rows = work.db.scalars(query.order_by(Measurement.taken_on, Measurement.recorded_at)).all()
    lines: dict[UUID, list[tuple[date, float]]] = defaultdict(list)
    for row, found in zip(rows, reveal_kept(rows, "score", {}), strict=True):
        if not found:
            continue
        lines[row.case_id].append((row.taken_on, float(found["total"])))
    terms: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for line in lines.values():
        if len(line) > 1:
            values = [value for _, value in line]
            category = progress(values, all_instruments()[CHECK_IN]).change.category
            terms[term_of(line[-1][0])][category.value] += 1
    return tuple(
        TermOutcomes(year, half, suppressed(counts))
        for (year, half), counts in sorted(terms.items(), reverse=True)
    )


def term_of(day: date) -> tuple[int, str]:
    """Return the school term of a day: February to August, September to January."""
    if day.month in _SPRING:
        return day.year, "spring"
    return (day.year if day.month >= _AUTUMN else day.year - 1), "winter"


def suppressed(counts: Counter[str]) -> tuple[tuple[str, int | None], ...]:
    """Return the counts with those of one to four taken out; no total that would give them away."""
    return tuple((name, None if 0 < n < SMALLEST_CELL else n) for name, n in sorted(counts.items()))


def _days(work: Work, pairs: Iterable[tuple[datetime, datetime]]) -> tuple[tuple[date, float], ...]:
    """Return days waited by the day on which the wait began, the newest points, oldest first."""
    zone = work.runtime.pack.time_zone
    found = sorted(pairs)[-_POINTS:]
    return tuple(
        (start.astimezone(zone).date(), max(0.0, round((end - start).total_seconds() / 86_400, 1)))
        for start, end in found
    )
