"""A case of which something is kept from the father, and everything that a reader is shown."""

from __future__ import annotations

from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

from tests.support.care import PLAN, Scene
from tests.support.matrix import use_cases
from wellbeing.errors import WellbeingError
from wellbeing.forms import read
from wellbeing.gate import Access, Caller
from wellbeing.models import Kept
from wellbeing.services import kept_texts, plans, team

CANARY = "金丝雀"
REVIEW = date(2026, 4, 1)
OPEN = {"我想睡得早一点", "十点一起关手机"}


class Keeping:
    """A case whose every text for the family has a word of its own, and the way to keep it."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.me = scene, scene.world.counsellor
        self.plan = plans.write_plan(self.me, scene.case, self.form())
        people = dict((name, one) for one, name in team.people_for(self.me, scene.case).family)
        self.father_user = people["陆爸爸 (虚构)"]
        self.task("十点一起关手机")
        self.hidden_task = self.task(f"{CANARY}任务", user_id=str(self.father_user))
        view = self.view()
        self.goal = view.goals[1].id
        levels = plans.LevelsForm(*(f"{CANARY}级{n}" for n in range(5)))
        plans.describe_levels(self.me, self.goal, levels)
        plans.propose(self.me, self.plan)

    def form(self, **changes: str) -> plans.NextPlanForm:
        words = {"strengths": f"{CANARY}长处", "goal_2": f"{CANARY}目标", **changes}
        return read(plans.NextPlanForm, {**PLAN, **words})

    def task(self, what: str, **more: str) -> UUID:
        raw = {"what": what, "party": "guardian", "place": "home", "due_on": "2026-04-30", **more}
        return plans.add_task(self.me, self.plan, read(plans.TaskForm, raw))

    def view(self, who: Caller | None = None) -> plans.PlanView:
        found = plans.open_plan(who or self.me, self.scene.case)
        assert found is not None
        return found

    def keep(self, kept: Kept, object_id: UUID, me: Caller | None = None) -> UUID:
        form = kept_texts.KeepForm(self.scene.father_id, f"{CANARY}为什么", REVIEW)
        return kept_texts.keep_text(me or self.me, kept.value, object_id, form)

    def keep_all(self) -> None:
        for kept, one in (
            (Kept.GOAL, self.goal), (Kept.TASK, self.hidden_task), (Kept.STRENGTHS, self.plan),
            (Kept.SCORES, self.scene.case),
        ):  # fmt: skip
            self.keep(kept, one)


def shown_to(who: Caller, ids: dict[str, Any], extra: dict[str, Any] | None = None) -> str:
    """Return everything that any view about this case, child or record gives to somebody."""
    found = []
    acts = extra or {name: act for name, act in use_cases().items()}
    for name, act in acts.items():
        hints = get_type_hints(act)
        names = [one for one in hints if one not in ("caller", "work", "return")]
        if act.__use_case__[1] is not Access.READ or not set(names) <= set(ids):
            continue
        try:
            found.append(f"{name}: {act(who, *(ids[one] for one in names))!r}")
        except WellbeingError:
            continue
    assert extra or len(found) >= 10, found
    return "\n".join(found)


def ids_of(case: Keeping) -> dict[str, Any]:
    """Return by what the views of this case are asked."""
    return {"case_id": case.scene.case, "student_id": case.scene.student, "version": 0}
