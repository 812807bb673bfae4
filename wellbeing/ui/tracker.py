"""The tracker: how it goes, drawn honestly and said in words; for each reader what is theirs."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import INFORMANT_LABELS
from wellbeing.measures import goal_progress
from wellbeing.policy import May
from wellbeing.services import measures
from wellbeing.services.measures import CHECK_IN, Reader, Series, TrackerView
from wellbeing.ui.charts import draw, numbers_behind, plain_number
from wellbeing.ui.drawing import downloads, take_away
from wellbeing.ui.filled import filled_part
from wellbeing.ui.fold import fold
from wellbeing.ui.gentle import gentle_part
from wellbeing.ui.measure_form import record_part
from wellbeing.ui.parts import empty, esc, header, link, note, quote, show, table
from wellbeing.ui.stages import stages_part
from wellbeing.ui.tracker_line import line_part
from wellbeing.ui.tracker_words import (
    DIRECTIONS,
    SEEN,
    pictured,
    review_picture,
)
from wellbeing.ui.visit import caller, cases_title, may, t, when
from wellbeing.ui.who_sees import who_sees_part


def tracker_page(view: TrackerView) -> None:
    """Paint a case's progress for its reader."""
    title = t(N_("Progress"))
    words, tone = DIRECTIONS[view.direction]
    if view.reader is Reader.REFERRER:
        header(title, t(N_("How it goes with the young person whom you reported.")))
        if view.last_word:
            note(t(N_("The help has come to its end.")), "good")
            quote(view.last_word, t(N_("Written for you")))
        else:
            note(t(words), tone)
        show(f'<p class="mp-sub">{esc(t(N_("More than this stays in the room.")))}</p>')
        return
    path = ((cases_title(), "/cases"), (view.student, f"/case?id={view.case_id}"))
    header(title, view.student, path, about=view.student_id)
    if view.reader is Reader.FAMILY:
        _family(view)
    else:
        _staff(view)
    if view.newest_id is not None:
        who_sees_part("measurement", view.newest_id)


def progress_chart(case_id: UUID) -> None:
    """Paint the one picture of progress for those who run a case; nothing before a check-in."""
    if not may(May.RUN_CASE):  # a teacher on the team is not asked to meet a refusal
        return
    view = measures.tracker(caller(), case_id)
    line = _own_line(view)
    if line is None:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Progress")))}</h2>')
    draw(pictured(view, line))
    href = f"/tracker?id={case_id}"
    words = esc(t(N_("All of the progress")))
    show(f'<p><a class="mp-link" href="{href}" target="_self">{words}</a></p>')


def _own_line(view: TrackerView) -> Series | None:
    lines = [one for one in view.series if one.instrument == CHECK_IN and one.known]
    return lines[0] if lines else None


def _staff(view: TrackerView) -> None:
    if not (view.series or view.goals):
        empty(t(N_("Nothing was measured yet.")), t(N_("It begins with the first check-in.")))
    for number, line in enumerate(view.series):
        line_part(view, line, f"line-{number}")
    _goals_part(view)
    _reviews_part(view)
    _observations_part(view)
    filled_part(view.case_id)
    if view.may_record:
        record_part(view)
        stages_part(view.case_id)
        sheet = link(t(N_("Sheet for the young person, to print")), "own_sheet", id=view.case_id)
        show(f'<p class="mp-no-print">{sheet}</p>')


def _goals_part(view: TrackerView) -> None:
    lines = [one for one in view.goals if one.known]
    if not lines:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Goals, 0 to 10")))}</h2>')
    columns = (t(N_("Goal")), t(N_("At first")), t(N_("Now")), t(N_("Hoped for")))
    table(t(N_("Goals, 0 to 10")), columns, [_goal_row(one) for one in lines])
    if view.reader is Reader.FAMILY:
        return
    _goal_change([one for one in lines if len(one.known) > 1])
    for number, line in enumerate(lines):
        title = f"{t(N_('Goal'))} {number + 1}"
        fold(title, f"goal-{line.about_id}-{line.informant}", _goal, view, line, f"goal-{number}")


def _goal(view: TrackerView, line: Series, name: str) -> None:
    show(f"<p>{esc(line.title)}</p>")
    picture = pictured(view, line)
    draw(picture)
    numbers_behind(picture)
    downloads(picture, name, view.case_id)


def _goal_change(lines: list[Series]) -> None:
    """Say the mean change of the goals that were rated twice."""
    if not lines:
        return
    found = goal_progress([one.known[0] for one in lines], [one.known[-1] for one in lines])
    words = (
        N_("On average {change} points: more than chance (2.45 or more).")
        if found.reliable
        else N_("On average {change} points: less than the 2.45 that rule out chance.")
    )
    show(f"<p>{esc(t(words, change=f'{found.mean_change:+.2f}'))}</p>")


def _goal_row(line: Series) -> tuple[str, str, str, str]:
    hoped = "" if line.hoped is None else plain_number(line.hoped)
    first = plain_number(line.known[0])
    last = plain_number(line.known[-1]) if len(line.known) > 1 else ""
    who = f'<span class="mp-sub">{esc(t(INFORMANT_LABELS[line.informant]))}</span>'
    return esc(line.title) + who, esc(first), esc(last), esc(hoped)


def _reviews_part(view: TrackerView) -> None:
    if not view.reviews:
        return
    title = t(N_("Goal attainment at each review"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    if len(view.reviews) > 1:
        picture = review_picture(view)
        draw(picture)
        take_away(picture, "reviews", view.case_id)
    rows = [(esc(when(r.on)), esc(f"{r.t:.1f}"), esc(str(r.goals))) for r in view.reviews]
    table(title, (t(N_("Day")), t(N_("T score")), t(N_("Goals"))), rows)
    with st.expander(t(N_("How the T score was computed"))):
        text = N_("T = 50 + 10·Σwx / √((1−ρ)·Σw² + ρ·(Σw)²), with ρ = 0.3, x from −2 to 2 and the "
                  "weights w. 50 is as hoped. Source: Kiresuk & Sherman 1968.")  # fmt: skip
        show(f"<p>{esc(t(text))}</p>")


def _observations_part(view: TrackerView) -> None:
    """Paint what teachers saw, a column for each question and a row for each day."""
    if not view.observations:
        return
    title = t(N_("Seen at school"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Day")), *(t(words) for words in SEEN.values()))
    rows = [
        (
            esc(when(one.on)),
            *(esc(plain_number(one.answers[name]) if name in one.answers else "–")
              for name in SEEN),
        )
        for one in view.observations
    ]  # fmt: skip
    table(title, columns, rows)


def _family(view: TrackerView) -> None:
    """Paint the goals, and a gentle trend where it was agreed to show one."""
    _goals_part(view)
    line = _own_line(view)
    gentle_part(view)
    if not view.goals and line is None:
        empty(t(N_("There is nothing to show yet.")),
              t(N_("Goals and a trend appear here when it is agreed to share them.")))  # fmt: skip
