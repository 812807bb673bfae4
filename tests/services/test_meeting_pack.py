"""The page for a meeting prints what the least privileged person in the room may see."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.support.care import Scene
from wellbeing.errors import Forbidden
from wellbeing.services import family, meeting_pack, plans
from wellbeing.services.meeting_pack import MeetingPack


def _who(scene: Scene, name: str) -> UUID:
    found = meeting_pack.attendees(scene.world.counsellor, scene.case)
    return next(one.id for one in found if one.name.startswith(name))


def _pack(scene: Scene, *names: str, strangers: int = 0) -> MeetingPack:
    chosen = tuple(_who(scene, name) for name in names)
    me = scene.world.counsellor
    return meeting_pack.meeting_pack(me, scene.case, chosen, strangers=strangers)


def _text(pack: MeetingPack) -> str:
    return "\n".join(line for part in pack.parts for line in part.lines)


def test_the_page_shrinks_to_what_everybody_in_the_room_may_see(scene: Scene) -> None:
    scene.talk()
    plan = scene.plan()
    plans.answer_plan(scene.mother, plan, plans.AnswerForm("agreed", "妈妈的话"))
    plans.answer_plan(scene.father, plan, plans.AnswerForm("wants_talk", "爸爸的话"))
    family.ask_counsellor(scene.father, scene.case, family.QuestionForm("爸爸的问题"))
    alone = _text(_pack(scene))
    office = _text(_pack(scene, "纪宁"))
    for words in ("我想睡得早一点", "妈妈的话", "爸爸的话", "爸爸的问题", "请多给他一点时间。"):
        assert words in alone and words in office
    with_mother = _pack(scene, "parent")
    assert "我想睡得早一点" in _text(with_mother) and "妈妈的话" in _text(with_mother)
    for words in ("爸爸的话", "爸爸的问题", "请多给他一点时间。", "他说晚上睡不着。"):
        assert words not in _text(with_mother)
    assert sum(part.left_out for part in with_mother.parts) >= 3
    both = _text(_pack(scene, "parent", "father"))
    assert "妈妈的话" not in both and "爸爸的话" not in both


def test_with_a_stranger_in_the_room_nobody_is_named(scene: Scene) -> None:
    scene.plan()
    pack = _pack(scene, strangers=1)
    assert _text(pack) == "" and pack.student == ""


def test_only_those_who_run_the_case_make_the_page(scene: Scene) -> None:
    for who in (scene.mother, scene.world.teacher, scene.world.officer):
        with pytest.raises(Forbidden):
            meeting_pack.meeting_pack(who, scene.case, ())
