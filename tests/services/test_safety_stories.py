"""Storylines S05 and S06 as the demo plays them, by what PRACTICE §6 expects of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.world import settings_for
from wellbeing import demo
from wellbeing.demo import cast
from wellbeing.errors import NotFound
from wellbeing.gate import Caller
from wellbeing.runtime import Runtime
from wellbeing.services import cases, harm, safety, sign_in, withholding


class Demo:
    """The played demo, and whoever signs in to it."""

    def __init__(self, folder: Path) -> None:
        self.runtime = Runtime.start(settings_for(folder))
        demo.write(self.runtime)

    def caller(self, login: str) -> Caller:
        form = sign_in.SignInForm(login, cast.PASSWORD)
        door = Caller(self.runtime, address="127.0.0.1")
        return Caller(self.runtime, sign_in.sign_in(door, form).token, "127.0.0.1")

    def case(self, login: str, student: str) -> Any:
        return next(row.id for row in cases.cases(self.caller(login)) if row.student == student)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, played once for this file."""
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.runtime.close()


def test_s06_three_authorities_know_after_fifteen_minutes_and_the_outcome_is_kept(
    played: Demo,
) -> None:
    teacher = played.caller("lanting")
    (row,) = harm.harm_reports(teacher)
    view = harm.open_harm(teacher, row.id)
    assert (row.minutes, row.pace, row.state) == (15, "in_time", "outcome_recorded")
    assert [one.addressee for one in view.told] == ["police", "civil_affairs", "education"]
    assert all(one.receipt for one in view.told)
    (hold,) = view.holds
    assert hold.reason and hold.author and hold.ended_at is None
    assert hold.at.date() < hold.review_on <= hold.at.date() + timedelta(days=4)


def test_s06_the_father_is_not_told_and_others_of_the_staff_find_nothing(played: Demo) -> None:
    office = played.caller("jining")
    case = played.case("jining", "唐乐")
    (kept,) = withholding.withheld(office, case)
    assert kept.guardian.startswith("唐父") and kept.reason
    assert kept.review_on > kept.at.date()
    for login in ("yezhiqiu", "helixin", "fangyuan"):
        with pytest.raises(NotFound):
            cases.open_case(played.caller(login), case)
    assert len([one for one in cases.open_case(office, case).sessions if one.noted]) >= 1


def test_s05_a_contact_within_48_hours_and_a_review_within_two_working_days(
    played: Demo,
) -> None:
    me = played.caller("yezhiqiu")
    view = safety.safety(me, played.case("yezhiqiu", "温书瑶"))
    crisis = next(one for one in view.changes if one.level == "u1")
    after = [one for one in view.entries if one.at > crisis.at]
    (told,) = [one for one in after if one.kind == "adult"]
    assert told.at - crisis.at == timedelta(minutes=25)
    calls = sorted(one.at - crisis.at for one in after if one.kind == "contact")
    assert any(timedelta(days=1) < gap <= timedelta(hours=48) for gap in calls)
    (review,) = [one for one in after if one.kind == "review"]
    assert review.at - crisis.at < timedelta(days=2) and review.who.startswith("纪宁")
    assert [one.version for one in view.plans] == [2, 1]
    assert view.plans[1].at - crisis.at == timedelta(minutes=110)
