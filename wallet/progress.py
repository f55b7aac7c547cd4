"""How long work reports where it is, asks whether to go on, and shares the wallet.

The core knows nothing of bars, signals or threads: it calls ``progress(done, total, what)``,
``cancelled()`` and ``turn(call)``, which the command line and the window provide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
_T = TypeVar("_T")


class Turn(Protocol):
    """Makes a short call when it is its turn, and returns what that returns or raises.

    The wallet is one thread's. Work that waits for servers waits elsewhere, and touches the
    wallet in turns, between which others use it.
    """

    def __call__(self, call: Callable[[], _T], /) -> _T:
        """Return what ``call`` returns."""
        ...


def silent(done: int, total: int, what: str) -> None:
    """Report nothing."""


def never() -> bool:
    """Go on to the end."""
    return False


def at_once(call: Callable[[], _T], /) -> _T:
    """Take every turn at once: nobody else uses the wallet."""
    return call()
