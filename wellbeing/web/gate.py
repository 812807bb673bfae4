"""The door in front of everything: who may speak to the server at all."""

from __future__ import annotations

from collections import OrderedDict
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from wellbeing import journal
from wellbeing.errors import SignedOut, WellbeingError
from wellbeing.gate import Caller
from wellbeing.identity import token_digest
from wellbeing.runtime import running
from wellbeing.services import sign_in
from wellbeing.web.doors import OPEN, OPEN_EXACT
from wellbeing.web.headers import secured
from wellbeing.web.media import Media
from wellbeing.web.origin import from_elsewhere, same_origin, too_long
from wellbeing.web.patience import in_time
from wellbeing.web.shell import with_assets

_MOST_SESSIONS = 10_000


def cookie_name() -> str:
    """Return the name of the sign-in cookie; behind TLS its prefix binds it to this host."""
    return "__Host-sid" if running().settings.secure_cookies else "sid"


def token_of(connection: HTTPConnection) -> str:
    """Return the sign-in token that a browser sent."""
    return connection.cookies.get(cookie_name(), "")


def is_live(token: str) -> bool:
    """Tell whether a token is a live sign-in, and keep its idle clock going."""
    if not token:
        return False
    caller = Caller(running(), token)
    try:
        if sign_in.check_live(caller):
            sign_in.note_visit(caller)
    except SignedOut:
        return False
    except WellbeingError:
        return False
    return True


def has_last_words(token: str) -> bool:
    """Tell whether only time has ended a sign-in: what was typed may still come through.

    The page runs once more for it. Every use case but the keeping of a draft refuses, and the
    page leads to the sign-in and back.
    """
    try:
        sign_in.check_lapsed(Caller(running(), token))
    except WellbeingError:
        return False
    return True


class Gate:
    """Pure ASGI, so that it sees websockets too: every click is checked, not only the first."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Which sign-in a Streamlit session belongs to; see _subprotocols.
        self._owners: OrderedDict[str, bytes] = OrderedDict()
        self._media = Media()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, send it to the sign-in page, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if scope["type"] == "websocket":
            await self._websocket(connection, scope, receive, send)
            return
        path, https = scope["path"], running().settings.secure_cookies
        number = journal.begin()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = secured(list(message["headers"]), path, https=https)
                headers.append((b"x-request-id", number.encode()))
                message = {**message, "headers": headers}
            await send(message)

        answer = await self._refusal(connection, path, scope)
        if answer is not None and answer.status_code >= HTTPStatus.BAD_REQUEST:
            # Of the address only its first part: what follows may be a code.
            journal.note("refused", status=answer.status_code, part=path.split("/")[1])
        app = answer or with_assets(self._app, path)
        await app(scope, in_time(receive, path), sending)

    async def _refusal(
        self, connection: HTTPConnection, path: str, scope: Scope
    ) -> Response | None:
        if scope["method"] not in ("GET", "HEAD") and from_elsewhere(connection, path):
            return PlainTextResponse("Refused: this came from another site.", 403)
        if too_long(connection, path):
            return PlainTextResponse("Refused: this is too long.", 413)
        if path.startswith(OPEN) or path in OPEN_EXACT:
            return None
        token = token_of(connection)
        if await run_in_threadpool(is_live, token):
            if self._media.may_open(path, token_digest(token)):
                return None
            return PlainTextResponse("Not found", 404)
        if scope["method"] == "GET" and "text/html" in connection.headers.get("accept", ""):
            query = scope["query_string"].decode("latin-1")
            wanted = path + (f"?{query}" if query else "")
            return RedirectResponse(f"/signin?next={quote(wanted, safe='')}", 303)
        return PlainTextResponse("Please sign in.", 401)

    async def _websocket(
        self, connection: HTTPConnection, scope: Scope, receive: Receive, send: Send
    ) -> None:
        token = token_of(connection)
        known = same_origin(connection, required=True)
        if not known or not await run_in_threadpool(is_live, token):
            journal.note("refused", status=4401 if known else 1008, part="websocket")
            await receive()
            await send({"type": "websocket.close", "code": 4401 if known else 1008})
            return
        owner = token_digest(token)
        learned = False

        async def receiving() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                journal.begin()
                if await run_in_threadpool(is_live, token):
                    return message
                if await run_in_threadpool(has_last_words, token):
                    return message
                await send({"type": "websocket.send", "bytes": _to_sign_in()})

        async def sending(message: Message) -> None:
            nonlocal learned
            if message["type"] == "websocket.send":
                self._media.learn(message.get("bytes") or b"", owner)
            if not learned and message["type"] == "websocket.send" and message.get("bytes"):
                learned = self._learn(message["bytes"], owner)
            await send(message)

        await self._app(self._subprotocols(scope, owner), receiving, sending)

    def _learn(self, data: bytes, owner: bytes) -> bool:
        """Note whose Streamlit session this is, from the first message that names it."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") != "new_session":
            return False
        self._owners[message.new_session.initialize.session_id] = owner
        while len(self._owners) > _MOST_SESSIONS:
            self._owners.popitem(last=False)
        return True

    def _subprotocols(self, scope: Scope, owner: bytes) -> Scope:
        """Cut the old session's id out of a reconnect by somebody else.

        A browser that lost its socket asks for its old Streamlit session back by id. When
        another person has signed in meanwhile, they would get the state of the one before.
        """
        headers: list[tuple[bytes, bytes]] = []
        for name, value in scope["headers"]:
            if name == b"sec-websocket-protocol":
                parts = [part.strip() for part in value.decode("latin-1").split(",")]
                if len(parts) >= 3 and self._owners.get(parts[2]) != owner:
                    parts = parts[:2]
                value = ", ".join(parts).encode("latin-1")
            headers.append((name, value))
        changed: dict[str, Any] = {**scope, "headers": headers}
        if "subprotocols" in scope:
            changed["subprotocols"] = [
                one for one in scope["subprotocols"] if one in _kept(headers)
            ]
        return changed


def _kept(headers: list[tuple[bytes, bytes]]) -> list[str]:
    found = dict(headers).get(b"sec-websocket-protocol", b"").decode("latin-1")
    return [part.strip() for part in found.split(",")]


def _to_sign_in() -> bytes:
    """Return the message that sends a browser to the sign-in page, as Streamlit's login does."""
    message = ForwardMsg()
    message.auth_redirect.url = "/signin"
    return bytes(message.SerializeToString())
