"""One picture of a line over time: as a chart, as words, as a table; readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt
import streamlit as st

from wellbeing.i18n import N_
from wellbeing.ui.parts import esc, show, table
from wellbeing.ui.visit import t, when

# Middle tones: more than 3:1 on the light and on the dark background alike.
LINE, LIMIT, QUIET = "#2f855a", "#b45309", "#77847b"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, as a letter on the axis and as words below."""

    on: date
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A line of values by day; a value that is missing is None and is drawn as missing."""

    title: str
    unit: str
    low: float
    high: float
    points: tuple[tuple[date, float | None], ...]
    words: str
    cutoff: tuple[float, ...] = ()
    band: tuple[float, ...] = ()
    cutoff_words: str = ""
    # Natural limits of the line (XmR): lower, mean, upper.
    limits: tuple[float, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def known(self) -> tuple[tuple[date, float], ...]:
        """The points that have a value."""
        return tuple((on, value) for on, value in self.points if value is not None)


def draw(picture: Picture) -> None:
    """Paint the chart, its words for everybody, and the table behind it."""
    st.vega_lite_chart(vega(picture), width="stretch")
    show(f'<p class="mp-sub">{esc(picture.words)}</p>')
    letters = dict.fromkeys((one.letter, one.words) for one in picture.marks)
    keys = [f"{letter} {words}" for letter, words in letters]
    if picture.cutoff:
        words = t(N_("dashed line: cut-off {value}"), value=plain_number(picture.cutoff[0]))
        keys.append(picture.cutoff_words or words)
    if picture.band:
        keys.append(t(N_("grey band: a change inside it may be chance")))
    if picture.limits:
        keys.append(t(N_("dotted lines: natural limits and mean")))
    if len(picture.known) < len(picture.points):
        keys.append(t(N_("× a talk without a score")))
    if keys:
        show(f'<p class="mp-sub">{esc(" · ".join(keys))}</p>')


def numbers_behind(picture: Picture) -> None:
    """Paint the table behind the picture."""
    rows = [(esc(when(on)), esc(shown(value))) for on, value in picture.points]
    table(picture.title, (t(N_("Day")), picture.unit), rows)


def shown(value: float | None) -> str:
    """Return a value in words: a missing one says so."""
    return t(N_("no score")) if value is None else plain_number(value)


def plain_number(value: float) -> str:
    """Return a number with as few digits as it needs, two at the most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def vega(picture: Picture) -> dict[str, Any]:
    """Return the chart's specification: layers of an Altair chart, not validated anew each run."""
    # Plain rows in the specification: no data frame, nothing to fetch.
    layers = [
        *_band(picture),
        *_limits(picture),
        *_cutoff(picture),
        *_line(picture),
        *_marks(picture),
    ]
    chart = alt.layer(*layers).properties(
        height=260,
        description=f"{picture.title}. {picture.words}",
        # The browser's own menu would hand out picture and numbers without an entry.
        usermeta={"embedOptions": {"actions": False}},
    )
    return dict(chart.to_dict(validate=False))


def _x(picture: Picture) -> alt.X:
    """Return one time axis for all layers, with the days of what happened on it."""
    days = [on for on, _ in picture.points] + [one.on for one in picture.marks]
    pad = timedelta(days=max(1, (max(days) - min(days)).days // 40))
    domain = [_day(min(days) - pad), _day(max(days) + pad)]
    axis = alt.Axis(format="%m-%d", title=None, labelOverlap=True, tickCount=6, grid=False)
    return alt.X("on:T", axis=axis, scale=alt.Scale(domain=domain, type="time"))


def _y(picture: Picture) -> alt.Y:
    axis = alt.Axis(title=picture.unit, tickCount=5)
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[picture.low, picture.high]))


def _day(on: date) -> str:
    # With an hour: a bare day would be midnight in London and yesterday elsewhere.
    return f"{on.isoformat()}T00:00:00"


def _chart(rows: Sequence[dict[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _band(picture: Picture) -> list[Any]:
    if not picture.band:
        return []
    low, high = picture.band
    rows = [{"value": max(low, picture.low), "top": min(high, picture.high)}]
    return [_chart(rows).mark_rect(color=QUIET, opacity=0.22).encode(y=_y(picture), y2="top:Q")]


def _cutoff(picture: Picture) -> list[Any]:
    rows = [{"value": value} for value in picture.cutoff]
    rule = {"color": LIMIT, "strokeDash": [6, 4], "strokeWidth": 2}
    return [_chart(rows).mark_rule(**rule).encode(y=_y(picture))] if rows else []


def _limits(picture: Picture) -> list[Any]:
    inside = [value for value in picture.limits if picture.low <= value <= picture.high]
    rule = {"color": QUIET, "strokeDash": [2, 4], "strokeWidth": 1.5}
    rows = [{"value": value} for value in inside]
    return [_chart(rows).mark_rule(**rule).encode(y=_y(picture))] if rows else []


def _line(picture: Picture) -> list[Any]:
    rows = [{"on": _day(on), "value": value} for on, value in picture.points]
    x, y = _x(picture), _y(picture)
    tip = [alt.Tooltip("on:T", title=t(N_("Day")), format="%Y-%m-%d"),
           alt.Tooltip("value:Q", title=picture.unit)]  # fmt: skip
    found = [
        _chart(rows)
        .mark_line(color=LINE, strokeWidth=2.5, invalid="break-paths-show-domains")
        .encode(x=x, y=y),
        _chart([row for row in rows if row["value"] is not None])
        .mark_point(color=LINE, filled=True, size=70, opacity=1)
        .encode(x=x, y=y, tooltip=tip),
    ]
    gaps = [{"on": row["on"], "value": picture.low} for row in rows if row["value"] is None]
    if gaps:
        cross = {"text": "×", "fontSize": 18, "color": QUIET, "baseline": "bottom"}
        found.append(_chart(gaps).mark_text(**cross).encode(x=x, y=y))
    return found


def _marks(picture: Picture) -> list[Any]:
    if not picture.marks:
        return []
    rows = [
        {"on": _day(one.on), "value": picture.high, "letter": one.letter, "words": one.words}
        for one in picture.marks
    ]
    chart, x = _chart(rows), _x(picture)
    letter = {"fontSize": 13, "fontWeight": "bold", "color": QUIET, "baseline": "top", "dx": 8}
    return [
        chart.mark_rule(color=QUIET, strokeDash=[2, 3]).encode(x=x),
        chart.mark_text(**letter).encode(x=x, y=_y(picture), text="letter:N", tooltip="words:N"),
    ]
