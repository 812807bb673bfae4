"""The keys on paper: any three of five sheets rebuild them, and every slip of the pen is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from shamir_mnemonic import Share

from wellbeing import escrow_sheets
from wellbeing.crypto import (
    FileProvider,
    ShareRefused,
    print_shares,
    recover,
    rehearse,
    shares,
    slip,
)

ROOT = bytes(range(7, 39))


@pytest.fixture
def provider(tmp_path: Path) -> FileProvider:
    tmp_path.chmod(0o700)
    made = FileProvider(tmp_path / "site.key")
    made.create()
    return made


def test_any_three_of_five_rebuild_the_key_and_two_do_not() -> None:
    words = shares.split(ROOT, 5, 3)
    for chosen in ((0, 1, 2), (0, 2, 4), (4, 3, 1), (0, 1, 2, 3, 4)):
        assert shares.combine([words[n] for n in chosen]) == ROOT
    with pytest.raises(ShareRefused) as refused:
        shares.combine(words[:2])
    assert refused.value.params == {"needed": 3, "given": 2}


def test_the_published_vector_is_read() -> None:
    # SLIP-0039, vectors.json, "3. Basic sharing 2-of-3 (128 bits)".
    words = [
        "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist "
        "rescue view short owner flip making coding armed",
        "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip "
        "twice unkind craft early superior advocate guest smoking",
    ]
    from shamir_mnemonic import combine_mnemonics

    assert combine_mnemonics(words, b"TREZOR").hex() == "b43ceb7e57a0ea8766221624d01b0864"
    assert shares.needed(words[0]) == 2


def test_capitals_numbers_and_line_breaks_of_the_paper_do_not_matter() -> None:
    words = shares.split(ROOT, 3, 2)
    typed = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words[0].split(), 1))
    assert shares.combine([typed, words[1]]) == ROOT


def test_every_wrong_share_is_named() -> None:
    words, others = shares.split(ROOT, 5, 3), shares.split(ROOT, 5, 3)
    first = words[0].split()
    swapped = " ".join([*first[:5], first[6], first[5], *first[7:]])
    typo = " ".join(["acid" if first[7] != "acid" else "acne", *first[:7], *first[8:]])
    for bad, says in (
        (swapped, "mistyped"), (typo, "mistyped"), ("no such words", "mistyped"), ("", "mistyped"),
        (" ".join(first[:-1]), "mistyped"), (words[1], "same share"), (others[0], "do not belong"),
    ):  # fmt: skip
        with pytest.raises(ShareRefused, match=says):
            shares.combine([words[1], words[2], bad])


def test_a_share_of_another_secret_under_the_same_number_is_refused() -> None:
    """Nobody prints such a one by mistake: its number was changed, and its checksum made anew."""
    words, others = shares.split(ROOT, 3, 2), shares.split(bytes(range(32)), 3, 2)
    number = Share.from_mnemonic(words[0]).identifier
    forged = replace(Share.from_mnemonic(others[1]), identifier=number).mnemonic()
    with pytest.raises(ShareRefused, match="do not belong"):
        shares.combine([words[0], forged])


@pytest.mark.parametrize(("count", "threshold"), [(5, 1), (2, 3), (17, 3), (1, 1)])
def test_impossible_numbers_are_refused(count: int, threshold: int) -> None:
    with pytest.raises(ShareRefused, match="threshold"):
        shares.split(ROOT, count, threshold)


def test_a_lost_key_file_comes_back_from_paper(provider: FileProvider) -> None:
    provider.use_epoch(provider.prepare_epoch())
    made, root = print_shares(provider, 5, 3), provider.load().root
    wrapped = provider.held().wrapped
    provider.path.unlink()
    recover(provider, made.shares[1:4], "\n".join(made.slip).lower())
    assert provider.load().root == root and provider.held().wrapped == wrapped
    assert provider.path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ShareRefused, match="move it"):
        recover(provider, made.shares[:3], "\n".join(made.slip))


def test_a_mistyped_slip_and_one_of_another_site_write_nothing(
    provider: FileProvider, tmp_path: Path
) -> None:
    made = print_shares(provider, 3, 2)
    other = FileProvider(tmp_path / "other.key")
    other.create()
    foreign = print_shares(other, 3, 2)
    provider.path.unlink()
    line = made.slip[0]
    typo = line[:20] + ("A" if line[20] != "A" else "B") + line[21:]
    for lines, says in (
        (typo, "Line {number}"), (f"1{line[1:]}", "Line {number}"), ("", "empty"),
        (foreign.slip[0], "do not open"),
    ):  # fmt: skip
        with pytest.raises(ShareRefused, match=says.replace("{", r"\{").replace("}", r"\}")):
            recover(provider, made.shares[:2], lines)
    assert not provider.path.exists()


def test_a_rehearsal_proves_the_shares_and_writes_nothing(
    provider: FileProvider, tmp_path: Path
) -> None:
    made, before = print_shares(provider, 5, 3), provider.path.read_bytes()
    rehearse(provider, made.shares[2:], "\n".join(made.slip))
    other = FileProvider(tmp_path / "other.key")
    other.create()
    with pytest.raises(ShareRefused, match="another site"):
        rehearse(provider, print_shares(other, 5, 3).shares[:3])
    assert provider.path.read_bytes() == before
    provider.use_epoch(provider.prepare_epoch())
    with pytest.raises(ShareRefused, match="older than the last rotation"):
        rehearse(provider, made.shares[:3], "\n".join(made.slip))


@pytest.mark.parametrize(("language", "says"), [("en", "Your share"), ("zh_Hans", "您的份额"),
                                                ("zh_Hant", "您的份額")])  # fmt: skip
def test_each_sheet_has_one_share_and_the_slip_and_is_its_owners_alone(
    provider: FileProvider, tmp_path: Path, language: str, says: str
) -> None:
    made = print_shares(provider, 5, 3)
    to = tmp_path / "stick"
    paths = escrow_sheets.write(made, "某校 (虚构)", date(2026, 3, 9), language, to)
    assert len(paths) == 5 and to.stat().st_mode & 0o777 == 0o700
    for number, path in enumerate(paths):
        text = path.read_text()
        assert says in text and path.stat().st_mode & 0o777 == 0o600
        assert all(f"</b>{word}</li>" in text for word in made.shares[number].split())
        assert made.slip[0] in text and "<svg" in text
        others = [one for n, one in enumerate(made.shares) if n != number]
        assert not any("".join(f"</b>{w}</li>" for w in one.split()) in text for one in others)


def test_a_slip_is_read_as_it_is_written(provider: FileProvider) -> None:
    provider.prepare_epoch()
    wrapped = provider.held().wrapped
    assert slip.read("\n".join(slip.lines_of(wrapped))) == wrapped
