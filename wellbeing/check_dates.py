"""Whose background check ends when: read for the people's page and for the coordinator's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing import checks
from wellbeing.gate import Work
from wellbeing.models import BackgroundCheck, Membership, User
from wellbeing.policy import STAFF


def ends_of(work: Work, users: Sequence[User]) -> dict[UUID, date]:
    """Return the last day of each active staff member's check; {} where the site asks for none."""
    days = work.runtime.settings.background_check_days
    if not days or not work.runtime.is_real():
        return {}
    newest = _newest(work)
    serving = Membership.role.in_(STAFF), Membership.until.is_(None)
    staff = set(work.db.scalars(select(Membership.user_id).where(*serving)))
    return {
        user.id: checks.ends_on(newest.get(user.id), user.created_at.date(), days)
        for user in users
        if user.active and user.id in staff
    }


def _newest(work: Work) -> dict[UUID, date]:
    rows = work.db.scalars(select(BackgroundCheck).order_by(BackgroundCheck.checked_on)).all()
    work.require_sound(rows)
    return {row.user_id: row.checked_on for row in rows}
