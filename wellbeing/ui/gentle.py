"""How a trend is told to the young person and the family: kindly, and without a verdict."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services.measures import CHECK_IN, TrackerView
from wellbeing.ui.charts import draw
from wellbeing.ui.drawing import take_away
from wellbeing.ui.parts import esc, note, show
from wellbeing.ui.tracker_words import pictured
from wellbeing.ui.visit import t

GENTLE = {
    "too_early": N_("The first weeks. There is no trend yet."),
    "better": N_("It feels better than at the start."),
    "steady": N_("It feels about as at the start. That is all right."),
    "needs_time": N_("These weeks are hard. Kind words help most now."),
}


def gentle_part(view: TrackerView) -> None:
    """Paint the young person's own trend, if it was agreed to be shown and has two ends."""
    for line in view.series:
        own = (line.instrument, line.informant) == (CHECK_IN, "young_person")
        if not own or len(line.known) <= 1:
            continue
        show(f'<h2 class="mp-h2">{esc(t(N_("How the weeks felt")))}</h2>')
        note(t(GENTLE[view.direction]), "good")
        picture = pictured(view, line)
        draw(picture)
        take_away(picture, "gentle", view.case_id)
