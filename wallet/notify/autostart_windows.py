"""The key ``Run`` of the Windows registry, and the switch that people have for it.

"Startup apps" in the settings, and the task manager, leave the value as it is and note beside
it whether it counts.
"""

from __future__ import annotations

import subprocess
from typing import Final

from wallet.notify.autostart import Command, State, not_possible, not_startable
from wallet.notify.registry import Registry

RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
NAME: Final = "LearnerWallet"
_MOST: Final = 260
"""Characters of a command line in the key (Microsoft, "Run and RunOnce Registry Keys")."""


class RunValue:
    """The entry of one person."""

    place: Final = f"HKEY_CURRENT_USER\\{RUN}\\{NAME}"

    def __init__(self, registry: Registry) -> None:
        """Take the person's registry."""
        self._registry = registry

    def on(self, command: Command) -> None:
        """Write the entry, and forget that it was switched off. Raises UnusableInput."""
        line = subprocess.list2cmdline(command.words)
        if len(line) > _MOST or not line.isprintable():
            raise not_startable(command.words)
        try:
            self._registry.write(RUN, NAME, line)
            self._registry.delete(APPROVED, NAME)
        except OSError as error:
            raise not_possible(self.place, error.strerror or str(error)) from error

    def off(self) -> None:
        """Take the entry away. Raises UnusableInput."""
        try:
            self._registry.delete(RUN, NAME)
            self._registry.delete(APPROVED, NAME)
        except OSError as error:
            raise not_possible(self.place, error.strerror or str(error)) from error

    def state(self, command: Command) -> State:
        """Return whether ``command`` starts with the session. Raises UnusableInput."""
        try:
            line = self._registry.read(RUN, NAME)
            approved = self._registry.read(APPROVED, NAME)
        except OSError as error:
            raise not_possible(self.place, error.strerror or str(error)) from error
        # An odd first byte says that it was switched off.
        switched_off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        if line is None or switched_off:
            return State.OFF
        same = line == subprocess.list2cmdline(command.words)
        return State.ON if same else State.OTHERWISE
