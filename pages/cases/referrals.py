"""My referrals: where each stands; the person who reported always hears back."""

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import referrals
from wellbeing.ui import caller, empty, header, t
from wellbeing.ui.referral import my_table

header(t(N_("My referrals")), t(N_("You always hear back. Here you see where each one stands.")))
rows = referrals.my_referrals(caller())
if rows:
    my_table(rows)
else:
    empty(
        t(N_("You have not referred anybody yet.")),
        t(N_("If you are worried about a young person, tell us. It takes about five minutes.")),
    )
st.page_link("cases/refer.py", label=t(N_("Refer a young person")), icon=":material/add_circle:")
