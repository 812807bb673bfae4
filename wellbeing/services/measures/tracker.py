"""The tracker: one case's progress, for each reader what is theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_lines import ATTAINMENT, Reading
from wellbeing.crypto import reveal_kept, reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.measures import Direction, goal_attainment_t
from wellbeing.models import Case, Measurement, Observation, ProgressSignal, Referral, Student
from wellbeing.policy import May, Role
from wellbeing.tracking.happenings import happenings
from wellbeing.tracking.lines import direction_of, goal_lines, goals_of, lines_of
from wellbeing.tracking.views import Reader, Review, Seen, Series, TrackerView


@use_case(may=May.SEE_TRACKER, access=Access.READ)
def series(work: Work, case_id: UUID) -> tuple[Series, ...]:
    """Return every line of a case that the reader may open."""
    case = work.find(Case, case_id)
    reader = _reader(work)
    return lines_of(work, case, goals_of(work, case.id, reader), reader)


@use_case(may=May.SEE_TRACKER, access=Access.READ)
def tracker(work: Work, case_id: UUID) -> TrackerView:
    """Return a case's progress as this reader may see it; a stranger's is NotFound."""
    reader = _reader(work)
    if reader is Reader.REFERRER:
        return _signal_only(work, case_id)
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    goals = goals_of(work, case.id, reader)
    lines = lines_of(work, case, goals, reader)
    own = reader in (Reader.COUNSELLOR, Reader.COORDINATOR)
    newest = select(Measurement.id).where(Measurement.case_id == case.id)
    newest = newest.order_by(Measurement.recorded_at.desc()).limit(1)
    return TrackerView(
        case_id=case.id, number=case.number, student=student.name.reveal(),
        student_id=student.id, reader=reader,
        direction=direction_of(lines).value,
        series=tuple(one for one in lines if one.about_id is None),
        goals=goal_lines(lines),
        reviews=_reviews(lines) if own else (),
        happenings=happenings(work, case) if own else (),
        observations=_observations(work, case.id) if own else (),
        targets=tuple((goal, words) for goal, (words, _) in goals.items()),
        may_record=work.actor.may(May.MEASURE),
        newest_id=work.db.scalars(newest).first(),
    )  # fmt: skip


class FileKind(StrEnum):
    """As what a line is taken away."""

    CSV = auto()
    SVG = auto()


@use_case(may=May.SEE_TRACKER, fresh_factor=True)
def export_progress(work: Work, case_id: UUID, file: FileKind) -> None:
    """Enter that a case's progress leaves the site as a file; NotFound for who sees no line of it.

    The file is the picture that this reader has on the screen; nothing is in it that is not there.
    """
    case = work.find(Case, case_id)
    if _reader(work) is Reader.REFERRER:
        raise NotFound()
    work.about(case, f"file={file}")


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
    early = Direction.TOO_EARLY.value
    return TrackerView(
        case_id=case_id, number="", student="", student_id=None, reader=Reader.REFERRER,
        direction=reveal_kept([found], "word", early)[0] if found else early,
        series=(), goals=(), reviews=(), happenings=(),
        observations=(), targets=(), may_record=False,
        last_word=(found.last_word.reveal() or "") if found else "",
    )  # fmt: skip


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


def _observations(work: Work, case_id: UUID) -> tuple[Seen, ...]:
    query = select(Observation).where(Observation.case_id == case_id).order_by(Observation.on)
    rows = work.db.scalars(query).all()
    opened = reveal_many(rows, "answers")
    return tuple(
        Seen(row.on, {str(name): float(value) for name, value in (answers or {}).items()})
        for row, answers in zip(rows, opened, strict=True)
    )
