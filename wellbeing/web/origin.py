"""Where a request comes from: our own pages, another site, or a browser that does not say."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from wellbeing.web.doors import MARKED

# Bytes of a form at the door: thrice the longest that any of them takes.
MOST_BYTES = 2_000_000


def too_long(connection: HTTPConnection, path: str) -> bool:
    """Tell whether a form of the door is longer than any is, or does not say how long it is."""
    said = connection.headers.get("content-length", "")
    chunked = "transfer-encoding" in connection.headers
    size = int(said) if said.isascii() and said.isdigit() else 0
    return path.startswith(MARKED) and (chunked or size > MOST_BYTES)


def same_origin(connection: HTTPConnection, *, required: bool) -> bool:
    """Tell whether a request comes from our own pages.

    Our pages send no referrer, so browsers hide the origin of their forms ("null"): then what
    the browser itself says of the site counts, which no page can write.
    """
    origin, site = connection.headers.get("origin"), connection.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return False
    if origin in (None, "null"):
        return site == "same-origin" or (origin is None and not required)
    return origin.split("://", 1)[-1] == connection.headers.get("host")


def from_elsewhere(connection: HTTPConnection, path: str) -> bool:
    """Tell whether a request that would change something is to be refused at once.

    An old browser says nothing of where a form was: then the form's own mark must tell, and
    every form at the door is asked for it.
    """
    said = connection.headers
    unsaid = said.get("origin") in (None, "null") and said.get("sec-fetch-site") is None
    return not same_origin(connection, required=True) and not (path.startswith(MARKED) and unsaid)
