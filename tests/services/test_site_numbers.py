"""A number that the rule pack holds is said and kept as the site has overridden it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.support.care import Scene
from tests.support.hunt import Tab
from tests.support.world import World
from wellbeing.errors import InvalidTransition
from wellbeing.forms import read
from wellbeing.services import cases, closing, harm, plans, safety, screening, sessions

SITE = """
[clocks]
harm_alarm = { minutes = 5 }
harm_red = { minutes = 45 }
crisis_contact = { hours = 10 }
crisis_week = { hours = 70 }
crisis_month = { hours = 200 }
note_lock = { hours = 5 }
handoff_link = { hours = 50 }
review_access = { hours = 3 }
[contact]
u1 = { hours = 6 }
u2 = { minutes = 90 }
u3 = { hours = 96, source = "heard in a lecture", verification = "unverified" }
u4 = { working_days = 7 }
[emergency]
police = { number = "0000", source = "a poster", verification = "unverified" }
[end]
tasks_percent = 50
calm_days = 9
[ages]
heard = { years = 15 }
"""


@pytest.fixture
def scene(world: World, family: None) -> Scene:
    """A case on a site that has put its own numbers into its one file."""
    world.override(SITE)
    return Scene(world)


def test_how_late_a_report_is_counts_by_the_sites_own_minutes(scene: Scene) -> None:
    world = scene.world
    raw = {"what": "小臂有瘀青。", "hold": "no"}
    made = harm.report_harm(world.teacher, scene.student, read(harm.NoticeForm, raw))
    world.clock.move(minutes=20)
    harm.tell_authority(world.teacher, made, read(harm.ToldForm, {"addressee": "police"}))
    (row,) = harm.harm_reports(world.coordinator)
    assert (row.minutes, row.pace, row.limits) == (20, "late", (5, 45))


def test_closing_asks_for_the_sites_own_percent_and_days(scene: Scene) -> None:
    found = closing.closing_checklist(scene.world.coordinator, scene.case)
    assert (found.percent, found.days) == (50, 9)


def test_a_young_person_is_asked_about_a_plan_from_the_sites_own_age_on(scene: Scene) -> None:
    made = scene.plan()  # he is twelve, and would be asked from eight on
    for who in (scene.mother, scene.father):
        plans.answer_plan(who, made, plans.AnswerForm("agreed"))
    view = plans.open_plan(scene.world.counsellor, scene.case)
    assert view is not None and view.state == "in_force"


def test_the_contacts_after_a_crisis_run_by_the_sites_own_clocks(scene: Scene) -> None:
    world = scene.world
    raw = {"urgency": "u1", "reasons": ("plan",), "why": "她说了出来。"}
    safety.change_urgency(world.counsellor, scene.case, read(safety.ChangeForm, raw))
    begun = world.clock.at
    due = []
    for hours in (1, 31, 141):
        world.clock.at = begun + timedelta(hours=hours)
        raw = {"kind": "contact", "way": "call", "text": "平静一些了。"}
        safety.record_contact(world.counsellor, scene.case, read(safety.ContactForm, raw))
        steps = cases.open_case(world.counsellor, scene.case).steps
        due += [(one.due_at - begun) / timedelta(hours=1) for one in steps
                if one.what == "crisis_contact"]  # fmt: skip
    assert due == [70, 200]


def test_every_level_says_the_sites_own_time_where_it_is_chosen(scene: Scene) -> None:
    tab = Tab(scene.world.counsellor)
    words = tab.open("safety/safety.py", {"id": str(scene.case)}).words
    assert "Speak within 6 hours. A guardian" in words
    assert "Book a talk within 7 working days." in words and "Speak within 4 hours" not in words
    (answers,) = [some for key, some in tab.choices().items() if key.endswith("-urgency")]
    assert answers[1:5] == ["Within 6 hours", "Within 90 minutes", "Within 4 days",
                            "Within 7 working days"]  # fmt: skip


def test_a_number_that_nobody_checked_is_marked_beside_the_choice_with_its_source(
    scene: Scene,
) -> None:
    sent = scene.world.refer("teacher")
    screening.acknowledge(scene.world.coordinator, sent.id)
    tab = Tab(scene.world.coordinator)
    deciding = tab.open("cases/screen.py", {"id": str(sent.id)}).words
    assert _marked(deciding, "Within 4 days: heard in a lecture")  # a line above the choice itself
    in_table = '<br><span class="mp-sub">'
    assert _marked(deciding, "heard in a lecture", in_table) and not _marked(deciding, "scale A")
    report = tab.open("safety/harm.py", {"student": str(scene.student)}).words
    assert _marked(report, "a poster")


def _marked(words: str, source: str, before: str = "") -> bool:
    """Tell whether a source stands there, marked as not checked."""
    mark = re.escape(before + source) + r" <span[^>]*>Not checked yet</span>"
    return re.search(mark, words) is not None


def test_how_long_a_note_stays_open_is_the_sites_to_say(scene: Scene) -> None:
    world, talk = scene.world, scene.talk()
    note = sessions.LAYOUTS["free"]("他说了很多。")
    world.clock.move(hours=4)
    sessions.sign_note(world.caller("counsellor"), talk, note)
    world.clock.move(hours=1, minutes=1)
    with pytest.raises(InvalidTransition):
        sessions.sign_note(world.caller("counsellor"), talk, note)
