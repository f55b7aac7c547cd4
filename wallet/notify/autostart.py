"""Being started with the person's session: each system's own entry, written and taken away.

Linux: an entry of the Desktop Application Autostart Specification; Windows: a value of the key
``Run``; macOS: a LaunchAgent. Only an entry that this program wrote is changed or removed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from wallet.errors import UnusableInput
from wallet.i18n import N_

_PACKAGE: Final = Path(__file__).resolve().parent.parent


class State(StrEnum):
    """Whether the program starts with the session."""

    ON = "on"
    OFF = "off"
    OTHERWISE = "otherwise"
    """An entry of ours starts another wallet, or the program where it was before."""
    FOREIGN = "foreign"
    """There is an entry of that name which this program did not write."""


class Command(NamedTuple):
    """What is started: the program and its arguments, and the folder it is started from.

    ``folder`` is None where that makes no difference.
    """

    words: tuple[str, ...]
    folder: str | None = None


class Entry(Protocol):
    """One system's entry."""

    @property
    def place(self) -> str:
        """Where it is: a file, or a value of the registry, as people find it."""

    def on(self, command: Command) -> None:
        """Write the entry; raises UnusableInput, and then it is as it was."""

    def off(self) -> None:
        """Take the entry away, if it is there; raises UnusableInput."""

    def state(self, command: Command) -> State:
        """Return whether ``command`` starts with the session."""


def entry(
    *,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
    winreg: Any = None,
) -> Entry:
    """Return the entry of this system, for whoever runs the program."""
    if platform == "win32":
        from wallet.notify import autostart_windows, registry  # noqa: PLC0415

        return autostart_windows.RunValue(registry.Registry(winreg or registry.winreg()))
    if platform == "darwin":
        from wallet.notify import autostart_macos  # noqa: PLC0415

        return autostart_macos.LaunchAgent(home or Path.home())
    from wallet.notify import autostart_xdg  # noqa: PLC0415

    return autostart_xdg.DesktopEntry(environment, home or Path.home())


def command(
    *arguments: str,
    executable: str = sys.executable,
    platform: str = sys.platform,
    package: Path = _PACKAGE,
) -> Command:
    """Return what starts the program quietly as it is installed here: ``--tray``.

    ``arguments`` are added. Where the installed command is not beside Python's ``executable``,
    Python runs the ``package``, from the folder it lies in.
    """
    python = Path(executable)
    quietly = ("--tray", *arguments)
    if platform == "win32":
        # The one without a console, else a black window would stand there all day.
        windowed = python.with_name("pythonw.exe")
        return Command((str(windowed if windowed.exists() else python), "-m", "wallet", *quietly))
    script = python.with_name("learner-wallet")
    if os.access(script, os.X_OK):
        return Command((str(script), *quietly))
    folder = package.parent
    installed = folder.name in ("site-packages", "dist-packages")
    return Command((str(python), "-m", "wallet", *quietly), None if installed else str(folder))


def not_ours(place: str) -> UnusableInput:
    """Return the error for an entry of this name that somebody else wrote."""
    return UnusableInput(
        "autostart-not-ours",
        N_("there is an entry that this program did not write: {place}"),
        N_("look at it, and remove it yourself if it is not needed"),
        place=place,
    )


def not_possible(place: str, cause: str) -> UnusableInput:
    """Return the error for an entry that the system does not let be written, read or removed."""
    return UnusableInput(
        "autostart-cannot-write",
        N_("the entry could not be changed ({cause}): {place}"),
        N_("look who may write there, and how much room is left"),
        place=place,
        cause=cause,
    )


def not_startable(words: Sequence[str]) -> UnusableInput:
    """Return the error for a command that the system's form of entry cannot hold."""
    return UnusableInput(
        "autostart-path",
        N_("the system cannot start this with a session: {command}"),
        N_("install the program in a folder with a shorter or plainer name"),
        command=" ".join(words).encode(errors="replace").decode(),
    )
