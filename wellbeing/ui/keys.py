"""The administrator's note on the keys: when the recovery was last tried, and what waits."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import key_care as service
from wellbeing.services.key_care import KeyCare
from wellbeing.ui.parts import facts, note, show
from wellbeing.ui.visit import caller, may, number, t, when

UNCLEAN = N_(
    "Bytes of a deleted key may still be in the database's files, because somebody was reading. "
    "At the machine: python -m wellbeing keys receipts"
)


def key_note() -> None:
    """Tell whoever looks after the keys how they stand, and what to do next."""
    if not may(May.SEE_KEYS):
        return
    care = service.key_care(caller())
    show(f'<h2 class="mp-h2">{t(N_("The keys"))}</h2>')
    for line in _to_do(care):
        note(line, "warm")
    never = t(N_("Never"))
    facts(
        [
            (t(N_("Recovery last tried")), when(care.rehearsed_at) or never),
            (t(N_("Key sheets last printed")), when(care.printed_at) or never),
            (t(N_("Keys last renewed")), when(care.rotated_at) or never),
        ]
    )


def _to_do(care: KeyCare) -> list[str]:
    """Return what waits, each with the command that does it."""
    lines = []
    if care.printed_at is None:
        lines.append(
            t(N_("If this machine breaks, nothing can be read again. Print key sheets for five "
                 "people: python -m wellbeing keys escrow"))
        )  # fmt: skip
    elif care.sheets_old:
        lines.append(
            t(N_("The key sheets are older than the keys. Print new ones: "
                 "python -m wellbeing keys escrow"))
        )  # fmt: skip
    elif care.rehearsal_due:
        lines.append(
            t(N_("Try the recovery with three of the five sheets, once a year: "
                 "python -m wellbeing keys rehearse"))
        )  # fmt: skip
    if care.erasures_open:
        one = N_("{n} erasure is not final yet: old backups still hold its key.")
        many = N_("{n} erasures are not final yet: old backups still hold their keys.")
        by = t(N_("Renew the keys by {day}: python -m wellbeing keys receipts"),
               day=when(care.erasures_final_by))  # fmt: skip
        lines.append(f"{number(one, many, care.erasures_open)} {by}")
    if not care.erasures_clean:
        lines.append(t(UNCLEAN))
    return lines
