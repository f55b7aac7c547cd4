"""Keeping the screen awake while somebody looks at it, by each system's own means."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from wallet import bus

_DESKTOP: Final = bus.Service(
    "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"
)
_APPLICATION: Final = "Learner Wallet"
_ENDS_WITHIN: Final = 0.5
"""Seconds that the window waits, at most, until the desktop was told."""
_WINDOWS_AWAKE: Final = 0x80000000 | 0x00000001 | 0x00000002
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of SetThreadExecutionState."""
_WINDOWS_AS_EVER: Final = 0x80000000


class Helper(Protocol):
    """A process that keeps the screen awake as long as it runs."""

    def terminate(self) -> None:
        """Ask it to end."""

    def wait(self) -> int:
        """Wait until it has ended."""


def _launched(command: Sequence[str]) -> Helper | None:
    """Start a program of the system; None where it is not there."""
    program = shutil.which(command[0])
    if program is None:
        return None
    return subprocess.Popen([program, *command[1:]])  # noqa: S603 - the system's own


def _execution_state(state: int) -> None:
    import ctypes  # noqa: PLC0415 - only there

    ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined,unused-ignore]


class Awake:
    """Asks the system not to let the screen sleep, and takes that back; no answer is no harm.

    To be used on one thread: Windows counts it by threads.
    """

    def __init__(
        self,
        reason: str,
        *,
        platform: str = sys.platform,
        execution_state: Callable[[int], object] = _execution_state,
        launched: Callable[[Sequence[str]], Helper | None] = _launched,
    ) -> None:
        """Take what the system may tell people who ask why, and what the system is."""
        self._reason = reason
        self._platform = platform
        self._execution_state = execution_state
        self._launched = launched
        self._begun = False
        self._helper: Helper | None = None
        self._inhibition: _Inhibition | None = None

    def begin(self) -> None:
        """Keep the screen awake from now on."""
        if self._begun:
            return
        self._begun = True
        if self._platform == "win32":
            self._execution_state(_WINDOWS_AWAKE)
        elif self._platform == "darwin":
            # -d keeps the display on, -w ends it with this program however that ends.
            self._helper = self._launched(["caffeinate", "-d", "-w", str(os.getpid())])
        elif self._platform == "linux":
            self._inhibition = _Inhibition(self._reason)

    def end(self) -> None:
        """Let it sleep as ever. May be called again."""
        if self._begun and self._platform == "win32":
            self._execution_state(_WINDOWS_AS_EVER)
        if self._helper is not None:
            self._helper.terminate()
            self._helper.wait()
        if self._inhibition is not None:
            self._inhibition.end()
        self._begun, self._helper, self._inhibition = False, None, None


class _Inhibition:
    """One request to the desktop (freedesktop.org, Idle Inhibition Service).

    On a thread and a connection of its own, so that the window waits for nobody; what is asked
    for lasts no longer than that connection.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="awake", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Take it back."""
        self._over.set()
        self._thread.join(_ENDS_WITHIN)

    def _run(self) -> None:
        # No desktop that can be asked, or one that refuses or goes away: nothing to take back.
        with contextlib.suppress(bus.NoBus, bus.Refused), bus.session() as session:
            cookie = session.call(_DESKTOP, "Inhibit", "ss", _APPLICATION, self._reason)
            self._over.wait()
            session.call(_DESKTOP, "UnInhibit", "u", *cookie)
