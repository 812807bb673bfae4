"""A transit-style key service as a process of its own: `python -m tests.support.transit`.

It speaks what scripts/transit.py asks for: wraps and unwraps by named keys that never leave it,
for whoever has the token. The first line that it prints is its address.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "good"
_KEYS: dict[str, AESGCM] = {}


class Service(BaseHTTPRequestHandler):
    """Answers `/v1/transit/encrypt/NAME` and `/v1/transit/decrypt/NAME`."""

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        *_, verb, name = self.path.split("/")
        if self.headers["X-Vault-Token"] != TOKEN or "/v1/transit/" not in self.path:
            self.send_error(403)
            return
        key = _KEYS.setdefault(name, AESGCM(os.urandom(32)))
        try:
            answer = _wrapped(key, sent) if verb == "encrypt" else _unwrapped(key, sent)
        except InvalidTag:
            self.send_error(400)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"data": answer}).encode())

    def log_message(self, *_: object) -> None:
        pass


def _wrapped(key: AESGCM, sent: dict[str, str]) -> dict[str, str]:
    once = os.urandom(12)
    made = once + key.encrypt(once, base64.b64decode(sent["plaintext"]), None)
    return {"ciphertext": "vault:v1:" + base64.b64encode(made).decode()}


def _unwrapped(key: AESGCM, sent: dict[str, str]) -> dict[str, str]:
    data = base64.b64decode(sent["ciphertext"].removeprefix("vault:v1:"))
    return {"plaintext": base64.b64encode(key.decrypt(data[:12], data[12:], None)).decode()}


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """Run the service; yield the environment that scripts/transit.py needs to reach it."""
    command = [sys.executable, "-m", "tests.support.transit"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield {"VAULT_ADDR": process.stdout.readline().strip(), "VAULT_TOKEN": TOKEN}
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Service)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
