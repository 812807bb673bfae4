"""Where an entry of a pack comes from, and how far it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class Verification(StrEnum):
    """How far an entry was checked; the screen says so beside the number."""

    PRIMARY = auto()  # read in the law or regulation itself
    SEEN = auto()  # seen quoted in a public text
    DESIGN = auto()  # our own default, no outside authority
    UNVERIFIED = auto()  # known, not checked
    SITE = auto()  # set by this site


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry comes from and when somebody looked; no date means not recorded."""

    text: str
    verification: Verification
    verified_on: date | None = None

    @property
    def unverified(self) -> bool:
        """Whether the screen must say that nobody has checked this."""
        return self.verification is Verification.UNVERIFIED
