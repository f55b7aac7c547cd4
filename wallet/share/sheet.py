"""The printed sheet: badges one below the other on A4, each with its verdict and its code.

What is said is made by :mod:`wallet.share.printed`; this places it. The margins leave what is
printed whole on US Letter too. A badge is never torn: what it says is cut to fit long before it
would need a page of its own. Heavy: imported where a sheet is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from wallet.i18n import Words
from wallet.pdf import pictures
from wallet.pdf.layout import (
    ACROSS,
    BODY,
    FOOT,
    INKS,
    LEFT,
    LINE,
    LINKED,
    MUTED,
    SMALL,
    TEXT,
    TOP,
    Column,
    foot,
)
from wallet.pdf.paper import HEIGHT, Block, Paper
from wallet.pdf.text import ABSENT
from wallet.share import qr
from wallet.share.printed import Printed, holder_of
from wallet.verify.headline import TONES, Headline

PICTURE: Final = 22.0
GAP: Final = 4.5
CODE: Final = 47.0
"""The width of the column of codes: as wide as the largest one."""
MODULE: Final = 0.4
"""The least width of a module of a code, in millimetres; small codes have wider ones."""
_WIDEST: Final = 0.6
_CODES: Final = 38.0
"""How wide a code is wished to be, as far as the widths of its modules go."""
_LABEL: Final = 23.5
_PADDING: Final = 4.0
"""Above and below a badge: more than the quiet zone of the widest code."""

_NAME: Final = 12.0
_LONG_NAME: Final = 9.5
_ISSUER: Final = 9.5


@dataclass(frozen=True, slots=True)
class _Card:
    """A badge laid out."""

    told: Printed
    text: Column
    code: Column

    @property
    def height(self) -> float:
        return max(PICTURE, self.text.height, self.code.height) + 2 * _PADDING

    @property
    def absent(self) -> bool:
        return self.text.absent or self.code.absent


def draw(sheet: Sequence[Printed], words: Words, made_at: datetime) -> bytes:
    """Return the PDF of ``sheet``; the same arguments always give the same bytes."""
    holder = holder_of(sheet)
    title = words("Badges of {name}", name=holder) if holder else words("Badges")
    with Paper(title=" ".join(title.split()), language=words.lang, made_at=made_at) as paper:
        day = words.day(made_at.astimezone().date())
        head = _head(paper, title, sheet, day, words)
        cards = [_card(paper, one, words) for one in sheet]
        pages = _pages(cards, head.height)
        for number, on_page in enumerate(pages, start=1):
            paper.page()
            y = TOP
            if number == 1:
                head.draw(LEFT, y)
                y += head.height
            for card in on_page:
                _draw_card(paper, card, y, words)
                y += card.height
            absent = head.absent or any(card.absent for card in on_page)
            page_of = words("Page {number} of {count}", number=number, count=len(pages))
            said = words(
                "This sheet is a summary. What counts is what a badge's code or file says when it"
                " is checked."
            )
            foot(paper, said, f"{day} · {page_of}", words, absent=absent)
        return paper.finish()


def _pages(cards: Sequence[_Card], head: float) -> list[list[_Card]]:
    """Return which badges stand on which page."""
    pages: list[list[_Card]] = [[]]
    left = HEIGHT - TOP - FOOT - head
    for card in cards:
        if card.height > left and (pages[-1] or len(pages) == 1):
            pages.append([])
            left = HEIGHT - TOP - FOOT
        pages[-1].append(card)
        left -= card.height
    return pages


def _head(paper: Paper, title: str, sheet: Sequence[Printed], day: str, words: Words) -> Column:
    """Return the head: whose badges, of when, and what their verdicts come to together."""
    column = Column(paper)
    column.add(paper.block(title, ACROSS, size=20, colour=TEXT, bold=True, most=2))
    made = words("Printed on {day} from a learner's own wallet.", day=day)
    count = words.plural("{n} badge", "{n} badges", len(sheet))
    column.add(paper.block(f"{count} · {made}", ACROSS, size=BODY, colour=MUTED))
    column.space(2.5)
    _summary(column, [one.chip for one in sheet])
    if any(one.code.plan for one in sheet):
        column.space(2.5)
        hint = words(
            "Nobody has to take this sheet's word for it: point a phone at a code, and the badge"
            " is checked anew."
        )
        if not all(one.code.carried for one in sheet if one.code.plan):
            hint = words(
                "Nobody has to take this sheet's word for it: point a phone at a code, to have the"
                " badge checked anew or to see it where its issuer shows it."
            )
        column.add(paper.block(hint, ACROSS, size=BODY, colour=TEXT))
    column.space(3.5)
    return column


def _summary(column: Column, chips: Sequence[Headline]) -> None:
    """Add how many badges have which headline, beside each other as far as there is room."""
    counted = Counter(chips)
    order = list(TONES)
    x, row = 0.0, 0.0
    placed: list[tuple[float, float, Headline, Block]] = []
    for chip in sorted(counted, key=lambda one: (order.index(one.kind), one.text)):
        block = _chip_text(
            column.paper, f"{counted[chip]} \N{MULTIPLICATION SIGN} {chip.text}", chip
        )
        width = _chip_width(column.paper, block)
        if x and x + width > ACROSS:
            x, row = 0.0, row + _chip_height(block) + 1.5
        placed.append((x, row, chip, block))
        x += width + 2.5

    def drawn(left: float, top: float) -> None:
        for across, down, chip, block in placed:
            _draw_chip(column.paper, chip, block, left + across, top + down)

    column.place(drawn, row + _chip_height(placed[0][3]))


def _card(paper: Paper, told: Printed, words: Words) -> _Card:
    return _Card(told, _text(paper, told), _code(paper, told, words))


def _text(paper: Paper, told: Printed) -> Column:
    """Return the column of facts: what the badge says, then what it is worth."""
    wide = ACROSS - PICTURE - CODE - 2 * GAP
    column = Column(paper)
    name = paper.block(told.name, wide, size=_NAME, colour=TEXT, bold=True)
    if len(name.lines) > 3:
        name = paper.block(told.name, wide, size=_LONG_NAME, colour=TEXT, bold=True, most=6)
    column.add(name)
    column.add(paper.block(told.issuer, wide, size=_ISSUER, colour=TEXT, most=2))
    column.add(paper.block(told.known, wide, size=SMALL, colour=MUTED, most=2))
    column.space(1.5)
    chip = _chip_text(paper, told.chip.text, told.chip)
    column.place(lambda x, y: _draw_chip(paper, told.chip, chip, x, y), _chip_height(chip) + 1.2)
    column.add(paper.block(told.dates, wide, size=BODY, colour=TEXT))
    for row in told.rows:
        column.space(0.9)
        _row(column, row.label, row.text, wide, row.most)
    column.space(1.6)
    said = " ".join((*told.reasons, told.checked))
    column.add(paper.block(said, wide, size=SMALL, colour=TEXT, most=7))
    return column


def _row(column: Column, label: str, text: str, wide: float, most: int) -> None:
    """Add a fact beside its name."""
    paper = column.paper
    name = paper.block(label, _LABEL - 2, size=SMALL, colour=MUTED, most=2)
    said = paper.block(text, wide - _LABEL, size=BODY, colour=TEXT, most=most)
    column.absent |= ABSENT in said.text

    def drawn(x: float, y: float) -> None:
        # On one base line, though of two sizes.
        paper.write(name, x, y + (said.leading - name.leading) * 0.72)
        paper.write(said, x + _LABEL, y)

    column.place(drawn, max(name.height, said.height))


def _code(paper: Paper, told: Printed, words: Words) -> Column:
    """Return the column with the code and what it holds, or why there is none."""
    column, code = Column(paper), told.code
    if code.plan is not None:
        rows = qr.matrix(code.plan)
        dark = len(rows) - 2 * qr.QUIET
        module = min(_WIDEST, max(MODULE, _CODES / dark))
        named = words("Code of {name}", name=told.name)

        def drawn(x: float, y: float) -> None:
            quiet = qr.QUIET * module
            paper.code(rows, x - quiet, y - quiet, module)
            paper.link(x, y, dark * module, code.url, named)

        column.place(drawn, dark * module + qr.QUIET * module)
    link = code.url if code.plan is not None else ""
    colour = LINKED if link else MUTED
    column.add(paper.block(code.told, CODE, size=SMALL, colour=colour, most=5), link=link)
    return column


def _draw_card(paper: Paper, card: _Card, y: float, words: Words) -> None:
    paper.rule(LEFT, y, ACROSS, LINE)
    top = y + _PADDING
    _draw_picture(paper, card.told, top, words)
    card.text.draw(LEFT + PICTURE + GAP, top)
    card.code.draw(LEFT + ACROSS - CODE, top)


def _draw_picture(paper: Paper, told: Printed, y: float, words: Words) -> None:
    """Draw the badge's picture where it can be drawn, else its medal."""
    picture = told.picture
    if picture is not None:
        caption = picture.caption or words("Picture of the badge")
        if (raster := pictures.raster(picture)) is not None:
            paper.picture(raster, LEFT, y, PICTURE, caption)
            return
        svg = pictures.drawing(picture)
        if svg is not None and paper.drawing(svg, LEFT, y, PICTURE, caption):
            return
    letters, hue = told.medal
    block = paper.block(letters, PICTURE, size=22, colour="#ffffff")
    paper.medal(LEFT, y, PICTURE, block, hue)


# Chips


def _chip_text(paper: Paper, text: str, chip: Headline) -> Block:
    ink, _ = INKS[TONES[chip.kind][0]]
    return paper.block(text, ACROSS, size=BODY, colour=ink, bold=True, most=1)


def _chip_width(paper: Paper, block: Block) -> float:
    return paper.width(block) + _chip_height(block) + 3.0


def _chip_height(block: Block) -> float:
    return block.height + 1.6


def _draw_chip(paper: Paper, chip: Headline, block: Block, x: float, y: float) -> None:
    role, icon = TONES[chip.kind]
    ink, ground = INKS[role]
    height = _chip_height(block)
    paper.panel(x, y, _chip_width(paper, block), height, ground)
    paper.icon(icon, x + 1.4, y + 0.6, height - 1.2, ink)
    paper.write(block, x + height + 1.0, y + 0.8)
