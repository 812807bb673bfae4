"""The kind language hint under a text box about a young person: it advises and never blocks."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.kind_words import hints
from wellbeing.ui.parts import esc, show
from wellbeing.ui.visit import t


def kind_hint(text: object) -> None:
    """Paint what could be said more fairly; the words stay the writer's."""
    found = hints(text) if isinstance(text, str) else ()
    if not found:
        return
    items = "".join(f"<li>{esc(t(one.advice, word=one.word))}</li>" for one in found)
    lead = esc(t(N_("Only a hint; you decide what stays.")))
    show(f'<div class="mp-kind" role="status"><ul>{items}</ul><p>{lead}</p></div>')
