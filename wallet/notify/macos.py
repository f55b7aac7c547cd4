"""Notifications on macOS, by the system's own ``osascript``: they can be read, not answered.

The notification centre takes buttons only from an application that is signed and in a bundle,
which a Python from a package manager is not.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import Final

from wallet.notify.message import Answer, Message
from wallet.notify.service import Untold

PROGRAM: Final = "/usr/bin/osascript"
SCRIPT: Final = """on run argv
display notification (item 2 of argv) with title (item 1 of argv)
end run
"""
"""AppleScript. What it shows are arguments, so nothing of it can become script."""
_ENDS_WITHIN: Final = 15.0

Run = Callable[[Sequence[str], str], int]
"""Runs a program with a text on its standard input and returns its exit status; OSError where
that cannot be."""


def _run(command: Sequence[str], text: str) -> int:
    try:
        return subprocess.run(  # noqa: S603 - the system's own
            command,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_ENDS_WITHIN,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(str(error)) from error


def opened(run: Run = _run) -> Script:
    """Return what shows notifications."""
    return Script(run)


class Script:
    """Shows each message by a short script."""

    has_actions: Final = False

    def __init__(self, run: Run) -> None:
        """Take what runs a program."""
        self._run = run
        self._woken = threading.Event()

    def tell(self, message: Message) -> None:
        """Show ``message``. Raises Untold."""
        # "-" is the script on standard input; whatever follows it is text, with a hyphen or not.
        command = [PROGRAM, "-", message.title, message.body]
        try:
            status = self._run(command, SCRIPT)
        except OSError as error:
            raise Untold(str(error)) from error
        if status != 0:
            raise Untold(f"osascript: {status}")

    def take_back(self, name: str) -> None:
        """Do nothing: a message that was shown this way cannot be taken back."""

    def answer(self, seconds: float | None) -> Answer | None:
        """Return None in time or if woken: nobody can answer."""
        self._woken.wait(seconds)
        self._woken.clear()
        return None

    def wake(self) -> None:
        """Let ``answer`` return."""
        self._woken.set()
