"""The agreement on paper: everything that has to stand in it, and room for ink."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.numbers import shown_amount
from wellbeing.rules import DEED_LABELS
from wellbeing.services.incidents import IncidentView
from wellbeing.ui.incidents.tables import items_table, signatures_table
from wellbeing.ui.incidents.words import ROLES, WAYS
from wellbeing.ui.parts import empty, esc, facts, header, print_link, show
from wellbeing.ui.rules import source_cell
from wellbeing.ui.visit import t, when


def agreement_page(view: IncidentView) -> None:
    """Paint the agreement as it is signed: parties, cause, course, result, terms, days."""
    path = ((t(N_("Incidents")), "/incidents"), (view.number, f"/incident?id={view.id}"))
    header(
        t(N_("Agreement")), " · ".join(x for x in (view.number, when(view.agreed_at)) if x), path,
        about=view.young_person,
    )  # fmt: skip
    if view.agreed_at is None:
        empty(t(N_("Nothing is agreed yet.")), t(N_("Come back when everybody has signed.")))
        return
    print_link(t(N_("Print the agreement")))
    facts(
        [
            (t(N_("Led by")), view.led_by),
            *((t(ROLES[one.role]), one.name) for one in view.people),
            (t(N_("Who else was there")), view.talk.get("present", "")),
            (t(N_("How and when they talked")),
             f"{t(WAYS[view.way])} · {when(view.met_at)}" if view.way else ""),
            (t(N_("When and where it happened")), f"{when(view.happened_at)} · {view.place}"),
            (t(N_("What happened")), view.what),
            (t(N_("Damage")), _damage(view)),
            (t(N_("What was said")), view.talk.get("happened", "")),
            (t(N_("What is needed")), view.talk.get("asked", "")),
        ],
        t(DEED_LABELS[view.deed]),
    )  # fmt: skip
    promised = [one for one in view.items if one.kind != "check"]
    items_table(t(N_("What is promised, by whom and by when")), promised)
    days = ", ".join(when(one.due_on) for one in view.items if one.kind == "check")
    text = t(N_("Both sides and the officer look at it again on {days}."), days=days)
    show(f"<p>{esc(text)}</p>")
    signatures_table(view.signatures)
    for after in {one.after_break.name: one.after_break for one in view.answers}.values():
        show(f"<p>{esc(t(after.label))}: {source_cell(after)}</p>")


def _damage(view: IncidentView) -> str:
    parts = [view.damage, shown_amount(view.amount) if view.amount else ""]
    return " · ".join(one for one in parts if one)
