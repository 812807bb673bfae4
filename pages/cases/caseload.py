"""All cases at a glance: the board, what came of them, how long people wait."""

from wellbeing.services import caseload
from wellbeing.ui import caller
from wellbeing.ui.caseload import caseload_page

caseload_page(caseload.caseload(caller()))
