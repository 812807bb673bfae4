"""Every worked number to its printed digits, and what must not matter does not matter."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.measures import (
    ChangeCategory,
    InstrumentError,
    Level,
    MeasureError,
    OutOfRange,
    Signal,
    TooFewPoints,
    XmRSignal,
    all_instruments,
    bulk,
    cutoff,
    goal_attainment_t,
    goal_progress,
    load_instrument,
    nonoverlap,
    off_track,
    reliable_change,
    run_chart,
    score,
    single_case_t,
    xmr,
)

WCI = {"sd": 8, "reliability": 0.8, "cutoff": 29}
RC = 9.92


def test_goal_attainment_worked_numbers() -> None:
    assert goal_attainment_t([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6]) == 55.0
    assert goal_attainment_t([2, 2, 2]) == pytest.approx(77.39, abs=0.005)
    assert goal_attainment_t([-2, -2, -2]) == pytest.approx(22.61, abs=0.005)
    for total, t in ((1, 54.56), (2, 59.13), (3, 63.69)):
        scores = [1] * total + [0] * (3 - total)
        assert goal_attainment_t(scores) == pytest.approx(t, abs=0.005)
    for weights in ([9, 4, 2], [90, 40, 20]):
        assert goal_attainment_t([1, 0, -1], weights) == pytest.approx(55.95, abs=0.005)


@pytest.mark.parametrize(
    ("weights", "start", "end", "before", "after"),
    [
        ([3, 2, 1], [-2, -2, -1], [1, 0, 1], 25.8, 58.8),
        ([1, 1], [-1, -1], [1, 1], 37.6, 62.4),
    ],
)
def test_goal_attainment_of_the_storylines(
    weights: list[int], start: list[int], end: list[int], before: float, after: float
) -> None:
    assert goal_attainment_t(start, weights) == pytest.approx(before, abs=0.05)
    assert goal_attainment_t(end, weights) == pytest.approx(after, abs=0.05)


def test_missing_goals_drop_and_zero_weights_count_as_ones() -> None:
    assert goal_attainment_t([1, None, -1], [3, 9, 1]) == goal_attainment_t([1, -1], [3, 1])
    assert goal_attainment_t([1, 0, -1], [0, 0, 0]) == goal_attainment_t([1, 0, -1])
    with pytest.raises(TooFewPoints):
        goal_attainment_t([None, None])
    for bad in ([3], [float("nan")], ["x"], [True]):
        with pytest.raises(OutOfRange):
            goal_attainment_t(bad)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        goal_attainment_t([1, 2], [1])


def test_goal_progress_worked_numbers() -> None:
    good, some = goal_progress((3, 2, 4), (8, 7, 7)), goal_progress((3, 2, 4), (5, 5, 5))
    assert (round(good.mean_change, 2), good.reliable) == (4.33, True)
    assert (round(some.mean_change, 2), some.reliable) == (2.0, False)
    assert goal_progress((2, 3, 3), (6, 6, 5)).mean_change == pytest.approx(3.0)
    assert goal_progress([0] * 20, [2] * 11 + [3] * 9).reliable
    with pytest.raises(OutOfRange):
        goal_progress([11], [3])


def test_reliable_change_worked_numbers() -> None:
    exact = NormalDist().inv_cdf(0.975)
    found = reliable_change(32.5, 47.5, sd=7.5, reliability=0.80, z=exact)
    assert found.criterion == pytest.approx(9.296925484568419, abs=1e-12)
    assert round(found.se, 4) == 3.3541 and round(found.s_diff, 4) == 4.7434
    assert round(found.rc, 2) == 3.16
    changes = [reliable_change(0, c, sd=5, reliability=0.8).rc for c in (-8, -4, 0, 4, 8)]
    assert [round(one, 2) for one in changes] == [-2.53, -1.26, 0, 1.26, 2.53]
    assert round(reliable_change(19, 34, **WCI).rc, 2) == 2.96
    assert round(reliable_change(19, 34, **WCI).criterion, 2) == RC
    assert round(reliable_change(23, 31, **WCI).rc, 2) == 1.58


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        (19, 34, "recovered"), (28, 38, "recovered"), (23, 31, "crossed_not_reliable"),
        (16, 28, "improved"), (14, 30, "recovered"), (17, 20, "unchanged"),
        (30, 20, "deteriorated"),
    ],
)  # fmt: skip
def test_categories_of_the_storylines(before: int, after: int, category: str) -> None:
    assert reliable_change(before, after, **WCI).category == category


def test_cutoffs_worked_numbers() -> None:
    groups = {"clinical": (40, 7.5), "normal": (60, 7.5)}
    assert [cutoff(kind, **groups) for kind in "abc"] == [55, 45, 50]
    assert cutoff("c", clinical=(30, 6), normal=(50, 10)) == 37.5
    assert cutoff("c", clinical=(24, 8), normal=(34, 8)) == 29
    assert cutoff("a", clinical=(60, 5), normal=(40, 5)) == 50
    for bad in ("d", ""):
        with pytest.raises(MeasureError):
            cutoff(bad, **groups)


def test_single_case_worked_numbers() -> None:
    one = single_case_t(33, mean=50, sd=10, n=15)
    assert (round(one.t, 3), one.df, round(one.p_two_sided, 3)) == (-1.646, 14, 0.122)
    two = single_case_t(-2, mean=0, sd=1, n=20)
    assert (round(two.t, 4), round(two.p_one_sided, 4)) == (-1.9518, 0.0329)
    three = single_case_t(-1.754857, mean=0, sd=1, n=28)
    assert (round(three.t, 4), round(three.p_one_sided, 5)) == (-1.7243, 0.04804)
    with pytest.raises(TooFewPoints):
        single_case_t(1, mean=0, sd=1, n=9)


def test_nonoverlap_worked_numbers() -> None:
    n1 = nonoverlap([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])
    assert n1.pnd == pytest.approx(5 / 7) and n1.pand == pytest.approx(11 / 13)
    assert n1.pem == 1 and round(n1.ird, 4) == 0.6905
    assert n1.nap == pytest.approx(38.5 / 42) and n1.tau == pytest.approx(35 / 42)
    n2 = nonoverlap([4, 3, 4, 3, 4, 7, 5, 2, 3, 2], [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9])
    assert round(n2.nap, 4) == 0.9636
    n3 = nonoverlap([3, 3, 4, 5], [4, 5, 6, 7, 7])
    assert n3.tau == pytest.approx(0.80) and n3.tau_u == pytest.approx(0.55)
    s12 = nonoverlap([5, 4, 6, 5, 4, 4], [4, 3, 3, 2, 2, 1, 1, 0, 1, 0, 0, 1], increase=False)
    assert (round(s12.nap, 3), round(s12.tau, 3)) == (0.979, 0.958)


def test_xmr_worked_numbers_and_signals() -> None:
    chart = xmr([5, 4, 6, 5, 4, 4])
    assert (round(chart.mean, 2), round(chart.lower, 2), round(chart.upper, 2)) == (
        4.67,
        2.01,
        7.33,
    )
    later = [4, 3, 3, 2, 2, 1]
    assert next(i for i, x in enumerate(later) if x < chart.lower) == 3  # April
    calm = [10, 11, 10, 9, 10, 11, 10, 9, 10]
    assert xmr(calm).signals == ()
    assert (9, XmRSignal.OUTSIDE) in xmr([*calm, 30]).signals
    rising = xmr([1, 2, 3, 4, 5, 6, 7, 8]).signals
    assert [i for i, kind in rising if kind is XmRSignal.SEVEN_RISING_OR_FALLING] == [6, 7]
    sides = xmr([1] * 7 + [9] * 7).signals
    assert [i for i, kind in sides if kind is XmRSignal.SEVEN_ON_ONE_SIDE] == [6, 13]


@pytest.mark.parametrize(
    ("n", "run", "crossings"),
    [(10, 6, 2), (12, 7, 3), (15, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10)],
)
def test_run_chart_limits(n: int, run: int, crossings: int) -> None:
    values = [0.5 + i % 2 for i in range(n)] if n % 2 == 0 else [0, 1] * (n // 2) + [0, 0.5]
    chart = run_chart(values)
    assert (chart.longest_run_limit, chart.crossings_limit) == (run, crossings)


def test_run_chart_signals() -> None:
    assert run_chart([1] * 10 + [5] * 10).signal
    assert not run_chart([1, 5, 1, 5, 5, 1, 1, 5, 1, 5]).signal
    for bad in ([1] * 9, [3] * 12):
        with pytest.raises(TooFewPoints):
            run_chart(bad)


def test_off_track_of_the_storylines() -> None:
    rule = {"rc_criterion": RC, "cutoff": 29}
    assert off_track([19, 18, 22, 25, 24, 29, 31, 34], **rule) == ()
    amber_supervision = (Signal(4, Level.AMBER), Signal(6, Level.SUPERVISION))
    assert off_track([16, 15, 18, 17, 21, 24, 27, 28], **rule) == amber_supervision
    assert off_track([23, 22, 23, 24, 23, 22, 26, 29, 31], **rule) == amber_supervision
    crisis = off_track([14, 12, 4, 11, 15, 19, 23, 26, 30], **rule)
    assert crisis == (Signal(3, Level.RED), *amber_supervision)
    assert off_track([28, 30, 35, 38], **rule) == ()
    assert off_track([16, None, None, None, 20, None], **rule) == ()


def _answers(raw: list[object]) -> list[float | None]:
    return [None if one == "missing" else float(str(one)) for one in raw]


@pytest.mark.parametrize("key", all_instruments())
def test_the_worked_examples_of_every_instrument(key: str) -> None:
    instrument = all_instruments()[key]
    assert instrument.examples and instrument.licence and instrument.source
    for example in instrument.examples:
        given_ = _answers(example["answers"]) if "answers" in example else example["total"]
        who = {name: example[name] for name in ("age", "sex", "informant") if name in example}
        found = score(instrument, given_, **who)
        assert found.total == example["total"]
        assert found.band == example.get("band", found.band)
        assert dict(found.subscales) == example.get("subscales", dict(found.subscales))
        assert found.prorated == example.get("prorated", False)


def test_only_our_own_are_on_and_none_has_a_wording() -> None:
    ours = {"wci5", "goal_rating", "goal_attainment"}
    assert {k for k, one in all_instruments().items() if one.enabled} == ours
    core = all_instruments()["yp_core"]
    with pytest.raises(TooFewPoints):
        score(core, [1, 1, 1, 1, 1, 1, 1, 1, None, None])
    with pytest.raises(MeasureError):
        score(all_instruments()["sdq"], [1] * 25)


BROKEN = {
    'key = "x"\ntitle = "x"\nitems = "five"\n': ("items", 3),
    'key = "x"\ntitle = ""\n': ("title", 2),
    'key = "x"\nnonsense = 1\n': ("nonsense", 2),
    'key = "x"\ntitle = "unclosed\n': ("", 2),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_refused_with_line_and_reason(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text + 'licence = "x"\nsource = "x"\nform_version = "x"\n')
    with pytest.raises(InstrumentError) as refused:
        load_instrument(path)
    word, line = BROKEN[text]
    assert refused.value.params["file"] == "broken.toml"
    assert word in str(refused.value.params["reason"])
    assert refused.value.params["line"] == line


SCORES = st.lists(st.integers(0, 50).map(float), min_size=12, max_size=12)


@given(SCORES, st.integers(-20, 20))
def test_adding_a_constant_changes_no_index(values: list[float], constant: int) -> None:
    moved = [one + constant for one in values]
    assert nonoverlap(values[:6], values[6:]) == nonoverlap(moved[:6], moved[6:])
    a, b = xmr(values), xmr(moved)
    assert a.signals == b.signals and math.isclose(a.upper - a.mean, b.upper - b.mean, abs_tol=1e-9)


@given(SCORES)
def test_reversing_the_direction_mirrors(values: list[float]) -> None:
    forward = nonoverlap(values[:6], values[6:])
    back = nonoverlap(values[:6], values[6:], increase=False)
    assert forward.tau == pytest.approx(-back.tau) and forward.nap == pytest.approx(1 - back.nap)


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=6), st.floats(0.01, 100))
def test_scaling_the_weights_changes_nothing(scores: list[int], factor: float) -> None:
    weights = [float(i + 1) for i in range(len(scores))]
    scaled = [w * factor for w in weights]
    assert goal_attainment_t(scores, weights) == pytest.approx(goal_attainment_t(scores, scaled))


@given(st.lists(SCORES, min_size=1, max_size=20))
def test_the_bulk_engine_equals_the_single_one(rows: list[list[float]]) -> None:
    series = np.array(rows)
    rc, names = bulk.reliable_changes(series[:, 0], series[:, -1], **WCI)
    mean, lower, upper = bulk.xmr_limits(series)
    signals = bulk.xmr_signals(series)
    flags = bulk.off_track_flags(series, rc_criterion=RC, cutoff=29)
    for i, row in enumerate(rows):
        one = reliable_change(row[0], row[-1], **WCI)
        assert rc[i] == pytest.approx(one.rc) and names[i] == one.category
        chart = xmr(row)
        assert (mean[i], lower[i], upper[i]) == pytest.approx(
            (chart.mean, chart.lower, chart.upper)
        )
        marked = {(j, k) for k, where in signals.items() for j in np.flatnonzero(where[i])}
        assert marked == set(chart.signals)
        found = off_track(row, rc_criterion=RC, cutoff=29)
        assert {s.session for s in found if s.level is Level.RED} == set(
            np.flatnonzero(flags["red"][i]) + 1
        )
        assert any(s.level is Level.AMBER for s in found) == flags["amber"][i]
        assert any(s.level is Level.SUPERVISION for s in found) == flags["supervision"][i]


def test_measure_errors_are_value_errors() -> None:
    for bad in ([], [1.0], [1.0, float("nan"), 2.0], [1.0, float("inf"), 2.0]):
        with pytest.raises(ValueError):
            xmr(bad)
    assert issubclass(MeasureError, ValueError) and ChangeCategory.RECOVERED == "recovered"
