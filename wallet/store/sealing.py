"""Private keys of the learner's own, sealed inside the vault.

The vault's pages are encrypted already; a second seal, under a key of its own, keeps a private
key out of every query, and of whatever reads the vault's file with its database key alone. What
a sealed key is, is authenticated with it: it opens in no other wallet, under no other name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wallet.errors import VaultError
from wallet.i18n import N_

SCHEMA: Final = 1
"""The form of what is sealed: the 32 bytes of an Ed25519 private key (RFC 8032 §5.1.5)."""
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens the private keys of one wallet, by a key that is derived of its own."""

    wallet: str
    key: bytes = field(repr=False)

    def close(self, key_id: str, secret: bytes, nonce: bytes) -> bytes:
        """Return ``secret``, the private key called ``key_id``, sealed (AES-256-GCM).

        ``nonce`` is 12 bytes that were never used before.
        """
        return AESGCM(self.key).encrypt(nonce, secret, self._about(key_id))

    def open(self, key_id: str, sealed: bytes, nonce: bytes) -> bytes:
        """Return what was sealed under that name; VaultError "holder-key-damaged"."""
        try:
            return AESGCM(self.key).decrypt(nonce, sealed, self._about(key_id))
        except (InvalidTag, ValueError) as error:
            raise damaged() from error

    def _about(self, key_id: str) -> bytes:
        about = {"id": key_id, "schema": SCHEMA, "wallet": self.wallet}
        return json.dumps(about, sort_keys=True).encode()


def damaged() -> VaultError:
    """Return the error for a private key that does not open, or is not the one it is named."""
    return VaultError(
        "holder-key-damaged",
        N_("the key that the wallet signs with is damaged, or was put there by somebody else"),
        N_("put the wallet's folder back from a copy; the badges in it are not touched"),
    )
