"""Verification methods: one published key, what it is called and whose it is.

Reads the forms of Controlled Identifiers 1.0 §2.2 (Multikey, JsonWebKey), the suites before
them (Ed25519VerificationKey2018 and 2020), and Open Badges 2.0 §4.1.7 (CryptographicKey).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from wallet.credential.moment import Moment, parse_moment
from wallet.verify import keys
from wallet.verify.keys import KeyKind, KeyMalformedError, PublicKey

_MATERIAL: Final = ("publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem")
_OF_TYPE: Final = {
    "Ed25519VerificationKey2018": KeyKind.ED25519,
    "Ed25519VerificationKey2020": KeyKind.ED25519,
    "EcdsaSecp256k1VerificationKey2019": KeyKind.SECP256K1,
}
"""The types that say which kind of key they hold; ``publicKeyBase58`` says it nowhere else."""


class VerificationMethod(msgspec.Struct, frozen=True):
    """A key of a controller document. ``key`` is None where it could not be read.

    From ``revoked`` or ``expires`` on, the key is not to be relied on (§2.2).
    """

    id: str
    controller: str
    key: PublicKey | None
    revoked: Moment | None = None
    expires: Moment | None = None


class ControllerDocument(msgspec.Struct, frozen=True):
    """A DID document or another controlled identifier document, as of the day it was had.

    ``methods`` are all its keys by absolute id; ``assertion`` and ``authentication`` the ids
    listed for either use. ``silent`` is an issuer's profile that says nothing of keys at all.
    """

    id: str
    methods: Mapping[str, VerificationMethod]
    assertion: frozenset[str]
    authentication: frozenset[str]
    as_of: datetime | None = None
    silent: bool = False


def absolute(method_id: str, base: str) -> str:
    """Return a method's id with the document's own identifier before a bare fragment."""
    return base + method_id if method_id.startswith("#") else method_id


def read_method(entry: object, base: str) -> VerificationMethod | None:
    """Return the method that ``entry`` of the document ``base`` is; None where it is none.

    One that cannot be read, says two things at once or has dates that are none, is there with
    no key: it is listed, and cannot be used.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return None
    controller = entry.get("controller", entry.get("owner"))
    controller = controller if isinstance(controller, str) else ""
    method_id = absolute(entry["id"], base)
    dates = {name: parse_moment(entry[name]) for name in ("revoked", "expires") if name in entry}
    if None in dates.values():
        return VerificationMethod(method_id, controller, None)
    return VerificationMethod(method_id, controller, _key(entry), **dates)


def _key(entry: dict[str, Any]) -> PublicKey | None:
    material = [name for name in _MATERIAL if name in entry]
    if len(material) != 1:
        return None
    kind = _OF_TYPE.get(entry["type"]) if isinstance(entry.get("type"), str) else None
    try:
        match material[0]:
            case "publicKeyMultibase":
                key = keys.from_multibase(entry["publicKeyMultibase"])
            case "publicKeyJwk":
                key = keys.from_jwk(entry["publicKeyJwk"])
            case "publicKeyPem":
                key = keys.from_pem(entry["publicKeyPem"])
            case _ if kind is not None:
                key = keys.from_base58(entry["publicKeyBase58"], kind.value)
            case _:
                return None
    except KeyMalformedError:
        return None
    return key if kind in (None, key.kind) else None
