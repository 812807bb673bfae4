"""One handing over, for either side."""

from wellbeing.services import handoffs
from wellbeing.ui import caller, param
from wellbeing.ui.handoffs.page import handoff_page

handoff_page(handoffs.open_handoff(caller(), param()))
