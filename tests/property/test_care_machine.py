"""Random people do random things on a case; what must always hold, holds after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from tests.support.care import PLAN, Scene
from tests.support.replay import replayed_label
from tests.support.walk import Walk, not_taken, run_walk
from wellbeing import audit
from wellbeing.errors import AlreadyDone, NotFound
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.guide import Owner
from wellbeing.models import (
    CaseMember,
    Closing,
    CounsellingSession,
    FamilyQuestion,
    Plan,
    PlanAnswer,
    Transition,
)
from wellbeing.services import (
    cases,
    closing,
    family,
    plans,
    screening,
    sessions,
    team,
    transfers,
    withholding,
)
from wellbeing.workflow import CASE, SESSION, TRANSFER
from wellbeing.workflow import PLAN as PLAN_VERSION

COUNSELLORS = ("counsellor", "counsellor2")
FAMILY = ("parent", "father")
EVERYBODY = (*COUNSELLORS, *FAMILY, "coordinator", "teacher", "officer")
# Those who run the case act more often, so that a walk gets far.
people = st.sampled_from((*EVERYBODY, "counsellor", "counsellor", "coordinator", *FAMILY))
ANSWERS = ("agreed", "refused", "wants_talk")


class CarePath(Walk):
    """One case with its family, two counsellors, and everybody else."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene(self.world)
        self.case = self.scene.case
        office = self.world.coordinator
        for one in cases.open_case(office, self.case).referrals:
            screening.tell_back(office, one.id, screening.TellForm("yes", "here"))
        self.days = 1
        self.ever_withheld = False

    @property
    def counsellor(self) -> str:
        """Who counsels now, by the team."""
        view = cases.open_case(self.world.coordinator, self.case)
        now = [one.name for one in view.team if one.until is None and one.role == "counsellor"]
        assert len(now) == 1
        return now[0].split(" ")[0]

    def runs(self, login: str) -> bool:
        return login in (self.counsellor, "coordinator")

    def first(self, model: Any, **wanted: Any) -> Any:
        """Return the id of a row that fits; an invented one where there is none."""
        fits = [
            one.id
            for one in self.rows(model)
            if all(getattr(one, name) == value for name, value in wanted.items())
        ]
        return fits[-1] if fits else uuid4()

    @rule(login=people)
    def book(self, login: str) -> None:
        day = self.world.clock.at.date() + timedelta(days=self.days)
        self.days += 1
        raw = {"day": day.isoformat(), "at": "14:30", "minutes": "50"}
        form = read(sessions.BookForm, raw)
        own = login == self.counsellor
        self.attempt(login, own, lambda who: sessions.book(who, self.case, form))

    @rule(login=people, held=st.booleans())
    def meet(self, login: str, held: bool) -> None:
        one = self.first(CounsellingSession, state="booked")
        own = login == self.counsellor
        if held:
            form = sessions.FirstHeldForm("yes", "yes")
            self.attempt(login, own, lambda who: sessions.hold(who, one, form))
        else:
            missed = sessions.MissForm("school")
            self.attempt(login, own, lambda who: sessions.miss(who, one, missed))

    @rule(login=people)
    def move(self, login: str) -> None:
        one, day = self.first(CounsellingSession, state="booked"), self.world.clock.at.date()
        self.days += 1
        raw = {"day": (day + timedelta(days=self.days)).isoformat(), "at": "16:00",
               "minutes": "50", "reason": "x", "asked_by": "counsellor"}  # fmt: skip
        form, own = read(sessions.MoveForm, raw), login == self.counsellor
        self.attempt(login, own, lambda who: sessions.move(who, one, form))

    @rule(login=people)
    def sign(self, login: str) -> None:
        one = self.first(CounsellingSession, state="held", noted_at=None)
        form = sessions.LAYOUTS["free"]("谈了。")
        own = login == self.counsellor
        self.attempt(login, own, lambda who: sessions.sign_note(who, one, form))

    @rule(login=people, words=st.sampled_from(["我想睡得早一点", "我想有朋友"]))
    def propose(self, login: str, words: str) -> None:
        def act(who: Caller) -> None:
            form = read(plans.NextPlanForm, {**PLAN, "goal_1": words})
            plan = plans.write_plan(who, self.case, form)
            raw = {"what": "散步", "party": "guardian", "place": "home", "due_on": "2026-12-01"}
            plans.add_task(who, plan, read(plans.TaskForm, raw))
            plans.propose(who, plan)

        self.attempt(login, self.runs(login), act)

    @rule(login=people, answer=st.sampled_from(ANSWERS))
    def answer(self, login: str, answer: str) -> None:
        plan, once = self.first(Plan, state="proposed"), uuid4()
        before = len(self.rows(PlanAnswer))
        form = plans.AnswerForm(answer)

        def act(who: Caller) -> None:
            plans.answer_plan(who.sending(once), plan, form)
            with pytest.raises(AlreadyDone):  # the same form sent twice saves once
                plans.answer_plan(who.sending(once), plan, form)

        done = self.attempt(login, login in FAMILY, act)
        assert len(self.rows(PlanAnswer)) == before + done

    @rule(login=people, answer=st.sampled_from(ANSWERS))
    def own_answer(self, login: str, answer: str) -> None:
        plan = self.first(Plan, state="proposed")
        form = plans.RecordForm("young_person", None, answer, "in_person", "")
        runs = self.runs(login)
        self.attempt(login, runs, lambda who: plans.record_answer(who, plan, form))

    @rule(login=people)
    def basis(self, login: str) -> None:
        plan, form = self.first(Plan, state="proposed"), plans.BasisForm("protection", "x")
        self.attempt(login, self.runs(login), lambda who: plans.name_basis(who, plan, form))

    @rule(login=people)
    def question(self, login: str) -> None:
        form = family.QuestionForm("他还好吗？")
        may = login in FAMILY
        self.attempt(login, may, lambda who: family.ask_counsellor(who, self.case, form))

    @rule(login=people)
    def reply(self, login: str) -> None:
        one = self.first(FamilyQuestion, answered_at=None)
        form = family.ReplyForm("好。")
        self.attempt(login, self.runs(login), lambda who: family.answer_family(who, one, form))

    @rule(login=people)
    def withhold(self, login: str) -> None:
        raw = {"guardian_id": str(self.scene.father_id), "reason": "x",
               "review_on": "2026-12-01"}  # fmt: skip
        form = read(withholding.WithholdForm, raw)
        runs = self.runs(login)
        if self.attempt(login, runs, lambda w: withholding.withhold(w, self.case, form)):
            self.ever_withheld = True
            assert cases.cases(self.world.father) == ()  # gone at the next query

    @rule(login=people, step=st.sampled_from(["begin", "resume", "close", "reopen"]))
    def ending(self, login: str, step: str) -> None:
        raw = {"reason": "moved", "for_family": "再见", "for_team": "好", "exception": "搬家",
               "looks": "yes"}  # fmt: skip
        form = read(closing.CloseForm, raw)
        acts: dict[str, Callable[[Caller], None]] = {
            "begin": lambda who: closing.begin_closing(who, self.case),
            "resume": lambda who: closing.resume_case(who, self.case),
            "close": lambda who: closing.close_case(who, self.case, form),
            "reopen": lambda who: closing.reopen(who, self.case, closing.ReopenForm("又难了")),
        }
        self.attempt(login, self.runs(login), acts[step])

    @rule(login=people, answer=st.sampled_from(["ask", "accept", "decline", "back"]))
    def hand_over(self, login: str, answer: str) -> None:
        now = self.counsellor
        other = next(one for one in COUNSELLORS if one != now)
        staff = team.people_for(self.world.coordinator, self.case).counsellors
        to = next(one.id for one in staff if one.name.startswith(f"{other} ("))
        live = transfers.transfers(self.world.coordinator, self.case)
        one = live[0].id if live else uuid4()
        form = transfers.TransferForm(to, "x")
        acts: dict[str, tuple[bool, Callable[[Caller], Any]]] = {
            "ask": (login == now, lambda w: transfers.ask_transfer(w, self.case, form)),
            "accept": (login == other,
                       lambda w: transfers.accept_transfer(w, one, transfers.AcceptForm())),
            "decline": (login == other,
                        lambda w: transfers.decline_transfer(w, one,
                                                             transfers.DeclineForm("x"))),
            "back": (self.runs(login), lambda w: transfers.take_back_transfer(w, one)),
        }  # fmt: skip
        may, act = acts[answer]
        done = self.attempt(login, may, act)
        assert self.counsellor == (other if done and answer == "accept" else now)

    @invariant()
    def nothing_is_in_force_without_agreement_or_a_named_basis(self) -> None:
        live = [one for one in self.rows(Plan) if one.state == "in_force"]
        assert len(live) <= 1
        for plan in live:
            assert plan.basis
            if plan.basis == "agreed" and not self.ever_withheld:
                answers = sorted(self.rows(PlanAnswer), key=lambda one: one.at)
                said = {a.guardian_id: a.answer for a in answers if a.plan_id == plan.id}
                assert len(said) == 3 and set(said.values()) == {"agreed"}

    @invariant()
    def a_closed_case_leaves_nothing_open_and_an_open_one_has_a_next_step(self) -> None:
        view = cases.open_case(self.world.coordinator, self.case)
        if view.state != "closed":
            assert view.steps and all(step.owner in Owner for step in view.steps)
            return
        assert not any(one.state in ("proposed", "in_force") for one in self.rows(Plan))
        talks = self.rows(CounsellingSession)
        assert all(one.state != "booked" for one in talks)
        assert all(one.noted_at for one in talks if one.state == "held")
        assert all(one.answered_at for one in self.rows(FamilyQuestion))

    @invariant()
    def replaying_the_steps_gives_the_same_label(self) -> None:
        view = cases.open_case(self.world.coordinator, self.case)
        assert view.label == replayed_label(self.world, self.case)

    @invariant()
    def reopening_keeps_the_history_and_counts(self) -> None:
        again = [one for one in self.rows(Transition) if one.action == "reopen"]
        endings = self.rows(Closing)
        assert sum(one.reopened for one in endings) == len(again)
        closes = [one for one in self.rows(Transition) if one.action == "close"]
        assert len(endings) == len(closes)
        view = cases.open_case(self.world.coordinator, self.case)
        assert view.reopened == len(again)

    @invariant()
    def a_withheld_guardian_sees_nothing_and_keeps_no_step(self) -> None:
        if self.ever_withheld:
            assert cases.cases(self.world.father) == ()
            with pytest.raises(NotFound):
                cases.open_case(self.world.father, self.case)

    @invariant()
    def one_counsellor_has_the_case_and_the_chain_of_the_audit_holds(self) -> None:
        now = [
            one for one in self.rows(CaseMember)
            if one.case_id == self.case and one.role == "counsellor" and one.until is None
        ]  # fmt: skip
        assert len(now) == 1
        with self.world.runtime.reading.connect() as connection:
            assert audit.verify(connection, self.world.runtime.keyring()) is None
            assert connection.execute(select(func.count()).select_from(Plan.__table__))


def every_step(walk: CarePath) -> None:
    """Take every step once by hand: chance alone need not come by all of them."""
    me, office = "counsellor", "coordinator"
    for what in (walk.move, lambda who: walk.meet(who, held=False)):
        walk.book(me)
        what(me)
    walk.meet(me, held=True)
    walk.sign(me)
    for words in ("我想睡得早一点", "我想有朋友", "我想睡得早一点"):
        walk.propose(me, words)
        if words == "我想有朋友":
            agree(walk)
    agree(walk)
    for answer in ("decline", "back", "accept"):
        walk.hand_over(me, "ask")
        walk.hand_over(me if answer == "back" else "counsellor2", answer)
    for step in ("begin", "resume", "begin", "close", "reopen"):
        walk.ending(office, step)


def agree(walk: CarePath) -> None:
    """Everybody who decides says yes to what is proposed."""
    for login in FAMILY:
        walk.answer(login, "agreed")
    walk.own_answer(walk.counsellor, "agreed")


def test_random_people_cannot_break_a_case(sqlite_template: Path) -> None:
    walked = run_walk(CarePath, sqlite_template, examples=7, steps=14, first=every_step)
    assert not not_taken(walked, CASE, PLAN_VERSION, SESSION, TRANSFER)
