"""How long a link, a look and a promise last: said and kept as the site's own file has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.handing import Handing
from tests.support.hunt import Tab
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import NotFound
from wellbeing.forms import read
from wellbeing.i18n import show_moment
from wellbeing.services import (
    cases,
    closing,
    cover,
    handoffs,
    people,
    screening,
    sessions,
    two_taps,
)

SITE = """
[clocks]
handoff_link = { hours = 50 }
review_access = { hours = 3 }
two_taps = { hours = 72 }
family_question = { working_days = 9 }
complaint = { working_days = 8 }
plan_talk = { working_days = 7 }
hold_review = { working_days = 6 }
[detention]
"again@2026-01-01" = { from_age = 14, under_age = 16, within_months = 7, article = "23" }
"""


@pytest.fixture
def site(world: World, family: None) -> World:
    """A site that has put its own times into its one file."""
    world.override(SITE)
    return world


def shown(world: World, **later: int) -> str:
    """Return how a moment from now reads on a page."""
    return show_moment("en", world.clock.at + timedelta(**later), world.runtime.pack.zone)


def test_a_link_for_a_place_outside_says_and_keeps_the_sites_own_time(site: World) -> None:
    scene = Handing(site)
    sent = scene.send("hospital")
    page = Tab(scene.me).open("cases/handoff.py", {"id": str(sent.id)}).words
    assert f"Their link works until {shown(site, hours=50)}." in page
    code = sent.link.rsplit("/", 1)[1]
    site.clock.move(hours=49)
    handoffs.enter(site.visitor, code)
    site.clock.move(hours=2)
    with pytest.raises(handoffs.LinkRefused):
        handoffs.enter(site.visitor, code)


def test_a_supervisors_look_ends_after_the_sites_own_time_and_its_page_says_when(
    site: World,
) -> None:
    scene = Handing(site)
    talk = scene.talk()
    me, other = (people.me(site.caller(one)).id for one in ("counsellor", "counsellor2"))
    cover.appoint_supervisor(site.coordinator, cover.SupervisorForm(me, other))
    tab = Tab(site.counsellor2)
    tab.open("cases/case.py", {"id": str(scene.case)})
    tab.fill({f"review-{scene.case}-occasion": "regular"})
    said = tab.press(f"send-review-{scene.case}").words
    assert "The talks are open to you for 3 hours." in said
    site.clock.move(hours=2)
    assert sessions.open_session(site.counsellor2, talk).parts
    site.clock.move(hours=1, minutes=1)
    assert sessions.open_session(site.counsellor2, talk).parts == {}


def test_a_two_tap_link_works_for_the_sites_own_time(site: World) -> None:
    scene = Handing(site)
    office, me = site.coordinator, site.counsellor
    for one in cases.open_case(office, scene.case).referrals:
        screening.tell_back(office, one.id, screening.TellForm("yes", "here"))
    closing.begin_closing(me, scene.case)
    raw = {"reason": "moved", "for_family": "再难时来找我。", "for_team": "好",
           "exception": "搬家", "looks": "yes"}  # fmt: skip
    form = read(closing.CloseForm, raw)
    closing.close_case(me, scene.case, form)
    look = cases.open_case(me, scene.case).follow_ups[0].id
    made = two_taps.make_link(me, look, two_taps.LinkForm("guardian"))
    assert made.ends_at == site.clock.at + timedelta(hours=72)
    code = made.link.rsplit("/", 1)[1]
    site.clock.move(hours=71)
    assert two_taps.asked(site.visitor, code).party == "guardian"
    site.clock.move(hours=2)
    with pytest.raises(NotFound):
        two_taps.asked(site.visitor, code)


def test_what_a_family_is_promised_is_the_sites_own_time(site: World) -> None:
    scene = Handing(site)
    plan = scene.plan()
    tab = Tab(scene.mother)
    tab.open("cases/case.py", {"id": str(scene.case)})
    tab.fill({f"question-{scene.case}-0-question": "何时再谈？"})
    said = tab.press(f"send-question-{scene.case}-0").words
    assert "You get an answer here within 9 working days." in said
    tab.fill({f"complain-{scene.case}-0-about": "plan", f"complain-{scene.case}-0-text": "太快。"})
    said = tab.press(f"send-complain-{scene.case}-0").words
    assert "must answer you within 8 working days." in said
    said = tab.press(f"answer-wants_talk-{plan}").words
    assert "will call you within 7 working days." in said


def test_within_how_many_months_it_counts_is_said_in_question_and_answer(site: World) -> None:
    repair = Repair(site)
    tab = Tab(repair.officer)
    listed = tab.open("incidents/incidents.py", {}).words
    assert "Did something like this happen before, within 7 months?" in listed
    page = tab.open("incidents/incident.py", {"id": str(repair.id)}).words
    assert "Before, within 7 months" in page and "twelve months" not in page
    report = Tab(repair.world.teacher).open("safety/harm.py", {"student": str(repair.student)})
    assert "within 2 working days" not in report.words
