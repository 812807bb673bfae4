"""A visitor who presses everything that a page offers; and the same one with forged ids.

From every page of the menu on, in the order in which they are come across: each link is followed,
each choice chosen, each form filled in and sent, each button pressed, and what appears by that
pressed in turn. Kinds of buttons are told by page and name without ids: of each kind one.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from types import CellType, FunctionType
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from tests.support.hunt import Kept, Tab
from tests.support.matrix import sample
from wellbeing.ui import fields as form_fields
from wellbeing.ui.fields import FormSpec
from wellbeing.ui.navigation import ENTRIES, PAGES

_LINK = re.compile(r'href="(/[a-z_]+(?:\?[^"]*)?)"')
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_KIND = re.compile(r"\b[0-9a-f-]*\d[0-9a-f-]*\b")  # what ids and counts leave of a key
# Options are worded in the language of the visit, which a test cannot ask for outside it.
_APART = "language-choice"
HOME = "start/home.py"
MOST_ADDRESSES, MOST_NEW, OF_A_KIND = 240, 4, 1
_TIMES = {"at": "11:00", "minutes": "50"}
Ids = Mapping[UUID, UUID]
# Forms and views of ours hold ids; who is looking and at which site is not the page's to say.
_OURS = ("wellbeing.services", "wellbeing.ui", "wellbeing.views", "wellbeing.forms")


@dataclass(frozen=True, slots=True)
class Address:
    """A page with what its address says."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> str:
        """The same without ids: addresses of one shape offer the same kinds of buttons."""
        return _KIND.sub("#", f"{self.path}?{self.query}")


@dataclass(slots=True)
class Presser:
    """One person pressing through the site; every answer goes to `look` with where it came from."""

    tab: Tab
    records: Mapping[str, UUID]
    look: Callable[[str, Kept], None]
    forgery: Ids = field(default_factory=dict)
    check: Callable[[str], None] = lambda _: None
    pressed: Counter[str] = field(default_factory=Counter)

    def walk(self, begin: Iterator[Address]) -> None:
        """Press through every address that is come across, one of each shape."""
        queue = deque(begin)
        known, shapes = set(queue), Counter(one.shape for one in queue)
        while queue and len(known) < MOST_ADDRESSES:
            for found in self.at(queue.popleft()):
                if found not in known and shapes[found.shape] < OF_A_KIND:
                    known.add(found)
                    shapes[found.shape] += 1
                    queue.append(found)

    def at(self, address: Address) -> set[Address]:
        """Press everything at one address; return the addresses that were come across."""
        if not self.tab.has(address.path) and address.path != HOME:
            return set()
        found = links(self._open(address))
        offered = self.tab.buttons()
        for key in offered:
            if not self._again(address, key):
                continue
            if self.forgery:
                self._forge(address, key)
                self._open(address)
            if key in self.tab.buttons():
                found |= self._press(address, key, offered)
                self._open(address)
        for key, options in self.tab.choices().items():
            for option in options[:3] if key != _APART else ():
                if self._again(address, f"{key}={option}"):
                    kept = self.tab.choose(key, option)
                    self._seen(f"{address.path}: {key}", kept)
                    found |= links(kept)
        if self.forgery:
            self.check(f"{address.path}: {offered}")
        return found

    def _open(self, address: Address) -> Kept:
        kept = self.tab.open(address.path, dict(address.query))
        self._seen(address.path, kept)
        return kept

    def _again(self, address: Address, key: str) -> bool:
        """Tell whether a kind of button has been pressed too seldom yet."""
        if key not in self.tab.buttons() and "=" not in key:
            return False
        kind = _KIND.sub("#", f"{address.path}: {key}")
        self.pressed[kind] += 1
        return self.pressed[kind] <= OF_A_KIND

    def _press(self, address: Address, key: str, before: list[str]) -> set[Address]:
        """Fill in what stands there and press; then press what has appeared, unfilled."""
        kept = self._fill_and_press(key)
        self._seen(f"{address.path}: {key}", kept)
        found = links(kept) | {Address(path, query) for path, query in [self.tab.here()] if path}
        if self.tab.here()[0] not in ("", address.path):
            return found
        for new in [one for one in self.tab.buttons() if one not in before][:MOST_NEW]:
            if self._again(address, new) and new in self.tab.buttons():
                again = self._fill_and_press(new)
                self._seen(f"{address.path}: {key}, {new}", again)
                found |= links(again)
        return found

    def _fill_and_press(self, key: str) -> Kept:
        self._fill(key)
        return self.tab.press(key)

    def _fill(self, key: str) -> FormSpec | None:
        spec = next((one for one in self.tab.arguments(key) if isinstance(one, FormSpec)), None)
        self.tab.fill(answers(spec, self.records) if spec else {})
        return spec

    def _forge(self, address: Address, key: str) -> None:
        """Press with all ids of one's own changed into others': in the address, in what the page
        holds for its callback, in what the visit keeps, and in what was chosen in a form."""
        ids, real = self.forgery, form_fields.current
        own = self._fill(key)
        give_back = self.tab.forge(key, partial(forged, ids=ids))
        self.tab.turn(forged(dict(address.query), ids))

        def current(spec: FormSpec, kept: Mapping[str, Any]) -> dict[str, Any]:
            found: dict[str, Any] = forged(real(own or spec, kept), ids)
            return found

        with patch.object(form_fields, "current", current):
            self._seen(f"{address.path}: {key}, forged", self.tab.press(key))
        give_back()

    def _seen(self, where: str, kept: Kept) -> None:
        self.look(where, kept)


def links(kept: Kept) -> set[Address]:
    """Return every address of ours that an answer leads to."""
    found = set()
    for href in _LINK.findall(kept.words):
        parts = urlsplit(unescape(href))
        if parts.path.strip("/") in PAGES:
            query = tuple(parse_qsl(parts.query))
            found.add(Address(PAGES[parts.path.strip("/")], query))
    return found


def menu() -> Iterator[Address]:
    """Return every page without anything in its address."""
    return (Address(entry.path) for entry in ENTRIES)


def answers(spec: FormSpec, records: Mapping[str, UUID]) -> dict[str, Any]:
    """Return plausible answers to a form on a page, by the keys of its fields."""
    filled = sample(spec.form, records)
    values = {one.name: getattr(filled, one.name) for one in dataclasses.fields(filled)}
    values |= {name: text for name, text in _TIMES.items() if name in values}
    for name, options in spec.options.items():
        values[name] = next((one for one, _ in options), None)
    return {spec.widget(name): _typed(value) for name, value in values.items()}


def _typed(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool) else str(value)


def forged(value: Any, ids: Ids) -> Any:
    """Return the same with every id changed, however deep it sits: in lists, forms and closures."""
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, str):
        return _ID.sub(lambda found: _other(found[0], ids), value)
    if isinstance(value, tuple | list | set | frozenset) and not hasattr(value, "_fields"):
        return type(value)(forged(one, ids) for one in value)
    if isinstance(value, dict):
        return {forged(key, ids): forged(one, ids) for key, one in value.items()}
    if type(value).__module__.startswith(_OURS) and dataclasses.is_dataclass(value):
        return _forged_parts(value, ids)
    if isinstance(value, partial):
        return partial(value.func, *forged(value.args, ids), **forged(value.keywords, ids))
    if isinstance(value, FunctionType) and (value.__closure__ or value.__defaults__):
        return _forged_function(value, ids)
    return value


def _other(text: str, ids: Ids) -> str:
    try:
        return str(ids.get(UUID(text), text))
    except ValueError:
        return text


def _forged_parts(value: Any, ids: Ids) -> Any:
    made = copy.copy(value)
    for one in dataclasses.fields(value):
        object.__setattr__(made, one.name, forged(getattr(value, one.name), ids))
    return made


def _forged_function(value: FunctionType, ids: Ids) -> FunctionType:
    cells = tuple(_cell(one, ids) for one in value.__closure__ or ())
    defaults = forged(value.__defaults__, ids)
    made = FunctionType(value.__code__, value.__globals__, value.__name__, defaults, cells)
    made.__kwdefaults__ = forged(value.__kwdefaults__, ids) if value.__kwdefaults__ else {}
    return made


def _cell(cell: CellType, ids: Ids) -> CellType:
    try:
        return CellType(forged(cell.cell_contents, ids))
    except ValueError:  # nothing was put into it yet
        return CellType()
