"""What a version may rest on where not everybody agreed: each basis with its own conditions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.forms import InvalidForm, Problem
from wellbeing.i18n import N_
from wellbeing.models import Guardian, Plan
from wellbeing.site_acts import answers_to
from wellbeing.site_basis import age_of, own_consent_age
from wellbeing.work import Work

# The standing of a guardian who needs no other one beside them.
ALONE = "guardian"
_SAID_NO = N_(
    "Somebody who is asked said no to this version. Please talk with them and record what they "
    "say then, write a new version, or choose another basis."
)
_NO_YES = N_(
    "No guardian who decides alone has said yes to this version. Record their yes first; who "
    "decides alone stands on the case page."
)
_AGE_UNKNOWN = N_(
    "The date of birth is not known, so nobody can tell whether they are old enough. Please "
    "choose another basis."
)
_TOO_YOUNG = N_(
    "The young person is {age} years old. Their own yes counts alone from {years} years on."
)
_NOT_ASKED = N_(
    "The young person has not said yes to this version. Please ask them and record their answer "
    "first."
)


def asks_young_person(work: Work, student_id: UUID) -> bool:
    """Tell whether a young person is asked, not only told (PRACTICE §1.1, limited capacity)."""
    age, heard = age_of(work, student_id), work.runtime.pack.law_on(work.today).years("heard")
    return age is None or age >= heard


def require_conditions(work: Work, plan: Plan, basis: str) -> None:
    """Raise InvalidForm that says which condition of this basis lacks; others need a reason only.

    An own yes counts from the age of own consent in the rule pack (PIPL art. 31); one guardian's
    from somebody who decides alone, as long as nobody who is asked has said no.
    """
    said = answers_to(work, plan)
    if basis == "own_consent":
        _require_own_yes(work, plan, said)
    elif basis == "one_guardian":
        _require_one_guardian(work, plan, said)


def _require_own_yes(work: Work, plan: Plan, said: dict[UUID | None, str]) -> None:
    age, years = age_of(work, plan.student_id), own_consent_age(work)
    if age is None:
        raise _lacks(_AGE_UNKNOWN)
    if age < years:
        raise _lacks(_TOO_YOUNG, age=age, years=years)
    if said.get(None) != "agreed":
        raise _lacks(_NOT_ASKED)


def _require_one_guardian(work: Work, plan: Plan, said: dict[UUID | None, str]) -> None:
    if "refused" in said.values():
        raise _lacks(_SAID_NO)
    alone = Guardian.student_id == plan.student_id, Guardian.standing == ALONE
    deciding = work.db.scalars(select(Guardian.id).where(*alone))
    if not any(said.get(one) == "agreed" for one in deciding):
        raise _lacks(_NO_YES)


def _lacks(message: str, **params: object) -> InvalidForm:
    return InvalidForm({"basis": Problem(message, params)})
