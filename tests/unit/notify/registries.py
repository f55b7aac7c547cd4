"""A Windows registry in memory, spoken to as Python's module ``winreg``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


class Winreg:
    """What of the module is used; keys are told apart as Windows does, without their case."""

    HKEY_CURRENT_USER = "HKCU"
    KEY_SET_VALUE = 2

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, tuple[int, Any]]] = {}
        self.broken = False

    @contextlib.contextmanager
    def OpenKey(self, root: str, key: str, reserved: int = 0, access: int = 0) -> Iterator[Any]:  # noqa: N802
        assert (root, reserved) == (self.HKEY_CURRENT_USER, 0)
        if self.broken:
            raise PermissionError(13, "Access is denied")
        if key.lower() not in self.keys:
            raise FileNotFoundError(key)
        yield self.keys[key.lower()], access

    @contextlib.contextmanager
    def CreateKey(self, root: str, key: str) -> Iterator[Any]:  # noqa: N802
        assert root == self.HKEY_CURRENT_USER
        if self.broken:
            raise PermissionError(13, "Access is denied")
        yield self.keys.setdefault(key.lower(), {}), self.KEY_SET_VALUE

    def QueryValueEx(self, found: Any, name: str) -> tuple[Any, int]:  # noqa: N802
        if name not in found[0]:
            raise FileNotFoundError(name)
        kind, value = found[0][name]
        return value, kind

    def SetValueEx(self, found: Any, name: str, reserved: int, kind: int, value: Any) -> None:  # noqa: N802
        assert reserved == 0
        assert found[1] == self.KEY_SET_VALUE
        found[0][name] = (kind, value)

    def DeleteValue(self, found: Any, name: str) -> None:  # noqa: N802
        assert found[1] == self.KEY_SET_VALUE
        if name not in found[0]:
            raise FileNotFoundError(name)
        del found[0][name]
