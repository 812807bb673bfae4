"""What every act on a handing over shares: which side acts, the step, and the words to it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from wellbeing.errors import Forbidden
from wellbeing.grounds import Purpose, Sharing
from wellbeing.handoff_flow import HANDOFF, SIDES, HandoffAction, HandoffState, Side, state_at
from wellbeing.models import Case, Handoff, HandoffEntry, User
from wellbeing.policy import May, Role
from wellbeing.site_acts import lapse_handoff
from wellbeing.work import Work


def load(work: Work, handoff_id: UUID) -> Handoff:
    """Return a handing over of the actor's side; a request that ran out is written as lapsed."""
    row = work.find(Handoff, handoff_id)
    work.require_sound([row])
    work.about(row)
    stands = state_at(row.state, row.answer_due_at, work.now)
    if stands is HandoffState.LAPSED and row.state == HandoffState.REQUESTED:
        lapse_handoff(work, row.id)
        work.db.refresh(row)
    return row


def sides(work: Work, row: Handoff) -> frozenset[Side]:
    """Return on which side the actor stands: of the case, of the receiving place, or the link."""
    found = set()
    if work.actor.may(May.HAND_OVER) and work.db.get(Case, row.case_id) is not None:
        found.add(Side.SENDER)
    partner = work.actor.has(Role.PARTNER) and row.place_id in work.actor.organisation_ids
    if partner or work.actor.has(Role.GUEST):
        found.add(Side.RECEIVER)
    return frozenset(found)


def sharing_of(row: Handoff) -> Sharing:
    """Return what must rest on a basis: this place, the request and the fields beside it."""
    fields = frozenset({"reason", *(one for one in row.shared.split(",") if one)})
    return Sharing(row.case_id, row.student_id, Purpose.HANDOFF, row.place_id, fields)


def take(work: Work, row: Handoff, action: HandoffAction, *facts: str) -> None:
    """Take one step; of another side it is Forbidden, at another time InvalidTransition."""
    if SIDES[action] not in sides(work, row):
        raise Forbidden()
    work.transition(row, HANDOFF, action, *facts)
    row.since = work.now


def say(
    work: Work, row: Handoff, action: HandoffAction, text: str, *,
    code: str = "", on: date | None = None, signed: str = "",
) -> None:  # fmt: skip
    """Keep what one side said with a step, under its name."""
    entry = HandoffEntry(
        handoff_id=row.id, case_id=row.case_id, student_id=row.student_id,
        author_id=work.actor.user_id, side=SIDES[action].value, kind=action.value, code=code,
        at=work.now, on=on,
    )  # fmt: skip
    entry.text, entry.signed = text, signed or own_name(work)
    work.db.add(entry)


def own_name(work: Work) -> str:
    """Return the actor's name; "" for somebody who came by a link."""
    me = work.db.get(User, work.actor.user_id)
    return me.name.reveal() if me is not None else ""
