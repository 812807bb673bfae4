"""The first visit: an empty database becomes a site, real or demo, once and for ever."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wellbeing.accounts import SignedIn, begin_sign_in, create_account
from wellbeing.forms import Kind, ask
from wellbeing.founding import founding
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Site, SiteKind
from wellbeing.policy import May, Role


@dataclass(frozen=True, slots=True)
class SiteView:
    """What everybody may know of the site."""

    name: str
    demo: bool


@dataclass(frozen=True, slots=True)
class SetUpForm:
    """Name the site and make the first coordinator."""

    site_name: str = ask(
        N_("Name of the site"), hint=N_("For example the name of your district's service.")
    )
    name: str = ask(N_("Your name"))
    login: str = ask(
        N_("Sign-in name"), hint=N_("What you will type to sign in. It is kept sealed.")
    )
    password: str = ask(
        N_("Password"),
        Kind.PASSWORD,
        hint=N_("At least 12 characters; a short sentence works well."),
    )


@founding(kind=SiteKind.REAL)
def set_up_site(work: Work, form: SetUpForm) -> SignedIn:
    """Make this database a real site with its first coordinator, who is signed in."""
    return _coordinator(work, form)


@founding(kind=SiteKind.DEMO)
def set_up_demo(work: Work, form: SetUpForm) -> SignedIn:
    """Make this database a demo for ever: its texts are sealed as a demo's and stay so."""
    return _coordinator(work, form)


def _coordinator(work: Work, form: SetUpForm) -> SignedIn:
    account = (form.name, form.login, form.password)
    user = create_account(work, *account, Role.COORDINATOR, None)
    return begin_sign_in(work, user.id)


@use_case(may=May.VISIT, access=Access.READ)
def site(work: Work) -> SiteView:
    """Return the site's name and whether it is a demo; NotFound before set-up."""
    row = work.db.scalars(select(Site)).one()
    return SiteView(row.name, row.kind == SiteKind.DEMO)
