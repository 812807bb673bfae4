"""Changing the policy takes two people: the machine's settings ask, what was confirmed counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests.support.tamper import unguard_audit
from tests.support.world import World
from wellbeing import site_policy as site_policies
from wellbeing.__main__ import app
from wellbeing.config import Settings
from wellbeing.configuration import begin_policy
from wellbeing.errors import Forbidden, InvalidTransition, NotFound, Stale, StartRefused
from wellbeing.gate import Caller
from wellbeing.runtime import Runtime
from wellbeing.services import proposals, rulebook, site_policy
from wellbeing.two_people import OwnProposal, Proposed


def _restart(world: World, **settings: object) -> World:
    """Start the same site under other settings of the machine."""
    wanted: Settings = world.runtime.settings.model_copy(update=settings)
    return World(Runtime.start(wanted, world.clock), world.clock, world.places)


def _put(again: World) -> None:
    """Have the administrator propose what the settings ask for, and the coordinator confirm."""
    form = site_policy.view_policy(again.administrator).asked
    with pytest.raises(Proposed):
        site_policy.put_into_force(again.administrator, form)
    proposals.confirm(again.coordinator, proposals.proposals(again.coordinator)[0].id)


def test_less_protection_is_not_had_by_changing_the_settings_alone(world: World) -> None:
    first = _restart(world, second_factor="staff", background_check_days=365)
    assert first.runtime.settings.second_factor == "optional" and first.runtime.policy_waits()
    _put(first)
    # It counts from the next start, and then whatever the settings say.
    assert first.runtime.settings.second_factor == "optional"
    weaker = _restart(world, second_factor="optional", background_check_days=0)
    assert weaker.runtime.settings.second_factor == "staff"
    assert weaker.runtime.settings.background_check_days == 365
    with pytest.raises(Forbidden):
        rulebook.rulebook(weaker.teacher)


def test_what_two_people_see_is_what_comes_into_force(world: World) -> None:
    again = _restart(world, idle_minutes=20)
    seen = site_policy.view_policy(again.coordinator)
    assert seen.differs and seen.in_force.idle_minutes == "60" and seen.asked.idle_minutes == "20"
    with pytest.raises(Proposed):
        site_policy.put_into_force(again.coordinator, seen.asked)
    waiting = proposals.proposals(again.administrator)[0]
    assert dict(waiting.details)["Minutes without a click until a sign-in ends"] == "20"
    with pytest.raises(OwnProposal):
        proposals.confirm(again.coordinator, waiting.id)
    other = _restart(world, idle_minutes=10)
    with pytest.raises(Stale):
        proposals.confirm(other.administrator, waiting.id)
    proposals.confirm(again.administrator, waiting.id)
    last = _restart(world, idle_minutes=20)
    view = site_policy.view_policy(last.coordinator)
    assert not view.differs and last.runtime.settings.idle_minutes == 20
    assert [one.by for one in view.changes] == ["administrator (虚构)", ""]
    with pytest.raises(Proposed):
        site_policy.put_into_force(last.coordinator, view.asked)
    with pytest.raises(InvalidTransition):
        proposals.confirm(last.administrator, proposals.proposals(last.administrator)[0].id)


def test_nobody_else_sees_or_changes_the_policy(world: World) -> None:
    again = _restart(world, idle_minutes=20)
    form = site_policy.view_policy(again.coordinator).asked
    with pytest.raises(Proposed):
        site_policy.put_into_force(again.coordinator, form)
    made = proposals.proposals(again.coordinator)[0].id
    for login in ("officer", "teacher", "counsellor"):
        who: Caller = again.caller(login)
        with pytest.raises(Forbidden):
            site_policy.view_policy(who)
        with pytest.raises(Forbidden):
            site_policy.put_into_force(who, form)
        with pytest.raises(NotFound):
            proposals.confirm(who, made)


def test_a_changed_rule_file_waits_as_well(world: World, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("[clocks.acknowledge]\nhours = 2\n", encoding="utf-8")
    again = _restart(world, rule_overrides=path)
    assert again.runtime.pack == world.runtime.pack and again.runtime.policy_waits()
    _put(again)
    path.unlink()
    gone = _restart(world, rule_overrides=None)
    assert gone.runtime.pack != world.runtime.pack and gone.runtime.policy_waits()


def test_a_policy_that_was_edited_in_the_database_refuses_the_start(world: World) -> None:
    changed = "UPDATE site_policy SET text = replace(text, '\"optional\"', '\"everybody\"')"
    with world.runtime.engine.begin() as connection:
        assert connection.execute(text(changed)).rowcount == 1
    with pytest.raises(StartRefused, match="not by two people"):
        _restart(world)


def _delete(world: World, which: str) -> None:
    with world.runtime.engine.begin() as connection:
        assert connection.execute(text(f"DELETE FROM site_policy WHERE {which}")).rowcount


def _entry(world: World, act: str) -> int:
    with world.runtime.reading.connect() as connection:
        query = text("SELECT max(seq) FROM audit WHERE act = :act AND kind = 'site_policy'")
        return int(connection.execute(query, {"act": act}).scalar_one())


def test_a_deleted_policy_refuses_the_start_instead_of_bringing_the_one_before_back(
    world: World,
) -> None:
    strict = _restart(world, second_factor="staff", background_check_days=365)
    _put(strict)
    _delete(world, "number = 2")
    with pytest.raises(StartRefused, match="deleted from the database") as refused:
        _restart(world)
    assert refused.value.params["entry"] == _entry(world, "confirm")


@pytest.mark.parametrize("which", ["number = 1", "number > 0"])
def test_the_policy_that_a_site_began_with_cannot_be_deleted_unnoticed(
    world: World, which: str
) -> None:
    _delete(world, which)
    with pytest.raises(StartRefused, match="deleted from the database") as refused:
        _restart(world, second_factor="optional")
    assert refused.value.params["entry"] == _entry(world, "begin_policy")


def test_a_policy_that_was_put_into_force_starts_and_is_proved(world: World) -> None:
    strict = _restart(world, idle_minutes=20)
    _put(strict)
    assert _restart(world, idle_minutes=20).runtime.settings.idle_minutes == 20
    with world.runtime.reading.connect() as connection:
        assert site_policies.removed(connection) == ()


def test_a_first_policy_from_before_it_was_entered_is_entered_at_the_next_start(
    world: World,
) -> None:
    with world.runtime.engine.begin() as connection:
        unguard_audit(connection)
        connection.execute(text("DELETE FROM audit"))
    again = _restart(world)
    for _ in range(2):
        begin_policy(again.runtime)
    assert _entry(world, "begin_policy") == 1
    _delete(world, "number = 1")
    with pytest.raises(StartRefused):
        _restart(world)


def test_a_site_from_before_begins_with_the_settings_that_it_has(world: World) -> None:
    with world.runtime.engine.begin() as connection:
        connection.execute(text("DELETE FROM site_policy"))
        unguard_audit(connection)
        connection.execute(text("DELETE FROM audit"))
    assert world.runtime.policy() is None and not world.runtime.policy_waits()
    again = _restart(world, idle_minutes=15)
    begin_policy(again.runtime)
    begin_policy(again.runtime)
    assert again.runtime.settings.idle_minutes == 15
    assert len(site_policy.view_policy(again.coordinator).changes) == 1
    assert _restart(world, idle_minutes=40).runtime.settings.idle_minutes == 15


def test_the_command_that_proves_the_audit_names_a_deleted_policy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(world.runtime.settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", world.runtime.settings.database_url)
    untouched = CliRunner().invoke(app, ["audit", "verify"])
    assert untouched.exit_code == 0, untouched.output
    _delete(world, "number = 1")
    with pytest.raises(StartRefused, match="deleted from the database"):
        CliRunner().invoke(app, ["audit", "verify"], catch_exceptions=False)
