"""Reports of harm as the reader may see them, with the minutes from noticed to reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Guardian, HarmNotice, HarmReport, NoticeHold, Student
from wellbeing.names import student_names, user_names
from wellbeing.policy import May
from wellbeing.quiet import undecided
from wellbeing.rules import Rule, RulePack, clock_due
from wellbeing.site_acts import site_session


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One report in a list; `pace` is in_time, late or red by the minutes of `limits`."""

    id: UUID
    student_id: UUID
    student: str
    number: str
    state: str
    noticed_at: datetime
    minutes: int
    pace: str
    limits: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whom a new report is about, and what was reported before."""

    student_id: UUID
    student: str
    rows: tuple[HarmRow, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An authority that was told."""

    addressee: str
    at: datetime
    by: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A guardian ("" stands for all) who is not told: why, who said so, until which decision."""

    id: UUID
    guardian: str
    reason: str
    author: str
    at: datetime
    review_on: date
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class HarmView:
    """One report of harm."""

    row: HarmRow
    reporter: str
    what: str
    holds: tuple[Hold, ...]
    # Whether it is from before decisions were kept: nobody is told until somebody decides.
    undecided: bool
    told: tuple[Told, ...]
    outcome: str
    outcome_text: str
    outcome_at: datetime | None
    addressees: tuple[Rule, ...]
    # Whom one could choose not to tell, for those who decide it.
    family: tuple[tuple[UUID, str], ...]


@use_case(may=May.REPORT_HARM, access=Access.READ)
def harm_reports(work: Work, student_id: UUID | None = None) -> tuple[HarmRow, ...]:
    """Return the reports that the actor may see, of one young person or all, the newest first."""
    return _rows(work, student_id)


def _rows(work: Work, student_id: UUID | None) -> tuple[HarmRow, ...]:
    query = select(HarmReport).order_by(HarmReport.noticed_at.desc()).limit(200)
    if student_id is not None:
        query = query.where(HarmReport.student_id == student_id)
    rows = work.db.scalars(query).all()
    names = student_names(work, {row.student_id for row in rows})
    return tuple(_row(work, row, names.get(row.student_id, "")) for row in rows)


@use_case(may=May.REPORT_HARM, access=Access.READ)
def begin_harm(work: Work, student_id: UUID) -> Beginning:
    """Return whom a new report is about, with the reports before it that the actor may see."""
    student = work.find(Student, student_id)
    return Beginning(student.id, student.name.reveal() or "", _rows(work, student.id))


@use_case(may=May.REPORT_HARM, access=Access.READ)
def open_harm(work: Work, report_id: UUID) -> HarmView:
    """Return one report with everybody who was told."""
    row = work.find(HarmReport, report_id)
    work.require_sound([row])
    student = work.find(Student, row.student_id)
    query = select(HarmNotice).where(HarmNotice.report_id == row.id).order_by(HarmNotice.at)
    notices = work.db.scalars(query).all()
    names = user_names(work, {row.reporter_id, *(one.told_by for one in notices)})
    law = work.runtime.pack.law_on(row.noticed_at.date())
    return HarmView(
        row=_row(work, row, student.name.reveal() or ""),
        reporter=names.get(row.reporter_id, ""),
        what=row.what.reveal() or "",
        holds=_holds(work, row),
        undecided=_undecided(work, row),
        told=_told(notices, names),
        outcome=row.outcome,
        outcome_text=row.outcome_text.reveal() or "",
        outcome_at=row.outcome_at,
        addressees=law.all("report"),
        family=tuple(_guardians(work, row).items()) if work.actor.may(May.WITHHOLD) else (),
    )


def _undecided(work: Work, row: HarmReport) -> bool:
    query = select(HarmReport.id).where(HarmReport.id == row.id, undecided())
    return site_session(work).scalars(query).first() is not None


def _guardians(work: Work, row: HarmReport) -> dict[UUID, str]:
    query = select(Guardian).where(Guardian.student_id == row.student_id)
    rows = work.db.scalars(query.order_by(Guardian.created_at)).all()
    names = reveal_many(rows, "name")
    return {one.id: name or "" for one, name in zip(rows, names, strict=True)}


def _holds(work: Work, row: HarmReport) -> tuple[Hold, ...]:
    query = select(NoticeHold).where(NoticeHold.report_id == row.id).order_by(NoticeHold.at)
    rows = work.db.scalars(query).all()
    work.require_sound(rows)
    people = {one.author_id for one in rows} | {one.ended_by for one in rows if one.ended_by}
    names = user_names(work, people)
    family = _guardians(work, row) if any(one.guardian_id for one in rows) else {}
    return tuple(
        Hold(
            one.id, family.get(one.guardian_id, "") if one.guardian_id else "", reason or "",
            names.get(one.author_id, ""), one.at, one.review_on, one.ended_at,
            names.get(one.ended_by, "") if one.ended_by else "",
        )
        for one, reason in zip(rows, reveal_many(rows, "reason"), strict=True)
    )  # fmt: skip


def _told(rows: Sequence[HarmNotice], names: dict[UUID, str]) -> tuple[Told, ...]:
    receipts = reveal_many(rows, "receipt")
    return tuple(
        Told(one.addressee, one.at, names.get(one.told_by, ""), receipt or "")
        for one, receipt in zip(rows, receipts, strict=True)
    )


def _row(work: Work, row: HarmReport, student: str) -> HarmRow:
    until = row.first_reported_at or work.now
    pack = work.runtime.pack
    late = until > clock_due(pack, "harm_alarm", row.noticed_at)
    red = until > clock_due(pack, "harm_red", row.noticed_at)
    return HarmRow(
        row.id, row.student_id, student, row.number, row.state, row.noticed_at,
        int((until - row.noticed_at).total_seconds() // 60),
        "red" if red else "late" if late else "in_time",
        (_minutes(pack, "harm_alarm"), _minutes(pack, "harm_red")),
    )  # fmt: skip


def _minutes(pack: RulePack, clock: str) -> int:
    return int(pack.clocks[clock].duration.span.total_seconds() // 60)
