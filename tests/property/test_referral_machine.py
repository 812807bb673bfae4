"""Random people do random things; what must always hold, holds after every step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    consumes,
    initialize,
    invariant,
    rule,
)
from sqlalchemy import select

from tests.support.walk import Walk, not_taken, run_walk
from wellbeing import audit
from wellbeing.models import Case, Referral, Reply, Transition
from wellbeing.services import referrals, screening
from wellbeing.workflow import OPEN_REFERRAL, REFERRAL, ReferralAction

EVERYBODY = ("officer", "officer2", "teacher", "counsellor", "coordinator", "administrator")
REFERRERS = ("officer", "officer2", "teacher")
OUTCOMES = ("new_case", "joined_case", "advice_only", "not_taken")


class Loop(Walk):
    """Three people refer, and everybody tries everything on what was sent."""

    minutes = 7
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.owners: dict[Any, str] = {}

    @initialize(target=sent, login=st.sampled_from(REFERRERS))
    def first(self, login: str) -> Any:
        return self.refer(login, "同学0")

    @rule(target=sent, login=st.sampled_from(REFERRERS), name=st.sampled_from(["同学0", "同学1"]))
    def refer(self, login: str, name: str) -> Any:
        receipt = self.world.refer(login, student_name=name)
        self.owners[receipt.id] = login
        return receipt.id

    @rule(one=sent, login=st.sampled_from(EVERYBODY))
    def acknowledge(self, one: Any, login: str) -> None:
        office = login == "coordinator"
        self.attempt(login, office, lambda who: screening.acknowledge(who, one))

    @rule(one=sent, login=st.sampled_from(EVERYBODY))
    def ask(self, one: Any, login: str) -> None:
        form, office = screening.AskForm("?"), login == "coordinator"
        self.attempt(login, office, lambda who: screening.ask_back(who, one, form))

    @rule(one=sent, login=st.sampled_from(EVERYBODY))
    def take_back(self, one: Any, login: str) -> None:
        office = login == "coordinator"
        self.attempt(login, office, lambda who: screening.take_back_question(who, one))

    @rule(one=sent, login=st.sampled_from(EVERYBODY))
    def answer(self, one: Any, login: str) -> None:
        form, own = referrals.AnswerForm("!"), self.owners[one] == login
        self.attempt(login, own, lambda who: referrals.answer_question(who, one, form))

    @rule(one=sent, login=st.sampled_from(EVERYBODY), outcome=st.sampled_from(OUTCOMES))
    def decide(self, one: Any, login: str, outcome: str) -> None:
        form = screening.DecideForm(("other",), "u4", outcome, reason="x")
        office = login == "coordinator"
        self.attempt(login, office, lambda who: screening.decide(who, one, form))

    @rule(one=sent, login=st.sampled_from(EVERYBODY))
    def tell(self, one: Any, login: str) -> None:
        form, office = screening.TellForm("yes", "here"), login == "coordinator"
        self.attempt(login, office, lambda who: screening.tell_back(who, one, form))

    @rule(one=consumes(sent), login=st.sampled_from(EVERYBODY))
    def withdraw(self, one: Any, login: str) -> None:
        own = self.owners[one] == login
        self.attempt(login, own, lambda who: referrals.withdraw_referral(who, one))

    @invariant()
    def the_queue_is_exactly_what_is_open(self) -> None:
        with self.world.runtime.reading.connect() as connection:
            rows = connection.execute(select(Referral.__table__)).all()
        waiting = {row.id for row in rows if row.state in OPEN_REFERRAL}
        assert {row.id for row in screening.queue(self.world.coordinator).rows} == waiting

    @invariant()
    def nobody_is_finished_without_a_reply(self) -> None:
        with self.world.runtime.reading.connect() as connection:
            table = Referral.__table__.c
            rows = connection.execute(select(table.id, table.state))
            states = {row.id: row.state for row in rows}
            told = set(connection.execute(select(Reply.__table__.c.referral_id)).scalars())
            assert {one for one, state in states.items() if state == "told_back"} == told
            for row in connection.execute(select(Transition.__table__)):
                step = REFERRAL.step(row.left, ReferralAction(row.action))
                assert step.to == row.reached

    @invariant()
    def a_young_person_has_one_open_case_at_most(self) -> None:
        table = Case.__table__.c
        with self.world.runtime.reading.connect() as connection:
            query = select(table.student_id).where(table.state == "open")
            found = connection.execute(query).scalars().all()
            assert len(found) == len(set(found))
            assert audit.verify(connection, self.world.runtime.keyring()) is None

    @invariant()
    def everybody_sees_their_own_and_no_other(self) -> None:
        for login in REFERRERS:
            seen = {row.id for row in referrals.my_referrals(self.world.caller(login))}
            assert seen == {one for one, owner in self.owners.items() if owner == login}


def every_step(walk: Loop) -> None:
    """Take every step once by hand: chance alone need not come by all of them."""
    office, one, other = "coordinator", walk.first("officer"), walk.refer("teacher", "同学1")
    walk.withdraw(other, "teacher")
    walk.acknowledge(one, office)
    for back in (lambda: walk.take_back(one, office), lambda: walk.answer(one, "officer")):
        walk.ask(one, office)
        back()
    walk.decide(one, office, "advice_only")
    walk.tell(one, office)


def test_random_people_cannot_break_the_loop(sqlite_template: Path) -> None:
    walked = run_walk(Loop, sqlite_template, examples=12, steps=14, first=every_step)
    assert not_taken(walked, REFERRAL) == set()
