"""Begin to hand over: which place, how long it takes there, what they may know."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.services import handoffs
from wellbeing.services.cases import CaseView
from wellbeing.services.handoffs import PlaceChoice
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.parts import empty, esc, header, show, table
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import will_read


def start_page(view: CaseView, replaces: UUID | None) -> None:
    """Paint what is known of each place, and the form; nothing is sent by it yet."""
    lead = N_("First you put the request together. You see exactly what is shared before you send.")
    header(
        t(N_("Ask another place to help")), t(lead),
        ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.id}")),
        about=view.student_id,
    )  # fmt: skip
    places = handoffs.places_to_ask(caller(), view.id)
    if not places:
        text = N_("The coordinator adds hospitals, stations and services on the page Places.")
        empty(t(N_("No place takes people over yet.")), t(text))
        return
    _known(places)
    form_area(
        FormSpec(
            key=f"handoff-{view.id}",
            form=handoffs.HandoffForm,
            act=lambda me, form: handoffs.prepare(me, view.id, form, replaces),
            button=N_("Show me what they will see"),
            done=_prepared,
            options={"place_id": [(one.id, one.name) for one in places]},
            # Once for both: until it is sent, and the place reads it then.
            readers={"summary": will_read(view.id, "handoff_share.content")},
        )
    )


def _prepared(made: object) -> None:
    says(N_("Nothing is sent yet. Look at it, then send it."))
    handoff_id = getattr(made, "result_id", made)
    go("handoff", id=str(handoff_id))


def _known(places: Sequence[PlaceChoice]) -> None:
    title = t(N_("Before you ask: what these places can take"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (
        t(N_("Place")), t(N_("Free places")), t(N_("Until somebody really sees them")),
        t(N_("How it reaches them")),
    )  # fmt: skip
    table(title, columns, [_cells(one) for one in places])


def _cells(one: PlaceChoice) -> tuple[str, ...]:
    free = t(N_("not told"))
    if one.free is not None:
        free = t(N_("{n}, told on {when}"), n=one.free, when=when(one.told_at))
    wait = t(N_("too few to say"))
    if one.median_days is not None:
        wait = t(N_("{days} days, the middle of {n} in the last year"),
                 days=f"{one.median_days:g}", n=one.waits)  # fmt: skip
    way = t(N_("here in the site")) if one.inside else t(N_("by a link that you hand on"))
    return esc(one.name), esc(free), esc(wait), esc(way)
