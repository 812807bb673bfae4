"""What a family reads of another place that was asked for help, told or not told."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.support.handing import Handing
from tests.support.holding import hold, written
from tests.support.world import World
from wellbeing.errors import Forbidden
from wellbeing.gate import Caller
from wellbeing.services import (
    cases,
    consents,
    handoffs,
)


@pytest.fixture
def scene(world: World, family: None) -> Handing:
    """A case that can be handed over, with two guardians."""
    return Handing(world)


def _asked(scene: Handing) -> UUID:
    """Ask the family whether the station may help, and send what they said yes to."""
    draft = scene.draft()
    assert handoffs.ask_to_share(scene.me, draft) == 2
    for who in (scene.mother, scene.father):
        asked = [one for one in consents.consents(who, scene.case) if one.purpose == "handoff"]
        consents.answer_consent(who, next(one.id for one in asked if one.mine), YES)
    handoffs.send_handoff(scene.me, draft, handoffs.open_handoff(scene.me, draft).rev)
    return draft


def _helped(scene: Handing) -> None:
    """Let the station whose help the family said yes to help, and close the loop."""
    sent = _asked(scene)
    handoffs.open_request(scene.partner, sent)
    handoffs.accept(scene.partner, sent)
    handoffs.begin(scene.partner, sent, handoffs.ContactForm("周二家访。"))
    handoffs.finish(scene.partner, sent, handoffs.FinishForm("got_help", "已安排每周家访。"))
    handoffs.close_loop(scene.me, sent, handoffs.LoopForm("need_met"))


YES, NO = consents.ConsentAnswer("yes"), consents.ConsentAnswer("no")


def test_a_family_that_was_asked_reads_one_line_about_the_other_place(scene: Handing) -> None:
    def words(who: Caller) -> list[tuple[str, str]]:
        return [(one.place, one.word) for one in handoffs.known_to_family(who, scene.case)]

    sent, place = _asked(scene), "station (虚构)"
    assert words(scene.mother) == words(scene.father) == [(place, "asked")]
    handoffs.open_request(scene.partner, sent)
    handoffs.accept(scene.partner, sent)
    assert words(scene.mother) == [(place, "helping")]
    handoffs.begin(scene.partner, sent, handoffs.ContactForm("周二家访。"))
    handoffs.finish(scene.partner, sent, handoffs.FinishForm("got_help", "已安排每周家访。"))
    assert words(scene.mother) == [(place, "over")]
    for who in (scene.me, scene.world.teacher, scene.partner):  # the line is for families alone
        with pytest.raises(Forbidden):
            handoffs.known_to_family(who, scene.case)
    mine = next(one for one in consents.consents(scene.mother, scene.case)
                if one.purpose == "handoff" and one.mine)  # fmt: skip
    consents.answer_consent(scene.mother, mine.id, NO)
    assert words(scene.mother) == []


def test_a_family_that_was_not_told_reads_nothing_of_it(scene: Handing) -> None:
    scene.send()  # on a duty, of which nobody was told
    assert handoffs.known_to_family(scene.mother, scene.case) == ()
    (duty,) = [one for one in consents.consents(scene.me, scene.case) if one.purpose == "handoff"]
    consents.inform_family(scene.me, duty.id, consents.InformForm("phone"))
    (line,) = handoffs.known_to_family(scene.mother, scene.case)
    assert line.word == "asked"


def test_a_family_that_agreed_once_is_not_told_of_a_later_asking_on_a_duty(scene: Handing) -> None:
    def word(who: Caller) -> str:
        return handoffs.known_to_family(who, scene.case)[0].word

    _helped(scene)
    scene.world.clock.move(hours=1)
    scene.send(shared=["identity", "progress"])  # more than was agreed: on a duty, not told
    assert word(scene.mother) == word(scene.father) == "over"
    duty = next(one.id for one in consents.consents(scene.me, scene.case)
                if one.purpose == "handoff" and one.state == "named")  # fmt: skip
    consents.inform_family(scene.me, duty, consents.InformForm("phone"))
    assert word(scene.mother) == word(scene.father) == "asked"


def test_the_chronology_tells_what_was_handed_over_to_those_who_may_know(scene: Handing) -> None:
    sent = scene.accepted()
    number = handoffs.open_handoff(scene.me, sent).row.reference
    told = {(one.action, one.number) for one in cases.open_case(scene.me, scene.case).timeline
            if one.machine == "handoff"}  # fmt: skip
    assert told == {("handoff_accept", number), ("handoff_send", number)}
    for who in (scene.mother, scene.father):
        assert not [one for one in cases.open_case(who, scene.case).timeline
                    if one.machine == "handoff"]  # fmt: skip


def test_a_place_they_know_is_asked_again_and_who_is_not_told_reads_the_same(
    scene: Handing,
) -> None:
    _helped(scene)
    before = handoffs.known_to_family(scene.father, scene.case)
    scene.world.clock.move(hours=1)
    hold(scene, written(scene, hold="no"), scene.father_id)
    scene.send()
    assert handoffs.known_to_family(scene.father, scene.case) == before
    assert [one.word for one in handoffs.known_to_family(scene.mother, scene.case)] == ["asked"]
