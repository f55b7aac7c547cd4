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
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"
_EDGES: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


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
    stands on their buttons. Raises ValueError for keys that are none, which is a bug.
    """

    id: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    urgency: Urgency = Urgency.NORMAL

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.actions]
        for name in (self.id, *keys):
            if not 0 < len(name) <= 64 or not _EDGES.issuperset(name):
                raise ValueError(name)
        if OPENED in keys or len(set(keys)) != len(keys) or len(keys) > ACTIONS:
            raise ValueError(keys)
        object.__setattr__(self, "title", plain(self.title, TITLE, lines=False))
        object.__setattr__(self, "body", plain(self.body, BODY))
        labels = tuple((key, plain(label, LABEL, lines=False)) for key, label in self.actions)
        object.__setattr__(self, "actions", labels)


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
    for one in text[: 8 * most]:
        if one == "\n" and lines:
            kept.append(one)
        elif one in "\n\t\r\u2028\u2029":
            kept.append(" ")
        elif one in _JOINERS or unicodedata.category(one) not in _STEERING:
            kept.append(one)
    told = "\n".join(" ".join(line.split()) for line in "".join(kept).split("\n")).strip()
    return told if len(told) <= most else told[: most - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """Return anybody's ``text`` so that its direction cannot turn what stands beside it."""
    return f"\u2068{text}\u2069"


def markup(text: str) -> str:
    """Return ``text`` for services that read markup in a body: shown as it was typed."""
    return escape(text, quote=False)
