"""One-time codes: replay, drift, recovery codes, who must have them, and step-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from tests.support.world import PASSWORD, World, case_with_parent, settings_for
from wellbeing.config import Settings
from wellbeing.errors import FactorNeeded, Forbidden, InvalidTransition, NotFound, SignedOut
from wellbeing.factors import CodeNeeded, CodeRefused
from wellbeing.gate import Caller
from wellbeing.runtime import Runtime
from wellbeing.services import home, people, second_factor, set_up, sign_in
from wellbeing.services.second_factor import CodeForm
from wellbeing.services.sign_in import SignInForm, SignInRefused, TooManyAttempts


def _enrol(world: World, who: Caller) -> tuple[str, tuple[str, ...]]:
    seed = second_factor.begin_factor(who).seed
    return seed, second_factor.confirm_factor(who, CodeForm(_code(world, seed)))


def _code(world: World, seed: str, steps: int = 0) -> str:
    return pyotp.TOTP(seed).at(int(world.clock().timestamp()) + 30 * steps)


def _enter(world: World, code: str, login: str = "officer", password: str = PASSWORD) -> Caller:
    form = SignInForm(login, password, code)
    return Caller(world.runtime, sign_in.sign_in(world.visitor, form).token, "127.0.0.1")


def _requiring(world: World) -> None:
    settings = world.runtime.settings.model_copy(update={"second_factor": "staff"})
    world.runtime = replace(world.runtime, settings=settings)


def test_after_enrolment_the_password_alone_opens_nothing(world: World) -> None:
    seed, _ = _enrol(world, world.officer)
    world.clock.move(seconds=30)
    with pytest.raises(CodeNeeded):
        _enter(world, "")
    with pytest.raises(CodeRefused):
        _enter(world, "000000" if _code(world, seed) != "000000" else "000001")
    with pytest.raises(SignInRefused):
        _enter(world, _code(world, seed), password="not the password")
    assert people.me(_enter(world, _code(world, seed)))


def test_a_code_and_every_older_one_is_spent_when_used(world: World) -> None:
    seed, _ = _enrol(world, world.officer)
    with pytest.raises(CodeRefused):
        _enter(world, _code(world, seed))
    world.clock.move(minutes=5)
    assert _enter(world, _code(world, seed))
    for steps in (0, -1):
        with pytest.raises(CodeRefused):
            _enter(world, _code(world, seed, steps))
    world.clock.move(seconds=30)
    assert _enter(world, _code(world, seed))


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_one_step_of_drift_is_forgiven(world: World, steps: int, fits: bool) -> None:
    seed, _ = _enrol(world, world.officer)
    world.clock.move(minutes=5)
    if fits:
        assert _enter(world, _code(world, seed, steps))
    else:
        with pytest.raises(CodeRefused):
            _enter(world, _code(world, seed, steps))


def test_a_recovery_code_works_once_for_its_owner_in_any_writing(world: World) -> None:
    _, codes = _enrol(world, world.officer)
    seed, _ = _enrol(world, world.teacher)
    assert len(set(codes)) == 10 and seed
    with pytest.raises(CodeRefused):
        _enter(world, codes[0], "teacher")
    mine = _enter(world, codes[0].lower().replace("-", " "))
    assert second_factor.my_factor(mine).recovery_left == 9
    with pytest.raises(CodeRefused):
        _enter(world, codes[0])


def test_guessing_codes_is_slowed(world: World) -> None:
    seed, _ = _enrol(world, world.officer)
    for _ in range(sign_in.PER_ACCOUNT):
        with pytest.raises(CodeRefused):
            _enter(world, "not a code")
    world.clock.move(seconds=30)
    with pytest.raises(TooManyAttempts):
        _enter(world, _code(world, seed))


def test_a_seed_counts_only_after_its_first_code_and_is_not_replaced_in_silence(
    world: World,
) -> None:
    who = world.officer
    second_factor.begin_factor(who)
    assert _enter(world, "")
    with pytest.raises(CodeRefused):
        second_factor.confirm_factor(who, CodeForm("no code"))
    _enrol(world, who)
    for act in (lambda: second_factor.begin_factor(who),
                lambda: second_factor.confirm_factor(who, CodeForm("123456"))):  # fmt: skip
        with pytest.raises(InvalidTransition):
            act()


def test_staff_without_one_may_only_set_one_up_where_it_is_required(world: World) -> None:
    _, parent = case_with_parent(world)
    _requiring(world)
    parent = replace(parent, runtime=world.runtime)
    assert home.home(parent) and not people.me(parent).must_enrol
    for login in ("officer", "teacher", "counsellor", "coordinator", "administrator"):
        who = world.caller(login)
        assert people.me(who).must_enrol
        with pytest.raises(Forbidden):
            home.home(who)
        _enrol(world, who)
        assert home.home(who) and not people.me(who).must_enrol


def test_step_up_asks_for_a_fresh_code(world: World) -> None:
    office, officer = world.coordinator, people.me(world.officer).id
    seed, _ = _enrol(world, office)
    _enrol(world, world.officer)
    second_factor.take_factor_away(office, officer)
    world.clock.move(minutes=11)
    with pytest.raises(FactorNeeded):
        second_factor.take_factor_away(office, officer)
    with pytest.raises(CodeRefused):
        second_factor.prove_factor(office, CodeForm("no code"))
    second_factor.prove_factor(office, CodeForm(_code(world, seed)))
    second_factor.take_factor_away(office, officer)
    assert _enter(world, "")


def test_only_the_coordinator_takes_a_lost_factor_away_and_never_their_own(world: World) -> None:
    officer, office = people.me(world.officer).id, people.me(world.coordinator).id
    for login in ("administrator", "teacher", "officer"):
        with pytest.raises(Forbidden):
            second_factor.take_factor_away(world.caller(login), officer)
    with pytest.raises(Exception, match="your own account"):
        second_factor.take_factor_away(world.coordinator, office)


def test_one_alone_renews_recovery_codes_after_a_fresh_proof(world: World) -> None:
    who = world.officer
    with pytest.raises(NotFound):
        second_factor.renew_recovery_codes(who)
    seed, old = _enrol(world, who)
    world.clock.move(minutes=11)
    with pytest.raises(FactorNeeded):
        second_factor.renew_recovery_codes(who)
    second_factor.prove_factor(who, CodeForm(_code(world, seed)))
    new = second_factor.renew_recovery_codes(who)
    assert len(set(new) | set(old)) == 20 and second_factor.my_factor(who).recovery_left == 10
    with pytest.raises(CodeRefused):
        _enter(world, old[0])
    assert people.me(_enter(world, new[0]))
    with pytest.raises(CodeRefused):
        _enter(world, new[0])


def test_a_new_telephone_takes_the_place_of_the_old_one_after_a_recovery_code(
    world: World,
) -> None:
    seed, codes = _enrol(world, world.officer)
    world.clock.move(minutes=11)
    other, who = _enter(world, codes[1]), _enter(world, codes[0])
    assert people.me(other)
    fresh = second_factor.replace_factor(who).seed
    with pytest.raises(SignedOut):
        people.me(other)
    second_factor.confirm_factor(who, CodeForm(_code(world, fresh)))
    world.clock.move(seconds=30)
    for ended in (_code(world, seed), codes[2]):
        with pytest.raises(CodeRefused):
            _enter(world, ended)
    assert people.me(_enter(world, _code(world, fresh)))


def test_a_real_site_requires_it_of_staff_and_a_demo_of_nobody(
    world: World, tmp_path: Path
) -> None:
    assert Settings().second_factor == "staff"
    _requiring(world)
    assert people.me(world.officer).must_enrol
    runtime = Runtime.start(settings_for(tmp_path / "demo").model_copy(
        update={"second_factor": "staff", "background_check_days": 365}))  # fmt: skip
    form = set_up.SetUpForm("Demo (虚构)", "纪宁", "jining", PASSWORD)
    office = Caller(runtime, set_up.set_up_demo(Caller(runtime), form).token)
    assert not people.me(office).must_enrol and home.home(office)
    later = replace(office, runtime=runtime.at(lambda: runtime.clock() + timedelta(days=400)))
    with pytest.raises(SignedOut):
        home.home(later)
    again = sign_in.sign_in(replace(later, token=""), SignInForm("jining", PASSWORD))
    assert home.home(replace(later, token=again.token))
    runtime.close()


def test_the_first_coordinator_is_not_locked_out_where_it_is_required(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "real").model_copy(update={"second_factor": "staff"})
    runtime = Runtime.start(settings)
    form = set_up.SetUpForm("Site (虚构)", "纪宁", "jining", PASSWORD)
    office = Caller(runtime, set_up.set_up_site(Caller(runtime), form).token)
    assert people.me(office).must_enrol
    seed = second_factor.begin_factor(office).seed
    assert second_factor.confirm_factor(office, CodeForm(pyotp.TOTP(seed).now()))
    assert home.home(office)
    runtime.close()
