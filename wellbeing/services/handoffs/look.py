"""See what was handed over: the lists of both sides, and one with its words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing import basis
from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.handing.acts import sharing_of, sides
from wellbeing.handing.lines import HandoffRow, has_partners, lines_of
from wellbeing.handing.share import unpacked
from wellbeing.handoff_flow import HANDOFF, SIDES, HandoffAction, Side
from wellbeing.models import (
    Handoff,
    HandoffEntry,
    HandoffLink,
    HandoffShare,
    Organisation,
    Transition,
)
from wellbeing.policy import May
from wellbeing.services.handoffs.views import Entry, HandoffView, Piece

_MOST = 100


@use_case(may=May.SEE_HANDOFFS, access=Access.READ)
def handoffs(work: Work, case_id: UUID | None = None) -> tuple[HandoffRow, ...]:
    """Return what was handed over, of one case or of all that the actor may know.

    What is open comes first, the oldest clock at the top; what is finished comes last.
    """
    query = select(Handoff).order_by(Handoff.since.desc()).limit(_MOST)
    if case_id is not None:
        query = query.where(Handoff.case_id == case_id)
    rows = work.db.scalars(query).all()
    work.require_sound(rows)
    found = lines_of(work, rows)
    return tuple(sorted(found, key=lambda one: (one.due_at is None, one.due_at and
                                                one.due_at.timestamp())))  # fmt: skip


@use_case(may=May.SEE_HANDOFFS, access=Access.READ)
def open_handoff(work: Work, handoff_id: UUID) -> HandoffView:
    """Return one handing over as this side may see it now; a stranger's is NotFound."""
    row = work.find(Handoff, handoff_id)
    work.require_sound([row])
    place = work.find(Organisation, row.place_id)
    stand = sides(work, row)
    side = Side.SENDER if Side.SENDER in stand else Side.RECEIVER
    line = lines_of(work, [row])[0]
    rests = basis.standing(work, sharing_of(row))
    later = select(Handoff.id).where(Handoff.replaces_id == row.id)
    return HandoffView(
        row=line, rev=row.rev, side=side.value, place_kind=place.kind,
        inside=has_partners(work, row.place_id), needed_by=row.needed_by,
        requested_at=row.requested_at, opened_at=row.opened_at, hold_until=row.hold_until,
        basis=row.basis, shared=tuple(one for one in row.shared.split(",") if one),
        grounded=rests.stands, why_not=rests.why,
        pieces=_pieces(work, row.id) if rests.stands or side is Side.SENDER else (),
        entries=_entries(work, row.id),
        history=_history(work, row.id),
        actions=frozenset(
            a.value for a in map(HandoffAction, HANDOFF.actions(line.state)) if SIDES[a] in stand
        ),
        link_ends_at=_link_end(work, row.id),
        replaced_by=work.db.scalars(later).first(),
    )  # fmt: skip


def _pieces(work: Work, handoff_id: UUID) -> tuple[Piece, ...]:
    query = select(HandoffShare).where(HandoffShare.handoff_id == handoff_id)
    rows = work.db.scalars(query).all()
    found = [
        Piece(row.field, row.kind, unpacked(cell))
        for row, cell in zip(rows, reveal_many(rows, "content"), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.kind != "summary", one.field)))


def _entries(work: Work, handoff_id: UUID) -> tuple[Entry, ...]:
    mine = HandoffEntry.handoff_id == handoff_id
    rows = work.db.scalars(select(HandoffEntry).where(mine).order_by(HandoffEntry.at)).all()
    texts, names = reveal_many(rows, "text"), reveal_many(rows, "signed")
    return tuple(
        Entry(row.at, row.side, row.kind, row.code, row.on, name or "", text or "")
        for row, text, name in zip(rows, texts, names, strict=True)
    )


def _history(work: Work, handoff_id: UUID) -> tuple[tuple[datetime, str, str], ...]:
    own = Transition.machine == HANDOFF.name, Transition.object_id == handoff_id
    rows = work.db.scalars(select(Transition).where(*own).order_by(Transition.at))
    return tuple((one.at, one.action, SIDES[HandoffAction(one.action)].value) for one in rows)


def _link_end(work: Work, handoff_id: UUID) -> datetime | None:
    live = HandoffLink.handoff_id == handoff_id, HandoffLink.ended_at.is_(None)
    query = select(HandoffLink.ends_at).where(*live, HandoffLink.ends_at > work.now)
    return work.db.scalars(query).first()
