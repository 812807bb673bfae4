"""Nothing typed is lost, and nothing typed becomes anything but text."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.e2e.stage import HOSTILE, HOSTILE_NAME, Stage
from tests.support.server import Server

pytestmark = pytest.mark.browser
# Put into a box as a paste does: a browser's own typing would leave some characters out.
PASTE = """(box, text) => {
  box.focus();
  const kind = box.tagName === 'INPUT' ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(box, text);
  box.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'}));
}"""
REFUSED = {
    "turned round": "文\u202e字",
    "a hidden end": "before\x00after",
    "a bell": "ding\x07",
    "too long": "字" * 6_000,
    "far too long": "字 " * 100_000,
}
TAKEN = {
    "markup": HOSTILE,
    "a formula": '=HYPERLINK("http://127.0.0.1:9/")\n+1\n-1\n@SUM(1)',
    "lines and blanks": "  first\n\n\n    second\t|\n# third\n> fourth\n```\nfifth",
    "other scripts": "👩🏽‍🚀 שלום مرحبا é \u200d x̶y 𠮷",
}


def test_a_pause_keeps_the_text_and_does_not_disturb_the_writer(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "teacher")
    who.begin_writing()
    box = who.field("facts")
    box.click()
    box.press_sequentially("第一句。", delay=20)
    who.page.wait_for_timeout(1_500)
    box.press_sequentially("第二句。", delay=20)
    assert who.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    expect(box).to_have_value("第一句。第二句。")
    expect(who.page.locator(".mp-saved")).to_be_visible()
    who.page.wait_for_timeout(1_500)
    address = who.page.url
    again = who.page.context.new_page()
    again.goto(address)
    expect(again.locator("textarea").first).to_have_value("第一句。第二句。")


def test_changing_the_language_keeps_what_is_typed(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer")
    who.begin_writing()
    who.type("facts", "还没写完的话")
    who.page.locator("[data-testid=stSidebar] input").first.click()
    who.page.get_by_role("option", name="繁體中文").click()
    who.quiet()
    who.language = "zh_Hant"
    who.heading("What was seen")
    expect(who.field("facts")).to_have_value("还没写完的话")
    assert who.page.evaluate("document.documentElement.lang") == "zh-Hant"
    who.page.locator("[data-testid=stSidebar] input").first.click()
    who.page.get_by_role("option", name="English").click()


def test_changing_the_language_in_mid_sentence_keeps_it(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "teacher2")
    who.begin_writing()
    who.field("facts").press_sequentially("刚写到一半", delay=5)
    # At once: neither is the box left first nor does typing pause.
    who.page.locator("[data-testid=stSidebar] input").first.click()
    who.page.get_by_role("option", name="简体中文").click()
    who.quiet()
    who.language = "zh_Hans"
    who.heading("What was seen")
    expect(who.field("facts")).to_have_value("刚写到一半")
    who.page.wait_for_timeout(1_000)
    who.finds_again("facts", "刚写到一半")


def test_a_pause_leaves_the_caret_where_it_is(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer2")
    who.begin_writing()
    box = who.field("facts")
    box.press_sequentially("one three")
    who.page.wait_for_timeout(1_200)
    for _ in "three":
        who.page.keyboard.press("ArrowLeft")
    for part in ("tw", "o "):
        who.page.keyboard.type(part)
        who.page.wait_for_timeout(1_200)
    expect(box).to_have_value("one two three")
    who.finds_again("facts", "one two three")


def test_half_a_composed_word_is_not_sent(
    browser: Browser, shared: Server, person: type[Person]
) -> None:
    who = person(browser, shared, "officer2")
    who.begin_writing()
    who.field("facts").click()
    keys = who.page.context.new_cdp_session(who.page)
    keys.send("Input.imeSetComposition", {"text": "ni h", "selectionStart": 4, "selectionEnd": 4})
    sent: list[object] = []
    keys.on("Network.webSocketFrameSent", lambda one: sent.append(one))
    keys.send("Network.enable")
    who.page.wait_for_timeout(1_500)
    assert sent == []
    keys.send("Input.insertText", {"text": "你好"})
    who.page.wait_for_timeout(1_500)
    assert sent != []
    expect(who.field("facts")).to_have_value("你好")
    who.finds_again("facts", "你好")


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_hostile_text_is_shown_as_typed_and_calls_nobody(
    browser: Browser, shared: Server, person: type[Person], text: str
) -> None:
    who = person(browser, shared, "counsellor")
    who.begin_writing()
    who.field("facts").evaluate(PASTE, text)
    who.type("seen_when", "now")
    expect(who.field("facts")).to_have_value(text)
    address = who.page.url.replace("step=seen", "step=check")
    who.page.goto(address)
    who.settled()
    shown = who.page.locator(".mp-facts dd").first
    assert shown.evaluate(AS_TYPED) == text
    _inert(who)


@pytest.mark.parametrize(
    ("login", "name"),
    [("counsellor2", "/"), ("counsellor2", "/referrals"), ("counsellor2", "counsellor2 odd"),
     ("coordinator", "/"), ("coordinator", "/queue"), ("coordinator", "screen odd")],
)  # fmt: skip
def test_hostile_text_stays_text_wherever_it_is_read(
    browser: Browser, stage: Stage, person: type[Person], login: str, name: str
) -> None:
    who = person(browser, stage.server, login)
    who.page.on("dialog", lambda one: pytest.fail(f"a script ran: {one.message}"))
    who.open(stage.address(name))
    if (login, name) != ("counsellor2", "/"):
        expect(who.page.locator("[data-testid=stMain]")).to_contain_text(HOSTILE_NAME)
    if name.endswith("odd"):
        assert HOSTILE in who.page.locator(".mp-facts dd").all_inner_texts()
    _inert(who)


# Text with its line ends, as a reader selects it.
AS_TYPED = """box => [...box.childNodes].map(
  one => one.nodeName === 'BR' ? '\\n' : one.textContent).join('')"""


def _inert(who: Person) -> None:
    """Expect that nothing of the text became a link, a picture, a script or a request."""
    assert who.page.evaluate("window.__x") is None
    made = '[href*="127.0.0.1:9/"], [src*="127.0.0.1:9/"], [src="x"], [href^="javascript:"]'
    assert who.page.locator(made).count() == 0
    assert who.page.locator("[data-testid=stMain] script, .katex").count() == 0
    assert who.outside == []


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_said_and_stays_in_the_box(
    browser: Browser, shared: Server, person: type[Person], text: str
) -> None:
    who = person(browser, shared, "counsellor2")
    who.begin_writing()
    who.field("facts").evaluate(PASTE, text)
    who.type("seen_when", "now")
    who.press("Save and go on")
    who.heading("What was seen")
    who.sees("Please look at the marked answers.")
    expect(who.field("facts")).to_have_value(text)
    assert not who.page.locator("[data-testid=stException]").count()
    assert who.page.evaluate("document.activeElement.className").find("mp-focus") >= 0
    who.page.locator("a.mp-jump").first.click()
    assert who.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    who.finds_again("facts", text)


def test_a_lost_connection_is_said_and_the_last_words_arrive_afterwards(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher")
    who.begin_writing()
    box = who.field("facts")
    box.press_sequentially("先写的。")
    who.page.wait_for_timeout(1_500)
    box.press_sequentially("断线前最后写的。")
    server.kill()  # before the pause in which the last words would have been kept
    expect(who.page.locator("#miaopu-offline")).to_be_visible()
    expect(box).to_be_disabled()
    server.start()
    expect(who.page.locator("#miaopu-offline")).to_have_count(0)
    expect(box).to_have_value("先写的。断线前最后写的。")
    who.page.wait_for_timeout(2_500)
    who.finds_again("facts", "先写的。断线前最后写的。")


def test_an_expired_sign_in_loses_no_word_and_leads_back(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "teacher")
    who.begin_writing()
    box = who.field("facts")
    box.press_sequentially("先写的。")
    who.page.wait_for_timeout(1_500)
    # As if the person had been away for two hours.
    with sqlite3.connect(server.folder / "miaopu.sqlite3") as database:
        away = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S.%f")
        database.execute("UPDATE sign_in SET seen_at = ?", (away,))
    box.press_sequentially("回来后写的。")
    expect(who.page.locator("#login")).to_be_visible()
    who.types_password("teacher")
    who.heading("What was seen")
    expect(who.field("facts")).to_have_value("先写的。回来后写的。")


def test_a_day_is_picked_as_well_as_typed(browser: Browser, server: Server) -> None:
    who = Person(browser, server, "officer")
    who.open("/refer")
    who.press("Begin a new referral")
    who.press("No, go on")
    who.press("Who it is about")
    who.type("birth_date", "2013年5月10日")
    pick = who.page.get_by_role("button", name=who.t("Pick a day"))
    expect(pick).to_be_visible()
    # The calendar is the browser's own; choosing in it is this event.
    who.page.locator(".mp-day").first.evaluate(
        "one => { one.value = '2013-06-11'; one.dispatchEvent(new Event('change')); }"
    )
    expect(who.field("birth_date")).to_have_value("2013-06-11")
    who.quiet()
    who.finds_again("birth_date", "2013-06-11")


def test_a_folded_part_comes_when_it_is_unfolded_and_keeps_what_is_typed(
    browser: Browser, stage: Stage, person: type[Person]
) -> None:
    who = person(browser, stage.server, "counsellor")
    who.open(stage.address("case"))
    summary = who.page.locator('[class*="st-key-fold-book-"] summary')
    expect(who.field("at")).to_have_count(0)
    summary.click()
    who.quiet()
    who.type("at", "09:10")
    for shown in (False, True):
        summary.click()
        who.quiet()
        expect(who.field("at")).to_be_visible(visible=shown)
    expect(who.field("at")).to_have_value("09:10")
