"""The reasons that were given against a rule, unfolded only by whoever wants to read them."""

from __future__ import annotations

from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.services import cases
from wellbeing.ui.fold import fold
from wellbeing.ui.parts import esc, show, table
from wellbeing.ui.visit import caller, t, when

_KINDS = {
    "full_desk": N_("Given to a full desk"),
    "reopened": N_("Opened again"),
    "birth_date": N_("Date of birth corrected"),
    "against_checklist": N_("Closed against the checklist"),
}


def reasons_part(case_id: UUID) -> None:
    """Offer why the case went as it did, for those who run it."""
    fold(t(N_("Reasons that were given")), f"reasons-{case_id}", _reasons, case_id)


def _reasons(case_id: UUID) -> None:
    found = cases.case_reasons(caller(), case_id)
    if not found:
        show(f"<p>{esc(t(N_('No rule was set aside here, and nothing was corrected.')))}</p>")
        return
    title = t(N_("Reasons that were given"))
    columns = (t(N_("When")), t(N_("For what")), t(N_("Reason")), t(N_("By whom")))
    rows = [(esc(when(r.at)), esc(t(_KINDS[r.kind])), esc(r.text), esc(r.by)) for r in found]
    table(title, columns, rows)
