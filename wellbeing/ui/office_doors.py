"""The pages of the office, each with a line what it is for: the menu stays short."""

from __future__ import annotations

from wellbeing.policy import Actor
from wellbeing.ui.navigation import office
from wellbeing.ui.parts import esc, link, show
from wellbeing.ui.visit import t, who


def doors() -> None:
    """Paint a link to every page of the office that the reader may open."""
    me = who()
    found = office(Actor(None, me.roles, check_ended=me.check_ended))
    items = "".join(
        f"<div><dt>{link(t(one.title), one.url)}</dt><dd>{esc(t(one.about))}</dd></div>"
        for one in found
    )
    show(f'<section class="mp-facts"><dl>{items}</dl></section>')
