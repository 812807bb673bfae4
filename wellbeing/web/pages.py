"""How the pages before sign-in are drawn: language, cookies, problems under their fields."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from wellbeing.errors import WellbeingError
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.i18n import HTML_LANG, LANGUAGES, N_, NAMES, best_match, known, translate
from wellbeing.runtime import running
from wellbeing.web.shell import asset_url


def cookie_called(name: str) -> str:
    """Return a cookie's full name; behind TLS its prefix binds it to this host alone."""
    return f"__Host-{name}" if running().settings.secure_cookies else name


def pre_cookie() -> str:
    """Return the name of the cookie that a form of ours is told by."""
    return cookie_called("pre")


def language_cookie() -> str:
    """Return the name of the cookie that keeps the language chosen at the door."""
    return cookie_called("lang")


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong with a form: a summary, and a sentence per field."""

    summary: str
    fields: Mapping[str, str] = field(default_factory=dict)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("wellbeing.web"), autoescape=True, trim_blocks=True)


def language_of(request: Request) -> str:
    """Return the chosen language, or the browser's."""
    chosen = request.cookies.get(language_cookie(), "")
    return known(chosen) if chosen else best_match(request.headers.get("accept-language", ""))


def caller_of(request: Request, token: str = "") -> Caller:
    """Return who is at the door."""
    address = request.client.host if request.client else ""
    return Caller(running(), token, address, language_of(request))


def draw(
    request: Request, template: str, title: str, *, status: int = 200, **values: Any
) -> Response:
    """Return a page in the reader's language, never stored by the browser."""
    language = language_of(request)
    pre = request.cookies.get(pre_cookie()) or secrets.token_urlsafe(16)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")

    def say(message: str, **params: object) -> str:
        return translate(language, message, **params)

    defaults: dict[str, Any] = {
        "demo": False,
        "found": None,
        "values": {},
        "main_class": "",
        "questions": {},
    }
    html = (
        _environment()
        .get_template(template)
        .render(
            **(defaults | values),
            _=say,
            asset=asset_url,
            title=say(title),
            language=language,
            html_lang=HTML_LANG[language],
            html_langs=HTML_LANG,
            languages=[(code, NAMES[code]) for code in LANGUAGES],
            here=here,
            pre=pre,
        )
    )
    response = HTMLResponse(html, status, headers={"cache-control": "no-store"})
    if pre_cookie() not in request.cookies:
        # A second tab must not make the first tab's form useless: the value is kept.
        secure = running().settings.secure_cookies
        response.set_cookie(
            pre_cookie(), pre, httponly=True, samesite="strict", secure=secure, path="/"
        )
    return response


def message(request: Request, title: str, text: str, status: int, **params: object) -> Response:
    """Return a page with one sentence on it."""
    say = translate(language_of(request), text, **params)
    return draw(request, "message.html", title, status=status, text=say)


def genuine(request: Request, form: Mapping[str, Any]) -> bool:
    """Tell whether a form was filled on our own page by this browser."""
    return _same(str(form.get("pre") or ""), request.cookies.get(pre_cookie()) or "-")


def _same(typed: str, kept: str) -> bool:
    """Tell whether two secrets are the same, in the same time whatever is typed."""
    return compare_digest(typed.encode("utf-8", "replace"), kept.encode("utf-8", "replace"))


def found_in(language: str, error: WellbeingError) -> Found:
    """Return an error as the page shows it."""
    summary = translate(language, error.message, **error.params)
    if not isinstance(error, InvalidForm):
        return Found(summary)
    fields = {
        name: translate(language, one.message, **one.params) for name, one in error.problems.items()
    }
    return Found(summary, fields)


def is_near(request: Request) -> bool:
    """Tell whether somebody sits at the machine itself; behind a proxy nobody is known to."""
    if running().settings.public_url:
        return False
    try:
        return ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False


def may_set_up(request: Request, form: Mapping[str, Any]) -> bool:
    """Tell whether this visitor may set up an empty site: at the machine, or with its code.

    Otherwise whoever finds the address first would own the site.
    """
    code = running().held.set_up_code
    return is_near(request) or _same(str(form.get("code") or ""), code)


def safe_next(wanted: str) -> str:
    """Return where to go after sign-in: a path on this site, or the start page."""
    parts = urlsplit(wanted)
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    hidden = any(ord(c) < 32 or c == "\\" for c in wanted)
    if not plain or hidden or parts.scheme or parts.netloc or wanted.startswith("/signin"):
        return "/"
    return wanted


AGAIN = N_("This page was open for too long. Please try again.")
NEEDS_CODE = N_("Please type the code that the server printed when it started.")
