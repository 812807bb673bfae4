"""A key command for transit-style services (HashiCorp Vault, OpenBao): the worked example.

    MIAOPU_KEY_SOURCE=command
    MIAOPU_KEY_COMMAND="python scripts/transit.py"
    VAULT_ADDR=https://vault.example:8200  VAULT_TOKEN_FILE=/run/miaopu/token  TRANSIT_KEY=miaopu

`wrap` reads the root key in base64 and prints the service's ciphertext; `unwrap` the other way
round. Only the service's own policy decides whether this machine may unwrap. Standard library
alone, so that it can be read before it is trusted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

_ASKS = {"wrap": ("encrypt", "plaintext", "ciphertext"),
         "unwrap": ("decrypt", "ciphertext", "plaintext")}  # fmt: skip
_SECONDS = 10


def ask(what: str, text: str) -> str:
    """Return the service's answer for one key."""
    verb, sent, wanted = _ASKS[what]
    address = os.environ["VAULT_ADDR"].rstrip("/")
    if not address.startswith(("https://", "http://127.0.0.1:")):
        raise SystemExit("VAULT_ADDR must begin with https://")
    request = Request(  # noqa: S310 - the scheme was looked at
        f"{address}/v1/transit/{verb}/{os.environ.get('TRANSIT_KEY', 'miaopu')}",
        data=json.dumps({sent: text}).encode(),
        headers={"X-Vault-Token": _token(), "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        return str(json.load(answer)["data"][wanted])


def _token() -> str:
    path = os.environ.get("VAULT_TOKEN_FILE")
    return Path(path).read_text().strip() if path else os.environ["VAULT_TOKEN"]


def main() -> None:
    """Answer one question; what went wrong is told without any of the key."""
    if len(sys.argv) != 2 or sys.argv[1] not in _ASKS:
        raise SystemExit("usage: transit.py wrap|unwrap < text")
    try:
        print(ask(sys.argv[1], sys.stdin.read().strip()))
    except (URLError, OSError, KeyError, ValueError) as failure:
        raise SystemExit(f"the key service did not answer: {type(failure).__name__}") from None


if __name__ == "__main__":
    main()
