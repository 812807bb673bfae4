"""Everything that a page offers is pressed, as everybody, with one's own ids and with forged ones.

tests/web/test_hunt.py opens addresses; here the buttons behind them are pressed, the forms sent,
the choices chosen, and what each answer shows is searched for the words of others. Then the same
with forgery: whatever id of one's own the page, the visit, the form or the address holds becomes
one of the case that is nobody's but counsellor2's, and of that case not one row may change.
Everybody presses in a copy of the site of their own. That a check left out is found is proved at
every run (`test_a_left_out_check_is_found`).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import true

from tests.support.hunt import Kept, Tab
from tests.support.hunt_scene import PLANTED, THEIRS, HuntScene
from tests.support.pressing import Address, Presser, menu
from wellbeing.models import Case, Plan

# How many kinds of buttons and choices each of them comes across at least.
PRESSED = {
    "administrator": 10, "coordinator": 150, "counsellor: team": 110, "counsellor: none": 60,
    "officer: referrer": 40, "officer: helper": 30, "parent: guardian": 12,
    "partner: receiver": 3, "tablet": 5, "teacher: school": 40,
    "teacher: helper": 30,
}  # fmt: skip
# To whom the foreign case is not foreign: they press, with nothing forged.
THEIR_OWN = {"coordinator", "counsellor: none", "partner: receiver"}
POSTGRES = pytest.mark.postgres
ON_BOTH = ("counsellor: team", "parent: guardian", "officer: referrer")


def hand(scene: HuntScene, who: str, found: set[str]) -> Presser:
    """Return somebody at the site's pages; what should not be is put into `found` in words."""
    before = scene.rows("noise")

    def look(where: str, kept: Kept) -> None:
        words = kept.words
        shown = {one for one in PLANTED if one in words} - THEIRS.get(who, set())
        found.update(f"{who}: {where} shows {one}" for one in shown)
        if kept.failed:
            found.add(f"{who}: {where} breaks: {kept.failed}")

    def check(where: str) -> None:
        after = scene.rows("noise")
        tables = {one for one in before | after if before.get(one) != after.get(one)}
        found.update(f"{who}: {where} changed {one}" for one in tables)
        before.update(after)

    forgery = {} if who in THEIR_OWN else scene.forgery()
    return Presser(Tab(scene.caller(who, "open")), records(scene), look, forgery, check)


def records(scene: HuntScene) -> dict[str, UUID]:
    """Return what a form's questions about records are answered with."""
    mine, users = scene.ids["open"], scene.users
    return {
        **mine, "guardian_id": mine["guardian_mother"], "counsellor_id": users["counsellor6"],
        "user_id": users["teacher2"], "school_id": scene.world.places["north"],
    }  # fmt: skip


def press_through(scene: HuntScene, who: str) -> tuple[set[str], Presser]:
    """Press everything; return in words what should not be, and who has pressed."""
    found: set[str] = set()
    presser = hand(scene, who, found)
    presser.walk(menu())
    return found, presser


@pytest.mark.parametrize(
    ("own_scene", "who"),
    [
        *(("sqlite", who) for who in sorted(PRESSED)),
        *(pytest.param("postgresql", who, marks=POSTGRES) for who in ON_BOTH),
    ],
    indirect=["own_scene"],
)
def test_nothing_that_can_be_pressed_shows_or_changes_what_is_others(
    own_scene: HuntScene, who: str
) -> None:
    found, presser = press_through(own_scene, who)
    assert found == set()
    assert len(presser.pressed) >= PRESSED[who], sorted(presser.pressed)


# On PostgreSQL the second line itself refuses to change a plan through such a hole.
@pytest.mark.parametrize(
    ("own_scene", "model", "page"),
    [
        ("sqlite", Case, "cases/case.py"),
        ("sqlite", Plan, "cases/plan.py"),
        pytest.param("postgresql", Case, "cases/case.py", marks=POSTGRES),
    ],
    indirect=["own_scene"],
)
def test_a_left_out_check_is_found(
    own_scene: HuntScene, monkeypatch: pytest.MonkeyPatch, model: Any, page: str
) -> None:
    found: set[str] = set()
    presser = hand(own_scene, "counsellor: team", found)
    monkeypatch.setattr(model, "visible_to", classmethod(lambda cls, actor: true()))
    presser.at(Address(page, (("id", str(own_scene.ids["open"]["case_id"])),)))
    assert presser.pressed and any(" changed " in one for one in found), found
