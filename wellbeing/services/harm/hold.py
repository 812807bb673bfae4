"""Do not notify this guardian: said with a reason and a day, and decided again on that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Guardian, HarmReport, NoticeHold
from wellbeing.policy import May
from wellbeing.quiet import keep_quiet, undecided

DECISIONS = (
    ("keep", N_("It stays so: they are not told, until another day")),
    ("tell", N_("They may be told from now on")),
)
_REASON = N_("Why could telling them make it worse?")


@dataclass(frozen=True, slots=True)
class HoldForm:
    """Which guardian is not told, why, and when that is decided again."""

    guardian_id: UUID | None = ask(N_("Which guardian is not told?"), Kind.RECORD)
    reason: str = ask(_REASON, Kind.TEXT, limit=400)
    review_on: date | None = ask(N_("On which day is this decided again?"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class HoldDecision:
    """Whether it stays so, why, and until when."""

    decision: str = ask(N_("What do you decide?"), Kind.CHOICE, options=DECISIONS)
    reason: str = ask(_REASON, Kind.TEXT, limit=400, shown_when=("decision", ("keep",)))
    review_on: date | None = ask(
        N_("On which day is this decided again?"), Kind.DATE, shown_when=("decision", ("keep",))
    )


@use_case(may=May.WITHHOLD)
def hold_notice(work: Work, report_id: UUID, form: HoldForm) -> UUID:
    """Do not notify this guardian from now on; whatever else is shared with them goes on."""
    report, guardian = work.find(HarmReport, report_id), work.find(Guardian, form.guardian_id)
    if guardian.student_id != report.student_id:
        raise NotFound()
    return keep_quiet(work, report, guardian.id, form.reason, form.review_on)


@use_case(may=May.WITHHOLD)
def decide_hold(work: Work, hold_id: UUID, form: HoldDecision) -> None:
    """End a hold, or let another take its place with its own reason, author and day."""
    row = work.find(NoticeHold, hold_id)
    work.require_sound([row])
    if not row.active:
        raise InvalidTransition()
    row.active, row.ended_at, row.ended_by = False, work.now, work.actor.user_id
    if form.decision == "keep":
        report = work.find(HarmReport, row.report_id)
        keep_quiet(work, report, row.guardian_id, form.reason, form.review_on)
    work.about(row, form.decision)


@use_case(may=May.WITHHOLD)
def decide_old_hold(work: Work, report_id: UUID, form: HoldDecision) -> None:
    """Decide for the first time on a report from before decisions were kept."""
    report = work.find(HarmReport, report_id)
    work.require_sound([report])
    old = select(HarmReport.id).where(HarmReport.id == report.id, undecided())
    if work.db.scalars(old).first() is None:
        raise InvalidTransition()
    made = keep_quiet(work, report, None, form.reason, form.review_on)
    if form.decision == "tell":
        row = work.find(NoticeHold, made)
        row.active, row.ended_at, row.ended_by = False, work.now, work.actor.user_id
