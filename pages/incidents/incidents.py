"""Incidents: one's own list, and the form that records a new one."""

from wellbeing.services import incidents
from wellbeing.ui import caller
from wellbeing.ui.incidents.page import incidents_page

incidents_page(incidents.incidents(caller()))
