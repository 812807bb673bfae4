"""The administrator's note on the machine: what does not stand behind the site, and what to do."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.runtime import running
from wellbeing.ui.parts import note
from wellbeing.ui.visit import may, t


def machine_note() -> None:
    """Tell whoever looks after the machine that the second line in the database is off."""
    if not may(May.SEE_KEYS) or running().held.second_line:
        return
    note(
        t(N_("The database does not guard its rows itself: only this site's own rules stand "
             "between people and records. What a database administrator has to do once is "
             "printed by: python -m wellbeing check")),
        "alarm",
    )  # fmt: skip
