"""A young person asks for a talk by the link of a place: no account, nothing told of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from wellbeing import throttle
from wellbeing.db import ScopedSession
from wellbeing.errors import NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Organisation, SelfReferral, SelfReferralLink, Site
from wellbeing.numbers import new_number
from wellbeing.one_time import plain_recovery
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.site_acts import site_session
from wellbeing.workflow import SelfReferralState

# In a quarter of an hour by one link, and from one address: a school's phones share one.
AT_MOST = (60, 20)
TOPICS = (
    ("study", N_("School and exams")),
    ("home", N_("Home and family")),
    ("friends", N_("Friends and classmates")),
    ("hurt", N_("Somebody hurts me or puts me under pressure")),
    ("low", N_("I feel low, worried or alone")),
    ("sleep", N_("Sleep, games or my phone")),
    ("other", N_("Something else")),
)


@dataclass(frozen=True, slots=True)
class SelfReferralForm:
    """Who asks, how to reach them, and what it is about; the last two may be left open."""

    name: str = ask(
        N_("My name"), limit=60, required=N_("Please give a name, so that we can find you.")
    )
    class_name: str = offer(N_("My class or grade"), limit=60)
    reach: str = ask(
        N_("How and when can we reach me?"),
        limit=120,
        hint=N_("For example “at school, in the long break”, or a number and when I can talk. "
                "Choose what is safe for you."),
        required=N_("Please say how we can reach you."),
    )  # fmt: skip
    topic: str = offer(N_("What is it about?"), Kind.CHOICE, options=TOPICS)
    text: str = offer(
        N_("In my own words"), Kind.TEXT, limit=2_000, hint=N_("A few words are enough, or none.")
    )


@dataclass(frozen=True, slots=True)
class Door:
    """What the holder of a link may know: whose it is, by when somebody answers, what is kept."""

    site_name: str
    place: str
    answered_on: date
    kept_days: int


@use_case(may=May.VISIT, access=Access.READ)
def self_referral_door(work: Work, code: str) -> Door:
    """Return what a link is for; replaced, ended and unknown links are all NotFound."""
    found, pack = _live(work, code), work.runtime.pack
    place = site_session(work).get_one(Organisation, found.organisation_id)
    site = work.db.scalars(select(Site)).one()
    due = clock_due(pack, "self_referral", work.now).astimezone(pack.time_zone)
    kept = clock_due(pack, "self_referral_kept", work.now) - work.now
    return Door(site.name, place.name, due.date(), kept.days)


@use_case(may=May.VISIT)
def ask_for_talk(work: Work, code: str, form: SelfReferralForm) -> None:
    """Keep a request, sealed under a key of its own; it is nobody's record before it is taken up.

    Raises TooManyAttempts where too many come by one link or from one address.
    """
    link = _live(work, code)
    counted = _counted(work, link)
    throttle.require_calm(work, counted, AT_MOST)
    throttle.count(work, counted, "asked")
    asked = _row(work, link, form)
    session: ScopedSession = site_session(work)
    session.add(asked)
    session.flush()
    work.about(asked)


def _row(work: Work, link: SelfReferralLink, form: SelfReferralForm) -> SelfReferral:
    return SelfReferral(
        number=new_number("S", work.now),
        state=SelfReferralState.WAITING.value,
        organisation_id=link.organisation_id,
        asked_at=work.now,
        due_at=clock_due(work.runtime.pack, "self_referral", work.now),
        reason="",
        words={
            "name": form.name, "class_name": form.class_name, "reach": form.reach,
            "topic": form.topic, "text": form.text,
        },
    )  # fmt: skip


def _live(work: Work, code: str) -> SelfReferralLink:
    same = SelfReferralLink.code_digest == token_digest(plain_recovery(code))
    query = select(SelfReferralLink).where(same, SelfReferralLink.ended_at.is_(None))
    found = work.db.scalars(query).first()
    if found is None:
        raise NotFound(N_("This link does not work any more. Please look for a newer poster, or "
                          "speak to an adult at your school whom you trust."))  # fmt: skip
    return found


def _counted(work: Work, link: SelfReferralLink) -> tuple[bytes, bytes]:
    """Return under which keyed digests it counts; apart from sign-ins, which share the address."""
    address = work.caller.address.encode()
    return (
        work.keyring.mac("throttle", b"talk", link.id.bytes),
        work.keyring.mac("throttle", b"talk from", address),
    )
