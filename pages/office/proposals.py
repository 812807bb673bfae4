"""To confirm: acts that need two people."""

from wellbeing.services import proposals
from wellbeing.ui import caller
from wellbeing.ui.proposals import proposals_page

proposals_page(proposals.proposals(caller()))
