"""Set-up, sign-in, sessions, invitations: each permitted act beside its refused twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.world import PASSWORD, World, accept, case_with_parent, settings_for
from wellbeing.crypto import StaleRecord
from wellbeing.errors import Forbidden, NotFound, SignedOut, Stale, StartRefused, WellbeingError
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.models import Credential, Site
from wellbeing.passwords import hashed
from wellbeing.runtime import Runtime
from wellbeing.services import drafts, invitations, people, set_up, sign_in
from wellbeing.services.sign_in import SignInForm, SignInRefused, TooManyAttempts


def _refusal(world: World, login: str, password: str, address: str = "10.0.0.1") -> WellbeingError:
    with pytest.raises(WellbeingError) as refused:
        sign_in.sign_in(Caller(world.runtime, address=address), SignInForm(login, password))
    return refused.value


def test_a_wrong_password_and_an_unknown_name_get_one_answer(world: World) -> None:
    wrong, unknown = _refusal(world, "officer", "x" * 12), _refusal(world, "nobody", "x" * 12)
    assert type(wrong) is type(unknown) is SignInRefused
    assert wrong.message == unknown.message


def test_attempts_are_slowed_per_account_known_or_not(world: World) -> None:
    for login in ("officer", "nobody-there"):
        for turn in range(sign_in.PER_ACCOUNT):
            assert isinstance(
                _refusal(world, login, "wrong password", f"10.1.0.{turn}"), SignInRefused
            )
        assert isinstance(_refusal(world, login, PASSWORD, "10.1.0.9"), TooManyAttempts)
    world.clock.move(minutes=16)
    assert world.officer.token


def test_attempts_are_slowed_per_address_over_many_accounts(world: World) -> None:
    for turn in range(sign_in.PER_ADDRESS):
        _refusal(world, f"person{turn}", "wrong password", "10.2.0.1")
    assert isinstance(_refusal(world, "officer", PASSWORD, "10.2.0.1"), TooManyAttempts)
    assert sign_in.sign_in(world.visitor, SignInForm("officer", PASSWORD)).token


def test_sign_in_names_fold_case_and_width(world: World) -> None:
    assert sign_in.sign_in(world.visitor, SignInForm("OFFICER", PASSWORD)).token
    assert sign_in.sign_in(world.visitor, SignInForm("officer", PASSWORD)).token


def test_idle_and_overdue_sign_ins_end(world: World) -> None:
    idle, kept = world.officer, world.officer
    world.clock.move(minutes=59)
    assert sign_in.check_live(kept)
    sign_in.note_visit(kept)
    world.clock.move(minutes=2)
    with pytest.raises(SignedOut):
        people.me(idle)
    for _ in range(12):
        world.clock.move(minutes=58)
        try:
            sign_in.note_visit(kept)
        except SignedOut:
            break
    world.clock.move(minutes=58)
    with pytest.raises(SignedOut):
        people.me(kept)


def test_signing_out_ends_the_sign_in_in_every_tab(world: World) -> None:
    tab, other = world.officer, world.officer
    sign_in.sign_out(tab)
    with pytest.raises(SignedOut):
        people.me(tab)
    assert people.me(other).name.startswith("officer")


def test_a_forged_or_empty_token_is_nobody(world: World) -> None:
    for token in ("x", "x" * 43, world.officer.token[:-1] + "!"):
        with pytest.raises(SignedOut):
            people.me(Caller(world.runtime, token))
    with pytest.raises(SignedOut):
        people.me(world.visitor)


def test_deactivation_ends_what_runs_and_what_would_begin(world: World) -> None:
    officer, office = world.officer, world.coordinator
    target = people.me(officer).id
    people.deactivate(office, target)
    with pytest.raises(SignedOut):
        people.me(officer)
    assert isinstance(_refusal(world, "officer", PASSWORD, "10.3.0.1"), SignInRefused)
    people.reactivate(office, target)
    assert people.me(world.officer).id == target


def test_the_last_coordinator_and_oneself_stay(world: World) -> None:
    office, admin = world.coordinator, world.administrator
    with pytest.raises(WellbeingError):
        people.deactivate(office, people.me(office).id)
    with pytest.raises(WellbeingError):
        people.deactivate(admin, people.me(office).id)


def test_an_invitation_works_once_until_it_ends(world: World) -> None:
    office, place = world.coordinator, world.places["north"]
    form = invitations.InviteForm("新老师 (虚构)", "teacher", place)
    link = invitations.invite(office, form).link
    assert people.me(accept(world, link, "newteacher")).roles == {"teacher"}
    with pytest.raises(NotFound):
        accept(world, link, "another")
    late = invitations.invite(office, form).link
    world.clock.move(days=7, minutes=1)
    with pytest.raises(NotFound):
        accept(world, late, "another")


def test_a_withdrawn_or_guessed_invitation_is_the_same_nothing(world: World) -> None:
    office, place = world.coordinator, world.places["north"]
    made = invitations.invite(office, invitations.InviteForm("x", "teacher", place))
    invitations.withdraw_invitation(office, made.id)
    answers = set()
    for code in (made.link.rsplit("/", 1)[1], "guessed"):
        with pytest.raises(NotFound) as refused:
            invitations.invitation(world.visitor, code)
        answers.add(refused.value.message)
    assert len(answers) == 1


def test_only_the_coordinator_invites_staff(world: World) -> None:
    form = invitations.InviteForm("x", "coordinator", None)
    for login in ("officer", "teacher", "counsellor", "administrator"):
        with pytest.raises(Forbidden):
            invitations.invite(world.caller(login), form)


def test_a_guardian_is_bound_to_the_child_by_the_invitation(world: World) -> None:
    case_id, mother = case_with_parent(world)
    assert people.me(mother).roles == {"parent"}
    office = world.coordinator
    with pytest.raises(WellbeingError):
        from wellbeing.services import cases, students

        student = cases.open_case(office, case_id).student_id
        guardian = students.guardians(office, student)[0]
        invitations.invite_guardian(office, case_id, invitations.InviteGuardianForm(guardian.id))


@pytest.mark.parametrize("password", ["short", "a" * 12, "newperson-1", "x" * 257])
def test_weak_passwords_are_refused_under_their_field(world: World, password: str) -> None:
    office, place = world.coordinator, world.places["north"]
    link = invitations.invite(office, invitations.InviteForm("x", "teacher", place)).link
    form = invitations.AcceptForm("x", "newperson-1", password)
    with pytest.raises(InvalidForm) as refused:
        invitations.accept_invitation(world.visitor, link.rsplit("/", 1)[1], form)
    assert set(refused.value.problems) == {"password"}


def test_a_taken_sign_in_name_is_refused_in_any_writing(world: World) -> None:
    office, place = world.coordinator, world.places["north"]
    link = invitations.invite(office, invitations.InviteForm("x", "teacher", place)).link
    form = invitations.AcceptForm("x", "Officer", "a good long sentence")
    with pytest.raises(InvalidForm) as refused:
        invitations.accept_invitation(world.visitor, link.rsplit("/", 1)[1], form)
    assert set(refused.value.problems) == {"login"}


def test_a_site_is_set_up_once_whatever_its_kind(world: World) -> None:
    form = set_up.SetUpForm("second", "x", "second", "a good long sentence")
    for act in (set_up.set_up_site, set_up.set_up_demo):
        with pytest.raises(Stale):
            act(world.visitor, form)
    assert not set_up.site(world.visitor).demo


def test_a_demo_turned_real_in_the_database_does_not_start(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "demo")
    runtime = Runtime.start(settings)
    form = set_up.SetUpForm("demo", "x", "somebody", "a good long sentence")
    token = set_up.set_up_demo(Caller(runtime), form).token
    assert people.me(Caller(runtime, token)).name == "x"
    with runtime.engine.begin() as connection:
        connection.execute(Site.__table__.update().values(kind="real"))
    runtime.close()
    with pytest.raises(StartRefused):
        Runtime.start(settings)


def test_nothing_works_before_set_up_but_setting_up(tmp_path: Path) -> None:
    runtime = Runtime.start(settings_for(tmp_path / "empty"))
    with pytest.raises(NotFound):
        set_up.site(Caller(runtime))
    with pytest.raises(NotFound):
        sign_in.sign_in(Caller(runtime), SignInForm("x", "y"))
    runtime.close()


def test_a_wrong_or_missing_key_file_refuses_to_start(sqlite_world: World, tmp_path: Path) -> None:
    from wellbeing.crypto import create_key_file

    settings = sqlite_world.runtime.settings
    held = settings.key_path.read_bytes()
    settings.key_path.unlink()
    with pytest.raises(StartRefused):
        Runtime.start(settings)
    assert not settings.key_path.exists()
    create_key_file(settings.key_path)
    with pytest.raises(StartRefused):
        Runtime.start(settings)
    settings.key_path.write_bytes(held)
    settings.key_path.chmod(0o644)
    with pytest.raises(StartRefused):
        Runtime.start(settings)
    settings.key_path.chmod(0o600)
    Runtime.start(settings).close()


def test_an_edited_password_hash_opens_nothing(sqlite_world: World) -> None:
    engine = sqlite_world.runtime.engine
    with engine.begin() as connection:
        table = Credential.__table__
        known = hashed("the intruder's sentence", 64)
        connection.execute(table.update().values(password_hash=known))
    with pytest.raises(StaleRecord):
        sign_in.sign_in(sqlite_world.visitor, SignInForm("coordinator", "the intruder's sentence"))


def test_a_sign_in_name_moved_to_another_account_opens_nothing(sqlite_world: World) -> None:
    with sqlite_world.runtime.engine.begin() as connection:
        table = Credential.__table__
        rows = connection.execute(select(table.c.id, table.c.login_token)).all()
        connection.execute(table.update().values(login_token=None))
        for row, other in zip(rows, [*rows[1:], rows[0]], strict=True):
            mine = table.c.id == row.id
            connection.execute(table.update().where(mine).values(login_token=other.login_token))
    with pytest.raises(StaleRecord):
        sign_in.sign_in(sqlite_world.visitor, SignInForm("officer", PASSWORD))


def test_the_last_words_of_a_lapsed_sign_in_are_kept_and_nothing_is_read(world: World) -> None:
    lapsed = world.officer
    world.clock.move(minutes=world.runtime.settings.idle_minutes + 1)
    with pytest.raises(SignedOut):
        drafts.keep_draft(lapsed, "referral:x", {"facts": "没写完"})
    with pytest.raises(SignedOut):
        drafts.open_draft(lapsed, "referral:x")
    drafts.keep_last_words(lapsed, "referral:x", {"facts": "没写完"})
    assert drafts.open_draft(world.officer, "referral:x").answers == {"facts": "没写完"}
    world.clock.move(hours=13)
    with pytest.raises(SignedOut):
        drafts.keep_last_words(lapsed, "referral:x", {"facts": "太晚了"})


def test_a_sign_in_that_was_ended_keeps_nothing(world: World) -> None:
    ended = world.officer
    sign_in.sign_out(ended)
    with pytest.raises(SignedOut):
        drafts.keep_last_words(ended, "referral:x", {"facts": "x"})
