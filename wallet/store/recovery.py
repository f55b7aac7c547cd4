"""Recovery codes: 128 random bits that a person can write down and type again.

Written in Crockford's base 32 (no I, L, O, U): 26 letters and two of checksum, in seven
groups of four. Case, spaces and dashes do not matter; O is 0, I and L are 1. The checksum is
the remainder by a prime, which notices every single wrong letter and every two that changed
places.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from wallet.errors import WalletLocked
from wallet.i18n import N_

SECRET_BYTES: Final = 16

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE: Final = str.maketrans("OIL", "011")
_LETTERS: Final = 26
_CHECK_LETTERS: Final = 2
_PRIME: Final = 1021


def encode(secret: bytes) -> str:
    """Return the code of 16 secret bytes."""
    value = int.from_bytes(secret)
    text = _digits(value, _LETTERS) + _digits(value % _PRIME, _CHECK_LETTERS)
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def decode(code: str) -> bytes:
    """Return the secret of ``code``; WalletLocked "recovery-code-mistyped" where it has a typo."""
    letters = _letters(code)
    if len(letters) == _LETTERS + _CHECK_LETTERS and all(one in _ALPHABET for one in letters):
        value = _number(letters[:_LETTERS])
        if value < 1 << (8 * SECRET_BYTES) and value % _PRIME == _number(letters[_LETTERS:]):
            return value.to_bytes(SECRET_BYTES)
    raise WalletLocked(
        "recovery-code-mistyped",
        N_("this is not a recovery code as it was written down"),
        N_("compare it letter by letter: it has seven groups of four"),
    )


def _letters(code: str) -> str:
    """Return the letters alone, whatever dashes and spaces a printer or a pen put between."""
    typed = (one for one in code if not one.isspace() and unicodedata.category(one) != "Pd")
    return "".join(typed).upper().translate(_LOOK_ALIKE)


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + _ALPHABET.index(letter)
    return value


def _digits(value: int, count: int) -> str:
    letters = ""
    for _ in range(count):
        value, digit = divmod(value, 32)
        letters = _ALPHABET[digit] + letters
    return letters
