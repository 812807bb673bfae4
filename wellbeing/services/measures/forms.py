"""What is typed over from paper or said in a talk: four short forms, each one measurement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wellbeing.case_lines import ATTAINMENT, CHECK_IN, GOAL, RecordForm
from wellbeing.forms import ZERO_TO_TEN, InvalidForm, Kind, Problem, ask, offer
from wellbeing.i18n import N_
from wellbeing.labels import INFORMANT_LABELS
from wellbeing.models import Informant

_OWN = ("informant", (Informant.YOUNG_PERSON.value,))
_SHARED = (
    ("yes", N_("Yes, the young person agrees")),
    ("no", N_("No")),
)
# From much less than hoped (-2) to much more (2), as goal attainment scaling has it.
LEVELS = (
    ("-2", N_("Much less than hoped (−2)")),
    ("-1", N_("Less than hoped (−1)")),
    ("0", N_("As hoped (0)")),
    ("1", N_("More than hoped (+1)")),
    ("2", N_("Much more than hoped (+2)")),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """Who filled it in, and when."""

    informant: str = ask(
        N_("Who filled it in?"), Kind.CHOICE, options=tuple(INFORMANT_LABELS.items())
    )
    taken_on: date | None = offer(N_("Day"), Kind.DATE, hint=N_("Left open: today."))


@dataclass(frozen=True, slots=True)
class CheckInOnPaper(Filled):
    """Our own five questions, 0 to 10; one may be left out."""

    mood: str = offer(N_("Mood"), Kind.CHOICE, options=ZERO_TO_TEN)
    sleep: str = offer(N_("Sleep"), Kind.CHOICE, options=ZERO_TO_TEN)
    school: str = offer(N_("School work"), Kind.CHOICE, options=ZERO_TO_TEN)
    friends: str = offer(N_("Friends"), Kind.CHOICE, options=ZERO_TO_TEN)
    home: str = offer(N_("Family"), Kind.CHOICE, options=ZERO_TO_TEN)
    shared: str = offer(
        N_("May the family see this total?"), Kind.CHOICE, options=_SHARED, shown_when=_OWN
    )

    def record(self) -> RecordForm:
        """Return the measurement; an answer left open is missing."""
        given = (self.mood, self.sleep, self.school, self.friends, self.home)
        return RecordForm(
            CHECK_IN, answers=tuple(float(one) if one else None for one in given),
            informant=self.informant, taken_on=self.taken_on, shared=self.shared or "no",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalRating(Filled):
    """How near a goal feels, 0 to 10."""

    goal_id: UUID | None = ask(N_("Goal"), Kind.RECORD)
    rating: str = ask(N_("Rating"), Kind.CHOICE, options=ZERO_TO_TEN)

    def record(self) -> RecordForm:
        """Return the measurement."""
        return RecordForm(
            GOAL, total=float(self.rating), about_id=self.goal_id, informant=self.informant,
            taken_on=self.taken_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalAttained(Filled):
    """How far a goal is attained against what was hoped, and how much it counts."""

    goal_id: UUID | None = ask(N_("Goal"), Kind.RECORD)
    level: str = ask(N_("How far is it attained?"), Kind.CHOICE, options=LEVELS)
    weight: str = offer(
        N_("Weight"), limit=6, hint=N_("How much it counts beside the others. Left open: 1.")
    )

    def record(self) -> RecordForm:
        """Return the measurement."""
        weight = _number("weight", self.weight or "1")
        if not 0 <= weight <= _MOST_WEIGHT:
            raise InvalidForm({"weight": Problem(N_("Please type a number from 0 to 100."))})
        return RecordForm(
            ATTAINMENT, total=float(self.level), about_id=self.goal_id, weight=weight,
            informant=self.informant, taken_on=self.taken_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TotalOnPaper(Filled):
    """The total of a form whose items may not be copied here."""

    total: str = ask(N_("Total"), limit=8)

    def record(self, instrument: str) -> RecordForm:
        """Return the measurement; its range is the instrument's to check."""
        return RecordForm(
            instrument, total=_number("total", self.total), informant=self.informant,
            taken_on=self.taken_on,
        )  # fmt: skip


_MOST_WEIGHT = 100


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidForm({name: Problem(N_("Please type a number."))}) from None
