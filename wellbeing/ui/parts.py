"""One way to show each thing, as escaped HTML: no text of a person is ever formatted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote as quote_url
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from wellbeing.guide import Step
from wellbeing.i18n import HTML_LANG, N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.policy import May
from wellbeing.readers import Reader
from wellbeing.rules import Standing
from wellbeing.runtime import running
from wellbeing.ui.visit import language, listed, may, t, when

Cell = str
# What our scripts say, in the reader's language.
_SPOKEN = {
    "wait": N_("One moment …"),
    "skip": N_("Go straight to the page"),
    "pick": N_("Pick a day"),
}
TONES = ("calm", "good", "warm", "alarm")


def esc(text: str) -> str:
    """Return text that is shown exactly as typed, line breaks included."""
    return escape(text).replace("\n", "<br>")


def show(html: str) -> None:
    """Paint HTML that was made here."""
    st.html(html)


def header(
    title: str,
    lead: str = "",
    path: Sequence[tuple[str, str]] = (),
    about: UUID | None = None,
) -> None:
    """Paint the page's heading, the path to it, and one sentence what it is for.

    For staff every page also leads to a report of harm in one tap, about this young person
    where the page is about one.
    """
    crumbs = "".join(
        f'<li><a href="{escape(href)}" target="_self">{esc(name)}</a></li>' for name, href in path
    )
    nav = (
        f'<nav aria-label="{esc(t(N_("Path")))}"><ol class="mp-path">{crumbs}</ol></nav>'
        if crumbs
        else ""
    )
    below = f'<p class="mp-lead">{esc(lead)}</p>' if lead else ""
    spoken = "".join(f' data-{name}="{escape(t(words))}"' for name, words in _SPOKEN.items())
    show(
        f'<div class="mp-page" lang="{HTML_LANG[language()]}"{spoken}>{nav}'
        f'<h1 class="mp-title mp-focus" id="mp-title">{esc(title)}</h1>{below}'
        f"{_harm_link(about)}</div>"
    )


def _harm_link(about: UUID | None) -> Cell:
    there = (st.context.url or "").partition("?")[0].endswith("/harm")
    if there or "me" not in st.session_state or not may(May.REPORT_HARM):
        return ""
    to = link(t(N_("Report harm")), "harm", **({"student": about} if about else {}))
    return f'<p class="mp-harm mp-no-print">{to}</p>'


def label(text: str, tone: str = "calm") -> Cell:
    """Return a status label."""
    return f'<span class="mp-label mp-{tone}">{esc(text)}</span>'


_CLOCK = {
    "none": ("", "calm"),
    "on_time": (N_("by {when}"), "calm"),
    "due_soon": (N_("soon: by {when}"), "warm"),
    "overdue": (N_("overdue since {when}"), "alarm"),
    "escalated": (N_("long overdue, since {when}"), "alarm"),
}


def clock(due: datetime | None, standing: str) -> Cell:
    """Return when something is due and how it stands, in words and not in colour alone."""
    message, tone = _CLOCK[standing]
    if not message or due is None:
        return ""
    return f'<span class="mp-clock mp-{tone}">{esc(t(message, when=when(due)))}</span>'


def standing_of(step: Step) -> Standing:
    """Return how a next step's clock stands now."""
    site = running()
    return step.standing(site.clock(), site.pack.coordinator_percent)


def readers_line(readers: Sequence[Reader]) -> None:
    """Say under a text who will be able to read it, as the rules themselves answer."""
    if not readers:
        text = t(N_("Only you can read this."))
    else:
        people = [_reader(one.name, t(ROLE_LABELS[one.role])) for one in readers]
        text = t(N_("You can read this, and: {people}."), people=listed(people))
    show(f'<p class="mp-readers">{esc(text)}</p>')


def _reader(name: str, role: str) -> str:
    """Return somebody by name; without one, only as what they read it."""
    return f"{name} ({role})" if name else role


def next_step(text: str, due: Cell = "", below: Cell = "") -> None:
    """Paint the one thing that comes next, with its clock, and below it what follows."""
    show(f'<div class="mp-note mp-good"><strong>{esc(text)}</strong> {due}{below}</div>')


def person(name: str, about: str = "") -> Cell:
    """Return a person: the name, and below it what they are here."""
    below = f'<span class="mp-sub">{esc(about)}</span>' if about else ""
    return f'<span class="mp-person">{esc(name)}{below}</span>'


def who_sees(text: str) -> None:
    """Paint who can read what is on this page, before anything is written or sent."""
    show(f'<p class="mp-sees"><strong>{esc(t(N_("Who can read this:")))}</strong> {esc(text)}</p>')


def receipt(title: str, number: str, at: str) -> None:
    """Paint a number to keep, and since when it counts."""
    show(
        f'<section class="mp-receipt"><p>{esc(title)}</p>'
        f"<strong>{esc(number)}</strong><p>{esc(at)}</p></section>"
    )


def empty(title: str, text: str) -> None:
    """Paint what a list says when nothing is in it."""
    show(f'<div class="mp-empty"><strong>{esc(title)}</strong><p>{esc(text)}</p></div>')


def note(text: str, tone: str = "calm") -> None:
    """Paint a sentence that stands out: a warning, a confirmation."""
    role = ' role="alert"' if tone == "alarm" else ' role="status"'
    show(f'<div class="mp-note mp-{tone}"{role}>{esc(text)}</div>')


def facts(pairs: Sequence[tuple[str, str]], title: str = "") -> None:
    """Paint question and answer pairs; unanswered ones are left out."""
    rows = "".join(
        f"<div><dt>{esc(name)}</dt><dd>{esc(text)}</dd></div>" for name, text in pairs if text
    )
    head = f"<h2>{esc(title)}</h2>" if title else ""
    if rows:
        show(f'<section class="mp-facts">{head}<dl>{rows}</dl></section>')


def quote(text: str, by: str) -> None:
    """Paint somebody's words with who said them and when."""
    show(
        f'<figure class="mp-quote"><blockquote>{esc(text)}</blockquote>'
        f"<figcaption>{esc(by)}</figcaption></figure>"
    )


def print_link(text: str) -> None:
    """Offer to print the page."""
    show(f'<p class="mp-no-print"><a href="#" class="mp-print mp-link">{esc(text)}</a></p>')


def unprinted(name: str) -> DeltaGenerator:
    """Return a part of the page that stays on the screen: paper goes to others than the reader."""
    return st.container(key=f"no-print-{name}")


def timeline(entries: Sequence[tuple[str, str]]) -> None:
    """Paint moments and what happened, newest first."""
    items = "".join(
        f"<li><time>{esc(at)}</time><span>{esc(text)}</span></li>" for at, text in entries
    )
    show(f'<ol class="mp-timeline">{items}</ol>')


def dots(steps: Sequence[tuple[str, str]]) -> None:
    """Paint the way a thing goes: each step done, now or later."""
    names = {"done": t(N_("done")), "now": t(N_("now")), "later": t(N_("later"))}
    items = "".join(
        f'<li class="mp-step-{state}"{_current(state)}>{esc(text)}'
        f'<span class="mp-hidden"> ({esc(names[state])})</span></li>'
        for text, state in steps
    )
    show(f'<ol class="mp-steps">{items}</ol>')


def _current(state: str) -> str:
    return ' aria-current="step"' if state == "now" else ""


def link(text: str, to: str, **params: object) -> Cell:
    """Return a link to a page of ours."""
    query = "&".join(f"{name}={quote_url(str(value))}" for name, value in params.items())
    href = f"/{to}" + (f"?{query}" if query else "")
    return f'<a class="mp-link" href="{escape(href)}" target="_self">{esc(text)}</a>'


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Paint a list as a table that becomes cards on a phone; its cells are HTML already."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    show(
        f'<table class="mp-table"><caption class="mp-hidden">{esc(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


_NONE = ' class="mp-none"'  # left out where a table becomes cards


def _cells(columns: Sequence[str], row: Sequence[Cell]) -> str:
    first, *others = zip(columns, row, strict=True)
    cells = [f'<th scope="row">{first[1]}</th>']
    cells += [
        f'<td{"" if cell else _NONE}><span class="mp-cell">{esc(name)}</span>{cell}</td>'
        for name, cell in others
    ]
    return "".join(cells)
