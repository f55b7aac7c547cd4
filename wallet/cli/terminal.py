"""Text that cannot steer a terminal."""

from __future__ import annotations

import unicodedata
from typing import Final

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe(text: str) -> str:
    """Return text of a credential without anything that could steer a terminal.

    Control, format (bidirectional overrides, invisible) and unassigned characters are shown
    by their numbers; a line end is a space. Joiners that scripts and emoji need stay.
    """
    return "".join(_shown(one) for one in text)


def _shown(character: str) -> str:
    if character in "\n\t\r":
        return " "
    if unicodedata.category(character) in _STEERING and character not in "\u200c\u200d":
        return f"<U+{ord(character):04X}>"
    return character
