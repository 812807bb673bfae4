"""Our script and style go into Streamlit's one html page, from our own origin."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from wellbeing.web.doors import ROUTES
from wellbeing.web.headers import shell

ASSETS = Path(__file__).parent / "assets"


@cache
def asset_url(name: str) -> str:
    """Return an asset's address with its digest, so that browsers may keep it for ever."""
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={digest}"


async def asset(request: Request) -> Response:
    """Serve one of our own few files."""
    path = ASSETS / Path(request.path_params["name"]).name
    if not path.is_file():
        return PlainTextResponse("Not found", 404)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(path.read_bytes(), media_type=kind, headers=headers)


@cache
def page() -> str:
    """Return Streamlit's page with our style, script and name."""
    ours = (
        f'<link rel="stylesheet" href="{asset_url("miaopu.css")}">'
        f'<link rel="stylesheet" href="{asset_url("parts.css")}">'
        f'<link rel="stylesheet" href="{asset_url("frame.css")}">'
        f'<link rel="icon" href="{asset_url("leaf.svg")}" type="image/svg+xml">'
        f'<script src="{asset_url("frame.js")}" defer></script>'
        f'<script src="{asset_url("live.js")}" defer></script>'
        f'<script src="{asset_url("days.js")}" defer></script></head>'
    )
    html = shell().replace("<title>Streamlit</title>", "<title>Miaopu</title>")
    return html.replace("</head>", ours, 1)


def with_assets(app: ASGIApp, path: str) -> ASGIApp:
    """Answer page requests with the page itself; everything else goes on to Streamlit."""
    if path.startswith(("/_stcore", "/static/", "/media/", "/component/")):
        return app
    if "." in path.rsplit("/", 1)[-1] or path.startswith(ROUTES):
        return app

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET" or "_stcore" in path:
            await app(scope, receive, send)
            return
        response = HTMLResponse(page(), headers={"cache-control": "no-cache"})
        await response(scope, receive, send)

    return answer
