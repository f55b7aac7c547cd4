"""Values in the person's own part of the Windows registry, HKEY_CURRENT_USER."""

from __future__ import annotations

import importlib
from typing import Any, Final

TEXT: Final = 1
"""REG_SZ."""


def winreg() -> Any:
    """Return Python's module for the registry, which is on Windows only."""
    return importlib.import_module("winreg")


class Registry:
    """Reads, writes and deletes values of keys below HKEY_CURRENT_USER. Raises OSError."""

    def __init__(self, module: Any) -> None:
        """Take what :func:`winreg` returns, or what does the same."""
        self._module = module

    def read(self, key: str, name: str) -> Any:
        """Return a value, or None where there is none."""
        root = self._module.HKEY_CURRENT_USER
        try:
            with self._module.OpenKey(root, key) as found:
                return self._module.QueryValueEx(found, name)[0]
        except FileNotFoundError:
            return None

    def write(self, key: str, name: str, text: str) -> None:
        """Write a text, in a key that is made where it is missing."""
        with self._module.CreateKey(self._module.HKEY_CURRENT_USER, key) as found:
            self._module.SetValueEx(found, name, 0, TEXT, text)

    def delete(self, key: str, name: str) -> None:
        """Delete a value, if it is there."""
        root = self._module.HKEY_CURRENT_USER
        try:
            with self._module.OpenKey(root, key, 0, self._module.KEY_SET_VALUE) as found:
                self._module.DeleteValue(found, name)
        except FileNotFoundError:
            return
