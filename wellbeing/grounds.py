"""Lawful basis: whether something may be shared for this purpose, with this recipient, now.

Pure functions over facts. A consent is separate for each purpose and each recipient (PIPL art.
14, 23, 29); below the age of own consent a guardian decides, from it on the young person (PIPL
art. 31). A duty, an emergency and protection stand beside consent and do not wait for it (art.
13), so that withdrawing a consent never stops what the law itself asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from uuid import UUID

from wellbeing.facts import BasisFact
from wellbeing.i18n import N_
from wellbeing.safety_flow import BasisState


class Purpose(StrEnum):
    """What something about a young person is shared for; the recipient depends on it."""

    HELP = auto()  # talks in the interview room and their notes; no recipient beyond the room
    FAMILY = auto()  # the plan with one guardian; the recipient is the guardian's id
    HELPERS = auto()  # tasks with a teacher or an officer; the recipient is the user's id
    REFERRER = auto()  # one word of progress to whoever reported; the user's id
    HANDOFF = auto()  # passing on to another place; the place's id


class BasisKind(StrEnum):
    """What the sharing rests on."""

    GUARDIAN_CONSENT = auto()
    OWN_CONSENT = auto()
    STATUTORY_DUTY = auto()
    EMERGENCY = auto()
    SAFEGUARDING = auto()


CONSENTS = frozenset({BasisKind.GUARDIAN_CONSENT, BasisKind.OWN_CONSENT})
PURPOSE_LABELS: Mapping[str, str] = {
    Purpose.HELP: N_("Talks with the counsellor, and their notes"),
    Purpose.FAMILY: N_("Showing the plan to a parent or guardian"),
    Purpose.HELPERS: N_("Tasks of the plan for a teacher or an officer"),
    Purpose.REFERRER: N_("One word to the person who reported: how it is going"),
    Purpose.HANDOFF: N_("Passing on to another place that helps"),
}
KIND_LABELS: Mapping[str, str] = {
    BasisKind.GUARDIAN_CONSENT: N_("A guardian has agreed"),
    BasisKind.OWN_CONSENT: N_("The young person has agreed"),
    BasisKind.STATUTORY_DUTY: N_("A duty by law"),
    BasisKind.EMERGENCY: N_("Life or health is in danger"),
    BasisKind.SAFEGUARDING: N_("Protection: asking first is not safe"),
}
FIELD_LABELS = {
    "identity": N_("Name, age and school"),
    "contact": N_("How to reach the family"),
    "reason": N_("Why help is asked for"),
    "summary": N_("A short summary"),
    "notes": N_("What is said in the talks"),
    "plan": N_("The plan with its goals"),
    "tasks": N_("The tasks that are theirs"),
    "appointments": N_("When the talks are"),
    "progress": N_("How it is going"),
    "incident": N_("What happened, and how it is put right"),
    "safety": N_("What keeps the young person safe"),
}
# What each purpose is about where nothing narrower is asked.
FIELDS: Mapping[Purpose, frozenset[str]] = {
    Purpose.HELP: frozenset({"identity", "reason", "notes"}),
    Purpose.FAMILY: frozenset({"plan", "tasks", "appointments", "progress"}),
    Purpose.HELPERS: frozenset({"tasks"}),
    Purpose.REFERRER: frozenset({"progress"}),
    Purpose.HANDOFF: frozenset({"identity", "contact", "reason", "summary"}),
}
# What holds as long as nobody has said no: guardians look after their child by law, whoever
# reported is told by law, and a plan in force was agreed with the names of its helpers in it.
PRESUMED = frozenset({Purpose.FAMILY, Purpose.HELPERS, Purpose.REFERRER})

NOT_ASKED = N_("There is no basis yet to share this. Please ask for consent first, or name a duty.")
REFUSED = N_("This may not be shared: consent was refused or withdrawn.")
TOO_MUCH = N_("This is more than was agreed to. Please share less, or ask again.")


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is to be shared: about whom, for what, with whom, and which fields."""

    case_id: UUID
    student_id: UUID
    purpose: Purpose
    recipient_id: UUID | None = None
    fields: frozenset[str] = frozenset()

    @property
    def needed(self) -> frozenset[str]:
        """The fields to be covered: those named, else all that belong to the purpose."""
        return self.fields or FIELDS[self.purpose]


@dataclass(frozen=True, slots=True)
class Ground:
    """Whether a basis stands, which one, and otherwise why not, as a message id."""

    stands: bool
    kind: str = ""
    why: str = ""


def ground(
    sharing: Sharing, entries: Iterable[BasisFact], age: int | None, own_from: int
) -> Ground:
    """Return what the sharing rests on today; `own_from` is the age of own consent in years.

    An unknown age counts as below it. A young person who is old enough and has answered decides
    alone; else one guardian's yes stands as long as no other guardian said no.
    """
    about = [
        one for one in entries
        if one.purpose == sharing.purpose and one.recipient_id == sharing.recipient_id
    ]  # fmt: skip
    named = [one for one in about if one.state == BasisState.NAMED]
    if named and sharing.needed <= _fields(named):
        return Ground(stands=True, kind=named[0].kind)
    consents = deciding(about, age, own_from)
    if any(one.state in (BasisState.REFUSED, BasisState.WITHDRAWN) for one in consents):
        return Ground(stands=False, why=REFUSED)
    agreed = [one for one in consents if one.state == BasisState.AGREED]
    if agreed:
        covered = sharing.needed <= _fields(agreed)
        return Ground(stands=True, kind=agreed[0].kind) if covered else Ground(False, why=TOO_MUCH)
    if sharing.purpose in PRESUMED and sharing.needed <= FIELDS[sharing.purpose]:
        return Ground(stands=True, kind=BasisKind.STATUTORY_DUTY)
    return Ground(stands=False, why=NOT_ASKED)


def deciding(about: Iterable[BasisFact], age: int | None, own_from: int) -> list[BasisFact]:
    """Return the consents that count at this age: the young person's own, else the guardians'."""
    found = [one for one in about if one.kind in CONSENTS]
    answered = (BasisState.AGREED, BasisState.REFUSED, BasisState.WITHDRAWN)
    own = [one for one in found if one.kind == BasisKind.OWN_CONSENT and one.state in answered]
    if own and age is not None and age >= own_from:
        return own
    return [one for one in found if one.kind == BasisKind.GUARDIAN_CONSENT]


def _fields(entries: Iterable[BasisFact]) -> frozenset[str]:
    return frozenset().union(*(one.fields for one in entries))
