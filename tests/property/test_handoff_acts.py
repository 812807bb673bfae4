"""Machine C through the gate: random people hand over, answer, wait, and nobody is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.support.handing import Handing
from tests.support.world import reopen
from wellbeing import audit
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound, Stale
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.grounds import BasisKind
from wellbeing.handoff_flow import FINISHED, HANDOFF, SUMMARY_OPEN, HandoffAction, HandoffState
from wellbeing.models import Handoff, HandoffEntry, Transition
from wellbeing.services import cases, consents, handoffs, people
from wellbeing.site_acts import CLOCK
from wellbeing.workflow import advance

SENDERS, RECEIVER = ("counsellor", "coordinator"), "partner"
STRANGERS = ("counsellor2", "partner2", "teacher", "officer", "parent", "administrator")
REFUSALS = (Forbidden, NotFound, InvalidTransition, InvalidForm, NoBasis, Stale)
# The two sides act more often, so that a walk gets far.
persons = st.sampled_from((*SENDERS, *STRANGERS, *SENDERS, *[RECEIVER] * 6))
senders = st.sampled_from((*SENDERS, *SENDERS, *STRANGERS, RECEIVER))
NEEDS_LOOP = ("declined", "lapsed", "cancelled", "completed", "failed")
OUTCOMES = ("got_help", "partly", "could_not_contact", "no_longer_wanted")


class Row:
    """A handing over as the machine sees it."""

    state: str = HandoffState.DRAFT.value


@pytest.fixture
def template(sqlite_template: Path) -> Path:
    """The built site to copy for every run."""
    return sqlite_template


def test_random_people_cannot_lose_anyone_who_is_handed_over(template: Path) -> None:
    class HandingOver(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = Path(tempfile.mkdtemp()) / "site"
            shutil.copytree(template, self.folder)
            self.world = reopen(self.folder)
            self.scene = Handing(self.world)
            self.case = self.scene.case
            logins = (*SENDERS, RECEIVER)
            self.ids = {one: people.me(self.world.caller(one)).id for one in logins}

        def teardown(self) -> None:
            self.world.close()
            shutil.rmtree(self.folder.parent)

        def attempt(self, login: str, side: tuple[str, ...], act: Callable[[Caller], Any]) -> bool:
            """Do it; whoever is not of this side is always refused. Return whether it was done."""
            self.world.clock.move(minutes=11)
            try:
                act(self.world.caller(login))
            except REFUSALS:
                return False
            assert login in side, login
            return True

        def rows(self, model: Any) -> list[Any]:
            """Read a table as it is, past everybody's eyes."""
            with self.world.runtime.reading.connect() as connection:
                return list(connection.execute(select(model.__table__)))

        def one(self, *states: str) -> UUID:
            """Return the newest handing over in one of these states; else an invented one."""
            fits = [row for row in self.rows(Handoff) if row.state in states or not states]
            return max(fits, key=lambda row: row.drafted_at).id if fits else uuid4()

        @initialize()
        def begin_with_one_that_was_sent(self) -> None:
            self.scene.send()

        @rule(login=senders)
        def prepare(self, login: str) -> None:
            day = (self.world.clock.at + timedelta(days=30)).date()
            place = self.world.places["station"]
            form = handoffs.HandoffForm(place, "家访。", "十岁。", ("identity",), day, "no")
            self.attempt(login, SENDERS, lambda who: handoffs.prepare(who, self.case, form))

        @rule(login=senders)
        def name_duty(self, login: str) -> None:
            one, form = self.one("draft"), handoffs.DutyForm("statutory_duty", "已报告。")
            self.attempt(login, SENDERS, lambda who: handoffs.name_duty(who, one, form))

        @rule()
        def duties_end(self) -> None:
            """The named duty ends: from now on nothing stands until somebody names one again."""
            me = self.world.coordinator
            for basis in consents.consents(me, self.case):
                if basis.purpose == "handoff" and basis.state == "named":
                    consents.end_duty(me, basis.id)

        @rule(login=senders)
        def send(self, login: str) -> None:
            one = self.one("draft")

            def act(who: Caller) -> None:
                seen = handoffs.open_handoff(who, one)
                handoffs.send_handoff(who, one, seen.rev)
                assert seen.grounded

            self.attempt(login, SENDERS, act)

        @rule(login=persons)
        def open(self, login: str) -> None:
            one = self.one("requested")
            self.attempt(login, (RECEIVER,), lambda who: handoffs.open_request(who, one))

        @rule(login=persons, step=st.sampled_from(("accept", "accept", "decline", "ask")))
        def reply(self, login: str, step: str) -> None:
            one = self.one("requested")
            acts: dict[str, Callable[[Caller], None]] = {
                "accept": lambda w: handoffs.accept(w, one),
                "decline": lambda w: handoffs.decline(w, one,
                                                      handoffs.DeclineForm("no_capacity", "满。")),
                "ask": lambda w: handoffs.ask_sender(w, one, handoffs.QuestionForm("住哪？")),
            }  # fmt: skip
            late = self.late(one)
            done = self.attempt(login, (RECEIVER,), acts[step])
            assert not (done and late)  # what the clock has ended is gone

        def late(self, one: UUID) -> bool:
            due = {row.id: row.answer_due_at for row in self.rows(Handoff)}.get(one)
            now = self.world.clock.at + timedelta(minutes=11)
            return due is not None and due.replace(tzinfo=now.tzinfo) < now

        @rule(login=senders)
        def answer(self, login: str) -> None:
            one, form = self.one("needs_info"), handoffs.ReplyForm("奶奶家。")
            self.attempt(login, SENDERS, lambda who: handoffs.answer_receiver(who, one, form))

        @rule(login=persons, step=st.sampled_from(("begin", "begin", "hold", "resume", "word")))
        def help(self, login: str, step: str) -> None:
            one = self.one("accepted", "in_progress", "on_hold")
            day = (self.world.clock.at + timedelta(days=5)).date()
            acts: dict[str, Callable[[Caller], None]] = {
                "begin": lambda w: handoffs.begin(w, one, handoffs.ContactForm("家访。")),
                "hold": lambda w: handoffs.hold(w, one, handoffs.HoldForm("住院。", day)),
                "resume": lambda w: handoffs.resume(w, one, handoffs.ResumeForm()),
                "word": lambda w: handoffs.tell_interim(w, one, handoffs.WordForm("好一些。")),
            }
            self.attempt(login, (RECEIVER,), acts[step])

        @rule(login=persons, code=st.sampled_from(OUTCOMES))
        def finish(self, login: str, code: str) -> None:
            one, form = self.one("in_progress", "on_hold"), handoffs.FinishForm(code, "每周家访。")
            self.attempt(login, (RECEIVER,), lambda who: handoffs.finish(who, one, form))

        @rule(login=senders)
        def take_back(self, login: str) -> None:
            one = self.one("requested", "needs_info", "accepted", "in_progress", "on_hold")
            form = handoffs.TakeBackForm("家里搬走了。")
            self.attempt(login, SENDERS, lambda who: handoffs.take_back(who, one, form))

        @rule(login=persons)
        def confirm(self, login: str) -> None:
            one, form = self.one("cancel_asked"), handoffs.ConfirmForm("打过一次电话。")
            self.attempt(login, (RECEIVER,), lambda who: handoffs.confirm_cancel(who, one, form))

        @rule(login=senders)
        def close_loop(self, login: str) -> None:
            one, form = self.one(*NEEDS_LOOP, "requested"), handoffs.LoopForm("need_met")
            self.attempt(login, SENDERS, lambda who: handoffs.close_loop(who, one, form))

        @rule(login=senders)
        def mark_error(self, login: str) -> None:
            one, form = self.one("draft"), handoffs.TakeBackForm("写错了。")
            self.attempt(login, SENDERS, lambda who: handoffs.mark_error(who, one, form))

        @rule(days=st.sampled_from((1, 2, 5)))
        def days_pass(self, days: int) -> None:
            self.world.clock.move(days=days)

        @invariant()
        def nothing_was_sent_without_a_basis_for_this_place_and_these_fields(self) -> None:
            for row in self.rows(Handoff):
                assert (row.requested_at is None) == (row.basis == "")
                assert row.basis in {"", *BasisKind}

        @invariant()
        def the_receiver_reads_only_what_is_open_grounded_and_opened(self) -> None:
            me = self.world.caller(RECEIVER)
            for line in handoffs.handoffs(me):
                view = handoffs.open_handoff(me, line.id)
                if view.pieces:
                    assert view.grounded and view.opened_at is not None
                    assert view.row.state in SUMMARY_OPEN
                granted = [one for one in view.pieces if one.kind == "granted"]
                assert not granted or view.row.state in ("accepted", "in_progress", "on_hold")
            for login in ("counsellor2", "partner2"):
                assert handoffs.handoffs(self.world.caller(login)) == ()

        @invariant()
        def everything_open_is_somebodys_step_and_every_end_goes_back_to_the_sender(self) -> None:
            steps = cases.open_case(self.world.coordinator, self.case).steps
            shown = {line.id: line for line in handoffs.handoffs(self.world.coordinator, self.case)}
            for one, line in shown.items():
                mine = [step for step in steps if step.object_id == one]
                if line.state in FINISHED:
                    assert mine == []
                    continue
                (step,) = mine
                if line.state in NEEDS_LOOP:
                    assert step.what == "loop_handoff" and line.turn == "sender"

        @invariant()
        def an_end_was_confirmed_told_or_the_clocks(self) -> None:
            handed = {row.id: row for row in self.rows(Handoff)}
            said = self.rows(HandoffEntry)
            for step in (one for one in self.rows(Transition) if one.machine == HANDOFF.name):
                row = handed[step.object_id]
                words = [one for one in said
                         if (one.handoff_id, one.kind) == (row.id, step.action)]  # fmt: skip
                if step.action == HandoffAction.LAPSE:
                    assert step.actor_id == CLOCK and step.at == row.answer_due_at
                elif step.reached == "cancelled":
                    confirmed = step.action == "confirm_cancel"
                    assert (step.actor_id == self.ids[RECEIVER]) == confirmed
                    assert confirmed or row.opened_at is None
                elif step.reached in ("completed", "failed", "declined"):
                    assert step.actor_id == self.ids[RECEIVER]
                    assert any(one.text for one in words) and all(one.code for one in words)
                elif step.reached == "looped":
                    assert step.left in NEEDS_LOOP and step.actor_id != self.ids[RECEIVER]

        @invariant()
        def replaying_what_was_written_gives_where_each_stands(self) -> None:
            needs = {need for step in HANDOFF.table.values() for need in step.needs}
            steps = sorted(self.rows(Transition), key=lambda one: one.at)
            for row in self.rows(Handoff):
                again = Row()
                for step in steps:
                    if step.object_id == row.id:
                        assert again.state == step.left
                        advance(again, HANDOFF, HandoffAction(step.action), needs)
                assert again.state == row.state

        @invariant()
        def the_chain_of_the_audit_holds(self) -> None:
            with self.world.runtime.reading.connect() as connection:
                assert audit.verify(connection, self.world.runtime.keyring()) is None

    run_state_machine_as_test(
        HandingOver,
        settings=settings(
            max_examples=8,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
