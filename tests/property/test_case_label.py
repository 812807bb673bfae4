"""Where a case is: one word from the facts, the same for the same facts, first match."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_guide import NOW, PACK
from tests.property.test_guide import cases as any_case
from tests.support.handing import Handing
from tests.support.replay import replayed_label
from tests.support.ways.family import END
from tests.support.ways.plan import REVIEWED
from tests.support.world import World
from wellbeing.case_label import CaseLabel, label_of
from wellbeing.facts import CaseFacts
from wellbeing.forms import read
from wellbeing.services import cases, closing, consents, handoffs, plans, safety, screening


@given(any_case, st.booleans())
@settings(max_examples=200, deadline=None)
def test_the_same_facts_give_the_same_label_in_any_order(case: CaseFacts, waits: bool) -> None:
    turned = dataclasses.replace(
        case, sessions=case.sessions[::-1], handoffs=case.handoffs[::-1], harm=case.harm[::-1]
    )
    found = label_of(case, PACK, NOW, reporter_waits=waits)
    assert found == label_of(turned, PACK, NOW, reporter_waits=waits)
    assert (found is CaseLabel.CLOSED) == (case.state == "closed")
    assert (found is CaseLabel.CLOSING) == (case.state == "closing")


class Story(Handing):
    """A case that is led through everything that can be said of it."""

    def label(self) -> str:
        return cases.open_case(self.world.coordinator, self.case).label

    def begins(self) -> Iterator[str]:
        for one in cases.open_case(self.world.coordinator, self.case).referrals:
            yield "reporter_waits"
            screening.tell_back(self.world.coordinator, one.id, screening.TellForm("yes", "here"))
        yield "new"
        (given_,) = consents.consents(self.mother, self.case)
        consents.answer_consent(self.mother, given_.id, consents.ConsentAnswer("no"))
        yield "basis_waits"
        self.world.clock.move(minutes=5)
        consents.answer_consent(self.mother, given_.id, consents.ConsentAnswer("yes"))
        yield "new"

    def is_helped(self) -> Iterator[str]:
        self.talk()
        yield "assessing"
        made = self.begun()
        yield "handed_over"
        handoffs.finish(self.partner, made, handoffs.FinishForm("got_help", "安全。"))
        yield "handed_over"
        handoffs.close_loop(self.me, made, handoffs.LoopForm("need_met"))
        yield "assessing"
        plan = self.plan()
        yield "plan_out"
        self.agree(plan)
        yield "active"
        self.world.clock.move(days=60)
        yield "reviewing"
        plans.review_plan(self.me, plan, read(plans.ReviewForm, REVIEWED))
        yield "active"

    def ends(self) -> Iterator[str]:
        raw = {"urgency": "u1", "reasons": ["plan"], "why": "她说了出来。"}
        safety.change_urgency(self.me, self.case, read(safety.ChangeForm, raw))
        yield "urgent"
        closing.begin_closing(self.me, self.case)
        yield "closing"
        closing.resume_case(self.me, self.case)
        yield "urgent"
        self.world.clock.move(hours=1)
        safety.record_review(self.world.coordinator, self.case, safety.ReviewForm("看过了。"))
        slower = {"urgency": "u4", "reasons": ["low_mood"], "why": "平静了。"}
        safety.change_urgency(self.world.coordinator, self.case, read(safety.ChangeForm, slower))
        yield "active"
        closing.begin_closing(self.me, self.case)
        closing.close_case(self.me, self.case, read(closing.CloseForm, END))
        yield "closed"
        closing.reopen(self.me, self.case, closing.ReopenForm("又难了。"))
        yield "assessing"  # the plan of before has ended


def test_one_case_goes_through_every_label_and_its_steps_replayed_say_the_same(
    world: World,
) -> None:
    story, seen = Story(world), set()
    for label in chain(story.begins(), story.is_helped(), story.ends()):
        assert story.label() == label == replayed_label(world, story.case)
        seen.add(label)
    assert seen == set(CaseLabel)


def test_only_those_who_run_the_case_are_told_its_label(world: World) -> None:
    scene = Story(world)
    assert scene.label() == "reporter_waits"
    for who in (scene.mother, scene.father):
        assert cases.open_case(who, scene.case).label == "open"
