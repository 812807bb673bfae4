"""What axe finds on a page that is ours to mend, and whether the page can be moved sideways."""

from __future__ import annotations

from functools import cache
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Streamlit's own violations, by rule and the part of its page in which they are: none are left
# since the menu is one plain list (sections in it were `list` and `listitem` violations).
STREAMLITS: dict[str, str] = {}
SETTLE_MS = 250
# The page itself never scrolls sideways in Streamlit: its main part would.
_WIDER = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .filter(one => one && one.scrollWidth > one.clientWidth)
  .map(one => `scrolls sideways: ${one.scrollWidth} > ${one.clientWidth}`)"""
_HEIGHT = """() => Math.min(8000, Math.max(document.documentElement.scrollHeight,
  document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0))"""
_RUN = """async ([streamlits, rules]) => {
  const only = rules.length ? {runOnly: {type: 'rule', values: rules}} : {};
  const found = await axe.run({resultTypes: ['violations'], ...only});
  const ours = (rule, node) => {
    const part = streamlits[rule.id];
    const one = document.querySelector(node.target[node.target.length - 1]);
    return !(part && one && one.closest(part));
  };
  return found.violations.flatMap(rule => rule.nodes.filter(node => ours(rule, node)).map(
    node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`));
}"""


@cache
def _script() -> str:
    return str(Axe().axe_script)


def faults(page: Page, width: int, *rules: str) -> list[str]:
    """Return what is wrong with the page as it is painted at a width, in words.

    `rules` are axe's own names; without one all rules of the standard are tried.
    """
    _fit(page, width, 900)
    # As high as the page: axe cannot judge colours that are out of sight.
    _fit(page, width, int(page.evaluate(_HEIGHT)))
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found: list[str] = page.evaluate(_RUN, [STREAMLITS, rules])
    wider: list[str] = page.evaluate(_WIDER)
    return found + wider


def flawless(page: Page) -> None:
    """Expect no fault of the open page at both widths, all unfolded; the window is put back."""
    before = page.viewport_size
    unfold(page)
    for width in (1280, 390):
        found = faults(page, width)
        assert found == [], f"{page.url} at {width}: {found}"
    if before is not None:
        _fit(page, before["width"], before["height"])


def _fit(page: Page, width: int, height: int) -> None:
    """Make the window this large and wait until the page has taken its new shape."""
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(SETTLE_MS)


def lit(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Turn the browser's own light on or off and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(SETTLE_MS)


def unfold(page: Page) -> None:
    """Open everything on the page that is folded: axe does not look into what is hidden."""
    folded = page.locator("[data-testid=stMain] details:not([open]) > summary")
    for _ in range(8):
        if not folded.count():
            return
        folded.first.click()
        page.wait_for_timeout(200)
