"""Field-level sealing: what is written about a person opens only for whom policy allows."""

from wellbeing.crypto.columns import (
    Opener,
    Sealed,
    SealedBytes,
    SealedRecord,
    reveal_many,
    sealed,
    sealed_columns,
)
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.errors import (
    CryptoError,
    KeyUnavailable,
    PlaintextRefused,
    StaleRecord,
    Tampered,
)
from wellbeing.crypto.keyring import Fresh, Keyring, subject_key_table
from wellbeing.crypto.manifest import install
from wellbeing.crypto.providers import FileProvider, KeyMaterial, create_key_file
from wellbeing.crypto.search import NameIndex, equals, fold, matches

__all__ = [
    "Compartment",
    "CryptoError",
    "FileProvider",
    "Fresh",
    "KeyMaterial",
    "KeyUnavailable",
    "Keyring",
    "NameIndex",
    "Opener",
    "PlaintextRefused",
    "SealContext",
    "Sealed",
    "SealedBytes",
    "SealedRecord",
    "StaleRecord",
    "Tampered",
    "create_key_file",
    "equals",
    "fold",
    "install",
    "matches",
    "reveal_many",
    "sealed",
    "sealed_columns",
    "subject_key_table",
]
