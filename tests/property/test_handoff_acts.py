"""Machine C through the gate: random people hand over, answer, wait, and nobody is lost.

`PATHS` is DOMAIN's table of the machine, written down a second time: what it does not name is
refused to everybody, and what it names is refused to the other side. A walk is drawn towards a
goal; in between anybody tries anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.support.handing import Handing
from tests.support.walk import APART, Paths, Pick, TableWalk, run_walk, tour
from wellbeing.errors import NoBasis, NotFound
from wellbeing.gate import Caller
from wellbeing.handoff_flow import HandoffState
from wellbeing.models import Handoff, HandoffEntry, LawfulBasis, Transition
from wellbeing.services import cases, consents, handoffs, people
from wellbeing.site_acts import CLOCK

GRANTING = ("accepted", "in_progress", "on_hold")
READING = ("requested", "needs_info", *GRANTING, "cancel_asked")
ENDS = ("declined", "lapsed", "cancelled", "completed", "failed")
PATHS: Paths = {
    ("looped", "again"): ("sender", "draft"),
    ("entered_in_error", "again"): ("sender", "draft"),
    ("draft", "send"): ("sender", "requested"),
    ("requested", "accept"): ("receiver", "accepted"),
    ("requested", "decline"): ("receiver", "declined"),
    ("requested", "ask"): ("receiver", "needs_info"),
    ("requested", "wait"): ("clock", "lapsed"),
    ("requested", "cancel"): ("sender", "cancelled"),  # nobody has opened it
    ("requested", "take_back"): ("sender", "cancel_asked"),  # once it was opened
    ("needs_info", "answer"): ("sender", "requested"),
    ("needs_info", "take_back"): ("sender", "cancel_asked"),
    ("accepted", "begin"): ("receiver", "in_progress"),
    ("accepted", "hold"): ("receiver", "on_hold"),
    ("accepted", "take_back"): ("sender", "cancel_asked"),
    ("in_progress", "word"): ("receiver", "in_progress"),
    ("in_progress", "hold"): ("receiver", "on_hold"),
    ("in_progress", "take_back"): ("sender", "cancel_asked"),
    ("in_progress", "complete"): ("receiver", "completed"),
    ("in_progress", "fail"): ("receiver", "failed"),
    ("on_hold", "resume"): ("receiver", "in_progress"),
    ("on_hold", "take_back"): ("sender", "cancel_asked"),
    ("on_hold", "complete"): ("receiver", "completed"),
    ("on_hold", "fail"): ("receiver", "failed"),
    ("cancel_asked", "confirm"): ("receiver", "cancelled"),
    **{
        (state, "mark_error"): ("sender", "entered_in_error")
        for state in ("draft", *READING, *ENDS, "looped")
    },
    **{(end, "loop"): ("sender", "looped") for end in ENDS},
}
SIDES = {"sender": ("counsellor", "coordinator"), "receiver": ("partner",), "clock": ()}
STRANGERS = ("counsellor2", "partner2", "teacher", "officer", "parent", "administrator")
FINISHED = ("looped", "entered_in_error")
FIELD_SETS = (("identity",), ("identity", "contact"), ("identity", "summary"), ())


class HandingOver(TableWalk):
    """One young person, one receiving place, and everybody of the site."""

    paths, strangers = PATHS, STRANGERS
    sides: ClassVar[Mapping[str, tuple[str, ...]]] = SIDES
    more = ("somebody_opens", "time", "duties_end", "unready", "somebody_names_a_duty")

    def begin(self) -> None:
        self.scene = Handing(self.world)
        self.case = self.scene.case
        self.fields: tuple[str, ...] = ("identity",)
        self.one = self.scene.send(shared=list(self.fields)).id
        self.at, self.opened = "requested", False
        self.receiver = people.me(self.world.caller("partner")).id
        self.preview = self.seen_by("counsellor").pieces

    def seen_by(self, login: str) -> handoffs.HandoffView:
        return handoffs.open_handoff(self.world.caller(login), self.one)

    def row(self) -> Any:
        return next(row for row in self.rows(Handoff) if row.id == self.one)

    def grounded(self) -> bool:
        """A duty stands for this place that covers what was chosen, by what was written."""
        return any(
            one.state == "named" and {"reason", *self.fields} <= set(one.fields.split(","))
            for one in self.rows(LawfulBasis)
            if (one.purpose, one.recipient_id) == ("handoff", self.world.places["station"])
        )

    def does(self, act: str) -> Callable[[Caller], Any]:
        one, day = self.one, (self.world.clock.at + timedelta(days=5)).date()
        back = handoffs.TakeBackForm("家里搬走了。")
        acts: Mapping[str, Callable[[Caller], Any]] = {
            "mark_error": lambda w: handoffs.mark_error(w, one, back),
            "send": lambda w: handoffs.send_handoff(w, one, self.row().rev),
            "accept": lambda w: handoffs.accept(w, one),
            "decline": lambda w: handoffs.decline(
                w, one, handoffs.DeclineForm("no_capacity", "满。")),
            "ask": lambda w: handoffs.ask_sender(w, one, handoffs.QuestionForm("住哪？")),
            "take_back": lambda w: handoffs.take_back(w, one, back),
            "answer": lambda w: handoffs.answer_receiver(w, one, handoffs.ReplyForm("奶奶家。")),
            "begin": lambda w: handoffs.begin(w, one, handoffs.ContactForm("家访。")),
            "hold": lambda w: handoffs.hold(w, one, handoffs.HoldForm("住院。", day)),
            "resume": lambda w: handoffs.resume(w, one, handoffs.ResumeForm()),
            "word": lambda w: handoffs.tell_interim(w, one, handoffs.WordForm("好一些。")),
            "complete": lambda w: handoffs.finish(
                w, one, handoffs.FinishForm("got_help", "每周家访。")),
            "fail": lambda w: handoffs.finish(
                w, one, handoffs.FinishForm("could_not_contact", "三次都没人。")),
            "confirm": lambda w: handoffs.confirm_cancel(
                w, one, handoffs.ConfirmForm("打过一次电话。")),
            "loop": lambda w: handoffs.close_loop(w, one, handoffs.LoopForm("need_met")),
        }  # fmt: skip
        return acts[act]

    def leads(self, act: str) -> str:
        """Return where an act must lead from here; "" where it must be refused to everybody."""
        if act == "send" and not self.grounded():
            return ""
        if act in ("accept", "ask") and not self.opened:
            return ""
        if (self.at, act) == ("requested", "take_back"):
            return "cancel_asked" if self.opened else "cancelled"
        return PATHS.get((self.at, act), ("", ""))[1] if act not in APART else ""

    def days_pass(self, days: int) -> None:
        self.world.clock.move(days=days)
        due = self.row().answer_due_at
        soon = self.world.clock.at + timedelta(minutes=2 * self.minutes)
        if self.at == "requested" and due is not None and due.replace(tzinfo=UTC) < soon:
            self.world.clock.move(minutes=3 * self.minutes)  # well past it, on both sides
            self.at = "lapsed"

    def settle(self) -> None:
        self.days_pass(0)

    def before(self, act: str) -> str:
        return ""

    def go(self, act: str, pick: Pick) -> None:
        asked = self.goal[1] == "take_back" and self.at == "requested" and not self.opened
        if act == "wait":
            self.days_pass(5)
            self.edges.add(("requested", "wait"))
        elif act == "again":
            self.edges.add((self.at, act))
            self.prepare(pick(FIELD_SETS))
        elif act == "cancel" and self.opened:
            self.tries("partner", "decline")  # too late for this one: on to the next
        elif act == "cancel":
            known = ("requested", "take_back") in self.edges
            self.tries("counsellor", "take_back")
            self.edges -= set() if known else {("requested", "take_back")}
            self.edges.add(("requested", "cancel"))
        elif asked or (not act and self.at == "requested" and not self.opened):
            self.open("partner")
        elif not act and self.at == "draft":
            self.name_duty("counsellor")
        else:
            super().go(act, pick)

    def somebody_opens(self, pick: Pick) -> None:
        self.open(pick(("partner", "partner2", "counsellor")))

    def open(self, login: str) -> None:
        self.days_pass(0)
        may = login == "partner" and self.at == "requested"
        if may or not self.opened:  # opening it again says nothing
            one = self.one
            done = self.attempt(login, may, lambda who: handoffs.open_request(who, one))
            assert done == may
            self.opened |= done

    def time(self, pick: Pick) -> None:
        self.days_pass(pick((1, 2)))

    def prepare(self, fields: tuple[str, ...]) -> None:
        """A declined or lapsed one is never used again: the next is another row."""
        before, place = self.one, self.world.places["station"]
        day = (self.world.clock.at + timedelta(days=30)).date()
        form = handoffs.HandoffForm(place, "家访。", "十岁。", fields, day, "no")
        self.one = handoffs.prepare(self.world.counsellor, self.case, form)
        assert self.one != before
        self.fields, self.at, self.opened = fields, "draft", False
        self.preview = self.seen_by("counsellor").pieces
        assert {one.field for one in self.preview} == {"reason", *fields}

    def name_duty(self, login: str) -> None:
        """A duty is named for what was prepared, whatever became of it since."""
        one, form = self.one, handoffs.DutyForm("statutory_duty", "已报告。")
        may = login in SIDES["sender"]
        assert may == self.attempt(login, may, lambda who: handoffs.name_duty(who, one, form))

    def somebody_names_a_duty(self, pick: Pick) -> None:
        self.name_duty(pick((*STRANGERS, "counsellor", "partner")))

    def duties_end(self, pick: Pick) -> None:
        """From now on nothing stands until somebody names one again."""
        me = self.world.coordinator
        for basis in consents.consents(me, self.case):
            if basis.purpose == "handoff" and basis.state == "named":
                consents.end_duty(me, basis.id)

    def unready(self, pick: Pick) -> None:
        """What rests on nothing, or was changed since it was looked at, is not sent."""
        if self.at == "draft":
            rev = self.row().rev
            if not self.grounded():
                with pytest.raises(NoBasis):
                    handoffs.send_handoff(self.world.counsellor, self.one, rev)
            one = self.one
            self.attempt("counsellor", False,
                         lambda who: handoffs.send_handoff(who, one, rev + 1))  # fmt: skip

    def holds(self) -> None:
        self.everybody_reads_what_is_theirs_now()
        self.every_end_was_said_by_whom_it_is_to_say()
        self.what_was_written_tells_the_whole_way_without_a_gap()

    def everybody_reads_what_is_theirs_now(self) -> None:
        self.days_pass(0)
        assert self.row().state in (self.at, "requested")
        if self.news(self.one, self.at, self.opened, self.grounded()):
            self.it_stands_where_the_table_says_for_both_sides()
            self.the_receiver_reads_what_was_agreed_while_it_stands_and_nothing_else()
            self.what_is_open_is_somebodys_step()

    def it_stands_where_the_table_says_for_both_sides(self) -> None:
        assert self.seen_by("counsellor").row.state == self.at
        for login in ("counsellor2", "partner2"):
            assert handoffs.handoffs(self.world.caller(login)) == ()

    def the_receiver_reads_what_was_agreed_while_it_stands_and_nothing_else(self) -> None:
        if self.row().requested_at is None:
            assert self.one not in {x.id for x in handoffs.handoffs(self.world.caller("partner"))}
            return
        if self.at == "lapsed":  # gone for the receiver at that very moment
            with pytest.raises(NotFound):
                self.seen_by("partner")
            return
        view = self.seen_by("partner")
        kinds = {"summary"} if self.opened and self.at in READING else set()
        kinds |= {"granted"} if self.opened and self.at in GRANTING else set()
        open_now = [one for one in self.preview if one.kind in kinds and self.grounded()]
        assert list(view.pieces) == open_now  # exactly what was previewed
        assert {one.field for one in view.pieces} <= {"reason", *self.fields}

    def what_is_open_is_somebodys_step(self) -> None:
        view = cases.open_case(self.world.coordinator, self.case)
        mine = [step for step in view.steps if step.object_id == self.one]
        assert len(mine) == (self.at not in FINISHED)
        if self.at in ("declined", "lapsed", "cancelled", "completed", "failed"):
            assert mine[0].what == "loop_handoff" and mine[0].owner != "receiver"

    def every_end_was_said_by_whom_it_is_to_say(self) -> None:
        row, said = self.row(), self.rows(HandoffEntry)
        steps = [one for one in self.rows(Transition) if one.object_id == self.one]
        for step in sorted(steps, key=lambda one: one.at):
            words = [one for one in said
                     if (one.handoff_id, one.kind) == (self.one, step.action)]  # fmt: skip
            if step.reached == "lapsed":
                assert step.actor_id == CLOCK and step.at == row.answer_due_at
            elif step.reached == "cancelled":
                confirmed = step.action == "confirm_cancel"
                assert (step.actor_id == self.receiver) == confirmed
                assert confirmed or row.opened_at is None
            elif step.reached in ("completed", "failed", "declined"):
                assert step.actor_id == self.receiver
                assert any(one.text for one in words) and all(one.code for one in words)
            elif step.reached == "looped":
                assert step.left in ("declined", "lapsed", "cancelled", "completed", "failed")
                assert step.actor_id != self.receiver

    def what_was_written_tells_the_whole_way_without_a_gap(self) -> None:
        steps = sorted((x for x in self.rows(Transition) if x.object_id == self.one),
                       key=lambda one: one.at)  # fmt: skip
        stands = "draft"
        for step in steps:
            assert step.left == stands and step.reached != "draft"
            stands = step.reached
        assert stands == self.row().state


def test_every_step_is_taken_by_its_side_and_refused_to_everybody_else(
    sqlite_template: Path,
) -> None:
    assert tour(HandingOver, sqlite_template, turns=400) == set()
    assert {reached for _, reached in PATHS.values()} == {state.value for state in HandoffState}


def test_random_people_cannot_lose_anyone_who_is_handed_over(sqlite_template: Path) -> None:
    run_walk(HandingOver, sqlite_template, examples=3, steps=25)
