"""Play the storylines through the use cases, each act under the clock of its moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from wellbeing.accounts import SignedIn
from wellbeing.demo import care, cast, safety, stories
from wellbeing.demo.passing import pass_on
from wellbeing.demo.repair import under_way
from wellbeing.demo.tale import go_on
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.runtime import Runtime
from wellbeing.services import (
    drafts,
    invitations,
    organisations,
    referrals,
    screening,
    set_up,
    sign_in,
    students,
)

Progress = Callable[[str], None]


class Play:
    """One telling: who is who, and whose sign-in is still good at a moment."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._tokens: dict[tuple[str, str], str] = {}
        self.places: dict[str, UUID] = {}
        self.students: dict[str, UUID] = {}

    def visitor(self, at: datetime) -> Caller:
        """Return somebody at the door at a moment."""
        return Caller(self._runtime.at(lambda: at), language="zh_Hans", address="demo")

    def caller(self, login: str, at: datetime) -> Caller:
        """Return a person signed in at a moment; one sign-in serves ten minutes."""
        window = at.strftime("%Y-%m-%dT%H:%M")[:-1]
        visitor = self.visitor(at)
        if (login, window) not in self._tokens:
            form = sign_in.SignInForm(login, cast.PASSWORD)
            self._tokens[login, window] = sign_in.sign_in(visitor, form).token
        return Caller(visitor.runtime, self._tokens[login, window], "demo", "zh_Hans")

    def accept(self, at: datetime, link: str, person: cast.DemoAccount) -> SignedIn:
        """Accept an invitation as somebody."""
        form = invitations.AcceptForm(person.name, person.login, cast.PASSWORD)
        code = link.rsplit("/", 1)[1]
        return invitations.accept_invitation(self.visitor(at), code, form)


def write(runtime: Runtime, progress: Progress = lambda _: None) -> None:
    """Make an empty database a demo site with the storylines up to now."""
    play = Play(runtime)
    now = runtime.clock()
    opening = now - timedelta(weeks=46)
    progress("people")
    _people(play, opening)
    _students(play, opening + timedelta(hours=1), now)
    for story in sorted(stories.STORIES, key=lambda one: _moved(one, now)):
        progress(story.key)
        _tell(play, story, now)
    for one in care.CARES:
        progress(f"{one.story}: care")
        first = next(story for story in stories.STORIES if story.key == one.story)
        go_on(play, one, _moved(first, now) - first.at, now)
    for key in safety.STORIES:
        progress(f"{key}: safety")
        first = next(story for story in stories.STORIES if story.key == key)
        safety.keep_safe(play, key, _moved(first, now) - first.at, now)
    first = next(story for story in stories.STORIES if story.key == "S06")
    progress("S06: handover")
    pass_on(play, play.places, _moved(first, now) - first.at, now)
    progress("repair")
    under_way(play, now)


def _people(play: Play, at: datetime) -> None:
    head = cast.COORDINATOR
    form = set_up.SetUpForm(cast.SITE, head.name, head.login, cast.PASSWORD)
    set_up.set_up_demo(play.visitor(at), form)
    office = play.caller(head.login, at)
    for key, name, kind in cast.PLACES:
        form_ = organisations.OrganisationForm(name, kind)
        play.places[key] = organisations.add_organisation(office, form_).id
    for person in cast.STAFF:
        place = play.places.get(person.place_key)
        link = invitations.invite(office, invitations.InviteForm(person.name, person.role, place))
        play.accept(at, link.link, person)


def _students(play: Play, at: datetime, now: datetime) -> None:
    office = play.caller(cast.COORDINATOR.login, at)
    for one in cast.STUDENTS:
        answers = {
            "name": one.name,
            "school_id": play.places[one.place_key],
            "birth_date": _born(one, now),
            "class_name": one.class_name, "school_number": one.number,
        }  # fmt: skip
        student_id = students.add_student(office, read(students.StudentForm, answers))
        play.students[one.key] = student_id
        for name, relationship, standing, phone in one.guardians:
            guardian = students.GuardianForm(name, relationship, standing, phone)
            students.add_guardian(office, student_id, guardian)


def _moved(story: stories.Story, now: datetime) -> datetime:
    """Return the story's moment moved by whole weeks to the present.

    All stories of one young person move together: a second report stays the second.
    """
    first = next(one for one in stories.STORIES if one.student == story.student)
    limit = now - timedelta(weeks=first.weeks_ago)
    weeks = (limit - first.at) // timedelta(weeks=1)
    return story.at + timedelta(weeks=weeks)


def _born(student: cast.DemoStudent, now: datetime) -> str:
    """Return the date of birth moved with the story, so that everybody keeps their age."""
    story = next(one for one in stories.STORIES if one.student == student.key)
    moved = date.fromisoformat(student.birth_date) + (_moved(story, now) - story.at)
    return moved.isoformat()


def _tell(play: Play, story: stories.Story, now: datetime) -> None:
    at = _moved(story, now)
    one = next(s for s in cast.STUDENTS if s.key == story.student)
    answers = {
        **story.answers, "student_name": one.name, "school_id": str(play.places[one.place_key]),
        "birth_date": _born(one, now), "class_name": one.class_name,
    }  # fmt: skip
    referrer = play.caller(story.referrer, at)
    drafts.keep_draft(referrer, f"referral:{story.key}", answers)
    receipt = referrals.send_referral(referrer.sending(uuid4()), f"referral:{story.key}")
    for act in story.acts:
        moment = at + timedelta(hours=act.hours)
        if moment < now:
            _act(play, story, receipt.id, act, moment)


def _act(
    play: Play, story: stories.Story, referral_id: UUID, act: stories.Act, at: datetime
) -> None:
    office = play.caller(cast.COORDINATOR.login, at)
    answers: dict[str, Any] = dict(act.answers)
    if act.what == "acknowledge":
        screening.acknowledge(office, referral_id)
    elif act.what == "answer":
        teller = play.caller(story.referrer, at)
        referrals.answer_question(teller, referral_id, referrals.AnswerForm(answers["answer"]))
    elif act.what == "ask":
        screening.ask_back(office, referral_id, screening.AskForm(answers["question"]))
    elif act.what == "decide":
        if name := answers.pop("counsellor", ""):
            found = screening.open_screening(office, referral_id).counsellors
            full = next(one.name for one in cast.STAFF if one.login == name)
            answers["counsellor_id"] = next(i for i, shown in found if shown == full)
        screening.decide(office, referral_id, read(screening.DecideForm, answers))
    else:
        screening.tell_back(office, referral_id, screening.TellForm("yes", "here"))
