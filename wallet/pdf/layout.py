"""What every sheet has in common: its margins, its colours and letters, and columns of things.

The margins leave what is printed whole on US Letter too. Heavy: import it where a sheet is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from wallet.i18n import Words
from wallet.pdf.paper import HEIGHT, WIDTH, Block, Paper
from wallet.pdf.text import ABSENT

LEFT: Final = 15.0
TOP: Final = 16.0
FOOT: Final = 22.0
"""How much is left free below for the foot, in millimetres."""
ACROSS: Final = WIDTH - 2 * LEFT

TEXT: Final = "#1f2628"
MUTED: Final = "#586063"
LINE: Final = "#c9c5b9"
LINKED: Final = "#1f5c6b"
INKS: Final = {
    "good": ("#1a6140", "#e1f1e7"),
    "caution": ("#7a4b00", "#fbefd6"),
    "bad": ("#98252b", "#fae3e2"),
    "quiet": ("#4b5357", "#eceae4"),
}
"""The colours of the headlines' tones, letters and ground, as the window has them by day."""

BODY: Final = 8.2
SMALL: Final = 7.4

_Drawn = Callable[[float, float], None]


@dataclass
class Column:
    """What stands below each other, with how far down it is.

    ``absent`` is true where a character in it could not be printed.
    """

    paper: Paper
    height: float = 0.0
    drawn: list[tuple[float, _Drawn]] = field(default_factory=list)
    absent: bool = False

    def space(self, height: float) -> None:
        """Leave some free, but for at the top."""
        if self.height:
            self.height += height

    def add(self, block: Block, indent: float = 0.0, link: str = "") -> None:
        """Add text."""
        self.absent |= ABSENT in block.text
        self.place(lambda x, y: self.paper.write(block, x + indent, y, link=link), block.height)

    def place(self, drawn: _Drawn, height: float) -> None:
        """Add what ``drawn`` draws with its upper left corner where it is told."""
        self.drawn.append((self.height, drawn))
        self.height += height

    def draw(self, x: float, y: float) -> None:
        """Draw it all."""
        for down, drawn in self.drawn:
            drawn(x, y + down)


def foot(paper: Paper, said: str, page_of: str, words: Words, *, absent: bool) -> None:
    """Draw the foot of a page: ``said``, which page it is, and what could not be printed."""
    page = paper.block(page_of, ACROSS, size=SMALL, colour=MUTED, most=1)
    wide = paper.width(page)
    if absent:
        said += " " + words(
            "{sign} stands for a character that could not be printed; the badge itself has it.",
            sign=ABSENT,
        )
    block = paper.block(said, ACROSS - wide - 4.5, size=SMALL, colour=MUTED)
    y = HEIGHT - FOOT + 3
    paper.rule(LEFT, y - 1.2, ACROSS, LINE)
    paper.write(block, LEFT, y)
    paper.write(page, LEFT + ACROSS - wide, y)
