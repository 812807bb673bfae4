"""A browser in front of the door of a site, with a stand-in for Streamlit behind it."""

from __future__ import annotations

import re
from contextlib import suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.world import PASSWORD
from wellbeing.web.gate import Gate
from wellbeing.web.routes import ROUTES

HOME = "http://testserver"
PAGE = {"accept": "text/html"}
OWN = {"origin": HOME, "sec-fetch-site": "same-origin"}


async def _streamlit(websocket: WebSocket) -> None:
    """Stand for Streamlit: name the session asked for, then echo."""
    asked = websocket.headers.get("sec-websocket-protocol", "")
    await websocket.accept(subprotocol="streamlit")
    hello = ForwardMsg()
    hello.new_session.initialize.session_id = "session-of-the-first"
    await websocket.send_bytes(hello.SerializeToString())
    await websocket.send_text(asked)
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())


async def _media(request: object) -> PlainTextResponse:
    return PlainTextResponse("media")


def browser(address: str = "127.0.0.1") -> TestClient:
    routes = [
        *ROUTES,
        Route("/media/{name}", _media),
        WebSocketRoute("/_stcore/stream", _streamlit),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Gate)])
    return TestClient(app, follow_redirects=False, client=(address, 50_000))


def enter(client: TestClient, login: str = "officer", **more: str) -> object:
    page = client.get("/signin", headers=PAGE)
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)
    assert pre is not None
    form = {"login": login, "password": PASSWORD, "pre": pre[1], **more}
    return client.post("/signin", data=form, headers=OWN)
