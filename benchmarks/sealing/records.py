"""G2 to G4: ten thousand records written, listed and opened beside a plain text column."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import MetaData, Uuid, delete, select
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from benchmarks.sealing.codec import TEXT
from benchmarks.sealing.peers import Peer
from benchmarks.sealing.rounds import Bar, Case, Times, clock_of, paired, peers, ratio
from benchmarks.sealing.site import Bare, Bench, Note, Plain, Twin
from wellbeing.crypto import reveal_many

CHILDREN = 200
LIMITS = {"SQLite": (1.15, 1.40, 1.05), "PostgreSQL": (1.20, 1.50, None)}


def bars(bench: Bench, others: list[Peer], rounds: int, rows: int) -> list[Bar]:
    """Return G2 (SQLite) or G3 (PostgreSQL), and G4."""
    models = {one.name: (_model(one), one.reveal) for one in others if one.column is not None}
    for model, _ in models.values():
        model.metadata.create_all(bench.engine)
    clock = clock_of(bench.name)
    write = partial(_write, bench, [uuid4() for _ in range(CHILDREN)], rows)
    writes = {"plain": write(Plain), "ours": write(Note), BARE: write(Bare, _bare_seal)}
    writes |= {name: write(model) for name, (model, _) in models.items()}
    writing = paired(writes, rounds, clock=clock)
    reads: dict[str, Case] = {"plain": _read(bench, Plain, str), "ours": lambda: _ours(bench),
                              "core": lambda: _core(bench),
                              BARE: _read(bench, Bare, _bare_open)}  # fmt: skip
    lists: dict[str, Case] = {"plain": _read(bench, Plain, None),
                              "ours": _read(bench, Note, None)}  # fmt: skip
    for name, (model, reveal) in models.items():
        reads[name], lists[name] = _read(bench, model, reveal), _read(bench, model, None)
    return _bars(bench, list(models), writing,
                 *(paired(some, rounds, clock=clock) for some in (reads, lists)))  # fmt: skip


def _bars(
    bench: Bench, models: list[str], writing: Times, reading: Times, listing: Times
) -> list[Bar]:
    write, read, listed = LIMITS[bench.name]
    goal, names = ("G2" if listed else "G3"), {name: name for name in (BARE, *models)}
    found = [
        Bar(goal, f"write / plain column, {bench.name}", ratio(writing, "ours", "plain"), write,
            peers(writing, names, "plain"), floor=ratio(writing, BARE, "plain")),
        Bar(goal, f"read and open / plain column, {bench.name}", ratio(reading, "ours", "plain"),
            read, peers(reading, names, "plain"), floor=ratio(reading, BARE, "plain")),
    ]  # fmt: skip
    if listed:
        found += [
            Bar(goal, f"list without opening / plain, {bench.name}",
                ratio(listing, "ours", "plain"), listed, peers(listing, names, "plain")),
            Bar("G4", "reveal_many / plain column without records", ratio(reading, "ours", "core"),
                1.8, peers(reading, names | {"a plain record": "plain"}, "core"),
                floor=ratio(reading, BARE, "core")),
        ]  # fmt: skip
    return found


KEY = AESGCM(os.urandom(32))
BARE = "bare AES-GCM"


def _bare_seal(text: str) -> bytes:
    once = os.urandom(12)
    return once + KEY.encrypt(once, text.encode(), None)


def _bare_open(blob: bytes) -> str:
    return KEY.decrypt(blob[:12], blob[12:], None).decode()


def _model(peer: Peer) -> type[Any]:
    """Return a record class with the peer's column in a registry of its own."""
    name = peer.name.replace(" ", "_").replace("-", "_").lower()
    base = type("PeerBase", (DeclarativeBase,), {"metadata": MetaData()})
    assert peer.column is not None
    return type(name, (Twin, base), {
        "__tablename__": name,
        "child_id": mapped_column(Uuid()),
        "text": mapped_column(peer.column()),
    })  # fmt: skip


def _write(
    bench: Bench, children: list[UUID], rows: int, model: type[Any],
    given: Callable[[str], Any] = str,
) -> Case:  # fmt: skip
    def write() -> None:
        with bench.session() as session:
            session.connection().execute(delete(model))
            session.add_all(
                model(child_id=children[n % CHILDREN], text=given(TEXT)) for n in range(rows)
            )
            session.commit()
            bench.keyring.keep(session.info["opener"].fresh)

    return write


def _read(bench: Bench, model: type[Any], reveal: Callable[[Any], str] | None) -> Case:
    def read() -> None:
        with Session(bench.engine) as session:
            rows = session.scalars(select(model)).all()
            if reveal is not None:
                assert all([reveal(row.text) for row in rows])

    return read


def _ours(bench: Bench) -> None:
    with bench.session() as session:
        rows = session.scalars(select(Note)).all()
        assert all(reveal_many(rows, "text"))


def _core(bench: Bench) -> None:
    with bench.engine.connect() as connection:
        assert all([row.text for row in connection.execute(select(Plain.__table__))])
