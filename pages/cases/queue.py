"""The queue: every open referral, the oldest clock first."""

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import screening
from wellbeing.ui import caller, empty, header, t
from wellbeing.ui.queue import counts, pager, queue_table

page = max(
    0, int(st.query_params.get("page", "0") if st.query_params.get("page", "0").isdecimal() else 0)
)
view = screening.queue(caller(), min(page, 10_000))
header(t(N_("Queue")), t(N_("Open referrals, the oldest clock first.")))
counts(view)
if view.rows:
    queue_table(view.rows)
    pager(page, view.more)
else:
    empty(t(N_("The queue is empty.")), t(N_("Every referral has been answered. Well done.")))
