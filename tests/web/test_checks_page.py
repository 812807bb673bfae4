"""Entering a background check on the people's page, as the office does; and who finds no form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.hunt import Tab
from tests.support.world import World
from wellbeing.errors import Forbidden
from wellbeing.services import home, people

PAGE = "office/people.py"


@pytest.fixture
def asking(sqlite_world: World) -> World:
    """The site with a check asked for, and everybody's first thirty days over."""
    world = sqlite_world
    settings = world.runtime.settings.model_copy(update={"background_check_days": 365})
    world.runtime = replace(world.runtime, settings=settings)
    world.clock.move(days=31)
    return world


def _enter(tab: Tab, whose: str, day: date) -> str:
    """Choose somebody, type the day, press; return all that the page says then."""
    tab.open(PAGE, {})
    tab.choose("check-choice", f"{whose} (虚构)")
    [button] = [one for one in tab.buttons() if one.startswith("send-check-")]
    tab.fill({f"{button.removeprefix('send-')}-checked_on": day.isoformat()})
    return tab.press(button).words


def test_the_office_enters_a_check_and_the_person_works_again(asking: World) -> None:
    blocked, today = asking.teacher, asking.clock().date()
    with pytest.raises(Forbidden):
        home.home(blocked)
    assert "Entered. It counts until" in _enter(Tab(asking.coordinator), "teacher", today)
    assert home.home(blocked) and people.me(blocked).check_ends_on is None


def test_a_day_to_come_opens_nothing_and_is_answered_with_a_sentence(asking: World) -> None:
    tomorrow = asking.clock().date() + timedelta(days=2)
    said = _enter(Tab(asking.coordinator), "teacher", tomorrow)
    assert "Entered" not in said and "day" in said
    assert people.me(asking.teacher).check_ended


def test_whoever_is_not_of_the_office_has_no_page_and_no_form_for_it(asking: World) -> None:
    for login in ("teacher", "counsellor", "officer"):
        tab = Tab(asking.caller(login))
        kept = tab.open(PAGE, {})
        assert not tab.has(PAGE) and "check-choice" not in tab.choices()
        assert "Enter a background check" not in kept.words
    assert people.me(asking.teacher).check_ended
