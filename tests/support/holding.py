"""A report of harm, and the decisions on whom it is kept from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.support.handing import Handing
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import (
    harm,
)

SEEN = {
    "what": "小臂和背上有几处新旧不一的瘀青。", "hold": "yes", "hold_reason": "伤可能来自家里。",
}  # fmt: skip


def written(scene: Handing, **changes: str) -> UUID:
    form = read(harm.NoticeForm, SEEN | changes)
    return harm.report_harm(scene.world.teacher, scene.student, form)


def held(scene: Handing, made: UUID) -> harm.Hold:
    (one,) = [h for h in harm.open_harm(scene.world.coordinator, made).holds if not h.ended_at]
    return one


def decide(who: Caller, one: UUID, decision: str, **more: Any) -> None:
    raw = {"decision": decision, "reason": "还不安全。", **more}
    harm.decide_hold(who, one, read(harm.HoldDecision, raw))


def hold(scene: Handing, made: UUID, guardian: UUID, days: int = 2) -> UUID:
    day = scene.world.clock.at.date() + timedelta(days=days)
    return harm.hold_notice(
        scene.world.coordinator, made, harm.HoldForm(guardian, "伤可能来自父亲。", day)
    )
