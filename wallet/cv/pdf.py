"""A CV on paper: on one page wherever it fits, each badge with a code of its address if asked.

What is read out, and what a program takes out of it, is in the order it is told. Heavy: imported
where one is made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.document import title_of
from wallet.cv.entries import Selection
from wallet.cv.telling import Detail, Page, Told, page
from wallet.i18n import Words
from wallet.pdf.layout import ACROSS, FOOT, LEFT, LINKED, MUTED, TEXT, TOP, Column, foot
from wallet.pdf.paper import HEIGHT, Paper
from wallet.pdf.text import right_to_left
from wallet.share import qr

_SIZES: Final = (1.0, 0.92, 0.85)
"""How large letters are, as parts of their usual size: smaller where that saves a page."""
_TITLE: Final = 18.0
_GROUP: Final = 12.0
_NAME: Final = 10.5
_FACT: Final = 9.0
_GAP: Final = 3.6
"""Between badges, in millimetres."""
_MODULE: Final = (0.4, 0.6)
"""The least and the greatest width of a module of a code, in millimetres."""
_CODE: Final = 38.0
"""How wide a code is wished to be, as far as the widths of its modules go."""
_MOST: Final = {
    "description": 8,
    "skills": 6,
    "keywords": 2,
    "parts": 6,
    "results": 6,
    "credits": 3,
    "id": 2,
    "link": 2,
}
"""How many lines a fact takes: a badge is never torn, and so never longer than a page."""
_JOINERS: Final = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class _Card:
    """What stays together: a badge, the heading over it and the code beside it."""

    text: Column
    code: Column | None = None

    @property
    def height(self) -> float:
        return max(self.text.height, self.code.height if self.code else 0.0) + _GAP


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a PDF; the same arguments always give the same bytes."""
    told, words = page(selection, choices), Words(choices.language)
    made_at = datetime.combine(selection.made_on, time(), UTC)
    with Paper(title=title_of(told), language=words.lang, made_at=made_at) as paper:
        pages = _laid_out(paper, told, choices, words)
        for number, on_page in enumerate(pages, start=1):
            paper.page()
            y = TOP
            for card in on_page:
                card.text.draw(LEFT, y)
                if card.code is not None:
                    card.code.draw(LEFT, y)
                y += card.height
            said = words(
                "This sheet is a summary. What counts is what a badge's code or file says when it"
                " is checked."
            )
            page_of = words("Page {number} of {count}", number=number, count=len(pages))
            day = words.day(selection.made_on)
            absent = any(card.text.absent for card in on_page)
            foot(paper, said, f"{day} · {page_of}", words, absent=absent)
        return paper.finish()


def _laid_out(paper: Paper, told: Page, choices: Choices, words: Words) -> list[list[_Card]]:
    """Return what stands on which page: on one, with letters as large as they can be there."""
    tried = (_pages(list(_cards(paper, told, choices, words, size))) for size in _SIZES)
    usual = next(tried)
    if len(usual) == 1:
        return usual
    return next((pages for pages in tried if len(pages) == 1), usual)


def _pages(cards: Sequence[_Card]) -> list[list[_Card]]:
    pages: list[list[_Card]] = [[]]
    left = HEIGHT - TOP - FOOT
    for card in cards:
        if card.height - _GAP > left and pages[-1]:
            pages.append([])
            left = HEIGHT - TOP - FOOT
        pages[-1].append(card)
        left -= card.height
    return pages


def _cards(
    paper: Paper, told: Page, choices: Choices, words: Words, size: float
) -> Iterator[_Card]:
    title = Column(paper)
    title.add(paper.block(_shown(told.title), ACROSS, size=_TITLE * size, colour=TEXT, bold=True))
    yield _Card(title)
    for group in told.groups:
        heading = group.title
        for one in group.entries:
            code = _code(paper, one, words) if choices.qr and one.link else None
            column = Column(paper)
            if heading is not None:
                block = paper.block(
                    _shown(heading), ACROSS, size=_GROUP * size, colour=TEXT, bold=True, most=3
                )
                column.add(block)
                column.space(1.5)
            down = column.height
            _badge(column, one, words, size, ACROSS - code[1] if code else ACROSS)
            yield _Card(column, _lowered(paper, code[0], down) if code else None)
            heading = None


def _lowered(paper: Paper, code: Column, down: float) -> Column:
    """Return a code so far down that it begins beside the badge's name."""
    column = Column(paper, height=down)
    column.place(code.draw, code.height)
    return column


def _badge(column: Column, told: Told, words: Words, size: float, wide: float) -> None:
    paper = column.paper

    def add(text: str, most: int | None = None, *, link: str = "", colour: str = TEXT) -> None:
        ink = LINKED if link else colour
        block = paper.block(_shown(text), wide, size=_FACT * size, colour=ink, most=most)
        column.add(block, link=link)

    name = paper.block(
        _shown(told.name),
        wide,
        size=_NAME * size,
        colour=LINKED if told.link else TEXT,
        bold=True,
        most=5,
    )
    column.add(name, link=told.link or "")
    column.space(0.4)
    if right_to_left(told.issuer):
        add(told.issuer, 3, colour=MUTED)
        if told.dates:
            add(told.dates, colour=MUTED)
    else:
        add(" · ".join(one for one in (told.issuer, told.dates) if one), 4, colour=MUTED)
    for text, most in _label(paper, told, words, size, wide):
        add(text, most)
    for one in told.details:
        add(_line(one), _MOST[one.key], link=one.url or "")


def _label(
    paper: Paper, told: Told, words: Words, size: float, wide: float
) -> Iterator[tuple[str, int | None]]:
    """Yield the honest label, in two where the type is long or runs right to left.

    The type may be cut, what the badge is worth never is.
    """
    kind = told.entry.type_label(words)
    whole = paper.block(_shown(told.label), wide, size=_FACT * size, colour=TEXT, most=4)
    if len(whole.lines) < 4 and not right_to_left(kind):
        yield told.label, None
        return
    yield kind, 2
    worth = told.entry.worth_label(words)
    yield worth[0].upper() + worth[1:], None


def _line(detail: Detail) -> str:
    return detail.label if detail.unreadable else detail.line


def _code(paper: Paper, told: Told, words: Words) -> tuple[Column, float] | None:
    """Return a code at the right edge and how much room it takes, or None where it is too large."""
    url = told.link or ""
    planned = qr.plan_address(url)
    if not planned.fits:
        return None
    rows = qr.matrix(planned)
    dark = len(rows) - 2 * qr.QUIET
    module = min(_MODULE[1], max(_MODULE[0], _CODE / dark))
    quiet, edge = qr.QUIET * module, dark * module
    left = ACROSS - edge
    named = words("Code of {name}", name=_shown(told.name))

    def drawn(x: float, y: float) -> None:
        paper.code(rows, x + left - quiet, y - quiet + 1, module)
        paper.link(x + left, y + 1, edge, url, named)

    column = Column(paper)
    column.place(drawn, edge + quiet)
    return column, edge + 2 * quiet


def _shown(text: str) -> str:
    """Return ``text`` without what is invisible: on paper it could steer and search for nothing."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf" or one in _JOINERS)
