"""Field-level sealing: what is written about a person opens only for whom policy allows."""

from wellbeing.crypto.cache import GONE, Fresh, Written
from wellbeing.crypto.cells import SealedBytes, SealedType
from wellbeing.crypto.census import Census, Column, census, sealed_cells
from wellbeing.crypto.columns import SealedRecord, is_sealed_column, sealed, sealed_columns
from wellbeing.crypto.context import Compartment, SealContext
from wellbeing.crypto.envelope import VERSION as ENVELOPE_VERSION
from wellbeing.crypto.erase import Eraser, blank, clean_journal
from wellbeing.crypto.errors import (
    ContextMissing,
    CryptoError,
    Downgraded,
    FormatError,
    KeyMissing,
    KeyPermission,
    KeyRefused,
    KeyUnavailable,
    PlaintextRefused,
    RotationConflict,
    ShareRefused,
    StaleRecord,
    SubjectErased,
    Tampered,
    WeakKey,
)
from wellbeing.crypto.escrow import Printing, print_shares, recover, rehearse
from wellbeing.crypto.flush import install
from wellbeing.crypto.keyring import Keyring
from wellbeing.crypto.ledger import Ledger
from wellbeing.crypto.manifest import require_sound
from wellbeing.crypto.material import KeyMaterial
from wellbeing.crypto.names import NameIndex
from wellbeing.crypto.opening import ERASED, Opener, Sealed, reveal_kept, reveal_many
from wellbeing.crypto.providers import FileProvider, RootSource, create_key_file
from wellbeing.crypto.reseal import Mark, Resealer, left
from wellbeing.crypto.rotate import behind, destroy, require_unused, rewrap, roll
from wellbeing.crypto.search import equals, fold, matches
from wellbeing.crypto.shares import needed
from wellbeing.crypto.signing import sign, signed_by
from wellbeing.crypto.sources import FromCommand, FromEnvironment, FromKeyring, FromShares, InFile
from wellbeing.crypto.tables import (
    STATE_QUERY,
    WHOLE,
    Erasure,
    KeyState,
    change_state,
    erasures,
    key_tables,
    read_state,
)

__all__ = [
    "ENVELOPE_VERSION",
    "ERASED",
    "GONE",
    "STATE_QUERY",
    "WHOLE",
    "Census",
    "Column",
    "Compartment",
    "ContextMissing",
    "CryptoError",
    "Downgraded",
    "Eraser",
    "Erasure",
    "FileProvider",
    "FormatError",
    "Fresh",
    "FromCommand",
    "FromEnvironment",
    "FromKeyring",
    "FromShares",
    "InFile",
    "KeyMaterial",
    "KeyMissing",
    "KeyPermission",
    "KeyRefused",
    "KeyState",
    "KeyUnavailable",
    "Keyring",
    "Ledger",
    "Mark",
    "NameIndex",
    "Opener",
    "PlaintextRefused",
    "Printing",
    "Resealer",
    "RootSource",
    "RotationConflict",
    "SealContext",
    "Sealed",
    "SealedBytes",
    "SealedRecord",
    "SealedType",
    "ShareRefused",
    "StaleRecord",
    "SubjectErased",
    "Tampered",
    "WeakKey",
    "Written",
    "behind",
    "blank",
    "census",
    "change_state",
    "clean_journal",
    "create_key_file",
    "destroy",
    "equals",
    "erasures",
    "fold",
    "install",
    "is_sealed_column",
    "key_tables",
    "left",
    "matches",
    "needed",
    "print_shares",
    "read_state",
    "recover",
    "rehearse",
    "require_sound",
    "require_unused",
    "reveal_kept",
    "reveal_many",
    "rewrap",
    "roll",
    "sealed",
    "sealed_cells",
    "sealed_columns",
    "sign",
    "signed_by",
]
