"""The skills of a CV, drawn: an SVG that needs nothing but itself.

A row a skill, and in it a mark for each badge on the day it was issued: a disc where it shows
the skill, a ring where it once did or may, a cross where it does not. Shapes tell them apart,
and words say the same; colour alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.plain import isolated
from wallet.cv.skills import Bearing, Row, Skills, described, facts, skills, title, without
from wallet.drawing import Look, cut, width_of
from wallet.i18n import N_, Words

WIDTH: Final = 760
LEAST: Final = 420
"""The least width of a picture, in pixels."""
MOST: Final = 30
"""How many skills are drawn; how many more there are is said, and all are in the description."""
_EDGE: Final = 20
_HEAD: Final = 44
_AXIS: Final = 26
_ROW: Final = 62
_FOOT: Final = 20
_NAME: Final = 15
_SMALL: Final = 12
_COUNT: Final = 9
_MARK: Final = 5.0
_APART: Final = 13.0
"""From the middle of a mark to that of the next, where two would cover each other."""
_LEGEND: Final = (
    (Bearing.SHOWS, N_("a badge that is verified")),
    (Bearing.ONCE, N_("expired, not valid yet, or not checked")),
    (Bearing.AGAINST, N_("not verified, revoked, or somebody else's")),
)


PAPER: Final = Look()
"""The light colours, which can be printed."""


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the skills of the selection as an SVG: UTF-8."""
    words = Words(choices.language)
    return svg(skills(selection, choices, words), words).encode()


def svg(told: Skills, words: Words, look: Look = PAPER, width: float = WIDTH) -> str:
    """Return the picture, ``width`` pixels wide; the same arguments give the same text."""
    picture = _Picture(told, words, look, max(width, LEAST))
    lines = list(picture.lines())
    wide, high = _number(picture.width), _number(picture.bottom)
    shape = (
        f'viewBox="0 0 {wide} {high}" role="img" font-family="sans-serif" xml:lang="{words.lang}"'
    )
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" {shape}>',
        f"<title>{_escaped(title(told, words))}</title>",
        f"<desc>{_escaped(described(told, words))}</desc>",
        f'<rect width="{wide}" height="{high}" fill="{look.page}"/>',
    ]
    return "\n".join((*head, *lines, "</svg>\n"))


class _Picture:
    """A picture under way: where time is, and how far down it has come."""

    def __init__(self, told: Skills, words: Words, look: Look, width: float) -> None:
        self.told, self.words, self.look, self.width = told, words, look, width
        self.rows = told.rows[:MOST]
        self.bottom = 0.0
        days = [one.on for row in self.rows for one in row.sources if one.on is not None]
        first = min(days, default=told.made_on)
        self._first = date(first.year, 1, 1)
        self._last = max(told.made_on, *days) if days else told.made_on
        self._dated = bool(days)

    def lines(self) -> Iterator[str]:
        """Yield everything that is drawn, from top to bottom."""
        look, left = self.look, _EDGE
        heading = cut(title(self.told, self.words), self.width - 2 * _EDGE, 17)
        yield _text(left, 30, heading, 17, look.text, bold=True)
        top = float(_HEAD)
        if self._dated:
            yield from self._axis(top)
            top += _AXIS
        for row in self.rows:
            yield from self._row(row, top)
            top += _ROW
        yield from self._foot(top)

    def _x(self, day: date) -> float:
        span = max((self._last - self._first).days, 1)
        part = (day - self._first).days / span
        inner = _EDGE + _MARK + 1
        return inner + (self.width - 2 * inner) * part

    def _axis(self, top: float) -> Iterator[str]:
        """Yield the years, as many of them as there is room for, and their lines down."""
        bottom = top + _AXIS + _ROW * len(self.rows) - 12
        last = -100.0
        for year in range(self._first.year, self._last.year + 1):
            x = self._x(date(year, 1, 1))
            label = f"{year:04d}"
            wide = width_of(label, _SMALL)
            if x < last + 12 or x + wide > self.width - _EDGE:
                continue
            last = x + wide
            yield _line(x, top + 4, x, bottom, self.look.line)
            yield _text(x + 3, top + 14, label, _SMALL, self.look.muted)

    def _row(self, row: Row, top: float) -> Iterator[str]:
        look, left, right = self.look, _EDGE, self.width - _EDGE
        said = cut(facts(row, self.told, self.words), (right - left) * 0.5, _SMALL)
        room = right - left - width_of(said, _SMALL) - 16
        named = ", ".join(isolated(one.said) for one in row.sources)
        yield "<g>"
        yield f"<title>{_escaped(f'{row.name}: {named}')}</title>"
        name = isolated(cut(row.name, room, _NAME * 1.08))
        yield _text(left, top + 16, name, _NAME, look.text, bold=True)
        yield _text(right, top + 16, said, _SMALL, look.muted, end=True)
        yield _text(left, top + 32, _sources(row, right - left), _SMALL, look.muted)
        if self._dated:
            yield from self._marks(row, top + 45)
        yield "</g>"

    def _marks(self, row: Row, y: float) -> Iterator[str]:
        """Yield a mark a badge, from left to right, none upon another as far as there is room."""
        look = self.look
        yield _line(self._x(self._first), y, self._x(self._last), y, look.line)
        dated = [
            (self._x(one.on), one.bearing) for one in reversed(row.sources) if one.on is not None
        ]
        marks = _gathered(dated)
        places = _apart([mark.x for mark in marks], self._x(self._first), self._x(self._last))
        for x, mark in zip(places, marks, strict=True):
            yield _mark(mark.bearing, x, y, look)
            if mark.n > 1:
                yield _text(x + _MARK, y - _MARK - 1, str(mark.n), _COUNT, look.muted, end=True)

    def _foot(self, top: float) -> Iterator[str]:
        """Yield what the marks mean, and what is not in the picture."""
        words, look = self.words, self.look
        y = top + 12
        bearings = {one.bearing for row in self.rows for one in row.sources}
        for bearing, meaning in _LEGEND:
            if bearing in bearings:
                yield _mark(bearing, _EDGE + _MARK + 1, y - 4, look)
                yield _text(_EDGE + 18, y, words(meaning), _SMALL, look.muted)
                y += _FOOT
        more = len(self.told.rows) - len(self.rows)
        notes = list(without(self.told, words))
        if more:
            notes.insert(0, words.plural("{n} more skill.", "{n} more skills.", more))
        if not self.told.rows:
            notes.insert(0, words("No badge here states a skill."))
        for note in notes:
            yield _text(_EDGE, y, note, _SMALL, look.muted)
            y += _FOOT
        self.bottom = y


def _sources(row: Row, room: float) -> str:
    """Return the names of the badges as far as there is room, each within itself alone."""
    said: list[str] = []
    if len(row.sources) > 1:
        room -= width_of(f" +{len(row.sources)}", _SMALL)
    for one in row.sources:
        part = cut(one.said, room, _SMALL)
        said.append(isolated(part))
        room -= width_of(f"{part}, ", _SMALL)
        if part != one.said or room < width_of("mmmm", _SMALL):
            break
    left = len(row.sources) - len(said)
    return ", ".join(said) + (f" +{left}" if left else "")


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Badges of one bearing that stand at about the same day: one mark, and how many they are."""

    x: float
    bearing: Bearing
    n: int = 1


def _gathered(dated: Iterable[tuple[float, Bearing]]) -> list[_Gathered]:
    """Return a mark for those that would stand upon each other, at the place of the first."""
    last: dict[Bearing, _Gathered] = {}
    found: dict[tuple[float, Bearing], _Gathered] = {}
    for x, bearing in dated:
        near = last.get(bearing)
        mark = (
            replace(near, n=near.n + 1)
            if near is not None and x - near.x < _APART
            else _Gathered(x, bearing)
        )
        last[bearing] = found[mark.x, bearing] = mark
    return list(found.values())


def _apart(places: list[float], first: float, last: float) -> list[float]:
    """Return ``places``, which rise, moved so that marks stand beside each other.

    None leaves the line from ``first`` to ``last``; where that has no room, they overlap.
    """
    found: list[float] = []
    for x in places:
        found.append(max(x, found[-1] + _APART) if found else x)
    for number in range(len(found) - 1, -1, -1):
        found[number] = min(found[number], last)
        last = found[number] - _APART
    return [max(one, first) for one in found]


def _mark(bearing: Bearing, x: float, y: float, look: Look) -> str:
    at = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(_MARK)}"'
    match bearing:
        case Bearing.SHOWS:
            return f'<circle {at} fill="{look.accent}"/>'
        case Bearing.ONCE:
            return f'<circle {at} fill="{look.page}" stroke="{look.muted}" stroke-width="1.6"/>'
        case Bearing.AGAINST:
            low, high = -_MARK + 1, _MARK - 1
            path = "".join(
                f"M{_number(x + low)} {_number(y + a)}L{_number(x + high)} {_number(y + b)}"
                for a, b in ((low, high), (high, low))
            )
            return f'<path d="{path}" stroke="{look.bad}" stroke-width="2" fill="none"/>'


def _text(
    x: float, y: float, text: str, size: float, ink: str, *, bold: bool = False, end: bool = False
) -> str:
    more = (' text-anchor="end"' if end else "") + (' font-weight="bold"' if bold else "")
    place = f'x="{_number(x)}" y="{_number(y)}"'
    return f'<text {place} font-size="{_number(size)}" fill="{ink}"{more}>{_escaped(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    places = zip(("x1", "y1", "x2", "y2"), (x1, y1, x2, y2), strict=True)
    at = " ".join(f'{name}="{_number(place)}"' for name, place in places)
    return f'<line {at} stroke="{ink}" stroke-width="1"/>'


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
