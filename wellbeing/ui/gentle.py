"""How a trend is told to the young person and the family: kindly, and without a number."""

from __future__ import annotations

from wellbeing.i18n import N_

GENTLE = {
    "too_early": N_("The first weeks. There is no trend yet."),
    "better": N_("It feels better than at the start."),
    "steady": N_("It feels about as at the start. That is all right."),
    "needs_time": N_("These weeks are hard. Kind words help most now."),
}
