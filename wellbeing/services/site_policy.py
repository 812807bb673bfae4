"""The policy of the site: what is in force, what the machine's settings ask for, and the change."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from wellbeing import site_policy
from wellbeing.errors import InvalidTransition, Stale
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import SitePolicy
from wellbeing.names import user_names
from wellbeing.policy import May
from wellbeing.site_policy import Policy
from wellbeing.two_people import TwoPeople

__all__ = ["Change", "PolicyForm", "PolicyView", "put_into_force", "view_policy"]

WHO = (
    ("everybody", N_("Everybody")),
    ("staff", N_("Everybody who works here")),
    ("optional", N_("Nobody must; whoever wants to may")),
)


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """The settings that protect people, as they are put into force together."""

    second_factor: str = ask(N_("Who must sign in with one-time codes"), Kind.CHOICE, options=WHO)
    background_check_days: str = ask(N_("Days that a background check counts; 0 asks for none"))
    idle_minutes: str = ask(N_("Minutes without a click until a sign-in ends"))
    session_hours: str = ask(N_("Hours until a sign-in ends in any case"))
    invitation_days: str = ask(N_("Days until an invitation link ends"))
    erasure_days: str = ask(N_("Days after an erasure until its keys are to be destroyed"))
    log_days: str = ask(N_("Days that log files are kept"))
    rule_pack: str = ask(N_("Rules of which place"))
    rules: str = offer(N_("The site's own rule file (its digest)"))


@dataclass(frozen=True, slots=True)
class Change:
    """When the policy was put into force, and by whom; "" for what the site began with."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PolicyView:
    """What is in force and what the settings ask for; both are the same as a rule."""

    in_force: PolicyForm
    asked: PolicyForm
    changes: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the settings ask for something that is not in force."""
        return self.in_force != self.asked


@use_case(may=May.CHANGE_POLICY, access=Access.READ)
def view_policy(work: Work) -> PolicyView:
    """Return the policy in force, the one that the settings ask for, and every change."""
    rows = work.db.scalars(select(SitePolicy).order_by(SitePolicy.number.desc())).all()
    names = user_names(work, {one.put_by for one in rows if one.put_by})
    changes = (Change(one.at, names.get(one.put_by, "") if one.put_by else "") for one in rows)
    return PolicyView(_form(_in_force(work)), _form(work.runtime.asked), tuple(changes))


@use_case(
    may=May.CHANGE_POLICY,
    fresh_factor=True,
    two_people=TwoPeople(
        N_("Put the machine's settings into force as the site's policy"),
        unless_alone=True,
    ),
)
def put_into_force(work: Work, form: PolicyForm) -> None:
    """Put what the settings ask for into force; it counts from the site's next start.

    Raises Stale where the settings of this machine are not what was agreed to.
    """
    if form != _form(work.runtime.asked):
        raise Stale(N_("The machine's settings are not these any more. Please look again."))
    if form == _form(_in_force(work)):
        raise InvalidTransition(N_("This policy is in force already."))
    connection = work.db.connection()
    values = site_policy.row_of(connection, work.keyring, work.runtime.asked, work.now)
    row = SitePolicy(**values, put_by=work.actor.user_id)
    work.db.add(row)
    work.about(row)


def _in_force(work: Work) -> Policy:
    """Return the policy in force; on a site from before there was one, what it runs under."""
    found = site_policy.in_force(work.db.connection(), work.keyring)
    return found or site_policy.asked(work.runtime.settings)


def _form(policy: Policy) -> PolicyForm:
    named = {one.name for one in dataclasses.fields(PolicyForm)} - {"rules"}
    values = {name: str(value) for name, value in policy.values.items() if name in named}
    return PolicyForm(**values, rules=policy.rules_digest)
