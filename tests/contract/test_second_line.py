"""Every table is under the second line on PostgreSQL, or says why it is not."""

from __future__ import annotations

from typing import Any

from wellbeing.crypto import sealed_columns
from wellbeing.models import Base
from wellbeing.row_security import OPEN, conditions


def test_every_table_is_under_it_or_says_why_not() -> None:
    under = set(conditions())
    assert under | set(OPEN) == set(Base.metadata.tables) and not under & set(OPEN)
    for name, reason in OPEN.items():
        assert reason
        texts = {str(one.compartment) for one in _sealed_in(name)}
        assert texts <= {"account"}, name


def _sealed_in(table: str) -> list[Any]:
    found = [one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == table]
    return [spec for cls in found for spec in sealed_columns(cls).values()]
