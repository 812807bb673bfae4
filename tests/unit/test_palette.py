"""The palette can be read: WCAG 2.2 contrast of every pair of colours that meet, in both themes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "wellbeing" / "web" / "assets"
TEXT, MARK = 4.5, 3.0
GROUNDS = ("paper", "card")
TONES = ("leaf", "clay", "alarm", "sky")
# Words on grounds; every tone on its own wash, and ink on each of them.
WORDS = [
    *((one, ground) for one in ("ink", "soft", *TONES) for ground in GROUNDS),
    *((one, f"{one}-wash") for one in TONES),
    *(("ink", f"{one}-wash") for one in TONES),
    ("leaf-ink", "leaf"),
    ("soft", "sky-wash"),
]
# What is seen without being read: the focus ring, the borders of boxes and notes.
MARKS = [("focus", ground) for ground in GROUNDS] + [("soft", ground) for ground in GROUNDS]
# Streamlit's settings name the same colours: a fact lives once, the second place is tested.
TWINS = {
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "card",
    "textColor": "ink",
    "linkColor": "leaf",
}


def palette() -> dict[str, dict[str, str]]:
    """Return the colours of the light and of the dark theme by name."""
    css = (ASSETS / "miaopu.css").read_text(encoding="utf-8")
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    found = r"--([a-z-]+): (#[0-9a-f]{6})"
    first = dict(re.findall(found, light))
    return {"light": first, "dark": {**first, **dict(re.findall(found, dark))}}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rules_with_both(css: str) -> set[tuple[str, str]]:
    """Return (colour, ground) of every rule that sets both by name."""
    found = set()
    for body in re.findall(r"\{([^{}]*)\}", css):
        ground = re.search(r"background(?:-color)?: var\(--([a-z-]+)\)", body)
        colour = re.search(r"(?:^|[ ;])color: var\(--([a-z-]+)\)", body)
        if ground and colour:
            found.add((colour[1], ground[1]))
    return found


def test_the_formula_gives_the_published_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_can_be_read_and_every_mark_seen(theme: str) -> None:
    colours = palette()[theme]
    ratio = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in WORDS}
    assert {pair: found for pair, found in ratio.items() if found < TEXT} == {}
    seen = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in MARKS}
    assert {pair: found for pair, found in seen.items() if found < MARK} == {}


def test_every_pair_that_a_style_sheet_sets_is_tested() -> None:
    used: set[tuple[str, str]] = set()
    for path in ASSETS.glob("*.css"):
        used |= rules_with_both(path.read_text(encoding="utf-8"))
    assert used and used - set(WORDS) == set()
    assert rules_with_both("a { color: var(--sky); background: var(--clay); }") == {("sky", "clay")}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlits_theme_is_the_same_palette(theme: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    colours = palette()[theme]
    assert {name: settings[name] for name in TWINS} == {
        name: colours[ours] for name, ours in TWINS.items()
    }
    # Its main button is written on in our colour, and it marks what is chosen.
    assert contrast(colours["leaf-ink"], settings["primaryColor"]) >= TEXT
    assert contrast(settings["primaryColor"], colours["card"]) >= MARK


def test_no_colour_is_named_outside_the_palette() -> None:
    loose = {}
    for path in ASSETS.glob("*.css"):
        if path.name == "miaopu.css":
            continue
        without_print = re.sub(r"@media print \{.*", "", path.read_text(), flags=re.DOTALL)
        if found := re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*\})", without_print):
            loose[path.name] = found
    assert loose == {}
