"""Counts how often a key stands in this process's own memory: `residue.py FOLDER CHILD`."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from uuid import UUID, uuid4

from tests.unit.crypto.site import MOMENT, Child, TinySite
from wellbeing.crypto import WHOLE, Eraser, Fresh, Ledger
from wellbeing.crypto.cache import _MOST_CACHED
from wellbeing.crypto.primitives import Cipher


def copies(keys: dict[str, bytearray]) -> dict[str, int]:
    """Return how many copies of each key all readable memory holds, the sample left out."""
    gc.collect()
    found = dict.fromkeys(keys, 0)
    with Path("/proc/self/mem").open("rb", buffering=0) as memory:
        for line in Path("/proc/self/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if not rights.startswith("rw") or "[v" in line:
                continue
            start, end = (int(one, 16) for one in span.split("-"))
            memory.seek(start)
            try:
                data = memory.read(end - start)
            except OSError:
                continue
            for name, turned in keys.items():
                # The sample is kept turned round: it must not find itself.
                _turn(turned)
                found[name] += data.count(turned)
                _turn(turned)
            del data
    return found


def _turn(key: bytearray) -> None:
    for at in range(len(key)):
        key[at] ^= 0xFF


def _read(site: TinySite, child: UUID) -> None:
    row = site.load(Child, child, site.keyring)
    assert row.name.reveal() == "one"
    row.kept_session.close()


def _evict(site: TinySite) -> None:
    """Use as many other keys as are kept: the one that was used first goes."""
    cache, fresh = site.keyring._cache, Fresh()
    fresh.found = cache.found
    for _ in range(_MOST_CACHED):
        assert cache.remember(fresh, (uuid4(), "identity", 1), Cipher(os.urandom(32)))


def _shred(site: TinySite, child: UUID) -> None:
    eraser = Eraser(site.keyring, Ledger(site.key_path.with_name("erased")), (Child,))
    with site.engine.begin() as connection:
        eraser.shred(connection, child, WHOLE, MOMENT, [])
    with site.engine.begin() as connection:
        site.keyring.heed(Fresh(), connection)  # as every admission does


def main(folder: Path, child: UUID) -> None:
    """Print the copies of root, epoch and data key while they are used, and after."""
    site = TinySite(folder)
    turned = json.loads((folder / "turned.json").read_text())
    keys, found = {name: bytearray.fromhex(text) for name, text in turned.items()}, {}
    _read(site, child)
    found["live"] = copies(keys)
    _evict(site)
    found["evicted"] = copies(keys)
    _read(site, child)
    found["used again"] = copies(keys)
    _shred(site, child)
    found["shredded"] = copies(keys)
    site.keyring.close()
    found["closed"] = copies(keys)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), UUID(sys.argv[2]))
