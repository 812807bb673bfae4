"""The storylines' numbers: check-ins by original day, goals at the first and the last review."""

from __future__ import annotations

from dataclasses import dataclass

Rated = tuple[float | None, float]


@dataclass(frozen=True, slots=True)
class GoalScores:
    """One goal: its weight, and (0-10 rating or None, attainment −2 to 2) first and last."""

    weight: float
    first: Rated
    last: Rated


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured in one storyline."""

    check_ins: tuple[tuple[str, float], ...]
    goals: tuple[GoalScores, ...] = ()


def _days(year: str, days: str, totals: tuple[float, ...]) -> tuple[tuple[str, float], ...]:
    return tuple((f"{year}-{day}", n) for day, n in zip(days.split(), totals, strict=True))


SCORES = {
    "S01": Scores(
        _days("2025", "03-18 03-25 04-01 04-08 04-15 04-22 05-13 05-27",
              (19, 18, 22, 25, 24, 29, 31, 34)),
        (GoalScores(3, (3, -2), (8, 1)), GoalScores(2, (2, -2), (7, 0)),
         GoalScores(1, (4, -1), (7, 1))),
    ),
    "S02": Scores(
        _days("2025", "09-24 10-15 10-22 10-29 11-05 11-12 11-19 12-03",
              (16, 15, 18, 17, 21, 24, 27, 28)),
        (GoalScores(3, (2, -1), (6, 0)), GoalScores(3, (3, -2), (6, 0)),
         GoalScores(2, (3, -1), (5, 1))),
    ),
    "S05": Scores(
        _days("2025", "09-23 09-30 10-14 10-16 10-21 10-28 11-11 11-25 12-09",
              (14, 12, 4, 11, 15, 19, 23, 26, 30)),
        (GoalScores(4, (None, -2), (None, 0)), GoalScores(3, (None, -2), (None, 1)),
         GoalScores(2, (None, -1), (None, 0))),
    ),
    "S06": Scores(_days("2025", "11-07 11-14 11-21", (17, 16, 20))),
    "S07": Scores(
        _days("2025", "04-18 04-25 05-09 05-16 05-23 05-30 06-06 06-13 06-20",
              (23, 22, 23, 24, 23, 22, 26, 29, 31)),
        (GoalScores(3, (3, -2), (5, 0)), GoalScores(2, (2, -1), (5, 0)),
         GoalScores(2, (4, -1), (5, 0))),
    ),
    "S11": Scores(
        _days("2025", "05-08 05-15 05-22 05-29", (28, 30, 35, 38)),
        (GoalScores(1, (None, -1), (None, 1)), GoalScores(1, (None, -1), (None, 1))),
    ),
}  # fmt: skip

# Alarm reports a month, before and after the twice-weekly visits began.
S12_BEFORE = (5, 4, 6, 5, 4, 4)
S12_AFTER = (4, 3, 3, 2, 2, 1, 1, 0, 1, 0, 0, 1)
