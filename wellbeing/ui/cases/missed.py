"""A missed talk: by whom, whether for a good reason, and every try to reach them since."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services import sessions
from wellbeing.services.sessions import SessionView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, facts, show, table
from wellbeing.ui.visit import t, when
from wellbeing.ui.who_sees import will_read

_BY = dict(sessions.MISSED_BY)
_EXCUSED = {**dict(sessions.EXCUSED), "": N_("Not known yet")}
_WAYS = dict(sessions.TRY_WAYS)


def missed_part(view: SessionView) -> None:
    """Paint why a talk was missed, who was tried to be reached, and the form of another try."""
    reason = [(t(N_("Was there a good reason?")), t(_EXCUSED[view.excused]))] if view.theirs else []
    facts([(t(N_("What happened?")), t(_BY.get(view.missed_by, ""))), *reason])
    if view.tries:
        _table(view)
    if view.mine and view.theirs and not any(one.reached for one in view.tries):
        title = t(N_("Record a try to reach them"))
        fold(title, f"missed-{view.id}", _try, view, unfolded=not view.tries)


def _table(view: SessionView) -> None:
    title = t(N_("Tries to reach them"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    rows = [
        (
            esc(when(one.at)), esc(t(_WAYS[one.way])),
            esc(t(N_("Yes")) if one.reached else t(N_("Nobody answered yet"))), esc(one.text),
        )
        for one in view.tries
    ]  # fmt: skip
    columns = (t(N_("When")), t(N_("Way")), t(N_("Reached")), t(N_("What happened")))
    table(title, columns, rows)


def _try(view: SessionView) -> None:
    form_area(
        FormSpec(
            key=f"missed-{view.id}-{len(view.tries)}",
            form=sessions.MissedTryForm,
            readers={"text": will_read(view.case_id, "missed_try.text")},
            act=lambda me, form: sessions.try_after_missed(me, view.id, form),
            button=N_("Record the try"),
            done=lambda _: says(N_("Recorded. The page says what comes next.")),
            quiet=True,
        )
    )
