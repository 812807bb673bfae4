"""A payment: its payer says that it is paid, and it counts once whoever receives it confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_payments import open_payment, own_parts, receive, require_open
from wellbeing.incident_sides import with_account
from wellbeing.labels import REACHING
from wellbeing.models import Incident, RepairItem
from wellbeing.policy import May

OWN_LOGIN = "own_login"
TOLD_BY = (("in_person", N_("In person")), *REACHING)
THEIRS = N_("They have an account here: they confirm it themselves. Please remind them.")


@dataclass(frozen=True, slots=True)
class PaidForm:
    """How and when a part was paid."""

    proof: str = ask(
        N_("How and when did you pay?"), limit=200, hint=N_("A transfer, in cash, to whom.")
    )


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """How and when one's own side received it."""

    proof: str = ask(N_("How and when did you receive it?"), limit=200)


@dataclass(frozen=True, slots=True)
class ToldReceivedForm:
    """By which way those who received it said so, and what."""

    way: str = ask(N_("How did those who receive it tell you?"), Kind.CHOICE, options=TOLD_BY)
    proof: str = ask(N_("What did they say, and when?"), limit=200)


@use_case(may=May.SIGN_REPAIR)
def report_paid(work: Work, item_id: UUID, form: PaidForm) -> None:
    """Say as a guardian that one's own side has paid; it stays open until it is confirmed."""
    item, incident = open_payment(work, item_id)
    if item.person_id not in own_parts(work, incident):
        raise NotFound()
    require_open(item)
    item.proof = form.proof


@use_case(may=May.SIGN_REPAIR)
def confirm_received(work: Work, item_id: UUID, form: ReceivedForm) -> None:
    """Confirm as a guardian of the side that receives a payment that it has come."""
    item, incident = open_payment(work, item_id)
    if item.payee_id not in own_parts(work, incident):
        raise NotFound()
    _received(work, item, incident, OWN_LOGIN, form.proof)


@use_case(may=May.RUN_INCIDENTS)
def record_received(work: Work, item_id: UUID, form: ToldReceivedForm) -> None:
    """Record what those who receive a payment said of it, where they have no account here."""
    item, incident = open_payment(work, item_id)
    if item.payee_id in with_account(work, incident):
        raise InvalidTransition(THEIRS)
    _received(work, item, incident, form.way, form.proof)


def _received(work: Work, item: RepairItem, incident: Incident, route: str, said: str) -> None:
    paid = "" if item.proof.empty else item.proof.reveal()
    receive(work, item, incident, route)
    item.proof = " · ".join(one for one in (paid, said) if one)
