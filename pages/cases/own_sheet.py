"""The young person's own sheet: goals, and a gentle trend if they want it."""

from wellbeing.ui import param
from wellbeing.ui.own_sheet import own_sheet_page

own_sheet_page(param())
