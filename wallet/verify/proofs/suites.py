"""What a suite of embedded proofs is: the keys it goes with, and what it signs.

There is one file for each way of bringing a document into the form that is signed; the suites
that are verified are listed in :mod:`wallet.verify.proofs.data_integrity`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from wallet.verify.base58 import base58btc
from wallet.verify.keys import KeyKind, PublicKey
from wallet.verify.problem import Problem, failed
from wallet.verify.proofs.evidence import Evidence

_LONGEST: Final = 200
"""How many characters a signature may have in base58."""


class Signed(msgspec.Struct, frozen=True):
    """What one proof signs, and the key it names.

    ``document`` has no proofs in it but those that a chain builds on; ``algorithm`` is the one
    of JWA that the suite uses with such a key.
    """

    document: dict[str, Any]
    proof: dict[str, Any]
    key: PublicKey
    algorithm: str

    @property
    def hash_name(self) -> str:
        """SHA-256, and SHA-384 with a P-384 key (ECDSA Cryptosuites §3.2 and §3.3)."""
        return "sha384" if self.key.kind is KeyKind.P384 else "sha256"

    def digest(self, part: str | bytes) -> bytes:
        """Return the hash of ``part``."""
        data = part.encode() if isinstance(part, str) else part
        return (hashlib.sha384 if self.hash_name == "sha384" else hashlib.sha256)(data).digest()

    def options(self, *signatures: str) -> dict[str, Any]:
        """Return the proof without the properties that hold its signature."""
        return {name: value for name, value in self.proof.items() if name not in signatures}

    def fits(self, signature: bytes, data: bytes) -> Problem | None:
        """Return None where ``signature`` is one over ``data`` by the key."""
        if not signature:
            return failed("signature-malformed")
        if not self.key.verifies(signature, data, self.algorithm):
            return failed("signature-invalid")
        return None


class Suite(msgspec.Struct, frozen=True):
    """A suite: its name, its keys with their algorithms of JWA, and what judges a proof.

    ``amiss`` returns what keeps a proof from fitting what it says it signs, None where it fits.
    """

    name: str
    algorithms: Mapping[KeyKind, str]
    amiss: Callable[[Signed, Evidence], Problem | None]


def proof_value(proof: Mapping[str, Any]) -> bytes:
    """Return the bytes of ``proofValue``: multibase base58btc, or nothing if it is none."""
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > _LONGEST:
        return b""
    try:
        return base58btc(value[1:])
    except ValueError:
        return b""
