"""The people of an incident as the law sees them: who, how old on that day, who signs for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import ERASED, reveal_kept
from wellbeing.models import (
    Guardian,
    Incident,
    IncidentPerson,
    MeasureDecision,
    PartRole,
    RepairSignature,
    Student,
)
from wellbeing.rules import (
    Deed,
    Offer,
    age_on,
    careful_age,
    offer,
    repeated,
    speaks_of_penalty,
    when_broken,
)
from wellbeing.rules.law import Law, Rule
from wellbeing.site_acts import site_session
from wellbeing.work import Work

# What whoever records it says beside the bars to mediation: the law counts it as very grave.
GRAVE = "grave"
_MONTH_DAYS = 30.5
SIDES = (PartRole.RESPONSIBLE, PartRole.AFFECTED)


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody with a part: name, age in full years on the day of the incident where known."""

    row: IncidentPerson
    name: str
    age: int | None
    # From this age on nobody signs beside the person.
    adult: int

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs for this part: the person, and where they are no adult a guardian too."""
        minor = self.age is not None and self.age < self.adult
        young = minor or (self.age is None and self.row.student_id is not None)
        return ("self", "guardian") if young else ("self",)


def people(work: Work, incident: Incident) -> tuple[Side, ...]:
    """Return everybody with a part whom the actor may know, the responsible first."""
    query = select(IncidentPerson).where(IncidentPerson.incident_id == incident.id)
    order = [role.value for role in PartRole]
    rows = sorted(work.db.scalars(query), key=lambda row: (order.index(row.role), str(row.id)))
    ids = {row.student_id for row in rows if row.student_id}
    known = {one.id: one for one in work.db.scalars(select(Student).where(Student.id.in_(ids)))}
    return tuple(_side(work, incident, row, known.get(row.student_id or row.id)) for row in rows)


def _side(work: Work, incident: Incident, row: IncidentPerson, student: Student | None) -> Side:
    """Return a side as far as it is known: what was erased of one hides nothing of the other."""
    day = incident.happened_at.astimezone(work.runtime.pack.time_zone).date()
    # The school roll says who a young person of the site is; of others the row itself.
    known = [student if student is not None else row]
    (born,), (name,) = (
        reveal_kept(known, "birth_date", None), reveal_kept(known, "name", ERASED)
    )  # fmt: skip
    adult = work.runtime.pack.law_on(day).years("adult")
    return Side(row, name or "", age_on(born, day) if born else None, adult)


def law_of(work: Work, incident: Incident) -> Law:
    """Return the law of the day on which it happened."""
    pack = work.runtime.pack
    return pack.law_on(incident.happened_at.astimezone(pack.time_zone).date())


def again_of(incident: Incident, row: IncidentPerson) -> int:
    """Return the acts of one person, this one included; once it was counted for all together."""
    return row.again or incident.again


def says_penalty(law: Law, sides: Sequence[Side]) -> bool:
    """Tell whether the word penalty is true of everybody responsible; unknown is too young."""
    ages = [careful_age(law, one.age) for one in responsible(sides)]
    return bool(ages) and all(speaks_of_penalty(law, age) for age in ages)


def broken_for(law: Law, side: Side) -> Rule:
    """Return what follows for this one person when an agreement is broken."""
    return when_broken(law, careful_age(law, side.age))


def offer_of(work: Work, incident: Incident, side: Side, code: str) -> Offer:
    """Return what the law of that day allows at the age of this one person."""
    law = law_of(work, incident)
    again, grave = again_of(incident, side.row), GRAVE in incident.circumstances
    return offer(law, Deed(incident.deed, careful_age(law, side.age), again, grave), code)


def decided(
    work: Work, incident: Incident, sides: Sequence[Side]
) -> dict[UUID, MeasureDecision | Incident]:
    """Return what was confirmed by the part it is for, as far as the actor may know the part.

    What was confirmed before each had a decision of their own stands on the incident itself.
    """
    query = select(MeasureDecision).where(MeasureDecision.incident_id == incident.id)
    own = {one.person_id: one for one in work.db.scalars(query)}
    return {s.row.id: own.get(s.row.id, incident) for s in sides if s.row.decided_at is not None}


def responsible(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Return those who are responsible."""
    return tuple(one for one in sides if one.row.role == PartRole.RESPONSIBLE)


def with_account(work: Work, incident: Incident) -> frozenset[UUID]:
    """Return the parts of young people one of whose guardians can act by an own sign-in."""
    session = site_session(work)  # who leads it may know neither family's accounts
    signed_up = select(Guardian.student_id).where(Guardian.user_id.is_not(None))
    parts = IncidentPerson.incident_id == incident.id, IncidentPerson.student_id.in_(signed_up)
    return frozenset(session.scalars(select(IncidentPerson.id).where(*parts)))


def earlier(
    work: Work, incident: Incident, sides: Sequence[Side]
) -> dict[UUID, tuple[Incident, ...]]:
    """Return what the actor may know of each responsible person from the months before, by part.

    How many months is the law's to say. What is sealed is not told, also to whom it was opened.
    """
    parts = {s.row.student_id: s.row.id for s in responsible(sides)}
    months = repeated(law_of(work, incident)).months
    since = incident.happened_at - timedelta(days=months * _MONTH_DAYS)
    query = select(Incident, IncidentPerson.student_id).where(
        IncidentPerson.incident_id == Incident.id, IncidentPerson.student_id.is_not(None),
        IncidentPerson.student_id.in_(parts),
        IncidentPerson.role == PartRole.RESPONSIBLE,
        Incident.id != incident.id, ~Incident.is_sealed,
        Incident.happened_at >= since, Incident.happened_at <= incident.happened_at,
    )  # fmt: skip
    found: dict[UUID, tuple[Incident, ...]] = {}
    latest = query.order_by(Incident.happened_at.desc()).limit(60)
    for one, student_id in work.db.execute(latest).all():
        part = parts[student_id]
        found[part] = (*found.get(part, ()), one)
    return found


def needed(sides: Sequence[Side]) -> tuple[tuple[UUID, str], ...]:
    """Return every signature that an agreement needs: part and signer."""
    both = [one for one in sides if one.row.role in SIDES]
    return tuple((one.row.id, signer) for one in both for signer in one.signers)


def unsigned(work: Work, incident: Incident) -> frozenset[tuple[UUID, str]]:
    """Return which signatures are missing; the site counts, so that no side sees the other."""
    session = site_session(work)
    rows = session.scalars(
        select(IncidentPerson).where(IncidentPerson.incident_id == incident.id)
    ).all()
    ids = {row.student_id for row in rows if row.student_id}
    young = {one.id: one for one in session.scalars(select(Student).where(Student.id.in_(ids)))}
    sides = [_side(work, incident, row, young.get(row.student_id or row.id)) for row in rows]
    query = select(RepairSignature).where(RepairSignature.incident_id == incident.id)
    signed = {(one.person_id, one.signer) for one in session.scalars(query)}
    return frozenset(needed(sides)) - signed
