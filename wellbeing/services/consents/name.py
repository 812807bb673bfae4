"""Ask for a consent, one purpose and one recipient at a time, or name a duty instead."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing import basis
from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Work, use_case
from wellbeing.grounds import KIND_LABELS, PURPOSE_LABELS, BasisKind, Purpose, Sharing
from wellbeing.i18n import N_
from wellbeing.models import Case, Guardian, LawfulBasis, Referral, User
from wellbeing.policy import May
from wellbeing.safety_flow import BASIS, BasisAction
from wellbeing.site_basis import age_of, own_consent_age

_WITH_PERSON = (Purpose.FAMILY, Purpose.HELPERS, Purpose.REFERRER)
_PURPOSES = tuple((one, PURPOSE_LABELS[one]) for one in (Purpose.HELP, *_WITH_PERSON))
_DUTIES = (BasisKind.STATUTORY_DUTY, BasisKind.EMERGENCY, BasisKind.SAFEGUARDING)
_WHO = N_("Please choose the person with whom it is shared.")


@dataclass(frozen=True, slots=True)
class AskForm:
    """One purpose and one recipient: nothing is bundled."""

    purpose: str = ask(N_("What is consent asked for?"), Kind.CHOICE, options=_PURPOSES)
    recipient_id: UUID | None = ask(
        N_("With whom is it shared?"),
        Kind.RECORD,
        shown_when=("purpose", _WITH_PERSON),
        required=_WHO,
    )


@dataclass(frozen=True, slots=True)
class NameForm(AskForm):
    """The duty that stands in place of a consent, and why."""

    kind: str = ask(
        N_("What does it rest on?"),
        Kind.CHOICE,
        options=tuple((one, KIND_LABELS[one]) for one in _DUTIES),
    )
    why: str = ask(N_("Why is it right here?"), Kind.TEXT, limit=400)


@use_case(may=May.RUN_CASE)
def ask_for_consent(work: Work, case_id: UUID, form: AskForm) -> int:
    """Ask everybody who decides at this age; return how many were asked anew."""
    case, sharing, name = _sharing(work, case_id, form)
    work.about(case)
    return len(basis.ask_consent(work, sharing, name))


@use_case(may=May.RUN_CASE)
def ask_again(work: Work, basis_id: UUID) -> int:
    """Ask whoever decides today about the same sharing: the young person, once old enough."""
    row = work.find(LawfulBasis, basis_id)
    work.about(row)
    fields = frozenset(row.fields.split(","))
    about = Sharing(row.case_id, row.student_id, Purpose(row.purpose), row.recipient_id, fields)
    return len(basis.ask_consent(work, about, row.recipient.reveal() or ""))


@use_case(may=May.RUN_CASE)
def name_basis(work: Work, case_id: UUID, form: NameForm) -> UUID:
    """Name a duty by law, an emergency or protection; it stands at once, with its reason."""
    _, sharing, name = _sharing(work, case_id, form)
    row = basis.name_duty(work, sharing, BasisKind(form.kind), name, form.why)
    basis.settle(work, sharing)
    work.about(row)
    return row.id


@use_case(may=May.RUN_CASE)
def end_duty(work: Work, basis_id: UUID) -> None:
    """End a named duty: from now on only consents count."""
    row = work.find(LawfulBasis, basis_id)
    work.transition(row, BASIS, BasisAction.END)
    work.about(row)
    sharing = Sharing(row.case_id, row.student_id, Purpose(row.purpose), row.recipient_id)
    basis.settle(work, sharing)


def _sharing(work: Work, case_id: UUID, form: AskForm) -> tuple[Case, Sharing, str]:
    case, purpose = work.find(Case, case_id), Purpose(form.purpose)
    name = _recipient(work, case, purpose, form.recipient_id)
    who = None if purpose is Purpose.HELP else form.recipient_id
    return case, basis.sharing_in(case, purpose, who), name


def _recipient(work: Work, case: Case, purpose: Purpose, who: UUID | None) -> str:
    """Return the recipient's name; somebody who cannot be one is a problem of the form."""
    if purpose is Purpose.HELP:
        return ""
    if purpose is Purpose.FAMILY:
        return _guardian(work, case, who)
    user = work.db.get(User, who) if who else None
    if user is None:
        raise InvalidForm({"recipient_id": Problem(_WHO)})
    if purpose is Purpose.REFERRER:
        sent = Referral.case_id == case.id, Referral.referrer_id == user.id
        if work.db.scalars(select(Referral.id).where(*sent).limit(1)).first() is None:
            raise InvalidForm({"recipient_id": Problem(_WHO)})
    return user.name.reveal() or ""


def _guardian(work: Work, case: Case, who: UUID | None) -> str:
    guardian = work.db.get(Guardian, who) if who else None
    if guardian is None or guardian.student_id != case.student_id:
        raise InvalidForm({"recipient_id": Problem(_WHO)})
    age = age_of(work, case.student_id)
    if age is None or age < own_consent_age(work):
        years = own_consent_age(work)
        raise InvalidTransition(N_("A young person decides this from {years} on."), years=years)
    return guardian.name.reveal() or ""
