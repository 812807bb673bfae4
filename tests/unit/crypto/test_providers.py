"""Where the root key can be, and the sentence that each wrong place is answered with."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.support.transit import served
from wellbeing.crypto import (
    FileProvider,
    FromCommand,
    FromEnvironment,
    FromKeyring,
    FromShares,
    InFile,
    KeyMissing,
    KeyRefused,
    ShareRefused,
    WeakKey,
    key_file,
    print_shares,
)

ROOT = bytes(range(7, 39))
TRANSIT = Path(__file__).resolve().parents[3] / "scripts" / "transit.py"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "site.key"


class Memory(KeyringBackend):
    """A keyring of the system, as the library's own interface has it."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    before, ours = keyring.get_keyring(), Memory()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FromCommand]:
    with served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield FromCommand([sys.executable, str(TRANSIT)])


def _round(path: Path, source: Any) -> FileProvider:
    """Make a key file, and read it as the next start does."""
    provider = FileProvider(path, source)
    provider.create()
    made = provider.load()
    assert provider.load().root == made.root
    assert key_file.as_text(made.root) not in path.read_text()
    provider.use_epoch(provider.prepare_epoch())
    assert provider.load().current == 2 and provider.load().root == made.root
    return provider


def test_an_outside_service_wraps_the_root_key(path: Path, service: FromCommand) -> None:
    _round(path, service)
    assert "vault:v1:" in path.read_text()


@pytest.mark.parametrize("fault", ["token", "gone", "empty", "missing", "garbage"])
def test_a_service_that_does_not_answer_refuses_and_writes_nothing(
    path: Path, service: FromCommand, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "token":
        monkeypatch.setenv("VAULT_TOKEN", "stolen")
    elif fault == "gone":
        monkeypatch.setenv("VAULT_ADDR", "http://127.0.0.1:9")
    commands = {"empty": [], "missing": ["/no/such/command"], "garbage": ["false"]}
    source = FromCommand(commands[fault]) if fault in commands else service
    with pytest.raises(KeyRefused) as refused:
        FileProvider(path, source).create()
    assert not path.exists() and "good" not in str(refused.value)


def test_the_environment_gives_the_root_key_and_keeps_it_no_longer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIAOPU_ROOT_KEY", base64.b64encode(ROOT).decode())
    assert _round(path, FromEnvironment()).load().root == ROOT
    assert "MIAOPU_ROOT_KEY" not in os.environ
    with pytest.raises(KeyMissing, match="MIAOPU_ROOT_KEY"):
        FileProvider(path, FromEnvironment()).load()
    monkeypatch.setenv("MIAOPU_ROOT_KEY", base64.b64encode(ROOT[::-1]).decode())
    with pytest.raises(WeakKey, match="does not open"):
        FileProvider(path, FromEnvironment()).load()


def test_a_key_does_not_move_into_a_variable_that_is_unset_or_holds_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = FileProvider(path)
    provider.create()
    before = path.read_bytes()
    with pytest.raises(KeyMissing, match="MIAOPU_ROOT_KEY"):
        provider.move_to(FromEnvironment())
    monkeypatch.setenv("MIAOPU_ROOT_KEY", base64.b64encode(ROOT).decode())
    with pytest.raises(KeyRefused, match="another root key"):
        provider.move_to(FromEnvironment())
    assert path.read_bytes() == before
    monkeypatch.setenv("MIAOPU_ROOT_KEY", key_file.as_text(provider.root()))
    provider.move_to(FromEnvironment())


def test_a_weak_root_key_of_the_environment_makes_no_site(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for weak in (bytes(32), b"short", b"ab" * 16):
        monkeypatch.setenv("MIAOPU_ROOT_KEY", base64.b64encode(weak).decode())
        with pytest.raises(WeakKey):
            FileProvider(path, FromEnvironment()).create()
    monkeypatch.setenv("MIAOPU_ROOT_KEY", "no base64!")
    with pytest.raises(WeakKey):
        FileProvider(path, FromEnvironment()).create()
    assert not path.exists()


def test_the_systems_keyring_has_the_root_key(path: Path, system: Memory) -> None:
    _round(path, FromKeyring())
    system.held.clear()
    with pytest.raises(KeyMissing, match="no entry"):
        FileProvider(path, FromKeyring()).load()
    keyring.set_keyring(NoKeyring())
    with pytest.raises(KeyRefused, match="does not open"):
        FileProvider(path, FromKeyring()).load()
    with pytest.raises(KeyRefused, match="does not open"):
        FileProvider(path.with_name("new.key"), FromKeyring()).create()


def _sticks(path: Path, provider: FileProvider) -> list[Path]:
    sticks = []
    for number, words in enumerate(print_shares(provider, 5, 3).shares):
        stick = path.with_name(f"stick-{number}")
        stick.write_text(words)
        sticks.append(stick)
    return sticks


def test_three_of_five_people_start_the_site(path: Path) -> None:
    provider = FileProvider(path)
    provider.create()
    root = provider.load().root
    sticks = _sticks(path, provider)
    with pytest.raises(ShareRefused, match="shares are needed"):
        provider.move_to(FromShares(sticks[:2]))
    assert provider.load().root == root
    provider.move_to(FromShares(sticks[:3]))
    assert key_file.as_text(root) not in path.read_text()
    source = FromShares(sticks[2:])
    started = FileProvider(path, source)
    assert started.load().root == root
    for stick in sticks:
        stick.unlink()
    assert started.load().root == root  # the sticks are needed at the start alone
    with pytest.raises(KeyMissing, match="stick"):
        FileProvider(path, FromShares(sticks)).load()


def test_shares_of_another_key_do_not_take_over(path: Path) -> None:
    other = FileProvider(path.with_name("other.key"))
    other.create()
    provider = FileProvider(path)
    provider.create()
    before = path.read_bytes()
    with pytest.raises(KeyRefused, match="another root key"):
        provider.move_to(FromShares(_sticks(path, other)[:3]))
    assert path.read_bytes() == before


def test_shares_make_no_new_site(path: Path) -> None:
    with pytest.raises(KeyRefused, match="escrow"):
        FileProvider(path, FromShares([])).create()


def test_a_key_moves_between_sources_and_back(
    path: Path, system: Memory, service: FromCommand
) -> None:
    provider = FileProvider(path)
    provider.create()
    root = provider.load().root
    for source in (FromKeyring(), service, InFile()):
        provider.move_to(source)
        assert FileProvider(path, source).load().root == root


def test_a_key_that_is_elsewhere_than_the_setting_says_is_refused(
    path: Path, system: Memory
) -> None:
    FileProvider(path, FromKeyring()).create()
    with pytest.raises(WeakKey, match="MIAOPU_KEY_SOURCE") as refused:
        FileProvider(path).load()
    assert refused.value.params["there"] == "keyring"
