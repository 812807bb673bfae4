"""The specification is true: its vectors are what the code makes, and its tests exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from tests.unit.crypto.by_hand import context, pad
from wellbeing.crypto import Compartment, KeyMaterial, Keyring, SealContext, Tampered, wrapping
from wellbeing.crypto.envelope import BODY, NONCE, header, parse
from wellbeing.crypto.padding import unpad
from wellbeing.crypto.primitives import Cipher
from wellbeing.crypto.search import token

HERE = Path(__file__).resolve().parent
PLACES = (HERE, HERE.parents[1] / "services")
TEXT = (HERE.parents[2] / "wellbeing" / "crypto" / "README.md").read_text(encoding="utf-8")
VECTORS: dict[str, Any] = json.loads(TEXT.split("```json\n")[1].split("```")[0])
FAMILIES = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \|$", TEXT.split("## 9.")[1], re.M)


def _cipher(**changes: Any) -> Cipher:
    """Return the data key as it is unwrapped from its published row."""
    row = SimpleNamespace(
        subject_id=UUID(VECTORS["subject_id"]),
        compartment=VECTORS["compartment"],
        generation=VECTORS["generation"],
        epoch=VECTORS["epoch"],
        wrapped=bytes.fromhex(VECTORS["wrapped"]),
        commitment=bytes.fromhex(VECTORS["commitment"]),
    )
    vars(row).update(changes)
    epochs = {VECTORS["epoch"]: Cipher(bytes.fromhex(VECTORS["kek"]))}
    return wrapping.unwrap(epochs, VECTORS["tenant"], row)


def _context(cell: dict[str, Any]) -> SealContext:
    subject, kind = UUID(VECTORS["subject_id"]), Compartment(VECTORS["compartment"])
    place = VECTORS["tenant"], cell["table"], cell["column"]
    return SealContext(*place, UUID(cell["record_id"]), subject, kind)


@pytest.mark.parametrize("cell", VECTORS["cells"], ids=lambda cell: f"{cell['text'][:4]}.")
def test_a_published_envelope_is_made_and_opened(cell: dict[str, Any]) -> None:
    blob, ctx = bytes.fromhex(cell["envelope"]), _context(cell)
    head = header(cell["flags"], VECTORS["generation"])
    assert context(ctx, head).hex() == cell["context"]
    once, dek = bytes.fromhex(cell["nonce"]), Cipher(bytes.fromhex(VECTORS["dek"]))
    made = head + once + dek.encrypt(once, pad(cell["text"].encode()), context(ctx, head))
    assert made.hex() == cell["envelope"]
    opened = _cipher().decrypt(blob[NONCE], blob[BODY], context(ctx, parse(blob).header))
    assert unpad(opened).decode() == cell["text"]


def test_a_published_data_key_opens_only_with_its_commitment_and_its_owner() -> None:
    for change in ({"commitment": bytes(16)}, {"generation": 2}, {"compartment": "shared"}):
        with pytest.raises(Tampered):
            _cipher(**change)


def test_published_equality_tokens_are_made() -> None:
    keys = {VECTORS["epoch"]: bytes.fromhex(VECTORS["kek"])}
    material = KeyMaterial(bytes.fromhex(VECTORS["root"]), keys, VECTORS["epoch"])
    ring = Keyring(material, VECTORS["tenant"])
    for one in VECTORS["tokens"]:
        assert token(ring, one["table"], one["column"], one["text"]).hex() == one["token"]


def test_every_compartment_is_named() -> None:
    named = TEXT.split("## 3.")[1].split("## 4.")[0].split("keys:")[1].split(".")[0]
    assert re.findall(r"`(\w+)`", named) == [one.value for one in Compartment]


def test_all_fifteen_families_are_tried_by_tests_that_exist() -> None:
    assert [int(number) for number, _, _ in FAMILIES] == list(range(1, 16))
    for number, _, cell in FAMILIES:
        named = re.findall(r"`(test_\w+)\.(\w+)`", cell)
        assert named, number
        for file, start in named:
            path = next(one for one in PLACES if (one / f"{file}.py").exists())
            source = (path / f"{file}.py").read_text(encoding="utf-8")
            assert re.search(rf"^def test_{start}\w*\(", source, re.M), f"{file}: {start}"
