"""A year at a glance, drawn: an SVG that needs nothing but itself.

It names only a generic family of letters, so how wide letters are is estimated here, on the
wide side. No pattern, filter or clipping is used: hatching is lines that are cut here, so that
every program that reads SVG draws the same.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from typing import Final

import msgspec

from wallet.drawing import Look, cut, width_of
from wallet.i18n import N_, Words
from wallet.pdf.text import printable
from wallet.reminders.year import Bar, Year
from wallet.verify.headline import TONES, HeadlineKind

ROW: Final = 48
"""The height of a badge's name and bar, in pixels."""
AXIS: Final = 66
"""The height of "today" and of the names of years and months above the first badge."""
LEAST: Final = 320
"""The least width of a picture."""
NAME: Final = "badges.svg"
"""What a picture is called in a folder."""
_ID: Final = "learner-wallet-year"
"""The id of a picture, by which one is known again."""
_TITLE: Final = 40
_FOOT: Final = 20
_EDGE: Final = 16
_BESIDE: Final = 5
_BAR: Final = 14
_HATCH: Final = 7
_NAME: Final = 14
_SMALL: Final = 12
_GAP: Final = 18
_KNOWN: Final = range(sys.maxunicode + 1)
_ISOLATE: Final = "\u2068{}\u2069"
_MONTHS: Final = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


_UNFILLED: Final = frozenset({HeadlineKind.UNCHECKED, HeadlineKind.NOT_YET_VALID})
"""What may be valid, or will be: its bar is framed and not filled."""


_THREATENED: Final = frozenset({HeadlineKind.EXPIRING, HeadlineKind.EXPIRED})
"""What lapses soon, or did before its last day is over anywhere."""


PAPER: Final = Look()
"""The light colours, which can be printed."""


class Row(msgspec.Struct, frozen=True):
    """Where a badge is in a picture: its bar from ``left`` to ``right``, in pixels."""

    bar: Bar
    top: float
    left: float
    right: float


class Plan(msgspec.Struct, frozen=True):
    """Where everything is in a picture that is ``width`` pixels wide."""

    year: Year
    width: float
    top: float
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of all of it."""
        return self.bottom + _FOOT * len(self.notes) + _EDGE

    @property
    def bottom(self) -> float:
        """Where the last badge ends."""
        return self.top + AXIS + ROW * max(len(self.rows), 1)

    def x(self, part: float) -> float:
        """Return where a part of the time is, of which 0 is the beginning and 1 the end."""
        return _EDGE + (self.width - 2 * _EDGE) * min(max(part, 0.0), 1.0)

    @property
    def today(self) -> float | None:
        """Where the middle of today is, before the names on the first day; None if not at all."""
        year = self.year
        if not year.first <= year.today <= year.last:
            return None
        if year.today == year.first:
            return self.x(0) - _BESIDE
        return self.x(year.place(year.today) + 0.5 / year.days)

    def row_at(self, y: float) -> Row | None:
        """Return the badge at the height ``y``."""
        number = int((y - self.top - AXIS) // ROW)
        return self.rows[number] if 0 <= number < len(self.rows) else None


def plan(year: Year, width: float, words: Words, *, titled: bool) -> Plan:
    """Return where everything is, beneath a title where there is to be one."""
    top = _TITLE if titled else 0
    width = max(width, LEAST)
    empty = Plan(year, width, top, (), ())
    rows = []
    for number, bar in enumerate(year.bars):
        begin = year.place(bar.start) if bar.start else 0.0
        end = 1.0 if bar.end is None else year.place(bar.end) + 1 / year.days
        left = empty.x(begin)
        right = max(empty.x(max(end, begin)), left + 2)
        rows.append(Row(bar, top + AXIS + number * ROW, left, right))
    return Plan(year, width, top, tuple(rows), (*_legend(year, words), *year.notes(words)))


def _legend(year: Year, words: Words) -> Iterator[str]:
    if not year.bars:
        yield words("No badge is valid in this time.")
    if any(bar.is_over for bar in year.bars):
        yield words("Hatched: no longer valid.")
    if any(bar.end is None for bar in year.bars):
        yield words("Fading out: no end is stated.")
    if any(bar.told.kind in _UNFILLED for bar in year.bars):
        yield words("Only framed: not checked yet, or not valid yet.")


def is_ours(data: bytes) -> bool:
    """Return whether a file that holds ``data`` is a picture that was written here."""
    return data.startswith(b"<svg ") and f' id="{_ID}" '.encode() in data[: data.find(b">")]


def svg(plan: Plan, words: Words, look: Look = PAPER) -> str:
    """Return the picture. The same plan in the same colours gives the same text."""
    year = plan.year
    title = _title(year, words)
    width, height = _number(plan.width), _number(plan.height)
    shape = (
        f'id="{_ID}" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif"'
        f' xml:lang="{words.lang}"'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" {shape}>',
        f"<title>{_escaped(title)}</title>",
        f"<desc>{_escaped(_described(year, words))}</desc>",
        f"<defs>{''.join(_fade(key, ink) for key, ink in _inks(look))}</defs>",
        f'<rect width="{width}" height="{height}" fill="{look.page}"/>',
    ]
    if plan.top:
        lines.append(_text(_EDGE, 28, title, size=18, ink=look.text, bold=True))
    lines += _axis(plan, words, look)
    lines += _today(plan, words, look)
    for row in plan.rows:
        lines += _row(row, plan, words, look)
    for number, note in enumerate(plan.notes):
        y = plan.bottom + _FOOT * (number + 1) - 4
        lines.append(_text(_EDGE, y, note, size=_SMALL, ink=look.muted))
    return "\n".join((*lines, "</svg>\n"))


def _title(year: Year, words: Words) -> str:
    return words("What is valid when · {day}", day=words.day(year.today))


def _described(year: Year, words: Words) -> str:
    return "\n".join(said(line) for line in year.described(words).split("\n"))


def _inks(look: Look) -> tuple[tuple[str, str], ...]:
    return ("good", look.accent), ("caution", look.caution), ("quiet", look.quiet)


def _fade(key: str, ink: str) -> str:
    return (
        f'<linearGradient id="fade-{key}" x1="0" y1="0" x2="1" y2="0">'
        f'<stop offset="0" stop-color="{ink}"/><stop offset="0.45" stop-color="{ink}"/>'
        f'<stop offset="1" stop-color="{ink}" stop-opacity="0"/></linearGradient>'
    )


def _axis(plan: Plan, words: Words, look: Look) -> Iterator[str]:
    year, top, bottom = plan.year, plan.top, plan.bottom
    marks = year.marks()
    right = plan.x(1)
    last = -1000.0
    for at, to in zip(marks, (*marks[1:], None), strict=True):
        x = plan.x(year.place(at))
        yield _line(x, top + 42, x, bottom - 6, look.line)
        if at.month == 1 or at == marks[0]:
            text = str(at.year)
            if x >= last + 8:
                yield _text(x + 3, top + 36, text, size=_SMALL, ink=look.text, bold=True)
                last = x + width_of(text, _SMALL)
        if year.is_by_months():
            text = words(_MONTHS[at.month - 1])
            room = (plan.x(year.place(to)) if to else right) - x - 4
            if width_of(text, _SMALL) > room:
                text = text[:1]
            yield _text(x + 3, top + 53, text, size=_SMALL, ink=look.muted)
    yield _line(right, top + 42, right, bottom - 6, look.line)


def _row(row: Row, plan: Plan, words: Words, look: Look) -> Iterator[str]:
    bar, baseline = row.bar, row.top + 15
    left, right = plan.x(0), plan.x(1)
    until = cut(said(bar.until(words)), (right - left) * 0.62, _SMALL)
    room = right - left - width_of(until, _SMALL) - _GAP
    name = _ISOLATE.format(cut(said(bar.name), room, _NAME))
    yield "<g>"
    yield f"<title>{_escaped(said(bar.sentence(words)))}</title>"
    yield _text(left, baseline, name, size=_NAME, ink=look.text)
    ink = look.bad if bar.is_over else look.muted
    yield _text(right, baseline, until, size=_SMALL, ink=ink, end=True)
    yield from _drawn(row, plan, look)
    today = plan.today
    if today is not None and row.left < today < row.right and not _is_pale(bar):
        y = row.top + 22
        yield _line(today, y, today, y + _BAR, look.page)
    yield "</g>"


def _is_pale(bar: Bar) -> bool:
    return bar.is_over or bar.told.kind in _UNFILLED


def _drawn(row: Row, plan: Plan, look: Look) -> Iterator[str]:
    """Yield the bar itself, and a mark where it ends."""
    bar, y = row.bar, row.top + 22
    kind = bar.told.kind
    if kind in _THREATENED and not bar.is_over:
        kind = HeadlineKind.VERIFIED if bar.is_renewed else HeadlineKind.EXPIRING
    role, _icon = TONES[kind]
    inks = dict(_inks(look))
    ink = fill = inks.get(role, look.bad)
    if bar.end is None:
        fill = f"url(#fade-{role})"
    if bar.is_over:
        yield _rect(row.left, y, row.right, look.bad_soft, look.bad)
        yield _hatching(row.left, y, row.right, look.bad)
        ink = look.bad
    elif bar.told.kind in _UNFILLED:
        frame = f"url(#fade-{role})" if bar.end is None else ink
        yield _rect(row.left, y, row.right, "none" if bar.end is None else look.quiet_soft, frame)
    else:
        yield _rect(row.left, y, row.right, fill, None)
    if bar.end is not None and bar.end <= plan.year.last:
        yield (
            f'<rect x="{_number(row.right - 3)}" y="{_number(y - 4)}" width="3"'
            f' height="{_BAR + 8}" rx="1.5" fill="{ink}"/>'
        )


def _rect(left: float, y: float, right: float, fill: str, frame: str | None) -> str:
    stroke = f' stroke="{frame}" stroke-width="1.5"' if frame else ""
    return (
        f'<rect x="{_number(left)}" y="{_number(y)}" width="{_number(right - left)}"'
        f' height="{_BAR}" rx="3" fill="{fill}"{stroke}/>'
    )


def _hatching(left: float, y: float, right: float, ink: str) -> str:
    """Return lines that rise to the right within a bar."""
    parts = []
    at = left - _BAR + _HATCH
    while at < right:
        x1, x2 = max(at, left), min(at + _BAR, right)
        if x2 > x1:
            y1, y2 = y + _BAR - (x1 - at), y + _BAR - (x2 - at)
            parts.append(f"M{_number(x1)} {_number(y1)}L{_number(x2)} {_number(y2)}")
        at += _HATCH
    return f'<path d="{"".join(parts)}" stroke="{ink}" stroke-width="1.2" fill="none"/>'


def _today(plan: Plan, words: Words, look: Look) -> Iterator[str]:
    x = plan.today
    if x is None:
        return
    text = words("Today")
    wide = width_of(text, _SMALL) + 12
    left = min(max(x - wide / 2, plan.x(0)), plan.x(1) - wide)
    yield (
        f'<line x1="{_number(x)}" y1="{_number(plan.top + 20)}" x2="{_number(x)}"'
        f' y2="{_number(plan.bottom - 6)}" stroke="{look.muted}" stroke-width="1.5"'
        ' stroke-dasharray="2 3"/>'
    )
    yield (
        f'<rect x="{_number(left)}" y="{_number(plan.top + 3)}" width="{_number(wide)}"'
        f' height="18" rx="9" fill="{look.text}"/>'
    )
    yield _text(left + wide / 2, plan.top + 16, text, size=_SMALL, ink=look.page, middle=True)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int,
    ink: str,
    bold: bool = False,
    end: bool = False,
    middle: bool = False,
) -> str:
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{size}" fill="{ink}"{anchor}{weight}>'
        f"{_escaped(text)}</text>"
    )


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    return (
        f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
        f' stroke="{ink}" stroke-width="1"/>'
    )


def said(text: str) -> str:
    """Return anybody's text on one line, with nothing in it that is invisible or steers."""
    return printable(text, _KNOWN)


def _escaped(text: str) -> str:
    """Return ``text`` as character data: what XML 1.0 forbids was shown by its number before."""
    return html.escape(text, quote=False)


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
