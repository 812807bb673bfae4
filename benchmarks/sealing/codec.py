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
from wellbeing.crypto import Fresh, Keyring, SealContext, sealed_columns
from wellbeing.crypto.bound import open_all, opening, sealing
from wellbeing.crypto.cells import Pending
from wellbeing.crypto.envelope import HEAD, OVERHEAD
from wellbeing.crypto.padding import bucket
from wellbeing.crypto.primitives import Cipher

TEXT = ("今天和小明谈了话，他说在班里好一些了。" * 4)[:60] + "a" * 20
BYTES = len(TEXT.encode())
CALLS = 2_000


def bars(bench: Bench, others: list[Peer], rounds: int) -> list[Bar]:
    """Return G1 and G5."""
    with bench.engine.connect() as connection:
        seals, opens = _cases(bench, connection, others)
        sealed, opened = paired(seals, rounds, CALLS), paired(opens, rounds, CALLS)
    names = {one.name: one.name for one in others} | {"ours, key looked up by row": "looked up"}
    return [
        Bar("G1", f"seal {BYTES} bytes of text / reused AESGCM", ratio(sealed, "ours", "raw"),
            1.6, peers(sealed, names, "raw")),
        Bar("G1", f"open {BYTES} bytes of text / reused AESGCM", ratio(opened, "ours", "raw"),
            2.3, peers(opened, names, "raw")),
        *_sizes(others),
    ]  # fmt: skip


def _cases(
    bench: Bench, connection: Connection, others: list[Peer]
) -> tuple[dict[str, Case], dict[str, Case]]:
    """Text in, text out: ours with its column's and child's key in hand, as raw has its own."""
    raw, context = AESGCM(os.urandom(32)), bytes(110)

    def raw_seal() -> bytes:
        once = os.urandom(12)
        return once + raw.encrypt(once, TEXT.encode(), context)

    raw_sealed = raw_seal()
    seals: dict[str, Case] = {"raw": raw_seal}
    opens: dict[str, Case] = {
        "raw": lambda: raw.decrypt(raw_sealed[:12], raw_sealed[12:], context).decode()
    }
    seals["ours"], opens["ours"] = _bound()
    seals["looked up"], opens["looked up"] = _looked_up(bench.keyring, connection)
    for one in others:
        seals[one.name] = partial(one.seal, TEXT)
        opens[one.name] = partial(one.open, one.seal(TEXT))
    assert all(opened() == TEXT for opened in opens.values())
    return seals, opens


def _bound() -> tuple[Case, Case]:
    """What a flush and a list do with each cell."""
    spec, record = sealed_columns(Note)["text"], uuid4()
    cipher, held, record_id = Cipher(os.urandom(32)), Pending(TEXT), record.bytes
    place = SealContext("demo:bench", spec.table, spec.name, record, uuid4(), spec.compartment)
    seal = sealing(cipher, 1, spec.flags, place)
    sealed = seal(record_id, spec.to_bytes(held))
    cells = [(opening(cipher, sealed[HEAD], place), record, sealed)]
    return (lambda: seal(record_id, spec.to_bytes(held)),
            lambda: spec.values(open_all(cells))[0])  # fmt: skip


def _looked_up(ring: Keyring, connection: Connection) -> tuple[Case, Case]:
    """What one cell costs that comes alone: its key is looked up, its context is made."""
    fresh, spec = Fresh(), sealed_columns(Note)["text"]
    ctx = SealContext(ring.tenant, spec.table, spec.name, uuid4(), uuid4(), spec.compartment)

    def seal() -> bytes:
        return ring.seal(fresh, connection, ctx, spec.flags, spec.to_bytes(Pending(TEXT)))

    sealed = seal()
    ring.keep(fresh)
    return seal, lambda: spec.values([ring.open(fresh, connection, ctx, sealed)])[0]


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
