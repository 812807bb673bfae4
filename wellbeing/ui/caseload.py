"""The caseload picture: a board with clocks, outcomes by term, and waiting as run charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wellbeing.i18n import N_
from wellbeing.measures import ChangeCategory, TooFewPoints, run_chart
from wellbeing.services.caseload import SMALLEST_CELL, Card, CaseloadView, TermOutcomes
from wellbeing.ui.charts import Picture, draw, plain_number
from wellbeing.ui.drawing import take_away
from wellbeing.ui.parts import clock, empty, esc, header, link, show, table
from wellbeing.ui.tracker_words import CATEGORIES
from wellbeing.ui.visit import t

STAGES = {
    "first_talk": N_("Waiting for the first talk"),
    "talks": N_("Talks, no plan yet"),
    "plan": N_("Plan agreed, talks go on"),
    "closing": N_("Being closed"),
    "after": N_("Closed, being followed up"),
}
HALVES = {"spring": N_("{year}, February to August"), "winter": N_("{year}, from September")}


def caseload_page(view: CaseloadView) -> None:
    """Paint the whole picture for the coordinator."""
    header(t(N_("All cases at a glance")), t(N_("Where they stand, and how long people wait.")))
    _board(view)
    _outcomes(view.outcomes)
    _waiting(t(N_("Days to the first talk")), view.waiting, "waiting")
    _waiting(t(N_("Days until who reported was told")), view.told_back, "told")


def _board(view: CaseloadView) -> None:
    for stage, cards in view.board:
        show(f'<h2 class="mp-h2">{esc(t(STAGES[stage]))} · {len(cards)}</h2>')
        if cards:
            columns = (t(N_("Young person")), t(N_("Next")), t(N_("Number")))
            table(t(STAGES[stage]), columns, [_card(one) for one in cards])


def _card(card: Card) -> tuple[str, str, str]:
    due = clock(card.due_at, card.standing)
    return link(card.student, "case", id=card.id), due, esc(card.number)


def _outcomes(outcomes: Sequence[TermOutcomes]) -> None:
    title = t(N_("What came of it, by term"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    if not outcomes:
        empty(t(N_("No outcome yet.")), t(N_("It takes two check-ins of one young person.")))
        return
    columns = (t(N_("Term")), *(t(CATEGORIES[one]) for one in ChangeCategory))
    table(title, columns, [_term(one) for one in outcomes])
    words = t(N_("Numbers from 1 to {most} are not shown: they could point to somebody."),
              most=SMALLEST_CELL - 1)  # fmt: skip
    show(f'<p class="mp-sub">{esc(words)}</p>')


def _term(one: TermOutcomes) -> tuple[str, ...]:
    counts = dict(one.counts)
    few = t(N_("fewer than {n}"), n=SMALLEST_CELL)
    cells = [counts.get(category.value, 0) for category in ChangeCategory]
    return (
        esc(t(HALVES[one.half], year=one.year)),
        *(esc(few if cell is None else str(cell)) for cell in cells),
    )


def _waiting(title: str, points: Sequence[tuple[date, float]], name: str) -> None:
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    if not points:
        empty(t(N_("Nothing to show yet.")), t(N_("Each line begins with its first case.")))
        return
    picture = _run(title, points)
    draw(picture)
    take_away(picture, name)


def _run(title: str, points: Sequence[tuple[date, float]]) -> Picture:
    values = [value for _, value in points]
    middle: tuple[float, ...] = ()
    try:
        found = run_chart(values)
    except TooFewPoints:
        words, middle = t(N_("{n} values: at least ten are needed to tell chance from change."),
                          n=len(values)), ()  # fmt: skip
    else:
        middle = (found.median,)
        words = t(
            N_("Median {median} days. Longest run {run} (limit {most}), crossings {crossings} "
               "(at least {least}). {result}"),
            median=plain_number(found.median), run=found.longest_run,
            most=found.longest_run_limit, crossings=found.crossings,
            least=found.crossings_limit,
            result=t(N_("Something has changed.") if found.signal else N_("Only chance so far.")),
        )  # fmt: skip
    top = max(1.0, max(values) * 1.15)
    return Picture(
        title=title, unit=t(N_("Days")), low=0, high=top, points=tuple(points), words=words,
        cutoff=middle, cutoff_words=t(N_("dashed line: median")),
    )  # fmt: skip
