"""No page tells where it was read, and forms of other sites change nothing: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from tests.e2e.person import Person
from tests.support.server import Server

pytestmark = pytest.mark.browser
ELSEWHERE = "http://elsewhere.invalid/"


def test_no_request_tells_its_page_and_our_own_forms_work(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "")
    told: list[tuple[str, str]] = []
    posted: list[tuple[str, str]] = []

    def look(request: Request) -> None:
        said = request.all_headers()
        if said.get("referer"):
            told.append((request.url, said["referer"]))
        if request.method == "POST" and request.is_navigation_request():
            posted.append((said.get("origin", ""), said.get("sec-fetch-site", "")))

    who.page.on("requestfinished", look)
    who.sign_in("officer")
    who.open("/referrals?id=7")
    who.page.get_by_role("button", name=who.t("Sign out")).click()
    expect(who.page.locator("#login")).to_be_visible()
    who.page.wait_for_timeout(300)
    assert told == []
    assert posted == [("null", "same-origin")] * 2


def test_a_form_of_another_site_signs_nobody_out(
    browser: Browser, server: Server, person: type[Person]
) -> None:
    who = person(browser, server, "officer")
    form = f'<form method="post" action="{server.url}/signout"><button>x</button></form>'

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body=form)

    who.page.route(ELSEWHERE, answer)
    for _ in range(2):  # as it is, and with the origin hidden
        who.page.goto(ELSEWHERE)
        with who.page.expect_response(f"{server.url}/signout") as refused:
            who.page.get_by_role("button").click()
        assert refused.value.status == 403
        form = '<meta name="referrer" content="no-referrer">' + form
    who.open("/referrals")
    who.heading("My referrals")
