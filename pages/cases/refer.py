"""Refer a young person: danger first, then short sections, then one look at everything."""

import streamlit as st

from wellbeing.ui import param
from wellbeing.ui.refer import choose_draft, danger, task_list
from wellbeing.ui.refer_check import check, receipt
from wellbeing.ui.refer_section import section_page

step = st.query_params.get("step", "")
draft = st.query_params.get("draft", "")
if st.query_params.get("sent"):
    receipt(param("sent"))
elif not draft:
    choose_draft()
elif step == "danger":
    danger(draft)
elif step == "check":
    check(draft)
elif step:
    section_page(draft, step)
else:
    task_list(draft)
