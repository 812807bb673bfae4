"""Open an incident as whoever runs it, or as a family; list them; one line for the case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import reveal_many
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.incident_answers import answers_of, own_measures, rules_of
from wellbeing.incident_facts import incident_steps_of, items_of
from wellbeing.incident_flow import PAYMENT, IncidentState
from wellbeing.incident_proofs import objection_ends, proof_from, proofs_of
from wellbeing.incident_sides import (
    GRAVE,
    SIDES,
    Side,
    law_of,
    people,
    says_penalty,
    unsigned,
    with_account,
)
from wellbeing.models import (
    Case,
    Incident,
    IncidentPerson,
    PartRole,
    PaymentProof,
    RepairItem,
    RepairSignature,
)
from wellbeing.names import student_names, user_names
from wellbeing.policy import May
from wellbeing.rules import mediation_bar, meeting_bar
from wellbeing.rules.law import Law
from wellbeing.services.incidents.views import (
    FamilyIncident,
    IncidentLine,
    IncidentRow,
    IncidentView,
    ItemView,
    PersonView,
    ProofView,
    SignatureView,
)
from wellbeing.workflow import TaskState

_STOPPABLE = (
    IncidentState.PROPOSED, IncidentState.PREPARING, IncidentState.READY, IncidentState.MET,
)  # fmt: skip


@use_case(may=May.RUN_INCIDENTS, access=Access.READ)
def incidents(work: Work) -> tuple[IncidentRow, ...]:
    """Return the incidents that the actor runs, the newest first; sealed ones are not listed."""
    query = select(Incident).where(~Incident.is_sealed)
    rows = work.db.scalars(query.order_by(Incident.happened_at.desc()).limit(200)).all()
    steps = incident_steps_of(work, rows)
    who = _responsible(work, [row.id for row in rows])
    return tuple(
        IncidentRow(
            row.id, row.number, row.state, row.deed, row.happened_at, who.get(row.id, ""),
            steps[row.id],
        )
        for row in rows
    )  # fmt: skip


def _responsible(work: Work, ids: Sequence[UUID]) -> dict[UUID, str]:
    part = IncidentPerson.role == PartRole.RESPONSIBLE
    rows = work.db.scalars(select(IncidentPerson).where(IncidentPerson.incident_id.in_(ids), part))
    found = list(rows)
    known = student_names(work, {row.student_id for row in found if row.student_id})
    typed = reveal_many(found, "name")
    return {
        row.incident_id: (known.get(row.student_id, "") if row.student_id else name or "")
        for row, name in zip(found, typed, strict=True)
    }


@use_case(may=May.RUN_INCIDENTS, access=Access.READ)
def open_incident(work: Work, incident_id: UUID) -> IncidentView:
    """Return an incident with what the law of its day allows at the age on that day."""
    row = work.find(Incident, incident_id)
    law, sides = law_of(work, row), people(work, row)
    answers = answers_of(work, row, sides)
    parts = {side.row.id: side for side in sides}
    return IncidentView(
        id=row.id, number=row.number, state=row.state, deed=row.deed,
        happened_at=row.happened_at, place=_text(row.place), what=_text(row.what),
        damage=_text(row.damage), amount=row.amount,
        police_reference=_text(row.police_reference),
        circumstances=tuple(one for one in row.circumstances if one != GRAVE),
        grave=GRAVE in row.circumstances, answers=answers,
        together=() if any(one.code for one in answers) else rules_of(law, row.measures),
        sealing=law.all("sealing"), offered_on=law.day,
        codes=tuple(one.key for one in law.all("behaviour")),
        penalty_words=says_penalty(law, sides), barred=meeting_bar(law, row.deed),
        no_mediation=mediation_bar(law, row.deed, row.circumstances),
        people=_people(work, row, sides),
        items=_items(work, items_of(work, [row.id]), parts, with_account(work, row)),
        signatures=_signatures(work, row, parts), way=row.way, meeting_at=row.meeting_at,
        met_at=row.met_at, agreed_at=row.agreed_at, closed_at=row.closed_at,
        is_sealed=row.is_sealed, talk=dict(row.talk.reveal() or {}), ending=_text(row.ending),
        led_by=user_names(work, {row.recorded_by}).get(row.recorded_by, ""),
        steps=incident_steps_of(work, [row])[row.id], path=_path(row),
    )  # fmt: skip


def _text(sealed: Any) -> str:
    return sealed.reveal() or ""


def _people(work: Work, row: Incident, sides: Sequence[Side]) -> tuple[PersonView, ...]:
    missing = unsigned(work, row) if row.state == IncidentState.MET else frozenset()
    return tuple(
        PersonView(
            s.row.id, s.row.role, s.name, s.age, s.row.student_id, s.row.wants,
            s.row.prepared_at, _text(s.row.contact), _text(s.row.preparation),
            _text(s.row.for_family),
            tuple(signer for signer in s.signers if (s.row.id, signer) in missing),
        )
        for s in sides
    )  # fmt: skip


def _items(
    work: Work,
    rows: Sequence[RepairItem],
    parts: dict[UUID, Side],
    here: Collection[UUID] = (),
) -> tuple[ItemView, ...]:
    whats, proofs = reveal_many(rows, "what"), reveal_many(rows, "proof")
    seen = proofs_of(work, {row.id for row in rows if row.kind == PAYMENT})
    found = []
    for row, what, proof in zip(rows, whats, proofs, strict=True):
        side = parts.get(row.person_id) if row.person_id else None
        payee = parts.get(row.payee_id) if row.payee_id else None
        late, mine = row.state == TaskState.OPEN and row.due_on < work.today, seen.get(row.id, ())
        since = proof_from(work, row, mine) if row.payee_id in here else None
        found.append(
            ItemView(
                row.id, row.kind, what or "", side.row.role if side else "",
                side.name if side else "", row.amount, row.due_on, row.state, row.done_at,
                proof or "", late, payee.name if payee else "", payee.row.role if payee else "",
                row.payee_id in here, row.received_route,
                tuple(_seen(work, one) for one in mine), since,
                since is not None and since <= work.today,
            )
        )  # fmt: skip
    return tuple(found)


def _seen(work: Work, row: PaymentProof) -> ProofView:
    until = objection_ends(work.runtime.pack, row)
    reads = work.actor.may(May.RUN_INCIDENTS)  # what was seen names the side that pays
    return ProofView(
        row.recorded_at, (row.seen.reveal() or "") if reads else "", until, work.now > until,
        row.objected_at, row.objection.reveal() or "",
    )  # fmt: skip


def _signatures(work: Work, row: Incident, parts: dict[UUID, Side]) -> tuple[SignatureView, ...]:
    query = select(RepairSignature).where(RepairSignature.incident_id == row.id)
    rows = work.db.scalars(query.order_by(RepairSignature.at)).all()
    return tuple(
        SignatureView(_text(one.name), parts[one.person_id].row.role, one.signer, one.route, one.at)
        for one in rows
        if one.person_id in parts
    )


_PATH = (
    IncidentState.PROPOSED, IncidentState.PREPARING, IncidentState.READY, IncidentState.MET,
    IncidentState.AGREED, IncidentState.FULFILLED, IncidentState.CLOSED,
)  # fmt: skip
_PLACE = {IncidentState.PARTLY: 5, IncidentState.BROKEN: 5, IncidentState.STOPPED: 0}


def _path(row: Incident) -> tuple[tuple[str, str], ...]:
    state = IncidentState(row.state)
    place = _PLACE.get(state, _PATH.index(state) if state in _PATH else 0)
    done = state == IncidentState.CLOSED
    return tuple(
        (one.value, "done" if n < place or done else "now" if n == place else "later")
        for n, one in enumerate(_PATH)
    )


@use_case(may=May.SIGN_REPAIR, access=Access.READ)
def family_incident(work: Work, incident_id: UUID) -> FamilyIncident:
    """Return what a family may read of its own child's part."""
    row = work.find(Incident, incident_id)
    sides = people(work, row)
    if not sides:
        raise NotFound()
    law: Law = law_of(work, row)
    own, parts = sides[0], {side.row.id: side for side in sides}
    signed = _signatures(work, row, parts)
    items = _items(work, items_of(work, [row.id]), parts)
    all_of_it = row.met_at or own.row.role == PartRole.RESPONSIBLE
    shown = items if all_of_it else tuple(one for one in items if one.payee)
    mine = select(RepairSignature).where(RepairSignature.incident_id == row.id)
    done = any(one.taken_by == work.actor.user_id for one in work.db.scalars(mine))
    on_a_side = own.row.role in SIDES
    promised = any(one.kind == "promise" for one in items)
    return FamilyIncident(
        id=row.id, state=row.state, role=own.row.role, child=own.name,
        penalty_words=says_penalty(law, sides),
        happened_at=row.happened_at, for_family=_text(own.row.for_family),
        measures=own_measures(work, row, sides), way=row.way,
        meeting_at=row.meeting_at, wants=own.row.wants, items=shown, agreed_at=row.agreed_at,
        may_sign=row.state == IncidentState.MET and on_a_side and promised and not done,
        signed=signed, may_stop=row.state in _STOPPABLE and on_a_side,
    )  # fmt: skip


@use_case(may=May.SEE_CASE, access=Access.READ)
def incidents_of_case(work: Work, case_id: UUID) -> tuple[IncidentLine, ...]:
    """Return how far the incidents of a case's young person are, as far as the actor may know."""
    case = work.find(Case, case_id)
    part = select(IncidentPerson.incident_id).where(IncidentPerson.student_id == case.student_id)
    rows = work.db.scalars(
        select(Incident).where(Incident.id.in_(part)).order_by(Incident.happened_at)
    ).all()
    items = [one for one in items_of(work, [row.id for row in rows]) if one.kind != "check"]
    return tuple(_line(row, [one for one in items if one.incident_id == row.id]) for row in rows)


def _line(row: Incident, items: Sequence[RepairItem]) -> IncidentLine:
    kept = sum(one.state == TaskState.DONE for one in items)
    return IncidentLine(
        row.id, row.number, row.state, row.meeting_at, row.agreed_at, kept, len(items)
    )
