"""The tracker page: pictures with their words, their tables and how they were computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
import vl_convert

from wellbeing.i18n import N_
from wellbeing.policy import Role
from wellbeing.services import tracker
from wellbeing.services.tracker import TrackerView
from wellbeing.ui.charts import DARK, LIGHT, NUMBERS, Ink, check_in_chart, goals_chart
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import empty, esc, header, note, quote, show, table
from wellbeing.ui.visit import t, when, who

CATEGORIES = {
    "recovered": N_("Reliably better, and past the cut-off."),
    "improved": N_("Reliably better, not yet past the cut-off."),
    "crossed_not_reliable": N_("Past the cut-off, but the change may be chance."),
    "unchanged": N_("No change beyond chance."),
    "deteriorated": N_("Reliably worse: talk about it with the young person."),
}
SIGNALS = {
    "red": N_("At talk {n} the check-in is clearly lower: talk about it with the young person."),
    "amber": N_("At talk {n} there is little change yet: talk about it with the young person."),
    "supervision": N_("At talk {n} the change is not yet sure: bring it to supervision."),
}
_HOW_CHANGE = N_(
    "Reliable change after Jacobson and Truax (1991): a change counts when it is larger than "
    "{criterion} points (standard deviation {sd}, reliability {r}). The cut-off is {cutoff}. "
    "These norms are ours and not validated."
)
_HOW_GOALS = N_(
    "Each goal is rated 0 to 10 by the young person. A mean change of 2.45 or more is reliable "
    "(Edbrooke-Childs and others, 2015). Goal attainment T: 50 means as expected "
    "(Kiresuk and Sherman, 1968)."
)


def tracker_page(view: TrackerView) -> None:
    """Paint the tracker as far as it is the reader's."""
    path = ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.case_id}"))
    header(t(N_("Progress")), view.student, path)
    family = Role.PARENT in who().roles
    if view.talks:
        _check_ins(view)
    if view.goals:
        _goals(view, family=family)
    if not view.goals and not view.talks:
        empty(
            t(N_("Nothing to show yet.")),
            t(N_("Progress appears after the first check-in and the first agreed goal.")),
        )
    if view.observations:
        _observations(view)
    for at, *texts in view.words:
        labels = (N_("What I want"), N_("Who may know"), N_("A safe adult"))
        said = [f"{t(name)}: {text}" for name, text in zip(labels, texts, strict=True) if text]
        quote("\n".join(said), t(N_("The young person on {when}"), when=when(at)))
    if Role.COUNSELLOR in who().roles and view.goals:
        _rate(view)


def _check_ins(view: TrackerView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Check-in at each talk")))}</h2>')
    for words in check_in_words(view):
        show(f"<p>{esc(words)}</p>")
    for one in view.signals:
        note(t(SIGNALS[one.level], n=one.session), "warm")
    if any(one is not None for one in view.totals):
        _picture(partial(check_in_chart, view), "check-in", _talk_frame(view))
    if view.change is not None:
        words = t(
            _HOW_CHANGE, criterion=f"{view.change.criterion:.2f}", sd=f"{view.instrument.sd:g}",
            r=f"{view.instrument.reliability:g}", cutoff=f"{view.instrument.cutoff:g}",
        )  # fmt: skip
        _how(words)


def check_in_words(view: TrackerView) -> list[str]:
    """Return the picture in words: first, last, the change, and what is missing."""
    totals = [one for one in view.totals if one is not None]
    if not totals:
        return [t(N_("No check-in was filled in yet."))]
    found = [
        t(
            N_("{n} check-ins, from {first} to {last} (0 to 50, higher is better)."),
            n=len(totals), first=f"{totals[0]:g}", last=f"{totals[-1]:g}",
        )
    ]  # fmt: skip
    gaps = len(view.talks) - len(totals)
    if gaps:
        found.append(t(N_("At {n} talks there is none: gaps are not filled in."), n=gaps))
    if view.change is not None:
        found.append(t(CATEGORIES[view.change.category]))
    elif len(totals) < 2:
        found.append(t(N_("A change can be told from two check-ins on.")))
    return found


def _talk_frame(view: TrackerView) -> pd.DataFrame:
    names = (t(N_("Talk")), t(N_("Day")), t(N_("Check-in")))
    rows = [
        (n, when(one.at), "" if one.total is None else f"{one.total:g}")
        for n, one in enumerate(view.talks, 1)
    ]
    return pd.DataFrame(rows, columns=list(names))


def _goals(view: TrackerView, *, family: bool) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Goals")))}</h2>')
    for words in goal_words(view, family=family):
        show(f"<p>{esc(words)}</p>")
    _picture(partial(goals_chart, view.goals), "goals", _goal_frame(view))
    if not family:
        _how(t(_HOW_GOALS))


def goal_words(view: TrackerView, *, family: bool) -> list[str]:
    """Return the goals in words; the family reads no statistics."""
    found = []
    for place, line in enumerate(view.goals):
        values = [value for _, value in line.ratings if value is not None]
        text = N_("“{words}”: from {first} to {last}; {hoped} would be good enough.")
        said = t(text, words=line.words, first=values[0], last=values[-1], hoped=line.hoped)
        found.append(f"{NUMBERS[place]} {said}")
    if view.progress is not None and not family:
        reliable = N_("Mean change {change}: reliable.")
        not_yet = N_("Mean change {change}: may still be chance.")
        words = reliable if view.progress.reliable else not_yet
        found.append(t(words, change=f"{view.progress.mean_change:+.2f}"))
    if not family:
        scores = [one.t_score for one in view.reviews if one.t_score is not None]
        if scores:
            parts = " → ".join(f"{one:.1f}" for one in scores)
            found.append(t(N_("Goal attainment T: {scores}."), scores=parts))
    return found


def _goal_frame(view: TrackerView) -> pd.DataFrame:
    rows = [
        (line.words, when(at), "" if value is None else str(value))
        for line in view.goals
        for at, value in line.ratings
    ]
    return pd.DataFrame(rows, columns=[t(N_("Goal")), t(N_("Day")), t(N_("0 to 10"))])


def _observations(view: TrackerView) -> None:
    title = t(N_("Seen at school"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    names = ("concentration", "belonging", "attendance", "mark")
    columns = (
        t(N_("Day")), t(N_("Concentration")), t(N_("Belonging")), t(N_("Attendance")),
        t(N_("Own mark")),
    )  # fmt: skip
    rows = [
        (esc(when(one.on)), *(f"{one.answers[n]:g}" if n in one.answers else "" for n in names))
        for one in view.observations
    ]
    table(title, columns, rows)


def _picture(draw: Callable[[Ink], Any], name: str, frame: pd.DataFrame) -> None:
    """Paint a chart, and behind it its table and its files."""
    st.altair_chart(draw(DARK if st.context.theme.type == "dark" else LIGHT), width="stretch")
    with st.expander(t(N_("The numbers behind the picture"))):
        rows = [[esc(str(cell)) for cell in row] for row in frame.itertuples(index=False)]
        table(name, list(frame.columns), rows)
        spec = draw(LIGHT).to_dict()  # files are for paper
        files: Sequence[tuple[str, str, Callable[[], bytes]]] = (
            ("csv", "text/csv", partial(_csv, frame)),
            ("svg", "image/svg+xml", partial(_svg, spec)),
            ("png", "image/png", partial(_png, spec)),
        )
        for kind, mime, make in files:
            st.download_button(
                t(N_("Save as {kind}"), kind=kind.upper()), make, f"{name}.{kind}", mime,
                key=f"save-{name}-{kind}", on_click="ignore",
            )  # fmt: skip


def _csv(frame: pd.DataFrame) -> bytes:
    # The mark tells spreadsheets that it is UTF-8; a leading quote disarms formulas.
    safe = frame.map(lambda cell: f"'{cell}" if str(cell)[:1] in "=+-@" else cell)
    text: str = safe.to_csv(index=False)
    return text.encode("utf-8-sig")


def _svg(spec: dict[str, Any]) -> bytes:
    return str(vl_convert.vegalite_to_svg(spec)).encode()


def _png(spec: dict[str, Any]) -> bytes:
    drawn: bytes = vl_convert.vegalite_to_png(spec, scale=2)
    return drawn


def _how(words: str) -> None:
    with st.expander(t(N_("How this was computed"))):
        show(f"<p>{esc(words)}</p>")


def _rate(view: TrackerView) -> None:
    with st.expander(t(N_("Record a review of the goals"))):
        form_area(
            FormSpec(
                key=f"rate-{view.case_id}-{len(view.reviews)}",
                form=tracker.RateForm,
                act=lambda me, form: tracker.rate_goals(me, view.case_id, form),
                button=N_("Record the review"),
                done=lambda _: says(N_("Recorded. The picture shows it now.")),
            )
        )
