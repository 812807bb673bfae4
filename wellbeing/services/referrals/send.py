"""Send a referral: from the sealed draft to an immutable record, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.forms import questions
from wellbeing.gate import Work, use_case
from wellbeing.models import Draft, Membership
from wellbeing.policy import REFERRERS, May
from wellbeing.referring import student_of, submit
from wellbeing.rules import Stage, referral_due
from wellbeing.services.referrals.form import AboutStudent, read_all

_NOT_TEXT = frozenset(questions(AboutStudent)) | {"asked", "family_reason"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the referrer keeps: a number, and when they will hear."""

    id: UUID
    number: str
    sent_at: datetime
    urgent: bool
    acknowledged_by: datetime
    answered_by: datetime


@use_case(may=May.REFER)
def send_referral(work: Work, draft_form: str) -> Receipt:
    """Send what the draft holds and throw the draft away; raise InvalidForm where it lacks.

    The draft's answers are the only input: what the referrer saw on the check page is what is
    sent. The text cannot be changed afterwards.
    """
    draft = _draft(work, draft_form)
    answers: Mapping[str, Any] = draft.answers.reveal()
    clean = read_all(answers)
    student_id = student_of(work, clean)
    role = next(role for role in work.actor.roles if role in REFERRERS)
    urgent = bool(answers.get("danger") == "yes")
    referral = submit(
        work,
        work.now,
        urgent=urgent,
        student_id=student_id,
        referrer_role=role.value,
        organisation_id=_organisation(work),
        **_texts(clean),
    )
    work.db.delete(draft)
    work.about(referral)
    answered = referral_due(work.runtime.pack, Stage.ANSWER, work.now, urgent=urgent)
    due = referral.next_due_at or work.now
    return Receipt(referral.id, referral.number, work.now, urgent, due, answered)


def _draft(work: Work, form: str) -> Draft:
    mine = Draft.owner_id == work.actor.user_id, Draft.form == form
    draft = work.db.scalars(select(Draft).where(*mine)).first()
    if draft is None:
        raise NotFound()
    return draft


def _organisation(work: Work) -> UUID | None:
    mine = Membership.user_id == work.actor.user_id, Membership.until.is_(None)
    return work.db.scalars(select(Membership.organisation_id).where(*mine)).first()


def _texts(clean: Mapping[str, Any]) -> dict[str, Any]:
    """Return the referral's own columns; the reason about the family joins its text."""
    found = {name: value for name, value in clean.items() if name not in _NOT_TEXT}
    reason = clean.get("family_reason", "")
    found["family"] = "\n".join(part for part in (reason, clean["family"]) if part)
    return found
