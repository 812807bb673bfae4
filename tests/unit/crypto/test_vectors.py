"""Published vectors through our own primitives: they are the algorithms that they claim to be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

import pytest
from cryptography_vectors import open_vector_file

from wellbeing.crypto import Tampered
from wellbeing.crypto.primitives import Cipher, derive, mac
from wellbeing.crypto.signing import sign, signed_by

Vector = dict[str, str]


def _vectors(name: str) -> Iterator[Vector]:
    """Yield the cases of a NIST or RFC file, each with the section's lengths."""
    section: Vector = {}
    case: Vector = {}
    for line in open_vector_file(name, "r"):
        words = line.strip().strip("[]").replace(" ", "")
        key, equals, value = words.partition("=")
        if line.startswith("#") or not (equals or words == "FAIL"):
            continue
        # The files leave empty lines inside cases: a name that comes again begins the next one.
        if case and (line.startswith("[") or key in case):
            yield section | case
            case = {}
        (section if line.startswith("[") else case)[key] = value
    yield section | case


def _bytes(vector: Vector, *names: str) -> list[bytes]:
    return [bytes.fromhex(vector[name]) for name in names]


def _gcm(name: str) -> list[Vector]:
    found = [one for one in _vectors(f"ciphers/AES/GCM/{name}") if "Key" in one]
    return [one for one in found if one["Taglen"] == "128"]


def test_nist_encryptions_give_the_published_bytes_and_other_nonces_are_refused() -> None:
    ours = others = 0
    for one in _gcm("gcmEncryptExtIV256.rsp"):
        key, once, plain, context, wanted, tag = _bytes(one, "Key", "IV", "PT", "AAD", "CT", "Tag")
        if one["IVlen"] == "96":
            assert Cipher(key).encrypt(once, plain, context) == wanted + tag
            ours += 1
        else:
            with pytest.raises(ValueError, match="12 bytes"):
                Cipher(key).encrypt(once, plain, context)
            others += 1
    assert (ours, others) == (375, 750)


def test_nist_decryptions_give_the_text_or_are_refused_as_published() -> None:
    opened = refused = 0
    for one in _gcm("gcmDecrypt256.rsp"):
        key, once, data, context, tag = _bytes(one, "Key", "IV", "CT", "AAD", "Tag")
        if one["IVlen"] == "96" and "FAIL" not in one:
            [plain] = _bytes(one, "PT")
            assert Cipher(key).decrypt(once, data + tag, context) == plain
            opened += 1
        else:
            with pytest.raises(Tampered):
                Cipher(key).decrypt(once, data + tag, context)
            refused += 1
    assert opened > 150 and opened + refused == 1125


def test_hkdf_gives_the_first_32_published_bytes() -> None:
    cases = [one for one in _vectors("KDF/rfc-5869-HKDF-SHA256.txt") if "OKM" in one]
    cases += [one for one in _vectors("KDF/hkdf-generated.txt") if one.get("Hash") == "SHA-256"]
    # Our keys are random, so we give no salt: those cases are ours.
    plain = [one for one in cases if not one["salt"]]
    assert len(plain) >= 2
    for one in plain:
        key, info, wanted = _bytes(one, "IKM", "info", "OKM")
        assert derive(key, info) == wanted[:32]


def test_hmac_gives_every_published_result() -> None:
    cases = list(_vectors("HMAC/rfc-4231-sha256.txt"))
    made = [(mac(*_bytes(one, "Key", "Msg")), one["MD"]) for one in cases if "MD" in one]
    assert len(made) >= 6 and all(ours.hex().startswith(wanted) for ours, wanted in made)
    assert all(one != two for one, two in pairwise(wanted for _, wanted in made))


def test_sha_256_gives_the_published_digests() -> None:
    """Tokens, proofs and fingerprints rest on it, wherever the code says sha256."""
    found = [one for one in _vectors("hashes/SHA2/SHA256ShortMsg.rsp") if "MD" in one]
    assert len(found) > 60
    for one in found:
        message, digest = _bytes(one, "Msg", "MD")
        assert hashlib.sha256(message[: int(one["Len"]) // 8]).digest() == digest


def test_ed25519_signs_as_published_and_refuses_what_was_changed() -> None:
    """RFC 8032 by its authors' own file: a seed, a public key, a message and its signature."""
    lines = open_vector_file("asymmetric/Ed25519/sign.input", "r").read().splitlines()
    assert len(lines) > 1_000
    for line in lines[:200]:
        secret, public, message, signed = map(bytes.fromhex, line.split(":")[:4])
        signature = signed[:64]
        assert sign(secret[:32], message) == (signature, public)
        assert signed_by(public, message, signature)
        assert not signed_by(public, message + b"x", signature)
        assert not signed_by(public, message, signature[:-1] + bytes((signature[-1] ^ 1,)))
