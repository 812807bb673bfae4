"""The pages of the main path, filled through the use cases: from a referral to a plan in answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from benchmarks import sites
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    drafts,
    invitations,
    plans,
    screening,
    sessions,
    students,
    team,
)

TALKS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Whose page it is, which page, and with which query."""

    login: str
    page: str = ""
    query: str = ""


def places(site: sites.Site) -> dict[str, Place]:
    """Return the pages by name; everything that they show was written through the gate."""
    return {**_before(site), **_care(site)}


def _before(site: sites.Site) -> dict[str, Place]:
    sent = site.refer("白小舟")
    screening.acknowledge(site.office, sent)
    draft = str(uuid4())
    answers = {**sites.ANSWERS, "school_id": str(site.school)}
    drafts.keep_draft(site.officer, f"referral:{draft}", answers)
    return {
        "today, officer": Place("officer"),
        "refer: begin": Place("officer", "refer"),
        "refer: parts": Place("officer", "refer", f"draft={draft}"),
        "refer: what was seen": Place("officer", "refer", f"draft={draft}&step=seen"),
        "refer: check": Place("officer", "refer", f"draft={draft}&step=check"),
        "my referrals": Place("officer", "referrals"),
        "my referral": Place("officer", "referral", f"id={sent}"),
        "today, coordinator": Place("coordinator"),
        "queue": Place("coordinator", "queue"),
        "screen and decide": Place("coordinator", "screen", f"id={sent}"),
        "cases": Place("coordinator", "cases"),
    }


def _care(site: sites.Site) -> dict[str, Place]:
    """Lead one case to a plan that waits for the family's answer."""
    me = site.join("counsellor", "counsellor")
    case = _case(site)
    talk = _talks(me, case)
    goals = {
        "strengths": "喜欢羽毛球。(虚构)",
        "goal_1": "睡得早一点",
        "now_1": "3",
        "hoped_1": "7",
    }
    plan = plans.write_plan(me, case, read(plans.PlanForm, goals))
    day = (me.runtime.clock() + timedelta(days=20)).date()
    _family(site, case)
    (mother, *_), *_ = team.people_for(me, case).family
    task = plans.TaskForm("十点一起关手机", "guardian", mother, "home", day)
    plans.add_task(me, plan, task)
    plans.propose(me, plan)
    return {
        "today, counsellor": Place("counsellor"),
        "case, counsellor": Place("counsellor", "case", f"id={case}"),
        "talk": Place("counsellor", "session", f"id={talk}"),
        "plan": Place("counsellor", "plan", f"id={case}"),
        "progress": Place("counsellor", "tracker", f"id={case}"),
        "today, parent": Place("mother"),
        "case, parent": Place("mother", "case", f"id={case}"),
    }


def _case(site: sites.Site) -> UUID:
    sent = site.refer("陆小满")
    screening.acknowledge(site.office, sent)
    (counsellor, _), *_ = screening.open_screening(site.office, sent).counsellors
    raw = {
        "reasons": ["damage"], "urgency": "u3", "outcome": "new_case", "reason": "需要帮助。",
        "counsellor_id": counsellor,
    }  # fmt: skip
    decided = screening.decide(site.office, sent, read(screening.DecideForm, raw))
    screening.tell_back(site.office, sent, screening.TellForm("yes", "here"))
    if decided.case_id is None:
        raise SystemExit("the referral opened no case")
    return decided.case_id


def _family(site: sites.Site, case: UUID) -> None:
    """Let the mother in."""
    student = cases.open_case(site.office, case).student_id
    form = students.GuardianForm("陆妈妈 (虚构)", "mother", "guardian", "000-0000-0011")
    guardian = students.add_guardian(site.office, student, form)
    invite = invitations.InviteGuardianForm(guardian)
    code = invitations.invite_guardian(site.office, case, invite).link.rsplit("/", 1)[1]
    person = invitations.AcceptForm("陆妈妈 (虚构)", "mother", sites.PASSWORD)
    invitations.accept_invitation(Caller(site.runtime, address="127.0.0.1"), code, person)


def _talks(me: Caller, case: UUID) -> UUID:
    """Hold some talks, each with its note; return the last one."""
    zone = me.runtime.pack.time_zone
    for n in range(TALKS):
        start = (me.runtime.clock() - timedelta(hours=2 * (TALKS - n))).astimezone(zone)
        held = sessions.book(me, case, sessions.BookForm(start.date(), f"{start:%H:%M}", "50"))
        sessions.hold(me, held, _held(n))
        text = sessions.LAYOUTS["free"]("他说晚上睡不着。(虚构)", others_need="请多给他一点时间。")
        sessions.sign_note(me, held, text)
    return held


def _held(n: int) -> sessions.HeldForm | sessions.FirstHeldForm:
    return sessions.HeldForm() if n else sessions.FirstHeldForm("yes", "yes")
