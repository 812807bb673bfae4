"""Every use case, asked by everybody about every record, against a file that was reviewed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import true

from tests.support import matrix
from tests.support.matrix import COMMAND, FILE, leaks, use_cases, written
from tests.support.matrix_scene import ACTORS, MatrixScene
from tests.support.matrix_whole import WholeScene
from tests.support.planted import DATABASES, PlantedOn
from wellbeing.crypto import SubjectErased, reveal_kept
from wellbeing.errors import WellbeingError
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, Plan, Student
from wellbeing.policy import NEVER, OPENS, Actor, May, Role
from wellbeing.services import cases

ROWS = list(csv.reader(FILE.open(encoding="utf-8"))) if FILE.exists() else []


@pytest.fixture(params=DATABASES)
def scene(
    request: pytest.FixtureRequest, planted_on: PlantedOn, tmp_path: Path
) -> Iterator[WholeScene]:
    """Everybody, with every relation, on this database."""
    with planted_on(WholeScene, request.param).copied(tmp_path / "site") as opened:
        yield opened


@pytest.fixture
def sqlite_scene(planted_on: PlantedOn, tmp_path: Path) -> Iterator[WholeScene]:
    """The same on SQLite alone."""
    with planted_on(WholeScene, "sqlite").copied(tmp_path / "site") as opened:
        yield opened


def _differences(found: str) -> str:
    """Return in words which decisions differ from the file."""
    known = {(row[0], row[1]): row[2:] for row in ROWS[1:]}
    lines = []
    for name, state, *letters in csv.reader(found.splitlines()[1:]):
        old = known.pop((name, state), None)
        if old is None:
            lines.append(f"{name} ({state}) is not in the file")
            continue
        pairs = zip(ACTORS, old, letters, strict=True)
        lines += [f"{name} ({state}) {who}: {a} -> {b}" for who, a, b in pairs if a != b]
    lines += [f"{name} ({state}) is gone" for name, state in known]
    return f"Review, then write the file anew with `{COMMAND}`:\n" + "\n".join(sorted(lines))


@pytest.mark.timeout(900)  # some ten thousand calls, on a loud machine too
def test_the_gate_decides_as_the_reviewed_file_says(scene: MatrixScene) -> None:
    found = written(matrix.matrix(scene, use_cases()))
    assert found == FILE.read_text(encoding="utf-8"), _differences(found)


def test_no_view_shows_anybody_a_case_that_is_not_theirs_nor_somebody_who_was_erased(
    scene: MatrixScene,
) -> None:
    assert leaks(scene, use_cases()) == set()
    name = cases.open_case(
        scene.caller("coordinator", "open"), scene.ids["open"]["case_id"]
    ).student
    assert name == "陆小满"


def test_one_erased_young_person_closes_no_list_and_no_start_page(scene: MatrixScene) -> None:
    for who in ACTORS:
        caller = scene.caller(who, "open")
        for name, act in use_cases().items():
            reads = act.__use_case__[1] is Access.READ
            if reads and not matrix.about_records(act):
                try:
                    act(caller, *matrix.arguments(scene, name, act, "open", who))
                except SubjectErased:
                    pytest.fail(f"{name} is closed to {who}")
                except WellbeingError:
                    continue


@use_case(may=May.SEE_CASE, access=Access.READ)
def planted(work: Work, case_id: UUID) -> str:
    """Show any plan of any case, as a forgotten rule would."""
    from sqlalchemy import select

    texts = reveal_kept(work.db.scalars(select(Plan)).all(), "strengths", "")
    return "".join(texts)


def _only(act: Any) -> dict[str, Any]:
    return {"planted.planted": act}


def test_a_planted_missing_rule_is_found_by_both(
    scene: MatrixScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert leaks(scene, _only(planted)) == set()
    monkeypatch.setattr(Plan, "visible_to", classmethod(lambda cls, actor: true()))
    assert ("planted.planted", "counsellor: team") in leaks(scene, _only(planted))
    acts = {name: act for name, act in use_cases().items() if name == "cases.case.open_case"}
    before = matrix.matrix(scene, acts)
    for model in (Case, Student):
        monkeypatch.setattr(model, "visible_to", classmethod(lambda cls, actor: true()))
    assert matrix.matrix(scene, acts) != before


def test_a_new_use_case_must_be_in_the_file(sqlite_scene: MatrixScene) -> None:
    module = ModuleType("wellbeing.services.planted")
    act = planted
    act.__module__ = module.__name__
    module.planted = act  # type: ignore[attr-defined]
    found = written(matrix.matrix(sqlite_scene, use_cases(iter((module,)))))
    assert "planted.planted (open) is not in the file" in _differences(found)


def test_a_parameter_that_nobody_explained_is_asked_for(sqlite_scene: MatrixScene) -> None:
    def strange(caller: Any, unheard: int) -> None:
        """Ask for something new."""

    with pytest.raises(LookupError, match=r"say how to call strange\(unheard\)"):
        matrix.arguments(sqlite_scene, "strange", strange, "open")


# What whoever holds a link or the lent tablet, or nobody at all, comes through to.
_OPEN_TO_GUESTS = (
    "handoffs.door.enter", "set_up.site", "sign_in.", "check_in.", "people.me",
    "handoffs.look.", "handoffs.receive.", "invitations.invitation",
    "invitations.accept_invitation", "reset.reset_link", "reset.set_new_password", "two_taps.",
    "referrals.self_referral.",
)  # fmt: skip
_OWN = (
    "drafts.", "home.", "organisations.", "own_account.", "people.choose_language",
    "school_sign_in.", "second_factor.", "welcome.",
)  # fmt: skip


# Views that let people through and have nothing to show in the scene. No act lets nobody through:
# one that the command line alone may do would stand here, too, with its reason.
_NOTHING_TO_SHOW = {
    "background_checks.checks_ending": "a count of none: the scene asks for no background check",
    "cases.reasons.case_reasons": "no rule has asked for a reason in the scene",
    "handoffs.family.known_to_family": "its places rest on a duty that no family was told of",
    "rulebook.refused_instruments": "the scene has no instrument of its own to refuse",
    "sign_in.check_live": "whether the visit is to be noted anew: it was a moment ago",
}


def test_every_act_lets_somebody_through() -> None:
    letters = dict[str, set[str]]()
    for name, _, *row in ROWS[1:]:
        letters.setdefault(name, set()).update(row)
    shut = {name for name, found in letters.items() if "y" not in found}
    assert shut == set(_NOTHING_TO_SHOW)
    assert all("n" in letters[name] for name in shut)
    assert not {name for name, found in letters.items() if "e" in found}


def _column(who: str) -> Iterator[tuple[str, str, str]]:
    place = ROWS[0].index(who)
    for row in ROWS[1:]:
        yield row[0], row[1], row[place]


def test_the_file_keeps_what_must_never_change() -> None:
    assert len(ROWS) > 150 and ROWS[0][2:] == list(ACTORS)
    touching = ("sessions.", "plans.draft", "closing.", "measures.", "withholding.")
    for name, state, letter in _column("counsellor: none"):
        if state != "-" and name.startswith(touching):
            assert letter in "hn", (name, state)
    for who in ("officer: referrer", "officer: helper", "teacher: helper", "administrator"):
        for name, _, letter in _column(who):
            if name.startswith(("sessions.", "measures.record", "check_in.lend")):
                assert letter == "r", (who, name)
    # Doors that are open to all; and among the guardians everybody finds themselves.
    doors = {name for name, act in use_cases().items() if act.__use_case__[0] is May.VISIT}
    doors |= {"students.guardians"}
    for name, state, letter in _column("parent: withheld"):
        if state != "-":
            assert letter in "rhn" or name in doors, (name, state)
    for name, _, letter in _column("administrator"):
        touched = name.startswith(("cases.", "plans.", "referrals.", "students.", "screening."))
        if touched and name not in doors:
            assert letter == "r", name


def test_who_has_no_account_here_comes_through_to_nothing_else() -> None:
    for who in ("partner: none", "guest: link", "tablet", "visitor"):
        for name, state, letter in _column(who):
            if state != "-" and not name.startswith("handoffs."):
                assert letter in "rhs", (who, name)
            if letter == "y" and not name.startswith(_OPEN_TO_GUESTS):
                assert who == "partner: none" and name.startswith(_OWN), (who, name)


def test_no_police_role_opens_counselling_and_no_administrator_a_text_about_a_minor() -> None:
    compartments = frozenset().union(*OPENS.values())
    for role in Role:
        both = Actor(None, frozenset({role, Role.OFFICER}))
        assert not both.opens("counselling"), role
        looks_after = Actor(None, frozenset({role, Role.ADMINISTRATOR}))
        assert {one for one in compartments if looks_after.opens(one)} <= {"account"}, role
    assert set(NEVER) == {Role.OFFICER, Role.ADMINISTRATOR}
    assert Path(FILE).exists()
