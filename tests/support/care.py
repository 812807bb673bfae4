"""A case with its counsellor, its mother and a second guardian who lives apart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.support.world import World, accept, case_with_parent, keep, reopen
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import cases, cover, invitations, plans, sessions, students, team

TUESDAY = {"day": "2026-03-17", "at": "14:30", "minutes": "50"}
PLAN = {
    "strengths": "羽毛球打得好，爱帮同桌。",
    "goal_1": "我想睡得早一点", "now_1": "3", "hoped_1": "7",
    "goal_2": "我想和同学说上话", "now_2": "2", "hoped_2": "6",
}  # fmt: skip


class Scene:
    """A case with its counsellor and mother, and a second guardian who lives apart."""

    def __init__(self, world: World) -> None:
        self.world = world
        family = world.family or _make_family(world)
        self.case, self.student = family["case"], family["student"]
        self.father_id = family["father"]

    @property
    def mother(self) -> Caller:
        return self.world.caller("parent")

    @property
    def father(self) -> Caller:
        return self.world.caller("father")

    def book(self, **changes: str) -> UUID:
        form = read(sessions.BookForm, {**TUESDAY, **changes})
        return sessions.book(self.world.counsellor, self.case, form)

    def talk(self, **changes: str) -> UUID:
        """Hold a talk at its time and sign its note."""
        made = self.book(**changes)
        self.world.clock.move(days=8, hours=6)
        form = read(sessions.FirstHeldForm, {"talk_consent": "yes", "limits_told": "yes"})
        sessions.hold(self.world.counsellor, made, form)
        note = sessions.LAYOUTS["soap"]("他说晚上睡不着。", others_need="请多给他一点时间。")
        sessions.sign_note(self.world.counsellor, made, note)
        return made

    def plan(self, **task: Any) -> UUID:
        """Write and propose a plan with one task of the mother."""
        me = self.world.counsellor
        made = plans.write_plan(me, self.case, read(plans.PlanForm, PLAN))
        raw = {"what": "十点一起关手机", "party": "guardian", "place": "home",
               "due_on": "2026-04-30", **task}  # fmt: skip
        plans.add_task(me, made, read(plans.TaskForm, raw))
        plans.propose(me, made)
        return made

    def agree(self, plan: UUID) -> None:
        """Everybody who decides says yes."""
        me = self.world.counsellor
        for who in (self.mother, self.father):
            plans.answer_plan(who, plan, plans.AnswerForm("agreed"))
        own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
        plans.record_answer(me, plan, own)

    def desk(self, login: str) -> team.Load:
        """Return how full somebody's desk is."""
        people = team.people_for(self.world.coordinator, self.case)
        return next(one for one in people.counsellors if one.name.startswith(f"{login} ("))

    def away(self) -> UUID:
        """The counsellor is ill from today on, and a colleague stands in; return the cover's id."""
        first = self.world.clock.at.date()
        ill, deputy = self.desk("counsellor").id, self.desk("counsellor2").id
        form = cover.DeputyForm(ill, deputy, first, first + timedelta(days=9))
        return cover.name_deputy(self.world.coordinator, form)

    def whats(self, who: Caller) -> set[str]:
        """Return what is next in the case, as this person sees it."""
        return {step.what for step in cases.open_case(who, self.case).steps}

    def path(self) -> dict[str, str]:
        """Return how far the case has come."""
        return dict(cases.open_case(self.world.counsellor, self.case).path)


def _make_family(world: World) -> dict[str, UUID]:
    """Make the case and invite both guardians; return its id, the student's and the father's."""
    case, _ = case_with_parent(world)
    office = world.coordinator
    student = cases.open_case(office, case).student_id
    form = students.GuardianForm("陆爸爸 (虚构)", "father", "shared", "000-0000-0012")
    father = students.add_guardian(office, student, form)
    link = invitations.invite_guardian(office, case, invitations.InviteGuardianForm(father))
    accept(world, link.link, "father")
    return {"case": case, "student": student, "father": father}


def with_family(folder: Path, url: str = "") -> None:
    """Give a built site the case of `Scene`, and note that it has it."""
    world = reopen(folder, url)
    keep(folder, "family", _make_family(world))
    world.close()
