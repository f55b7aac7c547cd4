"""Recovery codes: 128 random bits that a person can write down and type again.

Written in Crockford's base 32 (no I, L, O, U), 26 letters and two of checksum, in seven
groups of four. Case, spaces and dashes do not matter; O is 0, I and L are 1.
"""

from __future__ import annotations

import hashlib
from typing import Final

from wallet.errors import WalletLocked
from wallet.i18n import N_

SECRET_BYTES: Final = 16

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS: Final = 26
_CHECK_LETTERS: Final = 2


def encode(secret: bytes) -> str:
    """Return the code of 16 secret bytes."""
    text = _digits(int.from_bytes(secret), _LETTERS) + _checksum(secret)
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def decode(code: str) -> bytes:
    """Return the secret of ``code``; WalletLocked "recovery-code-mistyped" where it has a typo."""
    letters = "".join(code.upper().split()).replace("-", "")
    letters = letters.translate(str.maketrans("OIL", "011"))
    if len(letters) == _LETTERS + _CHECK_LETTERS and all(one in _ALPHABET for one in letters):
        value = 0
        for letter in letters[:_LETTERS]:
            value = value * 32 + _ALPHABET.index(letter)
        if value < 1 << (8 * SECRET_BYTES):
            secret = value.to_bytes(SECRET_BYTES)
            if _checksum(secret) == letters[_LETTERS:]:
                return secret
    raise WalletLocked(
        "recovery-code-mistyped",
        N_("this is not a recovery code as it was written down"),
        N_("compare it letter by letter: it has seven groups of four"),
    )


def _checksum(secret: bytes) -> str:
    digest = hashlib.sha256(b"learner-wallet recovery code" + secret).digest()
    return _digits(int.from_bytes(digest[:2]) % 1024, _CHECK_LETTERS)


def _digits(value: int, count: int) -> str:
    letters = ""
    for _ in range(count):
        value, digit = divmod(value, 32)
        letters = _ALPHABET[digit] + letters
    return letters
