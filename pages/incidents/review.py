"""Responsibility and care of a young person, side by side."""

from wellbeing.services import incidents
from wellbeing.ui import caller, param
from wellbeing.ui.incidents.review import review_page

review_page(incidents.review(caller(), param()))
