"""The launcher and nothing else: Streamlit behind our door, with our sign-in pages."""

import streamlit as st

from wellbeing.web import start

app = st.App(
    "pages/frame.py",
    lifespan=start.lifespan,
    routes=start.routes,
    middleware=start.middleware,
    on_script_error=start.on_script_error,
)
