"""A visitor who opens every page under every address, and keeps every word that comes back.

The real frame and the real pages run in this process under Streamlit's own test runner, as one
browser tab a person: what is kept is all that would go to the browser, page titles, menus,
messages and the bytes of downloads with it. Folded parts are unfolded, switches are on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import PropertyMock, patch

import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.state.common import TESTING_KEY
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

    def here(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return which page a press has led to ("" for one without a file), and its address."""
        page = self._tab._registered_pages.get(self._tab._finished_page_script_hash, {})
        path = str(page.get("script_path", "")).rsplit("pages/", 1)
        said = self._tab.query_params.items()
        return (path[1] if len(path) > 1 else ""), tuple((k, str(v)) for k, v in said)

    def buttons(self) -> list[str]:
        """Return the keys of what can be pressed on the page now."""
        return [one.key for one in self._tab.button if one.key and not one.disabled]

    def choices(self) -> dict[str, list[Any]]:
        """Return the options of what can be chosen on the page now, by its key."""
        boxes = (*self._tab.selectbox, *self._tab.radio)
        return {one.key: list(one.options) for one in boxes if one.key and not one.disabled}

    def choose(self, key: str, option: str) -> Kept:
        """Choose an option as the page words it."""
        boxes = (*self._tab.selectbox, *self._tab.radio)
        box = next((one for one in boxes if one.key == key), None)
        if box is None or option not in box.options:
            return Kept()
        self._tab.session_state[TESTING_KEY][box.id] = str  # options are said as they are shown
        box.set_value(option)
        return self._run()

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Type and choose; a field of which nothing is said is filled with a 1."""
        for box in (*self._tab.text_input, *self._tab.text_area):
            box.set_value(str(answers.get(box.key) or "1")[: box.proto.max_chars or None])
        for chosen in (*self._tab.radio, *self._tab.selectbox, *self._tab.button_group):
            if answers.get(chosen.key):
                chosen.set_value(answers[chosen.key])

    def press(self, key: str) -> Kept:
        """Press a button, with all that was filled in before."""
        next(one for one in self._tab.button if one.key == key).click()
        return self._run()

    def arguments(self, key: str) -> tuple[Any, ...]:
        """Return what the page holds for a button's callback."""
        return self._held(key).callback_args or ()

    def forge(self, key: str, change: Callable[[Any], Any]) -> Callable[[], None]:
        """Change what the page holds for a button's callback, and what the visit keeps.

        Returns what gives the visit back what it kept before.
        """
        held, state = self._held(key), self._tab.session_state._state._state
        state._new_widget_state.widget_metadata[held.id] = replace(
            held,
            callback=change(held.callback),
            callback_args=change(held.callback_args),
            callback_kwargs=change(held.callback_kwargs),
        )
        kept = {
            name: value
            for name, value in state._old_state.items()
            if "$$" not in name and name not in ("me", "look")
        }
        state._old_state.update({name: change(value) for name, value in kept.items()})
        return lambda: state._old_state.update(kept)

    def turn(self, query: dict[str, str]) -> None:
        """Change what the address says without opening it."""
        self._tab.query_params.clear()
        self._tab.query_params.update(query)

    def _held(self, key: str) -> Any:
        name = next(one.id for one in self._tab.button if one.key == key)
        return self._tab.session_state._state._state._new_widget_state.widget_metadata[name]

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

    def load_later(_: Any, data: Callable[[], Any], *args: Any, **_more: Any) -> str:
        made = data()
        kept.files.append(made if isinstance(made, bytes) else str(made).encode())
        return "0" * 40

    with ExitStack() as stack:
        for target, name, value in (
            (ContextProxy, "cookies", PropertyMock(return_value=cookies)),
            (LocalScriptRunner, "forward_msgs", messages),
            (MemoryMediaFileStorage, "load_and_get_id", load),
            (MediaFileManager, "add_deferred", load_later),
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
