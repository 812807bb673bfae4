"""Counts how often a key stands in this process's own memory: `residue.py FOLDER`."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from tests.unit.crypto.site import Child, TinySite


def copies(keys: dict[str, bytearray]) -> dict[str, int]:
    """Return how many copies of each key all readable memory holds, the sample left out."""
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


def main(folder: Path) -> None:
    """Print the copies of root, epoch and data key while the keyring lives, and after close()."""
    site = TinySite(folder)
    [child] = site.save(Child(name="one"))
    turned = json.loads((folder / "turned.json").read_text())
    keys = {name: bytearray.fromhex(text) for name, text in turned.items()}
    row = site.load(Child, child, site.keyring)
    assert row.name.reveal() == "one"
    row.kept_session.close()
    gc.collect()
    live = copies(keys)
    site.keyring.close()
    gc.collect()
    print(json.dumps({"live": live, "closed": copies(keys)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
