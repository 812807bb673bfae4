"""A visitor who opens every page under every address, and keeps every word that comes back.

The real frame and the real pages run in this process under Streamlit's own test runner, as one
browser tab a person: what is kept is all that would go to the browser, page titles, menus,
messages and the bytes of downloads with it. Folded parts are unfolded, switches are on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import PropertyMock, patch

import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from wellbeing.gate import Caller
from wellbeing.runtime import run_as
from wellbeing.ui.navigation import ENTRIES

ROOT = Path(__file__).resolve().parents[2]
FRAME = str(ROOT / "pages" / "frame.py")
_ASKED = re.compile(r"""(?:param\(|query_params\.get\(|query_params\[)\s*["']([a-z]+)["']""")
_NAMED = re.compile(r"""["']([a-z]+)["'] in st\.query_params""")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What Streamlit names elements by, from all that they hold.
_HASH = re.compile(r"[0-9a-f]{32,64}")


@dataclass(slots=True)
class Kept:
    """All that one run would have sent to the browser."""

    messages: list[Any] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    failed: str = ""

    @property
    def words(self) -> str:
        """Everything in it as text."""
        files = "".join(one.decode("utf-8", "replace") for one in self.files)
        return "".join(str_of(one) for one in self.messages) + files

    @property
    def alike(self) -> str:
        """The same without ids: what two answers must share that must not differ."""
        parts = (one for one in self.messages if one.WhichOneof("type") in ("delta", "navigation"))
        return _HASH.sub("#", _ID.sub("#", "".join(str_of(one) for one in parts)))


def str_of(message: Any) -> str:
    """Return every text of a message, as it was written."""
    data: bytes = message.SerializeToString()
    return data.decode("utf-8", "replace")


class Tab:
    """One person's browser tab."""

    def __init__(self, who: Caller) -> None:
        self._cookies = {"sid": who.token}
        self._tab = AppTest.from_file(FRAME, default_timeout=60)
        run_as(who.runtime)
        self.home = self._run()

    def open(self, path: str, query: dict[str, Any]) -> Kept:
        """Open a page of the menu or an address that the menu does not have."""
        self._tab.query_params.clear()
        self._tab.query_params.update(query)
        if not self.has(path):
            self._tab._page_hash = "a page that is not in this person's menu"
        return self._run()

    def has(self, path: str) -> bool:
        """Turn to a page; tell whether this person's menu has it, listed or not."""
        try:
            self._tab.switch_page(path)
        except ValueError:
            return False
        return True

    def _run(self) -> Kept:
        with _watched(self._cookies) as kept:
            self._tab.run()
        kept.failed = "; ".join(str(one.message) for one in self._tab.exception)
        return kept


@contextmanager
def _watched(cookies: dict[str, str]) -> Iterator[Kept]:
    """Keep what a run sends, with every fold open and every switch on."""
    kept = Kept()
    real_messages, real_file = (
        LocalScriptRunner.forward_msgs,
        MemoryMediaFileStorage.load_and_get_id,
    )

    def messages(self: LocalScriptRunner) -> list[Any]:
        kept.messages = list(real_messages(self))
        return kept.messages

    def load(self: Any, data: Any, *args: Any) -> str:
        kept.files.append(data if isinstance(data, bytes) else Path(data).read_bytes())
        return real_file(self, data, *args)

    with ExitStack() as stack:
        for target, name, value in (
            (ContextProxy, "cookies", PropertyMock(return_value=cookies)),
            (LocalScriptRunner, "forward_msgs", messages),
            (MemoryMediaFileStorage, "load_and_get_id", load),
            (st, "toggle", lambda *_args, **_more: True),
            (st, "expander", lambda *_args, **_more: _Unfolded()),
        ):
            stack.enter_context(patch.object(target, name, value))
        yield kept


class _Unfolded:
    """A folded part that somebody has unfolded."""

    open = True

    def __init__(self) -> None:
        self._box = st.container()

    def __enter__(self) -> Any:
        return self._box.__enter__()

    def __exit__(self, *error: Any) -> Any:
        return self._box.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._box, name)


@cache
def parameters() -> dict[str, tuple[str, ...]]:
    """Return for every page the names that it reads from its address, by its own source.

    A module of ours that the page imports counts as the page's; `id` is asked of every page.
    """
    found = {}
    for entry in ENTRIES:
        source = (ROOT / "pages" / entry.path).read_text(encoding="utf-8")
        for module in re.findall(r"from (wellbeing\.ui[\w.]*) import", source):
            path = ROOT / (module.replace(".", "/") + ".py")
            source += path.read_text(encoding="utf-8") if path.is_file() else ""
        found[entry.path] = tuple(sorted({"id", *_ASKED.findall(source), *_NAMED.findall(source)}))
    return found


def all_names() -> set[str]:
    """Return every name that any module of pages or `ui` reads from an address."""
    sources = [*ROOT.glob("pages/**/*.py"), *ROOT.glob("wellbeing/ui/**/*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {"id", *_ASKED.findall(text), *_NAMED.findall(text)}
