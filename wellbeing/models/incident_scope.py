"""Which incidents an actor may know; conditions over bare tables, as in `relations`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, DateTime, Uuid, column, false, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute

from wellbeing.models.kinship import children_of
from wellbeing.models.relations import Ids, students_of_my_cases
from wellbeing.policy import Actor, Role

_incident = table(
    "incident",
    column("id", Uuid()),
    column("recorded_by", Uuid()),
    column("is_sealed", Boolean()),
)
_person = table(
    "incident_person",
    column("id", Uuid()),
    column("incident_id", Uuid()),
    column("student_id", Uuid()),
)
_access = table(
    "sealed_access",
    column("incident_id", Uuid()),
    column("requester_id", Uuid()),
    column("until", DateTime(timezone=True)),
)
HELPERS = frozenset({Role.COUNSELLOR})


def of_known_incidents(
    incident_id: InstrumentedAttribute[UUID],
    actor: Actor,
    *,
    family: bool = True,
    helpers: Collection[Role] = HELPERS,
) -> ColumnElement[bool]:
    """Return the condition that an incident is one that the actor may know.

    An officer's own; all of them for the coordinator; for `helpers` those of the young people of
    their cases; for a family their own child's. Once sealed, only for whom a request was granted,
    as long as it holds, and for the families.
    """
    unsealed = select(_incident.c.id).where(_incident.c.is_sealed == false())
    ways: list[ColumnElement[bool]] = []
    if actor.has(Role.COORDINATOR):
        ways.append(incident_id.in_(unsealed))
    if actor.has(Role.OFFICER):
        ways.append(incident_id.in_(unsealed.where(_incident.c.recorded_by == actor.user_id)))
    if actor.has(*helpers):
        theirs = incidents_with(students_of_my_cases(actor))
        ways.append(incident_id.in_(unsealed.where(_incident.c.id.in_(theirs))))
    if family and actor.has(Role.PARENT):
        ways.append(incident_id.in_(incidents_with(children_of(actor))))
    ways += _opened_to(incident_id, actor)
    return or_(false(), *ways)


def of_own_side(cls: Any, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row of one part is whoever's who runs it, or the own child's."""
    runs = of_known_incidents(cls.incident_id, actor, family=False, helpers=())
    if actor.has(Role.PARENT):
        return or_(runs, cls.person_id.in_(parts_of_my_children(actor)))
    return runs


def incidents_with(students: Ids) -> Ids:
    """Return the ids of the incidents in which one of these young people has a part."""
    return select(_person.c.incident_id).where(_person.c.student_id.in_(students))


def my_incidents(actor: Actor) -> Ids:
    """Return the ids of the incidents that the actor recorded and that are not sealed."""
    mine = (_incident.c.recorded_by == actor.user_id) & (_incident.c.is_sealed == false())
    return select(_incident.c.id).where(mine)


def parts_of_my_children(actor: Actor) -> Ids:
    """Return the ids of the parts that the actor's own children have in incidents."""
    return select(_person.c.id).where(_person.c.student_id.in_(children_of(actor)))


def _opened_to(incident_id: InstrumentedAttribute[UUID], actor: Actor) -> list[Any]:
    if actor.user_id is None or actor.at is None:
        return []
    granted = (_access.c.requester_id == actor.user_id) & (_access.c.until > actor.at)
    return [incident_id.in_(select(_access.c.incident_id).where(granted))]
