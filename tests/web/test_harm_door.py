"""A report of harm is one tap away on every page that shows a young person, as whoever may report.

Every page of the menu is opened with each record it is about. Where it shows the young person
there is one door, and behind it the form with that young person filled in.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from tests.support.hunt import Tab
from tests.support.hunt_scene import HuntScene
from wellbeing.policy import GRANTS, May
from wellbeing.ui import parts
from wellbeing.ui.navigation import ENTRIES

NAME = "陆小满"  # the young person of the open case
REPORTERS = ("coordinator", "counsellor: team", "teacher: helper", "officer: referrer")
DOOR = re.compile(r'class="mp-harm mp-no-print"><a[^>]*href="/harm(?:\?student=([0-9a-f-]*))?"')
# Which record each page is about; the rest of the menu are lists, the office, and drafts of one's
# own, where nobody is known yet.
ABOUT = {
    "cases/case.py": "case_id", "cases/tracker.py": "case_id", "cases/plan.py": "case_id",
    "cases/consents.py": "case_id", "cases/meeting.py": "case_id", "cases/closing.py": "case_id",
    "cases/hand_over.py": "case_id", "cases/own_sheet.py": "case_id",
    "safety/safety.py": "case_id", "safety/safety_plan.py": "case_id",
    "cases/session.py": "session_id", "cases/handoff.py": "handoff_id",
    "cases/referral.py": "referral_id", "cases/screen.py": "referral_id",
    "incidents/incident.py": "incident_id", "incidents/agreement.py": "incident_id",
    "incidents/review.py": "student_id", "office/students.py": "student_id",
}  # fmt: skip
# A page without a name of anybody: a handover that is only asked, a written request;
# and what somebody wrote who is nobody's record yet.
NOBODY = {"cases/transfer.py", "incidents/sealed.py", "cases/self_referral.py"}


def doors(scene: HuntScene, who: str, pages: dict[str, str] | None = None) -> dict[str, list[str]]:
    """Return where the doors lead of every page that shows the young person to this reader."""
    tab, found, mine = Tab(scene.caller(who, "open")), {}, scene.ids["open"]
    for path, record in (pages or ABOUT).items():
        if tab.has(path):
            kept = tab.open(path, {"id": str(mine[record])})
            assert not kept.failed, kept.failed
            if NAME in kept.words:
                found[path] = DOOR.findall(kept.words)
    return found


def test_everybody_who_may_report_walks_and_no_page_is_left_out() -> None:
    assert {one.split(":")[0] for one in REPORTERS} == set(GRANTS[May.REPORT_HARM])
    about_one = {one.path for one in ENTRIES if not one.listed}
    assert about_one == set(ABOUT) - {"office/students.py"} | NOBODY


def test_every_page_that_shows_a_young_person_has_the_one_door_to_the_form(
    scene: HuntScene,
) -> None:
    student, seen = str(scene.ids["open"]["student_id"]), set()
    for who in REPORTERS:
        found = doors(scene, who)
        assert {path: door for path, door in found.items() if door != [student]} == {}, who
        seen |= set(found)
    # The print of an agreement names people once it is agreed (tests/e2e/test_repair.py).
    assert seen == set(ABOUT) - {"incidents/agreement.py"}


@pytest.mark.parametrize("who", REPORTERS)
def test_behind_the_door_stands_whom_the_report_is_about(scene: HuntScene, who: str) -> None:
    tab = Tab(scene.caller(who, "open"))
    kept = tab.open("safety/harm.py", {"student": str(scene.ids["open"]["student_id"])})
    assert NAME in kept.words and any("harm-" in one for one in tab.buttons())
    other = tab.open("safety/harm.py", {"student": str(scene.ids["noise"]["student_id"])})
    assert not tab.buttons() or who == "coordinator", other.words


def test_every_list_has_the_door_too_and_who_may_not_report_has_none(scene: HuntScene) -> None:
    tab, family = (
        Tab(scene.caller("teacher: helper", "open")),
        Tab(scene.caller("parent: guardian", "open")),
    )
    for path in ("start/home.py", "cases/cases.py", "cases/tasks.py"):
        assert tab.has(path) and DOOR.findall(tab.open(path, {}).words) == [""], path
        assert family.has(path) and not DOOR.findall(family.open(path, {}).words), path


def test_a_page_that_forgets_whom_it_shows_is_found(
    scene: HuntScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = parts._harm_link

    def forgetting(about: UUID | None) -> Any:
        return real(None)

    monkeypatch.setattr(parts, "_harm_link", forgetting)
    assert doors(scene, "coordinator", {"cases/case.py": "case_id"}) == {"cases/case.py": [""]}
    monkeypatch.setattr(parts, "_harm_link", lambda about: "")
    assert doors(scene, "coordinator", {"cases/case.py": "case_id"}) == {"cases/case.py": []}
