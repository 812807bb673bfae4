"""A small OpenID Connect provider as a process of its own, which can be told to misbehave.

`python -m tests.support.provider PORT` serves it on this machine; `/as` and `/fault` say who is
signed in there and what the next id token has wrong.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.support.server import ROOT, free_port

CLIENT, SECRET = "miaopu", "client-secret-of-the-test"
ELSEWHERE = "/elsewhere"
KEY, OTHER = (ECKey.generate_key("P-256", {"kid": name}) for name in ("right", "wrong"))


class Desk:
    """What the provider knows: who sits there, which codes are out, what shall be wrong."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.person = {"sub": "teacher-1", "preferred_username": "lin.teacher"}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}

    def about(self, request: Request) -> Response:
        """Describe the provider."""
        if self.fault == "redirect" and request.url.path != ELSEWHERE:
            return RedirectResponse(f"{self.issuer}{ELSEWHERE}", 303)
        said = "https://evil.invalid" if self.fault == "issuer_of_metadata" else self.issuer
        ends = ("authorize", "token", "keys")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        urls = {name: f"{self.issuer}/{end}" for name, end in zip(names, ends, strict=True)}
        if self.fault == "plain_http":
            urls["token_endpoint"] = "http://10.0.0.1/token"
        padding = "x" * 300_000 if self.fault == "huge" else ""
        return JSONResponse({"issuer": said, **urls, "padding": padding})

    def keys(self, request: Request) -> Response:
        """Hand out the public key."""
        return JSONResponse(KeySet([KEY]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        """Send the browser back with a code for whoever sits there."""
        asked = dict(request.query_params)
        if self.fault == "denied":
            more = {"error": "access_denied", "state": asked["state"]}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(more)}", 303)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        state = "guessed" if self.fault == "state" else asked["state"]
        more = {"code": code, "state": state}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(more)}", 303)

    async def token(self, request: Request) -> Response:
        """Give an id token for a code, once, to the client that proves itself and its verifier."""
        form = await request.form()
        asked = self.codes.pop(str(form.get("code")), None)
        verifier = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proved = request.headers.get("authorization") == f"Basic {basic}"
        if asked is None or asked.get("code_challenge") != challenge or not proved:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if asked.get("code_challenge_method") != "S256":
            return JSONResponse({"error": "invalid_request"}, 400)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer",
             "id_token": self._token(asked["nonce"])}
        )  # fmt: skip

    def _token(self, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300,
            **self.person,
        }  # fmt: skip
        faults: dict[str, dict[str, Any]] = {
            "iss": {"iss": "https://evil.invalid"},
            "aud": {"aud": "another-site"},
            "azp": {"aud": [CLIENT, "another-site"], "azp": "another-site"},
            "nonce": {"nonce": "of another journey"},
            "exp": {"iat": now - 900, "exp": now - 600},
        }
        claims |= faults.get(self.fault, {})
        if self.fault == "no_sub":
            del claims["sub"]
        if self.fault == "alg_none":
            parts = ({"alg": "none"}, claims)
            return ".".join(_encoded(one) for one in parts) + "."
        key = OTHER if self.fault == "key" else KEY
        header = {"alg": "ES256", "kid": "right"}
        return jwt.encode(header, claims, key, algorithms=["ES256"])

    async def sit(self, request: Request) -> Response:
        """Take somebody else to the desk."""
        self.person = await request.json()
        return Response()

    async def break_(self, request: Request) -> Response:
        """Say what shall be wrong from now on; "" for nothing."""
        self.fault = (await request.body()).decode()
        return Response()


def _encoded(part: dict[str, Any]) -> str:
    import json

    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def app(issuer: str) -> Starlette:
    """Return the provider as an app."""
    desk = Desk(issuer)
    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", desk.about),
            Route(ELSEWHERE, desk.about),
            Route("/keys", desk.keys),
            Route("/authorize", desk.authorize),
            Route("/token", desk.token, methods=["POST"]),
            Route("/as", desk.sit, methods=["POST"]),
            Route("/fault", desk.break_, methods=["POST"]),
        ]
    )


@dataclass(slots=True)
class Provider:
    """The provider, running."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        """Its name and address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Provider:
        """Start it and wait until it answers."""
        words = [sys.executable, "-m", "tests.support.provider", str(self.port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(words, cwd=ROOT, env=environment)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.issuer}/keys")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError("the provider did not start")

    def seat(self, subject: str, name: str = "lin.teacher") -> None:
        """Say who is signed in there."""
        httpx.post(f"{self.issuer}/as", json={"sub": subject, "preferred_username": name})

    def spoil(self, fault: str) -> None:
        """Say what shall be wrong; "" for nothing."""
        httpx.post(f"{self.issuer}/fault", content=fault)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


if __name__ == "__main__":
    served = int(sys.argv[1])
    uvicorn.run(app(f"http://127.0.0.1:{served}"), port=served, log_level="warning")
