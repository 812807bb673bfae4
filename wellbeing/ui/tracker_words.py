"""The tracker's words, and how a line becomes a picture with its reading."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.measures import ChangeCategory, Level, MeasureError, all_instruments, progress
from wellbeing.services.measures import CHECK_IN, GENTLE_READERS, Series, TrackerView
from wellbeing.ui.charts import Mark, Picture, plain_number
from wellbeing.ui.visit import t, when

DIRECTIONS = {
    "too_early": (N_("It is too early to say. Help has begun."), "calm"),
    "better": (N_("It is getting better."), "good"),
    "steady": (N_("It is about as before. Help goes on."), "calm"),
    "needs_time": (N_("It is a hard time. Help goes on."), "warm"),
}
CATEGORIES = {
    ChangeCategory.RECOVERED: N_("Reliably better, and past the cut-off"),
    ChangeCategory.IMPROVED: N_("Reliably better, the cut-off not passed"),
    ChangeCategory.CROSSED_NOT_RELIABLE: N_("Past the cut-off, but the change may be chance"),
    ChangeCategory.UNCHANGED: N_("No reliable change"),
    ChangeCategory.DETERIORATED: N_("Reliably worse"),
}
LEVELS = {
    Level.RED: N_("Talk {talks}: much lower than at the start. Talk about it with the young "
                  "person now."),
    Level.AMBER: N_("Talk {talks}: little gained so far. Talk about it with the young person."),
    Level.SUPERVISION: N_("Talk {talks}: little gained so far. Talk about it with the young "
                          "person, and bring it to supervision."),
}  # fmt: skip
TITLES = {
    CHECK_IN: N_("Weekly check-in"),
    "goal_rating": N_("Goal rating"),
    "goal_attainment": N_("Goal attainment"),
    "sdq": N_("SDQ total"),
    "rcads": N_("RCADS T score"),
}
SEEN = {
    "concentration": N_("Concentration, 0 to 10"),
    "belonging": N_("Belonging to the class, 0 to 10"),
    "attendance": N_("Lessons attended, %"),
    "mark": N_("Own last mark, 0 to 100"),
}
HAPPENINGS = {
    "missed": ("M", N_("talk missed")),
    "agreed": ("A", N_("plan agreed")),
    "incident": ("I", N_("incident")),
    "repair_agreed": ("R", N_("repair agreed")),
    "followed": ("F", N_("follow-up")),
    "follow_due": ("f", N_("follow-up planned")),
}


def instrument_title(key: str) -> str:
    """Return an instrument's name as the reader knows it; of an added one, its own title."""
    return t(TITLES[key]) if key in TITLES else all_instruments()[key].title


def pictured(view: TrackerView, line: Series) -> Picture:
    """Return a line's picture: cut-off and band where the reader sees numbers."""
    instrument = all_instruments()[line.instrument]
    goal, gentle = line.about_id is not None, view.reader in GENTLE_READERS
    low = instrument.low if instrument.total_low is None else instrument.total_low
    high = instrument.total_high
    if high is None:
        high = instrument.high * instrument.items * instrument.multiply
    words = _reading(line)
    cutoff: tuple[float, ...] = ()
    band: tuple[float, ...] = ()
    limits: tuple[float, ...] = ()
    if not goal and not gentle:
        cutoff = () if instrument.cutoff is None else (instrument.cutoff,)
        words, band = _with_change(line, words)
        words, limits = _with_limits(line, words)
    return Picture(
        title=line.title or instrument_title(line.instrument),
        unit=t(N_("Rating")) if goal else t(N_("Score")),
        low=low, high=high, points=tuple((one.on, one.value) for one in line.readings),
        words=words, cutoff=cutoff, band=band, limits=limits, marks=_marks(view),
    )  # fmt: skip


def _marks(view: TrackerView) -> tuple[Mark, ...]:
    return tuple(
        Mark(one.on, HAPPENINGS[one.kind][0], t(HAPPENINGS[one.kind][1]))
        for one in view.happenings
        if one.kind in HAPPENINGS
    )


def _reading(line: Series) -> str:
    """Return the line in words: what somebody sees who looks at the picture."""
    known = [one for one in line.readings if one.value is not None]
    first, last = known[0], known[-1]
    words = t(
        N_("{count} scores from {start} to {end}: {first} at first, {last} now."),
        count=len(known), start=when(first.on), end=when(last.on),
        first=plain_number(first.value or 0), last=plain_number(last.value or 0),
    )  # fmt: skip
    missing = len(line.readings) - len(known)
    if missing:
        words += " " + t(N_("Talks without a score: {count}."), count=missing)
    return words


def _with_change(line: Series, words: str) -> tuple[str, tuple[float, ...]]:
    """Return the words with the reliable change, and the band around the first score."""
    try:
        found = progress(line.values, all_instruments()[line.instrument])
    except MeasureError:
        return words, ()
    if len(line.known) > 1:
        words += " " + t(
            N_("Change {change} points, {criterion} are needed. {result}."),
            change=f"{found.change.change:+g}",
            criterion=plain_number(found.change.criterion),
            result=t(CATEGORIES[found.change.category]),
        )
    return words, (found.first - found.change.criterion, found.first + found.change.criterion)


def _with_limits(line: Series, words: str) -> tuple[str, tuple[float, ...]]:
    """Return the words with what the natural limits say, and their three lines."""
    try:
        found = progress(line.values, all_instruments()[line.instrument]).limits
    except MeasureError:
        return words, ()
    if not found:
        return words, ()
    one = found[0]
    said = t(
        N_("Natural limits {lower} to {upper}, mean {mean}: {n} signals outside chance."),
        lower=plain_number(one.lower), upper=plain_number(one.upper),
        mean=plain_number(one.mean), n=len(one.signals),
    )  # fmt: skip
    return f"{words} {said}", (one.lower, one.mean, one.upper)


def review_picture(view: TrackerView) -> Picture:
    """Return goal attainment by review as a line; 50 is as hoped for."""
    points = tuple((one.on, one.t) for one in view.reviews)
    words = t(
        N_("{count} reviews from {start} to {end}: T {first} at first, {last} now."),
        count=len(points), start=when(points[0][0]), end=when(points[-1][0]),
        first=f"{points[0][1]:.1f}", last=f"{points[-1][1]:.1f}",
    )  # fmt: skip
    values = [value for _, value in points]
    return Picture(
        title=t(N_("Goal attainment at each review")), unit=t(N_("T score")),
        low=min(20.0, *values), high=max(80.0, *values), points=points, words=words,
        cutoff=(50.0,), cutoff_words=t(N_("dashed line: 50, as hoped")), marks=_marks(view),
    )  # fmt: skip
