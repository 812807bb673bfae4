"""The peers: each as a pair of functions on one text, and as a SQLAlchemy column type.

They are installed only for this measurement (benchmarks/peers.txt), into a folder of their own.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KEY = os.urandom(32)
# pydantic-encryption reads its settings when it is imported.
os.environ["ENCRYPTION_METHOD"] = "fernet"
os.environ["ENCRYPTION_KEY"] = base64.urlsafe_b64encode(KEY).decode()


@dataclass(frozen=True, slots=True)
class Peer:
    """A library that seals a text."""

    name: str
    seal: Callable[[str], Any]
    open: Callable[[Any], str]
    column: Callable[[], Any] | None = None  # a mapped column's type
    reveal: Callable[[Any], str] = str


def sqlalchemy_utils(engine_name: str) -> Peer:
    """Return the library that one would otherwise pick."""
    from sqlalchemy import String
    from sqlalchemy_utils.types.encrypted import encrypted_type as made

    engine_class = getattr(made, engine_name)
    engine = engine_class()
    engine._update_key(KEY)
    if hasattr(engine, "_set_padding_mechanism"):
        engine._set_padding_mechanism(None)
    column = lambda: made.StringEncryptedType(String, KEY, engine_class)  # noqa: E731
    return Peer(f"sqlalchemy-utils {engine_name[:-6]}", engine.encrypt, engine.decrypt, column)


def encrypted_field() -> Peer:
    """Return sqlalchemy-encrypted-field, the closest to ours: it binds a value to its column."""
    import sqlalchemy_encrypted_field as made
    from sqlalchemy_encrypted_field import utils

    made.configure(base64.b64encode(KEY).decode())
    return Peer(
        "encrypted-field",
        lambda text: utils.encrypt(text.encode(), aad="note.text"),
        lambda blob: utils.decrypt(blob, aad="note.text").decode(),
        made.EncryptedText,
        lambda secret: secret.decrypt(),
    )


def pydantic_encryption() -> Peer:
    """Return pydantic-encryption with its Fernet adapter."""
    from pydantic_encryption import FernetAdapter
    from pydantic_encryption.integrations.sqlalchemy import encryption as made

    return Peer(
        "pydantic-encryption",
        FernetAdapter.encrypt,
        lambda blob: str(FernetAdapter.decrypt(blob)),
        made.SQLAlchemyEncryptedValue,
        lambda value: str(value),
    )


def tink() -> Peer:
    """Return tink's AES-256-GCM; it takes bytes and has no column type."""
    import tink as made
    from tink import aead

    aead.register()
    primitive = made.new_keyset_handle(aead.aead_key_templates.AES256_GCM).primitive(aead.Aead)
    context = b"note.text" + bytes(40)
    return Peer(
        "tink",
        lambda text: primitive.encrypt(text.encode(), context),
        lambda blob: primitive.decrypt(blob, context).decode(),
    )


def all_peers() -> list[Peer]:
    """Return every peer that is installed; say which are not."""
    makers: dict[str, Callable[[], Peer]] = {
        "sqlalchemy-utils GCM": lambda: sqlalchemy_utils("AesGcmEngine"),
        "sqlalchemy-utils Fernet": lambda: sqlalchemy_utils("FernetEngine"),
        "encrypted-field": encrypted_field,
        "pydantic-encryption": pydantic_encryption,
        "tink": tink,
    }
    found = []
    for name, make in makers.items():
        try:
            found.append(make())
        except ImportError as missing:
            print(f"not measured: {name} ({missing.name} is not installed)")
    return found
