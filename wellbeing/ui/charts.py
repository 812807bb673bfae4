"""The charts: readable without colour, each with its words, its table and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from wellbeing.i18n import N_
from wellbeing.services.tracker import GoalLine, TrackerView
from wellbeing.ui.visit import t

_HEIGHT = 280
_EVENTS = {
    "opened": N_("Case opened"),
    "plan": N_("Plan in force"),
    "closed": N_("Closed"),
}
SHAPES = ("circle", "square", "triangle-up")


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a chart: never the only thing that tells something apart."""

    text: str
    line: str


LIGHT, DARK = Ink("#22302a", "#2b6648"), Ink("#edf1ec", "#86c9a3")


def check_in_chart(view: TrackerView, ink: Ink = LIGHT) -> alt.TopLevelMixin:
    """Return the check-in per talk: line and points, cut-off, the band of chance, events."""
    frame = pd.DataFrame(
        [(one.at, one.total, n) for n, one in enumerate(view.talks, 1)],
        columns=["at", "total", "talk"],
    )
    y = alt.Y("total:Q", title=t(N_("Check-in, 0 to 50")), scale=alt.Scale(domain=[0, 50]))
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True))
    base = alt.Chart(frame).encode(x=x)
    dots = alt.OverlayMarkDef(size=70, color=ink.line)
    line = base.mark_line(strokeWidth=2, color=ink.line, point=dots).encode(y=y)
    numbers = base.mark_text(dy=-14, fontSize=13, color=ink.text).encode(y=y, text="total:Q")
    layers: list[Any] = [*_limits(view, ink), line, numbers, *_events(view, ink)]
    return alt.layer(*layers).properties(height=_HEIGHT)


def _limits(view: TrackerView, ink: Ink) -> list[alt.Chart]:
    """Return the dashed cut-off and the band within which a change may be chance."""
    found = []
    totals = [one for one in view.totals if one is not None]
    if view.change is not None:
        low, high = (totals[0] + sign * view.change.criterion for sign in (-1, 1))
        band = pd.DataFrame([(max(low, 0), min(high, 50))], columns=["low", "high"])
        found.append(
            alt.Chart(band).mark_rect(opacity=0.12, color=ink.line).encode(y="low:Q", y2="high:Q")
        )
    if view.instrument.cutoff is not None:
        cut = pd.DataFrame(
            [(view.instrument.cutoff, t(N_("Cut-off {n}"), n=f"{view.instrument.cutoff:g}"))],
            columns=["total", "words"],
        )
        rule = alt.Chart(cut).mark_rule(strokeDash=[6, 4], color=ink.text).encode(y="total:Q")
        words = (
            alt.Chart(cut)
            .mark_text(align="left", x=4, dy=-6, color=ink.text)
            .encode(y="total:Q", text="words")
        )
        found += [rule, words]
    return found


def _events(view: TrackerView, ink: Ink) -> list[alt.Chart]:
    rows = [(at, t(_EVENTS[what])) for at, what in view.events]
    if not rows or not view.talks:
        return []
    frame = pd.DataFrame(rows, columns=["at", "words"])
    rule = (
        alt.Chart(frame).mark_rule(strokeDash=[2, 3], opacity=0.6, color=ink.text).encode(x="at:T")
    )
    words = (
        alt.Chart(frame)
        .mark_text(angle=270, align="left", dx=4, dy=10, y="height", color=ink.text)
        .encode(x="at:T", text="words")
    )
    return [rule, words]


def goals_chart(goals: Sequence[GoalLine], ink: Ink = LIGHT) -> alt.TopLevelMixin:
    """Return the goals 0 to 10 over time: number, mark and dash tell them apart."""
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True))
    y = alt.Y("rating:Q", title=t(N_("0 to 10")), scale=alt.Scale(domain=[0, 10]))
    layers: list[Any] = []
    for place, line in enumerate(goals):
        rows = [
            (at, value, f"{NUMBERS[place]} {value}")
            for at, value in line.ratings
            if value is not None
        ]
        base = alt.Chart(pd.DataFrame(rows, columns=["at", "rating", "words"])).encode(x=x, y=y)
        dx, dy = _OFFSETS[place]
        dash, shape = _DASHES[place], SHAPES[place]
        layers += [
            base.mark_line(strokeDash=dash, color=ink.line),
            base.mark_point(size=110, filled=True, shape=shape, color=ink.line),
            base.mark_text(dx=dx, dy=dy, fontSize=13, color=ink.text).encode(text="words"),
        ]
    return alt.layer(*layers).properties(height=_HEIGHT)


NUMBERS = ("①", "②", "③")
_DASHES = ([1, 0], [6, 4], [2, 3])
# Beside, below and above: two goals at the same number stay readable.
_OFFSETS = ((22, 0), (0, 18), (0, -16))
