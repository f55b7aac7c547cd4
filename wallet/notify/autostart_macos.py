"""LaunchAgents of macOS (launchd.plist(5)): read when a person logs in the next time."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any, Final
from xml.parsers.expat import ExpatError

from wallet.notify import autostart_files as files
from wallet.notify.autostart import Command, State, not_ours, not_startable

LABEL: Final = "learner-wallet.tray"


class LaunchAgent:
    """The entry of one person."""

    def __init__(self, home: Path) -> None:
        """Take the person's ``home``."""
        self._path = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    @property
    def place(self) -> str:
        """The file."""
        return str(self._path)

    def on(self, command: Command) -> None:
        """Write the entry. Raises UnusableInput."""
        said: dict[str, Any] = {
            "Label": LABEL,
            "ProgramArguments": list(command.words),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        if command.folder is not None:
            said["WorkingDirectory"] = command.folder
        try:
            data = plistlib.dumps(said)
        except ValueError as error:  # what XML cannot hold, or a path that is no text
            raise not_startable(command.words) from error
        self._ours()
        files.write(self._path, data)

    def off(self) -> None:
        """Take the entry away. Raises UnusableInput."""
        if self._ours() is not None:
            files.remove(self._path)

    def state(self, command: Command) -> State:
        """Return whether ``command`` starts with the session. Raises UnusableInput."""
        found = self._read()
        if found is not None and found.get("Label") != LABEL:
            return State.FOREIGN
        if not found or found.get("Disabled") or not found.get("RunAtLoad"):
            return State.OFF
        said = found.get("ProgramArguments"), found.get("WorkingDirectory")
        return State.ON if said == (list(command.words), command.folder) else State.OTHERWISE

    def _ours(self) -> dict[str, Any] | None:
        found = self._read()
        if found is not None and found.get("Label") != LABEL:
            raise not_ours(self.place)
        return found

    def _read(self) -> dict[str, Any] | None:
        data = files.read(self._path)
        if data is None:
            return None
        try:
            found = plistlib.loads(data)
        except (ExpatError, ValueError, OverflowError, LookupError):
            return {}
        return found if isinstance(found, dict) else {}
