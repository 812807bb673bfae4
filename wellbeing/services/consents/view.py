"""The consents of a case as the reader may see them, each with everything said to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.gate import Access, Work, use_case
from wellbeing.grounds import BasisKind
from wellbeing.models import BasisAnswer, Case, Guardian, LawfulBasis
from wellbeing.names import user_names
from wellbeing.policy import May, Role
from wellbeing.site_acts import DECIDES


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: when, what, by which way, taken by whom, in their words."""

    at: datetime
    answer: str
    route: str
    taken_by: str
    words: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One consent or duty, for one purpose and one recipient."""

    id: UUID
    purpose: str
    recipient: str
    recipient_id: UUID | None
    fields: tuple[str, ...]
    kind: str
    guardian: str
    state: str
    at: datetime
    inform_by: datetime | None
    informed_at: datetime | None
    why: str
    mine: bool
    history: tuple[Said, ...]


@use_case(may=May.SEE_PLAN, access=Access.READ)
def consents(work: Work, case_id: UUID) -> tuple[ConsentView, ...]:
    """Return what sharing rests on in a case; a guardian gets their own, staff all of it."""
    case = work.find(Case, case_id)
    query = select(LawfulBasis).where(LawfulBasis.case_id == case.id).order_by(LawfulBasis.at)
    rows = work.db.scalars(query).all()
    work.require_sound(rows)
    said = _history(work, case.id)
    asked = select(Guardian).where(Guardian.student_id == case.student_id)
    guardians = {one.id: one for one in work.db.scalars(asked)}
    me = [g for g in guardians.values() if g.user_id == work.actor.user_id]
    decides = any(one.standing in DECIDES for one in me)
    whys = [""] * len(rows) if work.actor.has(Role.PARENT) else reveal_many(rows, "why")
    whom = reveal_many(rows, "recipient")
    return tuple(
        ConsentView(
            id=row.id, purpose=row.purpose, recipient=name or "", recipient_id=row.recipient_id,
            fields=tuple(row.fields.split(",")), kind=row.kind,
            guardian=_name(guardians, row.guardian_id), state=row.state, at=row.at,
            inform_by=row.inform_by, informed_at=row.informed_at, why=why or "",
            mine=decides and row.kind == BasisKind.GUARDIAN_CONSENT
            and row.guardian_id in {None, *(one.id for one in me)},
            history=tuple(said[row.id]),
        )
        for row, name, why in zip(rows, whom, whys, strict=True)
    )  # fmt: skip


def _history(work: Work, case_id: UUID) -> dict[UUID, list[Said]]:
    query = select(BasisAnswer).where(BasisAnswer.case_id == case_id).order_by(BasisAnswer.at)
    rows = work.db.scalars(query).all()
    names = user_names(work, {row.taken_by for row in rows})
    found: dict[UUID, list[Said]] = defaultdict(list)
    for row, words in zip(rows, reveal_many(rows, "words"), strict=True):
        taken_by = names.get(row.taken_by, "")
        found[row.basis_id].append(Said(row.at, row.answer, row.route, taken_by, words or ""))
    return found


def _name(guardians: dict[UUID, Guardian], guardian_id: UUID | None) -> str:
    one = guardians.get(guardian_id) if guardian_id else None
    return one.name.reveal() or "" if one else ""
