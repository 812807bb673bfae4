"""The care path without a mouse: book, hold, write, agree, tick a task, close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.e2e.keys import Keys
from tests.e2e.stage import Stage

pytestmark = pytest.mark.browser


def _books_and_notes(who: Keys, stage: Stage) -> None:
    who.open(stage.address("case"))
    local = (datetime.now(UTC) - timedelta(hours=5)).astimezone(ZoneInfo("Asia/Shanghai"))
    who.unfold("book")
    who.write("day", local.date().isoformat())
    who.write("at", f"{local:%H:%M}")
    who.pick("minutes")
    who.enter("[class*='st-key-send-book-'] button")
    who.sees("Booked. The family sees the appointment.")


def _notes(who: Keys, stage: Stage) -> None:
    who.open(stage.address("talk"))
    who.write("text", "他说晚上睡不着。")
    who.write("others_need", "请多给他一点时间。")
    who.enter("[class*='st-key-send-note-'] button")
    who.sees(
        "Signed. It can be signed anew for {time}, then it locks.", time=who.t("{n} hours", n=24)
    )


def _agrees(who: Keys) -> None:
    who.open("/")
    who.enter(".mp-table a[href^='/case']")
    who.focused(".mp-title")
    who.enter("[class*='st-key-answer-agreed'] button")
    who.sees("Thank you. You have agreed. The counsellor sees it now.")


def _records_the_young_persons_yes(who: Keys, stage: Stage) -> None:
    who.open(stage.address("plan"))
    who.unfold("answer")
    for name in ("who", "answer", "route"):
        who.pick(name)
    who.enter("[class*='st-key-send-record-'] button")
    who.sees("In force")


def _ticks(who: Keys) -> None:
    who.open("/tasks")
    who.write("word", "昨天做到了")
    who.enter("[class*='st-key-send-tick-'] button")


def _closes(who: Keys, stage: Stage) -> None:
    who.open(stage.address("closing"))
    who.enter("[class*='st-key-begin_closing'] button")
    who.sees("Begun. Now the last words.")
    for name in ("told", "looks", "reason"):
        who.pick(name)
    who.write("exception", "孩子和父母都说够了。")
    who.write("for_family", "再难时来找我。")
    who.write("for_team", "目标达到。")
    who.write("exception", "家庭希望到此为止。")
    who.enter("[class*='st-key-send-close-'] button")


def test_the_care_path_by_keyboard_alone(browser: Browser, stage: Stage) -> None:
    counsellor = Keys(browser, stage.server, "counsellor")
    _books_and_notes(counsellor, stage)
    _notes(counsellor, stage)
    parent = Keys(browser, stage.server, "parent")
    _agrees(parent)
    _records_the_young_persons_yes(counsellor, stage)
    _ticks(parent)
    parent.sees("Well done. The counsellor sees it.")
    _closes(counsellor, stage)
