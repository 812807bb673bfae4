"""Erasure of what is written about a young person, all of it or one part, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import select

from wellbeing import crypto
from wellbeing.accounts import other_person
from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, Student, User
from wellbeing.policy import May
from wellbeing.receipts import Receipt, receipts, receipts_of
from wellbeing.shredding import shred
from wellbeing.two_people import TwoPeople
from wellbeing.workflow import CaseState

__all__ = ["EraseForm", "Part", "Receipt", "Why", "erase", "erasures"]


class Part(StrEnum):
    """What is erased: all, or one compartment."""

    ALL = auto()
    IDENTITY = auto()
    SHARED = auto()
    FAMILY = auto()
    COUNSELLING = auto()
    SAFEGUARDING = auto()
    RESPONSIBILITY = auto()


class Why(StrEnum):
    """On what ground (Personal Information Protection Law of the PRC, article 47)."""

    PURPOSE_OVER = auto()
    RETENTION_OVER = auto()
    CONSENT_WITHDRAWN = auto()
    UNLAWFUL = auto()


PARTS = (
    (Part.ALL, N_("Everything about this young person")),
    (Part.IDENTITY, N_("Name, birth date, school and guardians")),
    (Part.SHARED, N_("What helpers share")),
    (Part.FAMILY, N_("What the family reads")),
    (Part.COUNSELLING, N_("Counselling notes")),
    (Part.SAFEGUARDING, N_("Safeguarding notes")),
    (Part.RESPONSIBILITY, N_("Incident and repair")),
)
REASONS = (
    (Why.PURPOSE_OVER, N_("It is no longer needed for what it was written for")),
    (Why.RETENTION_OVER, N_("The time for which it may be kept is over")),
    (Why.CONSENT_WITHDRAWN, N_("Consent was withdrawn")),
    (Why.UNLAWFUL, N_("It should not have been written")),
)


@dataclass(frozen=True, slots=True)
class EraseForm:
    """What is asked before something is erased for ever."""

    part: str = ask(
        N_("What is to be erased?"),
        Kind.CHOICE,
        required=N_("Please choose what to erase."),
        options=PARTS,
    )
    why: str = ask(
        N_("Why?"), Kind.CHOICE, required=N_("Please choose the reason."), options=REASONS
    )


@use_case(
    may=May.ERASE,
    fresh_factor=True,
    two_people=TwoPeople(N_("Erase what is written about a young person"), unless_alone=True),
)
def erase(work: Work, student_id: UUID, form: EraseForm) -> Receipt:
    """Destroy the keys of a young person's texts; the receipt says when that is final.

    In incidents, whose keys are two families', their part is written over and the keys renewed.

    Raises InvalidTransition while there is an open case and all is to be erased, and
    SubjectErased where it was done before.
    """
    student = work.find(Student, student_id)
    whole = form.part == Part.ALL
    if whole:
        _require_closed(work, student_id)
    # Every process's name index asks for what has changed.
    student.changed_at = work.now
    work.db.flush()
    compartment = crypto.WHOLE if whole else form.part
    return _shred(work, student, compartment, f"erased={form.part} why={form.why}")


@use_case(
    may=May.ERASE,
    fresh_factor=True,
    two_people=TwoPeople(N_("Erase the name and all words of an ended account"), unless_alone=True),
)
def erase_account(work: Work, user_id: UUID) -> Receipt:
    """Destroy the keys of what an adult's account holds; raises InvalidTransition while it is open.

    SubjectErased where it was done before.
    """
    user = other_person(work, user_id)
    if user.active:
        raise InvalidTransition(N_("This account is open. Please end it before you erase it."))
    return _shred(work, user, crypto.WHOLE, "erased=account")


def _shred(work: Work, whose: Student | User, compartment: str, detail: str) -> Receipt:
    """Destroy the keys and tell of it."""
    done = shred(work, whose, compartment)
    work.about(whose, f"{detail} receipt={done.id}")
    return receipts_of(work.runtime, (done,))[0]


@use_case(may=May.ERASE, access=Access.READ)
def erasures(work: Work) -> tuple[Receipt, ...]:
    """Return the receipts of all erasures, the newest first."""
    return receipts(work.runtime, work.db.connection())


def _require_closed(work: Work, student_id: UUID) -> None:
    running = Case.student_id == student_id, Case.state != CaseState.CLOSED
    if work.db.scalars(select(Case.id).where(*running)).first() is not None:
        raise InvalidTransition(N_("There is an open case. Please close it before you erase all."))
