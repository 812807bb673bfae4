"""Machine F and its guide: whatever is done in whatever order, what must hold holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellbeing.errors import InvalidTransition
from wellbeing.incident_flow import INCIDENT, IncidentAction, IncidentState
from wellbeing.rules import load_pack
from wellbeing.steps.asker import Owner, What
from wellbeing.steps.incident import IncidentFacts, ItemFact, incident_steps
from wellbeing.workflow import TaskState, advance

NOW = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
PACK = load_pack("cn_shanghai")
NEEDS = sorted({fact for step in INCIDENT.table.values() for fact in step.needs})
GUARDS = {"admitted", "all_willing", "each_prepared", "safe", "balanced"}
acts = st.tuples(st.sampled_from(IncidentAction), st.sets(st.sampled_from(NEEDS)))


class Thing:
    """Something with a guarded state."""

    def __init__(self) -> None:
        self.state: str = IncidentState.PROPOSED.value


@given(st.lists(acts, max_size=40))
def test_nobody_meets_unguarded_and_nothing_is_agreed_unsigned(
    walk: list[tuple[IncidentAction, set[str]]],
) -> None:
    one, met = Thing(), False
    for action, facts in walk:
        try:
            left = advance(one, INCIDENT, action, facts)
        except InvalidTransition:
            continue
        if action is IncidentAction.MAKE_READY:
            assert facts >= GUARDS
        if action is IncidentAction.MEET:
            met = True
            assert left == IncidentState.READY
        if action is IncidentAction.AGREE:
            assert met and facts >= {"promise", "signatures"}
        if action is IncidentAction.CLOSE:
            assert "nothing_open" in facts
        assert left != IncidentState.CLOSED


def test_it_can_be_stopped_from_every_state_before_it_is_agreed_without_a_fact() -> None:
    before = (IncidentState.PROPOSED, IncidentState.PREPARING, IncidentState.READY,
              IncidentState.MET)  # fmt: skip
    for state in before:
        assert INCIDENT.step(state, IncidentAction.STOP).needs == ()
    assert INCIDENT.actions(IncidentState.CLOSED) == frozenset()


items = st.builds(
    ItemFact,
    st.uuids(),
    st.sampled_from(["promise", "payment", "check"]),
    st.just(NOW),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from([state.value for state in TaskState]),
    st.sampled_from([None, UUID(int=3)]),
    st.booleans(),
    st.sampled_from([None, NOW]),
    st.sampled_from([None, NOW]),
)


@given(
    st.sampled_from(IncidentState), st.booleans(), st.lists(st.uuids(), max_size=2),
    st.lists(items, max_size=6), st.integers(0, 300), st.sampled_from([None, NOW]),
)  # fmt: skip
def test_what_waits_is_never_forgotten_and_is_always_somebodys(
    state: IncidentState, confirmed: bool, unprepared: list[UUID], found: list[ItemFact], days: int,
    corrected: datetime | None,
) -> None:  # fmt: skip
    one = IncidentFacts(
        UUID(int=2), state, UUID(int=1), NOW, confirmed, corrected, tuple(unprepared), NOW, NOW,
        NOW, tuple(found),
    )  # fmt: skip
    steps = incident_steps(one, PACK, NOW + timedelta(days=days))
    assert all(step.user_ids for step in steps)
    assert [step.due_at for step in steps] == sorted(step.due_at for step in steps)
    waiting = [item.id for item in found if item.state == TaskState.OPEN]
    # A guardian is asked beside the officer, never instead of them, and not after an objection.
    asked = [step for step in steps if step.owner is Owner.GUARDIAN]
    steps = tuple(step for step in steps if step not in asked)
    open_ones = [item for item in found if item.state == TaskState.OPEN and item.receiver]
    assert len(asked) <= len([item for item in open_ones if item.objected_at is None])
    if state is not IncidentState.CLOSED:
        proofs = [one for one in open_ones if one.proven_at and not one.objected_at]
        assert len([one for one in asked if one.what is What.ANSWER_PROOF]) == len(proofs)
    if state is IncidentState.CLOSED:
        assert steps == ()
    elif state is IncidentState.AGREED:
        # With the last one kept it is fulfilled; what rested on a corrected count is decided anew.
        assert len(steps) == len(waiting) + (corrected is not None)
    else:
        assert steps
        assert sum(
            step.what.startswith(("receive", "see", "check", "speak")) for step in steps
        ) == len(waiting)
