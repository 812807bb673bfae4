"""The restorative meeting: each side prepared apart, voluntary, safe, freely stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.incident_agreement import void_agreement
from wellbeing.incident_flow import INCIDENT, IncidentAction, IncidentState
from wellbeing.incident_sides import SIDES, law_of, people, responsible
from wellbeing.models import Incident, IncidentPerson
from wellbeing.numbers import day_time
from wellbeing.policy import May
from wellbeing.rules import Rule, mediation_bar, meeting_bar
from wellbeing.services.incidents.record import BAD_TIME

BARRED = N_("The law does not allow this here: {source}, article {article}.")
BARRED_BY = N_("This is not possible here: {source}.")
_YES = (("yes", N_("Yes")), ("no", N_("No")))
WAYS = (
    ("face", N_("Both sides meet")),
    ("shuttle", N_("They do not meet: you carry the words between them")),
    ("mediation", N_("Civil mediation")),
)
WANTS = (
    ("yes", N_("Yes, wants to meet")),
    ("apart", N_("Yes, but without meeting")),
    ("no", N_("No")),
)


@dataclass(frozen=True, slots=True)
class PrepareForm:
    """What was talked about with one side alone."""

    wants: str = ask(
        N_("Do they want it, of their own free will?"), Kind.CHOICE, options=WANTS,
        hint=N_("Say first: you can stop at any time, and nothing bad follows from that."),
    )  # fmt: skip
    preparation: str = ask(
        N_("What matters to this side?"),
        Kind.TEXT,
        hint=N_("What they need, what they can offer, what worries them. No family reads it."),
    )


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """The guards, and when and how."""

    admitted: str = ask(N_("Are the facts admitted?"), Kind.CHOICE, options=_YES)
    safe: str = ask(N_("Is everybody safe, before, during and after it?"), Kind.CHOICE,
                    options=_YES)  # fmt: skip
    balanced: str = ask(
        N_("Can both sides speak freely? Nobody has power over the other, nobody is afraid."),
        Kind.CHOICE, options=_YES,
    )  # fmt: skip
    way: str = ask(N_("How?"), Kind.CHOICE, options=WAYS)
    day: date | None = ask(N_("Day"), Kind.DATE, hint=N_("For example 2026-03-17"))
    at: str = ask(N_("Time"), hint=N_("For example 14:30"))


@dataclass(frozen=True, slots=True)
class TalkForm:
    """The order of the talk; each prompt is asked of both sides."""

    happened: str = ask(N_("1. What happened?"), Kind.TEXT)
    thought: str = ask(N_("2. What did you think then, and what since?"), Kind.TEXT)
    touched: str = ask(N_("3. Who was touched by it, and how?"), Kind.TEXT)
    asked: str = ask(N_("4. What is needed to make it right?"), Kind.TEXT)
    offered: str = ask(N_("5. What is offered?"), Kind.TEXT)
    present: str = offer(N_("Who else was there?"))


@dataclass(frozen=True, slots=True)
class StopForm:
    """Who stops; no reason is asked."""

    person_id: UUID | None = ask(N_("Who wants to stop?"), Kind.RECORD)


@use_case(may=May.RUN_INCIDENTS)
def prepare_side(work: Work, person_id: UUID, form: PrepareForm) -> None:
    """Record a talk with one side alone; the first one begins the preparation."""
    person = work.find(IncidentPerson, person_id)
    incident = work.find(Incident, person.incident_id)
    if incident.state not in (IncidentState.PROPOSED, IncidentState.PREPARING):
        raise InvalidTransition()
    if bar := meeting_bar(law_of(work, incident), incident.deed):
        raise _barred(bar)
    # One that was stopped early and begins again has no measures, either.
    if any(one.row.decided_at is None for one in responsible(people(work, incident))):
        raise InvalidTransition(N_("Please confirm the measures first."))
    if incident.state == IncidentState.PROPOSED:
        work.transition(incident, INCIDENT, IncidentAction.PREPARE, "measures")
    person.wants, person.preparation, person.prepared_at = form.wants, form.preparation, work.now
    work.about(incident)


@use_case(may=May.RUN_INCIDENTS)
def fix_meeting(work: Work, incident_id: UUID, form: ReadyForm) -> None:
    """Fix the meeting where every guard holds; the first that does not is said in words."""
    incident = work.find(Incident, incident_id)
    rows = [one.row for one in people(work, incident) if one.row.role in SIDES]
    _check_way(work, incident, rows, form)
    facts = [name for name in ("admitted", "safe", "balanced") if getattr(form, name) == "yes"]
    if all(one.prepared_at for one in rows):
        facts.append("each_prepared")
    if all(one.wants in ("yes", "apart") for one in rows):
        facts.append("all_willing")
    _refuse_missing(facts, rows)
    incident.meeting_at = _moment(work, form)
    incident.way, incident.guards = form.way, sorted(facts)
    work.transition(incident, INCIDENT, IncidentAction.MAKE_READY, *facts)
    work.about(incident)


_MISSING = {
    "admitted": N_("Not yet: the facts must be admitted. Without that, nobody is put together."),
    "each_prepared": N_("Not yet: each side is prepared in a talk of its own first."),
    "all_willing": N_("Not yet: one side does not want it, or has not been asked."),
    "safe": N_("Not yet: it must be safe for everybody. Please report harm, if there is any."),
    "balanced": N_("Not yet: as long as one side has power over the other, nobody can agree."),
}


def _refuse_missing(facts: list[str], rows: list[IncidentPerson]) -> None:
    if {one.role for one in rows} != {role.value for role in SIDES}:
        raise InvalidTransition(N_("Somebody responsible and somebody affected are needed."))
    for name, message in _MISSING.items():
        if name not in facts:
            raise InvalidTransition(message)


def _check_way(work: Work, incident: Incident, rows: list[IncidentPerson], form: ReadyForm) -> None:
    law = law_of(work, incident)
    bar = meeting_bar(law, incident.deed)
    if bar is None and form.way == "mediation":
        unwilling = {"unwilling"} if any(one.wants == "no" for one in rows) else set()
        bar = mediation_bar(law, incident.deed, {*incident.circumstances, *unwilling})
    if bar is not None:
        raise _barred(bar)
    if form.way != "shuttle" and any(one.wants == "apart" for one in rows):
        problem = Problem(N_("One side does not want to meet. Please carry the words instead."))
        raise InvalidForm({"way": problem})


def _barred(bar: Rule) -> InvalidTransition:
    message = BARRED if bar.article else BARRED_BY
    return InvalidTransition(message, source=bar.source.text, article=bar.article)


@use_case(may=May.RUN_INCIDENTS)
def hold_meeting(work: Work, incident_id: UUID, form: TalkForm) -> None:
    """Record what was said, prompt by prompt; the agreement comes next."""
    incident = work.find(Incident, incident_id)
    work.transition(incident, INCIDENT, IncidentAction.MEET, "meeting")
    incident.met_at = work.now
    incident.talk = {
        name: getattr(form, name)
        for name in ("happened", "thought", "touched", "asked", "offered", "present")
    }
    work.about(incident)


@use_case(may=May.RUN_INCIDENTS)
def stop(work: Work, incident_id: UUID, form: StopForm) -> None:
    """Stop because one side wants to; nothing follows from it for anybody."""
    incident = work.find(Incident, incident_id)
    person = work.find(IncidentPerson, form.person_id)
    if person.incident_id != incident.id:
        raise InvalidTransition()
    _stop(work, incident, person)


@use_case(may=May.SIGN_REPAIR)
def stop_for_family(work: Work, incident_id: UUID) -> None:
    """Stop as a guardian of one side; no reason is asked."""
    incident = work.find(Incident, incident_id)
    own = [one.row for one in people(work, incident) if one.row.role in SIDES]
    if not own:
        raise InvalidTransition(N_("Your child has no side in this."))
    _stop(work, incident, own[0])


def _stop(work: Work, incident: Incident, person: IncidentPerson) -> None:
    work.transition(incident, INCIDENT, IncidentAction.STOP)
    person.wants, incident.meeting_at = "no", None
    void_agreement(work, incident)
    work.about(incident)


@use_case(may=May.RUN_INCIDENTS)
def resume(work: Work, incident_id: UUID) -> None:
    """Begin again where both sides want it after all; each is prepared anew."""
    incident = work.find(Incident, incident_id)
    work.transition(incident, INCIDENT, IncidentAction.RESUME)
    for one in people(work, incident):
        one.row.wants, one.row.prepared_at = "", None
    work.about(incident)


def _moment(work: Work, form: ReadyForm) -> datetime:
    try:
        clock = day_time(form.at)
    except ValueError:
        raise InvalidForm({"at": Problem(BAD_TIME)}) from None
    zone = work.runtime.pack.time_zone
    return datetime.combine(form.day or work.today, clock, zone).astimezone(UTC)
