"""Sheets of paper: the same calls, the same bytes, and nothing left open."""

from __future__ import annotations

import csv
import hashlib
import re
import zlib
from pathlib import Path

import pytest

from tests.issuing import NOW
from tests.printing import needs_poppler, pages_of, text_of
from wallet import resources
from wallet.pdf.paper import Paper
from wallet.pdf.text import ABSENT

RED = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    b'<rect width="10" height="10" fill="#ff0000"/></svg>'
)


def paper(language: str = "en") -> Paper:
    return Paper(title="A sheet", language=language, made_at=NOW)


def drawn(data: bytes) -> str:
    """Return what is drawn on all pages, as the operators of PDF."""
    found = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    texts = [zlib.decompress(one) for one in found if one.startswith(b"\x78")]
    return "\n".join(one.decode("latin-1") for one in texts if b" re" in one or b"BT" in one)


def one_page(sheet: Paper) -> bytes:
    sheet.page()
    block = sheet.block("Ada שלום {nb} **x**", 100, size=10, colour="#112233")
    sheet.write(block, 20, 20, link="https://example.org/(a)\\")
    sheet.code(((True, False), (True, True)), 20, 40, 0.4)
    assert sheet.drawing(RED, 50, 50, 20, "A red one")
    return sheet.finish()


def test_the_same_calls_give_the_same_bytes_and_close_what_they_opened() -> None:
    with paper() as first, paper() as second:
        assert one_page(first) == one_page(second)


def test_it_says_its_title_its_language_and_its_day_and_no_author() -> None:
    with paper("fr") as sheet:
        data = one_page(sheet)
    assert b"/Lang (fr)" in data
    assert b"/Title" in data
    assert b"20261123120000" in data
    assert b"/Author" not in data


def test_modules_of_a_code_are_shapes_of_the_width_that_was_asked_for() -> None:
    with paper() as sheet:
        operators = drawn(one_page(sheet))
    millimetre = 72 / 25.4
    assert f"{0.4 * millimetre:.5f} 0 0 -{0.4 * millimetre:.5f}" in operators
    assert "0 0 1 1 re\n0 1 2 1 re\nf Q" in operators


def test_what_the_letters_lack_is_told_by_a_sign() -> None:
    with paper() as sheet:
        block = sheet.block("漢字 A", 100, size=10, colour="#000000", bold=True)
        assert block.lines == (f"{ABSENT}{ABSENT} A",)
        assert sheet.block(" \n ", 100, size=10, colour="#000000").lines == ()


def test_letters_are_measured_so_that_no_line_is_too_wide() -> None:
    with paper() as sheet:
        text = "Wide WWW words مؤسسات and fi ligatures, " * 300
        block = sheet.block(text, 80, size=9, colour="#000000", most=40)
        assert len(block.lines) == 40
        assert sheet.width(block) <= 80
        assert block.lines[-1].endswith("…")
        assert block.height == pytest.approx(40 * block.leading)


def test_a_drawing_that_cannot_be_drawn_leaves_nothing_on_the_page() -> None:
    with paper() as sheet:
        sheet.page()
        broken = RED.replace(b"</svg>", b'<path d="M0 0 L" fill="#00ff00"/></svg>')
        assert not sheet.drawing(broken, 10, 10, 20, "")
        assert not sheet.drawing(RED.replace(b"</svg>", b" " * 200_000 + b"</svg>"), 9, 9, 9, "")
        empty = drawn(sheet.finish())
    with paper() as sheet:
        sheet.page()
        assert sheet.drawing(RED, 10, 10, 20, "")
        assert "1 0 0 rg" in drawn(sheet.finish())
    assert "1 0 0 rg" not in empty


def test_a_drawing_of_too_many_shapes_is_not_drawn() -> None:
    """Though it is short: what it uses again counts each time."""
    shapes = b"<rect width='1' height='1'/>" * 40
    again = b"<use xlink:href='#a'/>" * 30
    many = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink"><defs><g id="a">%s</g></defs>%s</svg>'
    )
    with paper() as sheet:
        sheet.page()
        assert not sheet.drawing(many % (shapes, again), 10, 10, 20, "")
        assert sheet.drawing(many % (shapes, again[:66]), 10, 10, 20, "")


@needs_poppler
def test_letters_in_a_drawing_change_none_around_it(tmp_path: Path) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="5">Hi</text></svg>'
    )
    with paper() as sheet:
        sheet.page()
        block = sheet.block("Ada", 100, size=10, colour="#112233")
        sheet.write(block, 20, 20)
        assert sheet.drawing(svg, 50, 50, 20, "")
        sheet.write(block, 20, 90)
        (tmp_path / "a.pdf").write_bytes(sheet.finish())
    assert text_of(tmp_path / "a.pdf") == "Ada Hi Ada"
    (page,) = pages_of(tmp_path / "a.pdf", 100)
    first, last = (page[int(y * 100 / 25.4) :][:24] for y in (19.5, 89.5))
    assert abs(int((first < 128).sum()) - int((last < 128).sum())) < 20 < int((first < 128).sum())


def test_the_fonts_are_the_ones_that_were_fetched() -> None:
    """``packaging/fonts.py`` writes them, each with its package, licence and hash."""
    folder = resources.path("fonts", "SOURCES.tsv").parent
    with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["file"] for row in rows} == {one.name for one in folder.iterdir()} - {"SOURCES.tsv"}
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
