"""What was handed over, by us or to us."""

from wellbeing.services import handoffs, organisations
from wellbeing.ui import caller
from wellbeing.ui.handoffs.free import free_part
from wellbeing.ui.handoffs.listing import handoffs_page

handoffs_page(handoffs.handoffs(caller()))
free_part(organisations.receiving_places(caller()))
