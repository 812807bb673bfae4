"""The same measures over many series at once, as columns of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellbeing.measures.change import ChangeCategory
from wellbeing.measures.charts import _LIMIT, _RANGE_LIMIT, XmRSignal
from wellbeing.measures.charts import _RUN as RUN
from wellbeing.measures.track import AMBER_SESSION, SUPERVISION_SESSION

Series = NDArray[np.float64]


def reliable_changes(
    before: Series, after: Series, *, sd: float, reliability: float,
    cutoff: float, z: float = 1.96,
) -> tuple[Series, NDArray[Any]]:  # fmt: skip
    """Return the index and category of many changes; equal to `reliable_change` one by one."""
    s_diff = sd * np.sqrt(2 * (1 - reliability))
    gain = after - before
    crossed = (before < cutoff) & (after >= cutoff)
    conditions = [
        (gain >= z * s_diff) & crossed,
        gain >= z * s_diff,
        gain <= -z * s_diff,
        crossed,
    ]
    names = ["recovered", "improved", "deteriorated", "crossed_not_reliable"]
    return gain / s_diff, np.select(conditions, names, default=ChangeCategory.UNCHANGED.value)


def xmr_limits(series: Series) -> tuple[Series, Series, Series]:
    """Return mean, lower and upper limits of many series (rows), screened as `xmr` does."""
    ranges = np.abs(np.diff(series, axis=1))
    average = ranges.mean(axis=1)
    kept = ranges < _RANGE_LIMIT * average[:, None]
    counts = kept.sum(axis=1)
    screened = np.where(kept, ranges, 0).sum(axis=1) / np.maximum(counts, 1)
    width = _LIMIT * np.where(counts > 0, screened, average)
    mean = series.mean(axis=1)
    return mean, mean - width, mean + width


def xmr_signals(series: Series) -> dict[XmRSignal, NDArray[np.bool_]]:
    """Return where each kind of signal stands in many series (rows); equal to `xmr` one by one."""
    mean, lower, upper = (one[:, None] for one in xmr_limits(series))
    sides, steps = np.sign(series - mean), np.sign(np.diff(series, axis=1))
    far = (upper - mean) * 2 / 3
    two = np.zeros(series.shape, dtype=np.bool_)
    for side in (1, -1):
        beyond = side * (series - mean) > far
        before = beyond[:, 1:-1] | beyond[:, :-2]
        two[:, 2:] |= beyond[:, 2:] & before
    trend = np.zeros(series.shape, dtype=np.bool_)
    trend[:, 1:] = _in_run(steps, RUN - 1)
    return {
        XmRSignal.OUTSIDE: (series < lower) | (series > upper),
        XmRSignal.SEVEN_ON_ONE_SIDE: _in_run(sides, RUN),
        XmRSignal.SEVEN_RISING_OR_FALLING: trend,
        XmRSignal.TWO_OF_THREE: two,
    }


def _in_run(signs: Series, length: int) -> NDArray[np.bool_]:
    """Tell where the last `length` signs are all the same and none is zero."""
    found = np.zeros(signs.shape, dtype=np.bool_)
    if signs.shape[1] >= length:
        windows = np.lib.stride_tricks.sliding_window_view(signs, length, axis=1)
        found[:, length - 1 :] = np.abs(windows.sum(axis=2)) == length
    return found


def off_track_flags(
    series: Series, *, rc_criterion: float, cutoff: float
) -> dict[str, NDArray[np.bool_]]:
    """Return the hints of many series (rows): red per session, amber and supervision per row."""
    gain = series - series[:, :1]
    rows, sessions = series.shape
    none = np.zeros(rows, dtype=np.bool_)
    amber, supervision = none, none
    if sessions >= AMBER_SESSION:
        behind = gain[:, AMBER_SESSION - 1] < rc_criterion / 2
        amber = behind & (series[:, 0] < cutoff)
    if sessions >= SUPERVISION_SESSION:
        supervision = gain[:, SUPERVISION_SESSION - 1] < rc_criterion
    return {"red": gain <= -rc_criterion, "amber": amber, "supervision": supervision}
