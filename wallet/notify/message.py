"""What is to be told, made fit for any desktop: short, plain, and nothing invisible in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Final, NamedTuple

TITLE: Final = 120
BODY: Final = 600
LABEL: Final = 40
ACTIONS: Final = 3
"""Letters of each part and number of actions, at most: what desktops show, and no more."""
OPENED: Final = "default"
"""The key of the answer when the notification itself was clicked; no action has it."""
_READ_AHEAD: Final = 8
"""So many times the letters that are kept are looked at: anybody's text may be megabytes."""
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


class Urgency(Enum):
    """How much it matters (freedesktop.org, Desktop Notifications, "Urgency Levels")."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


@dataclass(frozen=True, slots=True)
class Message:
    """One notification. Its text may hold anybody's text: what is told is made plain here.

    ``id`` is the caller's, of letters, digits, ``_``, ``.`` and ``-``, at most 64: a message
    replaces an earlier one of the same id. ``actions`` are keys, of the same letters, and what
    stands on their buttons; ``opens`` is what a click on the message itself does, in a word, and
    without it that does nothing. Raises ValueError for keys that are none, which is a bug.
    """

    id: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    opens: str = ""
    urgency: Urgency = Urgency.NORMAL

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.actions]
        for name in (self.id, *keys):
            if not 0 < len(name) <= 64 or not _LETTERS.issuperset(name):
                raise ValueError(name)
        if OPENED in keys or len(set(keys)) != len(keys) or len(keys) > ACTIONS:
            raise ValueError(keys)
        object.__setattr__(self, "title", plain(self.title, TITLE, lines=False))
        object.__setattr__(self, "body", plain(self.body, BODY))
        object.__setattr__(self, "opens", plain(self.opens, LABEL, lines=False))
        labels = tuple((key, plain(label, LABEL, lines=False)) for key, label in self.actions)
        object.__setattr__(self, "actions", labels)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """All keys that may be answered and their labels; a click on the message first."""
        return ((OPENED, self.opens), *self.actions) if self.opens else self.actions


class Answer(NamedTuple):
    """What became of a message: the key of an action, ``OPENED``, or None when it was closed."""

    id: str
    key: str | None


def plain(text: str, most: int, *, lines: bool = True) -> str:
    """Return ``text`` without what steers or hides, in at most ``most`` characters.

    Control characters, bidirectional overrides and what is invisible go (SECURITY.md, threat
    19), but for the joiners that scripts and emoji need; line ends stay where ``lines``. What is
    too long ends in an ellipsis.
    """
    kept = []
    for one in text[: _READ_AHEAD * most]:
        if one == "\n" and lines:
            kept.append(one)
        elif one in "\n\t\r\u2028\u2029":
            kept.append(" ")
        elif one in _JOINERS or unicodedata.category(one) not in _STEERING:
            kept.append(one)
    told = "\n".join(" ".join(line.split()) for line in "".join(kept).split("\n")).strip()
    if len(told) <= most and len(text) <= _READ_AHEAD * most:
        return told
    return told[: most - 1].rstrip() + "…"


def markup(text: str) -> str:
    """Return ``text`` for services that read markup in a body: shown as it was typed."""
    return escape(text, quote=False)
