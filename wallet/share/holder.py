"""The learner as the one who hands badges over: a DID of their own, and the key that is its.

A did:key is the key itself, so nobody needs to be asked whose it is; made once, on first need,
and kept in the vault (:mod:`wallet.store.sealing`). Whoever gets two presentations by it can
tell that they are from the same wallet. It is never exported and never printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wallet.store.sealing import damaged
from wallet.store.sharing import SharingRecords

_ED25519: Final = b"\xed\x01"
"""The multicodec of an Ed25519 public key."""
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Holder:
    """The learner's own DID and key, held no longer than it takes to sign something."""

    id: str
    _key: Ed25519PrivateKey = field(repr=False)

    @property
    def method(self) -> str:
        """The verification method of the only key there is (did:key method §3.1)."""
        return f"{self.id}#{self.id.removeprefix('did:key:')}"

    @property
    def public(self) -> bytes:
        """The bare bytes of the public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature over ``data`` (RFC 8032 §5.1.6)."""
        return self._key.sign(data)


def holder_of(
    vault: SharingRecords, random: Callable[[int], bytes], clock: Callable[[], datetime]
) -> Holder:
    """Return the learner's own key out of ``vault``; it is made where there is none yet.

    Raises VaultError "holder-key-damaged" where what is kept is not that key.
    """

    def make() -> tuple[str, bytes]:
        secret = random(_SECRET_BYTES)
        return did_of(Ed25519PrivateKey.from_private_bytes(secret)), secret

    kept = vault.holder_key(make, random, clock())
    if len(kept.secret) != _SECRET_BYTES:
        raise damaged()
    key = Ed25519PrivateKey.from_private_bytes(kept.secret)
    if did_of(key) != kept.id:
        raise damaged()
    return Holder(kept.id, key)


def passing(random: Callable[[int], bytes]) -> Holder:
    """Return a holder that is kept nowhere: to look at what would be signed."""
    key = Ed25519PrivateKey.from_private_bytes(random(_SECRET_BYTES))
    return Holder(did_of(key), key)


def did_of(key: Ed25519PrivateKey) -> str:
    """Return the did:key of a key (did:key method §3.1.1)."""
    public = key.public_key().public_bytes_raw()
    return "did:key:z" + base58.b58encode(_ED25519 + public).decode("ascii")
