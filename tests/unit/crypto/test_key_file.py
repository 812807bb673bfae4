"""The key file: made for its owner alone, and refused with a sentence otherwise."""

from __future__ import annotations

import base64
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from wellbeing.crypto import (
    FileProvider,
    KeyMissing,
    KeyPermission,
    WeakKey,
    create_key_file,
    key_file,
)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    create_key_file(folder / "site.key")
    return folder / "site.key"


def _edit(key: Path, **changes: Any) -> None:
    key.write_text(json.dumps(json.loads(key.read_text()) | changes))


def test_a_fresh_file_is_its_owners_alone_and_loads(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    material = FileProvider(key).load()
    assert material.current in material.epochs and len(material.root) == 32
    assert FileProvider(key).load().root == material.root


def test_the_key_encryption_keys_are_wrapped(key: Path) -> None:
    material = FileProvider(key).load()
    assert base64.b64encode(material.epochs[1]) not in key.read_bytes()


def test_two_files_hold_different_keys(key: Path) -> None:
    create_key_file(key.with_name("other.key"))
    assert FileProvider(key.with_name("other.key")).load().root != FileProvider(key).load().root


def test_a_key_file_is_never_overwritten(key: Path) -> None:
    before = key.read_bytes()
    with pytest.raises(FileExistsError):
        create_key_file(key)
    link = key.with_name("link.key")
    link.symlink_to(key.with_name("elsewhere.key"))
    with pytest.raises(OSError):
        create_key_file(link)
    assert key.read_bytes() == before and not key.with_name("elsewhere.key").exists()


def test_half_a_file_is_not_left_behind(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        create_key_file(key.with_name("half.key"))
    assert not key.with_name("half.key").exists()


def test_a_missing_file_is_named(key: Path) -> None:
    with pytest.raises(KeyMissing) as refused:
        FileProvider(key.with_name("none.key")).load()
    assert refused.value.params["path"] == key.with_name("none.key")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused_and_the_way_out_named(key: Path, mode: int) -> None:
    key.chmod(mode)
    with pytest.raises(KeyPermission, match="chmod 600"):
        FileProvider(key).load()


def test_a_folder_open_to_others_is_refused(key: Path) -> None:
    key.parent.chmod(0o770)
    with pytest.raises(KeyPermission, match="chmod 700"):
        FileProvider(key).load()


def test_links_folders_and_pipes_are_refused(key: Path) -> None:
    link, pipe = key.with_name("link.key"), key.with_name("pipe.key")
    link.symlink_to(key)
    os.mkfifo(pipe, 0o600)
    for path in (link, pipe, key.parent):
        with pytest.raises(KeyPermission):
            FileProvider(path).load()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_somebody_elses_file_or_folder_is_refused(key: Path) -> None:
    os.chown(key, 12345, 12345)
    with pytest.raises(KeyPermission, match="another user"):
        FileProvider(key).load()
    os.chown(key, 0, 0)
    os.chown(key.parent, 12345, 12345)
    with pytest.raises(KeyPermission, match="replace"):
        FileProvider(key).load()


@pytest.mark.parametrize(
    "root",
    [bytes(32), b"\xff" * 32, bytes(range(31)), bytes(range(33)), b"", b"ab" * 16],
    ids=["zeros", "ones", "short", "long", "empty", "repeated"],
)
def test_a_weak_root_is_refused(key: Path, root: bytes) -> None:
    _edit(key, root=base64.b64encode(root).decode())
    with pytest.raises(WeakKey):
        FileProvider(key).load()


@pytest.mark.parametrize(
    "changes",
    [{"format": "other"}, {"current": 2}, {"current": "1"}, {"epochs": {}}, {"epochs": []},
     {"epochs": {"1": ""}}, {"epochs": {"x": ""}}, {"extra": 1}, {"root": 7}, {"root": "!"}],
    ids=str,
)  # fmt: skip
def test_contents_that_are_not_exact_are_refused(key: Path, changes: dict[str, Any]) -> None:
    _edit(key, **changes)
    with pytest.raises(WeakKey):
        FileProvider(key).load()


def test_a_wrapped_key_under_another_number_is_refused(key: Path) -> None:
    wrapped = json.loads(key.read_text())["epochs"]["1"]
    _edit(key, epochs={"2": wrapped}, current=2)
    with pytest.raises(WeakKey):
        FileProvider(key).load()


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"\xff\xfe", b"[" * 60_000, b" " * 70_000])
def test_what_is_no_key_file_is_refused_without_its_contents(key: Path, data: bytes) -> None:
    key.write_bytes(data)
    with pytest.raises(WeakKey) as refused:
        FileProvider(key).load()
    assert refused.value.__cause__ is None and set(refused.value.params) == {"path"}


def test_a_file_that_the_system_does_not_let_us_read_is_refused(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(key_file.os, "open", refused)
    with pytest.raises(KeyPermission):
        FileProvider(key).load()


def test_where_a_system_has_no_such_owners_the_kind_of_file_alone_counts(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key.chmod(0o644)
    found, folder = key.stat(), key.parent.stat()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(key_file.os, "name", "nt")
        key_file._look(key, found)
        key_file._sync_folder(key.parent)
        with pytest.raises(KeyPermission):
            key_file._look(key, folder)
    with pytest.raises(KeyPermission):
        key_file._look(key, found)
