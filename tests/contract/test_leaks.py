"""What is written about people is in no byte that the site leaves on disk."""

from __future__ import annotations

import base64
import logging
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.support.world import World, case_with_parent
from wellbeing.services import (
    drafts,
    invitations,
    organisations,
    people,
    referrals,
    screening,
    students,
)

CANARIES = {
    "student_name": "秘密甲乙丙",
    "facts": "秘密事实Facts7391",
    "whose_words": "秘密原话Words7392",
    "seen_when": "秘密时间When7393",
    "seen_where": "秘密地点Where7394",
    "worries": "秘密担心Worry7395",
    "going_well": "秘密优势Well7396",
    "tried": "秘密努力Tried7397",
    "own_view": "秘密意愿View7398",
    "family": "秘密家庭Family7399",
    "basis_note": "秘密同意Basis7400",
    "class_name": "秘密班级Class7401",
    "school_number": "秘密学号Number7402",
}
OTHERS = [
    "秘密补充Add7403", "秘密问题Ask7404", "秘密回答Answer7405", "秘密理由Reason7406",
    "秘密联系Contact7407", "秘密草稿Draft7408", "秘密监护人Guardian7409", "000-7410-7411",
    "secret.login.7412", "秘密姓名Name7413", "2011-11-29", "秘密转给Passed7414",
]  # fmt: skip


def _encodings(text: str) -> set[bytes]:
    forms = {text.encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")}
    forms |= {base64.b64encode(form)[:-4] for form in set(forms)}
    forms |= {form.hex().encode() for form in set(forms)}
    forms.add(text.encode("ascii", "backslashreplace"))
    forms.add(text.encode("ascii", "xmlcharrefreplace"))
    return {form for form in forms if len(form) > 7}


def found_in(data: bytes, canaries: list[str]) -> set[str]:
    """Return which planted texts stand in these bytes in any common encoding."""
    return {text for text in canaries if any(form in data for form in _encodings(text))}


def _write_everything(world: World) -> None:
    """Plant every text through the real use cases."""
    sent = world.refer("officer", birth_date="2011-11-29", **CANARIES)
    referrals.add_to_referral(world.officer, sent.id, referrals.AddForm(OTHERS[0]))
    office = world.coordinator
    screening.acknowledge(office, sent.id)
    screening.ask_back(office, sent.id, screening.AskForm(OTHERS[1]))
    referrals.answer_question(world.officer, sent.id, referrals.AnswerForm(OTHERS[2]))
    form = screening.DecideForm(
        ("damage",), "u3", "passed_on", passed_to=OTHERS[11], reason=OTHERS[3]
    )
    screening.decide(office, sent.id, form)
    screening.tell_back(office, sent.id, screening.TellForm("yes", "phone", OTHERS[4]))
    drafts.keep_draft(world.teacher, "referral:x", {"facts": OTHERS[5]})
    found = students.find_students(office, CANARIES["student_name"])[0]
    guardian = students.GuardianForm(OTHERS[6], "mother", "guardian", OTHERS[7])
    students.add_guardian(office, found.id, guardian)
    place = world.places["north"]
    link = invitations.invite(office, invitations.InviteForm(OTHERS[9], "teacher", place)).link
    accepting = invitations.AcceptForm(OTHERS[9], OTHERS[8], "another good sentence")
    invitations.accept_invitation(world.visitor, link.rsplit("/", 1)[1], accepting)
    assert people.people(office) and organisations.organisations(office)


def _bytes_below(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_planted_text_is_on_disk(
    sqlite_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    handler = logging.FileHandler(scratch / "debug.log")
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.DEBUG)
    try:
        _write_everything(sqlite_world)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    planted = [*CANARIES.values(), *OTHERS]
    folder = sqlite_world.runtime.settings.folder
    assert (folder / "miaopu.sqlite3-wal").exists()
    assert (scratch / "debug.log").stat().st_size > 1_000
    assert found_in(_bytes_below(folder), planted) == set()
    assert found_in(_bytes_below(scratch), planted) == set()


def test_the_scan_finds_what_is_planted_beside_the_seal(sqlite_world: World) -> None:
    _write_everything(sqlite_world)
    leak = sqlite_world.runtime.settings.folder / "leak.txt"
    leak.write_text(f"x{CANARIES['facts']}x", encoding="utf-16")
    data = _bytes_below(sqlite_world.runtime.settings.folder)
    assert found_in(data, [*CANARIES.values(), *OTHERS]) == {CANARIES["facts"]}


def test_no_planted_text_is_in_the_server_log_of_postgresql(world: World) -> None:
    _write_everything(world)
    name = world.runtime.engine.dialect.name
    assert name in ("sqlite", "postgresql")
    if name == "postgresql":
        with world.runtime.engine.connect() as connection:
            for table in ("student", "referral", "guardian", "user_account", "draft", "audit"):
                rows = connection.exec_driver_sql(f"SELECT {table}::text FROM {table}").scalars()
                data = "\n".join(rows).encode()
                assert found_in(data, [*CANARIES.values(), *OTHERS]) == set(), table


def test_errors_of_the_database_carry_no_value(sqlite_world: World) -> None:
    from wellbeing.errors import WellbeingError

    sqlite_world.refer("officer", **CANARIES)

    @event.listens_for(sqlite_world.runtime.engine, "before_cursor_execute")
    def fail(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO addendum"):
            cursor.execute("INSERT INTO nowhere VALUES (1)")  # type: ignore[attr-defined]

    sent = referrals.my_referrals(sqlite_world.officer)[0]
    with pytest.raises(WellbeingError) as failed:
        form = referrals.AddForm(CANARIES["facts"])
        referrals.add_to_referral(sqlite_world.officer, sent.id, form)
    assert CANARIES["facts"] not in repr(failed.value)
    assert failed.value.__cause__ is None


def test_a_case_with_a_family_leaves_nothing_readable(sqlite_world: World) -> None:
    case_with_parent(sqlite_world)
    data = _bytes_below(sqlite_world.runtime.settings.folder)
    assert found_in(data, ["陆小满", "陆妈妈 (虚构)", "000-0000-0011"]) == set()
