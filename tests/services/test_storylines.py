"""The storylines' expected figures, computed from the demo by what the pages use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.world import settings_for
from wellbeing.demo import cast
from wellbeing.demo.play import write
from wellbeing.gate import Caller
from wellbeing.measures import Level
from wellbeing.runtime import Runtime
from wellbeing.services import cases, sign_in, tracker

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """The demo as it stands on one day."""
    runtime = Runtime.start(settings_for(tmp_path_factory.mktemp("demo")), lambda: NOW)
    write(runtime)
    yield runtime
    runtime.close()


def _caller(demo: Runtime, login: str) -> Caller:
    form = sign_in.SignInForm(login, cast.PASSWORD)
    return Caller(demo, sign_in.sign_in(Caller(demo), form).token)


def _tracker(demo: Runtime, login: str, student: str) -> tracker.TrackerView:
    who = _caller(demo, login)
    case = next(one for one in cases.cases(who) if one.student == student)
    return tracker.open_tracker(who, case.id)


def test_s01_the_scratched_car(demo: Runtime) -> None:
    view = _tracker(demo, "yezhiqiu", "陆子昂")
    assert view.totals == (19, 18, 22, 25, 24, 29, 31, 34)
    assert view.change is not None
    assert (view.change.change, round(view.change.rc, 2)) == (15, 2.96)
    assert view.change.category == "recovered"
    assert [round(one.t_score, 1) for one in view.reviews] == [25.8, 58.8]
    assert view.progress is not None and view.progress.reliable
    assert round(view.progress.mean_change, 2) == 4.33
    assert view.signals == ()


def test_s01_is_closed_and_every_follow_up_was_kept(demo: Runtime) -> None:
    who = _caller(demo, "yezhiqiu")
    case = next(one for one in cases.cases(who) if one.student == "陆子昂")
    view = cases.open_case(who, case.id)
    assert view.state == "closed" and view.steps == ()
    assert [one.state for one in view.follow_ups] == ["done"] * 3
    assert [state for _, state in view.path] == ["done"] * 7
    assert all(one.told for one in view.referrals)


def test_s02_absent_from_school(demo: Runtime) -> None:
    view = _tracker(demo, "luoyifan", "沈若晴")
    assert view.totals == (16, 15, 18, 17, 21, 24, 27, 28)
    assert view.change is not None
    assert (view.change.change, view.change.category) == (12, "improved")
    assert [(one.session, one.level) for one in view.signals] == [
        (4, Level.AMBER), (6, Level.SUPERVISION),
    ]  # fmt: skip
    assert [round(one.t_score, 1) for one in view.reviews] == [31.3, 53.4]
    assert view.progress is not None
    assert (round(view.progress.mean_change, 2), view.progress.reliable) == (3.0, True)


def test_each_reader_sees_their_own_part(demo: Runtime) -> None:
    office = _tracker(demo, "jining", "陆子昂")
    assert office.totals and office.goals and office.words == ()
    family = _tracker(demo, "lumama", "陆子昂")
    assert family.goals and not family.talks and family.change is None
    assert not family.signals and not family.observations
