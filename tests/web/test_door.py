"""The door: who gets in, with which headers, and where they land."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.door import HOME, OWN, PAGE, browser, enter
from tests.support.world import PASSWORD, World
from wellbeing.runtime import Runtime, run_as
from wellbeing.services import invitations, people
from wellbeing.web import headers, pages


@pytest.fixture
def door(sqlite_world: World) -> Iterator[tuple[TestClient, World]]:
    """A browser in front of the door of a site."""
    run_as(sqlite_world.runtime)
    yield browser(), sqlite_world


def test_a_deep_link_survives_sign_in(door: tuple[TestClient, World]) -> None:
    client, _ = door
    sent = client.get("/referral?id=7", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/signin?next=%2Freferral%3Fid%3D7",
    )
    done = enter(client, next="/referral?id=7")
    assert done.headers["location"] == "/referral?id=7"  # type: ignore[attr-defined]
    assert client.get("/referral?id=7", headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.invalid/", "//evil.invalid", "/\\evil.invalid", "javascript:alert(1)",
     "/\nx", "evil", "", "/signin?next=/signin"],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(door: tuple[TestClient, World], wanted: str) -> None:
    assert pages.safe_next(wanted) == "/"
    client, _ = door
    assert enter(client, next=wanted).headers["location"] == "/"  # type: ignore[attr-defined]


def test_the_cookie_is_closed_to_scripts_and_other_sites(door: tuple[TestClient, World]) -> None:
    client, _ = door
    cookie = enter(client).headers["set-cookie"]  # type: ignore[attr-defined]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert len(client.cookies["sid"]) >= 43


def test_every_answer_has_the_security_headers(door: tuple[TestClient, World]) -> None:
    client, _ = door
    for path in ("/signin", "/", "/assets/frame.js", "/_stcore/metrics", "/nothing"):
        found = client.get(path, headers=PAGE).headers
        assert found["x-frame-options"] == "DENY", path
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "no-referrer"
        assert found["cross-origin-opener-policy"] == "same-origin"
        policy = found["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        script = policy.split("script-src")[1].split(";")[0]
        assert "unsafe" not in script and "*" not in script and "http" not in script
    assert "strict-transport-security" not in found


def test_behind_tls_the_cookie_is_bound_and_transport_is_strict(sqlite_world: World) -> None:
    settings = sqlite_world.runtime.settings.model_copy(update={"secure_cookies": True})
    runtime = Runtime.start(settings, sqlite_world.clock)
    run_as(runtime)
    client = TestClient(browser().app, base_url="https://testserver", follow_redirects=False)
    page = client.get("/signin", headers=PAGE)
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    form = {"login": "officer", "password": PASSWORD, "pre": pre}
    own = {"origin": "https://testserver"}
    done = client.post("/signin", data=form, headers=own)
    assert "__Host-sid=" in done.headers["set-cookie"] and "Secure" in done.headers["set-cookie"]
    assert "strict-transport-security" in done.headers
    runtime.close()


def test_nothing_but_the_door_is_open_to_strangers(door: tuple[TestClient, World]) -> None:
    client, _ = door
    for path in ("/media/x.png", "/_stcore/metrics", "/component/x", "/queue", "/index.html"):
        assert client.get(path).status_code == 401, path
    assert client.get("/ready").text == "ready"


def test_other_sites_cannot_post_or_connect(door: tuple[TestClient, World]) -> None:
    client, _ = door
    enter(client)
    for origin in ({"origin": "https://evil.invalid"}, {"sec-fetch-site": "cross-site"}, {}):
        assert client.post("/signout", headers=origin).status_code == 403
    assert client.get("/queue", headers=PAGE).status_code == 200
    for bad in ({"origin": "https://evil.invalid"}, {}):
        with pytest.raises(WebSocketDisconnect):
            client.websocket_connect("/_stcore/stream", headers=bad).__enter__()


def test_a_form_from_elsewhere_is_not_ours(door: tuple[TestClient, World]) -> None:
    client, _ = door
    client.get("/signin", headers=PAGE)
    form = {"login": "officer", "password": PASSWORD, "pre": "guessed"}
    refused = client.post("/signin", data=form, headers=OWN)
    assert refused.status_code == 403 and "sid" not in client.cookies
    assert 'value="officer"' in refused.text and PASSWORD not in refused.text


def test_two_sign_in_tabs_both_work(door: tuple[TestClient, World]) -> None:
    client, _ = door
    first = re.search(r'name="pre" value="([^"]+)"', client.get("/signin").text)[1]  # type: ignore[index]
    second = re.search(r'name="pre" value="([^"]+)"', client.get("/signin").text)[1]  # type: ignore[index]
    assert first == second


def test_a_refusal_keeps_what_was_typed_and_names_no_account(
    door: tuple[TestClient, World],
) -> None:
    client, _ = door
    seen = set()
    for login in ("officer", "nobody"):
        refused = enter(client, login, password="wrong password!")
        assert refused.status_code == 422  # type: ignore[attr-defined]
        seen.add(re.search(r"<strong>([^<]+)</strong>", refused.text)[1])  # type: ignore[attr-defined, index]
    assert len(seen) == 1


def test_every_click_is_checked_not_only_the_first(door: tuple[TestClient, World]) -> None:
    client, world = door
    enter(client)
    own = {"origin": HOME, "cookie": f"sid={client.cookies['sid']}"}
    with client.websocket_connect("/_stcore/stream", headers=own) as socket:
        socket.receive_bytes(), socket.receive_text()
        socket.send_bytes(b"click")
        assert socket.receive_bytes() == b"click"
        office = world.coordinator
        officer = next(p.id for p in people.people(office) if p.name.startswith("officer ("))
        people.deactivate(office, officer)
        socket.send_bytes(b"click")
        message = ForwardMsg()
        message.ParseFromString(socket.receive_bytes())
        assert message.auth_redirect.url == "/signin"


def test_a_second_person_does_not_get_the_first_ones_session(
    door: tuple[TestClient, World],
) -> None:
    client, world = door
    first, second = world.officer.token, world.teacher.token
    protocol = "streamlit, xsrf, session-of-the-first"
    for token, kept in ((first, False), (first, True), (second, False)):
        own = {"origin": HOME, "cookie": f"sid={token}", "sec-websocket-protocol": protocol}
        with client.websocket_connect("/_stcore/stream", headers=own) as socket:
            socket.receive_bytes()
            assert ("session-of-the-first" in socket.receive_text()) is kept


def test_signing_out_ends_it_on_the_server(door: tuple[TestClient, World]) -> None:
    client, _ = door
    enter(client)
    token = client.cookies["sid"]
    assert client.post("/signout", headers=OWN).headers["location"] == "/signin"
    client.cookies.set("sid", token)
    assert client.get("/queue", headers=PAGE).status_code == 303


def test_signing_in_as_another_ends_the_sign_in_before(door: tuple[TestClient, World]) -> None:
    client, _ = door
    enter(client, "officer")
    before = client.cookies["sid"]
    enter(client, "teacher")
    stranger = browser()
    stranger.cookies.set("sid", before)
    assert stranger.get("/queue", headers=PAGE).status_code == 303


def test_the_language_is_guessed_chosen_and_taken_inside(door: tuple[TestClient, World]) -> None:
    client, world = door
    for asked, shown in (("zh-CN", "zh-Hans"), ("zh-TW,zh;q=0.8", "zh-Hant"), ("fr", "en")):
        page = client.get("/signin", headers={**PAGE, "accept-language": asked})
        assert f'<html lang="{shown}">' in page.text
    client.get("/language?to=zh_Hant&next=/signin")
    assert '<html lang="zh-Hant">' in client.get("/signin").text
    enter(client)
    assert people.me(world.officer).language == "zh_Hant"
    assert client.get("/language?to=xx&next=//evil").headers["location"] == "/"


def test_an_invitation_is_accepted_once(door: tuple[TestClient, World]) -> None:
    client, world = door
    invite = invitations.InviteForm("新老师 (虚构)", "teacher", world.places["north"])
    path = invitations.invite(world.coordinator, invite).link.split("8501")[-1]
    page = client.get(path)
    assert "新老师 (虚构)" in page.text and page.headers["cache-control"] == "no-store"
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    form = {"name": "新老师", "login": "new.teacher", "password": "short", "pre": pre}
    weak = client.post(path, data=form, headers=OWN)
    assert weak.status_code == 422 and 'value="new.teacher"' in weak.text
    form["password"] = "a good long sentence"
    assert client.post(path, data=form, headers=OWN).status_code == 303
    assert client.get("/queue", headers=PAGE).status_code == 200
    assert client.get(path).status_code == 404


def test_the_shell_carries_our_script_and_only_the_shell(door: tuple[TestClient, World]) -> None:
    client, _ = door
    enter(client)
    page = client.get("/queue", headers=PAGE)
    assert "/assets/frame.js?v=" in page.text and "<title>Miaopu</title>" in page.text
    assert "frame.js" not in client.get("/media/x.png").text
    assert headers.shell() != page.text


def test_a_password_of_a_million_characters_is_refused_quickly(
    door: tuple[TestClient, World],
) -> None:
    client, _ = door
    refused = enter(client, "officer", password="x" * 900_000)
    assert refused.status_code == 422  # type: ignore[attr-defined]
