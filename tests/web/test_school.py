"""Sign-in through a school, against a real provider in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pyotp
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tests.support.door import HOME, OWN, PAGE, browser, enter
from tests.support.provider import CLIENT, SECRET, Provider
from tests.support.world import PASSWORD, World
from wellbeing.gate import Caller
from wellbeing.models import SchoolIdentity
from wellbeing.runtime import run_as
from wellbeing.services import invitations, people, second_factor
from wellbeing.web import tickets

SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A school's provider."""
    started = Provider().start()
    yield started
    started.stop()


@pytest.fixture
def school(sqlite_world: World, provider: Provider) -> tuple[TestClient, World, Provider]:
    """A browser in front of a site that knows the school, where nothing is wrong yet."""
    return _before(sqlite_world, provider)


@pytest.fixture
def school_anywhere(world: World, provider: Provider) -> tuple[TestClient, World, Provider]:
    """The same on either database, for what ties and finds accounts."""
    return _before(world, provider)


def _before(world: World, provider: Provider) -> tuple[TestClient, World, Provider]:
    provider.spoil("")
    provider.seat("teacher-1")
    more = {
        "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "public_url": HOME,
        "oidc_client_secret": type(world.runtime.settings.oidc_client_secret)(SECRET),
    }  # fmt: skip
    _settle(world, **more)
    return browser(), world, provider


def _settle(world: World, **more: object) -> None:
    """Serve the site with other settings."""
    settings = world.runtime.settings.model_copy(update=more)
    world.runtime = replace(world.runtime, settings=settings)
    run_as(world.runtime)


def _journey(client: TestClient, url: str) -> httpx.Response:
    """Follow a browser from an address of the provider back to ours."""
    at_school = httpx.get(url)
    assert at_school.status_code == 303, at_school.text
    back = at_school.headers["location"]
    assert back.startswith(f"{HOME}/signin/school/back?")
    return client.get(back.removeprefix(HOME), headers=PAGE | {"sec-fetch-site": "cross-site"})


def _sign_in(client: TestClient, wanted: str = "/queue") -> httpx.Response:
    sent = client.get(f"/signin/school?next={wanted}", headers=PAGE | SITE)
    assert sent.status_code == 303
    return _journey(client, sent.headers["location"])


def _tie(client: TestClient, password: str = PASSWORD) -> httpx.Response:
    pre = re.search(r'name="pre" value="([^"]+)"', client.get("/account", headers=PAGE).text)
    assert pre is not None
    form = {"pre": pre[1], "present": password}
    page = client.post("/account/school", data=form, headers=OWN)
    link = re.search(r'class="button" href="([^"]+)"', page.text)
    return _journey(client, link[1].replace("&amp;", "&")) if link else page


def _tied(client: TestClient, login: str = "teacher") -> None:
    enter(client, login)
    assert _tie(client).headers["location"] == "/account?said=tied"
    client.post("/signout", headers=OWN)
    client.cookies.clear()


def test_an_account_tied_by_its_owner_signs_in_through_the_school(
    school_anywhere: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school_anywhere
    _tied(client)
    assert "/signin/school?next=" in client.get("/signin", headers=PAGE).text
    done = _sign_in(client)
    assert (done.status_code, done.headers["location"]) == (303, "/queue")
    me = people.me(Caller(world.runtime, client.cookies["sid"]))
    assert me.name == "teacher (虚构)" and "school" not in client.cookies
    assert "lin.teacher" in client.get("/account", headers=PAGE).text


def test_whom_nobody_invited_stays_outside_whatever_the_school_says(
    school_anywhere: tuple[TestClient, World, Provider],
) -> None:
    client, _, provider = school_anywhere
    for name in ("teacher", "coordinator", "lin.teacher"):
        provider.seat("stranger-1", name)
        refused = _sign_in(client)
        assert refused.status_code == 403 and "invitation" in refused.text
        assert "sid" not in client.cookies


@pytest.mark.parametrize(
    "fault",
    ["iss", "aud", "azp", "nonce", "exp", "no_sub", "alg_none", "key", "state", "denied"],
)
def test_a_token_with_anything_wrong_opens_nothing(
    school: tuple[TestClient, World, Provider], fault: str
) -> None:
    client, _, provider = school
    _tied(client)
    provider.spoil(fault)
    refused = _sign_in(client)
    assert refused.status_code == 403 and "sid" not in client.cookies
    provider.spoil("")
    assert _sign_in(client).status_code == 303


@pytest.mark.parametrize("fault", ["issuer_of_metadata", "plain_http", "redirect", "huge"])
def test_a_provider_that_is_not_who_we_know_or_leads_elsewhere_is_not_used(
    school: tuple[TestClient, World, Provider], fault: str
) -> None:
    client, _, provider = school
    _tied(client)
    provider.spoil(fault)
    sent = client.get("/signin/school", headers=PAGE | SITE)
    if sent.status_code == 303:
        sent = _journey(client, sent.headers["location"])
    assert sent.status_code in (403, 502) and "sid" not in client.cookies


def test_without_the_school_the_password_still_signs_in(
    school: tuple[TestClient, World, Provider],
) -> None:
    _, world, _ = school
    nobody = world.runtime.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    run_as(replace(world.runtime, settings=nobody))
    client = browser()
    refused = client.get("/signin/school", headers=PAGE | SITE)
    assert refused.status_code == 502 and "sid" not in client.cookies
    assert enter(client, "teacher").status_code == 303 and "sid" in client.cookies


def test_a_journey_counts_once_in_one_browser_and_is_started_on_our_page_alone(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    sent = client.get("/signin/school", headers=PAGE | SITE).headers["location"]
    back = httpx.get(sent).headers["location"].removeprefix(HOME)
    assert browser().get(back, headers=PAGE).status_code == 403
    ticket = client.cookies["school"]
    assert client.get(back, headers=PAGE).status_code == 303
    client.cookies.set("school", ticket)
    assert client.get(back, headers=PAGE).status_code == 403
    elsewhere = PAGE | {"sec-fetch-site": "cross-site"}
    assert client.get("/signin/school", headers=elsewhere).status_code == 404
    late = tickets.write(world.runtime, "school", {"for": "enter"})
    assert tickets.read(world.runtime, "other", late) == {}
    assert tickets.read(world.runtime, "school", late[:-1] + "x") == {}
    world.clock.move(minutes=tickets.MINUTES, seconds=1)
    assert tickets.read(world.runtime, "school", late) == {}


def test_the_second_factor_is_asked_for_after_the_school_as_after_a_password(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    seed = second_factor.begin_factor(world.teacher).seed
    code = _code(world, seed)
    second_factor.confirm_factor(world.teacher, second_factor.CodeForm(code))
    asked = _sign_in(client)
    assert asked.status_code == 200 and "sid" not in client.cookies
    pre = re.search(r'name="pre" value="([^"]+)"', asked.text)[1]  # type: ignore[index]
    for typed in ("", code, "000000"):
        wrong = client.post("/signin/school/code", data={"pre": pre, "code": typed}, headers=OWN)
        assert wrong.status_code == 422 and "sid" not in client.cookies
    world.clock.move(seconds=60)
    form = {"pre": pre, "code": _code(world, seed)}
    foreign = client.post("/signin/school/code", data=form | {"pre": "x"}, headers=OWN)
    assert foreign.status_code == 403


def _code(world: World, seed: str) -> str:
    return pyotp.TOTP(seed).at(int(world.clock().timestamp()))


def test_the_right_code_after_the_school_signs_in(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    who = world.teacher
    seed = second_factor.begin_factor(who).seed
    second_factor.confirm_factor(who, second_factor.CodeForm(_code(world, seed)))
    world.clock.move(seconds=60)
    asked = _sign_in(client)
    pre = re.search(r'name="pre" value="([^"]+)"', asked.text)[1]  # type: ignore[index]
    form = {"pre": pre, "code": _code(world, seed)}
    done = client.post("/signin/school/code", data=form, headers=OWN)
    assert (done.status_code, done.headers["location"]) == (303, "/queue")
    assert people.me(Caller(world.runtime, client.cookies["sid"]))


def test_an_invitation_is_accepted_by_a_school_account_without_a_password(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, provider = school
    provider.seat("new-teacher-7", "xin.laoshi")
    invite = invitations.InviteForm("新老师 (虚构)", "teacher", world.places["north"])
    path = invitations.invite(world.coordinator, invite).link.removeprefix(HOME)
    link = re.search(r'href="(/signin/school/invite/[^"]+)"', client.get(path).text)
    assert link is not None
    sent = client.get(link[1], headers=PAGE | SITE)
    assert _journey(client, sent.headers["location"]).status_code == 303
    assert people.me(Caller(world.runtime, client.cookies["sid"])).name == "新老师 (虚构)"
    client.cookies.clear()
    assert _sign_in(client).status_code == 303
    again = client.get(link[1], headers=PAGE | SITE)
    assert _journey(client, again.headers["location"]).status_code == 403


def test_tying_asks_for_the_password_and_one_identity_opens_one_account(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, _, provider = school
    enter(client, "teacher")
    assert _tie(client, "not the password").status_code == 422
    _tied(client)
    other = browser()
    enter(other, "teacher2")
    assert _tie(other).status_code == 403
    provider.seat("another-2")
    enter(client, "teacher")
    assert _tie(client).status_code == 403
    pre = re.search(r'name="pre" value="([^"]+)"', client.get("/account").text)[1]  # type: ignore[index]
    client.post("/account/untie", data={"pre": pre}, headers=OWN)
    client.cookies.clear()
    provider.seat("teacher-1")
    assert _sign_in(client).status_code == 403


def test_the_same_subject_at_another_provider_is_somebody_else(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    other = Provider().start()
    try:
        other.seat("teacher-1")
        _settle(world, oidc_issuer=other.issuer)
        assert _sign_in(client).status_code == 403 and "sid" not in client.cookies
    finally:
        other.stop()


def test_a_site_that_does_not_prove_itself_to_the_provider_learns_nothing(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    secret = type(world.runtime.settings.oidc_client_secret)("another secret")
    _settle(world, oidc_client_secret=secret)
    assert _sign_in(client).status_code == 403 and "sid" not in client.cookies


def test_an_ended_account_does_not_open_through_the_school(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, _ = school
    _tied(client)
    people.deactivate(world.coordinator, people.me(world.teacher).id)
    assert _sign_in(client).status_code == 403


def test_the_database_holds_neither_issuer_nor_subject(
    school: tuple[TestClient, World, Provider],
) -> None:
    client, world, provider = school
    provider.seat("teacher-1", "lin.teacher.秘密")
    _tied(client)
    data = world.runtime.settings.sqlite_path.read_bytes()
    assert b"teacher-1" not in data and provider.issuer.encode() not in data
    with world.runtime.reading.connect() as connection:
        row = connection.execute(select(SchoolIdentity.__table__)).one()
    assert len(row.subject_digest) == 32 and "秘密".encode() not in bytes(row.shown)


def test_a_site_without_a_school_offers_nothing(sqlite_world: World) -> None:
    run_as(sqlite_world.runtime)
    client = browser()
    assert "/signin/school" not in client.get("/signin", headers=PAGE).text
    for path in ("/signin/school", "/signin/school/back", "/signin/school/invite/x"):
        assert client.get(path, headers=PAGE | SITE).status_code in (403, 404)
