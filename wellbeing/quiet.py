"""From whom a report of harm is kept quiet: asked wherever a guardian could be told of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from wellbeing.forms import InvalidForm, Problem
from wellbeing.i18n import N_
from wellbeing.models import Guardian, HarmReport, NoticeHold
from wellbeing.rules import clock_due
from wellbeing.site_acts import site_session
from wellbeing.work import Work

_PAST = N_("This day is past. Please choose a later one.")


def keep_quiet(
    work: Work, report: HarmReport, guardian_id: UUID | None, reason: str, review_on: date | None
) -> UUID:
    """Keep a report from a guardian, or from all of the family; without a day by the pack's clock.

    Raises InvalidForm for a day that is past.
    """
    if review_on is None:
        due = clock_due(work.runtime.pack, "hold_review", work.now)
        review_on = due.astimezone(work.runtime.pack.time_zone).date()
    if review_on < work.today:
        raise InvalidForm({"review_on": Problem(_PAST)})
    row = NoticeHold(
        report_id=report.id, student_id=report.student_id, guardian_id=guardian_id, at=work.now,
        review_on=review_on, active=True,
    )  # fmt: skip
    row.reason = reason
    work.db.add(row)
    work.about(row)
    return row.id


def not_to_be_told(work: Work, student_id: UUID) -> frozenset[UUID]:
    """Return the guardians of a young person who are not told of harm now, as the actor sees."""
    about = NoticeHold.student_id == student_id, NoticeHold.active
    held = set(work.db.scalars(select(NoticeHold.guardian_id).where(*about)))
    old = select(HarmReport.id).where(HarmReport.student_id == student_id, undecided())
    if work.db.scalars(old.limit(1)).first() is not None:
        held.add(None)
    if not held:
        return frozenset()
    theirs = select(Guardian.id).where(Guardian.student_id == student_id)
    family = frozenset(work.db.scalars(theirs))
    return family if None in held else family & held


def quiet_since(work: Work, student_id: UUID) -> datetime | None:
    """Return since when the actor, as a guardian, is not told of harm; None where they may be.

    The site looks and is silent: the actor may not even see that there is a hold.
    """
    me = select(Guardian.id).where(
        Guardian.student_id == student_id, Guardian.user_id == work.actor.user_id
    )
    mine = or_(NoticeHold.guardian_id.is_(None), NoticeHold.guardian_id.in_(me))
    about = NoticeHold.student_id == student_id, NoticeHold.active, mine
    old = HarmReport.student_id == student_id, undecided()
    session = site_session(work)
    found = (
        session.scalar(select(func.min(NoticeHold.at)).where(*about)),
        session.scalar(select(func.min(HarmReport.written_at)).where(*old)),
    )
    return min((one for one in found if one is not None), default=None)


def undecided() -> ColumnElement[bool]:
    """Return the condition that a report asks for quiet and nobody has ever kept why.

    Reports from before holds had rows of their own are so: they hold for all of the family until
    somebody decides.
    """
    kept = select(NoticeHold.id).where(NoticeHold.report_id == HarmReport.id)
    return HarmReport.hold_guardian & ~kept.exists()
