"""Two taps after closing: a link that asks once how it is going, without signing in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.db import ScopedSession
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import FollowUp, FollowUpAsk, Site
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.site_acts import site_session
from wellbeing.workflow import TaskState

PARTIES = (
    ("young_person", N_("The young person")),
    ("guardian", N_("The family")),
)
HOW = (
    ("better", N_("Good")),
    ("same", N_("So-so")),
    ("worse", N_("Not good")),
)


@dataclass(frozen=True, slots=True)
class LinkForm:
    """Whom the link is for."""

    party: str = ask(N_("Whom do you ask?"), Kind.CHOICE, options=PARTIES)


@dataclass(frozen=True, slots=True)
class TapsForm:
    """The two taps: how it is, and send; talking is offered, never asked for."""

    how: str = ask(N_("How is it going?"), Kind.CHOICE, options=HOW)
    talk: str = offer(
        N_("I would like somebody to call me"), Kind.CHOICE, options=(("yes", N_("Yes")),)
    )


@dataclass(frozen=True, slots=True)
class AskLink:
    """The one time that the link is seen."""

    name: str
    link: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AskView:
    """What the holder of a link may know: which site asks, and as whom they are asked."""

    site_name: str
    party: str


@use_case(may=May.RUN_CASE)
def make_link(work: Work, follow_up_id: UUID, form: LinkForm) -> AskLink:
    """Return a link for the young person or the family; it answers once, within its clock."""
    look = work.find(FollowUp, follow_up_id)
    if look.state != TaskState.OPEN:
        raise InvalidTransition(N_("This follow-up was done already."))
    code, ends = secrets.token_urlsafe(24), clock_due(work.runtime.pack, "two_taps", work.now)
    work.db.add(
        FollowUpAsk(
            follow_up_id=look.id, case_id=look.case_id, student_id=look.student_id,
            party=form.party, code_digest=token_digest(code), made_at=work.now, ends_at=ends,
        )
    )  # fmt: skip
    work.about(look, detail=f"party={form.party}")
    link = f"{work.runtime.settings.address}/ask/{code}"
    return AskLink(dict(PARTIES)[form.party], link, ends)


@use_case(may=May.VISIT, access=Access.READ)
def asked(work: Work, code: str) -> AskView:
    """Return what a link asks; used, ended and unknown links are all NotFound."""
    site = work.db.scalars(select(Site)).one()
    found = _live(work, code, site_session(work))
    return AskView(site.name, found.party)


@use_case(may=May.VISIT)
def answer_taps(work: Work, code: str, form: TapsForm) -> None:
    """Keep the two taps, sealed; once."""
    session = site_session(work)
    found = _live(work, code, session)
    found.reply = {"how": form.how, "talk": form.talk}
    found.answered_at = work.now
    session.flush()
    work.about(found)


def _live(work: Work, code: str, session: ScopedSession) -> FollowUpAsk:
    """Return what a code stands for; the site looks, for whoever holds it is nobody yet."""
    same = FollowUpAsk.code_digest == token_digest(code), FollowUpAsk.answered_at.is_(None)
    query = select(FollowUpAsk).where(*same, FollowUpAsk.ends_at > work.now)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound(N_("This link has been used or is too old. Please ask the counsellor."))
    return found
