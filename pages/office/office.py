"""The office: what is needed now and then, each with a line what it is for."""

from wellbeing.i18n import N_
from wellbeing.ui.office_doors import doors
from wellbeing.ui.parts import header
from wellbeing.ui.visit import t

header(t(N_("Office")), t(N_("What is needed now and then.")))
doors()
