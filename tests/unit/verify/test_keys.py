"""Signatures and encodings at their edges: two libraries agree, and nothing has two forms."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from wallet.verify.keys import KeyKind, PublicKey

ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of Ed25519's group (RFC 8032 §5.1)."""
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = SIGNER.public_key().public_bytes_raw()
KEY = PublicKey(KeyKind.ED25519, "Ed25519", RAW)
DATA = b"what was signed"


def openssl_says(signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(RAW).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def test_an_ed25519_signature_with_any_bit_turned_fits_nothing() -> None:
    signature = SIGNER.sign(DATA)
    assert KEY.verifies(signature, DATA, "EdDSA")
    for place in range(len(signature) * 8):
        turned = bytearray(signature)
        turned[place // 8] ^= 1 << place % 8
        assert not KEY.verifies(bytes(turned), DATA, "EdDSA")
        assert not openssl_says(bytes(turned), DATA)


def test_an_ed25519_signature_has_one_form_only() -> None:
    signature = SIGNER.sign(DATA)
    scalar = int.from_bytes(signature[32:], "little")
    malleable = signature[:32] + (scalar + ORDER).to_bytes(32, "little")
    assert not KEY.verifies(malleable, DATA, "EdDSA")


@pytest.mark.parametrize("moved", range(1, len(DATA)))
def test_a_signature_that_reaches_into_the_data_is_refused(moved: int) -> None:
    # Libsodium takes both in one piece: what is signed must not begin somewhere else.
    whole = SIGNER.sign(DATA) + DATA
    assert not KEY.verifies(whole[: 64 + moved], DATA[moved:], "EdDSA")
    assert not KEY.verifies(whole[: 64 - moved], whole[64 - moved :], "EdDSA")
