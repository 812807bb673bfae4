"""A rotation as a process of its own, to be killed: `rotator.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.unit.crypto.site import busy_site
from wellbeing.crypto import rewrap, roll, rotate


def main(folder: Path) -> None:
    """Roll and re-wrap in small steps; say when it begins, so that a kill can hit its middle."""
    rotate._BATCH = 20
    site = busy_site(folder)
    print("ready", flush=True)
    sys.stdin.readline()
    roll(site.engine, site.keyring, site.provider)
    print(rewrap(site.engine, site.keyring), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
