"""Every kind of step: how a site comes to show it, and the act that takes it away."""

from tests.support.ways import care, family, handing, plan, repair, safety
from tests.support.ways.ground import RECURRING, WAYS, Ground, Shown

__all__ = [
    "RECURRING",
    "WAYS",
    "Ground",
    "Shown",
    "care",
    "family",
    "handing",
    "plan",
    "repair",
    "safety",
]
