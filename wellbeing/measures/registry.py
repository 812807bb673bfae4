"""Which instruments a site has: the product's, and its own from a folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wellbeing.measures.instrument import Instrument, InstrumentError, of_a_folder, shipped

_OWN: dict[str, Instrument] = {}
_REFUSED: list[InstrumentError] = []


def use_folder(folder: Path | None) -> tuple[InstrumentError, ...]:
    """Take a site's own instruments at start; return what is wrong with the files left out."""
    found, refused = of_a_folder(folder)
    _OWN.clear()
    _OWN.update(found)
    _REFUSED[:] = refused
    return refused


def all_instruments() -> Mapping[str, Instrument]:
    """Return the instruments of the product and of the site, by key."""
    return {**shipped(), **_OWN}


def refused_files() -> tuple[InstrumentError, ...]:
    """Return the files that were left out at start, each with its line and reason."""
    return tuple(_REFUSED)
