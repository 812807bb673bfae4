"""Who receives a payment, and how often somebody did it, cannot be edited in the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.crypto import StaleRecord
from wellbeing.models import IncidentPerson, RepairItem
from wellbeing.services import incidents


def edit(world: World, table: Any, row_id: UUID, **values: Any) -> None:
    with world.runtime.engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == row_id).values(values))


@pytest.mark.parametrize("column", ["payee_id", "received_by", "received_route"])
def test_a_payment_whose_receiver_or_way_was_edited_opens_nothing(
    repair: Repair, column: str
) -> None:
    repair.confirm()
    payment = repair.pay()
    me = repair.world.caller("officer")
    new = {"payee_id": repair.boy, "received_by": None, "received_route": "own_login"}
    incidents.record_received(me, payment, incidents.ToldReceivedForm("call", "收到了。"))
    edit(repair.world, RepairItem.__table__, payment, **{column: new[column]})
    with pytest.raises(StaleRecord):
        incidents.open_incident(me, repair.id)


@pytest.mark.parametrize("column", ["again", "decided_at"])
def test_nor_does_a_part_whose_count_or_decision_was_edited(repair: Repair, column: str) -> None:
    repair.confirm()
    new = {"again": 2, "decided_at": None}
    edit(repair.world, IncidentPerson.__table__, repair.boy, **{column: new[column]})
    with pytest.raises(StaleRecord):
        incidents.open_incident(repair.officer, repair.id)
