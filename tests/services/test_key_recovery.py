"""Keys on paper, end to end: printed, lost, recovered, tried; and what the administrator sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.services.test_keys_command import run
from tests.support.world import World, reopen
from wellbeing.crypto import FileProvider
from wellbeing.errors import Forbidden
from wellbeing.services import erasure, key_care
from wellbeing.services import students as roll


def sheets(folder: Path) -> tuple[list[str], str]:
    """Read shares and slip off the printed sheets, as people do."""
    pages = [one.read_text() for one in sorted(folder.glob("share-*.html"))]
    words = [" ".join(re.findall(r"</b>([a-z]+)</li>", one)) for one in pages]
    return words, re.findall(r"<pre>(.*?)</pre>", pages[0], re.S)[0]


@pytest.fixture
def printed(sqlite_world: World, tmp_path: Path) -> tuple[list[str], Path]:
    """A stick with five sheets; the shares, and a file with the slip."""
    done = run(sqlite_world, "escrow", "--to", str(tmp_path / "stick"), "--language", "en")
    assert done.returncode == 0, done.stderr
    words, slip = sheets(tmp_path / "stick")
    assert len(words) == 5
    (tmp_path / "slip").write_text(slip)
    return words, tmp_path / "slip"


def typed_file(folder: Path, words: list[str]) -> str:
    path = folder / "typed"
    path.write_text("\n".join(words))
    return str(path)


def test_a_lost_key_comes_back_from_three_sheets(
    sqlite_world: World, tmp_path: Path, printed: tuple[list[str], Path]
) -> None:
    sqlite_world.refer("officer")
    words, slip = printed
    settings = sqlite_world.runtime.settings
    before = FileProvider(settings.key_path).load().root
    sqlite_world.close()
    settings.key_path.unlink()
    two = run(sqlite_world, "recover", "--shares-file", typed_file(tmp_path, words[:2]),
              "--slip-file", str(slip))  # fmt: skip
    assert two.returncode == 2 and "3 shares are needed" in two.stderr
    assert not settings.key_path.exists()
    done = run(sqlite_world, "recover", "--shares-file", typed_file(tmp_path, words[2:]),
               "--slip-file", str(slip))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert FileProvider(settings.key_path).load().root == before
    again = reopen(settings.folder)
    assert len(roll.find_students(again.coordinator, "陆小满")) == 1
    again.close()


@pytest.mark.parametrize("place", ["", "deep/er", "logs", "logs/keys", "anchors", "keys"])
def test_a_key_is_not_recovered_among_the_data_that_it_protects(
    sqlite_world: World, tmp_path: Path, printed: tuple[list[str], Path], place: str
) -> None:
    words, slip = printed
    settings = sqlite_world.runtime.settings
    settings.key_path.unlink()
    wrong = settings.folder / place / "other.key"
    before = sorted(settings.folder.rglob("*"))
    done = run(sqlite_world, "recover", "--shares-file", typed_file(tmp_path, words[:3]),
               "--slip-file", str(slip), MIAOPU_KEY_FILE=str(wrong))  # fmt: skip
    assert done.returncode == 2 and "Move it to a folder of its own" in done.stderr
    assert sorted(settings.folder.rglob("*")) == before


def test_a_key_is_recovered_into_a_folder_of_its_own(
    sqlite_world: World, tmp_path: Path, printed: tuple[list[str], Path]
) -> None:
    words, slip = printed
    settings = sqlite_world.runtime.settings
    root = FileProvider(settings.key_path).load().root
    settings.key_path.unlink()
    apart = tmp_path / "safe" / "own" / "site.key"
    done = run(sqlite_world, "recover", "--shares-file", typed_file(tmp_path, words[:3]),
               "--slip-file", str(slip), MIAOPU_KEY_FILE=str(apart))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert FileProvider(apart).load().root == root and not settings.key_path.exists()


def test_a_rehearsal_shows_nothing_of_the_key_and_is_remembered(
    sqlite_world: World, tmp_path: Path, printed: tuple[list[str], Path]
) -> None:
    words, slip = printed
    care = key_care.key_care(sqlite_world.administrator)
    assert care.printed_at and care.rehearsal_due and care.rehearsed_at is None
    bad = run(sqlite_world, "rehearse", "--shares-file", typed_file(tmp_path, [words[0]] * 3))
    assert bad.returncode == 2 and "given twice" in bad.stderr
    assert key_care.key_care(sqlite_world.administrator).rehearsed_at is None
    done = run(sqlite_world, "rehearse", "--shares-file", typed_file(tmp_path, words[:3]),
               "--slip-file", str(slip))  # fmt: skip
    # The sentence itself says "rebuild", which is a word of the list, too.
    assert done.returncode == 0 and not set(words[0].split()) - {"rebuild"} & set(
        done.stderr.split()
    )
    care = key_care.key_care(sqlite_world.administrator)
    assert care.rehearsed_at and not care.rehearsal_due and not care.sheets_old


def test_after_a_rotation_the_sheets_are_old(
    sqlite_world: World, printed: tuple[list[str], Path]
) -> None:
    assert run(sqlite_world, "rotate").returncode == 0
    care = key_care.key_care(sqlite_world.administrator)
    assert care.sheets_old and care.rotated_at


def test_sheets_do_not_go_into_the_data_folder(sqlite_world: World) -> None:
    folder = sqlite_world.runtime.settings.folder / "sheets"
    refused = run(sqlite_world, "escrow", "--to", str(folder))
    assert refused.returncode == 2 and "backup" in refused.stderr and not folder.exists()


def test_the_root_key_moves_into_shares_and_the_site_starts_with_three_sticks(
    sqlite_world: World, tmp_path: Path, printed: tuple[list[str], Path]
) -> None:
    sticks = []
    for number, words in enumerate(printed[0]):
        stick = tmp_path / f"stick-{number}.txt"
        stick.write_text(words)
        sticks.append(str(stick))
    brought = {"MIAOPU_KEY_SHARES": ":".join(sticks[1:4])}
    assert run(sqlite_world, "move", "shares", **brought).returncode == 0
    refused = run(sqlite_world, "status")
    assert refused.returncode == 2 and "Set it to shares" in " ".join(refused.stderr.split())
    started = run(sqlite_world, "status", MIAOPU_KEY_SOURCE="shares", **brought)
    assert started.returncode == 0


def test_an_erasure_that_a_backup_could_undo_waits_on_the_administrators_home(
    world: World,
) -> None:
    world.refer("officer")
    [found] = roll.find_students(world.coordinator, "陆小满")
    form = erasure.EraseForm(erasure.Part.ALL, erasure.Why.RETENTION_OVER)
    done = erasure.erase(world.coordinator, found.id, form)
    care = key_care.key_care(world.administrator)
    assert (care.erasures_open, care.erasures_final_by) == (1, done.final_by)


def test_only_the_administrator_sees_how_the_keys_stand(world: World) -> None:
    assert key_care.key_care(world.administrator).rehearsal_due
    for who in (world.coordinator, world.counsellor, world.officer, world.teacher):
        with pytest.raises(Forbidden):
            key_care.key_care(who)
