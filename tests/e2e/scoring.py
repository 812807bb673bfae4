"""A storyline's numbers typed on the tracker, and what the tracker says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tests.e2e.care import Site
from tests.e2e.person import Person
from wellbeing.demo.scores import GoalScores
from wellbeing.services import measures
from wellbeing.services.measures import ATTAINMENT, CHECK_IN, GOAL, RecordForm
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


def kept(site: Site, check_ins: Iterable[tuple[date, float]]) -> None:
    """Have the counsellor keep check-ins of days before, without their screen."""
    with site.beside() as world:
        me = world.counsellor
        for day, total in check_ins:
            measures.record(me, _case(site), RecordForm(CHECK_IN, total=total, taken_on=day))


def rated(
    site: Site, goals: Sequence[tuple[str, GoalScores]], which: str, day: date | None = None
) -> None:
    """Have the counsellor keep how each goal stands at a look, as `rates` does by the screen."""
    with site.beside() as world:
        me = world.counsellor
        known = {words: goal for goal, words in measures.tracker(me, _case(site)).targets}
        for words, one in goals:
            for key, total in zip((GOAL, ATTAINMENT), getattr(one, which), strict=True):
                if total is None:
                    continue
                form = RecordForm(
                    key, total=total, about_id=known[words], weight=one.weight, taken_on=day
                )
                measures.record(me, _case(site), form)


def _case(site: Site) -> UUID:
    return UUID(str(site.case))


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
