"""Serve the gallery: every part of our pages on one page, in three languages (`make gallery`).

It is an app of its own on a throw-away folder: no site, no sign-in, no record, and no site
serves it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from wellbeing.config import Settings
from wellbeing.web.serve import serve
from wellbeing.web.shell import asset, with_assets


class Assets:
    """Put our style and script into the page, as the door of a site does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page request with our page; everything else is Streamlit's."""
        if scope["type"] == "http":
            await with_assets(self._app, scope["path"])(scope, receive, send)
        else:
            await self._app(scope, receive, send)


app = st.App(
    str(Path(__file__).with_name("gallery_page.py")),
    routes=[Route("/assets/{name}", asset, methods=["GET"])],
    middleware=[Middleware(Assets)],
)


def main() -> None:
    """Serve it on this machine alone until it is stopped."""
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        settings = Settings(data_dir=Path(folder), database_url="", key_file=None)
        local = {"host": "127.0.0.1", "port": int(os.environ.get("PORT", "8501"))}
        serve(settings.model_copy(update=local), "scripts.gallery:app")


if __name__ == "__main__":
    main()
