"""A storyline's numbers typed on the tracker, and what the tracker says of them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.e2e.care import Site
from tests.e2e.person import Person
from wellbeing.demo.scores import GoalScores
from wellbeing.services.measures import ATTAINMENT, CHECK_IN, GOAL
from wellbeing.services.measures.forms import LEVELS

_LEVELS = dict(LEVELS)


def points(total: int) -> tuple[int, ...]:
    """Return five answers that come to a total."""
    return tuple(total // 5 + (n < total % 5) for n in range(5))


def _opens(who: Person, site: Site, instrument: str) -> str:
    """Open the form of an instrument; return what its fields' names begin with."""
    who.open(site.path("tracker"))
    who.unfolds("Record it", "Record a measurement")
    titles = {GOAL: "Goal rating", ATTAINMENT: "Goal attainment", CHECK_IN: "Weekly check-in"}
    if instrument != CHECK_IN:
        who.select(f"measure-what-{site.case}", who.t(titles[instrument]))
    key = f"measure-{site.case}-{instrument}"
    who.choose(f"{key}-informant", who.t("Young person"))
    return key


def _records(who: Person) -> None:
    who.press("Record it")
    who.sees("Recorded. It stands in the picture, and the next talk begins with it.")


def _dated(who: Person, key: str, day: str) -> None:
    if day:
        who.type(f"{key}-taken_on", day)


def check_in(who: Person, site: Site, day: str, total: int) -> None:
    """Type over a check-in that was filled in on paper."""
    key = _opens(who, site, CHECK_IN)
    who.type(f"{key}-taken_on", day)
    for name, n in zip(("mood", "sleep", "school", "friends", "home"), points(total), strict=True):
        who.choose(f"{key}-{name}", str(n))
    _records(who)


def stands(who: Person, site: Site, stage: str) -> None:
    """Keep where the young person stands with the change, in a word."""
    who.open(site.path("tracker"))
    who.unfolds("Keep this stage", "Where they stand with the change")
    who.choose("stage", who.t(stage))
    who.press("Keep this stage")
    who.sees("Kept. Only the counsellors of the case read it.")
    who.unfolds("Keep this stage", "Where they stand with the change")
    who.sees(stage)


def rates(
    who: Person, site: Site, goals: Sequence[tuple[str, GoalScores]], which: str, day: str = ""
) -> None:
    """Rate each goal 0 to 10, and say how far it is attained, at the first or the last look.

    Without a day it is today's.
    """
    for words, one in goals:
        rating, level = getattr(one, which)
        key = _opens(who, site, GOAL)
        who.select(f"{key}-goal_id", words)
        who.choose(f"{key}-rating", str(rating))
        _dated(who, key, day)
        _records(who)
        key = _opens(who, site, ATTAINMENT)
        who.select(f"{key}-goal_id", words)
        who.choose(f"{key}-level", who.t(_LEVELS[str(level)]))
        who.type(f"{key}-weight", str(one.weight))
        _dated(who, key, day)
        _records(who)
