"""The poster of a school: its link lets a young person ask for a talk without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NotFound
from wellbeing.forms import Kind, ask
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Organisation, OrganisationKind, SelfReferralLink, Site
from wellbeing.one_time import plain_recovery, typed_code
from wellbeing.policy import May

# Where young people pass by; nobody asks for a talk in confidence at a police station.
WITH_POSTER = (OrganisationKind.SCHOOL, OrganisationKind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class PosterForm:
    """For which place a poster is."""

    organisation_id: UUID | None = ask(N_("For which school or community?"), Kind.RECORD)


@dataclass(frozen=True, slots=True)
class Poster:
    """What is printed, this once: only the digest of its link is kept."""

    site_name: str
    place: str
    link: str


@dataclass(frozen=True, slots=True)
class PosterLink:
    """A place whose poster works now."""

    organisation_id: UUID
    place: str
    made_at: datetime


@use_case(may=May.SCREEN)
def make_poster(work: Work, form: PosterForm) -> Poster:
    """Return a poster with a new link of a place; the one before is dead at once."""
    place = work.find(Organisation, form.organisation_id)
    if place.kind not in WITH_POSTER:
        raise NotFound()
    _end(work, place.id)
    code = typed_code()
    made = SelfReferralLink(
        organisation_id=place.id,
        code_digest=token_digest(plain_recovery(code)),
        made_at=work.now,
    )
    work.db.add(made)
    work.about(made)
    site = work.db.scalars(select(Site)).one()
    return Poster(site.name, place.name, f"{work.runtime.settings.address}/talk/{code}")


@use_case(may=May.SCREEN)
def end_poster(work: Work, organisation_id: UUID) -> None:
    """Make a place's poster useless; what was asked by it stays."""
    ended = _end(work, organisation_id)
    if ended is None:
        raise NotFound()
    work.about(ended)


@use_case(may=May.SCREEN, access=Access.READ)
def posters(work: Work) -> tuple[PosterLink, ...]:
    """Return the places whose poster works now, by name."""
    query = select(SelfReferralLink, Organisation.name).join(Organisation)
    rows = work.db.execute(query.where(SelfReferralLink.ended_at.is_(None)))
    found = [PosterLink(one.organisation_id, name, one.made_at) for one, name in rows]
    return tuple(sorted(found, key=lambda one: one.place))


def _end(work: Work, organisation_id: UUID) -> SelfReferralLink | None:
    live = (
        SelfReferralLink.organisation_id == organisation_id,
        SelfReferralLink.ended_at.is_(None),
    )
    found = work.db.scalars(select(SelfReferralLink).where(*live)).first()
    if found is not None:
        found.ended_at = work.now
    return found
