"""One-time codes against the published vectors of RFC 6238, appendix B (last six digits)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from wellbeing import one_time

SEED = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_the_published_codes_fit_at_their_second(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert one_time.step_of(SEED, code, at, 0) == second // 30
    assert one_time.step_of(SEED, code, at, second // 30) == 0


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "２８７０８２", "28708x", "x" * 100_000])
def test_what_is_not_six_digits_never_fits(typed: str) -> None:
    assert one_time.step_of(SEED, typed, datetime.fromtimestamp(59, UTC), 0) == 0
