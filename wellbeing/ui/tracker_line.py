"""One line of the tracker: the result in words, the picture, and how it was computed."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import INFORMANT_LABELS
from wellbeing.measures import ChangeCategory, MeasureError, Progress, all_instruments, progress
from wellbeing.services.measures import Series, TrackerView
from wellbeing.ui.charts import draw, plain_number
from wellbeing.ui.drawing import take_away
from wellbeing.ui.parts import esc, note, show, table
from wellbeing.ui.tracker_words import CATEGORIES, LEVELS, instrument_title, pictured
from wellbeing.ui.visit import listed, t


def line_part(view: TrackerView, line: Series, name: str) -> None:
    """Paint one line: what it says, its picture, its table, and how it was computed."""
    who = t(INFORMANT_LABELS[line.informant])
    show(f'<h2 class="mp-h2">{esc(instrument_title(line.instrument))} · {esc(who)}</h2>')
    if not line.known:
        note(t(N_("There is no score yet.")))
        return
    picture = pictured(view, line)
    found = _read(line)
    for one in found:
        _signals(one)
    draw(picture)
    take_away(picture, f"{name}-{line.instrument}", view.case_id)
    with st.expander(t(N_("How this was computed"))):
        _computed(line, found)


def _read(line: Series) -> tuple[Progress, ...]:
    """Return the reading of a line; none where its instrument publishes no spread."""
    try:
        return (progress(line.values, all_instruments()[line.instrument]),)
    except MeasureError:
        return ()


def _signals(found: Progress) -> None:
    """Say the result, and what should be talked about; a hint that is overcome is history."""
    if found.change.category in (ChangeCategory.RECOVERED, ChangeCategory.IMPROVED):
        note(t(CATEGORIES[found.change.category]), "good")
        before = listed(str(one) for one in sorted({one.session for one in found.signals}))
        if before:
            text = t(N_("On the way there were hints, at talk {talks}. They are overcome."),
                     talks=before)  # fmt: skip
            show(f'<p class="mp-sub">{esc(text)}</p>')
        return
    # One line for each level: a red hint that lasts is said once, with all its talks.
    for level, words in LEVELS.items():
        talks = [one.session for one in found.signals if one.level == level]
        if talks:
            numbers = listed(str(one) for one in talks)
            note(t(words, talks=numbers), "alarm" if level == "red" else "warm")


def _computed(line: Series, found: tuple[Progress, ...]) -> None:
    instrument = all_instruments()[line.instrument]
    rows = [
        (t(N_("Form")), f"{instrument.title}, {line.form_version}"),
        (t(N_("Source")), instrument.source),
        (t(N_("Checked against other people's results")),
         t(N_("yes")) if instrument.validated else t(N_("no, not validated"))),
    ]  # fmt: skip
    for one in found:
        change = one.change
        rows += [
            (t(N_("Spread (SD) and reliability")), f"{instrument.sd} · {instrument.reliability}"),
            (t(N_("Needed for a reliable change: 1.96 · SD · √2 · √(1 − r)")),
             plain_number(change.criterion)),
            (t(N_("Change from first to last score")), plain_number(change.change)),
            (t(N_("Change divided by its error (RC)")), f"{change.rc:.2f}"),
            (t(N_("Result")), t(CATEGORIES[change.category])),
        ]  # fmt: skip
        for limits in one.limits:
            text = f"{limits.mean:.2f} ({limits.lower:.2f} – {limits.upper:.2f})"
            rows.append((t(N_("Mean and natural limits (mean ± 2.66 · mean step)")), text))
    rows.append((t(N_("Source of the method")), "Jacobson & Truax 1991; Wheeler"))
    table(t(N_("How this was computed")), (t(N_("What")), t(N_("Value"))),
          [(esc(a), esc(b)) for a, b in rows])  # fmt: skip
    show(f'<p class="mp-sub">{esc(t(N_("A number is a reason to ask, never a verdict.")))}</p>')
