"""Ways of the plan: written, put to everybody, silence, a talk about it, looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from tests.support.care import PLAN
from tests.support.ways.ground import Ground, way
from wellbeing.forms import read
from wellbeing.services import plans, team, withholding

YES = plans.AnswerForm("agreed")
OWN_YES = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
REVIEWED = {"outcome": "go_on", "reasons": ["damage"], "text": "有用。"}


@way
def draft_plan(g: Ground) -> Iterator[None]:
    g.care.talk()
    yield
    plans.write_plan(g.me, g.case, read(plans.PlanForm, PLAN))


@way
def propose_plan(g: Ground) -> Iterator[None]:
    made = plans.write_plan(g.me, g.case, read(plans.PlanForm, PLAN))
    task = {"what": "散步", "party": "guardian", "place": "home", "due_on": "2026-04-30"}
    plans.add_task(g.me, made, read(plans.TaskForm, task))
    yield
    plans.propose(g.me, made)


@way
def answer_plan(g: Ground) -> Iterator[None]:
    made = g.care.plan()
    yield
    for who in (g.care.mother, g.care.father):
        plans.answer_plan(who, made, YES)


def _silence(g: Ground, *ways: str) -> UUID:
    made = g.care.plan()
    plans.record_answer(g.me, made, OWN_YES)
    g.move(days=20)
    for one in ways:
        _try(g, made, one)
    return made


def _try(g: Ground, made: UUID, one: str) -> None:
    view = plans.open_plan(g.me, g.case)
    assert view is not None
    for party in view.answers:
        if party.guardian_id is not None:
            plans.try_to_reach(g.me, made, plans.TryForm("guardian", party.guardian_id, one))
    g.move(minutes=5)


@way
def call_family(g: Ground) -> Iterator[None]:
    made = _silence(g)
    yield
    _try(g, made, "call")


@way
def ask_young_person(g: Ground) -> Iterator[None]:
    made = g.care.plan()
    yield
    plans.record_answer(g.me, made, OWN_YES)


@way
def ask_other_way(g: Ground) -> Iterator[None]:
    made = _silence(g, "call")
    yield
    _try(g, made, "visit")


@way
def decide_silence(g: Ground) -> Iterator[None]:
    made = _silence(g, "call", "visit")
    yield
    plans.name_basis(g.office, made, plans.BasisForm("protection", "联系不上。"))


@way
def talk_about_plan(g: Ground) -> Iterator[None]:
    made = g.care.plan()
    plans.answer_plan(g.care.mother, made, plans.AnswerForm("wants_talk"))
    yield
    g.move(days=1)
    plans.answer_plan(g.care.mother, made, YES)


@way
def name_basis(g: Ground) -> Iterator[None]:
    made = g.care.plan()
    plans.answer_plan(g.care.mother, made, YES)
    plans.record_answer(g.me, made, OWN_YES)
    kept = withholding.WithholdForm(g.care.father_id, "不安全。", date(2026, 6, 1))
    withholding.withhold(g.me, g.case, kept)
    yield
    plans.name_basis(g.me, made, plans.BasisForm("protection", "母亲与本人都同意。"))


@way
def review_plan(g: Ground) -> Iterator[None]:
    g.care.agree(made := g.care.plan())
    yield
    g.move(days=20)
    plans.review_plan(g.me, made, read(plans.ReviewForm, REVIEWED))


@way
def do_task(g: Ground) -> Iterator[None]:
    mine = next(one for one, name in team.people_for(g.me, g.case).family if name[:2] == "陆妈")
    g.care.agree(g.care.plan(user_id=str(mine)))
    view = plans.open_plan(g.me, g.case)
    assert view is not None
    yield
    plans.tick(g.care.mother, view.tasks[0].id, plans.TickForm("做到了。"))
