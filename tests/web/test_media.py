"""Media and downloads: an address alone opens nothing, without a sign-in or with another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.world import World
from wellbeing.runtime import run_as
from wellbeing.web.gate import Gate
from wellbeing.web.media import Media
from wellbeing.web.routes import ROUTES

NAME = "5f2a" * 14 + ".csv"
OWN = {"origin": "http://testserver"}


async def _streamlit(websocket: WebSocket) -> None:
    """Stand for Streamlit: offer a download to whoever connects."""
    await websocket.accept()
    message = ForwardMsg()
    message.delta.new_element.download_button.url = f"/media/{NAME}"
    await websocket.send_bytes(message.SerializeToString())
    with suppress(WebSocketDisconnect):
        await websocket.receive_bytes()


async def _file(request: object) -> PlainTextResponse:
    return PlainTextResponse("the table")


@pytest.fixture
def client(sqlite_world: World) -> Iterator[tuple[TestClient, World]]:
    """The door in front of a server with one download."""
    run_as(sqlite_world.runtime)
    routes = [*ROUTES, Route("/media/{name}", _file), WebSocketRoute("/_stcore/stream", _streamlit)]
    app = Starlette(routes=routes, middleware=[Middleware(Gate)])
    yield TestClient(app, follow_redirects=False), sqlite_world


def _get(client: TestClient, token: str, name: str = NAME) -> tuple[int, str]:
    found = client.get(f"/media/{name}", headers={"cookie": f"sid={token}"})
    return found.status_code, found.text


def test_a_download_opens_only_for_the_sign_in_that_it_was_shown_to(
    client: tuple[TestClient, World],
) -> None:
    door, world = client
    mine, same_person, colleague = world.officer.token, world.officer.token, world.teacher.token
    assert _get(door, mine)[0] == 404
    with door.websocket_connect("/_stcore/stream", headers={**OWN, "cookie": f"sid={mine}"}) as ws:
        ws.receive_bytes()
    assert _get(door, mine) == (200, "the table")
    for other in (same_person, colleague):
        assert _get(door, other)[0] == 404
    assert _get(door, "")[0] == 401 and _get(door, "guessed")[0] == 401
    assert _get(door, mine, NAME.replace("5", "6"))[0] == 404
    found = door.get(f"/media/{NAME}", headers={"cookie": f"sid={mine}"})
    assert found.headers["cache-control"] == "private, no-store"


def test_a_download_ends_with_the_sign_in(client: tuple[TestClient, World]) -> None:
    door, world = client
    mine = world.officer.token
    with door.websocket_connect("/_stcore/stream", headers={**OWN, "cookie": f"sid={mine}"}) as ws:
        ws.receive_bytes()
    door.post("/signout", headers={**OWN, "cookie": f"sid={mine}"})
    assert _get(door, mine)[0] == 401


def test_what_was_shown_is_forgotten_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellbeing.web.media._MOST_FILES", 2)
    media = Media()
    for number in range(3):
        media.learn(f"x/media/{number:032d}.png y".encode(), b"me")
    assert [media.may_open(f"/media/{n:032d}.png", b"me") for n in range(3)] == [False, True, True]
    assert media.may_open("/queue", b"anybody")
