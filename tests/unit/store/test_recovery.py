"""Recovery codes as people write them down and type them."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import WalletLocked
from wallet.store import recovery

SECRET = bytes.fromhex("00112233445566778899aabbccddeeff")
CODE = recovery.encode(SECRET)


def test_a_code_is_seven_groups_of_four_unmistakable_letters() -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", CODE)


@given(st.binary(min_size=16, max_size=16))
def test_every_secret_comes_back(secret: bytes) -> None:
    assert recovery.decode(recovery.encode(secret)) == secret


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "\u2013"),
        f"  {CODE}\n",
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("0", "O").replace("1", "I"),
    ],
)
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert recovery.decode(typed) == SECRET


def test_every_single_wrong_letter_is_noticed() -> None:
    letters = CODE.replace("-", "")
    for place, wrong in itertools.product(range(len(letters)), "0123456789ABCDEFGHJKMNPQRSTVWXYZ"):
        if letters[place] != wrong:
            _is_mistyped(letters[:place] + wrong + letters[place + 1 :])


def test_every_two_letters_that_changed_places_are_noticed() -> None:
    letters = CODE.replace("-", "")
    for one, other in itertools.combinations(range(26), 2):
        swapped = list(letters)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped != list(letters):
            _is_mistyped("".join(swapped))


@pytest.mark.parametrize(
    "typed",
    ["", "-", CODE[:-1], CODE + "0", CODE.replace(CODE[0], "U", 1), "Z" * 28, "\ud800" * 28],
)
def test_what_is_no_code_is_said_to_be_mistyped(typed: str) -> None:
    _is_mistyped(typed)


def _is_mistyped(typed: str) -> None:
    with pytest.raises(WalletLocked) as caught:
        recovery.decode(typed)
    assert caught.value.code == "recovery-code-mistyped"
