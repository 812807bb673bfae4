"""A date of birth is added or corrected: with a reason, and never past 14 or 18 unawares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from wellbeing import basis
from wellbeing.case_reasons import keep_reason
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.grounds import Purpose, Sharing
from wellbeing.i18n import N_
from wellbeing.models import Case, LawfulBasis, Plan, ReasonKind, Student
from wellbeing.plan_basis import asks_young_person
from wellbeing.policy import May
from wellbeing.rules import age_on
from wellbeing.site_basis import age_of, own_consent_age
from wellbeing.workflow import PlanState

_AHEAD = N_("This day is still to come. Please look at it again.")
_SAME = N_("This is the date that is known already.")
_OLD_ENOUGH = N_(
    "With this date they are {age}. From {limit} years on the young person is asked for consent "
    "themselves, and the family is told. Nothing is saved yet: choose Yes to go on."
)
_TOO_YOUNG = N_(
    "With this date they are {age}. Below {limit} years their own consent does not count, and "
    "the guardians are asked. Nothing is saved yet: choose Yes to go on."
)
_OF_AGE = N_(
    "With this date they are {age}. From {limit} years on they are of age: they are asked "
    "themselves, and no guardian signs beside them. Nothing is saved yet: choose Yes to go on."
)
_NOT_OF_AGE = N_(
    "With this date they are {age}. Below {limit} years they are not of age, and a guardian signs "
    "beside them. Nothing is saved yet: choose Yes to go on."
)


@dataclass(frozen=True, slots=True)
class BirthDateForm:
    """The right day, how it is known, and that one knows what it changes."""

    birth_date: date | None = ask(N_("Date of birth"), Kind.DATE, first=date(1990, 1, 1))
    reason: str = ask(
        N_("How do you know it?"),
        Kind.TEXT,
        limit=400,
        hint=N_("Say where you saw it: the household register, the school roll, the family."),
    )
    known: str = offer(
        N_("Does the date change who is asked?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes, and I have read what it changes")),),
        hint=N_("Leave this open. If it does, you are told here before anything is saved."),
    )


@use_case(may=May.RUN_CASE)
def correct_birth_date(work: Work, case_id: UUID, form: BirthDateForm) -> None:
    """Write down the right date of birth; what rests on the age is reckoned anew at once.

    A day to come, the date that is known, and a date that moves somebody past an age at which
    the law changes without a word that this is known are InvalidForm.
    """
    case = work.find(Case, case_id)
    student = work.find(Student, case.student_id)
    born = _day(work, student, form)
    if form.known != "yes":
        _require_no_turn(work, student, born)
    student.birth_date = born
    keep_reason(work, case, ReasonKind.BIRTH_DATE, form.reason)
    work.db.flush()
    _reckon(work, case)
    work.about(student)


def _day(work: Work, student: Student, form: BirthDateForm) -> date:
    born = form.birth_date
    if born is None or born > work.today:
        raise InvalidForm({"birth_date": Problem(_AHEAD)})
    if not student.birth_date.empty and student.birth_date.reveal() == born:
        raise InvalidForm({"birth_date": Problem(_SAME)})
    return born


def _require_no_turn(work: Work, student: Student, born: date) -> None:
    """Raise InvalidForm that says what changes; an unknown age counts as a child's."""
    was, age = age_of(work, student.id) or 0, age_on(born, work.today)
    adult, own = work.runtime.pack.law_on(work.today).years("adult"), own_consent_age(work)
    for limit, older, younger in ((adult, _OF_AGE, _NOT_OF_AGE), (own, _OLD_ENOUGH, _TOO_YOUNG)):
        if (was < limit) != (age < limit):
            message = younger if age < limit else older
            raise InvalidForm({"known": Problem(message, {"age": age, "limit": limit})})


def _reckon(work: Work, case: Case) -> None:
    """Ask anew whom a plan is put to, and which refusals hold; all else is reckoned when read."""
    asked = asks_young_person(work, case.student_id)
    out = Plan.case_id == case.id, Plan.state == PlanState.PROPOSED
    for plan in work.db.scalars(select(Plan).where(*out)):
        plan.asks_young_person = asked
    rows = work.db.scalars(select(LawfulBasis).where(LawfulBasis.case_id == case.id)).all()
    for purpose, who in {(one.purpose, one.recipient_id) for one in rows}:
        basis.settle(work, Sharing(case.id, case.student_id, Purpose(purpose), who))
