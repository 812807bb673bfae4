"""What the guide knows about incidents, read in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from wellbeing.guide import Step
from wellbeing.incident_flow import PAYMENT, UNFULFILLED, IncidentState
from wellbeing.incident_proofs import proofs_of
from wellbeing.models import Incident, IncidentPerson, PartRole, RepairItem, RepairSignature
from wellbeing.policy import Role
from wellbeing.steps.incident import IncidentFacts, ItemFact, incident_steps
from wellbeing.work import Work
from wellbeing.workflow import TaskState

_SIDES = (PartRole.RESPONSIBLE, PartRole.AFFECTED)


def items_of(work: Work, ids: Collection[UUID]) -> list[RepairItem]:
    """Return the promises, payments and looks of incidents, the earliest day first."""
    query = select(RepairItem).where(RepairItem.incident_id.in_(ids))
    return list(work.db.scalars(query.order_by(RepairItem.due_on, RepairItem.made_at)))


def unfulfilled(work: Work, student_id: UUID) -> bool:
    """Tell whether an agreement in which a young person has a side is not fulfilled yet."""
    sides = IncidentPerson.student_id == student_id, IncidentPerson.role.in_(_SIDES)
    part = select(IncidentPerson.incident_id).where(*sides)
    query = select(Incident.id).where(Incident.id.in_(part), Incident.state.in_(UNFULFILLED))
    return work.db.scalars(query.limit(1)).first() is not None


def open_incident_steps(work: Work) -> tuple[tuple[Incident, tuple[Step, ...]], ...]:
    """Return every incident that waits for something, as far as the actor may know it."""
    query = select(Incident).where(Incident.state != IncidentState.CLOSED)
    rows = work.db.scalars(query.order_by(Incident.recorded_at)).all()
    steps = incident_steps_of(work, rows)
    return tuple((one, steps[one.id]) for one in rows)


def incident_steps_of(work: Work, incidents: Sequence[Incident]) -> dict[UUID, tuple[Step, ...]]:
    """Return what is next in each of these incidents."""
    pack, now = work.runtime.pack, work.now
    return {one.id: incident_steps(one, pack, now) for one in _facts(work, incidents)}


def _facts(work: Work, incidents: Sequence[Incident]) -> list[IncidentFacts]:
    ids = [one.id for one in incidents]
    if not ids:
        return []
    people: dict[UUID, list[IncidentPerson]] = defaultdict(list)
    query = select(IncidentPerson).where(IncidentPerson.incident_id.in_(ids))
    for row in work.db.scalars(query):
        people[row.incident_id].append(row)
    items: dict[UUID, list[ItemFact]] = defaultdict(list)
    me = work.actor.user_id if work.actor.has(Role.PARENT) else None
    mine = {row.id for rows in people.values() for row in rows} if me else set()
    rows = items_of(work, ids)
    seen = proofs_of(work, {one.id for one in rows if _open_payment(one)})
    for one in rows:
        last = seen[one.id][-1] if one.id in seen else None
        objected = last.objected_at if last is not None else None
        fact = ItemFact(
            one.id, one.kind, one.made_at, one.due_on, one.state,
            me if one.payee_id in mine else None, not one.proof.empty,
            last.recorded_at if last is not None and objected is None else None, objected,
        )  # fmt: skip
        items[one.incident_id].append(fact)
    signing = _to_sign(work, incidents, people)
    return [
        IncidentFacts(
            id=one.id, state=one.state, recorded_by=one.recorded_by,
            recorded_at=one.recorded_at, confirmed=not _undecided(people[one.id]),
            unprepared=tuple(
                row.id for row in people[one.id] if row.role in _SIDES and not row.prepared_at
            ),
            decide_again=min(
                (row.decide_again_at for row in people[one.id] if row.decide_again_at),
                default=None,
            ),
            meeting_at=one.meeting_at, met_at=one.met_at, ended_at=one.ended_at,
            items=tuple(items[one.id]), to_sign=signing.get(one.id, ()),
        )
        for one in incidents
    ]  # fmt: skip


def _open_payment(item: RepairItem) -> bool:
    return item.kind == PAYMENT and item.state == TaskState.OPEN


def _undecided(rows: Sequence[IncidentPerson]) -> list[IncidentPerson]:
    return [row for row in rows if row.role == PartRole.RESPONSIBLE and row.decided_at is None]


def _to_sign(
    work: Work, incidents: Sequence[Incident], people: dict[UUID, list[IncidentPerson]]
) -> dict[UUID, tuple[UUID, ...]]:
    """Return the guardian who looks, where their side waits for their signature."""
    waiting = [one.id for one in incidents if one.state == IncidentState.MET]
    me = work.actor.user_id
    if not waiting or me is None or not work.actor.has(Role.PARENT):
        return {}
    query = select(RepairSignature).where(RepairSignature.incident_id.in_(waiting))
    done = {one.incident_id for one in work.db.scalars(query) if one.taken_by == me}
    return {
        one: (me,)
        for one in waiting
        if one not in done and any(row.role in _SIDES for row in people[one])
    }
