"""QR codes: planned honestly, drawn as they were planned, read back exactly."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData, create_data

from wallet.errors import UnusableInput
from wallet.share import qr
from wallet.share.codewords import codewords
from wallet.share.link import Link

BASE = "https://badges.example.org/v"


def of_bytes(count: int, base: str = BASE) -> qr.QrPlan:
    return qr.plan(Link(base, hashlib.shake_256(b"badge").digest(count)))


def read(matrix: qr.Matrix) -> list[zxingcpp.Barcode]:
    image = np.where(np.array(matrix), 0, 255).astype(np.uint8)
    return list(zxingcpp.read_barcodes(np.kron(image, np.ones((4, 4), np.uint8))))


def pixels(png: bytes) -> np.ndarray:
    """Return the pixels of a PNG of one bit a pixel, True where it is dark."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks = {}
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        body = png[place + 4 : place + 8 + length]
        (crc,) = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert zlib.crc32(body) == crc
        chunks[body[:4]] = body[4:]
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (1, 0, [0, 0, 0])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    return np.asarray(np.unpackbits(lines[:, 1:], axis=1)[:, :width] == 0)


def test_what_a_person_is_told_of_a_size_is_true_of_the_code() -> None:
    small, large, damaged_less, too_large = (of_bytes(count) for count in (370, 380, 955, 1300))
    told = [plan.figures for plan in (small, large, damaged_less, too_large)]
    assert [(one["version"], one["level"], one["ease"]) for one in told] == [
        (15, "M", "easy"), (16, "M", "large"), (22, "L", "large"), (None, None, "too-large"),
    ]  # fmt: skip
    assert [one["modules"] for one in told] == [
        *(len(qr.matrix(plan)) - 2 * qr.QUIET for plan in (small, large, damaged_less)), None,
    ]  # fmt: skip
    assert [one["print_cm"] for one in told] == [5, 5, 6, None]
    assert of_bytes(952).figures["used"] == pytest.approx(1, abs=0.002)
    assert of_bytes(1225).figures["fullness"] == pytest.approx(1, abs=0.002)
    assert damaged_less.figures["used"] > 1 > damaged_less.figures["fullness"]


@pytest.mark.parametrize("count", [1, 6, 7, 8, 200, 568, 952, 953, 1225])
def test_a_code_is_read_back_exactly_and_is_the_one_that_was_planned(count: int) -> None:
    plan = of_bytes(count)
    assert plan.fits
    matrix = qr.matrix(plan)
    (found,) = read(matrix)
    assert found.text == plan.prefix + plan.digits
    assert len(found.text) == plan.characters
    assert len(matrix) == 17 + 4 * (plan.version or 0) + 2 * qr.QUIET
    assert found.ec_level == plan.level


def test_what_is_all_zeros_has_a_code_too() -> None:
    plan = qr.plan(Link(BASE, bytes(900)))
    (found,) = read(qr.matrix(plan))
    assert found.text == plan.prefix + plan.digits
    assert plan.digits.count("0") > 1000


@pytest.mark.parametrize("count", [1, 60, 300, 900, 1225])
def test_codewords_are_those_that_the_library_would_place(count: int) -> None:
    plan = of_bytes(count)
    assert plan.version is not None
    assert plan.level is not None
    segments = [
        QRData(plan.prefix.encode(), mode=MODE_8BIT_BYTE),
        QRData(plan.digits.encode(), mode=MODE_NUMBER),
    ]
    level = ERROR_CORRECT_M if plan.level == "M" else ERROR_CORRECT_L
    ours = codewords(segments, plan.version, qr._blocks(plan.version, plan.level))
    assert list(ours) == create_data(plan.version, level, segments)


def test_the_quiet_zone_is_white() -> None:
    rows = np.array(qr.matrix(of_bytes(20)))
    rows[qr.QUIET : -qr.QUIET, qr.QUIET : -qr.QUIET] = False
    assert not rows.any()


@pytest.mark.parametrize(
    ("count", "version", "level"),
    [(952, 25, "M"), (953, 22, "L"), (1225, 25, "L"), (1226, None, None), (5000, None, None)],
)
def test_level_m_up_to_version_25_then_l_then_none(
    count: int, version: int | None, level: str | None
) -> None:
    plan = of_bytes(count)
    assert (plan.version, plan.level, plan.bytes) == (version, level, count)
    assert plan.fits is (version is not None) is (plan.fullness <= 1)


def test_no_smaller_code_would_do() -> None:
    """What does not fit a version is the next one's: the last that fits fills it nearly."""
    versions = [of_bytes(count).version for count in range(1, 953)]
    assert versions == sorted(versions, key=lambda version: version or 0)
    assert set(versions) == set(range(versions[0] or 0, 26))
    for count in (versions.index(version) for version in range(6, 26)):
        plan = of_bytes(count + 1)
        assert qr._bits(plan.prefix, plan.digits, (plan.version or 0) - 1) > qr._room(
            (plan.version or 0) - 1, "M"
        )


def test_digits_take_a_quarter_less_than_text_would() -> None:
    plan = of_bytes(900)
    as_bytes = 8 * len(Link(BASE, bytes(900)).text)
    assert qr._bits(plan.prefix, plan.digits, 25) < 0.79 * as_bytes


def test_a_longer_address_needs_a_larger_code() -> None:
    assert of_bytes(945).version == 25
    assert of_bytes(945, BASE + "/of/learners").level == "L"


def test_what_is_too_large_says_what_to_use_instead() -> None:
    plan = of_bytes(1226)
    for draw in (qr.matrix, qr.png, qr.svg):
        with pytest.raises(UnusableInput) as caught:
            draw(plan)
        assert caught.value.code == "too-large-for-qr"
        assert "101 %" in str(caught.value)
        assert "share a link or a file" in str(caught.value)


@pytest.mark.parametrize("scale", [1, 3, 8])
def test_the_png_shows_the_code(scale: int) -> None:
    plan = of_bytes(30)
    rows = np.array(qr.matrix(plan))
    drawn = pixels(qr.png(plan, scale))
    assert np.array_equal(drawn, np.kron(rows, np.ones((scale, scale), bool)))


@pytest.mark.parametrize("scale", [0, -1, 51])
def test_a_png_has_a_sensible_size(scale: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        qr.png(of_bytes(30), scale)


def test_the_svg_shows_the_code() -> None:
    plan = of_bytes(30)
    rows = qr.matrix(plan)
    root = ET.fromstring(qr.svg(plan))  # noqa: S314 - our own
    side = len(rows)
    assert root.get("viewBox") == f"0 0 {side} {side}"
    white, dark = root
    assert white.get("fill") == "#fff"
    drawn = np.zeros((side, side), bool)
    path = dark.get("d") or ""
    run = r"M(\d+) (\d+)h(\d+)v1h-(\d+)z"
    assert re.fullmatch(f"({run})+", path)
    for x, y, right, left in (map(int, found) for found in re.findall(run, path)):
        assert right == left
        drawn[y, x : x + right] = True
    assert np.array_equal(drawn, np.array(rows))
