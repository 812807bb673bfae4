"""Background checks of staff: the office enters the day; without one the role is blocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing import checks
from wellbeing.check_dates import ends_of
from wellbeing.errors import WellbeingError
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import BackgroundCheck, Membership, User
from wellbeing.policy import PEOPLE_OFFICE, May


@dataclass(frozen=True, slots=True)
class CheckForm:
    """The day of a check and what was shown."""

    checked_on: date | None = ask(N_("Day of the background check"), Kind.DATE)
    paper: str = offer(
        N_("What was shown to you"), hint=N_("For example the number of the certificate.")
    )


@use_case(may=May.MANAGE_PEOPLE)
def enter_check(work: Work, user_id: UUID, form: CheckForm) -> date:
    """Enter somebody's check and return the last day on which it counts.

    Nobody enters their own, unless nobody else could: then the audit shows whose hand it was.
    """
    if user_id == work.actor.user_id and _others_in_the_office(work):
        raise WellbeingError(N_("You cannot do this to your own account."))
    person = work.find(User, user_id)
    day = form.checked_on or work.today
    if day > work.today:
        raise InvalidForm({"checked_on": Problem(N_("This day has not come yet."))})
    row = BackgroundCheck(user_id=person.id, checked_on=day, entered_at=work.now)
    row.paper = form.paper
    work.db.add(row)
    work.about(person)
    days = work.runtime.settings.background_check_days
    return checks.ends_on(day, person.created_at.date(), days)


def _others_in_the_office(work: Work) -> bool:
    serving = Membership.role.in_(PEOPLE_OFFICE), Membership.until.is_(None), User.active
    query = select(User.id).join(Membership, Membership.user_id == User.id).where(*serving)
    return bool(set(work.db.scalars(query)) - {work.actor.user_id})


@use_case(may=May.MANAGE_PEOPLE, access=Access.READ)
def checks_ending(work: Work) -> int:
    """Return for how many people the office should look at a new check now."""
    ends = ends_of(work, work.db.scalars(select(User).where(User.active)).all())
    return sum(checks.ends_soon(last, work.today) for last in ends.values())
