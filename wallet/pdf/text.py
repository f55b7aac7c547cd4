"""Text of anybody's as it may be printed, and broken into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterator
from typing import Final

ABSENT: Final = "▯"
"""What stands for a character that the letters at hand have no picture of."""
CUT: Final = "…"

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LONG: Final = 20
"""A word of more characters is an address or the like, and may be cut within."""
_LOOSE: Final = " ,;:.-·"
"""What does not stand before :data:`CUT`."""
_MAX_MARKS: Final = 4
"""How many marks may stand on one letter; more would cover other lines."""
_JOINERS: Final = "\u200c\u200d"
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})


def printable(text: str, known: Container[int]) -> str:
    """Return ``text`` on one line, with nothing invisible in it and no letter that is not there.

    ``known`` are the code points that can be drawn. Overrides of direction, invisible and
    control characters are shown by their numbers, as in the window (SECURITY.md, threat 19);
    what else is not known is :data:`ABSENT`. Runs of spaces and line ends are one space.
    """
    said: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            said.append(_printable(character, known))
        elif marks == _MAX_MARKS + 1:
            said.append(ABSENT)
    return " ".join("".join(said).split())


def _printable(character: str, known: Container[int]) -> str:
    category = unicodedata.category(character)
    if character in "\n\t\r" or category in _SPACES:
        return " "
    if category in _STEERING and character not in _JOINERS:
        return f"⟨{ord(character):04X}⟩"
    if ord(character) in known:
        return character
    if character in _JOINERS or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    return ABSENT


def right_to_left(text: str) -> bool:
    """Return whether the first letter that has a direction runs right to left (UAX #9, P2)."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((one != "L" for one in strong if one in ("L", "R", "AL")), False)


def lines(
    text: str, width: float, measure: Callable[[str], float], most: int | None = None
) -> tuple[str, ...]:
    """Return ``text`` in lines of at most ``width``, by what ``measure`` says of each word.

    A word that is wider than a line is broken where it must be, and a dot between parts is left
    out where a line ends there. Where there are more than
    ``most`` lines, the last one ends with :data:`CUT`.
    """
    found: list[str] = []
    line, taken, space = "", 0.0, measure(" ")
    for word in _words(text, width, measure):
        wide = measure(word)
        if line and taken + space + wide > width:
            found.append(line.removesuffix(" ·"))
            line, taken = "", 0.0
            if most is not None and len(found) == most:
                return (*found[:-1], _cut(f"{found[-1]} {word}", width, measure))
        line, taken = (f"{line} {word}", taken + space + wide) if line else (word, wide)
    return (*found, line)


def _words(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    for word in text.split(" "):
        rest = word
        while len(rest) > 1 and measure(rest) > width:
            size = _fitting(rest, width, measure)
            yield rest[:size]
            rest = rest[size:]
        if rest:
            yield rest


def _fitting(word: str, width: float, measure: Callable[[str], float]) -> int:
    """Return how many characters of ``word`` fit, at least one, none torn from its marks."""
    low, high = 1, len(word) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle - 1)
    size = low
    while size > 1 and unicodedata.combining(word[size]):
        size -= 1
    return size


def _cut(line: str, width: float, measure: Callable[[str], float]) -> str:
    """Return ``line`` shortened to end with :data:`CUT`: at a word, or in a long one."""
    line = line.rstrip(_LOOSE)
    while line and measure(line + CUT) > width:
        shorter, _, last = line.rpartition(" ")
        line = (shorter if len(last) <= _LONG else line[:-1]).rstrip(_LOOSE)
    return line + CUT
