"""Each responsible person of an incident: what may be offered, what was confirmed for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wellbeing.incident_again import Correction, corrections_of
from wellbeing.incident_sides import (
    Side,
    again_of,
    broken_for,
    decided,
    earlier,
    law_of,
    offer_of,
    responsible,
    says_penalty,
)
from wellbeing.models import Incident
from wellbeing.rules import Offer, Rule
from wellbeing.rules.law import Law
from wellbeing.work import Work


@dataclass(frozen=True, slots=True)
class EarlierIncident:
    """Another incident of the same young person, shortly before, that the reader may know."""

    id: UUID
    number: str
    deed: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One responsible person: what the law of that day offers at their age, what was confirmed."""

    id: UUID
    name: str
    age: int | None
    again: int
    earlier: tuple[EarlierIncident, ...]
    offered: Offer
    # Empty as long as nothing is confirmed for this person.
    code: str
    reason: str
    measures: tuple[Rule, ...]
    # Whether the word penalty is for this person's age at all, and what follows a broken agreement.
    penalty_words: bool
    after_break: Rule
    # How the count was corrected, the latest first; whether a decision waits because of it.
    corrections: tuple[Correction, ...]
    to_decide_again: bool
    # What was decided before and is to be decided again.
    before: tuple[Rule, ...]


def answers_of(work: Work, row: Incident, sides: Sequence[Side]) -> tuple[AnswerView, ...]:
    """Return every responsible person, each by their own age and their own acts before."""
    law, chosen, before = law_of(work, row), decided(work, row, sides), earlier(work, row, sides)
    corrected, found = corrections_of(work, row), []
    for side in responsible(sides):
        one = chosen.get(side.row.id)
        known, made = before.get(side.row.id, ()), corrected.get(side.row.id, ())
        found.append(
            AnswerView(
                side.row.id, side.name, side.age, again_of(row, side.row),
                tuple(EarlierIncident(x.id, x.number, x.deed, x.happened_at) for x in known),
                offer_of(work, row, side, one.code if one else ""), one.code if one else "",
                (one.reason.reveal() or "") if one else "",
                rules_of(law, one.measures) if one else (),
                says_penalty(law, [side]), broken_for(law, side),
                made, side.row.decide_again_at is not None,
                rules_of(law, next((x.measures for x in made if x.measures), ())),
            )
        )  # fmt: skip
    return tuple(found)


def own_measures(
    work: Work, row: Incident, sides: Sequence[Side]
) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """Return what was confirmed for each of a family's own who is responsible, by name."""
    law, chosen = law_of(work, row), decided(work, row, sides)
    return tuple(
        (side.name, rules_of(law, chosen[side.row.id].measures))
        for side in responsible(sides)
        if side.row.id in chosen
    )


def rules_of(law: Law, keys: Collection[str]) -> tuple[Rule, ...]:
    """Return the measures with these keys, as far as the law of that day knows them."""
    listed = {one.key: one for one in law.all("measures")}
    return tuple(listed[key] for key in keys if key in listed)
