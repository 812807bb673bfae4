"""Site policy: what is in force, what the machine's settings ask for, and the button between."""

from __future__ import annotations

import streamlit as st

from wellbeing.forms import Question, questions
from wellbeing.i18n import N_
from wellbeing.services import site_policy
from wellbeing.services.site_policy import PolicyForm, PolicyView
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import Cell, esc, header, label, note, show, table
from wellbeing.ui.visit import t, when

_LEAD = N_("The settings that protect people here. Changing them takes two people.")
_SAME = N_("What the machine's settings ask for is in force.")
_OTHER = N_(
    "Somebody has changed the machine's settings. Until two people put them into force, the "
    "policy stays as it was."
)


def policy_page(found: PolicyView) -> None:
    """Paint the policy line by line, what would change, and who changed it before."""
    header(t(N_("Site policy")), t(_LEAD))
    note(t(_OTHER if found.differs else _SAME), "warm" if found.differs else "good")
    _lines(found)
    if found.differs:
        st.button(
            t(N_("Put the settings into force")), key="put-policy", type="primary",
            on_click=_put, args=(found.asked,),
        )  # fmt: skip
        text = N_("It counts from the next start of the site. The code of your telephone is asked.")
        show(f'<p class="mp-sub">{esc(t(text))}</p>')
    _changes(found)


def _lines(found: PolicyView) -> None:
    rows: list[tuple[Cell, ...]] = []
    for name, question in questions(PolicyForm).items():
        now, wanted = (str(getattr(one, name)) for one in (found.in_force, found.asked))
        cells = [esc(t(question.label)), esc(_words(question, now))]
        if found.differs:
            shown = esc(_words(question, wanted))
            cells.append(shown if now == wanted else f"{shown} {label(t(N_('new')), 'warm')}")
        rows.append(tuple(cells))
    columns = (t(N_("Rule")), t(N_("In force")), t(N_("The settings ask for")))
    table(t(N_("Site policy")), columns if found.differs else columns[:2], rows)


def _words(question: Question, value: str) -> str:
    words = dict(question.options).get(value, "")
    return t(words) if words else value or t(N_("none"))


def _changes(found: PolicyView) -> None:
    rows = [(esc(when(one.at)), esc(one.by or t(N_("as the site began")))) for one in found.changes]
    if rows:
        title = t(N_("Put into force"))
        show(f'<h2 class="mp-h2">{esc(title)}</h2>')
        table(title, (t(N_("When")), t(N_("Confirmed by"))), rows)


def _put(form: PolicyForm) -> None:
    send(
        "put-policy",
        lambda me: site_policy.put_into_force(me, form),
        lambda _: says(
            N_("In force from the next start of the site."),
            then=N_("The list below says who confirmed it."),
        ),
    )
