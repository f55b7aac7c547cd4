"""Sheets of A4 to draw on, as one PDF: text of any script, shapes, codes, pictures and links.

Places and sizes are in millimetres from the upper left corner of the page, letters in points.
The same calls give the same bytes. Heavy: import it where a sheet is made.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from fpdf import FPDF
from fpdf.enums import ResourceAccessPolicy
from fpdf.fonts import TTFFont
from fpdf.svg import SVGLimits

from wallet import __version__, resources
from wallet.pdf.text import CUT, lines, printable, right_to_left

WIDTH: Final = 210.0
HEIGHT: Final = 297.0

_FAMILY: Final = "dejavu"
_FILES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_POINT: Final = 25.4 / 72
"""A point in millimetres."""
_LEADING: Final = 1.34
"""The distance of lines, as a multiple of the size of their letters."""
_MAX_DRAWING: Final = 150_000
"""The largest SVG that is drawn, in bytes: what it says is in the PDF, and takes its time."""
_MAX_ELEMENTS: Final = 1_000
"""The most shapes that a drawing may come to: gradients, the dearest, take 3 ms each."""
_MAX_TEXT: Final = 2_000
_ARC: Final = 0.08

for _name in ("fpdf", "fontTools"):
    # They tell of what they leave out of a drawing or a font, which is no news to anybody.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Block:
    """Text in lines, ready to be drawn. ``size`` is in points, ``colour`` is #rrggbb."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    colour: str
    right_to_left: bool

    @property
    def leading(self) -> float:
        """From one line to the next, in millimetres."""
        return self.size * _POINT * _LEADING

    @property
    def height(self) -> float:
        """The height of all lines, in millimetres."""
        return self.leading * len(self.lines)

    @property
    def text(self) -> str:
        """What stands in it, as it is printed."""
        return " ".join(self.lines)


class _Document(FPDF):
    """An FPDF that can also fill one path of many rectangles, which leaves no seams."""

    def fill_rectangles(
        self, rectangles: Sequence[tuple[int, int, int, int]], x: float, y: float, unit: float
    ) -> None:
        """Fill ``rectangles`` (x, y, width, height in units) in black, from (``x``, ``y``) on."""
        scale = unit * self.k
        matrix = f"{scale:.5f} 0 0 {-scale:.5f} {x * self.k:.4f} {(self.h - y) * self.k:.4f} cm"
        path = "\n".join(f"{a} {b} {c} {d} re" for a, b, c, d in rectangles)
        self._out(f"q 0 g {matrix}\n{path}\nf Q")


class Paper:
    """A document under way; as a context manager it lets go of what it opened."""

    def __init__(self, *, title: str, language: str, made_at: datetime) -> None:
        """Begin an empty document. ``language`` is a code like "en"."""
        self._pdf = pdf = _Document(format="A4")
        pdf.alias_nb_pages("")  # nothing that stands in a text is replaced
        pdf.set_auto_page_break(auto=False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_title(title)
        pdf.set_lang(language)
        pdf.set_creation_date(made_at)
        pdf.set_creator(f"learner-wallet {__version__}")
        pdf.set_producer("fpdf2")
        for style, name in _FILES.items():
            pdf.add_font(_FAMILY, style, resources.path("fonts", name))
        fonts = [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]
        self._known = fonts[0].cmap.keys() & fonts[1].cmap.keys()
        self._widths: dict[tuple[bool, str], float] = {}
        pdf.set_text_shaping(use_shaping_engine=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def page(self) -> None:
        """Begin another page; what follows is drawn on it."""
        self._pdf.add_page()

    def finish(self) -> bytes:
        """Return the PDF. Nothing can be drawn any more."""
        return bytes(self._pdf.output())

    # Text

    def block(
        self,
        text: str,
        width: float,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        most: int | None = None,
    ) -> Block:
        """Return ``text``, of anybody's, in lines of ``width`` mm, at ``most`` so many.

        What cannot be drawn is :data:`wallet.pdf.text.ABSENT`. Of a very long text the
        beginning is taken.
        """
        short = text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + CUT
        plain = printable(short, self._known)

        def measure(part: str) -> float:
            return self._width(part, bold=bold) * size

        broken = lines(plain, width, measure, most) if plain else ()
        return Block(broken, size, bold, colour, right_to_left(plain))

    def width(self, block: Block) -> float:
        """Return how wide the widest line of ``block`` is, in millimetres."""
        found = (self._width(line, bold=block.bold) * block.size for line in block.lines)
        return max(found, default=0.0)

    def _width(self, text: str, *, bold: bool) -> float:
        """Return the width of ``text`` in letters of one point."""
        key = bold, text
        if key not in self._widths:
            self._pdf.set_font(_FAMILY, "B" if bold else "", 100)
            self._pdf.set_text_shaping(use_shaping_engine=True)
            self._widths[key] = self._pdf.get_string_width(text, markdown=False) / 100
        return self._widths[key]

    def write(self, block: Block, x: float, y: float, *, link: str = "") -> None:
        """Draw ``block`` with its upper left corner at (``x``, ``y``)."""
        pdf = self._pdf
        widths = [self._width(line, bold=block.bold) * block.size for line in block.lines]
        pdf.set_font(_FAMILY, "B" if block.bold else "", block.size)
        pdf.set_text_color(block.colour)
        direction = "rtl" if block.right_to_left else "ltr"
        pdf.set_text_shaping(use_shaping_engine=True, direction=direction)
        for number, (line, width) in enumerate(zip(block.lines, widths, strict=True)):
            pdf.set_xy(x, y + number * block.leading)
            pdf.cell(w=width, h=block.leading, text=line, link=link, markdown=False)

    # Shapes

    def rule(self, x: float, y: float, width: float, colour: str) -> None:
        """Draw a thin line to the right."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(0.25)
        self._pdf.line(x, y, x + width, y)

    def panel(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle with round ends."""
        self._pdf.set_fill_color(colour)
        self._pdf.rect(
            x, y, width, height, style="F", round_corners=True, corner_radius=height * 0.45
        )

    def icon(self, name: str, x: float, y: float, edge: float, colour: str) -> None:
        """Draw an icon of ``resources/icons`` in a square."""
        text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
        self._image(text.replace("#000000", colour).encode(), x, y, edge)

    def code(self, rows: Sequence[Sequence[bool]], x: float, y: float, module: float) -> None:
        """Draw a code of black modules, ``module`` mm wide, its own quiet zone included."""
        self._pdf.fill_rectangles(tuple(_rectangles(rows)), x, y, module)

    def link(self, x: float, y: float, edge: float, url: str, told: str) -> None:
        """Make a square lead to ``url``; ``told`` is what is read out of it."""
        self._pdf.link(x, y, edge, edge, url, alt_text=told)

    # Pictures

    def picture(self, data: bytes, x: float, y: float, edge: float, told: str) -> None:
        """Draw a picture of our own making (:mod:`wallet.pdf.pictures`) to fit a square."""
        self._image(data, x, y, edge, told)

    def drawing(self, data: bytes, x: float, y: float, edge: float, told: str) -> bool:
        """Draw a harmless SVG (:mod:`wallet.formats.drawing`); False where it cannot be drawn.

        It is drawn aside first, so that of one that fails nothing is on the page.
        """
        if len(data) > _MAX_DRAWING:
            return False
        aside = _Document(format="A4")
        aside.add_page()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it lacks, such as a size
            try:
                _place(aside, data, (0, 0), edge)
            except Exception:  # noqa: BLE001 - whatever a drawing trips over, it is not drawn then
                return False
            self._image(data, x, y, edge, told)
        return True

    def medal(self, x: float, y: float, edge: float, letters: Block, colour: str) -> None:
        """Draw what stands for a missing picture: a disc with ``letters`` on it."""
        pdf, rim = self._pdf, edge * _ARC
        pdf.set_fill_color(colour)
        pdf.ellipse(x, y, edge, edge, style="F")
        pdf.set_draw_color("#ffffff")
        pdf.set_line_width(0.3)
        pdf.ellipse(x + rim, y + rim, edge - 2 * rim, edge - 2 * rim, style="D")
        left = x + (edge - self.width(letters)) / 2
        self.write(letters, left, y + (edge - letters.height) / 2)

    def _image(self, data: bytes, x: float, y: float, edge: float, told: str = "") -> None:
        _place(self._pdf, data, (x, y), edge, told)


def _place(pdf: FPDF, data: bytes, at: tuple[float, float], edge: float, told: str = "") -> None:
    """Draw a picture into a square; it may load nothing, and be no larger than is usual."""
    pdf.svg_limits = SVGLimits(max_resolved_elements=_MAX_ELEMENTS)
    pdf.image(
        io.BytesIO(data),
        x=at[0],
        y=at[1],
        w=edge,
        h=edge,
        alt_text=told or None,
        keep_aspect_ratio=True,
        resource_access_policy=ResourceAccessPolicy.NONE,
    )


def _rectangles(rows: Sequence[Sequence[bool]]) -> list[tuple[int, int, int, int]]:
    """Return the dark runs of ``rows``: x, y, width and height in modules."""
    found: list[tuple[int, int, int, int]] = []
    for y, row in enumerate(rows):
        start = 0
        for x, dark in enumerate((*row, False)):
            if not dark:
                if x > start:
                    found.append((start, y, x - start, 1))
                start = x + 1
    return found
