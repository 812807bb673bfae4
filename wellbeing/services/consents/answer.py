"""One answer to one consent: yes, no, or no longer; by own sign-in or told to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.basis import owe_word, settle
from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.grounds import BasisKind, Purpose, Sharing
from wellbeing.i18n import N_
from wellbeing.models import BasisAnswer, Guardian, LawfulBasis
from wellbeing.policy import May
from wellbeing.quiet import not_to_be_told
from wellbeing.safety_flow import BASIS, BasisAction, BasisState
from wellbeing.site_acts import DECIDES

ANSWERS = (("yes", N_("Yes, I agree")), ("no", N_("No, I do not agree")))
ROUTES = (
    ("in_person", N_("In person")),
    ("phone", N_("By phone")),
    ("paper", N_("On paper")),
)

_QUIET = N_("Nobody in this family may be told now: a report of harm says so. Decide on it first.")


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """Yes or no; a no to what was agreed takes it back."""

    answer: str = ask(N_("Your answer"), Kind.CHOICE, options=ANSWERS)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """An answer that was told to somebody of the team, and by which way."""

    answer: str = ask(N_("The answer"), Kind.CHOICE, options=ANSWERS)
    route: str = ask(N_("How was it given?"), Kind.CHOICE, options=ROUTES)
    words: str = offer(N_("In their words"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class InformForm:
    """How the family was told."""

    route: str = ask(N_("How was the family told?"), Kind.CHOICE, options=ROUTES)


@use_case(may=May.GIVE_CONSENT)
def answer_consent(work: Work, basis_id: UUID, form: ConsentAnswer) -> None:
    """Give, refuse or withdraw one's own consent in one step; sharing follows at once."""
    row = work.find(LawfulBasis, basis_id)
    me = Guardian.student_id == row.student_id, Guardian.user_id == work.actor.user_id
    guardian = work.db.scalars(select(Guardian).where(*me)).first()
    asked = row.kind == BasisKind.GUARDIAN_CONSENT and row.guardian_id in (None, _id(guardian))
    if guardian is None or guardian.standing not in DECIDES or not asked:
        raise InvalidTransition(N_("Your consent is not asked here."))
    _answer(work, row, form.answer, guardian.id, "own_login", "")


@use_case(may=May.RUN_CASE)
def record_consent(work: Work, basis_id: UUID, form: RecordForm) -> None:
    """Record an answer given in person, by phone or on paper; who took it is kept."""
    row = work.find(LawfulBasis, basis_id)
    _answer(work, row, form.answer, row.guardian_id, form.route, form.words)


@use_case(may=May.RUN_CASE)
def inform_family(work: Work, basis_id: UUID, form: InformForm) -> None:
    """Record that the family was told of what could not wait for them."""
    row = work.find(LawfulBasis, basis_id)
    family = select(Guardian.id).where(Guardian.student_id == row.student_id)
    quiet = not_to_be_told(work, row.student_id)
    if quiet and quiet >= set(work.db.scalars(family)):
        raise InvalidTransition(_QUIET)
    row.informed_at = work.now
    work.about(row, form.route)


def _id(guardian: Guardian | None) -> UUID | None:
    return guardian.id if guardian else None


def _answer(
    work: Work, row: LawfulBasis, answer: str, guardian_id: UUID | None, route: str, words: str
) -> None:
    work.require_sound([row])
    no = BasisAction.WITHDRAW if row.state == BasisState.AGREED else BasisAction.REFUSE
    work.transition(row, BASIS, BasisAction.AGREE if answer == "yes" else no)
    said = BasisAnswer(
        basis_id=row.id, case_id=row.case_id, student_id=row.student_id, guardian_id=guardian_id,
        answer=row.state, route=route, at=work.now,
    )  # fmt: skip
    said.words = words
    work.db.add(said)
    purpose = Purpose(row.purpose)
    if row.kind == BasisKind.OWN_CONSENT and purpose is not Purpose.FAMILY:
        owe_word(work, row)
    work.about(row, row.state)
    settle(work, Sharing(row.case_id, row.student_id, purpose, row.recipient_id))
