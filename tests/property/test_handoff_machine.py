"""Machine C under random people and random acts: one side for each step, nothing forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.errors import InvalidTransition
from wellbeing.facts import CaseFacts, HandoffFact
from wellbeing.guide import next_steps
from wellbeing.handoff_flow import (
    FINISHED,
    GRANTED_OPEN,
    HANDOFF,
    SIDES,
    SUMMARY_OPEN,
    TURNS,
    HandoffAction,
    HandoffState,
    Side,
    state_at,
)
from wellbeing.rules import Standing, load_pack, standing
from wellbeing.workflow import advance

PACK = load_pack("cn_shanghai")
START_ID = UUID(int=7)
START = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
ACTIONS = st.lists(st.sampled_from(list(HandoffAction)), max_size=25)
EVERYTHING = {need for step in HANDOFF.table.values() for need in step.needs}


class Row:
    """A handing over as the machine sees it."""

    def __init__(self) -> None:
        self.state = HandoffState.DRAFT.value


def _after(actions: list[HandoffAction]) -> Row:
    row = Row()
    for action in actions:
        try:
            advance(row, HANDOFF, action, EVERYTHING)
        except InvalidTransition:
            continue
    return row


def test_every_edge_belongs_to_exactly_one_side() -> None:
    assert set(SIDES) == set(HandoffAction)
    assert {action for _, action in HANDOFF.table} == set(HandoffAction)
    for state in HandoffState:
        for action in HANDOFF.actions(state) - {HandoffAction.MARK_ERROR}:
            side = SIDES[HandoffAction(action)]
            if side is not TURNS[state]:  # whoever waits can only take back, or be a clock
                assert action in {
                    HandoffAction.CANCEL, HandoffAction.ASK_CANCEL, HandoffAction.LAPSE,
                }  # fmt: skip


def test_a_step_without_what_it_needs_is_refused() -> None:
    for (state, action), step in HANDOFF.table.items():
        for missing in step.needs:
            row = Row()
            row.state = state.value
            with pytest.raises(InvalidTransition):
                advance(row, HANDOFF, action, EVERYTHING - {missing})
            assert row.state == state


@given(ACTIONS)
def test_whatever_people_do_each_state_has_an_owner_or_is_finished(
    actions: list[HandoffAction],
) -> None:
    state = HandoffState(_after(actions).state)
    assert (state in TURNS) != (state in FINISHED)
    assert not HANDOFF.actions(HandoffState.ENTERED_IN_ERROR)
    assert set(GRANTED_OPEN) <= set(SUMMARY_OPEN)
    if state not in SUMMARY_OPEN:
        assert state not in GRANTED_OPEN


@given(ACTIONS, st.integers(0, 60 * 24 * 3))
def test_nothing_handed_over_is_ever_forgotten(actions: list[HandoffAction], hours: int) -> None:
    """Past its clock and seven days it is looped, or overdue on the list of who has the ball."""
    row, now = _after(actions), START + timedelta(hours=hours)
    due = START + timedelta(days=3)
    hold = START.date() + timedelta(days=2)
    fact = HandoffFact(START_ID, row.state, START, due, hold)
    steps = next_steps(CaseFacts(START_ID, "open", START, START, handoffs=(fact,)), PACK, now)
    mine = [one for one in steps if (one.object_id == START_ID and "hand" in one.what)
            or one.what in ("answer_receiver", "confirm_cancel")]  # fmt: skip
    state = state_at(row.state, due, now)
    if state in FINISHED:
        assert mine == []
        return
    assert len(mine) == 1
    assert (mine[0].owner == "receiver") == (TURNS[state] is Side.RECEIVER)
    if now > mine[0].due_at + timedelta(days=7):
        assert standing(now, mine[0].since, mine[0].due_at) in (
            Standing.OVERDUE, Standing.ESCALATED,
        )  # fmt: skip


@given(ACTIONS)
def test_replaying_the_steps_gives_the_same_state(actions: list[HandoffAction]) -> None:
    assert _after(actions).state == _after(list(actions)).state
    taken: list[tuple[str, HandoffAction]] = []
    row = Row()
    for action in actions:
        before = row.state
        try:
            advance(row, HANDOFF, action, EVERYTHING)
        except InvalidTransition:
            continue
        taken.append((before, action))
    again = Row()
    for before, action in taken:
        assert again.state == before
        advance(again, HANDOFF, action, EVERYTHING)
    assert again.state == row.state


def test_what_was_refused_or_ran_out_is_never_asked_again() -> None:
    for state in (HandoffState.DECLINED, HandoffState.LAPSED, HandoffState.CANCELLED):
        assert HANDOFF.actions(state) == {HandoffAction.LOOP, HandoffAction.MARK_ERROR}
