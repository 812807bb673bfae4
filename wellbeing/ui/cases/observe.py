"""What is seen at school: a teacher's two minutes, and how they go over time."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import observations
from wellbeing.services.cases import CaseView
from wellbeing.services.observations import ObservationView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, show, table
from wellbeing.ui.visit import caller, may, t, when

_MOST = 12


def observe_part(view: CaseView) -> None:
    """Paint what was seen at school so far, and for a teacher of the team the form."""
    _seen(observations.observations(caller(), view.id))
    if not may(May.OBSERVE):
        return
    fold(t(N_("What you see at school (two minutes)")), f"observe-{view.id}", _form, view)


def _form(view: CaseView) -> None:
    form_area(
        FormSpec(
            key=f"observe-{view.id}",
            form=observations.ObserveForm,
            act=lambda me, form: observations.observe(me, view.id, form),
            button=N_("Send what you see"),
            done=lambda _: says(N_("Thank you. The counsellor sees it.")),
        )
    )


def _seen(found: Sequence[ObservationView]) -> None:
    if not found:
        return
    title = t(N_("Seen at school, the newest first"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (
        t(N_("Day")), t(N_("Concentration")), t(N_("Belonging")), t(N_("Lessons attended")),
        t(N_("Own last mark")),
    )  # fmt: skip
    rows = [
        (
            esc(when(one.on)), _of(one.concentration, " / 10"), _of(one.belonging, " / 10"),
            _of(one.attendance, " %"), _of(one.mark, ""),
        )
        for one in found[:_MOST]
    ]  # fmt: skip
    table(title, columns, rows)


def _of(value: float | None, unit: str) -> str:
    return "" if value is None else esc(f"{value:g}{unit}")
