"""Badges baked into PNG (SECURITY.md, threats 11 and 12)."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.unit.formats.baking import (
    ADDRESS,
    BADGE,
    SIGNATURE,
    chunk,
    itext,
    jws,
    png,
    text,
    ztext,
)
from wallet.errors import UnusableInput
from wallet.formats.png import MAX_TEXT, payloads


def refused(data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        payloads(data, "badge.png")
    return caught.value


@pytest.mark.parametrize(
    ("baked", "payload"),
    [
        (itext(b"openbadges", BADGE), BADGE),
        (itext(b"openbadges", jws()), jws()),
        (itext(b"openbadges", BADGE, compress=True), BADGE),
        (text(b"openbadges", ADDRESS), ADDRESS),
        (text(b"openbadges", BADGE), BADGE),
        (ztext(b"openbadges", BADGE), BADGE),
        (itext(b"openbadgecredential", BADGE), BADGE),
        (itext(b"openbadgecredential", jws(), compress=True), jws()),
        (itext(b"openbadges", b"\n " + BADGE + b"\r\n\0"), BADGE),
    ],
)
def test_every_way_of_baking_gives_the_exact_bytes(baked: bytes, payload: bytes) -> None:
    assert payloads(png(text(b"Software", b"a drawing program"), baked), "badge.png") == [payload]


def test_other_texts_are_no_badges() -> None:
    others = (
        text(b"openbadge", BADGE),
        itext(b"XML:com.adobe.xmp", BADGE),
        chunk(b"teXt", b"openbadges\0{}"),
        itext(b"openbadges", b""),
        chunk(b"tEXt", b"openbadges"),
    )
    assert payloads(png(*others), "badge.png") == []


def test_the_same_badge_twice_is_one_and_two_are_two_in_order() -> None:
    twice = png(itext(b"openbadges", BADGE), ztext(b"openbadgecredential", BADGE))
    assert payloads(twice, "badge.png") == [BADGE]
    two = png(itext(b"openbadges", BADGE), itext(b"openbadgecredential", jws()))
    assert payloads(two, "badge.png") == [BADGE, jws()]


def test_what_follows_the_end_is_not_read() -> None:
    assert payloads(png() + text(b"openbadges", BADGE), "badge.png") == []


def test_a_picture_cut_short_anywhere_is_damaged() -> None:
    whole = png(itext(b"openbadges", BADGE))
    for length in range(len(SIGNATURE), len(whole)):
        assert refused(whole[:length]).code == "damaged-picture"


def test_any_flipped_byte_is_damage() -> None:
    whole = png(itext(b"openbadges", BADGE))
    for place in range(len(SIGNATURE), len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 0x20
        assert refused(bytes(flipped)).code == "damaged-picture"


@pytest.mark.parametrize(
    "broken",
    [
        chunk(b"iTXt", b"openbadges\0"),
        chunk(b"iTXt", b"openbadges\0\0\0en"),
        chunk(b"iTXt", b"openbadges\0\2\0\0\0" + BADGE),
        chunk(b"iTXt", b"openbadges\0\1\1\0\0" + zlib.compress(BADGE)),
        chunk(b"iTXt", b"openbadges\0\1\0\0\0" + BADGE),
        chunk(b"iTXt", b"openbadges\0\1\0\0\0" + zlib.compress(BADGE)[:-6]),
        chunk(b"zTXt", b"openbadges\0\0"),
        chunk(b"IHDR", bytes(13)),
    ],
    ids=["bare", "no text", "flag", "method", "not deflated", "cut short", "empty", "two headers"],
)
def test_broken_chunks_are_damage(broken: bytes) -> None:
    error = refused(png(broken))
    assert error.code == "damaged-picture"
    assert str(error).startswith("the picture badge.png is damaged or cut short: download it again")


def test_a_chunk_that_claims_more_than_there_is_does_no_harm() -> None:
    whole = png(itext(b"openbadges", BADGE))
    place = whole.index(b"iTXt") - 4
    for length in (len(whole), 2**31 - 1, 2**32 - 1):
        claimed = whole[:place] + struct.pack(">I", length) + whole[place + 4 :]
        assert refused(claimed).code == "damaged-picture"


def test_a_text_that_inflates_to_64_mb_is_stopped_on_the_way() -> None:
    for baked in (itext(b"openbadges", bytes(64 << 20), compress=True),
                  ztext(b"openbadges", bytes(MAX_TEXT + 1))):  # fmt: skip
        error = refused(png(baked))
        assert error.code == "too-large"
        assert str(error).startswith("the badge inside badge.png is far too large")


def test_a_picture_of_nothing_but_chunks_is_stopped() -> None:
    assert refused(png(chunk(b"aaAa") * 100_001)).code == "damaged-picture"


def test_many_different_badges_are_told_apart_quickly() -> None:
    baked = [text(b"openbadges", b"{%d}" % number) for number in range(20_000)]
    assert len(payloads(png(*baked), "badge.png")) == 20_000
