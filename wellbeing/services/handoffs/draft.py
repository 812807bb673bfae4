"""Begin to hand over: choose the place, knowing how long it takes, and put together what to share.

What is put together is kept sealed as it is: the preview and what the receiver gets are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.handing.acts import load, own_name
from wellbeing.handing.share import packed, rows_of
from wellbeing.handoff_flow import FINISHED, HandoffState
from wellbeing.i18n import N_
from wellbeing.models import (
    Capacity,
    Case,
    Handoff,
    HandoffShare,
    Membership,
    Organisation,
    OrganisationKind,
    ShareKind,
    Student,
)
from wellbeing.policy import May, Role
from wellbeing.services.handoffs.codes import FIELDS
from wellbeing.services.handoffs.views import PlaceChoice
from wellbeing.site_acts import handoff_waits

RECEIVING = (
    OrganisationKind.HOSPITAL, OrganisationKind.PROTECTION_STATION, OrganisationKind.SOCIAL_WORK,
    OrganisationKind.SCHOOL,
)  # fmt: skip
FEWEST_WAITS = 3
YES_NO = (("no", N_("No")), ("yes", N_("Yes, it cannot wait")))


@dataclass(frozen=True, slots=True)
class HandoffForm:
    """What is asked of which place, by when, and what they may know."""

    place_id: UUID | None = ask(N_("Which place do you ask?"), Kind.RECORD)
    question: str = ask(
        N_("What do you ask them to do?"),
        Kind.TEXT,
        limit=800,
        hint=N_("One clear request. No name: they read this before they have said yes."),
    )
    summary: str = ask(
        N_("What do they need to know to answer?"),
        Kind.TEXT,
        limit=1_200,
        hint=N_("In short and without a name: age, what worries you, what has been tried."),
    )
    shared: tuple[str, ...] = offer(
        N_("What may they see once they have said yes?"),
        Kind.SEVERAL,
        options=FIELDS,
        hint=N_("Only what they need. What is said in the talks is never shared."),
    )
    needed_by: date | None = ask(N_("By when is it needed?"), Kind.DATE)
    urgent: str = ask(N_("Is it urgent?"), Kind.CHOICE, options=YES_NO)


@use_case(may=May.HAND_OVER, access=Access.READ)
def places_to_ask(work: Work, case_id: UUID) -> tuple[PlaceChoice, ...]:
    """Return the places that take people over, with their free places and their real wait."""
    case = work.find(Case, case_id)
    own = work.find(Student, case.student_id).school_id
    kinds = Organisation.kind.in_(RECEIVING), Organisation.closed_at.is_(None)
    places = work.db.scalars(select(Organisation).where(*kinds).order_by(Organisation.name)).all()
    told = {one.place_id: one for one in work.db.scalars(select(Capacity))}
    role = Membership.role == Role.PARTNER, Membership.until.is_(None)
    inside = set(work.db.scalars(select(Membership.organisation_id).where(*role)))
    waits = handoff_waits(work)
    return tuple(
        _choice(one, told.get(one.id), one.id in inside, waits.get(one.id, []))
        for one in places
        if one.id != own
    )


def _choice(
    place: Organisation,
    told: Capacity | None,
    inside: bool,
    waits: list[float],
) -> PlaceChoice:
    known = round(median(waits), 1) if len(waits) >= FEWEST_WAITS else None
    return PlaceChoice(
        place.id, place.name, place.kind, inside, told.free if told else None,
        told.told_at if told else None, known, len(waits),
    )  # fmt: skip


@use_case(may=May.HAND_OVER)
def prepare(work: Work, case_id: UUID, form: HandoffForm, replaces_id: UUID | None = None) -> UUID:
    """Put a request together, to be looked at before it is sent; nobody sees it yet."""
    case = work.find(Case, case_id)
    place = work.find(Organisation, form.place_id)
    if place.kind not in RECEIVING:
        raise InvalidForm({"place_id": Problem(N_("Please choose a place that takes people."))})
    _require_open(work, case, place, form)
    if replaces_id is not None:
        _require_over(load(work, replaces_id), case)
    row = Handoff(
        case_id=case.id, student_id=case.student_id, place_id=place.id, replaces_id=replaces_id,
        state=HandoffState.DRAFT.value, shared=",".join(form.shared), basis="",
        urgent=form.urgent == "yes", needed_by=form.needed_by, drafted_at=work.now,
        since=work.now,
    )  # fmt: skip
    work.db.add(row)
    work.about(row)
    _keep_shares(work, row, case, form)
    return row.id


def _require_open(work: Work, case: Case, place: Organisation, form: HandoffForm) -> None:
    """Raise where the day is past, or the place is being asked about this person already."""
    if form.needed_by is not None and form.needed_by < work.today:
        raise InvalidForm(
            {"needed_by": Problem(N_("This day is past. Please choose a later one."))}
        )
    same = Handoff.case_id == case.id, Handoff.place_id == place.id
    query = select(Handoff.id).where(*same, Handoff.state.not_in(FINISHED))
    if work.db.scalars(query.limit(1)).first() is not None:
        asked = N_("This place is being asked already. Please finish that one first.")
        raise InvalidForm({"place_id": Problem(asked)})


def _require_over(old: Handoff, case: Case) -> None:
    if old.case_id != case.id or old.state != HandoffState.LOOPED:
        raise InvalidTransition()


def _keep_shares(work: Work, row: Handoff, case: Case, form: HandoffForm) -> None:
    summary = [
        (N_("What is asked"), form.question),
        (N_("What you need to know"), form.summary),
        (N_("Who asks"), own_name(work)),
    ]
    pieces = [("reason", ShareKind.SUMMARY, summary)]
    pieces += [(field, ShareKind.GRANTED, rows_of(work, case, field)) for field in form.shared]
    for field, kind, rows in pieces:
        share = HandoffShare(
            handoff_id=row.id, case_id=case.id, student_id=case.student_id, kind=kind.value,
            field=field,
        )  # fmt: skip
        share.content = packed(rows)
        work.db.add(share)
