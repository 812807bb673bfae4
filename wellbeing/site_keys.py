"""A site's keys at its start: made once, and refused before anything is written when they err."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, inspect, select

from wellbeing import crypto, migrate
from wellbeing.config import KeySource, Settings
from wellbeing.db import make_engine
from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.models import SUBJECT_KEYS, Site


def prepare(settings: Settings) -> crypto.FileProvider:
    """Return the site's key file after a look at it and at the database that needs it.

    One is made only where there is no database that would need an older one.
    """
    path = settings.key_path
    require_place(settings)
    _require_minimum(settings)
    store = provider_of(settings)
    if not path.exists() and not path.is_symlink():
        if migrate.has_site(settings):
            raise StartRefused(
                N_("The key file {path} is missing. Put it back from its safe copy; without it "
                   "nothing in this database can be read."),
                path=path,
            )  # fmt: skip
        store.create()
    store.load().wipe()
    if migrate.has_site(settings):
        _require_fit(settings, store)
    return store


def require_place(settings: Settings) -> None:
    """Refuse a key where backups, logs or anchors would carry it away, however deep below.

    The default place is the one exception, and `warning` says what it asks for.
    """
    place = settings.key_path.parent.resolve()
    crowded = (settings.folder, settings.log_folder, settings.anchor_path)
    among = any(place.is_relative_to(one.resolve()) for one in crowded)
    if among and settings.key_path.absolute() != settings.default_key_path.absolute():
        raise StartRefused(
            N_("The key file {path} lies among the data that it protects. Move it to a folder "
               "of its own, and set MIAOPU_KEY_FILE."),
            path=settings.key_path,
        )  # fmt: skip


def provider_of(settings: Settings) -> crypto.FileProvider:
    """Return the key file with the source of its root key, as the settings say."""
    return crypto.FileProvider(settings.key_path, source_of(settings, settings.key_source))


def source_of(settings: Settings, name: KeySource) -> crypto.RootSource:
    """Return a source of the root key by name."""
    if name is KeySource.COMMAND:
        return crypto.FromCommand(shlex.split(settings.key_command))
    if name is KeySource.SHARES:
        paths = [Path(one) for one in settings.key_shares.split(os.pathsep) if one]
        return crypto.FromShares(paths)
    return _SOURCES[name]()


_SOURCES: Mapping[KeySource, Callable[[], crypto.RootSource]] = {
    KeySource.FILE: crypto.InFile,
    KeySource.ENVIRONMENT: crypto.FromEnvironment,
    KeySource.KEYRING: crypto.FromKeyring,
}


def keyring_for(
    store: crypto.FileProvider, kind: str, site_id: UUID, least_version: int = 1
) -> crypto.Keyring:
    """Return a keyring whose every context names the site and its kind."""
    return crypto.Keyring(store.load(), f"{kind}:{site_id}", store.load, least_version)


def key_check(keyring: crypto.Keyring, kind: str, site_id: UUID) -> bytes:
    """Return the proof that a key file belongs to a site of this kind."""
    return keyring.mac("site", kind.encode(), site_id.bytes)


def catch_up(engine: Engine, store: crypto.FileProvider) -> None:
    """Use the key file's current epoch, where a rotation was cut off or a backup put back."""
    with engine.execution_options(read_only=True).connect() as connection:
        behind = crypto.read_state(connection).epoch < store.held().current
    if behind:
        with engine.begin() as connection:
            crypto.change_state(connection, epoch=store.held().current)


def warning(settings: Settings) -> str:
    """Return what to say at a start where a backup of the data folder carries the key; else ""."""
    if settings.key_source is not KeySource.FILE or settings.key_file is not None:
        return ""
    return (
        f"The key file {settings.key_path} is in the data folder: leave its folder out of every "
        "backup, or move the file to a folder of its own elsewhere and set MIAOPU_KEY_FILE."
    )


def _require_minimum(settings: Settings) -> None:
    """Refuse a minimum that nothing which this site writes would reach."""
    if settings.envelope_minimum > crypto.ENVELOPE_VERSION:
        raise StartRefused(
            N_("MIAOPU_ENVELOPE_MINIMUM is {asked}, but this site seals in version {ours}: nothing "
               "would open. Set it to {ours} at most."),
            asked=settings.envelope_minimum, ours=crypto.ENVELOPE_VERSION,
        )  # fmt: skip


def _require_fit(settings: Settings, store: crypto.FileProvider) -> None:
    engine = make_engine(settings)
    try:
        _require_site(engine, store)
        _require_epochs(engine, store)
    finally:
        engine.dispose()


def _require_site(engine: Engine, store: crypto.FileProvider) -> None:
    table = Site.__table__.c
    with engine.execution_options(read_only=True).connect() as connection:
        row = connection.execute(select(table.id, table.kind, table.key_check)).one()
    keyring = keyring_for(store, row.kind, row.id)
    fits = key_check(keyring, row.kind, row.id) == bytes(row.key_check)
    keyring.close()
    if not fits:
        raise StartRefused(
            N_("The key file does not belong to this database. Put the right one at {path}."),
            path=store.path,
        )


def _require_epochs(engine: Engine, store: crypto.FileProvider) -> None:
    """Refuse a key file from before the last rotation, and a backup from before a destroyed key."""
    if not inspect(engine).has_table(SUBJECT_KEYS.name):
        return
    with engine.execution_options(read_only=True).connect() as connection:
        used = set(connection.scalars(select(SUBJECT_KEYS.c.epoch).distinct()))
    for epoch in sorted(used - set(store.held().wrapped)):
        raise StartRefused(
            N_("The key file {path} has no epoch {epoch}, which this database uses. Either it is "
               "an old copy: put the newest one there. Or the database is a backup from before "
               "that epoch was destroyed: it can never be read again."),
            path=store.path, epoch=epoch,
        )  # fmt: skip
