"""Published vectors and the small parts: the algorithms are those they claim to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.crypto.by_hand import pad
from wellbeing.crypto import Tampered
from wellbeing.crypto.padding import bucket, unpad
from wellbeing.crypto.primitives import Cipher, derive, digest, lp, mac, nonce


def test_aes_256_gcm_gives_the_published_result() -> None:
    # The GCM submission's test case 16 (256-bit key, 96-bit IV, with additional data).
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    once = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = Cipher(key).encrypt(once, plain, context)
    assert sealed[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"
    assert Cipher(key).decrypt(once, sealed, context) == plain


def test_hmac_sha256_gives_the_published_result() -> None:
    # RFC 4231, test case 2.
    assert mac(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_hkdf_sha256_gives_the_published_result() -> None:
    # RFC 5869, test case 3; a shorter output is the beginning of a longer one.
    assert derive(b"\x0b" * 22, b"").hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    )


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(bytes(size))


def test_a_digest_depends_on_its_key() -> None:
    assert digest(b"a" * 32, b"x") != digest(b"b" * 32, b"x")


def test_nonces_do_not_repeat() -> None:
    assert len({nonce() for _ in range(10_000)}) == 10_000


PARTS = st.lists(st.binary(max_size=6), max_size=4)


@given(PARTS, PARTS)
def test_two_lists_never_share_their_bytes(one: list[bytes], two: list[bytes]) -> None:
    assert (one == two) == (lp(*one) == lp(*two))


@given(st.binary(max_size=600))
def test_padding_comes_off_and_hides_the_exact_length(data: bytes) -> None:
    padded = pad(data)
    assert unpad(padded) == data
    assert len(padded) == bucket(len(data)) and len(padded) % 16 == 0
    assert len(padded) <= max(16, len(data) * 1.07 + 16)


@pytest.mark.parametrize("data", [b"", b"\0" * 16, b"text", b"text\0"])
def test_what_was_not_padded_is_refused(data: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(data)
