"""Erase what is written about a young person, and the receipts that say when that is final."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import erasure
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.keys import UNCLEAN
from wellbeing.ui.parts import esc, label, note, table
from wellbeing.ui.visit import caller, may, t, when

_PARTS: dict[str, str] = dict(erasure.PARTS)


def erase_part(student_id: UUID) -> None:
    """Paint the form, folded, for whoever may erase; where there are two, a second one confirms."""
    if not may(May.ERASE):
        return
    with st.expander(t(N_("Erase what is written"))):
        note(t(N_("What is erased can never be read again, by nobody.")), "alarm")
        form_area(
            FormSpec(
                key=f"erase-{student_id}",
                form=erasure.EraseForm,
                act=lambda me, form: erasure.erase(me, student_id, form),
                button=N_("Erase it for ever"),
                done=lambda _: _erased(),
                quiet=True,
            )
        )


def _erased() -> None:
    says(N_("Erased. The receipt says when no backup can bring it back."))
    go("students")


def receipts_part() -> None:
    """Paint the receipts, the newest first; they name nobody."""
    if not may(May.ERASE):
        return
    found = erasure.erasures(caller())
    if not found:
        return
    with st.expander(t(N_("Receipts of what was erased"))):
        if not all(one.clean for one in found):
            note(t(UNCLEAN), "warm")
        columns = (t(N_("When")), t(N_("What")), t(N_("Final")))
        rows = [(esc(when(one.at)), esc(_what(one)), _final(one)) for one in found]
        table(t(N_("Receipts of what was erased")), columns, rows)


def _what(one: erasure.Receipt) -> str:
    return t(_PARTS.get(one.compartment, _PARTS[erasure.Part.ALL]))


def _final(one: erasure.Receipt) -> str:
    if one.final:
        return label(t(N_("final")), "good")
    return label(t(N_("final by {when} at the latest"), when=when(one.final_by)), "warm")
