"""The agreement: who does what by when, signed on screen by everybody whom it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_agreement import anybody_signed, promise_look
from wellbeing.incident_facts import items_of
from wellbeing.incident_flow import (
    CHECK,
    INCIDENT,
    PAYMENT,
    PROMISE,
    IncidentAction,
    IncidentState,
)
from wellbeing.incident_proofs import proofs_of
from wellbeing.incident_sides import SIDES, law_of, people, unsigned
from wellbeing.models import Incident, IncidentPerson, PartRole, RepairItem, RepairSignature
from wellbeing.policy import May
from wellbeing.services.incidents.record import amount_of
from wellbeing.workflow import TaskState

_GIVEN_UP = (TaskState.NOT_POSSIBLE, TaskState.CANCELLED)
NOT_MET = N_("First the two sides talk; then they agree on something.")


@dataclass(frozen=True, slots=True)
class PromiseForm:
    """One promise."""

    what: str = ask(N_("What is promised?"), limit=200,
                    hint=N_("Both sides read this: no names, please."))  # fmt: skip
    person_id: UUID | None = ask(N_("Who promises it?"), Kind.RECORD)
    due_on: date | None = ask(N_("By when?"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """One part of the compensation."""

    amount: str = ask(N_("Amount"), limit=12)
    person_id: UUID | None = ask(N_("Who pays?"), Kind.RECORD)
    due_on: date | None = ask(N_("By when?"), Kind.DATE)
    payee_id: UUID | None = offer(
        N_("Who receives it?"), Kind.RECORD, hint=N_("Empty means: the one person affected.")
    )


@dataclass(frozen=True, slots=True)
class SignForm:
    """A signature on this screen."""

    person_id: UUID | None = ask(N_("For which side?"), Kind.RECORD)
    signer: str = ask(
        N_("Who signs?"), Kind.CHOICE,
        options=(("self", N_("The person")), ("guardian", N_("A guardian"))),
    )  # fmt: skip
    name: str = ask(N_("Type your full name to sign"), limit=60)


@dataclass(frozen=True, slots=True)
class OwnSignForm:
    """A guardian's signature by their own sign-in."""

    name: str = ask(N_("Type your full name to sign"), limit=60)


@use_case(may=May.RUN_INCIDENTS)
def add_promise(work: Work, incident_id: UUID, form: PromiseForm) -> UUID:
    """Add a promise after the two sides have talked."""
    incident = work.find(Incident, incident_id)
    if incident.state != IncidentState.MET:
        raise InvalidTransition(NOT_MET)
    _require_unsigned(work, incident, N_("This is signed already. Nothing is added any more."))
    return _add(work, incident, PROMISE, form, form.what, 0).id


@use_case(may=May.RUN_INCIDENTS)
def add_payment(work: Work, incident_id: UUID, form: PaymentForm) -> UUID:
    """Add a part of the compensation; all parts together are never more than the damage."""
    incident = work.find(Incident, incident_id)
    if incident.state in (IncidentState.CLOSED, IncidentState.FULFILLED):
        raise InvalidTransition()
    _require_unsigned(work, incident, N_("This is signed already. Nothing is added any more."))
    owed = [one for one in items_of(work, [incident.id]) if one.state not in _GIVEN_UP]
    amount, known = amount_of(form.amount), sum(one.amount for one in owed)
    if not amount:
        raise InvalidForm({"amount": Problem(N_("Please type an amount like 2600 or 2600.50."))})
    if incident.amount and known + amount > incident.amount:
        too_much = N_("This would be more than the damage. Please check the amounts.")
        raise InvalidForm({"amount": Problem(too_much)})
    payee = _payee(work, incident, form)
    made = _add(work, incident, PAYMENT, form, "", amount)
    made.payee_id = payee
    return made.id


def _payee(work: Work, incident: Incident, form: PaymentForm) -> UUID | None:
    """Return which side receives it: the one that is named, else the only one affected."""
    query = select(IncidentPerson.id).where(
        IncidentPerson.incident_id == incident.id, IncidentPerson.role == PartRole.AFFECTED
    )
    affected = set(work.db.scalars(query))
    if form.payee_id is not None and form.payee_id not in affected:
        raise InvalidForm({"payee_id": Problem(N_("Please choose somebody who was affected."))})
    if form.payee_id is None and len(affected) > 1:
        raise InvalidForm({"payee_id": Problem(N_("Several are affected: please choose one."))})
    return form.payee_id or next(iter(affected), None)


def _add(
    work: Work, incident: Incident, kind: str, form: PromiseForm | PaymentForm, what: str,
    amount: int,
) -> RepairItem:  # fmt: skip
    person = work.find(IncidentPerson, form.person_id)
    if person.incident_id != incident.id:
        raise NotFound()
    item = RepairItem(
        incident_id=incident.id, kind=kind, person_id=person.id, amount=amount, made_at=work.now,
        due_on=form.due_on or work.today, state=TaskState.OPEN.value,
    )  # fmt: skip
    item.what = what
    work.db.add(item)
    work.about(incident)
    return item


@use_case(may=May.RUN_INCIDENTS)
def remove_item(work: Work, item_id: UUID) -> None:
    """Take a promise or a payment out again, as long as nobody has signed."""
    item = work.find(RepairItem, item_id)
    incident = work.find(Incident, item.incident_id)
    if item.kind == CHECK:
        raise NotFound()
    _require_unsigned(work, incident, N_("This is signed already. Nothing is taken out any more."))
    for one in proofs_of(work, [item.id]).get(item.id, ()):
        work.db.delete(one)
    work.db.flush()
    work.db.delete(item)
    work.about(incident)


def _require_unsigned(work: Work, incident: Incident, message: str) -> None:
    """Raise InvalidTransition where somebody has signed: what they signed does not change."""
    if anybody_signed(work, incident):
        raise InvalidTransition(message)


@use_case(may=May.RUN_INCIDENTS)
def sign_here(work: Work, incident_id: UUID, form: SignForm) -> None:
    """Take a signature on this screen; with the last one that is needed, it is agreed."""
    incident = work.find(Incident, incident_id)
    person = work.find(IncidentPerson, form.person_id)
    if person.incident_id != incident.id or person.role not in SIDES:
        raise NotFound()
    _sign(work, incident, person.id, form.signer, form.name, "on_screen")


@use_case(may=May.SIGN_REPAIR)
def sign_as_guardian(work: Work, incident_id: UUID, form: OwnSignForm) -> None:
    """Sign for one's own child's side by one's own sign-in."""
    incident = work.find(Incident, incident_id)
    own = [one.row for one in people(work, incident) if one.row.role in SIDES]
    if not own:
        raise InvalidTransition(N_("Your child has no side in this."))
    _sign(work, incident, own[0].id, "guardian", form.name, "own_login")


def _sign(
    work: Work, incident: Incident, person_id: UUID, signer: str, name: str, route: str
) -> None:
    promised = [one for one in items_of(work, [incident.id]) if one.kind == PROMISE]
    if incident.state != IncidentState.MET or not promised:
        raise InvalidTransition(N_("There is nothing to sign yet."))
    query = select(RepairSignature).where(RepairSignature.person_id == person_id)
    mine = [one for one in work.db.scalars(query) if one.taken_by == work.actor.user_id]
    if route == "own_login" and mine:
        raise InvalidTransition(N_("You have signed already."))
    row = RepairSignature(
        incident_id=incident.id, person_id=person_id, signer=signer, route=route, at=work.now
    )
    row.name = name
    work.db.add(row)
    work.db.flush()
    work.about(incident)
    if not unsigned(work, incident):
        _agree(work, incident)


def _agree(work: Work, incident: Incident) -> None:
    """Put the agreement in force, and promise to look at it on the days of the rule pack."""
    work.transition(incident, INCIDENT, IncidentAction.AGREE, "promise", "signatures")
    incident.agreed_at = work.now
    for check in law_of(work, incident).all("checks"):
        promise_look(work, incident, work.today + timedelta(days=check.numbers["days"]))
