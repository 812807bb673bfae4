"""From rows to lines: one per instrument, informant and goal; gaps where a talk had no score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.models import Case, CounsellingSession, Measurement
from wellbeing.work import Work
from wellbeing.workflow import SessionState

Line = tuple[str, str, str, UUID | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One score of one day; None where a session took place without one."""

    on: date
    value: float | None
    weight: float = 1
    band: str = ""
    prorated: bool = False
    about_id: UUID | None = None


def readings_of(work: Work, case: Case, column: str) -> dict[Line, list[Reading]]:
    """Return the readings of a case by line, the oldest first; `column` is what may be opened."""
    query = select(Measurement).where(Measurement.case_id == case.id)
    rows = work.db.scalars(query.order_by(Measurement.taken_on, Measurement.recorded_at)).all()
    found: dict[Line, list[Reading]] = defaultdict(list)
    for row, opened in zip(rows, reveal_many(rows, column), strict=True):
        found[_line(row)].append(_reading(row, opened or {}))
    return dict(found)


def _line(row: Measurement) -> Line:
    # Sessions of one informant are one line; each goal is a line of its own.
    goal = row.about_id if row.instrument.startswith("goal_") else None
    return row.instrument, row.form_version, row.informant, goal


def _reading(row: Measurement, opened: dict[str, Any]) -> Reading:
    return Reading(
        on=row.taken_on,
        value=opened.get("total"),
        weight=opened.get("weight", 1),
        band=opened.get("band", ""),
        prorated=opened.get("prorated", False),
        about_id=row.about_id,
    )


def held_talks(work: Work, case_id: UUID) -> list[CounsellingSession]:
    """Return the talks of a case that have an outcome, the oldest first."""
    query = select(CounsellingSession).where(CounsellingSession.case_id == case_id)
    return list(work.db.scalars(query.order_by(CounsellingSession.starts_at)))


def day_of(work: Work, talk: CounsellingSession) -> date:
    """Return the day of a talk on the site's wall clock."""
    return talk.starts_at.astimezone(ZoneInfo(work.runtime.pack.zone)).date()


def with_gaps(
    work: Work, readings: Sequence[Reading], talks: Iterable[CounsellingSession]
) -> tuple[Reading, ...]:
    """Return the line with a gap for every talk that was held and left no score."""
    known, days = {one.about_id for one in readings}, {one.on for one in readings}
    gaps = [
        Reading(on=day_of(work, talk), value=None, about_id=talk.id)
        for talk in talks
        if talk.state == SessionState.HELD
        and talk.id not in known
        and day_of(work, talk) not in days
    ]
    return tuple(sorted([*readings, *gaps], key=lambda one: one.on))


def check_ins(work: Work, case: Case, instrument: str, informant: str) -> tuple[Reading, ...]:
    """Return one informant's check-ins with the gaps of the talks between them."""
    lines = readings_of(work, case, "score")
    mine = [r for line, rs in lines.items() if line[0] == instrument and line[2] == informant
            for r in rs]  # fmt: skip
    return with_gaps(work, mine, held_talks(work, case.id))
