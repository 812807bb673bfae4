"""An empty site: set up by whoever stands at the machine, or with its code; or as a demo."""

from __future__ import annotations

import re

import pytest

from tests.support.door import OWN, PAGE, browser, enter
from tests.support.world import settings_for
from wellbeing.runtime import Runtime, run_as


def test_an_empty_database_opens_the_set_up_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    runtime = Runtime.start(settings_for(tmp_path_factory.mktemp("empty")))
    run_as(runtime)
    client = browser()
    assert client.get("/", headers=PAGE).headers["location"].startswith("/signin")
    assert client.get("/signin").headers["location"] == "/setup"
    page = client.get("/setup")
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    form = {"site_name": "S (虚构)", "name": "纪宁", "login": "jining", "pre": pre}
    refused = client.post("/setup", data={**form, "password": "short"}, headers=OWN)
    assert refused.status_code == 422 and "S (虚构)" in refused.text
    done = client.post("/setup", data={**form, "password": "a good long sentence"}, headers=OWN)
    assert done.status_code == 303 and client.get("/people", headers=PAGE).status_code == 200
    assert client.get("/setup").headers["location"] == "/signin"
    runtime.close()


def test_opening_as_a_demo_fills_it_and_stays_a_demo(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    runtime = Runtime.start(settings_for(tmp_path_factory.mktemp("demo")))
    run_as(runtime)
    client = browser()
    pre = re.search(r'name="pre" value="([^"]+)"', client.get("/setup").text)[1]  # type: ignore[index]
    assert client.post("/demo", data={"pre": pre}, headers=OWN).headers["location"] == "/signin"
    page = client.get("/signin").text
    assert 'class="banner"' in page and "jining" in page and "seedling-demo" in page
    assert client.get("/setup").status_code == 303
    assert enter(client, "jining", password="seedling-demo").status_code == 303  # type: ignore[attr-defined]
    runtime.close()


def test_an_empty_site_is_set_up_from_elsewhere_only_with_its_code(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    runtime = Runtime.start(settings_for(tmp_path_factory.mktemp("far")))
    run_as(runtime)
    client = browser("10.9.8.7")
    page = client.get("/setup").text
    assert 'name="code"' in page and 'name="code"' not in browser().get("/setup").text
    pre = re.search(r'name="pre" value="([^"]+)"', page)[1]  # type: ignore[index]
    form = {"site_name": "S", "name": "x", "login": "somebody", "password": "a good long sentence"}
    refused = client.post("/setup", data={**form, "pre": pre, "code": "guess"}, headers=OWN)
    assert refused.status_code == 422 and 'value="somebody"' in refused.text
    assert client.post("/demo", data={"pre": pre}, headers=OWN).headers["location"] == "/setup"
    assert runtime.site_kind() == ""
    right = {**form, "pre": pre, "code": runtime.held.set_up_code}
    assert client.post("/setup", data=right, headers=OWN).status_code == 303
    assert runtime.site_kind() == "real"
    runtime.close()
