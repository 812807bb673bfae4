"""What the storylines' numbers must come to, by the functions that the pages use."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.support.world import World, case_with_parent
from wellbeing.demo.scores import S12_AFTER, S12_BEFORE, SCORES
from wellbeing.forms import read
from wellbeing.measures import (
    Direction,
    Level,
    Progress,
    all_instruments,
    goal_progress,
    nonoverlap,
    progress,
    xmr,
)
from wellbeing.services import measures, plans
from wellbeing.services.measures import ATTAINMENT, CHECK_IN, GOAL, RecordForm, TrackerView


def _told(world: World, story: str) -> TrackerView:
    """Record a storyline's numbers through the use case, and open its tracker."""
    world.clock.at = max(world.clock.at, datetime(2026, 3, 10, tzinfo=UTC))
    case_id, _ = case_with_parent(world)
    me, scores = world.counsellor, SCORES[story]
    for day, total in scores.check_ins:
        form = RecordForm(CHECK_IN, total=total, taken_on=date.fromisoformat(day))
        measures.record(me, case_id, form)
    if scores.goals:
        raw = {"strengths": "好。"}
        for n in range(1, len(scores.goals) + 1):
            raw |= {f"goal_{n}": f"目标{n}", f"now_{n}": "3", f"hoped_{n}": "7"}
        plans.write_plan(me, case_id, read(plans.PlanForm, raw))
        targets = measures.tracker(me, case_id).targets
        for which, day in (("first", scores.check_ins[0][0]), ("last", scores.check_ins[-1][0])):
            for (goal, _), one in zip(targets, scores.goals, strict=True):
                rating, attained = getattr(one, which)
                for key, value in ((GOAL, rating), (ATTAINMENT, attained)):
                    if value is not None:
                        form = RecordForm(
                            key, total=value, about_id=goal, weight=one.weight,
                            taken_on=date.fromisoformat(day),
                        )  # fmt: skip
                        measures.record(me, case_id, form)
    return measures.tracker(me, case_id)


def _read(view: TrackerView) -> Progress:
    return progress(view.series[0].values, all_instruments()[CHECK_IN])


# story: (change, RC, category, hints, T first and last, mean goal change and whether reliable)
EXPECTED = {
    "S01": (15, 2.96, "recovered", [], [25.8, 58.8], (4.33, True)),
    "S02": (12, 2.37, "improved", [(4, "amber"), (6, "supervision")], [31.3, 53.4], (3, True)),
    "S05": (16, 3.16, "recovered",
            [(3, "red"), (4, "amber"), (6, "supervision")], [26.0, 54.5], None),
    "S06": (3, 0.59, "unchanged", [], [], None),
    "S07": (8, 1.58, "crossed_not_reliable",
            [(4, "amber"), (6, "supervision")], [30.6, 50.0], (2, False)),
    "S11": (10, 1.98, "recovered", [], [37.6, 62.4], None),
}  # fmt: skip


@pytest.mark.parametrize("story", EXPECTED)
def test_a_storyline_comes_to_what_is_expected(sqlite_world: World, story: str) -> None:
    view = _told(sqlite_world, story)
    change, rc, category, hints, reviews, goals = EXPECTED[story]
    found = _read(view)
    assert found.change.change == change
    assert found.change.rc == pytest.approx(rc, abs=0.005)
    assert found.change.category == category
    assert [(one.session, one.level.value) for one in found.signals] == hints
    assert [round(one.t, 1) for one in view.reviews] == reviews
    if goals:
        lines = view.goals
        seen = goal_progress([one.known[0] for one in lines], [one.known[-1] for one in lines])
        assert (round(seen.mean_change, 2), seen.reliable) == goals
    else:
        assert view.goals == ()


def test_no_score_is_named_after_a_risk() -> None:
    words = [*Level, *Direction, *all_instruments(), *(b.name for i in
             all_instruments().values() for b in i.bands)]  # fmt: skip
    assert not any("risk" in str(one).lower() for one in words)


def test_the_man_who_was_visited_calls_less() -> None:
    found = nonoverlap(S12_BEFORE, S12_AFTER, increase=False)
    assert (round(found.nap, 3), round(found.tau, 3)) == (0.979, 0.958)
    before = xmr(S12_BEFORE)
    assert round(before.mean, 2) == 4.67
    assert (round(before.lower, 2), round(before.upper, 2)) == (2.01, 7.33)
    first = next(i for i, one in enumerate(S12_AFTER) if one < before.lower)
    assert first == 3  # April: January is the first of the months after
