"""What an attacker tries at the door: each attempt is made, and each is refused."""

from __future__ import annotations

import logging
import re
import statistics
import time
from dataclasses import replace

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.support.door import HOME, OWN, PAGE, browser, enter
from tests.support.world import PASSWORD, World
from tests.web.test_door import door
from wellbeing import journal
from wellbeing.errors import Forbidden, SignedOut
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.models import Membership
from wellbeing.runtime import run_as
from wellbeing.services import home, own_account, people, reset, second_factor, sign_in
from wellbeing.services.own_account import ChangePasswordForm
from wellbeing.services.second_factor import JUST_SIGNED_IN
from wellbeing.services.sign_in import PER_ACCOUNT, PER_ADDRESS, SignInForm, SignInRefused

__all__ = ["door"]
NEW = "seven quiet lanterns"


def _guess(world: World, login: str, address: str) -> type[Exception]:
    try:
        sign_in.sign_in(Caller(world.runtime, "", address), SignInForm(login, "not the password"))
    except (SignInRefused, sign_in.TooManyAttempts) as refused:
        return type(refused)
    raise AssertionError("a wrong password signed in")


def test_one_account_guessed_from_many_addresses_is_slowed(world: World) -> None:
    said = [_guess(world, "officer", f"10.0.0.{n}") for n in range(PER_ACCOUNT + 1)]
    assert said[-1] is sign_in.TooManyAttempts and set(said[:-1]) == {SignInRefused}
    with pytest.raises(sign_in.TooManyAttempts):
        sign_in.sign_in(Caller(world.runtime, "", "10.9.9.9"), SignInForm("officer", PASSWORD))
    world.clock.move(minutes=16)
    assert sign_in.sign_in(world.visitor, SignInForm("officer", PASSWORD)).token


def test_many_accounts_guessed_from_one_address_are_slowed_and_others_go_on(world: World) -> None:
    said = [_guess(world, f"person{n}", "10.0.0.1") for n in range(PER_ADDRESS + 1)]
    assert said[-1] is sign_in.TooManyAttempts
    assert sign_in.sign_in(Caller(world.runtime, "", "10.0.0.2"), SignInForm("officer", PASSWORD))


def test_an_unknown_name_costs_as_much_time_as_a_known_one(world: World) -> None:
    settings = world.runtime.settings.model_copy(update={"password_memory_kib": 16_384})
    world.runtime = replace(world.runtime, settings=settings)
    sign_in.sign_in(world.visitor, SignInForm("officer", PASSWORD))  # hashed anew at this cost
    spent: dict[str, list[float]] = {"officer": [], "nobody": []}
    for number in range(4):
        for login, found in spent.items():
            began = time.perf_counter()
            _guess(world, login, f"10.1.0.{number}")
            found.append(time.perf_counter() - began)
    known, unknown = (min(one) for one in spent.values())
    assert 0.5 < known / unknown < 2, spent
    assert statistics.median(spent["nobody"]) > 0


def test_a_cookie_planted_before_sign_in_is_not_taken_over(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    client.cookies.set("sid", "planted-by-an-attacker", domain="testserver.local")
    enter(client)
    assert client.cookies["sid"] != "planted-by-an-attacker"
    with pytest.raises(SignedOut):
        people.me(Caller(world.runtime, "planted-by-an-attacker"))


def test_no_token_and_no_password_stands_in_an_address_a_page_or_the_log(
    door: tuple[TestClient, World], caplog: pytest.LogCaptureFixture
) -> None:
    client, world = door
    journal.open_file(world.runtime.settings.log_folder, 200)
    with caplog.at_level(logging.DEBUG):
        done = enter(client, next="/queue?id=7")
        page = client.get("/account", headers=PAGE)
    token = client.cookies["sid"]
    log = (world.runtime.settings.log_folder / journal.FILE).read_text() + caplog.text
    assert token not in done.headers["location"] + page.text  # type: ignore[attr-defined]
    assert token not in log and PASSWORD not in log and "id=7" not in log


def test_a_role_taken_away_is_gone_at_the_next_act(world: World) -> None:
    who = world.officer
    assert home.home(who)
    mine = Membership.user_id == people.me(who).id
    with world.runtime.engine.begin() as connection:
        connection.execute(update(Membership).where(mine).values(until=world.clock()))
    with pytest.raises(Forbidden):
        home.home(who)


def test_a_reset_link_opened_by_somebody_signed_in_as_another_changes_nothing_of_theirs(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    officer = people.me(world.officer).id
    path = "/reset/" + reset.approve_reset(world.coordinator, officer).link.rsplit("/", 1)[1]
    enter(client, "teacher")
    before = client.cookies["sid"]
    pre = re.search(r'name="pre" value="([^"]+)"', client.get(path, headers=PAGE).text)
    assert pre is not None
    form = {"pre": pre[1], "password": NEW}
    assert client.post(path, data=form, headers=OWN).status_code == 303
    assert client.cookies["sid"] == before
    me = people.me(Caller(world.runtime, before))
    assert me.name == "teacher (虚构)"
    assert sign_in.sign_in(world.visitor, SignInForm("teacher", PASSWORD)).token
    assert client.get(path, headers=PAGE).status_code == 404


@pytest.mark.parametrize(
    "password", ["", "x", "\x00" * 20, "abc\x00defghijklmnop", "x" * 1_000_000, "\ud800" * 14]
)
def test_a_password_that_cannot_be_is_refused_with_a_sentence(world: World, password: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        form = read(ChangePasswordForm, {"present": PASSWORD, "password": password})
        own_account.change_password(world.officer, form)
    assert set(refused.value.problems) == {"password"}


@pytest.mark.parametrize("length", [64, 256])
def test_a_long_password_is_taken_whole(world: World, length: int) -> None:
    typed = ("a long walk by the river " * 12)[:length]
    own_account.change_password(world.teacher, ChangePasswordForm(PASSWORD, typed))
    with pytest.raises(SignInRefused):
        sign_in.sign_in(world.visitor, SignInForm("teacher", typed[:-1]))
    assert sign_in.sign_in(world.visitor, SignInForm("teacher", typed)).token


def test_a_found_open_browser_cannot_bind_the_account_to_another_telephone(world: World) -> None:
    who = world.officer
    world.clock.move(minutes=JUST_SIGNED_IN.total_seconds() / 60 + 1)
    with pytest.raises(Exception, match="sign out and in again"):
        second_factor.begin_factor(who)
    assert second_factor.begin_factor(world.officer).seed


def test_everybody_can_be_asked_for_a_second_factor(world: World) -> None:
    from tests.support.world import case_with_parent

    _, mother = case_with_parent(world)
    settings = world.runtime.settings.model_copy(update={"second_factor": "everybody"})
    world.runtime = replace(world.runtime, settings=settings)
    assert people.me(replace(mother, runtime=world.runtime)).must_enrol


def test_behind_tls_every_cookie_is_bound_to_the_host_and_closed(sqlite_world: World) -> None:
    settings = sqlite_world.runtime.settings.model_copy(update={"secure_cookies": True})
    run_as(replace(sqlite_world.runtime, settings=settings))
    client = TestClient(browser().app, base_url="https://testserver", follow_redirects=False)
    own = {"origin": "https://testserver"}
    page = client.get("/signin", headers=PAGE)
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    chosen = client.get("/language?to=zh_Hans&next=/signin")
    form = {"login": "officer", "password": PASSWORD, "pre": pre}
    done = client.post("/signin", data=form, headers=own)
    cookies = [one.headers["set-cookie"] for one in (page, chosen, done)]
    for cookie in cookies:
        assert cookie.startswith("__Host-") and "Path=/" in cookie and "Domain" not in cookie
        assert "HttpOnly" in cookie and "Secure" in cookie and "SameSite" in cookie
    out = client.post("/signout", headers=own)
    assert out.headers["clear-site-data"] == '"cache", "storage"'


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_change_nothing(door: tuple[TestClient, World], method: str) -> None:
    client, _ = door
    enter(client)
    for path in ("/signout", "/account/end", "/account/password", "/account/untie", "/demo"):
        assert client.request(method, path, headers=OWN).status_code in (404, 405), path
    assert client.get("/account", headers=PAGE).status_code == 200


def test_no_answer_lets_another_origin_read_it(door: tuple[TestClient, World]) -> None:
    client, _ = door
    enter(client)
    for path in ("/signin", "/account", "/queue", "/assets/frame.js", "/ready"):
        found = client.get(path, headers=PAGE | {"origin": "https://evil.invalid"})
        assert "access-control-allow-origin" not in found.headers
    asked = {"origin": "https://evil.invalid", "access-control-request-method": "POST"}
    assert client.options("/account/password", headers=asked).status_code != 200


def test_every_answer_says_what_it_is_and_pages_are_not_kept(
    door: tuple[TestClient, World],
) -> None:
    client, _ = door
    enter(client)
    for path in ("/signin", "/account", "/setup?x=1", "/reset/none", "/invite/none"):
        found = client.get(path, headers=PAGE)
        if found.status_code == 303:
            continue
        assert found.headers["content-type"] == "text/html; charset=utf-8", path
        assert "no-store" in found.headers["cache-control"], path
    assert "javascript" in client.get("/assets/frame.js").headers["content-type"]


@pytest.mark.parametrize(
    "query", ["id=1&id=2", "id[]=1", "id=%00", "id=" + "x" * 5000, "next=//evil&next=/queue",
              "login=officer&login=teacher"],
)  # fmt: skip
def test_repeated_and_odd_parameters_do_no_harm(door: tuple[TestClient, World], query: str) -> None:
    client, _ = door
    for path in ("/signin", "/language", "/queue"):
        found = client.get(f"{path}?{query}", headers=PAGE)
        assert found.status_code in (200, 303)
        assert not found.headers.get("location", "/").startswith(("//", "http"))
    enter(client)
    assert client.get(f"/account?{query}", headers=PAGE).status_code == 200


def test_every_page_behind_the_door_offers_to_sign_out_and_nothing_is_default(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    for login, password in (("admin", "admin"), ("root", "root"), ("admin", "password"),
                            ("jining", "seedling-demo")):  # fmt: skip
        assert enter(client, login, password=password).status_code == 422  # type: ignore[attr-defined]
    enter(client)
    page = client.get("/account", headers=PAGE).text
    assert 'action="/signout"' in page and HOME not in page
    assert world.runtime.site_kind() == "real"


def test_names_in_pages_before_sign_in_are_escaped(door: tuple[TestClient, World]) -> None:
    client, _ = door
    hostile = '"><script>alert(1)</script>{{7*7}}{% raw %}<img src=x>'
    refused = enter(client, hostile)
    assert "<script>alert" not in refused.text and "<img src=x" not in refused.text  # type: ignore[attr-defined]
    assert "{{7*7}}" in refused.text and "&lt;script&gt;" in refused.text  # type: ignore[attr-defined]


def test_no_folder_is_listed_and_no_path_leads_out(door: tuple[TestClient, World]) -> None:
    client, _ = door
    for path in ("/assets/", "/assets/..%2fgate.py", "/assets/..%2f..%2fconfig.py", "/assets/x"):
        assert client.get(path).status_code in (401, 404), path
    enter(client)
    for path in ("/assets/..%2fgate.py", "/.git/config", "/assets/%2e%2e/start.py"):
        assert "def " not in client.get(path).text
