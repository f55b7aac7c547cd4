"""What a server said, apart from how it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from wallet.progress import Cancelled


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a body."""

    status: int
    data: bytes = field(repr=False)


class Getter(Protocol):
    """What asks one address; :class:`wallet.network.client.Client` in earnest."""

    def get(self, url: str, cancelled: Cancelled) -> Answer:
        """Return what ``url`` answers; raise NotFetched where it cannot be had."""
        ...
