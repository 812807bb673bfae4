"""A column that became guarded after rows were signed: old rows open, new ones never go back."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.unit.crypto.site import Child, TinySite
from wellbeing.crypto import StaleRecord
from wellbeing.crypto.manifest import manifests

LEVEL = frozenset({"level"})


@pytest.fixture(autouse=True)
def covered_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Child, "__covered_later__", LEVEL)


@pytest.fixture
def old(site: TinySite) -> UUID:
    """A row as it was signed before its level was covered."""
    [found] = site.save(Child(name="one"))
    child = site.load(Child, found)
    [signed] = manifests([child], Child, site.keyring, LEVEL)
    child.kept_session.close()
    site.sql("UPDATE child SET manifest=:signed", signed=signed)
    return found


def opened(site: TinySite, found: UUID) -> str:
    child = site.load(Child, found)
    try:
        return str(child.name.reveal())
    finally:
        child.kept_session.close()


def test_a_row_that_was_signed_before_opens_and_is_covered_once_it_is_saved(
    site: TinySite, old: UUID
) -> None:
    assert opened(site, old) == "one"
    child = site.load(Child, old)
    child.nick = "two"
    child.kept_session.commit()
    child.kept_session.close()
    assert opened(site, old) == "one"
    site.sql("UPDATE child SET level='high'")
    with pytest.raises(StaleRecord):
        opened(site, old)


def test_what_a_row_covered_from_the_first_is_guarded_in_an_old_one_too(
    site: TinySite, old: UUID
) -> None:
    site.sql("UPDATE child SET open=0")
    with pytest.raises(StaleRecord):
        opened(site, old)


def test_a_row_that_was_signed_with_it_is_never_taken_without(site: TinySite) -> None:
    [found] = site.save(Child(name="one"))
    site.sql("UPDATE child SET level='high'")
    with pytest.raises(StaleRecord):
        opened(site, found)


def test_where_nothing_was_covered_later_nothing_is_taken_without(
    site: TinySite, old: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Child, "__covered_later__", frozenset())
    with pytest.raises(StaleRecord):
        opened(site, old)
