"""Every part of our pages looks as it did when somebody last looked, in each language and theme.

The baselines are small pictures in `gallery/`. `GALLERY_RECORD=1` writes them anew: look at them
before they are committed. What is compared are averages over areas, so that another machine's
fonts pass, and a lost colour, box or line does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from tests.support.server import READY, ROOT, free_port
from wellbeing.i18n import LANGUAGES

pytestmark = pytest.mark.browser
BASELINES = Path(__file__).parent / "gallery"
WIDTH, SHRINK, COLOURS = 900, 3, 24
# Areas of a part that are averaged, and how far an area and all of them may be off (of 255).
GRID = (12, 4)
AREA_OFF, MEAN_OFF, HEIGHT_OFF = 40, 8, 0.3
Parts = dict[str, Image.Image]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery, served as `make gallery` does."""
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "scripts.gallery"],
        cwd=ROOT, env={**os.environ, "PORT": str(port)}, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert served.stdout is not None
    while READY not in (line := served.stdout.readline()):
        assert line, "the gallery did not start"
    yield f"http://127.0.0.1:{port}"
    served.terminate()
    served.wait(30)


def photograph(page: Page, address: str, language: str) -> Parts:
    """Return a picture of each part, made small."""
    page.goto(f"{address}/?language={language}")
    last = page.locator(f".st-key-show-{language}-form button").last
    last.wait_for()
    page.wait_for_timeout(600)
    page.evaluate("document.activeElement.blur()")
    found: Parts = {}
    for box in page.locator(f'[class*="st-key-show-{language}-"]').all():
        key = next(
            one for one in (box.get_attribute("class") or "").split() if one.startswith("st-key")
        )
        whole = Image.open(BytesIO(box.screenshot(animations="disabled"))).convert("RGB")
        size = whole.width // SHRINK, max(1, whole.height // SHRINK)
        found[key.rsplit("-", 1)[-1]] = whole.resize(size, Image.Resampling.BOX)
    return found


def write(parts: Parts, name: str) -> None:
    """Keep the parts as one small picture, and where each is on it."""
    BASELINES.mkdir(exist_ok=True)
    sheet = Image.new("RGB", (WIDTH // SHRINK, sum(one.height for one in parts.values())))
    places, top = {}, 0
    for part, picture in parts.items():
        sheet.paste(picture, (0, top))
        places[part] = (top, picture.width, picture.height)
        top += picture.height
    sheet.quantize(COLOURS).save(BASELINES / f"{name}.png", optimize=True)
    (BASELINES / f"{name}.json").write_text(json.dumps(places, indent=1) + "\n")


def baseline(name: str) -> Parts:
    """Return the parts as they were."""
    sheet = Image.open(BASELINES / f"{name}.png").convert("RGB")
    places = json.loads((BASELINES / f"{name}.json").read_text())
    return {
        part: sheet.crop((0, top, width, top + height))
        for part, (top, width, height) in places.items()
    }


def differences(before: Parts, after: Parts) -> dict[str, str]:
    """Return which parts look different, and how."""
    found = {part: "is missing or new" for part in before.keys() ^ after.keys()}
    for part in before.keys() & after.keys():
        old, new = before[part], after[part]
        if abs(new.height / old.height - 1) > HEIGHT_OFF:
            found[part] = f"is {new.height} high, was {old.height}"
            continue
        areas = [
            max(abs(a - b) for a, b in zip(one, other, strict=True))
            for one, other in zip(_areas(old), _areas(new), strict=True)
        ]
        if max(areas) > AREA_OFF or sum(areas) / len(areas) > MEAN_OFF:
            found[part] = f"is off by {max(areas)}, on average {sum(areas) / len(areas):.1f}"
    return found


def _areas(picture: Image.Image) -> list[tuple[int, int, int]]:
    data = picture.resize(GRID, Image.Resampling.BOX).tobytes()
    return [(data[i], data[i + 1], data[i + 2]) for i in range(0, len(data), 3)]


def _window(browser: Browser, scheme: str) -> Page:
    size: ViewportSize = {"width": WIDTH, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_looks_as_it_did(
    browser: Browser, address: str, language: str, scheme: str
) -> None:
    page, name = _window(browser, scheme), f"{language}-{scheme}"
    parts = photograph(page, address, language)
    page.context.close()
    if os.environ.get("GALLERY_RECORD"):
        write(parts, name)
    assert differences(baseline(name), parts) == {}


def test_a_lost_style_is_noticed(browser: Browser, address: str) -> None:
    page = _window(browser, "light")
    page.route("**/assets/parts.css*", lambda one: one.abort())
    plain = photograph(page, address, "en")
    page.context.close()
    found = differences(baseline("en-light"), plain)
    assert {"next", "warning", "confirmation", "receipt", "steps"} <= set(found)


def test_another_theme_is_noticed_in_every_part() -> None:
    found = differences(baseline("en-light"), baseline("en-dark"))
    assert set(found) == set(baseline("en-light"))


def test_the_gallery_is_on_no_site(browser: Browser, address: str) -> None:
    from wellbeing.ui.navigation import ENTRIES
    from wellbeing.web.routes import ROUTES

    served = {one.path for one in ENTRIES} | {one.path for one in ROUTES}
    assert not any("gallery" in one for one in served)
    assert not any("gallery" in one.name for one in ROOT.glob("pages/**/*"))
