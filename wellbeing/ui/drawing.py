"""A picture to take away: its table as CSV and the drawing itself as SVG, made here."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from secrets import token_hex
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import measures
from wellbeing.services.measures import FileKind
from wellbeing.ui.charts import LIMIT, LINE, QUIET, Picture, numbers_behind, plain_number, shown
from wellbeing.ui.go import send
from wellbeing.ui.visit import t, when

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 380, 56, 20, 56, 44
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def take_away(picture: Picture, name: str, case_id: UUID | None = None) -> None:
    """Fold in the table behind a picture, and both of its files."""
    with st.expander(t(N_("Table and download"))):
        numbers_behind(picture)
        downloads(picture, name, case_id)


def downloads(picture: Picture, name: str, case_id: UUID | None = None) -> None:
    """Offer the picture's table and drawing.

    A case's are made by an act of its own, which is entered and may ask for a fresh code; counts
    of many cases are made when asked for.
    """
    for column, one in zip(st.columns(len(_FILES)), _FILES, strict=True):
        if case_id is None:
            column.download_button(
                t(one.label), partial(one.make, picture), _file_name(name, one), one.mime,
                key=f"{one.kind}-{name}", on_click="ignore", width="stretch",
            )  # fmt: skip
        else:
            column.button(
                t(one.label), key=f"{one.kind}-{name}", width="stretch",
                on_click=_make, args=(case_id, one, picture, name),
            )  # fmt: skip
    _made(name)


def _make(case_id: UUID, file: _File, picture: Picture, name: str) -> None:
    """Make a file of a case's progress, where the reader may take it away."""
    send(
        f"export-{file.kind}-{name}",
        lambda me: measures.export_progress(me, case_id, file.kind),
        lambda _: st.session_state.update({f"made:{name}": (file, file.make(picture))}),
    )


def _made(name: str) -> None:
    """Paint the download of the file that was made last, as long as this visit lasts."""
    if f"made:{name}" not in st.session_state:
        return
    file, data = st.session_state[f"made:{name}"]
    st.download_button(
        t(N_("Download: {file}"), file=t(file.label)),
        lambda: data,  # handed out when it is asked for: a file made before is gone by then
        _file_name(name, file), file.mime, key=f"made-{name}", type="primary", width="stretch",
        on_click="ignore",  # a run of the page would cancel the download
    )  # fmt: skip


def _file_name(name: str, file: _File) -> str:
    # The file's address is a digest of its content and name: the name keeps it unguessable.
    secret = st.session_state.setdefault(f"file:{name}", token_hex(12))
    return f"progress-{secret}.{file.kind}"


def as_csv(picture: Picture) -> bytes:
    """Return the table behind a picture, for spreadsheets: no cell is ever a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([safe_cell(picture.title)])
    rows.writerow([t(N_("Day")), safe_cell(picture.unit)])
    for on, value in picture.points:
        rows.writerow([on.isoformat(), "" if value is None else plain_number(value)])
    for one in picture.marks:
        rows.writerow([one.on.isoformat(), safe_cell(one.words)])
    return out.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet takes for a text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_svg(picture: Picture) -> bytes:
    """Return the picture as one self-contained drawing with its words inside."""
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'font-family="sans-serif" font-size="13" fill="#22302a">',
        f"<title>{escape(picture.title)}</title><desc>{escape(picture.words)}</desc>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="24" font-size="17" font-weight="bold">'
        f"{escape(picture.title)}</text>",
        *_grid(picture), *_limits(picture), *_path(picture), *_letters(picture), "</svg>",
    ]  # fmt: skip
    return "".join(body).encode()


@dataclass(frozen=True, slots=True)
class _File:
    """One kind of file: its label, and what makes it of a picture."""

    kind: FileKind
    label: str
    mime: str
    make: Callable[[Picture], bytes]


_FILES = (
    _File(FileKind.CSV, N_("Table (CSV)"), "text/csv", as_csv),
    _File(FileKind.SVG, N_("Picture (SVG)"), "image/svg+xml", as_svg),
)


def _days(picture: Picture) -> tuple[date, date]:
    days = [on for on, _ in picture.points] + [one.on for one in picture.marks]
    return min(days), max(days)


def _x(picture: Picture, on: date) -> float:
    first, last = _days(picture)
    share = (on - first).days / max(1, (last - first).days)
    return round(_LEFT + 14 + share * (_WIDE - _LEFT - _RIGHT - 28), 1)


def _y(picture: Picture, value: float) -> float:
    inside = min(max(value, picture.low), picture.high)
    share = (inside - picture.low) / (picture.high - picture.low)
    return round(_HIGH - _BOTTOM - share * (_HIGH - _TOP - _BOTTOM), 1)


def _grid(picture: Picture) -> list[str]:
    step = (picture.high - picture.low) / 5
    found = []
    for n in range(6):
        value = picture.low + n * step
        y = _y(picture, value)
        found.append(
            f'<path d="M{_LEFT} {y}H{_WIDE - _RIGHT}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{plain_number(value)}</text>'
        )
    for on, anchor in zip(_days(picture), ("start", "end"), strict=True):
        x = _x(picture, on)
        found.append(
            f'<text x="{x}" y="{_HIGH - 16}" text-anchor="{anchor}">{escape(when(on))}</text>'
        )
    return found


def _limits(picture: Picture) -> list[str]:
    found = []
    if picture.band:
        low, high = (_y(picture, value) for value in picture.band)
        found.append(
            f'<rect x="{_LEFT}" y="{high}" width="{_WIDE - _LEFT - _RIGHT}" '
            f'height="{round(low - high, 1)}" fill="{QUIET}" opacity="0.2"/>'
        )
    for value in picture.limits:
        if picture.low <= value <= picture.high:
            found.append(
                f'<path d="M{_LEFT} {_y(picture, value)}H{_WIDE - _RIGHT}" stroke="{QUIET}" '
                f'stroke-width="1.5" stroke-dasharray="2 4"/>'
            )
    for value in picture.cutoff:
        found.append(
            f'<path d="M{_LEFT} {_y(picture, value)}H{_WIDE - _RIGHT}" stroke="{LIMIT}" '
            f'stroke-width="2" stroke-dasharray="6 4"/>'
        )
    return found


def _path(picture: Picture) -> list[str]:
    """Return the line, broken where a value is missing, and every point with its value."""
    steps, pen = [], "M"
    for on, value in picture.points:
        if value is not None:
            steps.append(f"{pen}{_x(picture, on)} {_y(picture, value)}")
        pen = "M" if value is None else "L"
    found = [f'<path d="{"".join(steps)}" fill="none" stroke="{LINE}" stroke-width="2.5"/>']
    for on, value in picture.points:
        x, y = _x(picture, on), _y(picture, picture.low if value is None else value)
        if value is None:
            found.append(f'<text x="{x}" y="{y - 2}" text-anchor="middle">×</text>')
            continue
        found.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{LINE}"/>')
        if len(picture.points) <= 20:
            found.append(f'<text x="{x}" y="{y - 9}" text-anchor="middle">{shown(value)}</text>')
    return found


def _letters(picture: Picture) -> list[str]:
    found = []
    for one in picture.marks:
        x = _x(picture, one.on)
        found.append(
            f'<path d="M{x} {_TOP}V{_HIGH - _BOTTOM}" stroke="{QUIET}" stroke-dasharray="2 3"/>'
            f'<text x="{x + 3}" y="{_TOP - 4}"><title>{escape(one.words)}</title>'
            f"{escape(one.letter)}</text>"
        )
    return found
