"""A served site with a referral in every state, a family, a draft and an open invitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.support.repair import INCIDENT, MEASURES, READY, TALK
from tests.support.server import Server
from tests.support.world import ANSWERS, World, accept, build, case_with_parent
from wellbeing.forms import read
from wellbeing.services import (
    cases,
    drafts,
    family,
    handoffs,
    incidents,
    invitations,
    measures,
    organisations,
    plans,
    referrals,
    safety,
    screening,
    sessions,
    students,
    team,
    transfers,
)

# Markup of every kind, addresses and formulas: all of it is only text, and none of it is loaded.
HOSTILE = (
    "![x](http://127.0.0.1:9/x.png) [y](http://127.0.0.1:9/y) <img src=http://127.0.0.1:9/z> "
    "<a href='javascript:alert(1)'>z</a> <script>window.__x=1</script> **bold** $x$ :red[r] "
    "=1+1 {0} %s &lt; www.example.invalid"
)
HOSTILE_NAME = "<img src=x onerror=alert(1)> ![x](http://127.0.0.1:9/n) " + "M" * 64
# What nobody may read whose page it is not: every name and text of the invented young people.
SECRETS = ("陆小满", "白小舟", "唐小舟", "温小舟", "用钥匙划了一辆车", "母亲当面同意")


@dataclass(frozen=True, slots=True)
class Stage:
    """The server, and the addresses of what is on it."""

    server: Server
    at: Mapping[str, str]

    def address(self, name: str) -> str:
        """Return the address of a named page, `&...` added; any other name is an address."""
        key, _, more = name.partition("&")
        path = self.at.get(key, key)
        return f"{path}&{more}" if more else path


def set_stage(folder: Path) -> Stage:
    """Write the site through the use cases, then serve it."""
    world = build(folder)
    at = {**_case(world), **_referrals(world), **_draft(world), **_roll(world)}
    world.clock.at = datetime.now(UTC)  # the server's clock is the real one
    at |= _care(world, UUID(at["case"].partition("=")[2]))
    at |= _passing(world)
    at["invite"] = _invitation(world)
    at |= _asked_themselves(world)
    world.close()
    return Stage(Server(folder).start(), at)


def _case(world: World) -> dict[str, str]:
    case_id, _ = case_with_parent(world)
    mine = referrals.my_referrals(world.caller("officer"))
    return {
        "case": f"/case?id={case_id}",
        "officer decided": f"/referral?id={mine[0].id}",
        "screen decided": f"/screen?id={mine[0].id}",
    }


def _care(world: World, case: UUID) -> dict[str, str]:
    """Lead the case on: a talk with its note, one to come, a plan that waits for answers."""
    me = world.caller("counsellor")
    people = team.people_for(me, case)
    teacher = next(i for i, name, _ in people.helpers if name.startswith("teacher ("))
    team.add_helper(me, case, team.HelperForm(teacher))
    held = sessions.book(me, case, _at(world, hours=-2))
    sessions.hold(me, held, sessions.FirstHeldForm("yes", "yes"))
    text = sessions.LAYOUTS["free"]("他说晚上睡不着。", others_need="请多给他一点时间。")
    sessions.sign_note(me, held, text)
    coming = sessions.book(me, case, _at(world, hours=70))
    goals = {
        "strengths": "羽毛球打得好。",
        "goal_1": "我想睡得早一点",
        "now_1": "3",
        "hoped_1": "7",
    }
    plan = plans.write_plan(me, case, read(plans.PlanForm, goals))
    day = (world.clock.at + timedelta(days=20)).date()
    mother = people.family[0][0]
    for what, party, who in (
        ("十点一起关手机", "guardian", mother),
        ("午休打球", "teacher", teacher),
    ):
        plans.add_task(me, plan, plans.TaskForm(what, party, who, "home", day))
    plans.propose(me, plan)
    _progress(world, case)
    family.ask_counsellor(world.caller("parent"), case, family.QuestionForm("他还好吗？"))
    pages = {
        name: f"/{name}?id={case}"
        for name in (
            "plan",
            "closing",
            "tracker",
            "own_sheet",
            "consents",
            "meeting",
            "hand_over",
            "safety",
            "safety_plan",
        )
    }
    pages |= _incident(world, case)
    return pages | {"talk": f"/session?id={held}", "talk to come": f"/session?id={coming}"}


def _progress(world: World, case: UUID) -> None:
    """Measure five weeks with the goal in them, and write a safety plan."""
    me, today = world.caller("counsellor"), world.clock.at.date()
    goal = measures.tracker(me, case).targets[0][0]
    for week, total in enumerate((19, 18, 22, 25, 31)):
        day = today - timedelta(days=7 * (4 - week))
        form = measures.RecordForm(measures.CHECK_IN, total=total, taken_on=day, shared="yes")
        measures.record(me, case, form)
        rated = measures.RecordForm(measures.GOAL, total=3 + week, about_id=goal, taken_on=day)
        measures.record(me, case, rated)
    raw = {"signs": "我开始不说话。", "own": "听歌，打羽毛球。", "people": "母亲、方老师。"}
    safety.write_safety_plan(me, case, read(safety.SafetyPlanForm, raw))


def _incident(world: World, case: UUID) -> dict[str, str]:
    """Leave an incident of the young person whose sides have talked and that waits for names."""
    me = world.caller("officer")
    student = cases.open_case(world.caller("coordinator"), case).student_id
    made = incidents.record_incident(me, read(incidents.RecordForm, {
        **INCIDENT, "student_id": str(student), "day": str((world.clock.at - timedelta(9)).date()),
    }))  # fmt: skip
    incidents.add_person(me, made, incidents.PersonForm("affected", None, "邻居 (虚构)"))
    sides = incidents.open_incident(me, made).people
    incidents.confirm_measures(me, sides[0].id, read(incidents.MeasuresForm, MEASURES))
    for one in sides:
        incidents.prepare_side(me, one.id, incidents.PrepareForm("yes", "想说声对不起。"))
    incidents.fix_meeting(me, made, read(incidents.ReadyForm, READY))
    incidents.hold_meeting(me, made, read(incidents.TalkForm, TALK))
    day = (world.clock.at + timedelta(days=9)).date()
    incidents.add_promise(me, made, incidents.PromiseForm("当面道歉", sides[0].id, day))
    return {"incident": f"/incident?id={made}", "agreement": f"/agreement?id={made}",
            "review": f"/review?id={student}"}  # fmt: skip


def _passing(world: World) -> dict[str, str]:
    """Hand another young person over to a place, and ask a colleague to take the case on."""
    me, office = world.caller("counsellor"), world.caller("coordinator")
    sent = world.refer("officer2", student_name="安小舟")
    people = {name: one for one, name in screening.open_screening(office, sent.id).counsellors}
    case = world.decide(sent.id, counsellor_id=people["counsellor (虚构)"]).case_id
    place = organisations.OrganisationForm("station (虚构)", "protection_station")
    station = organisations.add_organisation(office, place).id
    invite = invitations.InviteForm("partner (虚构)", "partner", station)
    accept(world, invitations.invite(office, invite).link, "partner")
    raw = {
        "place_id": str(station), "question": "请在家访中看看孩子是否安全。", "summary": "已报告。",
        "shared": ["identity"], "needed_by": str((world.clock.at + timedelta(days=9)).date()),
        "urgent": "no",
    }  # fmt: skip
    made = handoffs.prepare(me, case, read(handoffs.HandoffForm, raw))
    handoffs.name_duty(me, made, handoffs.DutyForm("statutory_duty", "已强制报告。"))
    handoffs.send_handoff(me, made, handoffs.open_handoff(me, made).rev)
    handoffs.open_request(world.caller("partner"), made)
    transfers.ask_transfer(me, case, transfers.TransferForm(people["counsellor2 (虚构)"], "搬家。"))
    asked = transfers.transfers(me, case)[0].id
    return {"handed over": f"/handoff?id={made}", "transfer": f"/transfer?id={asked}"}


def _at(world: World, *, hours: float) -> sessions.BookForm:
    start = (world.clock.at + timedelta(hours=hours)).astimezone(ZoneInfo("Asia/Shanghai"))
    return sessions.BookForm(start.date(), f"{start:%H:%M}", "50")


def _referrals(world: World) -> dict[str, str]:
    """Leave one referral in each state that the coordinator can meet."""
    office = world.caller("coordinator")
    waiting = world.refer("teacher", danger="yes")  # the young person of the case, by another
    looked_at = world.refer(
        "teacher", student_name="白小舟", family_safe="no", family_reason="怕。"
    )
    screening.acknowledge(office, looked_at.id)
    asked = world.refer("teacher", student_name="唐小舟", family_safe="not_sure", family_reason="?")
    screening.acknowledge(office, asked.id)
    screening.ask_back(office, asked.id, screening.AskForm("他和谁最亲近？"))
    told = world.refer("officer2", student_name="温小舟")
    world.decide(told.id, "not_taken", not_taken="already_helped")
    screening.tell_back(office, told.id, screening.TellForm("yes", "here"))
    odd = world.refer("counsellor2", student_name=HOSTILE_NAME, facts=HOSTILE, worries=HOSTILE)
    states = {"odd": odd, "new": waiting, "looked at": looked_at, "asked": asked, "told": told}
    seen = {f"screen {name}": f"/screen?id={one.id}" for name, one in states.items()}
    return seen | {
        "teacher asked": f"/referral?id={asked.id}",
        "counsellor2 odd": f"/referral?id={odd.id}",
        "officer2 told": f"/referral?id={told.id}",
        "receipt": f"/refer?sent={waiting.id}",
    }


def _draft(world: World) -> dict[str, str]:
    """Keep a draft of the officer with every question answered."""
    draft = str(uuid4())
    answers = {**ANSWERS, "school_id": str(world.places["north"]), "danger": "yes"}
    drafts.keep_draft(world.caller("officer"), f"referral:{draft}", answers)
    return {"draft": f"/refer?draft={draft}"}


def _roll(world: World) -> dict[str, str]:
    """Put a student on the north school's roll, without a guardian yet."""
    form = students.StudentForm("白小舟", world.places["north"], None, "七年级3班")
    student_id: UUID = students.add_student(world.caller("teacher"), form)
    return {"student": f"/students?id={student_id}"}


def _asked_themselves(world: World) -> dict[str, str]:
    """A poster of the school, one who asked by it and waits, and one who was set aside."""
    office = world.caller("coordinator")
    form = referrals.PosterForm(world.places["north"])
    path = "/talk/" + referrals.make_poster(office, form).link.rsplit("/", 1)[1]
    at = {"talk link": path}
    for name, text in (("asked", "我睡不着。"), ("asked, set aside", HOSTILE)):
        form_of_theirs = referrals.SelfReferralForm("温小舟", "八年级1班", "大课间", "sleep", text)
        referrals.ask_for_talk(world.visitor, path.rsplit("/", 1)[1], form_of_theirs)
        made = referrals.self_referrals(office)[-1].id
        at[name] = f"/self_referral?id={made}"
    referrals.set_aside(office, made, referrals.SetAsideForm("not_reached"))
    return at


def _invitation(world: World) -> str:
    form = invitations.InviteForm("新老师 (虚构)", "teacher", world.places["north"])
    link = invitations.invite(world.caller("coordinator"), form).link
    return "/invite/" + link.rsplit("/", 1)[1]
