"""Reading base58btc, held against the library that writes it."""

from __future__ import annotations

import random

import base58
import pytest

from wallet.verify.base58 import base58btc


def test_base58_is_read_as_the_library_reads_it() -> None:
    chance = random.Random(58)  # noqa: S311 - the same bytes every time
    for _ in range(500):
        data = bytes(chance.randrange(4)) + chance.randbytes(chance.randrange(70))
        assert base58btc(base58.b58encode(data).decode()) == data


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 63, 64, 65, 66, 255, 256, 257, 1_400])
@pytest.mark.parametrize("byte", [b"\0", b"\1", b"\x7f", b"\xff"])
def test_base58_of_any_length_is_read_whole(size: int, byte: bytes) -> None:
    data = byte * size
    assert base58btc(base58.b58encode(data).decode()) == data


def test_nothing_is_read_as_nothing() -> None:
    assert base58btc("") == b""


@pytest.mark.parametrize(
    "text", ["2g ", " 2g", "2g\n", "2 g", "0", "O", "I", "l", "2gé", "٣", "\ud800"]
)
def test_base58_has_no_room_for_foreign_characters(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever kind of it
        base58btc(text)
