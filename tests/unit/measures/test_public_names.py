"""The engine is importable as promised: these names, these fields, in this order."""

from __future__ import annotations

import dataclasses
import inspect
from enum import StrEnum

import pytest

from wellbeing import measures

FIELDS = {
    "GoalProgress": ("mean_change", "reliable"),
    "ReliableChange": ("change", "se", "s_diff", "criterion", "rc", "category"),
    "SingleCase": ("t", "df", "p_one_sided", "p_two_sided"),
    "NonOverlap": ("pnd", "pem", "pand", "ird", "nap", "tau", "tau_u"),
    "XmR": ("mean", "lower", "upper", "signals"),
    "RunChart": (
        "median", "longest_run", "longest_run_limit", "crossings", "crossings_limit", "signal",
    ),
    "Score": ("total", "subscales", "band", "prorated"),
    "Signal": ("session", "level"),
}  # fmt: skip
PARAMETERS = {
    "goal_attainment_t": ("scores", "weights", "rho"),
    "goal_progress": ("start", "now"),
    "reliable_change": (
        "before", "after", "sd", "reliability", "cutoff", "higher_is_better", "z",
    ),
    "cutoff": ("kind", "clinical", "normal"),
    "single_case_t": ("score", "mean", "sd", "n"),
    "nonoverlap": ("baseline", "treatment", "increase"),
    "xmr": ("values", "screen"),
    "run_chart": ("values",),
    "score": ("instrument", "answers"),
    "off_track": ("values", "rc_criterion", "cutoff"),
}  # fmt: skip
KEYWORDS = {
    "goal_attainment_t": {"rho": 0.3},
    "reliable_change": {"cutoff": None, "higher_is_better": True, "z": 1.96},
    "nonoverlap": {"increase": True},
    "xmr": {"screen": True},
}


@pytest.mark.parametrize("name", FIELDS)
def test_results_are_frozen_and_have_exactly_these_fields(name: str) -> None:
    result = getattr(measures, name)
    assert tuple(one.name for one in dataclasses.fields(result)) == FIELDS[name]
    assert result.__dataclass_params__.frozen
    assert name in measures.__all__


@pytest.mark.parametrize("name", PARAMETERS)
def test_functions_take_exactly_what_is_written_down(name: str) -> None:
    signature = inspect.signature(getattr(measures, name))
    assert tuple(signature.parameters)[: len(PARAMETERS[name])] == PARAMETERS[name]
    extra = list(signature.parameters.values())[len(PARAMETERS[name]) :]
    assert all(one.default is not inspect.Parameter.empty for one in extra)
    for parameter, default in KEYWORDS.get(name, {}).items():
        found = signature.parameters[parameter]
        assert found.default == default and found.kind is inspect.Parameter.KEYWORD_ONLY
    assert inspect.getdoc(getattr(measures, name))


def test_the_words_of_a_change_and_of_a_hint_are_these() -> None:
    assert issubclass(measures.ChangeCategory, StrEnum) and issubclass(measures.Level, StrEnum)
    assert {one.value for one in measures.ChangeCategory} == {
        "recovered", "improved", "crossed_not_reliable", "unchanged", "deteriorated",
    }  # fmt: skip
    assert {one.value for one in measures.Level} == {"red", "amber", "supervision"}
    assert issubclass(measures.MeasureError, ValueError)
