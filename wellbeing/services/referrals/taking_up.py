"""Who asked for a talk themselves: the coordinator takes it up, or sets it aside with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.crypto import WHOLE
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.grounds import BasisKind
from wellbeing.i18n import N_, translate
from wellbeing.models import Organisation, Referral, SelfReferral
from wellbeing.policy import May
from wellbeing.referring import student_of, submit
from wellbeing.rules import Stage, Standing, clock_due, referral_due
from wellbeing.services.referrals.form import ReplyRoute
from wellbeing.services.referrals.self_referral import TOPICS
from wellbeing.shredding import shred
from wellbeing.workflow import (
    REFERRAL,
    SELF_REFERRAL,
    ReferralAction,
    SelfReferralAction,
    SelfReferralState,
)

REASONS = (
    ("not_ours", N_("It is not a young person of ours")),
    ("not_real", N_("It is not meant in earnest")),
    ("not_reached", N_("They cannot be reached, after several tries")),
    ("wrong_office", N_("Another office is responsible, and knows of it")),
)


@dataclass(frozen=True, slots=True)
class TakeUpForm:
    """For whom it is taken up, what it rests on, and whether it can wait."""

    student_id: UUID | None = offer(N_("Is it one of these on the school roll?"), Kind.RECORD)
    student_name: str = ask(N_("Full name"))
    class_name: str = offer(N_("Class"))
    birth_date: date | None = offer(N_("Date of birth"), Kind.DATE, first=date(1990, 1, 1))
    danger: str = ask(
        N_("Is somebody in danger right now?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes, now")), ("no", N_("No, not now"))),
    )
    family_safe: str = ask(
        N_("Is it safe to tell the family about this request?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes")), ("no", N_("No")), ("not_sure", N_("I am not sure"))),
    )
    lawful_basis: str = ask(
        N_("What does it rest on?"),
        Kind.CHOICE,
        options=(
            (BasisKind.OWN_CONSENT, N_("The young person (14 or older) asks for it themselves")),
            (BasisKind.GUARDIAN_CONSENT, N_("A guardian has agreed")),
            (BasisKind.STATUTORY_DUTY, N_("It is our duty by law")),
            (BasisKind.EMERGENCY, N_("Life or health is in danger")),
            (BasisKind.SAFEGUARDING, N_("To protect the young person; asking first is not safe")),
        ),
    )


@dataclass(frozen=True, slots=True)
class SetAsideForm:
    """Why nothing is begun."""

    reason: str = ask(N_("Why is it set aside?"), Kind.CHOICE, options=REASONS)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the list; its words are not opened for it."""

    id: UUID
    rev: int
    number: str
    place: str
    state: SelfReferralState
    asked_at: datetime
    due_at: datetime
    standing: Standing
    reason: str
    erase_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedView:
    """One request with its words, as long as they are there."""

    row: Asked
    name: str
    class_name: str
    reach: str
    topic: str
    text: str
    referral_id: UUID | None
    words_gone: bool


@use_case(may=May.SCREEN, access=Access.READ)
def self_referrals(work: Work) -> tuple[Asked, ...]:
    """Return who waits, and what was set aside and is not erased yet; the oldest clock first."""
    waits = SelfReferral.state == SelfReferralState.WAITING
    aside = SelfReferral.state == SelfReferralState.SET_ASIDE
    query = select(SelfReferral).where(or_(waits, aside & SelfReferral.erased_at.is_(None)))
    rows = work.db.scalars(query.order_by(SelfReferral.due_at)).all()
    work.require_sound(rows)
    return tuple(_asked(work, row) for row in rows)


@use_case(may=May.SCREEN, access=Access.READ)
def open_self_referral(work: Work, self_referral_id: UUID) -> AskedView:
    """Return one request with every word of it."""
    row = work.find(SelfReferral, self_referral_id)
    words = {} if row.erased_at else _words(row)
    said = [words.get(name, "") for name in ("name", "class_name", "reach", "topic", "text")]
    name, class_name, reach, topic, text = said
    return AskedView(
        _asked(work, row), name, class_name, reach, topic, text, row.referral_id,
        words_gone=not words,
    )  # fmt: skip


@use_case(may=May.DECIDE)
def take_up(work: Work, self_referral_id: UUID, form: TakeUpForm) -> UUID:
    """Make it a referral that is being looked at, with the young person's own words, and return it.

    From then on its words stand there alone: the key of the request is destroyed.
    """
    row = work.find(SelfReferral, self_referral_id)
    words = _words(row)
    referral = _referral(work, row, words, form)
    work.db.flush()
    work.transition(row, SELF_REFERRAL, SelfReferralAction.TAKE_UP, "referral")
    row.referral_id, row.reason, row.erase_at = referral.id, "", None
    _decided(work, row)
    work.about(referral, detail=f"self_referral={row.number}")
    _erase(work, row)
    return referral.id


@use_case(may=May.DECIDE)
def set_aside(work: Work, self_referral_id: UUID, form: SetAsideForm) -> None:
    """Begin nothing, because of this; after a while its words are erased for ever."""
    row = work.find(SelfReferral, self_referral_id)
    work.transition(row, SELF_REFERRAL, SelfReferralAction.SET_ASIDE, "reason")
    row.reason = form.reason
    row.erase_at = clock_due(work.runtime.pack, "self_referral_kept", work.now)
    _decided(work, row)
    work.about(row, detail=f"reason={form.reason}")


@use_case(may=May.DECIDE)
def forget_set_aside(work: Work) -> int:
    """Erase the words of what the rules' clock has ended; return how many that were.

    Nobody chooses what: it was chosen when it was set aside.
    """
    over = SelfReferral.erase_at <= work.now, SelfReferral.erased_at.is_(None)
    rows = work.db.scalars(select(SelfReferral).where(*over)).all()
    for row in rows:
        work.about(row, detail=f"erased={len(rows)}")
        _erase(work, row)
    return len(rows)


def _words(row: SelfReferral) -> Mapping[str, str]:
    if row.erased_at is not None:
        raise InvalidTransition(N_("What was written is erased; it cannot be taken up any more."))
    found: Mapping[str, str] = row.words.reveal()
    return found


def _erase(work: Work, row: SelfReferral) -> None:
    row.erased_at = work.now
    shred(work, row, WHOLE)


def _decided(work: Work, row: SelfReferral) -> None:
    row.decided_at, row.decided_by = work.now, work.actor.user_id


def _referral(
    work: Work, row: SelfReferral, words: Mapping[str, str], form: TakeUpForm
) -> Referral:
    who: dict[str, Any] = {
        "student_id": form.student_id, "school_id": row.organisation_id,
        "birth_date": form.birth_date, "school_number": "", "student_name": form.student_name,
        "class_name": form.class_name,
    }  # fmt: skip
    topic = dict(TOPICS).get(words["topic"], "")
    urgent = form.danger == "yes"
    referral = submit(
        work,
        row.asked_at,
        urgent=urgent,
        student_id=student_of(work, who),
        referrer_role="young_person",
        organisation_id=row.organisation_id,
        family_safe=form.family_safe,
        lawful_basis=form.lawful_basis,
        reply_route=ReplyRoute.IN_PERSON,
        worries=translate(work.caller.language, topic) if topic else None,
        own_view=words["text"] or None,
        reply_contact=words["reach"],
    )
    work.db.flush()
    # Whoever takes it up has looked at it: the young person need not wait for a second click.
    work.transition(referral, REFERRAL, ReferralAction.ACKNOWLEDGE)
    due = referral_due(work.runtime.pack, Stage.SCREEN, work.now, urgent=urgent)
    referral.acknowledged_at = referral.clock_started_at = work.now
    referral.next_due_at = due
    return referral


def _asked(work: Work, row: SelfReferral) -> Asked:
    place = work.db.get(Organisation, row.organisation_id)
    if place is None:
        raise NotFound()
    waits = row.state == SelfReferralState.WAITING
    return Asked(
        row.id, row.rev, row.number, place.name, SelfReferralState(row.state), row.asked_at,
        row.due_at, work.standing(row.asked_at, row.due_at) if waits else Standing.NONE,
        row.reason, row.erase_at,
    )  # fmt: skip
