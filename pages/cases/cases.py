"""Cases: those that I may see, the oldest clock first."""

from wellbeing.i18n import N_
from wellbeing.services import cases
from wellbeing.ui import caller, cases_title, empty, header, t
from wellbeing.ui.cases.page import case_table

header(cases_title())
rows = cases.cases(caller())
if rows:
    case_table(rows)
else:
    empty(t(N_("No case yet.")), t(N_("A case begins when a referral is taken on.")))
