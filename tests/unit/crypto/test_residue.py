"""Keys do not stay behind in memory: at most two copies while they are used, none after close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import KeyMaterial, wrapping
from wellbeing.crypto.primitives import Cipher
from wellbeing.crypto.secretbytes import wipe

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/mem")
def test_at_most_two_copies_of_a_key_live_and_none_after_eviction_erasure_or_close(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o700)
    site = TinySite(tmp_path)
    [child] = site.save(Child(name="one"))
    material = site.provider.load()
    keys = {"root": material.root, "epoch": material.epochs[1], "data": _data_key(site, material)}
    turned = {name: bytes(one ^ 0xFF for one in key).hex() for name, key in keys.items()}
    (tmp_path / "turned.json").write_text(json.dumps(turned))
    site.engine.dispose()
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.crypto.residue", str(tmp_path), str(child)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, capture_output=True,
        check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert all(max(one.values()) <= 2 for one in found.values()), found
    assert found["live"]["data"] and found["used again"]["data"], found
    assert found["evicted"]["data"] == found["shredded"]["data"] == 0, found
    assert max(found["closed"].values()) == 0, found


def _data_key(site: TinySite, material: KeyMaterial) -> bytearray:
    [row] = site.sql("SELECT * FROM subject_key")
    named = SimpleNamespace(**{**row._mapping, "subject_id": UUID(row.subject_id)})
    return wrapping._dek({1: Cipher(material.epochs[1])}, "demo:one", named)


def test_what_is_wiped_is_gone_and_what_is_shared_is_left_alone() -> None:
    secret, text, buffer = os.urandom(32), os.urandom(16).hex(), bytearray(b"k" * 32)
    wipe(secret, text, buffer)
    assert secret == bytes(32) and text == "\0" * 32 and buffer == bytearray(32)
    one, wide = "a", "密钥" * 8
    wipe(one, wide)
    assert one == chr(97) and wide == "密钥" * 8
