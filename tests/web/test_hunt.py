"""The hunt: every page under every address as everybody, looking for what is others'.

One case is nobody's but counsellor2's, and every kind of text about it holds a word of its own
(tests/support/hunt_scene.py). Everybody opens every page with an id of that case from every table
there is: no such word may come back, and the answer must be the one for an id that never was.

That one missing check is found was proved on the real code, and is proved here again at every run
(`test_one_missing_rule_is_found`, `test_an_answer_that_tells_forbidden_from_absent_is_found`).
A few of these walks are done in a real browser by tests/e2e/test_doors.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, true
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.support.hunt import Kept, Tab, all_names, parameters
from tests.support.hunt_scene import PLANTED, THEIRS, HuntScene
from tests.support.matrix_scene import ACTORS
from wellbeing.errors import Forbidden, NotFound
from wellbeing.models import Handoff, Incident, Student
from wellbeing.runtime import run_as
from wellbeing.ui.navigation import ENTRIES
from wellbeing.web.gate import Gate
from wellbeing.web.routes import ROUTES
from wellbeing.work import Work

GUESTS = {"guest: link", "visitor"}
HUNTERS = sorted(set(ACTORS) - GUESTS)
# One person of each role tries an id from every table; the others the ids that pages ask for.
THOROUGH = {
    "administrator", "counsellor: team", "teacher: school", "officer: referrer",
    "parent: guardian", "partner: none", "tablet",
}  # fmt: skip
# Who hunts on PostgreSQL, too.
ON_BOTH = ("counsellor: team", "officer: referrer", "parent: guardian", "partner: none", "tablet")
ASKED_FOR = {
    "case_file", "student", "referral", "plan", "counselling_session", "handoff", "harm_report",
    "incident", "draft",
}  # fmt: skip
WRONG = (
    "", "0", "-1", "None", "true", "1e9", "../../etc/passwd", "' OR 1=1 --", "[]", "{}", "\x00",
    "\u202e", "٣", str(2**70), "a" * 10_000, "<script>alert(1)</script>", "2026-13-45",
)  # fmt: skip


def seen(who: str, kept: Kept) -> set[str]:
    """Return which planted words came back that are not this person's."""
    return {one for one in PLANTED if one in kept.words} - THEIRS.get(who, set())


def hunt(scene: HuntScene, who: str, kinds: Iterable[str], pages: Iterable[str] = ()) -> set[str]:
    """Open every page with every foreign id; return in words what should not be."""
    tab, found = Tab(scene.caller(who, "open")), set()
    ids = {kind: one for kind, one in scene.foreign().items() if kind in set(kinds)}
    for path, names in parameters().items():
        if pages and path not in pages:
            continue
        for name in names:
            absent = tab.open(path, {name: str(uuid4())})
            # What is not in one's menu is the same page whatever its address says: once is enough.
            tried = ids if tab.has(path) else dict(list(ids.items())[:1])
            for kind, foreign in tried.items():
                answer = tab.open(path, {name: foreign})
                where = f"{who}: {path}?{name}={kind}"
                found |= {f"{where} shows {word}" for word in seen(who, answer)}
                if answer.alike != absent.alike and who not in THEIRS:
                    found.add(f"{where} differs from an id that never was")
                if answer.failed:
                    found.add(f"{where} breaks: {answer.failed}")
    return found


def test_every_name_that_an_address_may_hold_is_tried() -> None:
    assert all_names() == {name for names in parameters().values() for name in names}
    assert set(parameters()) == {entry.path for entry in ENTRIES} and len(ENTRIES) > 35


@pytest.mark.parametrize("who", HUNTERS)
def test_no_address_shows_anybody_what_is_not_theirs(scene: HuntScene, who: str) -> None:
    kinds = scene.foreign() if who in THOROUGH else ASKED_FOR
    assert len(scene.foreign()) > 25 and set(ASKED_FOR) <= set(scene.foreign())
    assert hunt(scene, who, kinds) == set()


@pytest.mark.postgres
@pytest.mark.parametrize("who", ON_BOTH)
def test_on_postgresql_neither(scene_on_postgresql: HuntScene, who: str) -> None:
    scene = scene_on_postgresql
    assert scene.world.runtime.engine.dialect.name == "postgresql"
    assert len(scene.foreign()) > 25 and set(ASKED_FOR) <= set(scene.foreign())
    assert hunt(scene, who, ASKED_FOR) == set()


@pytest.mark.postgres
def test_on_postgresql_one_missing_rule_is_found_too(
    scene_on_postgresql: HuntScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Incident, "visible_to", classmethod(lambda cls, actor: true()))
    where = ("incidents/incident.py",)
    found = hunt(scene_on_postgresql, "officer: referrer", ASKED_FOR, where)
    assert any("differs" in one for one in found), found


@pytest.mark.parametrize("who", sorted(THOROUGH | {"coordinator", "counsellor: none"}))
def test_a_wrong_address_is_a_page_that_is_not_found(scene: HuntScene, who: str) -> None:
    """Wrong types, very long, hostile, and given twice with one's own id first or last."""
    tab, found = Tab(scene.caller(who, "open")), set()
    own, foreign = str(scene.ids["open"]["case_id"]), scene.foreign()["case_file"]
    for path, names in parameters().items():
        for name in names:
            values = (*WRONG, [own, foreign], [foreign, own], [foreign] * 50)
            for value in values if tab.has(path) else values[-2:]:
                kept = tab.open(path, {name: value})
                found |= {f"{path}?{name}={value!r:.30} shows {one}" for one in seen(who, kept)}
                if kept.failed:
                    found.add(f"{path}?{name}={value!r:.30} breaks: {kept.failed}")
    assert found == set()


def test_every_planted_word_is_there_to_be_found(scene: HuntScene) -> None:
    """Where it belongs: a hunt for words that no page shows to anybody would prove nothing."""
    ids, found = scene.foreign(), set()
    office, counsellor = (Tab(scene.caller(one, "noise")) for one in list(THEIRS)[:2])
    for tab, path, query in (
        (counsellor, "cases/session.py", {"id": str(scene.ids["noise"]["session_id"])}),
        (counsellor, "cases/refer.py", {"draft": scene.draft, "step": "check"}),
        (office, "cases/plan.py", {"id": ids["case_file"]}),
        (office, "safety/safety_plan.py", {"id": ids["case_file"]}),
        (office, "safety/harm.py", {"id": ids["harm_report"]}),
        (office, "incidents/incident.py", {"id": ids["incident"]}),
    ):
        words = tab.open(path, query).words
        found |= {word for word in PLANTED if word in words}
    assert found == set(PLANTED)


@pytest.mark.parametrize(
    ("model", "who", "page"),
    [
        (Student, "teacher: school", "office/students.py"),
        # A report of harm has a second rule before it: its young person must be visible, too.
        (Incident, "officer: referrer", "incidents/incident.py"),
        (Handoff, "partner: none", "cases/handoff.py"),
    ],
)
def test_one_missing_rule_is_found(
    scene: HuntScene, monkeypatch: pytest.MonkeyPatch, model: Any, who: str, page: str
) -> None:
    assert hunt(scene, who, ASKED_FOR, (page,)) == set()
    monkeypatch.setattr(model, "visible_to", classmethod(lambda cls, actor: true()))
    found = hunt(scene, who, ASKED_FOR, (page,))
    assert any("differs" in one for one in found), found
    # Behind the others' rule stands another one, which hides the words; not that they are there.
    assert model is not Student or any("shows" in one for one in found), found


def test_an_answer_that_tells_forbidden_from_absent_is_found(
    scene: HuntScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Work.find

    def telling(self: Work, model: Any, record_id: UUID) -> Any:
        try:
            return real(self, model, record_id)
        except NotFound:
            table = model.__table__
            there = select(table.c.id).where(table.c.id == record_id)
            if self.db.connection().execute(there).scalar() is not None:
                raise Forbidden() from None
            raise

    monkeypatch.setattr(Work, "find", telling)
    found = hunt(scene, "teacher: school", ASKED_FOR, ("cases/case.py", "cases/tracker.py"))
    assert found and all("differs" in one for one in found)


@pytest.fixture(scope="module")
def door(scene: HuntScene) -> TestClient:
    """The pages in front of Streamlit, as a browser without a sign-in has them."""
    run_as(scene.world.runtime)
    app = Starlette(routes=ROUTES, middleware=[Middleware(Gate)])
    return TestClient(app, follow_redirects=False, headers={"accept": "text/html"})


def test_without_a_sign_in_every_address_leads_to_the_sign_in(
    scene: HuntScene, door: TestClient
) -> None:
    for entry in ENTRIES:
        for foreign in scene.foreign().values():
            answer = door.get(f"/{entry.url}", params={"id": foreign})
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/signin?next=")
            assert not any(word in answer.text for word in PLANTED)


def test_a_guessed_code_is_a_code_that_never_was(scene: HuntScene, door: TestClient) -> None:
    def shown(path: str, code: str) -> tuple[int, str]:
        scene.world.clock.move(minutes=20)  # guessing is slowed down, one address at a time
        answer = door.get(f"/{path}/{code}")
        return answer.status_code, answer.text.replace(code, "#")

    for path in ("share", "invite", "reset", "ask", "media"):
        absent = shown(path, str(uuid4()))[0]
        for foreign in scene.foreign().values():
            status, text = shown(path, foreign)
            assert status == absent, path
            assert not any(word in text for word in PLANTED), path
