"""Where else a root key can be: environment, system keyring, an outside service, or shares."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from wellbeing.crypto import key_file, shares
from wellbeing.crypto.errors import KeyMissing, KeyRefused
from wellbeing.crypto.primitives import KEY_BYTES
from wellbeing.i18n import N_

_SECONDS = 30


class InFile:
    """The default: the root key is in the key file itself."""

    name = "file"

    def make(self) -> tuple[bytes, str]:
        """Draw a root key."""
        root = os.urandom(KEY_BYTES)
        return root, self.keep(root)

    def keep(self, root: bytes) -> str:
        """Keep it in the file."""
        return key_file.as_text(root)

    def fetch(self, held: str) -> bytes:
        """Return the root key that the file keeps."""
        return base64.b64decode(held, validate=True)


class FromEnvironment:
    """The root key comes in a variable, which is taken out of the environment at once.

    The block that the process was started with still holds it: better than a file that backups
    carry away, worse than the other sources.
    """

    name = "environment"
    variable = "MIAOPU_ROOT_KEY"

    def __init__(self) -> None:
        self._root = bytearray()

    def make(self) -> tuple[bytes, str]:
        """Take the operator's root key."""
        return self.fetch(""), ""

    def keep(self, root: bytes) -> str:
        """Keep nothing, after the variable was found to hold this very key.

        Without a look the only copy would go with the key file's old contents.
        """
        if self.fetch("") != root:
            raise KeyRefused(
                N_("MIAOPU_ROOT_KEY holds another root key than this site's. Set it to this "
                   "site's before its key moves there.")
            )  # fmt: skip
        return ""

    def fetch(self, held: str) -> bytes:
        """Return the root key of the variable."""
        if text := os.environ.pop(self.variable, ""):
            self._root[:] = base64.b64decode(text, validate=True)
        if not self._root:
            raise KeyMissing(
                N_("MIAOPU_ROOT_KEY is not set. Set it to the root key: 32 random bytes in base64.")
            )
        return bytes(self._root)


class FromKeyring:
    """The root key is in the operating system's keyring of the site's own user."""

    name = "keyring"
    _service = "miaopu"

    def make(self) -> tuple[bytes, str]:
        """Draw a root key and put it into the keyring."""
        root = os.urandom(KEY_BYTES)
        return root, self.keep(root)

    def keep(self, root: bytes) -> str:
        """Put it into the keyring; the file keeps the entry's name."""
        import keyring  # looks for its backends: only where it is used

        entry = f"root-{uuid4().hex[:12]}"
        try:
            keyring.set_password(self._service, entry, key_file.as_text(root))
        except keyring.errors.KeyringError:
            raise self._closed() from None
        return entry

    def fetch(self, held: str) -> bytes:
        """Return what the keyring has under the entry's name."""
        import keyring

        try:
            text = keyring.get_password(self._service, held)
        except keyring.errors.KeyringError:
            raise self._closed() from None
        if text is None:
            raise KeyMissing(
                N_("The system keyring has no entry {entry} of miaopu. Is this the right user?"),
                entry=held,
            )
        return base64.b64decode(text, validate=True)

    def _closed(self) -> KeyRefused:
        return KeyRefused(
            N_("The system keyring does not open. Unlock it for the user that runs the site, or "
               "set MIAOPU_KEY_SOURCE.")
        )  # fmt: skip


class FromCommand:
    """An outside service wraps the root key: a command is asked, over pipes, at every start.

    `COMMAND wrap` reads base64 and prints a token; `COMMAND unwrap` the other way round.
    """

    name = "command"

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)

    def make(self) -> tuple[bytes, str]:
        """Draw a root key and have it wrapped."""
        root = os.urandom(KEY_BYTES)
        return root, self.keep(root)

    def keep(self, root: bytes) -> str:
        """Have it wrapped; the file keeps the service's token."""
        return self._ask("wrap", key_file.as_text(root))

    def fetch(self, held: str) -> bytes:
        """Have the token unwrapped."""
        return base64.b64decode(self._ask("unwrap", held), validate=True)

    def _ask(self, what: str, text: str) -> str:
        if not self._command:
            raise KeyRefused(
                N_("MIAOPU_KEY_COMMAND is empty. Set it to your key service's command.")
            )
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
                [*self._command, what], input=text, text=True, capture_output=True,
                timeout=_SECONDS, check=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            # Its output may hold a key: nothing of it is passed on.
            raise KeyRefused(
                N_("The key service did not {what} the root key. Is it running, and may this "
                   "machine use it? Nothing was changed; start again then."),
                what=what,
            ) from None  # fmt: skip
        return done.stdout.strip()


class FromShares:
    """Several people each bring a share, as a file on a stick of their own."""

    name = "shares"

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._root = bytearray()

    def make(self) -> tuple[bytes, str]:
        """Refuse: there is nothing to share yet."""
        raise KeyRefused(
            N_("Start with MIAOPU_KEY_SOURCE=file first. Then print the shares with `keys escrow`, "
               "and type `keys move shares`.")
        )  # fmt: skip

    def keep(self, root: bytes) -> str:
        """Keep nothing, after the shares were found to rebuild this very key."""
        if self.fetch("") != root:
            raise KeyRefused(N_("These shares rebuild another root key. Print new ones first."))
        return ""

    def fetch(self, held: str) -> bytes:
        """Rebuild the root key; afterwards the sticks can be taken away."""
        if not self._root:
            self._root[:] = shares.combine([self._read(one) for one in self._paths])
        return bytes(self._root)

    def _read(self, path: Path) -> str:
        try:
            return path.read_text(encoding="ascii")
        except (OSError, ValueError):
            message = N_("The share {path} cannot be read. Is its stick plugged in?")
            raise KeyMissing(message, path=path) from None
