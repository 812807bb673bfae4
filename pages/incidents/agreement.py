"""The agreement of an incident, to print."""

from wellbeing.services import incidents
from wellbeing.ui import caller, param
from wellbeing.ui.incidents.printed import agreement_page

agreement_page(incidents.open_incident(caller(), param()))
