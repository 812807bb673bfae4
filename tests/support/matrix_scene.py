"""The people and records of the access matrix: every relation to a case in every state."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy import update

from tests.support.care import PLAN
from tests.support.handing import ASKED
from tests.support.matrix_records import incident, letters_and_looks, report_of_harm
from tests.support.world import World, accept
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.models import Case
from wellbeing.services import (
    cases,
    check_in,
    consents,
    cover,
    emergency,
    erasure,
    family,
    handoffs,
    invitations,
    letters,
    organisations,
    people,
    plans,
    sessions,
    students,
    team,
    transfers,
    withholding,
)

CANARY = "金丝雀"  # in every text of the case that is nobody's but counsellor2's
ERASED = "沈知夏"  # whose texts are erased
# Withdrawn: the guardians took their consent back. Erased: closed, and all its texts with it.
STATES = ("open", "withdrawn", "closed", "erased")
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
    "parent: other child": "mother-noise",
    "partner: receiver": "partner", "partner: none": "partner2",
    "guest: link": "", "tablet": "", "visitor": "",
}  # fmt: skip
_MORE = {
    **{f"counsellor{n}": ("counsellor", "north") for n in range(3, 9)},
    "teacher3": ("teacher", "south"), "officer3": ("officer", "police"),
    "partner": ("partner", "station"), "partner2": ("partner", "other"),
}  # fmt: skip
_PLACES = {"east": "school", "station": "protection_station", "other": "social_work",
           "hospital": "hospital"}  # fmt: skip


class MatrixScene:
    """A site with a case in each state and one that is noise; ids by parameter and state."""

    def __init__(self, world: World) -> None:
        self.world = world
        office = world.coordinator
        for key, kind in _PLACES.items():
            place = organisations.OrganisationForm(f"{key} (虚构)", kind)
            world.places[key] = organisations.add_organisation(office, place).id
        for login, (role, place) in _MORE.items():
            form = invitations.InviteForm(f"{login} (虚构)", role, world.places[place])
            accept(world, invitations.invite(office, form).link, login)
        self.users = {login: people.me(world.caller(login)).id for login in self._staff()}
        self.ids: dict[str, dict[str, UUID]] = {state: {} for state in (*STATES, "noise")}
        # What an act is asked about in the open case: by act and parameter.
        self.given: dict[tuple[str, str], Any] = {}
        # Callers who hold no account: by relation and state.
        self.held: dict[tuple[str, str], Caller] = {}
        names = {
            "open": "陆小满", "withdrawn": "顾一言", "closed": "乔安然", "erased": ERASED,
            "noise": f"白{CANARY}",
        }  # fmt: skip
        for state, name in names.items():
            self._case(state, name)
        world.clock.move(days=8, hours=6)
        for state in self.ids:
            self._course(state)
        self._ties()
        self._end()

    def _staff(self) -> list[str]:
        named = ("officer", "officer2", "teacher", "teacher2", "counsellor", "counsellor2")
        return [*named, *_MORE, "coordinator", "administrator"]

    def caller(self, relation: str, state: str) -> Caller:
        """Return whoever has this relation to the case in this state, signed in now."""
        if (relation, state) in self.held:
            return self.held[relation, state]
        login = ACTORS[relation].format(state=state)
        return self.world.caller(login) if login else self.world.visitor

    def moved_to(self, world: World) -> Self:
        """Return the same scene on a copy of its site, at the same time."""
        made = copy.copy(self)
        world.places |= self.world.places
        made.world, world.clock.at = world, self.world.clock.at
        made.held = {who: replace(one, runtime=world.runtime) for who, one in self.held.items()}
        return made

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
            asked = transfers.transfers(office, mine["case_id"])[0].id
            transfers.accept_transfer(world.counsellor, asked, transfers.AcceptForm())
            for helper in ("teacher3", "officer3"):
                team.add_helper(office, mine["case_id"], team.HelperForm(self.users[helper]))

    def _course(self, state: str) -> None:
        """A talk with its note, a plan with a task, a question, something withheld, a transfer."""
        mine, me = self.ids[state], self.world.caller(self._counsellor(state))
        at = {"open": "09:00", "closed": "10:30", "noise": "13:00", "withdrawn": "14:30",
              "erased": "16:00"}[state]  # fmt: skip
        form = read(sessions.BookForm, {"day": "2026-03-18", "at": at, "minutes": "50"})
        mine["session_id"] = sessions.book(me, mine["case_id"], form)
        raw = {**PLAN, "strengths": f"{CANARY}很好。"} if state == "noise" else PLAN
        mine["plan_id"] = plans.write_plan(me, mine["case_id"], read(plans.PlanForm, raw))
        mother = self.world.caller(f"mother-{state}")
        task = {"what": "十点关手机", "party": "guardian", "place": "home", "due_on": "2026-04-30",
                "user_id": str(people.me(mother).id)}  # fmt: skip
        mine["task_id"] = plans.add_task(me, mine["plan_id"], read(plans.TaskForm, task))
        plans.propose(me, mine["plan_id"])
        family.ask_counsellor(mother, mine["case_id"], family.QuestionForm("他好吗？"))
        kept = withholding.WithholdForm(mine["guardian_father"], "不安全。", date(2026, 6, 1))
        mine["withholding_id"] = withholding.withhold(me, mine["case_id"], kept)
        mine["basis_id"] = next(
            one.id
            for one in consents.consents(me, mine["case_id"])
            if one.kind == "guardian_consent"
        )
        self._outside(state, me)
        self._beside(state, me)

    def _beside(self, state: str, me: Caller) -> None:
        """An incident, a report of harm, letters: what is known beside the help itself."""
        mine, canary = self.ids[state], CANARY if state == "noise" else ""
        officer = self.world.caller("officer2" if canary else "officer")
        mine |= incident(officer, mine["student_id"], canary)
        mine |= report_of_harm(me, mine["student_id"], canary)
        letters_and_looks(self.world.caller, state, mine, canary)
        office = self.world.coordinator
        mine["letter_id"] = letters.letters(office, mine["case_id"])[0].id

    def _outside(self, state: str, me: Caller) -> None:
        """Two handings over, to a partner's place and by a link; and the lent tablet."""
        mine = self.ids[state]
        words = {"question": f"{CANARY}吗？"} if state == "noise" else {}
        for place in ("station", "hospital"):
            raw = {**ASKED, **words, "place_id": str(self.world.places[place])}
            made = handoffs.prepare(me, mine["case_id"], read(handoffs.HandoffForm, raw))
            handoffs.name_duty(me, made, handoffs.DutyForm("statutory_duty", "已强制报告。"))
            sent = handoffs.send_handoff(me, made, handoffs.open_handoff(me, made).rev)
            if sent.link:
                mine["linked_id"] = made
                guest = Caller(self.world.runtime, link=sent.link.rsplit("/", 1)[1])
                self.held["guest: link", state] = guest
            else:
                mine["handoff_id"] = mine["replaces_id"] = made
        tablet = self.world.caller(self._counsellor(state))
        check_in.lend(tablet, mine["session_id"], check_in.LendForm("1357"))
        self.held["tablet", state] = tablet

    def _end(self) -> None:
        """Bring the cases into the states that they are named after."""
        office, me = self.world.coordinator, self.world.counsellor
        for basis in consents.consents(me, self.ids["withdrawn"]["case_id"]):
            if basis.state == "agreed":
                consents.record_consent(me, basis.id, consents.RecordForm("no", "in_person"))
        ended = [self.ids[state]["case_id"] for state in ("closed", "erased")]
        with self.world.runtime.engine.begin() as connection:
            connection.execute(update(CASES).where(CASES.c.id.in_(ended)).values(state="closed"))
        form = erasure.EraseForm(erasure.Part.ALL, erasure.Why.RETENTION_OVER)
        erasure.erase(office, self.ids["erased"]["student_id"], form)

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
