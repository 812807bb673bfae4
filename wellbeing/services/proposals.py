"""What waits for a second person: see it, confirm it, or say no."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_type_hints
from uuid import UUID

from sqlalchemy import select

from wellbeing import services
from wellbeing.errors import NotFound
from wellbeing.forms import questions
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, Organisation, Proposal, Student, User
from wellbeing.policy import May
from wellbeing.two_people import RULED, OwnProposal, carry_out, settle


def _meet_all_rules() -> None:
    """Import every use case once: a rule is known when its module is."""
    for found in walk_packages(services.__path__, f"{services.__name__}."):
        import_module(found.name)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One act that waits: what, about whom or what, by whom, until when."""

    id: UUID
    words: str
    details: tuple[tuple[str, str], ...]
    proposed_by: str
    mine: bool
    proposed_at: datetime
    ends_at: datetime


@use_case(may=May.CONFIRM, access=Access.READ)
def proposals(work: Work) -> tuple[ProposalView, ...]:
    """Return what waits for a second person with a right that the actor has, the oldest first."""
    _meet_all_rules()
    p = Proposal
    query = select(p).where(p.outcome == "", p.ends_at > work.now).order_by(p.proposed_at)
    rows = work.db.scalars(query).all()
    work.require_sound(rows)
    names = {one: work.find(User, one).name.reveal() for one in {r.proposed_by for r in rows}}
    return tuple(
        ProposalView(
            row.id, RULED[row.act].rule.words, tuple(_details(work, row)), names[row.proposed_by],
            row.proposed_by == work.actor.user_id, row.proposed_at, row.ends_at,
        )
        for row in rows
        if row.act in RULED
    )  # fmt: skip


@use_case(may=May.CONFIRM, fresh_factor=True)
def confirm(work: Work, proposal_id: UUID) -> Any:
    """Do what another person proposed, exactly as they proposed it, once and in time."""
    _meet_all_rules()
    row = _waiting(work, proposal_id)
    if row.proposed_by == work.actor.user_id:
        raise OwnProposal()
    work.require_sound([row])
    result = carry_out(work, row)
    work.detail = f"act={row.act} proposal={row.id}"
    return result


@use_case(may=May.CONFIRM)
def decline(work: Work, proposal_id: UUID) -> None:
    """Say no to a proposal, or take one's own back."""
    row = _waiting(work, proposal_id)
    settle(work, row, "declined")
    work.about(row, detail=f"act={row.act}")


def _waiting(work: Work, proposal_id: UUID) -> Proposal:
    row = work.find(Proposal, proposal_id)
    if row.outcome or row.ends_at <= work.now or not work.actor.may(May(row.may)):
        raise NotFound()
    return row


def _details(work: Work, row: Proposal) -> Iterator[tuple[str, str]]:
    """Yield what was proposed in the words of its form, with names instead of ids."""
    hints = get_type_hints(RULED[row.act].body)
    for name, value in row.arguments.reveal().items():
        if dataclasses.is_dataclass(hints[name]):
            yield from _answers(work, hints[name], value)
        else:
            yield "", _shown(work, value)


def _answers(work: Work, form: Any, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, question in questions(form).items():
        words = dict(question.options).get(str(value.get(field)), "")
        shown = words or _shown(work, value.get(field))
        if shown:
            yield question.label, shown


def _shown(work: Work, value: Any) -> str:
    """Return a value as people know it: somebody's name for an id that the actor may know."""
    try:
        key = UUID(str(value))
    except ValueError:
        return "" if value is None else str(value)
    for model in (User, Student, Case, Organisation):
        found: Any = work.db.get(model, key)
        if isinstance(found, User | Student):
            return str(found.name.reveal())
        if found is not None:
            return str(getattr(found, "number", "") or found.name)
    return str(value)
