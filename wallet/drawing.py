"""What pictures that are written as SVG have in common: their colours, and how wide letters are.

The font is not known where they are drawn, so that is no more than about right.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

from wallet.pdf.text import CUT

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]-·  ")
_WIDE: Final = frozenset("mwMWQ@%")
_LOOSE: Final = " \u200c\u200d"


class Look(msgspec.Struct, frozen=True):
    """The colours of a picture, as #rrggbb; they are named as the window names them."""

    page: str = "#f7f6f2"
    line: str = "#dedbd1"
    text: str = "#1f2628"
    muted: str = "#586063"
    accent: str = "#1f5c6b"
    caution: str = "#7a4b00"
    bad: str = "#98252b"
    bad_soft: str = "#fae3e2"
    quiet: str = "#4b5357"
    quiet_soft: str = "#eceae4"


def width_of(text: str, size: float) -> float:
    """Return about how wide ``text`` is in letters of ``size`` pixels; rather too much."""
    return size * sum(_em(one) for one in text)


def cut(text: str, width: float, size: float) -> str:
    """Return as much of ``text`` as fits into ``width``, with :data:`CUT` where it is cut."""
    if width_of(text, size) <= width:
        return text
    room = width - width_of(CUT, size)
    kept, taken = 0, 0.0
    for number, one in enumerate(text):
        taken += size * _em(one)
        if taken > room:
            break
        kept = number + 1
    return text[:kept].rstrip(_LOOSE) + CUT


def _em(character: str) -> float:
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if character in _NARROW:
        return 0.42
    if character in _WIDE:
        return 0.98
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF:
        return 1.3
    return 0.72 if character.isupper() else 0.63
