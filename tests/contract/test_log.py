"""The log: JSON lines with a request id, rotated by day, and never a word about a person."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.contract.test_leaks import CANARIES, OTHERS, _write_everything, found_in
from tests.support.world import PASSWORD, World
from wellbeing import journal
from wellbeing.errors import Forbidden, WellbeingError
from wellbeing.services import people, referrals, screening, sign_in, students
from wellbeing.services.sign_in import SignInForm

PLANTED = [*CANARIES.values(), *OTHERS, PASSWORD, "秘密登录名7420"]


@pytest.fixture
def log(world: World) -> Iterator[Path]:
    """The site's log file, and every library's logger hushed."""
    settings = world.runtime.settings
    factory = logging.getLogRecordFactory()
    journal.open_file(settings.log_folder, settings.log_days)
    journal.hush_libraries()
    yield settings.log_folder / journal.FILE
    logging.setLogRecordFactory(factory)
    for handler in journal.LOG.handlers[:]:
        handler.close()
        journal.LOG.removeHandler(handler)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_is_json_with_request_actor_act_and_outcome(world: World, log: Path) -> None:
    who = world.officer
    number = journal.begin()
    referrals.my_referrals(who)
    sent = world.refer("officer")
    lines = _lines(log)
    mine = next(one for one in lines if one["act"] == "send_referral")
    assert mine["request"] == number and mine["outcome"] == "done" and mine["ms"] >= 0
    assert mine["actor"] == str(people.me(who).id) and sent
    assert {one["event"] for one in lines} == {"act"}
    assert "my_referrals" not in {one["act"] for one in lines}


def test_no_planted_text_is_in_the_log_of_any_use_case_or_refusal(world: World, log: Path) -> None:
    _write_everything(world)
    with pytest.raises(WellbeingError):
        sign_in.sign_in(world.visitor, SignInForm("秘密登录名7420", PASSWORD))
    with pytest.raises(Forbidden):
        screening.queue(world.officer)
    with pytest.raises(WellbeingError):
        students.add_student(world.officer, students.StudentForm(CANARIES["student_name"]))
    outcomes = {one["outcome"] for one in _lines(log)}
    assert {"done", "SignInRefused", "Forbidden"} <= outcomes
    assert found_in(log.read_bytes(), PLANTED) == set()


def test_an_error_of_the_database_leaves_its_code_and_no_value(world: World, log: Path) -> None:
    sent = world.refer("officer", **CANARIES)

    @event.listens_for(world.runtime.engine, "before_cursor_execute")
    def fail(connection: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO addendum"):
            cursor.execute(f"INSERT INTO nowhere VALUES ('{CANARIES['facts']}')")

    with pytest.raises(WellbeingError):
        referrals.add_to_referral(world.officer, sent.id, referrals.AddForm(CANARIES["facts"]))
    codes = [one["code"] for one in _lines(log) if one["event"] == "database"]
    wanted = "42P01" if world.runtime.engine.dialect.name == "postgresql" else "SQLITE_ERROR"
    assert codes == [wanted]
    assert found_in(log.read_bytes(), PLANTED) == set()


def test_a_library_never_writes_the_words_of_an_exception(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = logging.getLogger("streamlit.runtime.planted")
    with caplog.at_level(logging.DEBUG):
        try:
            raise ValueError(CANARIES["facts"])
        except ValueError as error:
            library.exception("Uncaught app execution: %s", error)
            library.error("failed with %s", error)
    said = "\n".join(journal.Line().format(one) for one in caplog.records) + caplog.text
    assert "ValueError" in caplog.text and CANARIES["facts"] not in said


def test_what_is_no_code_and_no_id_is_not_written(log: Path) -> None:
    for text in ("陆小满", "Lu Xiaoman", "a\nb", "x" * 201, "<b>", "'; DROP"):
        journal.note("planted", detail=text)
    journal.note("陆小满")
    lines = _lines(log)
    assert {one["detail"] for one in lines[:-1]} == {"?"} and lines[-1]["event"] == "?"


def test_a_planted_text_would_be_found(log: Path) -> None:
    log.write_text(json.dumps({"act": CANARIES["facts"]}), encoding="utf-8")
    assert found_in(log.read_bytes(), PLANTED) == {CANARIES["facts"]}


def test_the_log_turns_over_every_day_and_keeps_half_a_year(world: World, log: Path) -> None:
    handler: Any = journal.LOG.handlers[0]
    assert handler.when == "MIDNIGHT" and handler.backupCount >= 183
    journal.note("before")
    handler.rolloverAt -= timedelta(days=2).total_seconds()
    journal.note("after")
    assert len(list(log.parent.glob(f"{journal.FILE}.*"))) == 1
    assert [one["event"] for one in _lines(log)] == ["after"]
    assert oct(log.stat().st_mode)[-3:] == "600"
