"""What a refusal says: a sentence and a number to ask about; no place, no stack, nobody's id."""

from __future__ import annotations

import ast
import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from tests.support.door import OWN, PAGE, enter
from tests.support.world import World, case_with_parent
from tests.web.test_door import door
from wellbeing.models import Base
from wellbeing.services import people
from wellbeing.web import patience
from wellbeing.web.gate import Gate
from wellbeing.web.routes import ROUTES

__all__ = ["door"]
ROOT = Path(__file__).resolve().parents[2]
CODE = "abcdefghijklmnopqrstuvwxyz012345"
_TOLD = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|sqlite|psycopg|sqlalchemy|SELECT |/home/|/tmp/|/dev/|"
    + re.escape(str(ROOT)),
    re.IGNORECASE,
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def _awaited(work: Callable[..., Awaitable[Any]], *words: Any) -> Any:
    """Do the work in a loop of its own thread: a browser in this process keeps one in ours."""
    with start_blocking_portal() as portal:
        return portal.call(work, *words)


def _ids(world: World, but: UUID | None = None) -> set[str]:
    """Return every id that the site gave out, but what is one person's own."""
    found: set[str] = set()
    with world.runtime.reading.connect() as connection:
        for table in Base.metadata.tables.values():
            if "id" not in table.c or table.name == "key_state":
                continue
            query = select(table.c.id)
            if but is not None and "user_id" in table.c:
                query = query.where(table.c.user_id.is_distinct_from(but))
            found |= {str(one) for one in connection.scalars(query)}
    return found - {str(but)}


def _addresses() -> list[str]:
    """Return every address of the door, with a code that nobody made, and some of no page."""
    fill = re.compile(r"\{[^}]*\}")
    return [
        *sorted({fill.sub(CODE, one.path) for one in ROUTES}),
        f"/media/{CODE}.csv", f"/case?id={uuid4()}", "/nowhere", "/assets/../../app.py",
    ]  # fmt: skip


def _quiet(response: Any, ids: set[str], where: str) -> None:
    shown = response.text + "".join(f"{one}" for one in response.headers.values())
    assert not _TOLD.search(response.text), where
    assert not {one.lower() for one in _ID.findall(shown)} & ids, where


@pytest.mark.parametrize("who", ["", "parent", "administrator"])
def test_no_refusal_says_more_than_its_sentence(door: tuple[TestClient, World], who: str) -> None:
    client, world = door
    if who == "parent":
        case_with_parent(world)
    if who:
        enter(client, who)
    ids = _ids(world, people.me(world.caller(who)).id if who else None)
    seen: set[int] = set()
    for address in _addresses():
        if address == "/signout":
            continue
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            for more in (PAGE, OWN, {"origin": "https://evil.invalid"}):
                body = {"data": {"login": "x"}} if method == "POST" else {}
                answer = client.request(method, address, headers=more, **body)
                if answer.status_code >= 400:
                    seen.add(answer.status_code)
                    _quiet(answer, ids, f"{method} {address}")
    assert {403, 404, 405} <= seen and 500 not in seen


def test_what_nobody_foresaw_is_a_sentence_too(door: tuple[TestClient, World]) -> None:
    secret = str(uuid4())

    async def fails(request: object) -> None:
        raise RuntimeError(f"{secret} 陆小满 {ROOT}")

    app = Starlette(routes=[Route("/ask/fails", fails)], middleware=[Middleware(Gate)])
    answer = TestClient(app, raise_server_exceptions=False).get("/ask/fails", headers=PAGE)
    assert answer.status_code == 500 and answer.text == "Internal Server Error"
    assert secret not in str(answer.headers)


def test_a_body_that_comes_too_slowly_is_cut(
    door: tuple[TestClient, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = door
    monkeypatch.setattr(patience, "FORM_SECONDS", 0.3)
    sent: list[Message] = []

    async def drips() -> Message:
        await asyncio.sleep(0.1)
        return {"type": "http.request", "body": b"l", "more_body": True}

    async def keep(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"),
               (b"content-type", b"application/x-www-form-urlencoded")]  # fmt: skip
    scope = {
        "type": "http", "method": "POST", "path": "/signin", "raw_path": b"/signin",
        "query_string": b"", "headers": headers, "scheme": "http", "http_version": "1.1",
        "client": ("127.0.0.1", 1), "server": ("testserver", 80), "root_path": "",
    }  # fmt: skip
    began = time.monotonic()
    _awaited(client.app, scope, drips, keep)
    assert sent[0]["status"] == 408 and time.monotonic() - began < 5
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_body_in_time_and_a_long_wait_after_it_are_not_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "FORM_SECONDS", 0.2)
    waited: list[Message] = [
        {"type": "http.disconnect"}, {"type": "http.request", "body": b"", "more_body": False},
    ]  # fmt: skip

    async def comes() -> Message:
        if len(waited) == 1:
            await asyncio.sleep(0.4)
        return waited.pop()

    async def reads() -> list[str]:
        receive = patience.in_time(comes, "/signin")
        return [(await receive())["type"] for _ in range(2)]

    assert _awaited(reads) == ["http.request", "http.disconnect"]


def _named_by_people(tree: ast.AST) -> list[str]:
    """Return the downloads whose file name is neither written down here nor made by us alone."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("download_button"):
            name = node.args[2] if len(node.args) > 2 else None
            made = isinstance(name, ast.Call) and ast.unparse(name.func) == "_file_name"
            if not (made or isinstance(name, ast.Constant)):
                found.append(ast.unparse(node)[:80])
    return found


def test_no_download_is_named_by_what_somebody_typed() -> None:
    """So that no line break, quotation mark or path of theirs reaches a header or a disk."""
    files = [*ROOT.glob("wellbeing/ui/**/*.py"), *ROOT.glob("pages/**/*.py")]
    assert [one for path in files for one in _named_by_people(ast.parse(path.read_text()))] == []
    assert _named_by_people(ast.parse("st.download_button('x', data, view.student)"))
    source = (ROOT / "wellbeing" / "ui" / "drawing.py").read_text()
    made = next(n for n in ast.walk(ast.parse(source))
                if isinstance(n, ast.FunctionDef) and n.name == "_file_name")  # fmt: skip
    assert ast.unparse(made.body[-1]) == "return f'progress-{secret}.{file.kind}'"


def test_the_ids_that_are_looked_for_are_there(sqlite_world: World) -> None:
    assert len(_ids(sqlite_world)) > 20 and UUID(next(iter(_ids(sqlite_world))))
