"""A report from before decisions on telling a guardian were kept: quiet until somebody decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from tests.support.handing import Handing
from tests.support.world import World
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.models import NoticeHold
from wellbeing.services import handoffs, harm, home


@pytest.fixture
def scene(world: World, family: None) -> Handing:
    """A case that can be handed over, with two guardians."""
    return Handing(world)


def old_report(scene: Handing) -> UUID:
    """Write a report, and leave of it what an older version would have."""
    raw = {"what": "小臂有瘀青。", "hold": "yes", "hold_reason": "x"}
    made = harm.report_harm(scene.world.teacher, scene.student, read(harm.NoticeForm, raw))
    with scene.world.runtime.engine.begin() as connection:
        connection.execute(delete(NoticeHold.__table__))
    return made


def decide(who: Caller, made: UUID, decision: str, **more: Any) -> None:
    raw = {"decision": decision, "reason": "还不安全。", **more}
    harm.decide_old_hold(who, made, read(harm.HoldDecision, raw))


def waits(scene: Handing) -> bool:
    mine = home.home(scene.world.coordinator)
    return "review_hold" in {one.what for one in (*mine.mine, *mine.late)}


def test_no_guardian_is_told_of_it_until_somebody_decides(scene: Handing) -> None:
    made, world = old_report(scene), scene.world
    view = harm.open_harm(world.coordinator, made)
    assert view.undecided and view.holds == () and waits(scene)
    draft = scene.draft()
    assert handoffs.ask_to_share(scene.me, draft) == 0  # to be asked about it would tell them
    with pytest.raises(NoBasis):
        handoffs.send_handoff(scene.me, draft, handoffs.open_handoff(scene.me, draft).rev)
    for who in (world.teacher, world.officer, scene.mother):
        with pytest.raises(Forbidden):
            decide(who, made, "tell")
    with pytest.raises(NotFound):
        decide(world.counsellor2, made, "tell")
    decide(world.coordinator, made, "tell")
    assert not harm.open_harm(world.coordinator, made).undecided and not waits(scene)
    assert handoffs.ask_to_share(scene.me, draft) > 0
    with pytest.raises(InvalidTransition):  # decided once
        decide(world.coordinator, made, "keep", review_on="2026-03-20")


def test_kept_it_is_a_decision_like_every_other(scene: Handing) -> None:
    made = old_report(scene)
    decide(scene.me, made, "keep", review_on="2026-03-20")
    (one,) = harm.open_harm(scene.world.coordinator, made).holds
    assert (one.guardian, one.reason, one.review_on.isoformat()) == (
        "", "还不安全。", "2026-03-20",
    )  # fmt: skip
    assert handoffs.ask_to_share(scene.me, scene.draft()) == 0
