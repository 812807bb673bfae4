"""Report harm: what was seen, who was told, what came of it."""

import streamlit as st

from wellbeing.services import harm
from wellbeing.ui import caller, param
from wellbeing.ui.harm import choose_whom, harm_page, new_report

if "id" in st.query_params:
    harm_page(harm.open_harm(caller(), param()))
elif "student" in st.query_params:
    new_report(harm.begin_harm(caller(), param("student")))
else:
    choose_whom(harm.harm_reports(caller()))
