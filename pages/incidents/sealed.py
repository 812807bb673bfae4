"""Sealed records: ask for one, decide on requests."""

from wellbeing.services import incidents
from wellbeing.ui import caller
from wellbeing.ui.incidents.sealed import sealed_page

sealed_page(incidents.sealed_requests(caller()))
