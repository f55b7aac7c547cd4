"""CVs on paper, as their readers take them: in order, on one page, with codes that scan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.printing import codes_on, needs_poppler, pages_of, text_of
from tests.unit.cv.selections import (
    ALTERED,
    HOSTILE,
    NOW,
    entry,
    hostile_entry,
    selection,
    texts,
)
from tests.unit.cv.test_goldens import CHOICES, samples
from wallet.cv import pdf, telling
from wallet.cv.choices import Choices, Length, Link
from wallet.cv.entries import Selection
from wallet.cv.plain import plain
from wallet.i18n import Words
from wallet.pdf.layout import FOOT, TOP
from wallet.pdf.paper import HEIGHT, Paper

LONG = Choices(length=Length.LONG, results=True)


def written(tmp_path: Path, chosen: Selection, choices: Choices) -> Path:
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf.make(chosen, choices))
    return path


def in_order(told: str, expected: list[str]) -> None:
    at = 0
    for one in expected:
        found = told.find(one, at)
        assert found >= 0, (one, told[at : at + 200])
        at = found + len(one)


@needs_poppler
@pytest.mark.parametrize("lang", CHOICES)
def test_everything_is_taken_out_in_the_order_it_is_told(lang: str, tmp_path: Path) -> None:
    told = telling.page(samples(), CHOICES[lang])
    expected = [told.title]
    for group in told.groups:
        expected += [group.title] if group.title else []
        for one in group.entries:
            expected += [one.name, one.issuer, one.dates, one.label]
            expected += [" ".join(detail.line.split()) for detail in one.details]
    in_order(text_of(written(tmp_path, samples(), CHOICES[lang])), expected)


@needs_poppler
def test_every_code_on_the_page_leads_where_its_badge_does(tmp_path: Path) -> None:
    choices = Choices(qr=True, link=Link.ANY)
    (page,) = pages_of(written(tmp_path, samples(), choices))
    assert codes_on(page) == [one.link for one in telling.page(samples(), choices).entries]


@needs_poppler
def test_there_is_no_code_where_none_is_asked_for(tmp_path: Path) -> None:
    (page,) = pages_of(written(tmp_path, samples(), Choices(link=Link.ANY)))
    assert codes_on(page) == []


def badges(count: int) -> Selection:
    return selection(*(entry(f"Badge number {n}", id=f"{n:064x}") for n in range(count)))


@needs_poppler
@pytest.mark.parametrize(("count", "pages"), [(9, 1), (11, 1), (12, 2), (40, 5)])
def test_it_is_one_page_as_long_as_letters_can_be_read(
    count: int, pages: int, tmp_path: Path
) -> None:
    path = written(tmp_path, badges(count), Choices())
    assert len(pages_of(path, 30)) == pages
    told = text_of(path)
    in_order(told, [f"Badge number {n}" for n in range(count)])
    assert f"Page {pages} of {pages}" in told


def test_letters_are_smaller_only_where_that_saves_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[float] = []
    blocks = Paper.block

    def noted(self: Paper, text: str, width: float, **more: Any) -> Any:
        if text.startswith("Badge number 0"):
            sizes.append(more["size"])
        return blocks(self, text, width, **more)

    monkeypatch.setattr(Paper, "block", noted)
    pdf.make(badges(8), Choices())
    assert sizes == [10.5]
    sizes.clear()
    pdf.make(badges(10), Choices())
    assert sizes[0] == 10.5
    assert min(sizes) < 10.5
    sizes.clear()
    pdf.make(badges(40), Choices())
    assert sizes[0] == 10.5


@needs_poppler
def test_the_honest_label_is_never_cut(tmp_path: Path) -> None:
    """What a badge is declared to be may be of any length, and stands before what it is worth."""
    one = entry("Care", achievement_type="ext:" + "Endless Title " * 200, worth=ALTERED)
    told = text_of(written(tmp_path, selection(one), Choices()))
    assert "Not verified (as of 23 November 2026)" in told
    in_order(told, ["Care", "Endless Title", "…", "Not verified", "Skills"])
    short = entry("Care", achievement_type="Certificate", worth=ALTERED)
    told = text_of(written(tmp_path, selection(short), Choices()))
    assert "Certificate · not verified (as of 23 November 2026)" in told


def test_no_badge_is_longer_than_a_page() -> None:
    one = hostile_entry("longest words " * 400, achievement_type="ext:" + "Type " * 900)
    words = Words("en")
    chosen = selection(one)
    choices = LONG.changed(grouping="issuer", qr=True)
    told = telling.page(chosen, choices)
    with Paper(title="x", language="en", made_at=NOW) as paper:
        _title, card = pdf._cards(paper, told, choices, words, 1.0)
        assert card.height <= HEIGHT - TOP - FOOT


@needs_poppler
@pytest.mark.parametrize(
    "name",
    [
        one
        for one in map(plain, HOSTILE)
        if one.encode("latin-1", "ignore").decode("latin-1") == one
    ],
)
def test_a_hostile_name_is_printed_as_it_is(name: str, tmp_path: Path) -> None:
    told = text_of(written(tmp_path, selection(hostile_entry(name, page=None)), LONG))
    bare = "".join(told.split())
    assert "".join(name.split()) in bare


@settings(deadline=None, max_examples=15)
@given(name=texts)
def test_whatever_a_name_is_there_is_a_page_and_always_the_same(name: str) -> None:
    one = hostile_entry(name)
    made = pdf.make(selection(one), LONG)
    assert made.startswith(b"%PDF-")
    assert made == pdf.make(selection(one), LONG)


@needs_poppler
def test_invisible_characters_are_not_printed_as_numbers(tmp_path: Path) -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e007f"
    told = text_of(written(tmp_path, selection(entry(f"Care\u200e {flag}")), Choices()))
    assert "Care" in told
    assert "⟨" not in told


@needs_poppler
def test_right_to_left_names_do_not_turn_dates_and_worth_round(tmp_path: Path) -> None:
    issuer = next(plain(one) for one in HOSTILE if "(Port)" in one)
    one = entry("Care", issuer=issuer, achievement_type=issuer)
    told = text_of(written(tmp_path, selection(one), Choices()))
    assert "Issued June 2025 · Expires June 2031" in told
    assert "Verified as of 20 November 2026" in told


def test_a_pdf_says_its_language_and_its_day() -> None:
    made = pdf.make(samples(), CHOICES["fr"])
    assert b"/Lang (fr)" in made
    assert b"D:20261123" in made
    other = Selection(samples().entries, date(2026, 11, 24))
    assert pdf.make(other, CHOICES["fr"]) != made
