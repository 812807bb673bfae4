"""G1 and G5: what sealing one text costs beside bare AES-GCM, and how long it gets."""

from __future__ import annotations

import os
from functools import partial
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import Connection

from benchmarks.sealing.peers import Peer
from benchmarks.sealing.rounds import Bar, Case, paired, peers, ratio
from benchmarks.sealing.site import Bench, Note
from wellbeing.crypto import Fresh, SealContext, sealed_columns
from wellbeing.crypto.cells import Pending
from wellbeing.crypto.envelope import OVERHEAD
from wellbeing.crypto.padding import bucket

TEXT = ("今天和小明谈了话，他说在班里好一些了。" * 4)[:60] + "a" * 20
BYTES = len(TEXT.encode())
CALLS = 2_000


def bars(bench: Bench, others: list[Peer], rounds: int) -> list[Bar]:
    """Return G1 and G5."""
    with bench.engine.connect() as connection:
        seals, opens = _cases(bench, connection, others)
        sealing, opening = paired(seals, rounds, CALLS), paired(opens, rounds, CALLS)
    names = {one.name: one.name for one in others}
    return [
        Bar("G1", f"seal {BYTES} bytes of text / reused AESGCM", ratio(sealing, "ours", "raw"),
            1.6, peers(sealing, names, "raw")),
        Bar("G1", f"open {BYTES} bytes of text / reused AESGCM", ratio(opening, "ours", "raw"),
            2.3, peers(opening, names, "raw")),
        *_sizes(others),
    ]  # fmt: skip


def _cases(
    bench: Bench, connection: Connection, others: list[Peer]
) -> tuple[dict[str, Case], dict[str, Case]]:
    ring, fresh = bench.keyring, Fresh()
    spec, place = sealed_columns(Note)["text"], (uuid4(), uuid4())
    raw, context = AESGCM(os.urandom(32)), bytes(60)

    def context_of() -> SealContext:
        return SealContext(ring.tenant, spec.table, spec.name, *place, spec.compartment)

    def seal() -> bytes:
        return ring.seal(fresh, connection, context_of(), *spec.encode(Pending(TEXT)))

    def raw_seal() -> bytes:
        once = os.urandom(12)
        return once + raw.encrypt(once, TEXT.encode(), context)

    sealed, raw_sealed = seal(), raw_seal()
    ring.keep(fresh)
    seals: dict[str, Case] = {"raw": raw_seal, "ours": seal}
    opens: dict[str, Case] = {
        "raw": lambda: raw.decrypt(raw_sealed[:12], raw_sealed[12:], context).decode(),
        "ours": lambda: spec.decode(*ring.open(fresh, connection, context_of(), sealed)),
    }
    for one in others:
        seals[one.name], opens[one.name] = (
            partial(one.seal, TEXT),
            partial(one.open, one.seal(TEXT)),
        )
        assert opens[one.name]() == TEXT
    assert opens["ours"]() == TEXT
    return seals, opens


def _sizes(others: list[Peer]) -> list[Bar]:
    """Every text is padded here, so the bars of padded texts count beside the plain ones."""

    def ours(size: int) -> float:
        return (bucket(size) + OVERHEAD) / size

    def theirs(size: int) -> str:
        found = ((one.name, len(one.seal("a" * size)) / size) for one in others)
        return ", ".join(f"{name} {value:.2f}" for name, value in found)

    return [
        Bar("G5", "stored size of 255 bytes, padded", ours(255), 1.14, theirs(255)),
        Bar("G5", "stored size of 1,024 bytes, padded (bar without padding 1.035)",
            ours(1024), 1.10, theirs(1024)),
        Bar("G5", "stored size, worst of all from 256 bytes on",
            max(ours(size) for size in range(256, 9_000)), 1.20),
        Bar("G5", "stored size, worst of all from 1,024 bytes on",
            max(ours(size) for size in range(1024, 9_000)), 1.10),
    ]  # fmt: skip
