"""A session unwraps only the keys that policy grants its actor."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

import wellbeing.crypto
from tests.support.care import Scene
from tests.support.handing import Handing
from tests.support.world import World, reopen
from wellbeing.crypto import (
    Compartment,
    Fresh,
    SealContext,
    reveal_many,
    sealed_columns,
)
from wellbeing.crypto.manifest import manifest_of
from wellbeing.errors import Forbidden
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import RECORDS, PrivateNote, SessionNote
from wellbeing.policy import May, Role
from wellbeing.services import cases, check_in, people, sessions

README = Path(wellbeing.crypto.__file__).with_name("README.md").read_text(encoding="utf-8")
_HEAD, *_LINES = [
    re.findall(r"[^| ]+", line)
    for line in README.split("## 3.")[1].split("## 4.")[0].splitlines()
    if line.startswith("| ")
]
# Role and compartment: whether the specification says that it opens.
TABLE = {
    (role, kind): cell == "yes"
    for role, *cells in _LINES
    for kind, cell in zip(_HEAD[1:], cells, strict=True)
}


def _unwrapped(world: World) -> set[str]:
    return {compartment for _, compartment, _ in world.runtime.keyring()._cache}


def _afresh(world: World) -> None:
    world.runtime.keyring()._cache.clear()


def test_reading_a_case_unwraps_no_counselling_key_for_who_may_not_open_it(scene: Scene) -> None:
    world = scene.world
    talk = scene.talk()
    readers = [(world.coordinator, False), (scene.mother, False), (world.counsellor, True)]
    for who, opens in readers:
        _afresh(world)
        cases.open_case(who, scene.case)
        if opens:
            sessions.open_session(who, talk)
        assert ("counselling" in _unwrapped(world)) is opens


def test_a_refused_text_leaves_its_key_wrapped(scene: Scene) -> None:
    world = scene.world
    talk = scene.talk()

    @use_case(may=May.SEE_CASE, access=Access.READ)
    def pry(work: Work) -> None:
        notes = [_note(work, scene)]
        with pytest.raises(Forbidden):
            reveal_many(notes, "parts")
        with pytest.raises(Forbidden):
            notes[0].parts.reveal()

    _afresh(world)
    pry(world.coordinator)
    assert "counselling" not in _unwrapped(world)
    sessions.open_session(world.counsellor, talk)
    assert "counselling" in _unwrapped(world)


def _note(work: Work, scene: Scene) -> SessionNote:
    """Return a note in the actor's session although its row is hidden from the actor."""
    row = SessionNote(
        session_id=scene.case, case_id=scene.case, student_id=scene.student,
        author_id=scene.student, layout="soap", signed_at=work.now, locks_at=work.now,
    )  # fmt: skip
    with work.runtime.reading.connect() as connection:
        row._parts = connection.execute(select(SessionNote.__table__.c.parts)).scalar_one()
    work.db.add(row)
    return row


def test_each_author_has_a_key_of_their_own_for_private_notes(scene: Scene) -> None:
    world = scene.world
    me: Caller = world.counsellor
    sessions.keep_private(me, scene.case, sessions.PrivateForm("只给自己看"))
    keys = world.runtime.keyring()._cache
    mine = {subject for subject, compartment, _ in keys if compartment == "private"}
    assert people.me(me).id in mine and scene.student not in mine
    assert PrivateNote.__subject__ == "author_id"


class Doors:
    """Somebody of every role, signed in; and a stored text of each compartment, of nobody near."""

    def __init__(self, world: World) -> None:
        self.world, scene = world, Handing(world)
        guest, _ = scene.guest(scene.send("hospital"))
        lent = world.caller("counsellor")
        check_in.lend(lent, scene.book(), check_in.LendForm("1357"))
        people = {"guest": guest, "tablet": lent, "visitor": world.visitor, "parent": scene.mother}
        self.callers = {role: people.get(role) or world.caller(role) for role, _ in TABLE}

    def stored(self, kind: str, whose: UUID) -> Any:
        """Return a row as it is loaded, with a sealed text of a compartment of a subject."""
        model, spec = _column(kind)
        keyring, fresh, row = (
            self.world.runtime.keyring(),
            Fresh(),
            model(**{model.__subject__: whose}),
        )
        place = (keyring.tenant, spec.table, spec.name)
        ctx = SealContext(*place, row.id, whose, spec.compartment)
        with self.world.runtime.engine.begin() as connection:
            text = "词" if spec.python_type is str else '"词"'
            sealed = keyring.seal(fresh, connection, ctx, spec.flags, text.encode())
        setattr(row, spec.column, sealed)
        row.rev, row.manifest = 1, b""
        row.manifest = manifest_of(row, keyring)
        for one in inspect(model).column_attrs:
            set_committed_value(row, one.key, getattr(row, one.key))
        make_transient_to_detached(row)
        keyring._cache.clear()
        return row


def _column(kind: str) -> tuple[Any, Any]:
    """Return a record with a text of this compartment that is kept from no guardian."""
    found = [
        (model, spec)
        for model in RECORDS
        for spec in sealed_columns(model).values()
        if spec.compartment == kind and spec.python_type in (str, dict)
        if spec.name not in model.__kept__
    ]
    return min(found, key=lambda one: one[1].python_type is dict)


@pytest.fixture(scope="module")
def doors(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One site for the whole table: what is tried in it changes nothing."""
    folder = tmp_path_factory.mktemp("doors") / "site"
    shutil.copytree(sqlite_template, folder)
    world = reopen(folder)
    yield Doors(world)
    world.close()


@use_case(may=May.VISIT, access=Access.READ)
def open_it(work: Work, row: Any, name: str) -> str:
    """Open a text of a row that the actor has come by, as a forgotten rule would let them."""
    work.db.add(row)
    return str(getattr(row, name).reveal())


def _opens(doors: Doors, who: Caller, kind: str, whose: UUID) -> bool:
    """Tell whether somebody opens a text; the key is unwrapped for those alone who do."""
    row, (_, spec) = doors.stored(kind, whose), _column(kind)
    try:
        opened = open_it(who, row, spec.name) == "词"
    except Forbidden:
        opened = False
    assert ((whose, kind) in {key[:2] for key in doors.world.runtime.keyring()._cache}) is opened
    return opened


@pytest.mark.parametrize(("role", "kind"), TABLE, ids=str)
def test_a_role_opens_exactly_the_compartments_of_the_table(
    doors: Doors, role: str, kind: str
) -> None:
    assert _opens(doors, doors.callers[role], kind, uuid4()) is TABLE[role, kind]


def test_the_table_names_every_role_and_every_compartment() -> None:
    assert set(TABLE) == {(role.value, kind.value) for role in Role for kind in Compartment}


@pytest.mark.parametrize(
    "role", sorted({role for role, _ in TABLE} - {"guest", "visitor", "tablet"})
)
def test_a_private_text_opens_for_its_author_whoever_they_are(doors: Doors, role: str) -> None:
    me = doors.callers[role]
    assert _opens(doors, me, "private", people.me(me).id)
