"""Where a form comes from is told without a referrer: by the browser's word, else by its mark."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.support.door import OWN, PAGE, enter
from tests.support.world import PASSWORD, World
from tests.web.test_door import door

__all__ = ["door"]
# What a browser says of a form on our own page, whose referrer policy hides the origin.
HIDDEN = {"origin": "null", "sec-fetch-site": "same-origin"}
ELSEWHERE = (
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": "null", "sec-fetch-site": "same-site"},
    {"origin": "null", "sec-fetch-site": "none"},
    {"origin": "https://evil.invalid"},
    {"origin": "https://evil.invalid", "sec-fetch-site": "same-origin"},
    {"origin": "http://testserver.evil.invalid"},
    {"sec-fetch-site": "cross-site"},
)
SILENT = ({"origin": "null"}, {})


def _form(client: TestClient) -> dict[str, str]:
    pre = re.search(r'name="pre" value="([^"]+)"', client.get("/signin", headers=PAGE).text)
    assert pre is not None
    return {"login": "officer", "password": PASSWORD, "pre": pre[1]}


def test_a_form_whose_origin_is_hidden_counts_by_what_the_browser_says(
    door: tuple[TestClient, World],
) -> None:
    client, _ = door
    assert client.post("/signin", data=_form(client), headers=HIDDEN).status_code == 303
    assert client.post("/signout", headers=HIDDEN).headers["location"] == "/signin"
    assert client.get("/account", headers=PAGE).status_code == 303


@pytest.mark.parametrize("said", ELSEWHERE)
def test_a_form_from_elsewhere_is_refused_even_with_the_mark(
    door: tuple[TestClient, World], said: dict[str, str]
) -> None:
    client, _ = door
    assert client.post("/signin", data=_form(client), headers=said).status_code == 403
    enter(client)
    mark = {"pre": _form(client)["pre"]}
    for path in ("/signout", "/account/password", "/account/end", "/account/recovery"):
        assert client.post(path, data=mark, headers=said).status_code == 403, path
    assert client.get("/account", headers=PAGE).status_code == 200


@pytest.mark.parametrize("said", SILENT)
def test_a_browser_that_says_nothing_needs_the_mark_of_its_own_form(
    door: tuple[TestClient, World], said: dict[str, str]
) -> None:
    client, _ = door
    form = _form(client)
    for wrong in ("", "guessed", "马", "-"):
        assert client.post("/signin", data=form | {"pre": wrong}, headers=said).status_code == 403
    assert client.post("/signin", data=form, headers=said).status_code == 303
    for wrong in ({}, {"pre": "guessed"}, {"pre": "马"}):
        assert client.post("/signout", data=wrong, headers=said).status_code == 403
    assert client.get("/account", headers=PAGE).status_code == 200
    assert client.post("/signout", data={"pre": form["pre"]}, headers=said).status_code == 303
    assert client.get("/account", headers=PAGE).status_code == 303


@pytest.mark.parametrize("said", SILENT)
def test_what_carries_no_mark_is_refused_to_who_says_nothing(
    door: tuple[TestClient, World], said: dict[str, str]
) -> None:
    """Uploads and whatever else Streamlit takes: its own scripts always say where they are from."""
    client, _ = door
    enter(client)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for path in ("/_stcore/upload_file/x/y", "/queue", "/media/x", "/language"):
            assert client.request(method, path, headers=said).status_code == 403, (method, path)


def test_every_form_at_the_door_is_asked_for_its_mark(door: tuple[TestClient, World]) -> None:
    """Each route that takes a form refuses one of our own origin whose mark is missing."""
    client, _ = door
    enter(client)
    for path in ("password", "factor", "confirm", "recovery", "replace", "prove", "end"):
        assert client.post(f"/account/{path}", headers=OWN).status_code == 403, path
    assert client.post("/signin", headers=OWN).status_code == 403


def test_a_form_longer_than_any_is_not_even_read(door: tuple[TestClient, World]) -> None:
    """Nor one that does not say how long it is; whoever is refused, others go on."""
    client, _ = door
    form = _form(client)
    long = client.post("/signin", data=form | {"login": "x" * 2_000_001}, headers=OWN)
    endless = client.post("/signin", content=iter([b"login=", b"x" * 9]), headers=OWN)
    assert (long.status_code, endless.status_code) == (413, 413)
    assert client.post("/signin", data=form, headers=OWN).status_code == 303
