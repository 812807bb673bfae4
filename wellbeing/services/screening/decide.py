"""Screen a referral: acknowledge it, ask back, and decide with exactly one outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import select

from wellbeing.basis import from_referral
from wellbeing.desks import require_room
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.grounds import BasisKind
from wellbeing.i18n import N_
from wellbeing.models import AskBack, Case, CaseMember, Outcome, Referral
from wellbeing.numbers import new_number
from wellbeing.policy import May, Role
from wellbeing.rules import (
    OUTCOME_LABELS,
    REASON_LABELS,
    URGENCY_LABELS,
    Stage,
    contact_due,
    referral_due,
)
from wellbeing.urgency import Chosen, keep
from wellbeing.workflow import REFERRAL, CaseState, ReferralAction


@dataclass(frozen=True, slots=True)
class AskForm:
    """A question back to the person who reported."""

    question: str = ask(
        N_("What do you need to know?"),
        Kind.TEXT,
        hint=N_("The referrer reads this text. Do not write what others have told you."),
    )


class NotTaken(StrEnum):
    """Why a referral was not taken on."""

    NOT_OUR_TASK = auto()
    ALREADY_HELPED = auto()
    NO_BASIS = auto()
    NOT_ENOUGH_KNOWN = auto()
    FAMILY_DECLINED = auto()


_NEEDS_PLACE = (Outcome.PASSED_ON, Outcome.URGENT_REPORT_MADE)


@dataclass(frozen=True, slots=True)
class DecideForm:
    """Urgency from what was seen, never a computed score, and exactly one outcome."""

    reasons: tuple[str, ...] = ask(
        N_("What in the report speaks for the urgency?"),
        Kind.SEVERAL,
        options=tuple(REASON_LABELS.items()),
        required=N_("Please choose at least one."),
    )
    urgency: str = ask(
        N_("How soon must someone speak with the young person?"),
        Kind.CHOICE,
        options=tuple(URGENCY_LABELS.items()),
        hint=N_("You decide. The level says how fast we act, not what will happen."),
    )
    outcome: str = ask(
        N_("What becomes of the referral?"), Kind.CHOICE, options=tuple(OUTCOME_LABELS.items())
    )
    counsellor_id: UUID | None = offer(
        N_("Counsellor"), Kind.RECORD, shown_when=("outcome", (Outcome.NEW_CASE,))
    )
    override: str = offer(
        N_("Reason, where the counsellor's desk is full"),
        limit=200,
        shown_when=("outcome", (Outcome.NEW_CASE,)),
    )
    passed_to: str = ask(
        N_("To whom?"),
        shown_when=("outcome", _NEEDS_PLACE),
        required=N_("Please say who has it now."),
    )
    not_taken: str = ask(
        N_("Why is it not taken on?"),
        Kind.CHOICE,
        shown_when=("outcome", (Outcome.NOT_TAKEN,)),
        options=(
            (NotTaken.NOT_OUR_TASK, N_("Another place is responsible")),
            (NotTaken.ALREADY_HELPED, N_("Help is already running")),
            (NotTaken.NO_BASIS, N_("There is no lawful basis")),
            (NotTaken.NOT_ENOUGH_KNOWN, N_("Too little is known, even after asking")),
            (NotTaken.FAMILY_DECLINED, N_("The family does not want it, and it is safe to wait")),
        ),
    )
    duplicate_of: UUID | None = ask(
        N_("Which earlier report is it the same as?"),
        Kind.RECORD,
        shown_when=("outcome", (Outcome.DUPLICATE,)),
    )
    reason: str = ask(
        N_("Why do you decide so?"),
        Kind.TEXT,
        hint=N_("For the record. The referrer and the family do not see this text."),
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and the case it led to."""

    referral_id: UUID
    outcome: Outcome
    case_id: UUID | None


@use_case(may=May.SCREEN)
def acknowledge(work: Work, referral_id: UUID) -> None:
    """Begin to look at a referral; the referrer sees it at once."""
    referral = _load(work, referral_id)
    work.transition(referral, REFERRAL, ReferralAction.ACKNOWLEDGE)
    referral.acknowledged_at = work.now
    _clock(work, referral, Stage.SCREEN)


@use_case(may=May.SCREEN)
def ask_back(work: Work, referral_id: UUID, form: AskForm) -> None:
    """Ask the referrer something; it is their turn until they answer."""
    referral = _load(work, referral_id)
    work.transition(referral, REFERRAL, ReferralAction.ASK, "question")
    work.db.add(
        AskBack(
            referral_id=referral.id,
            student_id=referral.student_id,
            asked_at=work.now,
            question=form.question,
        )
    )
    _clock(work, referral, Stage.ASK_BACK)


@use_case(may=May.SCREEN)
def take_back_question(work: Work, referral_id: UUID) -> None:
    """Go on without the answer; the question disappears from the referrer's list."""
    referral = _load(work, referral_id)
    work.transition(referral, REFERRAL, ReferralAction.TAKE_BACK_QUESTION)
    waiting = AskBack.referral_id == referral.id, AskBack.answered_at.is_(None)
    for asked in work.db.scalars(select(AskBack).where(*waiting)):
        asked.taken_back_at = work.now
    _clock(work, referral, Stage.SCREEN)


@use_case(may=May.DECIDE)
def decide(work: Work, referral_id: UUID, form: DecideForm) -> Decision:
    """Decide: urgency by a person, one outcome; the reply to the reporter is owed from now on.

    A counsellor whose desk is full takes the case only with a reason.
    """
    referral = _load(work, referral_id)
    work.transition(referral, REFERRAL, ReferralAction.DECIDE, "urgency", "outcome", "reason")
    outcome = Outcome(form.outcome)
    referral.urgency, referral.reasons = form.urgency, list(form.reasons)
    referral.outcome, referral.decided_at = outcome.value, work.now
    referral.decided_by = work.actor.user_id
    parts = (form.passed_to, form.not_taken, form.reason)
    referral.decision_reason = "\n".join(part for part in parts if part)
    referral.duplicate_of = _earlier(work, referral, form)
    referral.case_id = _case(work, referral, outcome, form)
    _clock(work, referral, Stage.REPLY)
    return Decision(referral.id, outcome, referral.case_id)


def _load(work: Work, referral_id: UUID) -> Referral:
    referral = work.find(Referral, referral_id)
    work.about(referral)
    return referral


def _clock(work: Work, referral: Referral, stage: Stage) -> None:
    referral.clock_started_at = work.now
    referral.next_due_at = referral_due(work.runtime.pack, stage, work.now, urgent=referral.urgent)


def _earlier(work: Work, referral: Referral, form: DecideForm) -> UUID | None:
    """Return the earlier report of the same young person that the form names."""
    if form.outcome != Outcome.DUPLICATE or form.duplicate_of is None:
        return None
    other = work.db.get(Referral, form.duplicate_of)
    if other is None or other.student_id != referral.student_id or other.id == referral.id:
        raise NotFound()
    return other.id


def _case(work: Work, referral: Referral, outcome: Outcome, form: DecideForm) -> UUID | None:
    """Open a case or join the open one, as the outcome says."""
    if outcome not in (Outcome.NEW_CASE, Outcome.JOINED_CASE):
        return None
    running = Case.student_id == referral.student_id, Case.state == CaseState.OPEN
    case = work.db.scalars(select(Case).where(*running)).first()
    if outcome is Outcome.JOINED_CASE:
        if case is None:
            raise InvalidTransition(N_("There is no open case to join. Please open a new one."))
        return case.id
    if case is not None:
        raise InvalidTransition(N_("There is an open case already. Please join it instead."))
    return _new_case(work, referral, form)


def _new_case(work: Work, referral: Referral, form: DecideForm) -> UUID:
    case = Case(
        number=new_number("C", work.now),
        state=CaseState.OPEN.value,
        student_id=referral.student_id,
        opened_at=work.now,
        urgency=form.urgency,
        clock_started_at=work.now,
        contact_due_at=contact_due(work.runtime.pack, form.urgency, work.now),
    )
    work.db.add(case)
    work.db.flush()
    keep(work, case, "", Chosen(form.urgency, form.reasons, form.reason))
    note = referral.basis_note.reveal() or ""
    from_referral(work, case, BasisKind(referral.lawful_basis), note)
    if form.counsellor_id is not None:
        require_room(work, case, form.counsellor_id, form.override)
        work.db.add(
            CaseMember(
                case_id=case.id,
                user_id=form.counsellor_id,
                role=Role.COUNSELLOR.value,
                since=work.now,
            )
        )
    return case.id
