"""What a family may know of a handing over, where they were asked or told: place and one word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.gate import Access, Work, use_case
from wellbeing.grounds import Purpose
from wellbeing.handing.outside import newest_at
from wellbeing.handoff_flow import HandoffState, state_at
from wellbeing.models import Case, LawfulBasis, Organisation
from wellbeing.policy import May
from wellbeing.quiet import quiet_since
from wellbeing.safety_flow import BasisState

_S = HandoffState
_WORDS: Mapping[HandoffState, str] = {
    **dict.fromkeys((_S.REQUESTED, _S.NEEDS_INFO), "asked"),
    **dict.fromkeys((_S.ACCEPTED, _S.IN_PROGRESS, _S.ON_HOLD), "helping"),
    **dict.fromkeys((_S.DECLINED, _S.LAPSED, _S.CANCEL_ASKED, _S.CANCELLED), "not_there"),
    **dict.fromkeys((_S.COMPLETED, _S.FAILED, _S.LOOPED), "over"),
}


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of which a guardian knows, and how it stands: asked, helping, not_there, over."""

    place: str
    word: str


@use_case(may=May.GIVE_CONSENT, access=Access.READ)
def known_to_family(work: Work, case_id: UUID) -> tuple[KnownPlace, ...]:
    """Return the places that help or were asked, as far as the guardian was asked or told of them.

    What rests on a duty is known to them only once they were told of it, and to one who is not
    to be told of harm not even then; what the place said is never shown here.
    """
    case = work.find(Case, case_id)
    about = LawfulBasis.case_id == case.id, LawfulBasis.purpose == Purpose.HANDOFF.value
    rows = work.db.scalars(select(LawfulBasis).where(*about).order_by(LawfulBasis.at)).all()
    work.require_sound(rows)
    agreed = {one.recipient_id for one in rows if one.state == BasisState.AGREED}
    told = {one.id for one in rows if one.state == BasisState.NAMED}
    sent = newest_at(work, case.id, agreed, told, quiet_since(work, case.student_id))
    names = select(Organisation).where(Organisation.id.in_(sent))
    places = {one.id: one.name for one in work.db.scalars(names)}
    words = {
        place: _WORDS.get(state_at(row.state, row.answer_due_at, work.now))
        for place, row in sent.items()
    }
    return tuple(
        KnownPlace(name, word) for place, name in places.items() if (word := words.get(place))
    )
