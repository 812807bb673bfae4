"""Field-level sealing: what is written about a person opens only for whom policy allows."""

from wellbeing.crypto.cells import SealedBytes, SealedType
from wellbeing.crypto.census import Census, Column, census, sealed_cells
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
    RotationConflict,
    StaleRecord,
    Tampered,
    WeakKey,
)
from wellbeing.crypto.flush import install
from wellbeing.crypto.keyring import Fresh, Keyring
from wellbeing.crypto.manifest import require_sound
from wellbeing.crypto.material import KeyMaterial
from wellbeing.crypto.names import NameIndex
from wellbeing.crypto.opening import Opener, Sealed, reveal_many
from wellbeing.crypto.providers import FileProvider, create_key_file
from wellbeing.crypto.rotate import behind, destroy, rewrap, roll
from wellbeing.crypto.search import equals, fold, matches
from wellbeing.crypto.signing import sign, signed_by
from wellbeing.crypto.tables import change_state, key_tables, read_state

__all__ = [
    "Census",
    "Column",
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
    "RotationConflict",
    "SealContext",
    "Sealed",
    "SealedBytes",
    "SealedRecord",
    "SealedType",
    "StaleRecord",
    "Tampered",
    "WeakKey",
    "behind",
    "census",
    "change_state",
    "create_key_file",
    "destroy",
    "equals",
    "fold",
    "install",
    "is_sealed_column",
    "key_tables",
    "matches",
    "read_state",
    "require_sound",
    "reveal_many",
    "rewrap",
    "roll",
    "sealed",
    "sealed_cells",
    "sealed_columns",
    "sign",
    "signed_by",
]
