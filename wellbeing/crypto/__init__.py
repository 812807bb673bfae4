"""Field-level sealing: what is written about a person opens only for whom policy allows."""

from wellbeing.crypto.cells import SealedBytes, SealedType
from wellbeing.crypto.columns import SealedRecord, is_sealed_column, sealed, sealed_columns
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.errors import (
    ContextMissing,
    CryptoError,
    FormatError,
    KeyMissing,
    KeyPermission,
    KeyUnavailable,
    PlaintextRefused,
    StaleRecord,
    Tampered,
    WeakKey,
)
from wellbeing.crypto.flush import install
from wellbeing.crypto.keyring import Fresh, Keyring, subject_key_table
from wellbeing.crypto.manifest import require_sound
from wellbeing.crypto.opening import Opener, Sealed, reveal_many
from wellbeing.crypto.providers import FileProvider, KeyMaterial, create_key_file
from wellbeing.crypto.search import NameIndex, equals, fold, matches
from wellbeing.crypto.signing import sign, signed_by

__all__ = [
    "Compartment",
    "ContextMissing",
    "CryptoError",
    "FileProvider",
    "FormatError",
    "Fresh",
    "KeyMaterial",
    "KeyMissing",
    "KeyPermission",
    "KeyUnavailable",
    "Keyring",
    "NameIndex",
    "Opener",
    "PlaintextRefused",
    "SealContext",
    "Sealed",
    "SealedBytes",
    "SealedRecord",
    "SealedType",
    "StaleRecord",
    "Tampered",
    "WeakKey",
    "create_key_file",
    "equals",
    "fold",
    "install",
    "is_sealed_column",
    "matches",
    "require_sound",
    "reveal_many",
    "sealed",
    "sealed_columns",
    "sign",
    "signed_by",
    "subject_key_table",
]
