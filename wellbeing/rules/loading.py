"""Find a pack's files, lay them over one another, and build the pack once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wellbeing.i18n import N_
from wellbeing.rules.entry import SOURCE, Entry
from wellbeing.rules.law import SHAPES
from wellbeing.rules.pack import PackError, RulePack
from wellbeing.rules.reading import SINGLE, SOURCED, read_pack
from wellbeing.rules.reading_law import SINCE

_FOLDER = Path(__file__).parent / "packs"
_DEFAULTS = _FOLDER / "_defaults.toml"

Table = Mapping[str, Any]


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that come with the product."""
    return tuple(sorted(p.stem for p in _FOLDER.glob("*.toml") if p != _DEFAULTS))


@cache
def load_pack(name: str, overrides: Path | None = None) -> RulePack:
    """Return a pack with the site's overrides; raise PackError that names file and entry.

    Read once per process: a changed file counts from the next start.
    """
    return pack_of(name, overrides.name if overrides else "", site_text(overrides))


def site_text(overrides: Path | None) -> str:
    """Return the text of the site's own rule file; "" for none."""
    return _text(overrides) if overrides else ""


@cache
def pack_of(name: str, file: str, site: str) -> RulePack:
    """Return a pack under the text of a site's rule file, whose faults are said of `file`."""
    if name not in pack_names():
        raise PackError(
            N_("There is no rule pack {name}. Please choose one of: {known}."),
            name=name, known=", ".join(pack_names()),
        )  # fmt: skip
    path = _FOLDER / f"{name}.toml"
    data = _over(_toml(_DEFAULTS), _toml(path))
    # Built first on its own, so that a fault found later lies in the site's file.
    pack = read_pack(Entry(path.name, "", data))
    if not site:
        return pack
    own = _as_site_rules(_table(site, file), file)
    return read_pack(Entry(file, "", _over(data, own)))


def _toml(path: Path) -> Table:
    return _table(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise PackError(
            N_("The rule file {file} cannot be read. Please check its path and rights."),
            file=path,
        ) from None
    except UnicodeDecodeError as error:
        raise _no_toml(path.name, error) from None


def _table(text: str, file: str) -> Table:
    try:
        return _spread(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(file, error) from None


def _no_toml(file: str, error: ValueError) -> PackError:
    text = N_("The rule file {file} is not TOML in UTF-8: {detail}")
    return PackError(text, file=file, detail=error)


def _spread(data: Table) -> Table:
    """Give each entry of law the source that its section names, where it names none itself."""
    spread = dict(data)
    for section in SHAPES:
        table = data.get(section)
        if isinstance(table, dict):
            own = {key: table[key] for key in SOURCE if key in table}
            spread[section] = {
                key: own | one if isinstance(one, dict) and "source" not in one else one
                for key, one in table.items()
                if key not in own
            }
    return spread


def _over(base: Table, over: Table) -> Table:
    """Lay sections over sections; inside, an entry replaces the whole entry below it.

    Replaced whole, because a new number under an old source would borrow its authority. An
    entry without a date replaces all that the file below says for single dates, too.
    """
    merged = dict(base)
    for section, value in over.items():
        below = merged.get(section)
        if isinstance(value, dict) and isinstance(below, dict):
            # Likewise a section with a source of its own keeps nothing of the old one.
            old = set(SOURCE) if "source" in value else set()
            merged[section] = {
                k: v for k, v in below.items() if k not in old and not _replaced(k, value)
            } | value
        else:
            merged[section] = value
    return merged


def _replaced(key: str, over: Table) -> bool:
    name, dated, _ = key.partition(SINCE)
    return bool(dated) and name in over


def _as_site_rules(data: Table, file: str) -> Table:
    """Name the site's file as the source of every entry that names none itself."""
    own = {"source": file, "verification": "site"}
    marked = dict(data)
    for section in SOURCED:
        if isinstance(data.get(section), dict):
            marked[section] = {
                name: own | entry if isinstance(entry, dict) and "source" not in entry else entry
                for name, entry in data[section].items()
            }
    for section in SINGLE:
        table = data.get(section)
        if isinstance(table, dict) and "source" not in table and table.keys() - {"overrides"}:
            marked[section] = own | table
    return marked
