"""What the tests of the store share: a keychain of their own, quick keys, and badges."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wallet.credential.model import Picture
from wallet.store.home import WalletHome
from wallet.store.keychain import Keychain
from wallet.store.slots import Argon2Cost
from wallet.store.vault import Judgement, Vault

QUICK = Argon2Cost(memory=64, passes=1, lanes=1)
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
PASSPHRASE = "correct horse battery staple"
NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
JUDGED = Judgement(NOW, "verified", "current", "recognised", "mine")


class FakeKeychain:
    """A keychain that keeps its keys in a dictionary."""

    name = "Fake"

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}
        self.asked = 0

    def get(self, wallet: str) -> bytes | None:
        self.asked += 1
        return self.keys.get(wallet)

    def set(self, wallet: str, key: bytes) -> bool:
        self.keys[wallet] = key
        return True

    def delete(self, wallet: str) -> None:
        self.keys.pop(wallet, None)


class ForgetfulKeychain(FakeKeychain):
    """A keychain that takes everything and keeps nothing, as a null backend does."""

    def set(self, wallet: str, key: bytes) -> bool:
        return self.get(wallet) == key


def home_in(folder: Path, keychain: Keychain | None = None) -> WalletHome:
    """Return a home with quick passphrases."""
    return WalletHome(folder, keychain=lambda: keychain, cost=QUICK)


def keep(vault: Vault, original: bytes = b"badge", **facts: Any) -> str | None:
    """Keep a badge of which only what matters is told."""
    about: dict[str, Any] = {
        "file_name": "badge.json",
        "added_at": NOW,
        "derived": b"derived",
        "picture": None,
        "judged": JUDGED,
    }
    return vault.keep(original, **(about | facts))


@contextmanager
def opened(path: Path, *, key: bytes = KEY, create: bool = False) -> Iterator[Vault]:
    """Open a vault and close it behind."""
    vault = Vault(path, key, create=create)
    try:
        yield vault
    finally:
        vault.close()


def picture(data: bytes) -> Picture:
    """Return a picture found in a badge."""
    return Picture(media_type="image/png", data=data)


def names(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {one.name for one in folder.iterdir()}
