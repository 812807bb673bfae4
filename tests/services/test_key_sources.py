"""The site starts with its root key in each of the five places, and refuses each wrong one."""

from __future__ import annotations

import base64
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
import pytest

from tests.support import transit
from tests.support.commands import Said, command
from tests.support.server import Server
from tests.support.system_keyring import Shared
from tests.support.world import reopen, settings_for
from wellbeing import crypto, site_keys
from wellbeing.config import KeySource

TRANSIT = Path(__file__).resolve().parents[2] / "scripts" / "transit.py"
WEAK = base64.b64encode(bytes(range(9, 41))).decode()  # a proper key, of nobody
WAYS = ("keys status", "serve")


@dataclass(slots=True)
class Site:
    """A closed site in a folder with its root key at one source, and what a start is given."""

    source: KeySource
    folder: Path
    given: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Path:
        """Its key file."""
        return self.folder / "keys" / "miaopu.key"

    def start(self, way: str) -> Said:
        """Try to start it; a served site that is refused ends by itself."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"DATA_DIR": str(self.folder), "PORT": "0", **self.given}
        return command(tuple(way.split()), environment, self.folder.with_name("heard"))

    def bytes(self) -> dict[Path, bytes | None]:
        """Return everything in its folder, byte by byte."""
        return {one: one.read_bytes() if one.is_file() else None for one in self.folder.rglob("*")}


def _given(source: KeySource, aside: Path, held: ExitStack, root: bytes) -> dict[str, str]:
    """Return what a start needs to get the root key from this source; prepare the source."""
    if source is KeySource.ENVIRONMENT:
        return {"MIAOPU_ROOT_KEY": base64.b64encode(root).decode()}
    if source is KeySource.KEYRING:
        before = keyring.get_keyring()
        held.callback(keyring.set_keyring, before)
        keyring.set_keyring(Shared())
        backend = f"{Shared.__module__}.{Shared.__name__}"
        return {"PYTHON_KEYRING_BACKEND": backend, "TEST_KEYRING_FILE": str(aside / "keyring")}
    if source is KeySource.COMMAND:
        asks = {"MIAOPU_KEY_COMMAND": f"{sys.executable} {TRANSIT}"}
        return asks | held.enter_context(transit.served())
    return {}


def _sticks(store: crypto.FileProvider, aside: Path, name: str) -> str:
    """Write five shares of a key file's root key, each on a stick; return three of the paths."""
    sticks = []
    for number, words in enumerate(crypto.print_shares(store, 5, 3).shares):
        stick = aside / f"{name}-{number}"
        stick.write_text(words)
        sticks.append(str(stick))
    return os.pathsep.join(sticks[1:4])


@pytest.fixture(scope="module", params=KeySource)
def moved(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A rotated site whose root key was moved; its key file from before the rotation beside it."""
    aside = tmp_path_factory.mktemp(request.param.value)
    shutil.copytree(sqlite_template, aside / "site")
    opened, site = reopen(aside / "site").runtime, Site(request.param, aside / "site")
    with ExitStack() as held, pytest.MonkeyPatch.context() as patch:
        store = opened.keys
        site.given = _given(site.source, aside, held, store.root())
        if site.source is KeySource.SHARES:
            site.given["MIAOPU_KEY_SHARES"] = _sticks(store, aside, "stick")
        for name, value in site.given.items():
            patch.setenv(name, value)
        settings = settings_for(site.folder).model_copy(
            update={"key_command": site.given.get("MIAOPU_KEY_COMMAND", ""),
                    "key_shares": site.given.get("MIAOPU_KEY_SHARES", "")}
        )  # fmt: skip
        store.move_to(site_keys.source_of(settings, site.source))
        shutil.copy(site.key, aside / "before.key")
        crypto.roll(opened.engine, opened.keyring(), store)
        crypto.rewrap(opened.engine, opened.keyring())
        opened.close()
        site.given["MIAOPU_KEY_SOURCE"] = site.source.value
        yield site


@pytest.fixture
def site(moved: Site, tmp_path: Path) -> Site:
    """A copy of it, to be spoilt."""
    shutil.copytree(moved.folder, tmp_path / "site")
    return Site(moved.source, tmp_path / "site", dict(moved.given))


def test_the_site_starts_and_is_served_with_its_root_key_there(site: Site) -> None:
    said = site.start("keys status")
    assert said.code == 0 and "2(current)" in said.text
    assert ("leaveitsfolderoutofeverybackup" in said.text) is (site.source is KeySource.FILE)
    server = Server(site.folder, more=site.given)
    try:
        server.start()
    finally:
        server.stop()


def _wrong(site: Site, aside: Path) -> str:
    """Give the root key of another site."""
    other = crypto.FileProvider(aside / "other" / "site.key")
    other.create()
    if site.source is KeySource.FILE:
        other.path.replace(site.key)
        return "does not belong to this database"
    if site.source is KeySource.ENVIRONMENT:
        site.given["MIAOPU_ROOT_KEY"] = WEAK
    elif site.source is KeySource.KEYRING:
        entry = site.given["TEST_KEYRING_FILE"]
        site.given["TEST_KEYRING_FILE"] = str(aside / "keyring")
        (aside / "keyring").write_text(Path(entry).read_text().replace(_root_in(entry), WEAK))
    elif site.source is KeySource.COMMAND:
        site.given["TRANSIT_KEY"] = "anothers"
        return "may this machine use it"
    else:
        site.given["MIAOPU_KEY_SHARES"] = _sticks(other, aside, "wrong")
    return "does not open the key file"


def _root_in(entry: str) -> str:
    return Path(entry).read_text().split('"')[3]


def _missing(site: Site, aside: Path) -> str:
    """Leave the root key out."""
    if site.source is KeySource.FILE:
        site.key.unlink()
        return "Put it back from its safe copy"
    if site.source is KeySource.ENVIRONMENT:
        del site.given["MIAOPU_ROOT_KEY"]
        return "Set it to the root key"
    if site.source is KeySource.KEYRING:
        site.given["TEST_KEYRING_FILE"] = str(aside / "none")
        return "Is this the right user?"
    if site.source is KeySource.COMMAND:
        site.given["VAULT_ADDR"] = "http://127.0.0.1:9"
        return "Is it running"
    site.given["MIAOPU_KEY_SHARES"] = str(aside / "unplugged")
    return "Is its stick plugged in?"


def _open(site: Site, aside: Path) -> str:
    site.key.chmod(0o644)
    return "chmod 600"


def _half_rotated(site: Site, aside: Path) -> str:
    shutil.copyfile(aside / "before.key", site.key)
    return "put the newest one there"


def _half_moved(site: Site, aside: Path) -> str:
    """Forget the setting, or ask for a place that the key never moved to."""
    there = KeySource.COMMAND if site.source is KeySource.FILE else KeySource.FILE
    site.given["MIAOPU_KEY_SOURCE"] = there.value
    return f"Set it to {site.source.value}"


def _misplaced(site: Site, aside: Path) -> str:
    """Put the key file into a folder deep below the data."""
    deep = site.folder / "logs" / "old" / "keys"
    deep.mkdir(parents=True, mode=0o700)
    site.key.replace(deep / "my.key")
    site.given["MIAOPU_KEY_FILE"] = str(deep / "my.key")
    return "Move it to a folder of its own"


@pytest.mark.parametrize("spoil", [_wrong, _missing, _open, _half_rotated, _half_moved, _misplaced])
def test_a_wrong_root_key_refuses_the_start_says_what_to_do_and_writes_nothing(
    site: Site, moved: Site, spoil: Callable[[Site, Path], str], tmp_path: Path
) -> None:
    shutil.copy(moved.folder.with_name("before.key"), tmp_path)
    says = spoil(site, tmp_path)
    stood = site.bytes()
    for way in WAYS:
        refused = site.start(way)
        assert refused.code == 2 and "".join(says.split()) in refused.text, refused
        assert "Traceback" not in refused.text
        assert site.bytes() == stood


def test_a_first_start_without_its_root_key_makes_no_folder(tmp_path: Path) -> None:
    for source in (KeySource.ENVIRONMENT, KeySource.COMMAND, KeySource.SHARES):
        empty = Site(source, tmp_path / source.value, {"MIAOPU_KEY_SOURCE": source.value})
        for way in WAYS:
            assert empty.start(way).code == 2
        assert not empty.folder.exists()


def test_the_default_place_is_the_only_one_below_the_data_folder(tmp_path: Path) -> None:
    def start(**more: Any) -> None:
        site_keys.prepare(settings_for(tmp_path / "site").model_copy(update=more))

    for place in ("my.key", "keys/other.key", "keys/deep/miaopu.key", "logs/old/my.key"):
        with pytest.raises(site_keys.StartRefused, match="folder of its own"):
            start(key_file=tmp_path / "site" / place)
    (tmp_path / "site").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "site")
    with pytest.raises(site_keys.StartRefused, match="folder of its own"):
        start(key_file=tmp_path / "linked" / "deep" / "my.key")
    with pytest.raises(site_keys.StartRefused, match="folder of its own"):
        start(key_file=tmp_path / "disk" / "a" / "my.key", anchor_folder=tmp_path / "disk")
    assert not list((tmp_path / "site").iterdir())
    start(key_file=tmp_path / "elsewhere" / "my.key")
    start(key_file=tmp_path / "site" / "keys" / "miaopu.key")
