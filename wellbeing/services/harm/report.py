"""Write a report of harm: no consent is asked for and nobody is waited for (未成年人保护法 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import HarmNotice, HarmReport, Student
from wellbeing.numbers import new_number
from wellbeing.policy import May
from wellbeing.quiet import keep_quiet
from wellbeing.rules import ADDRESSEE_LABELS
from wellbeing.safety_flow import HARM, HarmAction, HarmState
from wellbeing.wall_clock import past_moment

OUTCOMES = (
    ("measures", N_("The authority acts: measures were taken")),
    ("looking", N_("The authority has looked, and goes on watching")),
    ("no_harm", N_("The authority has looked: no harm was found")),
    ("other", N_("Something else")),
)
_BEFORE = N_("This is before it was noticed. Please check the time.")


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What was seen, and when; everything else can follow."""

    what: str = ask(
        N_("What did you see or hear?"),
        Kind.TEXT,
        hint=N_("Facts and their own words. Do not question the young person; do not wait."),
    )
    day: date | None = offer(N_("On which day did you notice it?"), Kind.DATE)
    at: str = offer(N_("At what time?"), hint=N_("For example 10:20. Empty means: now."))
    hold: str = ask(
        N_("Could telling a parent now make it worse?"),
        Kind.CHOICE,
        options=(
            ("yes", N_("Yes, or I am not sure: nobody tells them until it is decided")),
            ("no", N_("No, they can be told")),
        ),
    )
    hold_reason: str = ask(
        N_("What makes you think so?"),
        Kind.LINE,
        hint=N_("One line is enough, also that you do not know."),
        limit=400,
        shown_when=("hold", ("yes",)),
    )
    review_on: date | None = offer(
        N_("On which day is this decided again?"),
        Kind.DATE,
        hint=N_("Empty means: within {time}."),
        shown_when=("hold", ("yes",)),
    )


@dataclass(frozen=True, slots=True)
class ToldForm:
    """Which authority was told, when, and its receipt."""

    addressee: str = ask(
        N_("Whom did you tell?"), Kind.CHOICE, options=tuple(ADDRESSEE_LABELS.items())
    )
    day: date | None = offer(N_("On which day?"), Kind.DATE)
    at: str = offer(N_("At what time?"), hint=N_("For example 10:35. Empty means: now."))
    receipt: str = offer(N_("Receipt number, or who took the call"))


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """What the authority answered; they owe it to you by law."""

    outcome: str = ask(N_("What came of it?"), Kind.CHOICE, options=OUTCOMES)
    text: str = ask(N_("What did they say and do?"), Kind.TEXT, limit=1_000)


@use_case(may=May.REPORT_HARM)
def report_harm(work: Work, student_id: UUID, form: NoticeForm) -> UUID:
    """Write down what was noticed and return the report's id; its clock runs from that moment."""
    student = work.find(Student, student_id)
    row = HarmReport(
        number=new_number("H", work.now), student_id=student.id, state=HarmState.NOTICED.value,
        noticed_at=past_moment(work, form.day, form.at), written_at=work.now, outcome="",
        hold_guardian=form.hold == "yes",
    )  # fmt: skip
    row.what = form.what
    work.db.add(row)
    if row.hold_guardian:
        keep_quiet(work, row, None, form.hold_reason, form.review_on)
    work.about(row)
    return row.id


@use_case(may=May.REPORT_HARM)
def tell_authority(work: Work, report_id: UUID, form: ToldForm) -> None:
    """Record that an authority was told; the first one stops the clock."""
    row = _load(work, report_id)
    at = past_moment(work, form.day, form.at)
    if at < row.noticed_at:
        raise InvalidForm({"at": Problem(_BEFORE)})
    if row.state == HarmState.NOTICED:
        work.transition(row, HARM, HarmAction.REPORT, "addressee")
    row.first_reported_at = min(at, row.first_reported_at or at)
    told = HarmNotice(
        report_id=row.id, student_id=row.student_id, addressee=form.addressee, at=at
    )  # fmt: skip
    told.receipt = form.receipt
    work.db.add(told)


@use_case(may=May.REPORT_HARM)
def record_outcome(work: Work, report_id: UUID, form: OutcomeForm) -> None:
    """Record what came of it; until then no case of the young person can be closed."""
    row = _load(work, report_id)
    work.transition(row, HARM, HarmAction.RECORD_OUTCOME, "outcome")
    row.outcome, row.outcome_text, row.outcome_at = form.outcome, form.text, work.now


def _load(work: Work, report_id: UUID) -> HarmReport:
    row = work.find(HarmReport, report_id)
    work.require_sound([row])
    work.about(row)
    return row
