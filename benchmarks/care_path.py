"""The case page beside a stock server's empty page, and the guide over many cases, in one run.

Start it with `make bench-care`.
"""

from __future__ import annotations

import argparse
import gc
import logging
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks import beside, report, sites
from benchmarks.load import Target
from benchmarks.report import Figure
from benchmarks.statements import counted
from wellbeing.case_facts import facts_of, waiting_cases
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.guide import next_steps
from wellbeing.models import (
    Case,
    CaseMember,
    CounsellingSession,
    LawfulBasis,
    Plan,
    PlanTask,
    Student,
    Transition,
)
from wellbeing.policy import May
from wellbeing.row_security import enter_as_site
from wellbeing.services import cases

SESSIONS, ENTRIES = 40, 200
PER_CASE = {"sessions": 8, "tasks": 6}


@use_case(may=May.RUN_CASE)
def grow(work: Work, number: int, sessions: int, entries: int) -> UUID:
    """Write cases in bulk: each its own young person, talks, a plan in force and tasks."""
    enter_as_site(work.db.connection())  # a counsellor opens no case
    for n in range(number):
        student = Student(name=f"同学{n} (虚构)", created_at=work.now, changed_at=work.now)
        work.db.add(student)
        work.db.flush()
        case = _case(work, student.id)
        _talks(work, case, sessions)
        _plan(work, case)
        work.db.add_all(_step(work, case, entry) for entry in range(entries))
    return case.id


def _case(work: Work, student_id: UUID) -> Case:
    case = Case(
        number=f"C-2026-{uuid4().hex[:6].upper()}", state="open", student_id=student_id,
        opened_at=work.now - timedelta(days=90), urgency="u3", clock_started_at=work.now,
    )  # fmt: skip
    work.db.add(case)
    work.db.flush()
    me = work.actor.user_id
    work.db.add(CaseMember(case_id=case.id, user_id=me, role="counsellor", since=work.now))
    work.db.add(
        LawfulBasis(
            case_id=case.id, student_id=student_id, purpose="help", fields="identity,notes,reason",
            kind="guardian_consent", state="agreed", closes=False, at=work.now,
        )
    )  # fmt: skip
    return case


def _talks(work: Work, case: Case, number: int) -> None:
    for n in range(number):
        start = work.now - timedelta(days=2 * (number - n), hours=3)
        talk = CounsellingSession(
            case_id=case.id, student_id=case.student_id, room="Interview room", starts_at=start,
            ends_at=start + timedelta(minutes=50), state="held", talk_consent="yes",
            missed_by="", noted_at=start + timedelta(hours=1),
        )  # fmt: skip
        talk.others_need = "请多给他一点时间。(虚构)"
        work.db.add(talk)


def _plan(work: Work, case: Case) -> None:
    plan = Plan(
        case_id=case.id, student_id=case.student_id, version=1, state="in_force", basis="agreed",
        drafted_at=work.now, proposed_at=work.now, in_force_at=work.now,
        review_on=work.today + timedelta(days=30), asks_young_person=True,
    )  # fmt: skip
    plan.strengths = "喜欢羽毛球。(虚构)"
    work.db.add(plan)
    work.db.flush()
    for _ in range(PER_CASE["tasks"]):
        task = PlanTask(
            plan_id=plan.id, case_id=case.id, student_id=case.student_id, party="guardian",
            place="home", due_on=work.today + timedelta(days=9), state="open",
        )  # fmt: skip
        task.what = "十点一起关手机 (虚构)"
        work.db.add(task)


def _step(work: Work, case: Case, n: int) -> Transition:
    action = "resume" if n % 2 else "begin_closing"
    return Transition(
        machine="case", object_id=case.id, action=action, left="open", reached="closing",
        at=work.now - timedelta(hours=n),
    )  # fmt: skip


@use_case(may=May.RUN_CASE, access=Access.READ)
def guide_all(work: Work) -> tuple[int, float, float]:
    """Return how many cases were guided, seconds of reading facts, seconds of the guide."""
    start = time.perf_counter()
    cases, found = waiting_cases(work)
    assert len(found) == len(cases)
    whole = time.perf_counter() - start
    facts = facts_of(work, cases)
    start = time.perf_counter()
    assert all(next_steps(one, work.runtime.pack, work.now) for one in facts)
    guiding = time.perf_counter() - start
    return len(cases), whole - guiding, guiding


def main() -> None:
    """Measure both, and print every figure with its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few cases, few reruns")
    quick = parser.parse_args().quick
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        found = _guide(folder / "guide", 200 if quick else 2_000)
        found += _page(folder / "case", 10 if quick else 30)
    report.figures(found)


def _guide(folder: Path, number: int) -> list[Figure]:
    site = sites.make(folder)
    who = site.join("counsellor", "counsellor")
    for _ in range(number // 100):
        grow(who, 100, PER_CASE["sessions"], 0)
    guide_all(who)
    gc.collect()
    gc.freeze()  # as the server does when it has started
    count, reading, guiding = guide_all(who)
    site.runtime.close()
    whole = 1_000 * (reading + guiding) / count
    share = reading / (reading + guiding)
    print(f"{count:,} cases: {reading + guiding:.2f} s, of which reading by SQL {share:.0%}")
    return [Figure("guide, 1,000 cases in one pass, facts read", whole, 1.0, "s")]


def _page(folder: Path, reruns: int) -> list[Figure]:
    site = sites.make(folder)
    who = site.join("counsellor", "counsellor")
    case = grow(who, 1, SESSIONS, ENTRIES - SESSIONS)
    small = grow(who, 1, 2, 2)
    few, many = (_statements(site, who, one) for one in (small, case))
    site.runtime.close()
    page = Target(0, 0, "case", (who.token,), (b"mp-steps", 1), f"id={case}")
    ratio = beside.ratio(folder, page, f"case, {SESSIONS} talks, {ENTRIES} entries", reruns)
    return [
        Figure(f"case page, {SESSIONS} talks, {ENTRIES} entries / stock", ratio, 0.8),
        Figure(f"statements of the case page, few entries: {few}", many, few, ""),
    ]


def _statements(site: sites.Site, who: Caller, case: UUID) -> int:
    cases.open_case(who, case)  # today's first read is entered in the audit
    with counted(site) as seen:
        cases.open_case(who, case)
    return len(seen)


if __name__ == "__main__":
    main()
