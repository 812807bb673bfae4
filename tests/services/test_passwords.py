"""Own password, own sign-ins, reset links: each permitted act beside its refused twin."""

from __future__ import annotations

import unicodedata
from uuid import UUID

import pytest

from tests.support.world import PASSWORD, World, accept
from wellbeing.errors import Forbidden, NotFound, SignedOut, WellbeingError
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.services import invitations, own_account, people, proposals, reset, sign_in
from wellbeing.services.own_account import ChangePasswordForm, WrongPassword
from wellbeing.services.sign_in import SignInForm, SignInRefused, TooManyAttempts
from wellbeing.two_people import OwnProposal, Proposed

NEW = "seven quiet lanterns"


def _signs_in(world: World, login: str, password: str) -> bool:
    try:
        return bool(sign_in.sign_in(world.visitor, SignInForm(login, password)).token)
    except SignInRefused:
        return False


def test_changing_the_password_ends_every_other_sign_in(world: World) -> None:
    # One more sign-in is left from when the officer accepted the invitation.
    here, other, stranger = world.officer, world.officer, world.teacher
    assert own_account.change_password(here, ChangePasswordForm(PASSWORD, NEW)) == 2
    assert people.me(here) and people.me(stranger)
    with pytest.raises(SignedOut):
        people.me(other)
    assert _signs_in(world, "officer", NEW) and not _signs_in(world, "officer", PASSWORD)


def test_a_password_is_changed_only_by_who_knows_the_present_one(world: World) -> None:
    here = world.officer
    for _ in range(sign_in.PER_ACCOUNT):
        with pytest.raises(WrongPassword):
            own_account.change_password(here, ChangePasswordForm("not the password", NEW))
    with pytest.raises(TooManyAttempts):
        own_account.change_password(here, ChangePasswordForm(PASSWORD, NEW))
    assert _signs_in(world, "officer", PASSWORD)


@pytest.mark.parametrize(
    "common",
    ["password1234", "qwertyuiop12", "iloveyou123456", "aaaabbbbcccc", "miaopumiaopu",
     "officer12345", "Password2026!", "woaini5201314"],
)  # fmt: skip
def test_common_passwords_are_refused_whatever_their_characters(world: World, common: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        own_account.change_password(world.officer, ChangePasswordForm(PASSWORD, common))
    assert set(refused.value.problems) == {"password"}
    assert _signs_in(world, "officer", PASSWORD)


@pytest.mark.parametrize("good", [NEW, "我喜欢在公园里散步和看书", "ovmdtqhzwxkj"])
def test_length_counts_and_no_kind_of_character_is_asked_for(world: World, good: str) -> None:
    own_account.change_password(world.officer, ChangePasswordForm(PASSWORD, good))
    assert _signs_in(world, "officer", good)


def test_a_password_is_the_same_in_every_normal_form(world: World) -> None:
    typed = "café über señor naïve"
    own_account.change_password(world.officer, ChangePasswordForm(PASSWORD, typed))
    assert _signs_in(world, "officer", unicodedata.normalize("NFD", typed))


def test_own_sign_ins_are_seen_and_ended_and_others_cannot_be_found(world: World) -> None:
    here, tablet, office = world.officer, world.officer, world.coordinator
    found = own_account.my_sign_ins(here)
    assert len(found) == 3 and [one.this_one for one in found].count(True) == 1
    assert len(own_account.my_sign_ins(office)) == 2
    tablet_only = {one.id for one in own_account.my_sign_ins(tablet) if one.this_one}
    other = tablet_only.pop()
    for stranger in (office, world.teacher):
        with pytest.raises(NotFound):
            own_account.end_sign_in(stranger, other)
    assert people.me(tablet)
    own_account.end_sign_in(here, other)
    with pytest.raises(SignedOut):
        people.me(tablet)
    again = world.officer
    assert own_account.end_other_sign_ins(here) == 2
    with pytest.raises(SignedOut):
        people.me(again)


def _id_of(world: World, login: str) -> UUID:
    return people.me(world.caller(login)).id


def _code(link: str) -> str:
    return link.rsplit("/", 1)[1]


def test_an_approved_link_sets_the_password_once_and_ends_all_sign_ins(world: World) -> None:
    signed_in, form = world.officer, reset.NewPasswordForm(NEW)
    code = _code(reset.approve_reset(world.coordinator, _id_of(world, "officer")).link)
    assert reset.reset_link(world.visitor, code).site_name == "Test site (虚构)"
    reset.set_new_password(world.visitor, code, form)
    with pytest.raises(SignedOut):
        people.me(signed_in)
    assert _signs_in(world, "officer", NEW) and not _signs_in(world, "officer", PASSWORD)
    for act in (lambda: reset.set_new_password(world.visitor, code, form),
                lambda: reset.reset_link(world.visitor, code)):  # fmt: skip
        with pytest.raises(NotFound):
            act()


def test_old_replaced_guessed_and_ended_links_are_the_same_nothing(world: World) -> None:
    office, who = world.coordinator, _id_of(world, "officer")
    late = _code(reset.approve_reset(office, _id_of(world, "teacher")).link)
    first = _code(reset.approve_reset(office, who).link)
    second = _code(reset.approve_reset(office, who).link)
    people.deactivate(office, who)
    world.clock.move(hours=reset.HOURS, minutes=1)
    said = set()
    for code in (first, second, late, "guessed", ""):
        with pytest.raises(NotFound) as refused:
            reset.set_new_password(world.visitor, code, reset.NewPasswordForm(NEW))
        said.add(refused.value.message)
    assert len(said) == 1


def test_a_weak_new_password_leaves_the_link_usable(world: World) -> None:
    code = _code(reset.approve_reset(world.coordinator, _id_of(world, "officer")).link)
    with pytest.raises(InvalidForm):
        reset.set_new_password(world.visitor, code, reset.NewPasswordForm("password1234"))
    reset.set_new_password(world.visitor, code, reset.NewPasswordForm(NEW))


def test_a_reset_for_somebody_of_the_office_takes_two(world: World) -> None:
    """Else one coordinator could reset the other, sign in as them, and confirm their own acts."""
    invite = invitations.InviteForm("coordinator2 (虚构)", "coordinator", None)
    second = accept(world, invitations.invite(world.coordinator, invite).link, "coordinator2")
    for login in ("coordinator2", "administrator"):
        with pytest.raises(Proposed):
            reset.approve_reset(world.coordinator, _id_of(world, login))
        with pytest.raises(OwnProposal):
            reset.approve_reset(world.coordinator, _id_of(world, login))
    whose = {one.details[0][1]: one.id for one in proposals.proposals(second)}
    made = proposals.confirm(second, whose["administrator (虚构)"])
    assert reset.reset_link(world.visitor, _code(made.link)).site_name
    with pytest.raises(WellbeingError, match="own account"):
        proposals.confirm(second, whose["coordinator2 (虚构)"])
    # Nobody of the office: one coordinator helps at once.
    assert reset.approve_reset(world.coordinator, _id_of(world, "teacher")).link


def test_only_the_coordinator_approves_a_reset_and_never_their_own(world: World) -> None:
    who = _id_of(world, "officer")
    for login in ("administrator", "officer", "teacher", "counsellor"):
        with pytest.raises(Forbidden):
            reset.approve_reset(world.caller(login), who)
    with pytest.raises(WellbeingError):
        reset.approve_reset(world.coordinator, _id_of(world, "coordinator"))
    with pytest.raises(SignedOut):
        reset.approve_reset(Caller(world.runtime), who)
