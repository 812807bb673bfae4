"""Every record that a statement reads is narrowed, wherever in the statement it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exists, func, select, union_all
from sqlalchemy.orm import aliased

from benchmarks import main_path, sites
from wellbeing import db
from wellbeing.models import Base, Case, CaseMember, Referral, Student, User
from wellbeing.services import caseload, cases, home, measures, plans, referrals, screening

NAMES = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def read_in(statement: Any) -> set[type[Any]]:
    """Return the records whose table stands in the statement's own SQL."""
    words = set(re.findall(r"(?:FROM|JOIN|,)\s+\"?(\w+)", str(statement)))
    return {NAMES[word] for word in words & set(NAMES)}


other = aliased(Referral)
inner = select(Referral.id, Referral.case_id).subquery()
cte = select(CaseMember.case_id).cte()
STATEMENTS = {
    "entity": (select(Referral), {Referral}),
    "column": (select(Referral.id), {Referral}),
    "count": (select(func.count()).select_from(Referral), {Referral}),
    "count of a column": (select(func.count(Referral.id)), {Referral}),
    "alias": (select(other), {Referral}),
    "column of an alias": (select(other.id), {Referral}),
    "column of a subquery": (select(inner.c.id), {Referral}),
    "count of a subquery": (select(func.count()).select_from(inner), {Referral}),
    "join": (select(Student.id).join(Referral), {Student, Referral}),
    "outer join": (
        select(Case).outerjoin(inner, inner.c.case_id == Case.id),
        {Case, Referral},
    ),
    "only in a condition": (
        select(Case.id).where(Case.id.in_(select(Referral.case_id))),
        {Case, Referral},
    ),
    "exists": (
        select(Case).where(exists().where(Referral.case_id == Case.id)),
        {Case, Referral},
    ),
    "scalar": (
        select(Case.id, select(func.count(Referral.id)).scalar_subquery()),
        {Case, Referral},
    ),
    "common table": (select(Case).join(cte, cte.c.case_id == Case.id), {Case, CaseMember}),
    "union": (
        select(union_all(select(Case.id), select(Referral.id)).subquery().c.id),
        {Case, Referral},
    ),
    "ordered by another": (select(Case.id).order_by(Referral.submitted_at), {Case, Referral}),
    "two entities": (select(Case, User), {Case, User}),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_record_is_found_wherever_it_stands(name: str) -> None:
    statement, expected = STATEMENTS[name]
    assert set(db.records_in(statement)) == expected
    assert read_in(statement) <= expected


def test_the_pages_own_statements_are_narrowed_in_all_their_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: dict[str, set[type[Any]]] = {}
    honest: Callable[[Any], list[type[Any]]] = db.records_in

    def watched(statement: Any) -> list[type[Any]]:
        found = honest(statement)
        if missing := read_in(statement) - set(found):
            forgotten[str(statement)] = missing
        return found

    monkeypatch.setattr(db, "records_in", watched)
    site = sites.make(tmp_path / "site")
    places = main_path.places(site)
    case = next(iter(cases.cases(site.office))).id
    for view in (home.home, caseload.caseload, cases.cases, screening.queue):
        view(site.office)
    for one in (cases.open_case, plans.open_plan, measures.tracker):
        one(site.office, case)
    referrals.my_referrals(site.officer)
    site.runtime.close()
    assert len(places) > 10 and forgotten == {}


def test_a_forgotten_record_would_be_noticed() -> None:
    statement = select(Case.id).where(Case.id.in_(select(Referral.case_id)))
    assert read_in(statement) - {Case} == {Referral}
