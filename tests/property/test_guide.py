"""The guide: whatever the facts, an open case has a next step, and every step has an owner."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from wellbeing.facts import (
    AnswerFact,
    CaseFacts,
    DatedFact,
    HandoffFact,
    HarmFact,
    PlanFact,
    SafetyFact,
    SessionFact,
    TaskFact,
    TeacherFact,
    TransferFact,
)
from wellbeing.guide import Owner, Step, What, for_user, next_steps
from wellbeing.handoff_flow import FINISHED, HandoffState
from wellbeing.rules import load_pack

PACK = load_pack("cn_shanghai")
START = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
NOW = START + timedelta(days=40)

ids = st.integers(1, 2**64).map(lambda n: UUID(int=n))
moments = st.integers(0, 80 * 24).map(lambda hours: START + timedelta(hours=hours))
days = st.integers(0, 120).map(lambda n: date(2026, 3, 9) + timedelta(days=n))


@st.composite
def session_facts(draw: st.DrawFn) -> SessionFact:
    start = draw(moments)
    state = draw(st.sampled_from(["booked", "held", "missed", "moved"]))
    return SessionFact(draw(ids), state, start, start + timedelta(minutes=50), draw(st.booleans()))


answers = st.builds(
    AnswerFact, st.none() | ids, st.none() | ids,
    st.sampled_from(["", "agreed", "refused", "wants_talk"]), st.integers(0, 3),
    st.none() | moments,
)  # fmt: skip
plans = st.builds(
    PlanFact, ids, st.sampled_from(["draft", "proposed", "in_force", "ended"]), moments,
    st.none() | moments, st.none() | moments, st.none() | moments, st.none() | days,
    st.lists(answers, max_size=4).map(tuple),
)  # fmt: skip
tasks = st.builds(
    TaskFact, ids, st.sampled_from(["guardian", "teacher", "officer", "young_person"]),
    st.none() | ids, days, st.sampled_from(["open", "done", "not_possible"]), moments,
)  # fmt: skip
transfers = st.builds(
    TransferFact, ids, st.sampled_from(["asked", "declined"]), ids, moments, st.none() | moments
)
teachers = st.builds(TeacherFact, ids, moments)
dated = st.builds(DatedFact, ids, moments, days)
handoffs = st.builds(
    HandoffFact, ids, st.sampled_from([one for one in HandoffState if one not in FINISHED]),
    moments, st.none() | moments, st.none() | days,
)  # fmt: skip
harm = st.builds(HarmFact, ids, st.sampled_from(["noticed", "reported"]), moments)
safety = st.builds(
    SafetyFact, st.none() | moments, st.lists(moments, max_size=3).map(tuple),
    st.none() | moments, st.none() | moments,
)  # fmt: skip


def some(facts: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of them; no two are the same record."""
    return st.lists(facts, max_size=most, unique_by=_identity).map(tuple)


def _identity(fact: Any) -> Any:
    return getattr(fact, "id", fact)


cases = st.builds(
    CaseFacts,
    id=ids,
    state=st.sampled_from(["open", "closing", "closed"]),
    opened_at=moments,
    contact_started_at=moments,
    contact_due_at=st.none() | moments,
    urgency=st.sampled_from(["u0", "u1", "u2", "u3", "u4", "u5"]),
    counsellors=st.lists(ids, max_size=2, unique=True).map(tuple),
    sessions=some(session_facts(), 8),
    plan=st.none() | plans,
    tasks=some(tasks, 4),
    teachers=some(teachers),
    questions=some(dated),
    withholdings=some(dated),
    follow_ups=some(dated, 3),
    closing_since=st.none() | moments,
    emergencies=some(dated, 1),
    transfers=some(transfers),
    contacts=some(moments),
    heard=some(dated, 1),
    complaints=some(dated, 1),
    offers=some(dated, 1),
    own_since=st.none() | days,
    handoffs=some(handoffs),
    harm=some(harm),
    holds=some(dated),
    all_held=st.booleans(),
    to_speak=some(dated, 1),
    supervisors=st.lists(ids, max_size=1).map(tuple),
    safety=safety,
)


def _steps(case: CaseFacts) -> tuple[Step, ...]:
    return next_steps(case, PACK, NOW)


@given(cases)
@settings(max_examples=300, deadline=None)
def test_a_case_that_is_not_closed_always_has_a_next_step_with_an_owner(case: CaseFacts) -> None:
    found = _steps(case)
    if case.state != "closed":
        assert found
    for step in found:
        assert step.owner in Owner
        assert step.due_at.tzinfo is not None
        if step.owner is Owner.COUNSELLOR:
            assert step.user_ids == case.counsellors != ()
        if step.owner in (Owner.GUARDIAN, Owner.HELPER, Owner.COLLEAGUE):
            assert len(step.user_ids) == 1


@given(cases)
@settings(max_examples=200, deadline=None)
def test_the_same_facts_give_the_same_steps_in_any_order(case: CaseFacts) -> None:
    turned = dataclasses.replace(
        case, sessions=case.sessions[::-1], tasks=case.tasks[::-1], questions=case.questions[::-1]
    )
    assert _steps(case) == _steps(case)
    assert sorted(map(repr, _steps(turned))) == sorted(map(repr, _steps(case)))


@given(cases)
@settings(max_examples=200, deadline=None)
def test_a_step_that_is_done_is_gone(case: CaseFacts) -> None:
    for step in _steps(case):
        done = _done(case, step)
        if done is not None:
            left = {(one.what, one.object_id, one.user_ids) for one in _steps(done)}
            assert (step.what, step.object_id, step.user_ids) not in left


def _done(case: CaseFacts, step: Step) -> CaseFacts | None:
    """Return the case with exactly this step's act done."""
    if step.what is What.SIGN_NOTE:
        noted = [
            dataclasses.replace(one, noted=True) if one.id == step.object_id else one
            for one in case.sessions
        ]
        return dataclasses.replace(case, sessions=tuple(noted))
    if step.what is What.DO_TASK:
        left = tuple(one for one in case.tasks if one.id != step.object_id)
        return dataclasses.replace(case, tasks=left)
    if step.what is What.OBSERVE:
        told = [
            TeacherFact(one.user_id, NOW) if (one.user_id,) == step.user_ids else one
            for one in case.teachers
        ]
        return dataclasses.replace(case, teachers=tuple(told))
    for name, what in (
        ("questions", What.ANSWER_FAMILY),
        ("withholdings", What.REVIEW_WITHHOLDING),
        ("follow_ups", What.FOLLOW_UP),
    ):
        if step.what is what:
            left_over = tuple(one for one in getattr(case, name) if one.id != step.object_id)
            return dataclasses.replace(case, **{name: left_over})
    if step.what in (What.ANSWER_TRANSFER, What.READ_DECLINE):
        open_still = tuple(one for one in case.transfers if one.id != step.object_id)
        return dataclasses.replace(case, transfers=open_still)
    if step.what is What.ASSIGN:
        return dataclasses.replace(case, counsellors=(UUID(int=7),))
    return None


@given(cases)
@settings(max_examples=200, deadline=None)
def test_nobody_is_shown_a_step_that_is_not_theirs(case: CaseFacts) -> None:
    stranger = UUID(int=2**100)
    assert for_user(_steps(case), stranger) == ()
    for step in _steps(case):
        for user in step.user_ids:
            assert all(user in one.user_ids for one in for_user(_steps(case), user))


def test_silence_leads_from_the_family_to_a_call() -> None:
    plan = PlanFact(
        UUID(int=1), "proposed", START, START, START + timedelta(days=7),
        answers=(AnswerFact(UUID(int=2), UUID(int=3)),),
    )  # fmt: skip
    case = CaseFacts(UUID(int=9), "open", START, START, counsellors=(UUID(int=4),), plan=plan)
    early = {step.what for step in next_steps(case, PACK, START + timedelta(days=1))}
    late = {step.what for step in next_steps(case, PACK, START + timedelta(days=8))}
    assert What.ANSWER_PLAN in early and What.CALL_FAMILY not in early
    assert What.CALL_FAMILY in late and What.ANSWER_PLAN not in late
    assert What.NAME_BASIS not in early | late
