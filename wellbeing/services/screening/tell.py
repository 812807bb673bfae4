"""Tell the person who reported: the reply without which no referral ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Referral, Reply
from wellbeing.policy import May
from wellbeing.workflow import REFERRAL, ReferralAction


class NotTold(StrEnum):
    """Why somebody cannot be told."""

    ANONYMOUS = auto()
    UNSAFE = auto()
    NOT_REACHED = auto()


@dataclass(frozen=True, slots=True)
class TellForm:
    """The reply: its content is fixed by the outcome, so that nothing of the case leaks."""

    told: str = ask(
        N_("Can the person who reported be told?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes, tell them now")), ("no", N_("No, there is a reason"))),
    )
    route: str = ask(
        N_("How were they told?"),
        Kind.CHOICE,
        shown_when=("told", ("yes",)),
        options=(
            ("here", N_("Here, in Miaopu")),
            ("phone", N_("By phone")),
            ("in_person", N_("In person")),
        ),
    )
    next_contact: str = offer(
        N_("Whom may they ask if they see something new?"), shown_when=("told", ("yes",))
    )
    not_told: str = ask(
        N_("Why not?"),
        Kind.CHOICE,
        shown_when=("told", ("no",)),
        options=(
            (NotTold.ANONYMOUS, N_("They reported without a name")),
            (NotTold.UNSAFE, N_("Telling them is not safe for the young person")),
            (NotTold.NOT_REACHED, N_("They could not be reached after three tries")),
        ),
    )


# What each outcome says to the person who reported: enough to know, nothing to leak.
ANSWERS = {
    "new_case": N_("Thank you. We have taken this on: help for the young person has begun."),
    "joined_case": N_("Thank you. What you saw has joined the help that is already running."),
    "advice_only": N_("Thank you. We looked at it carefully. "
                      "We gave advice; a case is not needed."),
    "passed_on": N_("Thank you. We have handed this to the place that can help best."),
    "urgent_report_made": N_("Thank you. We acted at once and informed those responsible."),
    "not_taken": N_("Thank you. We looked at it carefully and did not open a case this time. "
                    "If you see something new, please tell us."),
    "duplicate": N_("Thank you. This was already known to us, and it is being looked after."),
    "not_told": N_("This referral has been finished."),
}  # fmt: skip


# And what each role may do now, by what they already know; nothing of the case is in it.
NEXT_BY_ROLE = {
    "officer": N_(
        "If you meet the young person again, greet them as before. What is new, add here."
    ),
    "teacher": N_(
        "In class, please go on as before. If something changes, add it here or tell us."
    ),
    "counsellor": N_("If you help with it, you find it under Cases."),
    "coordinator": "",
}


def answer_for(outcome: str, role: str) -> tuple[str, ...]:
    """Return the message ids that a person of this role reads for an outcome."""
    return tuple(one for one in (ANSWERS[outcome], NEXT_BY_ROLE.get(role, "")) if one)


@use_case(may=May.DECIDE)
def tell_back(work: Work, referral_id: UUID, form: TellForm) -> None:
    """Record the reply, or the reason why there is none; only then is a referral finished."""
    referral = work.find(Referral, referral_id)
    told = form.told == "yes"
    work.transition(referral, REFERRAL, ReferralAction.TELL_BACK, "reply")
    work.db.add(
        Reply(
            referral_id=referral.id,
            student_id=referral.student_id,
            told_at=work.now,
            template=(referral.outcome or "") if told else "not_told",
            route=form.route if told else "",
            not_told_reason="" if told else form.not_told,
            next_contact=form.next_contact or None,
        )
    )
    referral.next_due_at = referral.clock_started_at = None
    work.about(referral)
