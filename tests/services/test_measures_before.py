"""What was confirmed on an incident before each person had a decision of their own still stands."""

from __future__ import annotations

from importlib import import_module
from uuid import UUID

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.support.repair import Repair
from wellbeing.crypto.manifest import manifests
from wellbeing.forms import read
from wellbeing.gate import Work, use_case
from wellbeing.models import Incident, IncidentPerson
from wellbeing.policy import May
from wellbeing.services import incidents

MIGRATION = import_module("wellbeing.migrations.versions.0210_measures_of_each")


@use_case(may=May.RUN_INCIDENTS)
def as_before(work: Work, incident_id: UUID) -> None:
    """Leave an incident as it was confirmed before."""
    row = work.find(Incident, incident_id)
    row.code, row.measures, row.reason, row.again = "38-4", ["41-2"], "当场承认。", 2
    for one in work.db.scalars(select(IncidentPerson)):
        one.again = one.decided_at = None
    work.about(row)


def sign_as_before(repair: Repair) -> None:
    """Sign the parts as they were signed then: without what is covered since."""
    runtime, table = repair.world.runtime, IncidentPerson.__table__
    later = IncidentPerson.__covered_later__
    with runtime.engine.begin() as connection:
        rows = Session(connection).scalars(select(IncidentPerson)).all()
        signed = manifests(rows, IncidentPerson, runtime.keyring(), later)
        for row, manifest in zip(rows, signed, strict=True):
            mine = table.c.id == row.id
            connection.execute(update(table).where(mine).values(manifest=manifest))


def migrate(repair: Repair) -> None:
    """Fill what is there as the migration does."""
    sign_as_before(repair)
    engine = repair.world.runtime.engine
    with (
        engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        MIGRATION._name_persons()


def add_another(repair: Repair) -> UUID:
    raw = {"role": "responsible", "name": "无名 (虚构)", "again": "no"}
    return incidents.add_person(repair.officer, repair.id, read(incidents.PersonForm, raw))


def test_of_one_responsible_person_it_is_theirs_and_not_whose_is_added_later(
    repair: Repair,
) -> None:
    as_before(repair.officer, repair.id)
    migrate(repair)
    (boy,) = incidents.open_incident(repair.officer, repair.id).answers
    assert (boy.code, boy.reason, boy.again) == ("38-4", "当场承认。", 2)
    assert [one.key for one in boy.measures] == ["41-2"]
    family = incidents.family_incident(repair.mother, repair.id)
    assert [[one.key for one in rules] for _, rules in family.measures] == [["41-2"]]
    later = add_another(repair)
    answers = incidents.open_incident(repair.officer, repair.id).answers
    assert {one.id: one.code for one in answers} == {repair.boy: "38-4", later: ""}
    repair.confirm(measures=["41-3"])
    answers = incidents.open_incident(repair.officer, repair.id).answers
    assert {one.id: [x.key for x in one.measures] for one in answers} == {
        repair.boy: ["41-3"], later: [],
    }  # fmt: skip


def test_of_several_nobody_knows_whose_it_was_and_it_is_confirmed_for_each(
    repair: Repair,
) -> None:
    add_another(repair)
    as_before(repair.officer, repair.id)
    migrate(repair)
    view = incidents.open_incident(repair.officer, repair.id)
    assert {one.code for one in view.answers} == {""}
    assert {one.again for one in view.answers} == {2}  # as it was counted for all
    assert [one.key for one in view.together] == ["41-2"]
    assert incidents.family_incident(repair.mother, repair.id).measures == ()
