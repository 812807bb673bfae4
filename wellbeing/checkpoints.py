"""Checkpoints: the audit's tail signed, one line to print or to keep on another machine."""

from __future__ import annotations

import json
from datetime import datetime

from wellbeing.crypto import Keyring, Tampered, sign, signed_by

_SEED = b"audit checkpoints"


def make(keyring: Keyring, seq: int, mac: bytes, now: datetime) -> str:
    """Return one line of JSON that names the tail, the moment, the public key and the signature."""
    body = {"at": now.isoformat(timespec="seconds"), "mac": mac.hex(), "seq": seq}
    signature, public = sign(keyring.mac("checkpoint", _SEED), _bytes(body))
    return json.dumps(body | {"key": public.hex(), "signature": signature.hex()})


def read(keyring: Keyring, line: str) -> tuple[int, bytes]:
    """Return the entry and mac that a checkpoint names; raise Tampered where it is not ours."""
    try:
        found = json.loads(line)
        body = {name: found[name] for name in ("at", "mac", "seq")}
        signature, mac, seq = bytes.fromhex(found["signature"]), body["mac"], int(body["seq"])
    except (ValueError, KeyError, TypeError):
        raise Tampered() from None
    public = sign(keyring.mac("checkpoint", _SEED), b"")[1]
    if not signed_by(public, _bytes(body), signature):
        raise Tampered()
    return seq, bytes.fromhex(mac)


def _bytes(body: dict[str, object]) -> bytes:
    return json.dumps(body, sort_keys=True).encode()
