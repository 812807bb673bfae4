"""The charts: readable without colour, each with its words, its table and its file."""

from __future__ import annotations

from collections.abc import Sequence
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


def check_in_chart(view: TrackerView) -> alt.TopLevelMixin:
    """Return the check-in per talk: line and points, cut-off, the band of chance, events."""
    frame = pd.DataFrame(
        [(one.at, one.total, n) for n, one in enumerate(view.talks, 1)],
        columns=["at", "total", "talk"],
    )
    y = alt.Y("total:Q", title=t(N_("Check-in, 0 to 50")), scale=alt.Scale(domain=[0, 50]))
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True))
    base = alt.Chart(frame).encode(x=x)
    line = base.mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=70)).encode(y=y)
    numbers = base.mark_text(dy=-14, fontSize=13).encode(y=y, text="total:Q")
    layers: list[Any] = [*_limits(view), line, numbers, *_events(view)]
    return alt.layer(*layers).properties(height=_HEIGHT)


def _limits(view: TrackerView) -> list[alt.Chart]:
    """Return the dashed cut-off and the band within which a change may be chance."""
    found = []
    totals = [one for one in view.totals if one is not None]
    if view.change is not None:
        low, high = (totals[0] + sign * view.change.criterion for sign in (-1, 1))
        band = pd.DataFrame([(max(low, 0), min(high, 50))], columns=["low", "high"])
        found.append(alt.Chart(band).mark_rect(opacity=0.12).encode(y="low:Q", y2="high:Q"))
    if view.instrument.cutoff is not None:
        cut = pd.DataFrame(
            [(view.instrument.cutoff, t(N_("Cut-off {n}"), n=f"{view.instrument.cutoff:g}"))],
            columns=["total", "words"],
        )
        rule = alt.Chart(cut).mark_rule(strokeDash=[6, 4]).encode(y="total:Q")
        words = alt.Chart(cut).mark_text(align="left", x=4, dy=-6).encode(y="total:Q", text="words")
        found += [rule, words]
    return found


def _events(view: TrackerView) -> list[alt.Chart]:
    rows = [(at, t(_EVENTS[what])) for at, what in view.events]
    if not rows or not view.talks:
        return []
    frame = pd.DataFrame(rows, columns=["at", "words"])
    rule = alt.Chart(frame).mark_rule(strokeDash=[2, 3], opacity=0.6).encode(x="at:T")
    words = (
        alt.Chart(frame)
        .mark_text(angle=270, align="left", dx=4, dy=10, y="height")
        .encode(x="at:T", text="words")
    )
    return [rule, words]


def goals_chart(goals: Sequence[GoalLine]) -> alt.TopLevelMixin:
    """Return the goals 0 to 10 over time, each with a mark of its own."""
    rows = [
        (at, value, f"{n}. {line.words}"[:24])
        for n, line in enumerate(goals, 1)
        for at, value in line.ratings
    ]
    frame = pd.DataFrame(rows, columns=["at", "rating", "goal"])
    names = list(dict.fromkeys(frame["goal"]))
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True))
    y = alt.Y("rating:Q", title=t(N_("0 to 10")), scale=alt.Scale(domain=[0, 10]))
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=400)
    shape = alt.Shape("goal:N", legend=legend, scale=alt.Scale(domain=names, range=SHAPES))
    base = alt.Chart(frame).encode(x=x, y=y, detail="goal:N")
    lines = base.mark_line().encode(strokeDash=alt.StrokeDash("goal:N", legend=None))
    points = base.mark_point(size=110, filled=True).encode(shape=shape)
    numbers = base.mark_text(dy=-14, fontSize=13).encode(text="rating:Q")
    return alt.layer(lines, points, numbers).properties(height=_HEIGHT)
