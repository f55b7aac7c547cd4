"""How long work reports where it is and asks whether to go on.

The core knows nothing of bars or signals: it calls ``progress(done, total, what)`` and
``cancelled()``, which the command line and the window provide.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


def silent(done: int, total: int, what: str) -> None:
    """Report nothing."""


def never() -> bool:
    """Go on to the end."""
    return False
