"""Which acts need two people and a fresh second factor, derived from the registry of use cases."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any, get_type_hints

import pyotp
import pytest

from tests.support.matrix import arguments, use_cases
from tests.support.matrix_scene import MatrixScene
from tests.support.world import World, accept
from wellbeing import gate
from wellbeing.errors import FactorNeeded
from wellbeing.gate import Access, Caller, use_case
from wellbeing.policy import May
from wellbeing.services import invitations, second_factor
from wellbeing.two_people import RULED, Proposed

# What somebody is allowed to do says of which kind the act is. A new act under one of these
# permissions falls under the rule by itself, or is named below with its reason.
TWO_PEOPLE = {
    May.ERASE: "erasure",
    May.SEE_AUDIT: "bulk export",
    May.INVITE_STAFF: "role elevation",
    May.RESET_ACCESS: "role elevation",
    May.CHANGE_POLICY: "policy change",
    May.DESTROY_KEYS: "destruction of keys",
}
# What its permission alone does not tell.
BY_NAME = {"people.reactivate": "role elevation"}
STEP_UP = {
    May.ERASE: "erasure",
    May.SEE_AUDIT: "export",
    May.BREAK_GLASS: "break-glass",
    May.SEE_KEYS: "key work",
    May.CHANGE_POLICY: "policy change",
}
ONE_IS_ENOUGH = {
    "invitations.withdraw_invitation": "takes a right back",
}
NO_STEP_UP = {"emergency.end_emergency": "closes what was opened"}
# An export is known by what it gives: a file. Of one person, where it is asked for one record.
ONE_RECORD = {"case_id", "student_id", "incident_id", "handoff_id", "referral_id", "plan_id"}
Acts = Mapping[str, Callable[..., Any]]


def _writes(acts: Acts) -> Iterator[tuple[str, Any, May]]:
    for name, act in acts.items():
        may, access = act.__use_case__
        if access is Access.WRITE:
            yield name, act, may


def _bulk_exports(acts: Acts) -> set[str]:
    """Return the acts that give a file about more than one person, or are called an export."""
    return {
        name for name, act in acts.items()
        if bytes in (get_type_hints(act).get("return"),) or "export" in name.rsplit(".", 1)[-1]
        if not ONE_RECORD & set(inspect.signature(act).parameters)
    }  # fmt: skip


def _ruled(act: Any) -> bool:
    found = RULED.get(act.__name__)
    return found is not None and found.body is inspect.unwrap(act)


def alone(acts: Acts) -> set[str]:
    """Return the acts that one person can do alone, and should not."""
    wanted = {name for name, _, may in _writes(acts) if may in TWO_PEOPLE} | _bulk_exports(acts)
    wanted |= BY_NAME.keys() & acts.keys()
    return {one for one in wanted - set(ONE_IS_ENOUGH) if not _ruled(acts[one])}


def without_step_up(acts: Acts) -> set[str]:
    """Return the acts that ask for no fresh second factor, and should."""
    wanted = {name for name, _, may in _writes(acts) if may in STEP_UP} | _bulk_exports(acts)
    return {one for one in wanted - set(NO_STEP_UP) if not acts[one].__fresh_factor__}


def test_erasure_bulk_export_elevation_and_policy_take_two_people() -> None:
    acts = use_cases()
    assert alone(acts) == set()
    known = {"erasure.erase", "audit_trail.export_audit", "invitations.invite",
             "second_factor.take_factor_away", "site_policy.put_into_force"}  # fmt: skip
    assert known <= set(acts)
    assert set(ONE_IS_ENOUGH) | set(NO_STEP_UP) | set(BY_NAME) <= set(acts)


def test_export_erasure_break_glass_and_key_work_ask_for_a_fresh_factor() -> None:
    assert without_step_up(use_cases()) == set()


def test_every_ruled_act_is_one_that_the_registry_asks_for() -> None:
    acts = use_cases()
    kinds = {name: may for name, _, may in _writes(acts)}
    assert {name for name in kinds if _ruled(acts[name])} == {
        name for name, may in kinds.items() if may in TWO_PEOPLE and name not in ONE_IS_ENOUGH
    } | set(BY_NAME)


def test_a_planted_export_that_one_person_can_do_is_found() -> None:
    module = ModuleType("wellbeing.services.planted")

    @use_case(may=May.SEE_CASELOAD)
    def everybody_as_a_file(work: gate.Work) -> bytes:
        return b""

    @use_case(may=May.SEE_CASELOAD, access=Access.READ)
    def export_all(work: gate.Work) -> str:
        return ""

    @use_case(may=May.ERASE, fresh_factor=True)
    def erase_quietly(work: gate.Work) -> None:
        return None

    @use_case(may=May.SEE_CASE)
    def of_one(work: gate.Work, case_id: object) -> bytes:
        return b""

    for one in (everybody_as_a_file, export_all, erase_quietly, of_one):
        one.__module__ = module.__name__
        setattr(module, one.__name__, one)
    acts = use_cases(iter([module]))
    planted = {"planted.everybody_as_a_file", "planted.export_all"}
    assert alone(acts) == planted | {"planted.erase_quietly"}
    assert without_step_up(acts) == planted


def test_the_real_gate_proposes_each_and_does_none(sqlite_world: World) -> None:
    world = sqlite_world
    scene, acts = MatrixScene(world), use_cases()
    form = invitations.InviteForm("coordinator9 (虚构)", "coordinator", None)
    accept(world, invitations.invite(world.coordinator, form).link, "coordinator9")
    for name in sorted(one for one in acts if _ruled(acts[one])):
        given = arguments(scene, name, acts[name], "closed", "coordinator")
        if name == "invitations.invite":
            given = (invitations.InviteForm("某人 (虚构)", "administrator", None),)
        if name in ("reset.approve_reset", "people.reactivate"):
            given = (scene.users["administrator"],)
        if name == "audit_trail.export_audit":
            given = (replace(given[0], first=world.clock().date(), last=world.clock().date()),)
        with pytest.raises(Proposed):
            acts[name](world.coordinator, *given)


def test_the_real_gate_asks_for_a_factor_that_was_proved_long_ago(sqlite_world: World) -> None:
    world = sqlite_world
    scene, acts = MatrixScene(world), use_cases()
    callers = {who: _enrolled(world, who) for who in ("coordinator", "counsellor")}
    world.clock.move(minutes=11)
    asked = set()
    for name in sorted(one for one in acts if acts[one].__fresh_factor__):
        may = acts[name].__use_case__[0]
        who = "counsellor" if may is May.BREAK_GLASS else "coordinator"
        given = arguments(scene, name, acts[name], "closed", who)
        with pytest.raises(FactorNeeded):
            acts[name](callers[who], *given)
        asked.add(may)
    assert {May.ERASE, May.SEE_AUDIT, May.BREAK_GLASS, May.CHANGE_POLICY} <= asked


def _enrolled(world: World, login: str) -> Caller:
    """Return somebody who set up a second factor and proved it a moment ago."""
    who = world.caller(login)
    seed = second_factor.begin_factor(who).seed
    code = pyotp.TOTP(seed).at(int(world.clock().timestamp()))
    second_factor.confirm_factor(who, second_factor.CodeForm(code))
    return who
