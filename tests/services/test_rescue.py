"""The way back in for a coordinator whom nobody else can help."""

from __future__ import annotations

import pyotp
import pytest

from tests.support.world import PASSWORD, World
from wellbeing import rescue
from wellbeing.errors import NotFound
from wellbeing.factors import CodeNeeded
from wellbeing.services import audit_trail, reset, second_factor, sign_in
from wellbeing.services.audit_trail import TrailFilter
from wellbeing.services.sign_in import SignInForm

NEW = "seven quiet lanterns"


def test_a_coordinator_without_telephone_and_password_gets_one_link(world: World) -> None:
    office = world.coordinator
    seed = second_factor.begin_factor(office).seed
    now = int(world.clock().timestamp())
    second_factor.confirm_factor(office, second_factor.CodeForm(pyotp.TOTP(seed).at(now)))
    with pytest.raises(CodeNeeded):
        sign_in.sign_in(world.visitor, SignInForm("coordinator", PASSWORD))
    code = rescue.way_in(world.runtime, "Coordinator").rsplit("/", 1)[1]
    reset.set_new_password(world.visitor, code, reset.NewPasswordForm(NEW))
    with pytest.raises(NotFound):
        reset.set_new_password(world.visitor, code, reset.NewPasswordForm(NEW + "!"))
    token = sign_in.sign_in(world.visitor, SignInForm("coordinator", NEW)).token
    assert token
    found = audit_trail.trail(world.administrator, TrailFilter(act="way_in"))
    assert [one.outcome for one in found] == ["done"]


@pytest.mark.parametrize("login", ["officer", "administrator", "nobody", ""])
def test_everybody_else_has_a_coordinator_to_ask(world: World, login: str) -> None:
    with pytest.raises(NotFound):
        rescue.way_in(world.runtime, login)


def test_the_link_ends_within_the_hour(world: World) -> None:
    code = rescue.way_in(world.runtime, "coordinator").rsplit("/", 1)[1]
    world.clock.move(hours=1, minutes=1)
    with pytest.raises(NotFound):
        reset.reset_link(world.visitor, code)
