"""Codes of every size are read from poor photographs; ``photographs.py`` says how poor."""

from __future__ import annotations

import hashlib

import pytest
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from tests.interop.photographs import BASES, SMALLEST, read_of, tally
from wallet.share import qr
from wallet.share.link import Link

VERSIONS = range(SMALLEST, qr.MAX_VERSION)
EACH = 4
OF_THE_LARGEST = 8


def test_95_of_100_photographs_are_read_and_no_size_is_lost() -> None:
    of_largest = tally(qr.MAX_VERSION, "M", OF_THE_LARGEST)
    tallies = [*(tally(version, "M", EACH) for version in VERSIONS), of_largest]
    assert sum(one.taken for one in tallies) == 100
    assert sum(one.read for one in tallies) >= 95
    assert all(one.read >= one.taken - 1 for one in tallies), tallies


@pytest.mark.parametrize("version", [22, 25])
def test_with_less_to_spare_nearly_all_are_read(version: int) -> None:
    """Level L is taken for what does not fit version 25 at level M."""
    assert tally(version, "L", 12).read >= 11


def test_larger_codes_would_be_lost() -> None:
    """Why codes stop at version 25; and the photographs are as poor as they are said to be."""
    text = Link(BASES[0], hashlib.shake_256(b"badge").digest(1300)).text
    code = QRCode(error_correction=ERROR_CORRECT_M, border=qr.QUIET)
    code.add_data(text, optimize=0)
    code.make()
    assert code.version == 35
    matrix = tuple(tuple(map(bool, row)) for row in code.get_matrix())
    assert read_of(text, matrix, 12) <= 8
