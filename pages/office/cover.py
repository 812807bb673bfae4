"""Supervision and cover: who looks after whom, who stands in, who has a case for a time."""

from wellbeing.services import cover
from wellbeing.ui import caller
from wellbeing.ui.cover import cover_page

cover_page(cover.cover(caller()))
