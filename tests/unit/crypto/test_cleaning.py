"""The files are cleaned of deleted keys; who is in the way is waited for, but not for ever."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.support.postgres import ABSENT, Postgres
from tests.unit.crypto.site import Child, Note, busy_site, unmarked
from wellbeing.crypto import WHOLE, Eraser, Ledger, clean_journal, erase


def test_a_reader_in_the_way_leaves_it_to_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase, "_TRIES", 2)
    monkeypatch.setattr(erase, "_PAUSE", 0.01)
    site = busy_site(tmp_path)
    eraser = Eraser(site.keyring, Ledger(site.key_path.with_name("erased")), (Child, Note))
    [child] = site.save(Child(name="one"))
    with closing(site.engine.raw_connection()) as reader:
        cursor = reader.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM child").fetchall()
        with site.engine.begin() as connection:
            eraser.shred(connection, child, WHOLE, datetime(2026, 3, 9, 8, tzinfo=UTC), [])
        assert not eraser.clean(site.engine) and eraser.ledger.waits
        cursor.execute("ROLLBACK")
    assert eraser.catch_up(site.engine, unmarked) == 0 and not eraser.ledger.waits
    site.engine.dispose()


@pytest.mark.postgres
def test_on_postgresql_the_table_of_keys_is_written_anew_unless_it_is_held(
    tmp_path: Path, postgres: Postgres | None
) -> None:
    if postgres is None:
        pytest.skip(ABSENT)
    name = f"t{uuid4().hex[:12]}"
    site = busy_site(tmp_path, postgres.create_database(name))
    assert clean_journal(site.engine)
    with site.engine.connect() as reader:
        reader.execute(text("SELECT * FROM subject_key"))
        assert not clean_journal(site.engine)
    assert clean_journal(site.engine)
    site.engine.dispose()
    postgres.drop_database(name)
