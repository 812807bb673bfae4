"""Choose how fast we act, record contacts and reviews: a person decides, nothing computes it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import Forbidden, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Case, CaseMember, SafetyEntry, SafetyKind
from wellbeing.models.relations import team_cases
from wellbeing.policy import May
from wellbeing.rules import REASON_LABELS, URGENCY_LABELS
from wellbeing.urgency import Chosen, change

WAYS = (
    ("room", N_("In the interview room")),
    ("visit", N_("At home or elsewhere")),
    ("call", N_("By phone")),
)
_MET = (SafetyKind.CONTACT, SafetyKind.WELFARE)


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The level, what it is chosen from, and why."""

    urgency: str = ask(
        N_("How fast do we act from now on?"),
        Kind.CHOICE,
        options=tuple(URGENCY_LABELS.items()),
        hint=N_("You decide. The level says how fast we act, not what will happen."),
    )
    reasons: tuple[str, ...] = ask(
        N_("What speaks for it?"),
        Kind.SEVERAL,
        options=tuple(REASON_LABELS.items()),
        required=N_("Please choose at least one."),
    )
    why: str = ask(N_("Why now?"), Kind.TEXT, limit=400)


@dataclass(frozen=True, slots=True)
class ContactForm:
    """Somebody spoke with the young person, looked after them, or told an adult about them."""

    kind: str = ask(
        N_("What was it?"),
        Kind.CHOICE,
        options=(
            (SafetyKind.CONTACT, N_("I spoke with the young person")),
            (SafetyKind.WELFARE, N_("They did not come, and I made sure that they are well")),
            (SafetyKind.ADULT, N_("I told a guardian, or another safe adult")),
        ),
    )
    way: str = ask(N_("How?"), Kind.CHOICE, options=WAYS)
    text: str = ask(
        N_("How is the young person now?"), Kind.TEXT, limit=400, shown_when=("kind", _MET)
    )
    told: str = ask(
        N_("Whom did you tell, and who is with the young person now?"),
        Kind.TEXT,
        limit=400,
        shown_when=("kind", (SafetyKind.ADULT,)),
    )


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What somebody saw who does not counsel in this case."""

    advice: str = ask(N_("What did you look at, and what do you advise?"), Kind.TEXT, limit=400)


@use_case(may=May.RUN_CASE)
def change_urgency(work: Work, case_id: UUID, form: ChangeForm) -> None:
    """Act faster at once; act slower only after a recorded review, from U0 and U1 the lead."""
    case = _load(work, case_id)
    change(work, case, Chosen(form.urgency, form.reasons, form.why))


@use_case(may=May.RUN_CASE)
def record_contact(work: Work, case_id: UUID, form: ContactForm) -> None:
    """Record that somebody spoke with the young person, looked after them, or told an adult.

    An adult who knows stands for no contact: the clock of the first one runs on.
    """
    case, kind = _load(work, case_id), SafetyKind(form.kind)
    _entry(work, case, kind, form.way, form.told if kind is SafetyKind.ADULT else form.text)
    if kind is not SafetyKind.ADULT:
        case.contact_due_at = None


@use_case(may=May.RUN_CASE)
def record_review(work: Work, case_id: UUID, form: ReviewForm) -> None:
    """Record a supervisor's review: by somebody who does not counsel in this case."""
    case = _load(work, case_id)
    mine = CaseMember.case_id == case.id, CaseMember.user_id == work.actor.user_id
    query = select(CaseMember.id).where(*mine, CaseMember.until.is_(None))
    if work.db.scalars(query.limit(1)).first() is not None:
        raise Forbidden(N_("You cannot review your own case. Please ask the coordinator."))
    _entry(work, case, SafetyKind.REVIEW, "", form.advice)


@use_case(may=May.SUPERVISE)
def supervise(work: Work, case_id: UUID, form: ReviewForm) -> None:
    """Record the look of whoever supervises the counsellor of this case."""
    case = _load(work, case_id)
    supervised = Case.id == case.id, Case.id.in_(team_cases(work.actor.ties.supervises))
    if work.db.scalars(select(Case.id).where(*supervised)).first() is None:
        raise NotFound()
    _entry(work, case, SafetyKind.REVIEW, "", form.advice)


def _entry(work: Work, case: Case, kind: SafetyKind, way: str, text: str) -> None:
    row = SafetyEntry(
        case_id=case.id, student_id=case.student_id, kind=kind.value, way=way, at=work.now
    )  # fmt: skip
    row.text = text
    work.db.add(row)


def _load(work: Work, case_id: UUID) -> Case:
    case = work.find(Case, case_id)
    work.about(case)
    return case
