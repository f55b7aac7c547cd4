"""The system's own service for notifications, found and spoken to the same way everywhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Protocol

from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.notify.message import Answer, Message


class Notifier(Protocol):
    """What tells people something. To be used on one thread; ``wake`` on any."""

    @property
    def has_actions(self) -> bool:
        """Whether people can answer: where not, no button is shown."""

    def tell(self, message: Message) -> None:
        """Show ``message``, in the place of an earlier one of its id. Raises Untold."""

    def take_back(self, name: str) -> None:
        """Let the message of id ``name`` go, if it is still there. Raises Untold."""

    def answer(self, seconds: float | None) -> Answer | None:
        """Return the next answer to what this one told; None in time, or if woken.

        Without ``seconds`` it waits as long as it takes. Raises Untold where the service went
        away.
        """

    def wake(self) -> None:
        """Let ``answer`` return, on whatever thread it waits, now or when it is next asked."""


class Untold(UnusableInput):
    """There is no service for notifications here, or it refused."""

    def __init__(self, cause: str) -> None:
        """Take what the system said of it."""
        super().__init__(
            "cannot-notify",
            N_("notifications cannot be shown here ({cause})"),
            N_("look whether the desktop runs and allows them"),
            cause=cause,
        )


@contextlib.contextmanager
def opened(application: str, *, platform: str = sys.platform) -> Iterator[Notifier]:
    """Connect to the service meanwhile; ``application`` is whom it names. Raises Untold."""
    if platform == "win32":
        from wallet.notify import windows  # noqa: PLC0415 - each system's own

        yield windows.opened(application)
    elif platform == "darwin":
        from wallet.notify import macos  # noqa: PLC0415 - each system's own

        yield macos.opened()
    else:
        from wallet.notify import freedesktop  # noqa: PLC0415 - each system's own

        with freedesktop.opened(application) as found:
            yield found
