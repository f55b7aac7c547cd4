"""Keeping the screen awake while somebody looks at it, by each system's own means."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Final

_SERVICE: Final = "org.freedesktop.ScreenSaver"
_PATH: Final = "/org/freedesktop/ScreenSaver"
_CONNECTION: Final = "learner-wallet-awake"
_WINDOWS_AWAKE: Final = 0x80000000 | 0x00000001 | 0x00000002
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of SetThreadExecutionState."""
_WINDOWS_AS_EVER: Final = 0x80000000


class Awake:
    """Asks the system not to let the screen sleep, and takes that back; no answer is no harm."""

    def __init__(self, reason: str) -> None:
        """Take what the system may tell people who ask why."""
        self._reason = reason
        self._asked = False
        self._helper: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Keep the screen awake from now on."""
        if sys.platform == "win32":
            _execution_state(_WINDOWS_AWAKE)
        elif sys.platform == "darwin":
            if (caffeinate := shutil.which("caffeinate")) is not None:
                self._helper = subprocess.Popen([caffeinate, "-d"])  # noqa: S603 - the system's own
        else:
            _inhibit(self._reason)
            self._asked = True

    def end(self) -> None:
        """Let it sleep as ever. May be called again."""
        if sys.platform == "win32":
            _execution_state(_WINDOWS_AS_EVER)
        if self._helper is not None:
            self._helper.terminate()
            self._helper.wait()
            self._helper = None
        if self._asked:
            _let_go()
            self._asked = False


def _execution_state(state: int) -> None:
    import ctypes  # noqa: PLC0415 - only there

    ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined,unused-ignore]


def _inhibit(reason: str) -> None:
    """Ask the desktop (freedesktop.org, Idle Inhibition Service), on a connection of its own.

    What is asked for lasts as long as that connection.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusInterface  # noqa: PLC0415 - only there

    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _CONNECTION)
    if bus.isConnected():
        service = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus)
        service.asyncCallWithArgumentList("Inhibit", ["Learner Wallet", reason])


def _let_go() -> None:
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - see _inhibit

    QDBusConnection.disconnectFromBus(_CONNECTION)
