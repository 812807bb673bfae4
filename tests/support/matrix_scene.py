"""The people and records of the access matrix: every relation to an open and to a closed case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import update

from tests.support.care import PLAN
from tests.support.world import World, accept
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.models import Case
from wellbeing.services import (
    cases,
    cover,
    emergency,
    family,
    invitations,
    organisations,
    people,
    plans,
    sessions,
    students,
    team,
    withholding,
)

CANARY = "金丝雀"  # in every text of the case that is nobody's but counsellor2's
STATES = ("open", "closed")
CASES = Case.__table__
# Relation: who has it. {state} is one's own child's case.
ACTORS = {
    "coordinator": "coordinator", "administrator": "administrator",
    "counsellor: team": "counsellor", "counsellor: none": "counsellor2",
    "counsellor: was on team": "counsellor3", "counsellor: supervisor": "counsellor4",
    "counsellor: deputy": "counsellor5", "counsellor: delegated": "counsellor6",
    "counsellor: review": "counsellor7", "counsellor: emergency": "counsellor8",
    "teacher: school": "teacher", "teacher: none": "teacher2", "teacher: helper": "teacher3",
    "officer: referrer": "officer", "officer: none": "officer2", "officer: helper": "officer3",
    "parent: guardian": "mother-{state}", "parent: withheld": "father-{state}",
    "parent: other child": "mother-noise", "visitor": "",
}  # fmt: skip
_MORE = {
    **{f"counsellor{n}": ("counsellor", "north") for n in range(3, 9)},
    "teacher3": ("teacher", "south"), "officer3": ("officer", "police"),
}  # fmt: skip


class MatrixScene:
    """A site with a case in each state and one that is noise; ids by parameter and state."""

    def __init__(self, world: World) -> None:
        self.world = world
        office = world.coordinator
        east = organisations.OrganisationForm("east (虚构)", "school")
        world.places["east"] = organisations.add_organisation(office, east).id
        for login, (role, place) in _MORE.items():
            form = invitations.InviteForm(f"{login} (虚构)", role, world.places[place])
            accept(world, invitations.invite(office, form).link, login)
        self.users = {login: people.me(world.caller(login)).id for login in self._staff()}
        self.ids: dict[str, dict[str, UUID]] = {state: {} for state in (*STATES, "noise")}
        names = {"open": "陆小满", "closed": "乔安然", "noise": f"白{CANARY}"}
        for state, name in names.items():
            self._case(state, name)
        world.clock.move(days=8, hours=6)
        for state in self.ids:
            self._course(state)
        self._ties()
        closed = update(CASES).where(CASES.c.id == self.ids["closed"]["case_id"])
        with world.runtime.engine.begin() as connection:
            connection.execute(closed.values(state="closed"))

    def _staff(self) -> list[str]:
        named = ("officer", "officer2", "teacher", "teacher2", "counsellor", "counsellor2")
        return [*named, *_MORE, "coordinator", "administrator"]

    def caller(self, relation: str, state: str) -> Caller:
        """Return whoever has this relation to the case in this state, signed in now."""
        login = ACTORS[relation].format(state=state)
        return self.world.caller(login) if login else self.world.visitor

    def _case(self, state: str, name: str) -> None:
        world, noise, mine = self.world, state == "noise", self.ids[state]
        office = world.coordinator
        places = {"school_id": str(world.places["east" if noise else "north"])}
        words = {"facts": f"{CANARY}看见的。", "worries": f"{CANARY}担心。"} if noise else {}
        born = f"2012-0{1 + list(self.ids).index(state)}-02"
        sender = "officer2" if noise else "officer"
        sent = world.refer(sender, student_name=name, birth_date=born, **places, **words)
        first = self.users["counsellor2" if noise else "counsellor3"]
        mine["referral_id"], mine["case_id"] = (
            sent.id,
            world.decide(sent.id, counsellor_id=first).case_id,
        )
        mine["student_id"] = cases.open_case(office, mine["case_id"]).student_id
        for who, kind in (("mother", "mother"), ("father", "father")):
            form = students.GuardianForm(f"{who}-{state} (虚构)", kind, "shared", "000-0000-0011")
            mine[f"guardian_{who}"] = students.add_guardian(office, mine["student_id"], form)
            ask = invitations.InviteGuardianForm(mine[f"guardian_{who}"])
            link = invitations.invite_guardian(office, mine["case_id"], ask).link
            accept(world, link, f"{who}-{state}")
        if not noise:
            team.assign(office, mine["case_id"], team.AssignForm(self.users["counsellor"]))
            for helper in ("teacher3", "officer3"):
                team.add_helper(office, mine["case_id"], team.HelperForm(self.users[helper]))

    def _course(self, state: str) -> None:
        """A talk with its note, a plan with a task, a question, something withheld, a transfer."""
        mine, me = self.ids[state], self.world.caller(self._counsellor(state))
        at = {"open": "09:00", "closed": "10:30", "noise": "13:00"}[state]
        form = read(sessions.BookForm, {"day": "2026-03-18", "at": at, "minutes": "50"})
        mine["session_id"] = sessions.book(me, mine["case_id"], form)
        raw = {**PLAN, "strengths": f"{CANARY}很好。"} if state == "noise" else PLAN
        mine["plan_id"] = plans.write_plan(me, mine["case_id"], read(plans.PlanForm, raw))
        task = {"what": "十点关手机", "party": "guardian", "place": "home", "due_on": "2026-04-30"}
        mine["task_id"] = plans.add_task(me, mine["plan_id"], read(plans.TaskForm, task))
        plans.propose(me, mine["plan_id"])
        mother = self.world.caller(f"mother-{state}")
        family.ask_counsellor(mother, mine["case_id"], family.QuestionForm("他好吗？"))
        kept = withholding.WithholdForm(mine["guardian_father"], "不安全。", date(2026, 6, 1))
        mine["withholding_id"] = withholding.withhold(me, mine["case_id"], kept)

    def _counsellor(self, state: str) -> str:
        return "counsellor2" if state == "noise" else "counsellor"

    def _ties(self) -> None:
        world, users = self.world, self.users
        office, me, mine = world.coordinator, world.counsellor, users["counsellor"]
        for login in ("counsellor4", "counsellor7"):
            cover.appoint_supervisor(office, cover.SupervisorForm(mine, users[login]))
        first, last = date(2026, 3, 17), date(2026, 3, 27)
        form = cover.DeputyForm(mine, users["counsellor5"], first, last)
        entrusted = cover.name_deputy(office, form)
        for state in STATES:
            case = self.ids[state]["case_id"]
            self.ids[state]["entrusted_id"] = entrusted
            cover.delegate(me, case, cover.DelegateForm(users["counsellor6"], last))
            cover.open_review(world.counsellor7, case, cover.ReviewForm("regular"))
            number = cases.open_case(office, case).number
            ask = emergency.EmergencyForm(number, "危险。", "4")
            emergency.break_glass(world.counsellor8, ask)
            self.ids[state]["emergency_id"] = emergency.emergencies(office, case)[0].id
