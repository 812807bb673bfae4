"""Every setting of a site, read from the environment, each with a safe default."""

from __future__ import annotations

from enum import StrEnum, auto
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class KeySource(StrEnum):
    """Where a root key can come from."""

    FILE = auto()
    ENVIRONMENT = auto()
    KEYRING = auto()
    COMMAND = auto()
    SHARES = auto()


HERE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set; the README's table is tested against these fields."""

    model_config = SettingsConfigDict(
        env_prefix="MIAOPU_", extra="ignore", frozen=True, populate_by_name=True
    )

    port: int = Field(8501, validation_alias="PORT", description="Port to serve on")
    host: str = Field("127.0.0.1", description="Address to serve on")
    data_dir: Path = Field(
        Path("var"),
        validation_alias="DATA_DIR",
        description="Folder for the database, key file, logs and all else that the site writes",
    )
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="PostgreSQL address; empty means the embedded SQLite database",
    )
    second_line: Literal["required", "off"] = Field(
        "required",
        description="Row-level security on PostgreSQL: required, or off where the database "
        "account may not have its role; the administrator's home says so then",
    )
    key_file: Path | None = Field(
        None, description="Key file; empty means keys/miaopu.key in the data folder"
    )
    key_source: KeySource = Field(
        KeySource.FILE,
        description="Where the root key comes from: file, environment "
        "(MIAOPU_ROOT_KEY), keyring, command or shares",
    )
    key_command: str = Field(
        "", description="Command that wraps and unwraps the root key, as scripts/transit.py does"
    )
    key_shares: str = Field(
        "",
        description="Files with the shares that are brought to a start, one path beside the "
        "other as in PATH",
    )
    envelope_minimum: int = Field(
        1,
        ge=1,
        description="Oldest version of a sealed text's envelope that opens; "
        "raise it only after `keys reseal` to a newer one",
    )
    anchor_folder: Path | None = Field(
        None,
        description="Folder for the audit's anchors, best on another disk; "
        "empty means anchors in the data folder",
    )
    public_url: str = Field(
        "", description="Address that people type, for links and QR codes; empty means this machine"
    )
    secure_cookies: bool = Field(
        False, description="Set to true behind TLS: cookies travel only encrypted, HSTS is sent"
    )
    rule_pack: str = Field(
        "cn_shanghai", description="Rule pack with calendar, clocks and emergency numbers"
    )
    rule_overrides: Path | None = Field(
        None, description="File that overrides single values of the rule pack"
    )
    instrument_folder: Path | None = Field(
        None, description="Folder with the site's own instruments, one file each"
    )
    idle_minutes: int = Field(60, ge=1, description="Minutes without a click until sign-in ends")
    session_hours: int = Field(12, ge=1, description="Hours until sign-in ends in any case")
    invitation_days: int = Field(7, ge=1, description="Days until an invitation link ends")
    second_factor: Literal["everybody", "staff", "optional"] = Field(
        "staff", description="Who must sign in with one-time codes: everybody, staff, or optional"
    )
    oidc_issuer: str = Field(
        "", description="Issuer of a school's OpenID Connect sign-in; empty means none"
    )
    oidc_client_id: str = Field("", description="What that sign-in knows this site as")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="What this site proves itself with to that sign-in"
    )
    log_days: int = Field(
        200, ge=1, description="Days that log files are kept; the law asks for six months"
    )
    background_check_days: int = Field(
        365, ge=0, description="Days that a background check of staff counts; 0 asks for none"
    )
    erasure_days: int = Field(
        90,
        ge=1,
        description="Days after an erasure until its key epoch is to be destroyed; "
        "backups from before cannot be read any more then",
    )
    password_memory_kib: int = Field(
        47104, ge=64, description="Memory of one password check in KiB (argon2id)"
    )

    @property
    def folder(self) -> Path:
        """The data folder as an absolute path."""
        return self.data_dir if self.data_dir.is_absolute() else HERE / self.data_dir

    @property
    def key_path(self) -> Path:
        """Where the key file is."""
        return self.key_file or self.default_key_path

    @property
    def default_key_path(self) -> Path:
        """Where the key file is unless the operator says otherwise."""
        return self.folder / "keys" / "miaopu.key"

    @property
    def anchor_path(self) -> Path:
        """Where the audit's anchors are."""
        return self.anchor_folder or self.folder / "anchors"

    @property
    def log_folder(self) -> Path:
        """Where the site's log files are."""
        return self.folder / "logs"

    @property
    def sqlite_path(self) -> Path:
        """Where the embedded database is."""
        return self.folder / "miaopu.sqlite3"

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite+pysqlite:///{self.sqlite_path}"
        return self.database_url.replace("postgres://", "postgresql://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        )

    @property
    def address(self) -> str:
        """The address that people open."""
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"
