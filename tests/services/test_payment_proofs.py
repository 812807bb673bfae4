"""A payment whose receiving side stays silent counts by a proof that it may object to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.support.incident_page import opened, sent
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.crypto import StaleRecord
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import PaymentProof
from wellbeing.policy import May
from wellbeing.services import erasure, home, incidents
from wellbeing.services.erasure import EraseForm, Part, Why
from wellbeing.services.incidents import (
    BreakForm,
    ObjectionForm,
    PaidForm,
    ReceivedForm,
    SeenForm,
    ToldReceivedForm,
)

SLIP = SeenForm("邻家孩子的父亲出示了4月29日的银行回单。")
NOT_COME = ObjectionForm("账户里没有这笔钱。")
DAY = date(2026, 3, 10)
# Ten working days after its day end with the 24th, five after a proof of the 25th with the 1st.
SILENT, PROVEN = datetime(2026, 3, 25, 1, tzinfo=UTC), datetime(2026, 4, 2, 1, tzinfo=UTC)
Act = Callable[[Caller, UUID], Any]


@pytest.fixture
def scene(world: World, family: None) -> Repair:
    """An incident with a way to agree on a payment."""
    return Repair(world)


@pytest.fixture
def part(scene: Repair) -> UUID:
    """A payment that the young person of the site receives, and whose day has come."""
    return scene.paid_to_the_boy(due=DAY.isoformat())


def at(scene: Repair, moment: datetime) -> None:
    scene.world.clock.move(seconds=(moment - scene.world.clock.at).total_seconds())


def proven(scene: Repair, part: UUID) -> None:
    at(scene, SILENT)
    incidents.record_proof(scene.officer, part, SLIP)


def theirs(scene: Repair, part: UUID) -> incidents.ItemView:
    items = incidents.family_incident(scene.mother, scene.id).items
    return next(one for one in items if one.id == part)


def led(scene: Repair, part: UUID) -> incidents.ItemView:
    items = incidents.open_incident(scene.officer, scene.id).items
    return next(one for one in items if one.id == part)


def waits(who: Caller, what: str) -> list[datetime | None]:
    return [one.due_at for one in home.home(who).mine if one.what == what]


def test_a_proof_is_recorded_only_when_the_silence_has_lasted(scene: Repair, part: UUID) -> None:
    edge = datetime(2026, 3, 24, 15, 59, 59, tzinfo=UTC)
    at(scene, edge)
    assert led(scene, part).proof_from == date(2026, 3, 25) and not led(scene, part).may_prove
    with pytest.raises(InvalidTransition) as early:
        incidents.record_proof(scene.officer, part, SLIP)
    assert "25" in str(early.value.params["day"]) and "{day}" in early.value.message
    at(scene, edge + timedelta(seconds=1))
    assert led(scene, part).may_prove
    incidents.record_proof(scene.officer, part, SLIP)
    with pytest.raises(InvalidTransition):  # one stands
        incidents.record_proof(scene.officer, part, SLIP)
    assert (led(scene, part).state, led(scene, part).proof_from) == ("open", None)


def test_the_family_reads_that_there_is_a_proof_and_nothing_of_the_other_side(
    scene: Repair, part: UUID
) -> None:
    assert waits(scene.mother, "answer_proof") == []
    proven(scene, part)
    end = datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC)
    assert waits(scene.mother, "answer_proof") == [end] == waits(scene.officer, "receive_payment")
    mine = theirs(scene, part)
    assert mine.proven is not None and (mine.proven.until, mine.proven.seen) == (end, "")
    assert "父亲" not in repr(incidents.family_incident(scene.mother, scene.id))
    (row,) = led(scene, part).proofs
    assert row.seen == SLIP.seen
    # No family's session opens it, whatever a page asks for; their own objection it does.
    incidents.object_received(scene.mother, part, NOT_COME)
    with pytest.raises(Forbidden):
        _text(scene.mother, part, "seen")
    assert _text(scene.mother, part, "objection") == NOT_COME.objection


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def _text(work: Work, part: UUID, name: str) -> str:
    row = work.db.scalars(select(PaymentProof).where(PaymentProof.item_id == part)).one()
    return str(getattr(row, name).reveal())


def test_without_an_objection_it_counts_after_its_time(scene: Repair, part: UUID) -> None:
    proven(scene, part)
    edge = datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC)
    at(scene, edge)
    with pytest.raises(InvalidTransition) as early:
        incidents.count_received(scene.officer, part)
    assert early.value.params["day"]
    at(scene, edge + timedelta(seconds=1))
    incidents.count_received(scene.officer, part)
    done = theirs(scene, part)
    assert (done.state, done.route, done.proof) == ("done", "proof", "")
    assert waits(scene.mother, "answer_proof") == [] == waits(scene.officer, "receive_payment")
    for again in (
        incidents.count_received,
        lambda who, one: incidents.record_proof(who, one, SLIP),
    ):
        with pytest.raises(InvalidTransition):
            again(scene.officer, part)
    for late in (object_, confirm):
        with pytest.raises(InvalidTransition):
            late(scene.mother, part)


def object_(who: Caller, part: UUID) -> None:
    incidents.object_received(who, part, NOT_COME)


def confirm(who: Caller, part: UUID) -> None:
    incidents.confirm_received(who, part, ReceivedForm("到账了。"))


def test_an_objection_stops_it_and_the_officer_speaks_with_both(scene: Repair, part: UUID) -> None:
    with pytest.raises(InvalidTransition):  # nothing was seen yet
        object_(scene.mother, part)
    proven(scene, part)
    object_(scene.mother, part)
    assert theirs(scene, part).proofs[0].objection == NOT_COME.objection
    assert led(scene, part).proofs[0].objection == NOT_COME.objection
    due = datetime(2026, 3, 30, 15, 59, 59, tzinfo=UTC)
    assert waits(scene.officer, "speak_of_payment") == [due]
    assert waits(scene.mother, "answer_proof") == [] == waits(scene.mother, "confirm_received")
    with pytest.raises(InvalidTransition):  # twice
        object_(scene.mother, part)
    at(scene, PROVEN)
    with pytest.raises(InvalidTransition):
        incidents.count_received(scene.officer, part)
    assert led(scene, part).may_prove
    incidents.record_proof(scene.officer, part, SeenForm("另一张回单。"))  # at once, another one
    assert len(led(scene, part).proofs) == 2 and waits(scene.mother, "answer_proof")
    object_(scene.mother, part)
    incidents.record_not_kept(scene.officer, part, BreakForm("没有付。"))
    assert led(scene, part).state == "not_possible"


def test_whoever_receives_it_may_confirm_at_any_time(scene: Repair, part: UUID) -> None:
    proven(scene, part)
    object_(scene.mother, part)
    confirm(scene.mother, part)
    assert theirs(scene, part).route == "own_login"


def test_nobody_else_records_counts_or_objects(scene: Repair, part: UUID) -> None:
    proven(scene, part)
    world = scene.world
    scene.another_family("2012-05-06")
    officers: tuple[Act, ...] = (
        lambda who, one: incidents.record_proof(who, one, SLIP), incidents.count_received,
    )  # fmt: skip
    for act in officers:
        for who in (world.teacher, world.counsellor, scene.mother):
            with pytest.raises(Forbidden):
                act(who, part)
        with pytest.raises(NotFound):
            act(world.officer2, part)
    for who in (world.teacher, world.counsellor, scene.officer):
        with pytest.raises(Forbidden):
            object_(who, part)
    with pytest.raises(NotFound):
        object_(world.caller("bai"), part)


def test_who_pays_or_has_no_account_is_another_matter(scene: Repair) -> None:
    promise, payment, *_ = scene.agree()
    scene.world.clock.move(days=90)
    with pytest.raises(NotFound):
        object_(scene.mother, payment)
    with pytest.raises(InvalidTransition):  # they have no account: they tell it the officer
        incidents.record_proof(scene.officer, payment, SLIP)
    assert led(scene, payment).proof_from is None
    with pytest.raises(NotFound):
        incidents.record_proof(scene.officer, promise, SLIP)
    with pytest.raises(InvalidTransition):
        incidents.count_received(scene.officer, payment)
    incidents.record_received(scene.officer, payment, ToldReceivedForm("call", "收到了。"))


def test_the_side_that_pays_reads_nothing_of_proof_and_objection(scene: Repair) -> None:
    _, child = scene.another_family("2012-05-06")
    scene.id = scene.record(student_id=str(child))
    scene.boy = scene.part("responsible")
    affected = incidents.PersonForm("affected", scene.student)
    incidents.add_person(scene.officer, scene.id, affected)
    scene.confirm()
    part = scene.pay(due=DAY.isoformat())
    incidents.report_paid(scene.world.caller("bai"), part, PaidForm("已转账。"))
    proven(scene, part)
    object_(scene.mother, part)
    father = scene.world.caller("bai")
    (his,) = incidents.family_incident(father, scene.id).items
    assert his.proofs == () and his.proof == "已转账。"
    assert NOT_COME.objection not in repr(his)
    with pytest.raises(NotFound):
        object_(father, part)
    incidents.record_proof(scene.officer, part, SLIP)
    seen, told = (EraseForm(one, Why.UNLAWFUL) for one in (Part.RESPONSIBILITY, Part.FAMILY))
    erasure.erase(scene.world.coordinator, child, seen)  # what was seen is about who pays
    first, second = led(scene, part).proofs
    assert (first.seen, second.seen, first.objection) == ("", "", NOT_COME.objection)
    erasure.erase(scene.world.coordinator, scene.student, told)
    assert led(scene, part).proofs[0].objection == ""


def test_what_is_taken_out_leaves_no_proof_behind(scene: Repair, part: UUID) -> None:
    proven(scene, part)
    incidents.remove_item(scene.officer, part)
    assert incidents.open_incident(scene.officer, scene.id).items == ()


@pytest.mark.parametrize("column", ["objected_at", "objected_by", "recorded_at"])
def test_a_proof_that_was_edited_counts_for_nothing(scene: Repair, part: UUID, column: str) -> None:
    proven(scene, part)
    object_(scene.mother, part)
    value = DAY if column == "recorded_at" else None
    new = datetime(value.year, 1, 1, tzinfo=UTC) if value else None
    with scene.world.runtime.engine.begin() as connection:
        connection.execute(update(PaymentProof.__table__).values({column: new}))  # type: ignore[arg-type]
    at(scene, PROVEN)
    for act in (
        lambda: incidents.count_received(scene.officer, part),
        lambda: incidents.open_incident(scene.officer, scene.id),
        lambda: home.home(scene.officer),
    ):
        with pytest.raises(StaleRecord):
            act()


def test_the_whole_of_it_is_on_the_page(scene: Repair, part: UUID) -> None:
    assert f"send-proof-{part}-0" not in opened(scene.officer, scene).buttons()
    at(scene, SILENT)
    sent(scene.officer, scene, f"proof-{part}-0", seen=SLIP.seen)
    assert f"count-{part}" not in opened(scene.officer, scene).buttons()
    sent(scene.mother, scene, f"object-{part}-1", objection=NOT_COME.objection)
    assert f"send-object-{part}-1" not in opened(scene.mother, scene).buttons()
    sent(scene.officer, scene, f"proof-{part}-1", seen="另一张回单。")
    scene.world.clock.move(days=8)
    assert not opened(scene.officer, scene).press(f"count-{part}").failed
    assert theirs(scene, part).route == "proof"
