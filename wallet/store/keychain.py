"""The system's keychain: one random key in it opens the wallet.

Only keychains that are known to protect what they hold are used, by their own classes:
Windows Credential Manager, the macOS Keychain, Secret Service (GNOME) and KWallet. What the
environment names is not asked: a "null" keychain would say yes to everything. Every call has
a time limit, for a keychain that waits for a window nobody sees.
"""

from __future__ import annotations

import base64
import binascii
import functools
import importlib
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

_SERVICE: Final = "learner-wallet"
_SECONDS: Final = 30.0
"""How long a call may take: the system may be asking the person for a password meanwhile."""
_SECONDS_TO_ANSWER: Final = 5.0
"""How long a keychain may take to say that it is there, which asks nobody."""
_CANDIDATES: Final = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
_ELSEWHERE: Final = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
_T = TypeVar("_T")


class Keychain(Protocol):
    """Something that keeps a key for the person who is logged in."""

    def get(self, wallet: str) -> bytes | None:
        """Return the key kept for ``wallet``, or None: there is none, or no answer."""
        ...

    def set(self, wallet: str, key: bytes) -> bool:
        """Keep ``key``; True only where it was read back as it was written."""
        ...

    def delete(self, wallet: str) -> None:
        """Forget the key of ``wallet``."""
        ...

    @property
    def name(self) -> str:
        """What to call it in sentences."""
        ...


class SystemKeychain:
    """A keychain through one of keyring's own classes."""

    def __init__(self, backend: Any, seconds: float = _SECONDS) -> None:
        """Take an instance of a keyring backend and how long to wait for it."""
        self._backend = backend
        self._seconds = seconds

    @property
    def name(self) -> str:
        """What keyring calls the backend."""
        return str(getattr(self._backend, "name", type(self._backend).__name__))

    def get(self, wallet: str) -> bytes | None:
        """Return the key kept for ``wallet``, or None."""
        text = within(self._seconds, lambda: self._backend.get_password(_SERVICE, wallet))
        if not isinstance(text, str):
            return None
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error:
            return None

    def set(self, wallet: str, key: bytes) -> bool:
        """Keep ``key`` and read it back."""
        text = base64.b64encode(key).decode()
        within(self._seconds, lambda: self._backend.set_password(_SERVICE, wallet, text))
        return self.get(wallet) == key

    def delete(self, wallet: str) -> None:
        """Forget the key of ``wallet``."""
        within(self._seconds, lambda: self._backend.delete_password(_SERVICE, wallet))


def system_keychain(
    *, platform: str = sys.platform, seconds: float = _SECONDS_TO_ANSWER
) -> Keychain | None:
    """Return this system's keychain, or None where none answers within ``seconds``."""
    for module, name in _CANDIDATES.get(platform, _ELSEWHERE):
        backend = within(seconds, functools.partial(_viable, module, name))
        if backend is not None:
            return SystemKeychain(backend)
    return None


def _viable(module: str, name: str) -> Any:
    kind = getattr(importlib.import_module(module), name)
    if not kind.priority > 0:
        return None
    backend = kind()
    if hasattr(backend, "persist"):
        backend.persist = "local machine"  # Windows would let the key roam with the profile
    return backend


def within(seconds: float, call: Callable[[], _T]) -> _T | None:
    """Return what ``call`` returns, or None where it raises or takes longer than ``seconds``."""
    answers: list[_T] = []

    def run() -> None:
        try:
            answers.append(call())
        except Exception:  # noqa: BLE001 - keyring's backends raise what their systems do
            return

    thread = threading.Thread(target=run, daemon=True, name="keychain")
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None
