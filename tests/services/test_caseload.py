"""The caseload picture: one coordinator's, small numbers taken out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.support.world import World, case_with_parent
from wellbeing.errors import Forbidden
from wellbeing.services import caseload, cases, measures, screening, sessions
from wellbeing.services.caseload import suppressed, term_of
from wellbeing.services.measures import CHECK_IN, RecordForm


def test_the_board_shows_every_case_at_its_stage(world: World) -> None:
    case_id, _ = case_with_parent(world)
    board = dict(caseload.caseload(world.coordinator).board)
    assert [card.id for card in board["first_talk"]] == [case_id]
    assert board["first_talk"][0].due_at is not None
    assert all(not cards for stage, cards in board.items() if stage != "first_talk")


def test_only_the_coordinator_sees_the_caseload(world: World) -> None:
    _, mother = case_with_parent(world)
    staff = (world.officer, world.teacher, world.counsellor, world.administrator)
    for who in (*staff, mother):
        with pytest.raises(Forbidden):
            caseload.caseload(who)


def test_outcomes_of_few_are_not_counted_out(world: World) -> None:
    case_id, _ = case_with_parent(world)
    for total in (19, 34):
        measures.record(world.counsellor, case_id, RecordForm(CHECK_IN, total=total))
    term = caseload.caseload(world.coordinator).outcomes[0]
    assert (term.year, term.half, dict(term.counts)) == (2026, "spring", {"recovered": None})


def test_cells_below_five_and_terms() -> None:
    counts = suppressed(Counter(recovered=5, improved=4, unchanged=1))
    assert dict(counts) == {"recovered": 5, "improved": None, "unchanged": None}
    assert term_of(date(2026, 8, 31)) == (2026, "spring")
    assert term_of(date(2026, 9, 1)) == term_of(date(2027, 1, 31)) == (2026, "winter")


def test_a_card_stands_as_its_step_stands_everywhere_else(world: World) -> None:
    case_id, _ = case_with_parent(world)
    world.clock.move(days=10)
    me = world.counsellor
    start = world.clock.at.astimezone(ZoneInfo("Asia/Shanghai"))
    booked = sessions.BookForm(start.date(), f"{start:%H:%M}", "30")
    talk = sessions.book(me, case_id, booked)
    sessions.hold(me, talk, sessions.FirstHeldForm("yes", "yes"))
    world.clock.move(hours=38)  # long overdue for a note; not for a case of eleven days
    office = world.coordinator
    card = next(one for _, cards in caseload.caseload(office).board for one in cards)
    step = cases.open_case(office, case_id).steps[0]
    assert step.what == "sign_note"
    assert (card.due_at, card.standing) == (step.due_at, step.standing(world.clock.at, 150))


def test_days_until_the_first_talk_and_until_the_answer_are_two_lines(world: World) -> None:
    case_id, _ = case_with_parent(world)
    begun = world.clock.at.date()
    world.clock.move(days=2)
    sent = cases.open_case(world.coordinator, case_id).referrals[0].id
    screening.tell_back(world.coordinator, sent, screening.TellForm("yes", "here"))
    world.clock.move(days=1)
    start = world.clock.at.astimezone(ZoneInfo("Asia/Shanghai"))
    talk = sessions.book(
        world.counsellor, case_id, sessions.BookForm(start.date(), f"{start:%H:%M}", "30")
    )
    assert caseload.caseload(world.coordinator).waiting == ()
    sessions.hold(world.counsellor, talk, sessions.FirstHeldForm("yes", "yes"))
    view = caseload.caseload(world.coordinator)
    assert (view.waiting, view.told_back) == (((begun, 3.0),), ((begun, 2.0),))
