"""The queue: every open referral, the oldest clock first."""

from wellbeing.i18n import N_
from wellbeing.services import referrals, screening
from wellbeing.ui import caller, empty, header, t
from wellbeing.ui.paging import page_asked, pager
from wellbeing.ui.queue import counts, queue_table
from wellbeing.ui.self_referral import asked_part

page = page_asked()
view = screening.queue(caller(), page)
header(t(N_("Queue")), t(N_("Open referrals, the oldest clock first.")))
asked_part(referrals.self_referrals(caller()))
counts(view)
if view.rows:
    queue_table(view.rows)
    pager("queue", page, more=view.more)
else:
    empty(t(N_("The queue is empty.")), t(N_("Every referral has been answered. Well done.")))
