"""Security headers on every answer, and the content policy that Streamlit works under."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

Headers = list[tuple[bytes, bytes]]
_REPLACED = frozenset({b"server", b"x-frame-options", b"content-security-policy"})


@cache
def shell() -> str:
    """Return Streamlit's own index.html, to which our script and style are added."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    return index.read_text(encoding="utf-8")


@cache
def content_policy() -> bytes:
    """Return the policy: nothing from elsewhere, no inline script but the shell's own."""
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", shell(), re.DOTALL)
    digests = (hashlib.sha256(one.encode()).digest() for one in inline)
    allowed = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)
    return "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "frame-src 'none'",
            "form-action 'self'",
            f"script-src 'self' {allowed}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
        )
    ).encode()


def secured(headers: Headers, path: str, *, https: bool) -> Headers:
    """Return an answer's headers with the security headers put in."""
    kept = [(name, value) for name, value in headers if name.lower() not in _REPLACED]
    kept += [
        (b"content-security-policy", content_policy()),
        (b"x-frame-options", b"DENY"),
        (b"x-content-type-options", b"nosniff"),
        # It also hides the Origin of our own forms: see gate.same_origin for what counts instead.
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
    ]
    if https:
        kept = [_closed(name, value) for name, value in kept]
        kept.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    if path.startswith("/media/"):
        kept = [(n, v) for n, v in kept if n.lower() != b"cache-control"]
        kept.append((b"cache-control", b"private, no-store"))
    return kept


def _closed(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a cookie of whomever (Streamlit sets one, too) so that it travels encrypted alone."""
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return name, value
    return name, value + b"; Secure"
