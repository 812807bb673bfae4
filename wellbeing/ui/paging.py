"""Long lists a page at a time; the address says which, so that it can be kept and sent."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.ui.parts import link, show
from wellbeing.ui.visit import number_param, t

_LAST = 10_000


def page_asked() -> int:
    """Return which page the address asks for, counted from 0; the first for anything else."""
    return min(number_param("page"), _LAST)


def pager(here: str, page: int, *, more: bool) -> None:
    """Offer the page before and the page after."""
    links = []
    if page:
        links.append(link(t(N_("Page before")), here, page=page - 1))
    if more:
        links.append(link(t(N_("Next page")), here, page=page + 1))
    show(f'<p class="mp-no-print">{" · ".join(links)}</p>')
