"""Tell how a case went on: every act through its use case, under the clock of its moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from wellbeing.demo import cast
from wellbeing.demo.care import Care, Talk
from wellbeing.demo.repair import repair_acts
from wellbeing.demo.scores import SCORES
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    closing,
    family,
    follow_ups,
    invitations,
    measures,
    plans,
    sessions,
    students,
    team,
)

_ZONE = ZoneInfo("Asia/Shanghai")


class Stage(Protocol):
    """Who is who in this telling."""

    students: dict[str, UUID]

    def caller(self, login: str, at: datetime) -> Caller:
        """Return a person signed in at a moment."""

    def accept(self, at: datetime, link: str, person: cast.DemoAccount) -> object:
        """Accept an invitation as somebody."""


def go_on(stage: Stage, one: Care, shift: timedelta, now: datetime) -> None:
    """Tell how a case went on, act by act, as far as its day has come."""
    for at, act in sorted(_acts(stage, one), key=lambda pair: pair[0]):
        moment = at + shift
        if moment < now:
            act(moment)


Act = tuple[datetime, Callable[[datetime], object]]


def _acts(stage: Stage, one: Care) -> Iterator[Act]:
    tale = _Tale(stage, one)
    first = _at(one.talks[0].at) - timedelta(days=5)
    if one.helpers:
        yield first, tale.team
    for relation, account in one.invited:
        yield first + timedelta(minutes=5), partial(tale.invite, relation, account)
    yield from _talk_acts(tale, one)
    if one.plan_at:
        yield _at(one.plan_at), tale.plan
        yield _at(one.plan_at) + timedelta(hours=1), partial(tale.rate, "first")
    for when, login, answer, words in one.answers:
        yield _at(when), partial(tale.answer, login, answer, words)
    for task in one.tasks:
        if task[5]:
            yield _at(f"{task[5]} 19:00"), partial(tale.tick, task)
    if one.question:
        yield _at(one.question[0]), tale.ask
        yield _at(one.question[0]) + timedelta(hours=14), tale.reply
    if one.closed_at:
        yield _at(one.closed_at) - timedelta(hours=1), partial(tale.rate, "last")
        yield _at(one.closed_at), tale.close
    for look in one.looks:
        yield _at(look[0]), partial(tale.look, look)
    yield from repair_acts(stage, one.story)


def _talk_acts(tale: _Tale, one: Care) -> Iterator[Act]:
    for talk in one.talks:
        yield _at(talk.at) - timedelta(days=1), partial(tale.book, talk)
        yield _at(talk.at) + timedelta(minutes=55), partial(tale.hold, talk)
        yield _at(talk.at) + timedelta(minutes=56), partial(tale.check_in, talk)


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=_ZONE)


class _Tale:
    """The acts of one case."""

    def __init__(self, stage: Stage, one: Care) -> None:
        self.stage, self.one = stage, one
        self.booked: dict[str, UUID] = {}

    def me(self, at: datetime) -> Caller:
        return self.stage.caller(self.one.counsellor, at)

    def case(self, at: datetime) -> UUID:
        name = next(s.name for s in cast.STUDENTS if s.key == self.one.student)
        return next(row.id for row in cases.cases(self.me(at)) if row.student == name)

    def team(self, at: datetime) -> None:
        people = team.people_for(self.me(at), self.case(at))
        for login in self.one.helpers:
            full = next(one.name for one in cast.STAFF if one.login == login)
            helper = next(i for i, name, _ in people.helpers if name == full)
            team.add_helper(self.me(at), self.case(at), team.HelperForm(helper))

    def invite(self, relation: str, account: cast.DemoAccount, at: datetime) -> None:
        form = invitations.InviteGuardianForm(self._guardian(relation, at))
        link = invitations.invite_guardian(self.me(at), self.case(at), form)
        self.stage.accept(at, link.link, account)

    def _guardian(self, relation: str, at: datetime) -> UUID:
        found = students.guardians(self.me(at), self.stage.students[self.one.student])
        return next(one.id for one in found if one.relationship == relation)

    def book(self, talk: Talk, at: datetime) -> None:
        start = at + timedelta(days=1)
        local = start.astimezone(_ZONE)
        raw = {"day": local.date().isoformat(), "at": f"{local:%H:%M}", "minutes": "50"}
        form = read(sessions.BookForm, raw)
        self.booked[talk.at] = sessions.book(self.me(at), self.case(at), form)

    def hold(self, talk: Talk, at: datetime) -> None:
        first = talk is self.one.talks[0]
        form = sessions.FirstHeldForm("yes", "yes") if first else sessions.HeldForm()
        sessions.hold(self.me(at), self.booked[talk.at], form)
        note = sessions.LAYOUTS["free"](talk.text, others_need=talk.others)
        sessions.sign_note(self.me(at), self.booked[talk.at], note)

    def check_in(self, talk: Talk, at: datetime) -> None:
        found = [one for one in SCORES[self.one.story].check_ins if one[0] == talk.at[:10]]
        for _, total in found:
            form = measures.RecordForm(
                measures.CHECK_IN, total=total, about_id=self.booked[talk.at], shared="yes"
            )
            measures.record(self.me(at), self.case(at), form)

    def rate(self, which: str, at: datetime) -> None:
        """Rate every goal from 0 to 10, and how far it is attained, at one review."""
        case = self.case(at)
        goals = measures.tracker(self.me(at), case).targets
        for (goal, _), one in zip(goals, SCORES[self.one.story].goals, strict=True):
            rating, attained = getattr(one, which)
            rated = measures.RecordForm(measures.GOAL, total=rating, about_id=goal)
            scaled = measures.RecordForm(
                measures.ATTAINMENT, total=attained, about_id=goal, weight=one.weight
            )
            for form in (rated, scaled):
                measures.record(self.me(at), case, form)

    def plan(self, at: datetime) -> None:
        me, case = self.me(at), self.case(at)
        plan = plans.write_plan(me, case, read(plans.PlanForm, self.one.plan))
        people = team.people_for(me, case)
        ids = {name: i for i, name, _ in people.helpers} | {n: i for i, n in people.family}
        moved = at - _at(self.one.plan_at)
        for what, party, login, place, due, _, _ in self.one.tasks:
            full = next((one.name for one in cast.accounts() if one.login == login), "")
            day = (_at(due) + moved).date()
            form = plans.TaskForm(what, party, ids.get(full), place, day)
            plans.add_task(me, plan, form)
        plans.propose(me, plan)

    def answer(self, login: str, answer: str, words: str, at: datetime) -> None:
        case = self.case(at)
        plan = plans.open_plan(self.me(at), case)
        if plan is None:
            return
        if login.startswith("@"):
            guardian = self._guardian(login[1:], at)
            said = plans.RecordForm("guardian", guardian, answer, "phone", words)
            plans.record_answer(self.me(at), plan.id, said)
        elif login:
            form = plans.AnswerForm(answer, words)
            plans.answer_plan(self.stage.caller(login, at), plan.id, form)
        else:
            own = plans.RecordForm("young_person", None, answer, "in_person", words)
            plans.record_answer(self.me(at), plan.id, own)

    def tick(self, task: tuple[str, ...], at: datetime) -> None:
        what, _, login, _, _, _, word = task
        who = self.stage.caller(login, at) if login else self.me(at)
        plan = plans.open_plan(self.me(at), self.case(at))
        if plan is not None:
            mine = next(one for one in plan.tasks if one.what == what)
            plans.tick(who, mine.id, plans.TickForm(word))

    def ask(self, at: datetime) -> None:
        if self.one.question:
            _, login, text, _ = self.one.question
            form = family.QuestionForm(text)
            family.ask_counsellor(self.stage.caller(login, at), self.case(at), form)

    def reply(self, at: datetime) -> None:
        if self.one.question:
            asked = family.family_questions(self.me(at), self.case(at))[0]
            family.answer_family(self.me(at), asked.id, family.ReplyForm(self.one.question[3]))

    def close(self, at: datetime) -> None:
        closing.begin_closing(self.me(at), self.case(at))
        closing.close_case(self.me(at), self.case(at), read(closing.CloseForm, self.one.ending))

    def look(self, look: tuple[str, str, str], at: datetime) -> None:
        found = cases.open_case(self.me(at), self.case(at)).follow_ups
        due = next(one for one in found if one.state == "open")
        form = follow_ups.FollowUpForm(look[1], "holding", look[2])
        follow_ups.do_follow_up(self.me(at), due.id, form)
