"""What security.md says is what the code does."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from wellbeing import passwords, step_up
from wellbeing.config import Settings
from wellbeing.crypto import Compartment
from wellbeing.forms import LIMITS, Kind
from wellbeing.services import (
    audit_trail,
    caseload,
    drafts,
    invitations,
    reset,
    school_sign_in,
    set_up,
    sign_in,
    students,
)
from wellbeing.services.cases import listing
from wellbeing.services.screening.queue import PAGE as OF_THE_QUEUE
from wellbeing.web import origin

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SECTIONS = (
    "Ways in", "Numbers", "Guessing", "Password words", "Sign-ins", "Input", "Files",
    "Who may do what", "Classification", "Keys", "Inventory of cryptography", "Connections", "Logs",
    "What costs time", "Updates",
)  # fmt: skip


def section(name: str) -> str:
    """Return the words of one section."""
    return TEXT.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


def _cells(name: str) -> list[list[str]]:
    lines = [one for one in section(name).splitlines() if one.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_that_the_register_leans_on_is_there(name: str) -> None:
    assert len(section(name)) > 100


def test_the_numbers_in_the_document_are_the_codes_own() -> None:
    settings = Settings()
    upload = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]
    known = [
        passwords.SHORTEST, passwords.LONGEST, sign_in.PER_ACCOUNT, sign_in.PER_ADDRESS,
        settings.idle_minutes, settings.session_hours, step_up.FRESH_FACTOR // timedelta(minutes=1),
        settings.invitation_days, reset.HOURS, settings.background_check_days, settings.log_days,
        settings.password_memory_kib, upload["maxUploadSize"],
    ]  # fmt: skip
    assert [int(value) for _, value in _cells("Numbers")] == known
    assert timedelta(minutes=15) == sign_in.WINDOW and "15 minutes" in section("Numbers")


def test_the_words_that_no_password_may_lean_on_are_named() -> None:
    for word in passwords._EXPECTED:
        assert word in section("Password words")


def test_every_way_in_is_named_in_the_document() -> None:
    """A use case that returns a sign-in, or sets a password for a visitor, is a way in."""
    services = (invitations, reset, school_sign_in, set_up, sign_in)
    ways = {
        name
        for module in services
        for name, act in vars(module).items()
        if hasattr(act, "__use_case__") and "SignedIn" in str(act.__annotations__.get("return"))
    }
    named = {row[0].strip("`") for row in _cells("Ways in")}
    assert ways - {"set_up_demo"} <= named and named - ways == {"set_new_password"}


def test_the_inventory_of_cryptography_is_what_the_code_imports() -> None:
    imported = set()
    for path in (ROOT / "wellbeing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cryptography"):
                imported |= {one.name for one in node.names}
    assert imported == {row[0].strip("`") for row in _cells("Inventory of cryptography")}


def test_every_compartment_is_classified_in_the_document() -> None:
    rows = _cells("Classification")
    assert {row[0].strip("`") for row in rows} == {one.value for one in Compartment}
    assert all("sealed" in row[2] for row in rows)


def test_every_kind_of_field_and_its_limit_is_in_the_document() -> None:
    limits = {kind.value: f"{LIMITS[kind]}" if kind in LIMITS else "–" for kind in Kind}
    assert {kind: limit for kind, _, limit in _cells("Input")} == limits


def test_what_costs_time_is_bounded_as_the_document_says() -> None:
    bounds = (
        students.MOST_FOUND, OF_THE_QUEUE, listing.PAGE, audit_trail.PAGE, audit_trail.MOST,
        caseload._MOST, drafts.MOST_CHARACTERS, origin.MOST_BYTES,
    )  # fmt: skip
    assert [int(bound) for _, bound in _cells("What costs time")] == list(bounds)
    assert f"costs {Settings().password_memory_kib // 1024} MiB" in section("What costs time")


def test_a_number_that_was_changed_in_the_code_alone_would_be_found() -> None:
    assert re.search(r"\| 12 \|", section("Numbers"))
