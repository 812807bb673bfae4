"""Record an incident: place, time, what happened, damage, and who has which part in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_flow import IncidentState
from wellbeing.incident_sides import GRAVE
from wellbeing.models import Incident, IncidentPerson, PartRole, Student
from wellbeing.names import students_known
from wellbeing.numbers import day_time, hundredths, new_number
from wellbeing.policy import May
from wellbeing.rules import BAR_LABELS, DEED_LABELS
from wellbeing.services.incidents.again import AGAIN, counted

BAD_AMOUNT = N_("Please type an amount like 2600 or 2600.50.")
FUTURE = N_("This lies in the future. Please check day and time.")
BAD_TIME = N_("Please give a time of day, for example 14:30.")
WHO = N_("Please choose the young person, or type a name.")
ROLES = (
    (PartRole.RESPONSIBLE.value, N_("Responsible for what happened")),
    (PartRole.AFFECTED.value, N_("Affected by it")),
    (PartRole.SUPPORTER.value, N_("Comes along to support somebody")),
    (PartRole.WITNESS.value, N_("Saw it")),
    (PartRole.FACILITATOR.value, N_("Leads the meeting")),
)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What happened, without a label for anybody."""

    deed: str = ask(N_("What kind of thing happened?"), Kind.CHOICE,
                    options=tuple(DEED_LABELS.items()))  # fmt: skip
    student_id: UUID | None = offer(
        N_("Which young person is responsible?"), Kind.RECORD,
        hint=N_("Those whom you know here. Else type the name below."),
    )  # fmt: skip
    name: str = offer(N_("Name, where the person is not known here"))
    birth_date: date | None = offer(
        N_("Date of birth"), Kind.DATE,
        hint=N_("The age on that day decides what may be done. Unknown counts as too young."),
    )  # fmt: skip
    day: date | None = ask(N_("Day of the incident"), Kind.DATE, hint=N_("For example 2026-03-17"))
    at: str = ask(N_("Time"), hint=N_("For example 14:30"))
    place: str = ask(N_("Where did it happen?"))
    what: str = ask(
        N_("What happened?"), Kind.TEXT, hint=N_("Facts, and whose words they are. No labels.")
    )
    damage: str = offer(N_("What was damaged or lost?"))
    amount: str = offer(N_("What does it cost to make it good?"), limit=12,
                        hint=N_("The market price at that time, for example 2600"))  # fmt: skip
    again: str = ask(
        N_("Did something like this happen before, within {months} months?"), Kind.CHOICE,
        options=AGAIN,
    )  # fmt: skip
    circumstances: tuple[str, ...] = offer(
        N_("Is something of this so?"), Kind.SEVERAL, options=tuple(BAR_LABELS.items())
    )
    grave: str = offer(
        N_("Was it very grave, and badly upsetting for many?"), Kind.CHOICE,
        options=(("no", N_("No")), ("yes", N_("Yes"))),
        hint=N_("You decide. The law of that day may allow more then: its article stands beside."),
    )  # fmt: skip
    police_reference: str = offer(N_("Reference of the police record"))
    for_family: str = offer(
        N_("What may the family of the person responsible read here?"), Kind.TEXT, limit=800,
        hint=N_("In plain words, and without the name of anybody else."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonForm:
    """Another person, with one part."""

    role: str = ask(N_("Which part?"), Kind.CHOICE, options=ROLES)
    student_id: UUID | None = offer(N_("A young person whom you know here"), Kind.RECORD)
    name: str = offer(N_("Or the name of anybody else"))
    birth_date: date | None = offer(N_("Date of birth, where the person is under 18"), Kind.DATE)
    contact: str = offer(N_("Phone or another way to reach them"))
    for_family: str = offer(
        N_("What may their family read here?"), Kind.TEXT, limit=800,
        hint=N_("In plain words, and without the name of anybody else."),
    )  # fmt: skip
    again: str = ask(
        N_("Did something like this happen before, within {months} months?"), Kind.CHOICE,
        options=AGAIN, shown_when=("role", (PartRole.RESPONSIBLE.value,)),
    )  # fmt: skip


def _circumstances(form: RecordForm) -> list[str]:
    return [*form.circumstances, *([GRAVE] if form.grave == "yes" else [])]


@use_case(may=May.RUN_INCIDENTS, access=Access.READ)
def known_young_people(work: Work) -> tuple[tuple[UUID, str], ...]:
    """Return the young people whom the actor may know, for the list in a form."""
    return students_known(work)


@use_case(may=May.RUN_INCIDENTS)
def record_incident(work: Work, form: RecordForm) -> UUID:
    """Record an incident of the actor's own and return its id."""
    law = work.runtime.pack.law_on(form.day or work.today)
    if not law.has("deeds", form.deed):
        raise InvalidForm(
            {"deed": Problem(N_("This site's rules do not know this. Choose again."))}
        )
    incident = Incident(
        number=new_number("I", work.now), state=IncidentState.PROPOSED.value,
        recorded_at=work.now, happened_at=_moment(work, form), deed=form.deed,
        circumstances=_circumstances(form),
        amount=amount_of(form.amount), code="", measures=[], guards=[], way="", is_sealed=False,
    )  # fmt: skip
    incident.place, incident.what, incident.damage = form.place, form.what, form.damage
    incident.police_reference = form.police_reference
    work.db.add(incident)
    work.db.flush()
    person = PersonForm(
        PartRole.RESPONSIBLE.value, form.student_id, form.name, form.birth_date, "",
        form.for_family, form.again,
    )  # fmt: skip
    _add(work, incident, person)
    work.about(incident)
    return incident.id


@use_case(may=May.RUN_INCIDENTS)
def add_person(work: Work, incident_id: UUID, form: PersonForm) -> UUID:
    """Add somebody with one part; a second part for the same young person is refused."""
    incident = work.find(Incident, incident_id)
    if incident.state == IncidentState.CLOSED:
        raise InvalidTransition()
    work.about(incident)
    return _add(work, incident, form).id


def _add(work: Work, incident: Incident, form: PersonForm) -> IncidentPerson:
    if form.student_id is None and not form.name:
        raise InvalidForm({"student_id": Problem(WHO)})
    if form.student_id is not None and work.db.get(Student, form.student_id) is None:
        raise NotFound()
    person = IncidentPerson(
        incident_id=incident.id, role=form.role, student_id=form.student_id, wants="",
    )  # fmt: skip
    if form.student_id is None:  # else the school roll says so
        person.name, person.birth_date = form.name, form.birth_date
    if form.role == PartRole.RESPONSIBLE:
        person.again = counted(form.again)
    person.contact = form.contact
    person.for_family = form.for_family
    work.db.add(person)
    return person


def amount_of(text: str) -> int:
    """Return an amount in hundredths; a text that is none is InvalidForm."""
    try:
        return hundredths(text)
    except ValueError:
        raise InvalidForm({"amount": Problem(BAD_AMOUNT)}) from None


def _moment(work: Work, form: RecordForm) -> datetime:
    try:
        clock = day_time(form.at)
    except ValueError:
        raise InvalidForm({"at": Problem(BAD_TIME)}) from None
    day = form.day or work.today
    found = datetime.combine(day, clock, work.runtime.pack.time_zone).astimezone(UTC)
    if found > work.now:
        raise InvalidForm({"day": Problem(FUTURE)})
    return found
