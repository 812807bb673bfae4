"""What an incident shows: to whoever runs it, to a family, to those who help the young person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wellbeing.guide import Step
from wellbeing.incident_answers import AnswerView
from wellbeing.rules import Rule


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One line of a list of incidents."""

    id: UUID
    number: str
    state: str
    deed: str
    happened_at: datetime
    who: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody with a part; `missing` are the signatures that are still needed."""

    id: UUID
    role: str
    name: str
    age: int | None
    student_id: UUID | None
    wants: str
    prepared_at: datetime | None
    contact: str
    preparation: str
    for_family: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofView:
    """A proof of a payment: when, until when those who receive it are waited for, what they said.

    What was seen is empty to a family: it names the side that pays.
    """

    at: datetime
    seen: str
    until: datetime
    counts: bool
    objected_at: datetime | None
    objection: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A promise, a payment or a look; amounts in hundredths."""

    id: UUID
    kind: str
    what: str
    role: str
    who: str
    amount: int
    due_on: date
    state: str
    done_at: datetime | None
    proof: str
    late: bool
    # Of a payment: who receives it, as far as the reader may know; whether they confirm it by
    # their own sign-in; by which way they did.
    payee: str
    payee_role: str
    own_login: bool
    route: str
    # What was seen of it, the last one last, to its own side and to whoever runs the incident;
    # and the day from which a proof can be recorded.
    proofs: tuple[ProofView, ...] = ()
    proof_from: date | None = None
    may_prove: bool = False

    @property
    def proven(self) -> ProofView | None:
        """The proof that counts unless somebody objects."""
        last = self.proofs[-1] if self.proofs and self.state == "open" else None
        return last if last is not None and last.objected_at is None else None

    @property
    def reported(self) -> bool:
        """Whether the family says that it has paid, and who receives it has not confirmed it."""
        return self.kind == "payment" and self.state == "open" and bool(self.proof)


@dataclass(frozen=True, slots=True)
class SignatureView:
    """Who signed for which part, when and how."""

    name: str
    role: str
    signer: str
    route: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident for whoever runs it, with what the law of that day allows."""

    id: UUID
    number: str
    state: str
    deed: str
    happened_at: datetime
    place: str
    what: str
    damage: str
    amount: int
    police_reference: str
    circumstances: tuple[str, ...]
    grave: bool
    # Everybody who is responsible, each with measures of their own.
    answers: tuple[AnswerView, ...]
    # What was confirmed for several together, before each had a decision of their own.
    together: tuple[Rule, ...]
    sealing: tuple[Rule, ...]
    # The day whose law counts.
    offered_on: date
    codes: tuple[str, ...]
    # Whether the word penalty is true of everybody who is responsible.
    penalty_words: bool
    barred: Rule | None
    no_mediation: Rule | None
    people: tuple[PersonView, ...]
    items: tuple[ItemView, ...]
    signatures: tuple[SignatureView, ...]
    way: str
    meeting_at: datetime | None
    met_at: datetime | None
    agreed_at: datetime | None
    closed_at: datetime | None
    is_sealed: bool
    talk: Mapping[str, str]
    ending: str
    led_by: str
    steps: tuple[Step, ...]
    path: tuple[tuple[str, str], ...]

    @property
    def confirmed(self) -> bool:
        """Whether measures are confirmed for everybody who is responsible."""
        return all(one.code for one in self.answers)

    @property
    def paid(self) -> int:
        """What was paid so far, in hundredths."""
        return sum(one.amount for one in self.items if one.state == "done")

    @property
    def sides(self) -> tuple[PersonView, ...]:
        """The two sides, without those who come along."""
        return tuple(one for one in self.people if one.role in ("responsible", "affected"))

    @property
    def young_person(self) -> UUID | None:
        """The one young person known here whom it is about; None where there are several."""
        known = {one.student_id for one in self.people if one.student_id}
        return known.pop() if len(known) == 1 else None


@dataclass(frozen=True, slots=True)
class FamilyIncident:
    """What a family reads of its own child's part; never the other side."""

    id: UUID
    state: str
    role: str
    child: str
    penalty_words: bool
    happened_at: datetime
    for_family: str
    # What was confirmed for each own young person who is responsible, by name.
    measures: tuple[tuple[str, tuple[Rule, ...]], ...]
    way: str
    meeting_at: datetime | None
    wants: str
    items: tuple[ItemView, ...]
    agreed_at: datetime | None
    may_sign: bool
    signed: tuple[SignatureView, ...]
    may_stop: bool


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One line for those who help the young person: how far it is, no word of what happened."""

    id: UUID
    number: str
    state: str
    meeting_at: datetime | None
    agreed_at: datetime | None
    kept: int
    promised: int
