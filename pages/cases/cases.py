"""Cases: those that I may see, the open ones first and among them the oldest clock."""

from wellbeing.i18n import N_
from wellbeing.services import cases
from wellbeing.ui import caller, cases_title, empty, header, t
from wellbeing.ui.cases.page import case_table
from wellbeing.ui.paging import page_asked, pager

page = page_asked()
rows = cases.cases(caller(), page)
header(cases_title())
if rows:
    case_table(rows)
elif not page:
    empty(t(N_("No case yet.")), t(N_("A case begins when a referral is taken on.")))
pager("cases", page, more=len(rows) == cases.PAGE)
