"""A web document, and the interface of everything that can have one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec


class Document(msgspec.Struct, frozen=True):
    """What an address answered. ``as_of`` is when, None where nobody noted it.

    ``status`` is the HTTP status of the answer: 200, or 410 for one that is gone.
    """

    url: str
    data: bytes
    as_of: datetime | None = None
    status: int = 200


class Documents(Protocol):
    """Something that can be asked for a document, and never opens a socket."""

    def get(self, url: str) -> Document | None:
        """Return what ``url`` (without a fragment) answered, or None: not at hand."""
        ...


class NoDocuments:
    """Has nothing."""

    def get(self, url: str) -> Document | None:  # noqa: ARG002 - it is the interface
        """Return None."""
        return None


class FirstOf(msgspec.Struct, frozen=True):
    """Asks one source after the other."""

    sources: Sequence[Documents]

    def get(self, url: str) -> Document | None:
        """Return the first answer."""
        return next((found for source in self.sources if (found := source.get(url))), None)
