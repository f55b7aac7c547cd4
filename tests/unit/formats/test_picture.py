"""Pictures that may be shown are known by their content and measured before decoding."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.formats.baking import data_url, png, svg
from wallet.credential.model import Picture
from wallet.formats.picture import MAX_BYTES, from_data_url, raster_size, shown


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"\xff\xc0ab"
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + comment + b"\xff\xff" + frame


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3)


def webp(kind: bytes, body: bytes) -> bytes:
    inside = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\x30\1\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | (height - 1) << 14))


def extended(width: int, height: int) -> bytes:
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
    return webp(b"VP8X", bytes(4) + sides)


RASTERS = [
    ("image/png", lambda width, height: png(width=width, height=height)),
    ("image/jpeg", jpeg),
    ("image/gif", gif),
    ("image/webp", lossy),
    ("image/webp", lossless),
    ("image/webp", extended),
]


@pytest.mark.parametrize(("media_type", "made"), RASTERS)
def test_rasters_are_measured_and_shown_as_what_they_are(
    media_type: str, made: Callable[[int, int], bytes]
) -> None:
    data = made(300, 200)
    assert raster_size(data) == (media_type, 300, 200)
    lied = Picture("image/svg+xml", data, "https://college.example/b.svg", "A shield")
    assert shown(lied) == Picture(media_type, data, "https://college.example/b.svg", "A shield")


@pytest.mark.parametrize(("_media_type", "made"), RASTERS)
def test_a_header_cut_short_is_no_picture(
    _media_type: str, made: Callable[[int, int], bytes]
) -> None:
    whole = made(300, 200)
    start = next(n for n in range(len(whole) + 1) if raster_size(whole[:n]))
    for length in range(start):
        assert shown(Picture(data=whole[:length])) is None


@pytest.mark.parametrize(
    "data",
    [
        png(width=20_000, height=20_000),
        png(width=40_000_001, height=1),
        png(width=0, height=5),
        jpeg(8_000, 8_000),
        gif(40_000, 1),
        extended(10_000, 5_000),
        png() + bytes(MAX_BYTES),
    ],
    ids=["400 megapixels", "too wide", "no width", "jpeg", "gif", "webp", "10 MB"],
)
def test_pictures_too_large_are_not_shown(data: bytes) -> None:
    assert shown(Picture("image/png", data)) is None


def test_a_picture_that_is_only_named_is_not_shown() -> None:
    assert shown(Picture(url="https://college.example/badge.png")) is None


def test_an_svg_that_says_it_is_a_png_is_treated_as_what_it_is() -> None:
    picture = shown(Picture("image/png", svg('<circle r="4"/><script>steal()</script>')))
    assert picture is not None
    assert picture.media_type == "image/svg+xml"
    assert b"circle" in (picture.data or b"")
    assert b"script" not in (picture.data or b"")


def test_what_is_no_picture_is_not_shown() -> None:
    for data in (b"", b"%PDF-1.7", b"<html/>", b"hello", b"\xff\xd8\xff", b"RIFFabcdWEBP"):
        assert shown(Picture("image/png", data)) is None


def test_data_urls_are_taken_apart() -> None:
    assert from_data_url(data_url(png())) == Picture("image/png", png())
    assert from_data_url(data_url(png(), "IMAGE/PNG;name=a.png")) == Picture("image/png", png())
    quoted = "data:image/svg+xml;charset=utf-8,%3Csvg%20/%3E"
    assert from_data_url(quoted) == Picture("image/svg+xml", b"<svg />")
    assert from_data_url(data_url(png()).replace("=", "%3D")) == Picture("image/png", png())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://college.example/badge.png",
        "data:text/html;base64,AAAA",
        "data:image/png;base64,",
        "data:image/png;base64,AAA",
        "data:image/png;base64,AA*A",
        "data:image/png;base64,AA\nAA",
        "data:image/png;base64",
        "xdata:image/png;base64,AAAA",
        "data:image/png;base64," + "A" * (MAX_BYTES * 4 // 3 + 1_000),
    ],
)
def test_other_urls_and_loose_base64_are_no_pictures(url: str) -> None:
    assert from_data_url(url) is None


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8L"]))
def test_no_bytes_break_the_measuring(data: bytes, start: bytes) -> None:
    size = raster_size(start + data)
    assert size is None or min(size[1:]) >= 0
