"""Organisations: the schools, police stations and communities of a site."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.forms import InvalidForm, Kind, Problem, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Organisation, OrganisationKind
from wellbeing.policy import May, Role

KINDS = (
    (OrganisationKind.SCHOOL, N_("School")),
    (OrganisationKind.POLICE_STATION, N_("Police station")),
    (OrganisationKind.COMMUNITY, N_("Community")),
    (OrganisationKind.HOSPITAL, N_("Hospital")),
    (OrganisationKind.PROTECTION_STATION, N_("Protection station of the street")),
    (OrganisationKind.SOCIAL_WORK, N_("Social work service")),
)


# The kinds that take young people over from others; a school does so for another one.
TAKING = (
    OrganisationKind.HOSPITAL, OrganisationKind.PROTECTION_STATION, OrganisationKind.SOCIAL_WORK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """A new place."""

    name: str = ask(N_("Name"))
    kind: str = ask(N_("What is it?"), Kind.CHOICE, options=KINDS)


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation."""

    id: UUID
    name: str
    kind: OrganisationKind


@use_case(may=May.MANAGE_ORGANISATIONS)
def add_organisation(work: Work, form: OrganisationForm) -> Place:
    """Add a school, a police station or a community."""
    same = select(Organisation.id).where(Organisation.name == form.name)
    if work.db.scalars(same).first() is not None:
        raise InvalidForm({"name": Problem(N_("There is a place of this name already."))})
    place = Organisation(name=form.name, kind=form.kind, created_at=work.now)
    work.db.add(place)
    work.about(place)
    return Place(place.id, place.name, OrganisationKind(place.kind))


@use_case(may=May.SEE_HANDOFFS, access=Access.READ)
def receiving_places(work: Work) -> tuple[Place, ...]:
    """Return the places whose free places the actor may tell: the coordinator's all, one's own."""
    query = select(Organisation).where(Organisation.kind.in_(TAKING)).order_by(Organisation.name)
    own = work.actor.organisation_ids if work.actor.has(Role.PARTNER) else frozenset()
    return tuple(
        Place(one.id, one.name, OrganisationKind(one.kind))
        for one in work.db.scalars(query)
        if work.actor.has(Role.COORDINATOR) or one.id in own
    )


@use_case(may=May.SEE_HOME, access=Access.READ)
def organisations(work: Work) -> tuple[Place, ...]:
    """Return all places by kind and name."""
    query = select(Organisation).order_by(Organisation.kind, Organisation.name)
    found = work.db.scalars(query)
    return tuple(Place(one.id, one.name, OrganisationKind(one.kind)) for one in found)
