"""A handover that the reader is asked for."""

from wellbeing.services import transfers
from wellbeing.ui import caller, param
from wellbeing.ui.cases.transfer import transfer_page

transfer_page(transfers.open_transfer(caller(), param()))
