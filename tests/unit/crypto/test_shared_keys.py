"""Keys that several people share: one is erased, the others' words stay under a new key."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from tests.unit.crypto.site import Child, Note, TinySite, unmarked
from tests.unit.crypto.test_erasure import NOW
from wellbeing.crypto import (
    WHOLE,
    Eraser,
    Erasure,
    Keyring,
    Ledger,
    StaleRecord,
    SubjectErased,
    Written,
    blank,
    erasures,
)

OWNER = UUID(int=7)
KEYS = "SELECT generation FROM subject_key WHERE subject_id = :owner"


class Shared:
    """Two children's words lie under the keys of a third subject."""

    def __init__(self, site: TinySite) -> None:
        self.site = site
        self.one, self.other = site.save(Child(name="one"), Child(name="other"))
        self.ones, self.others = site.save(
            Note(child_id=OWNER, text="of the one"), Note(child_id=OWNER, text="of the other")
        )
        ledger = Ledger(site.key_path.with_name("site.key.erased"))
        self.eraser = Eraser(site.keyring, ledger, (Child, Note), self.forget)

    def forget(
        self, connection: Connection, keyring: Keyring, subject: UUID, compartment: str,
        written: Written,
    ) -> set[tuple[UUID, str]]:  # fmt: skip
        """Write over what is the one's."""
        if subject != self.one:
            return set()
        with Session(connection) as session:
            row = session.scalars(select(Note).where(Note.id == self.ones)).one()
            if not row.text.empty:
                blank(row, ["_text"], keyring, written)
            session.flush()
        return {(OWNER, "counselling")}

    def shred(self) -> Erasure:
        with self.site.engine.begin() as connection:
            return self.eraser.shred(connection, self.one, WHOLE, NOW, [])

    def texts(self) -> list[Any]:
        with self.site.session(self.site.another_process()) as session:
            return [session.get_one(Note, one).text.reveal() for one in (self.ones, self.others)]


@pytest.fixture
def shared(site: TinySite) -> Shared:
    return Shared(site)


def test_the_others_words_stay_under_a_new_key_and_an_older_row_opens_nowhere(
    shared: Shared,
) -> None:
    site = shared.site
    older = "SELECT text, rev, manifest FROM note WHERE id = :ones"
    [before] = site.sql(older, ones=shared.ones)
    done = shared.shred()
    assert shared.texts() == [None, "of the other"]
    assert site.sql(KEYS, owner=OWNER) == [(2,)]
    with site.engine.connect() as connection:
        assert {one.part_of for one in erasures(connection)} == {done.id, None}
    site.sql(
        "UPDATE note SET text = :t, rev = :r, manifest = :m WHERE id = :ones",
        t=before.text, r=before.rev, m=before.manifest, ones=shared.ones,
    )  # fmt: skip
    with pytest.raises(SubjectErased):
        shared.texts()


def test_a_restored_backup_goes_through_the_same(shared: Shared, tmp_path: Path) -> None:
    backup = tmp_path / "yesterday.db"
    shutil.copy(tmp_path / "site.db", backup)
    shared.shred()
    shared.site.engine.dispose()
    shutil.copy(backup, tmp_path / "site.db")
    assert shared.texts() == ["of the one", "of the other"]
    assert shared.eraser.catch_up(shared.site.engine, unmarked) == 2
    assert shared.texts() == [None, "of the other"]
    assert shared.site.sql(KEYS, owner=OWNER) == [(2,)]
    assert shared.eraser.catch_up(shared.site.engine, unmarked) == 0


def test_a_database_that_knows_none_of_them_takes_the_lines_and_changes_nothing_else(
    shared: Shared,
) -> None:
    shared.shred()
    site = shared.site
    for table in ("child", "note", "subject_key", "key_erasure"):
        site.sql(f"DELETE FROM {table}")
    assert shared.eraser.catch_up(site.engine, unmarked) == 2
    assert site.sql("SELECT count(*) FROM key_erasure") == [(2,)]


def test_a_row_that_somebody_edited_is_never_signed_by_an_erasure(site: TinySite) -> None:
    [child] = site.save(Child(name="one", born={"y": 1}))
    site.sql("UPDATE child SET level = 'high'")
    eraser = Eraser(site.keyring, Ledger(site.key_path.with_name("erased")), (Child, Note))
    with site.engine.begin() as connection:
        eraser.shred(connection, child, "identity", NOW, [])
    assert site.sql("SELECT name_token FROM child") == [(None,)]
    with pytest.raises(StaleRecord):
        site.load(Child, child).born.reveal()
