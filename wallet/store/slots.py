"""Sealed slots: the wallet key, once for every way to unlock the wallet.

The wallet key is 32 random bytes that never change their place: each slot holds it sealed
with AES-256-GCM under a key of its own, from a passphrase (Argon2id), the system's keychain,
both together, or the recovery code. What identifies a slot is authenticated with it, so that
slots cannot be swapped between wallets or turned into another kind.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wallet.errors import VaultError
from wallet.i18n import N_

FORMAT: Final = 1
KEY_BYTES: Final = 32

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_MAX_SLOTS: Final = 32


class SlotKind(StrEnum):
    """The ways to unlock a wallet."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind, not a secret
    KEYCHAIN = "keychain"
    BOTH = "both"
    """Keychain and passphrase together, every time."""
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What a guess at the passphrase costs: memory in KiB, passes, and lanes."""

    memory: int = 256 * 1024
    passes: int = 3
    lanes: int = 4

    def is_sane(self) -> bool:
        """Return whether an edited file does not ask for a terabyte, or for ages."""
        return (
            8 * self.lanes <= self.memory <= 1024 * 1024
            and 1 <= self.passes <= 10
            and 1 <= self.lanes <= 16
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """One sealed copy of the wallet key. Bytes are base64 in the file."""

    id: str
    kind: SlotKind
    nonce: bytes
    sealed: bytes
    salt: bytes = b""
    cost: Argon2Cost | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything in ``keys.json``: which wallet it is of, and its slots."""

    format: int
    wallet: str
    slots: tuple[Slot, ...]

    def kinds(self) -> frozenset[SlotKind]:
        """Return the ways this wallet can be unlocked."""
        return frozenset(slot.kind for slot in self.slots)

    def of(self, kind: SlotKind) -> tuple[Slot, ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind is kind)

    def to_bytes(self) -> bytes:
        """Return the file's JSON."""
        return json.dumps(msgspec.to_builtins(self), indent=1).encode()


def read(data: bytes) -> Slots:
    """Read ``keys.json``; VaultError where it is damaged or of a newer program."""
    try:
        about = msgspec.json.decode(data)
        version = about.get("format") if isinstance(about, dict) else None
        if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
            raise VaultError(
                "vault-newer",
                N_("this wallet was made by a newer version of the program"),
                N_("install that version; nothing was changed"),
            )
        found = msgspec.convert(about, Slots)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not 0 < len(found.slots) <= _MAX_SLOTS:
        raise _damaged()
    return found


def _damaged() -> VaultError:
    return VaultError(
        "keys-damaged",
        N_("the wallet's file keys.json is damaged"),
        N_("put it back from a copy of the wallet's folder"),
    )


def derived(secret: bytes, label: str, salt: bytes = b"") -> bytes:
    """Return 32 bytes from ``secret`` for one use, named by ``label`` (HKDF, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt or None, b"learner-wallet/" + label.encode()).derive(
        secret
    )


def from_passphrase(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return the key of a passphrase (Argon2id, RFC 9106), however its letters are composed.

    Raises VaultError "keys-damaged" where the slot asks for more work than any version of the
    program ever asked for, and "not-enough-memory".
    """
    if not cost.is_sane() or len(salt) != _SALT_BYTES:
        raise VaultError(
            "keys-damaged",
            N_("the wallet's file keys.json asks for an absurd amount of work"),
            N_("put it back from a copy of the wallet's folder"),
        )
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory,
        ).derive(text)
    except MemoryError as error:
        raise VaultError(
            "not-enough-memory",
            N_("a passphrase needs {megabytes} MB of free memory to be tried"),
            N_("close other programs and try again"),
            megabytes=cost.memory // 1024,
        ) from error


def key_of(slot: Slot, *, passphrase: str | None, keychain: bytes | None) -> bytes | None:
    """Return the key that opens ``slot`` from what is at hand, or None where it is not enough."""
    cost = slot.cost or Argon2Cost()
    match slot.kind:
        case SlotKind.PASSPHRASE if passphrase is not None:
            return from_passphrase(passphrase, slot.salt, cost)
        case SlotKind.KEYCHAIN if keychain is not None:
            return derived(keychain, "keychain")
        case SlotKind.BOTH if passphrase is not None and keychain is not None:
            return derived(keychain + from_passphrase(passphrase, slot.salt, cost), "both")
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Sealer:
    """Makes the slots of one wallet. ``random`` gives as many bytes as it is asked for."""

    wallet: str
    wallet_key: bytes = field(repr=False)
    random: Callable[[int], bytes] = field(repr=False)
    cost: Argon2Cost

    def passphrase(self, passphrase: str) -> Slot:
        """Return a slot that ``passphrase`` opens."""
        draft = self._draft(SlotKind.PASSPHRASE, self.cost)
        return self._sealed(draft, key_of(draft, passphrase=passphrase, keychain=None))

    def keychain(self, secret: bytes) -> Slot:
        """Return a slot that the keychain's ``secret`` opens."""
        draft = self._draft(SlotKind.KEYCHAIN)
        return self._sealed(draft, key_of(draft, passphrase=None, keychain=secret))

    def both(self, passphrase: str, secret: bytes) -> Slot:
        """Return a slot that ``passphrase`` and the keychain's ``secret`` open together."""
        draft = self._draft(SlotKind.BOTH, self.cost)
        return self._sealed(draft, key_of(draft, passphrase=passphrase, keychain=secret))

    def recovery(self, secret: bytes) -> Slot:
        """Return a slot that the ``secret`` of a recovery code opens."""
        return self._sealed(self._draft(SlotKind.RECOVERY), derived(secret, "recovery"))

    def _draft(self, kind: SlotKind, cost: Argon2Cost | None = None) -> Slot:
        salt = self.random(_SALT_BYTES) if cost else b""
        return Slot(self.random(8).hex(), kind, self.random(_NONCE_BYTES), b"", salt, cost)

    def _sealed(self, draft: Slot, key: bytes | None) -> Slot:
        if key is None:
            raise ValueError(draft.kind)
        about = _authenticated(self.wallet, draft)
        return replace(draft, sealed=AESGCM(key).encrypt(draft.nonce, self.wallet_key, about))


def open_slot(wallet: str, slot: Slot, key: bytes) -> bytes | None:
    """Return the wallet key, or None where ``key`` is not the right one."""
    try:
        wallet_key = AESGCM(key).decrypt(slot.nonce, slot.sealed, _authenticated(wallet, slot))
    except (InvalidTag, ValueError):
        return None
    return wallet_key if len(wallet_key) == KEY_BYTES else None


def _authenticated(wallet: str, slot: Slot) -> bytes:
    about: dict[str, Any] = {"format": FORMAT, "wallet": wallet, "id": slot.id, "kind": slot.kind}
    about["salt"] = base64.b64encode(slot.salt).decode()
    about["cost"] = msgspec.to_builtins(slot.cost)
    return json.dumps(about, sort_keys=True).encode()
