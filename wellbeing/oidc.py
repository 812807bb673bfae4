"""Speaking with a school's OpenID Connect provider: authorization code, PKCE, signed id token.

Authlib speaks OAuth, joserfc checks the token. Streamlit's own `st.login` is not used: its
cookie lives thirty days and no server can end it, it cannot ask for our second factor, and it
signs in whomever the provider knows. Here the provider only proves who somebody is; the
sign-in that follows is the same server-side one as by password.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from wellbeing.config import Settings
from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_SECONDS = 10
_LEEWAY = 60
_MOST_BYTES = 200_000
BACK = "/signin/school/back"


class SchoolRefused(WellbeingError):
    """The provider did not prove who this is; why is nobody's business but the log's."""

    default = N_("The sign-in at your school did not work. Please try again, or use your password.")


@dataclass(frozen=True, slots=True)
class Flow:
    """What one journey to the provider must come back with; kept in a signed cookie."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Who somebody is at the provider: issuer and subject together, and a name to show."""

    issuer: str
    subject: str
    shown: str = ""


def begin(settings: Settings) -> tuple[str, Flow]:
    """Return the provider's address to send a browser to, and what it must come back with."""
    flow = Flow(*(secrets.token_urlsafe(32) for _ in range(3)))
    known = _discover(settings)
    with _session(settings) as session:
        url, _ = session.create_authorization_url(
            _endpoint(known, "authorization_endpoint"), state=flow.state, nonce=flow.nonce,
            code_verifier=flow.verifier,
        )  # fmt: skip
    return str(url), flow


def finish(settings: Settings, flow: Flow, answer: str, state: str) -> Proof:
    """Return who came back from the provider with this address; raise SchoolRefused else."""
    if not secrets.compare_digest(state.encode(), flow.state.encode()):
        raise SchoolRefused()
    known = _discover(settings)
    try:
        with _session(settings) as session:
            session.trust_env = False
            token = session.fetch_token(
                _endpoint(known, "token_endpoint"), authorization_response=answer,
                state=flow.state, code_verifier=flow.verifier, timeout=_SECONDS,
                allow_redirects=False,
            )  # fmt: skip
    except (AuthlibBaseError, requests.RequestException, ValueError):
        raise SchoolRefused() from None
    claims = _claims(settings, known, flow, str(token.get("id_token") or ""))
    shown = str(claims.get("preferred_username") or claims.get("email") or "")[:120]
    return Proof(settings.oidc_issuer, str(claims["sub"]), shown)


def _claims(settings: Settings, known: dict[str, Any], flow: Flow, token: str) -> dict[str, Any]:
    """Return the id token's claims: signed by the issuer, for us, now, and for this journey."""
    wanted = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        nonce={"essential": True, "value": flow.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        keys = KeySet.import_key_set(_get(_endpoint(known, "jwks_uri")))  # type: ignore[arg-type]
        found = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
        wanted.validate(found.claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise SchoolRefused() from None
    if (
        len(_several(found.claims["aud"])) > 1
        and found.claims.get("azp") != settings.oidc_client_id
    ):
        raise SchoolRefused()
    return dict(found.claims)


def _several(audience: object) -> list[object]:
    return audience if isinstance(audience, list) else [audience]


def _session(settings: Settings) -> Any:
    return OAuth2Session(
        settings.oidc_client_id, settings.oidc_client_secret.get_secret_value(),
        scope="openid profile", redirect_uri=settings.address + BACK, code_challenge_method="S256",
    )  # fmt: skip


def _discover(settings: Settings) -> dict[str, Any]:
    """Return what the provider says of itself; it must call itself by the name that we know."""
    found = _get(settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != settings.oidc_issuer:
        raise SchoolRefused()
    return found


def _endpoint(known: dict[str, Any], name: str) -> str:
    """Return one of the provider's addresses: TLS always, but on this machine."""
    url = str(known.get(name) or "")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise SchoolRefused()
    return url


def _get(url: str) -> dict[str, Any]:
    """Return a small JSON object from the provider; no redirect is followed."""
    try:
        answer = requests.get(url, timeout=_SECONDS, allow_redirects=False)
        if answer.status_code != requests.codes.ok or len(answer.content) > _MOST_BYTES:
            raise SchoolRefused()
        found = answer.json()
    except (requests.RequestException, ValueError):
        raise SchoolRefused() from None
    if not isinstance(found, dict):
        raise SchoolRefused()
    return found
