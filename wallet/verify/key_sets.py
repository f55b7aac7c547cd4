"""Keys at addresses of their own: JSON Web Key Sets, single JWKs and key documents.

Follows RFC 7517 §5, Open Badges 3.0 §8.2.3 (``kid`` as an address) and SD-JWT VC §3 (JWT VC
issuer metadata). An address counts only where the issuer's own document names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import structs

from wallet.documents.document import Document, Documents
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.verify import keys
from wallet.verify.keys import KeyMalformedError, PublicKey
from wallet.verify.methods import ControllerDocument, VerificationMethod, read_method
from wallet.verify.problem import Problem, failed, unknown

MAX_KEYS: Final = 100
"""How many keys of one set are looked at."""
_ADDRESSES: Final = ("jwks_uri", "jwksUri", "jwksURI")


def of_set(key_set: object, base: str, controller: str) -> dict[str, VerificationMethod]:
    """Return the keys of a JWKS as methods ``BASE#kid``; one without ``kid`` is ``BASE#N``."""
    listed = key_set.get("keys") if isinstance(key_set, dict) else None
    found: dict[str, VerificationMethod] = {}
    for place, jwk in enumerate(listed[:MAX_KEYS] if isinstance(listed, list) else ()):
        kid = jwk.get("kid") if isinstance(jwk, dict) else None
        method_id = f"{base}#{kid if isinstance(kid, str) else place}"
        found.setdefault(method_id, VerificationMethod(method_id, controller, _jwk(jwk)))
    return found


def named_by(
    document: Mapping[str, Any], identifier: str, documents: Documents
) -> dict[str, VerificationMethod]:
    """Return the keys of the sets that ``document`` holds or names: by its own id and theirs.

    A set of one key, or a key alone, is named by its address without more too.
    """
    found = of_set(document.get("jwks"), identifier, identifier)
    for name in _ADDRESSES:
        url = document.get(name)
        if not isinstance(url, str) or (value := _json(documents.get(url))) is None:
            continue
        for base in (identifier, url):
            found = of_set(value, base, identifier) | found
        if (alone := at_address(url, identifier, documents, listed=True)) is not None:
            found.setdefault(url, structs.replace(alone, id=url))
    return found


def at_address(
    method_id: str, issuer: str, documents: Documents, *, listed: bool
) -> VerificationMethod | None:
    """Return the key that the address ``method_id`` holds, if that is at hand.

    A bare JWK names no controller: it is the ``issuer``'s where the issuer has ``listed`` it.
    """
    url, _, fragment = method_id.partition("#")
    value = _json(documents.get(url))
    if value is None:
        return None
    controller = issuer if listed else ""
    if "kty" in value:
        return VerificationMethod(method_id, controller, _jwk(value))
    if "keys" in value:
        methods = of_set(value, url, controller)
        alone = next(iter(methods.values())) if len(methods) == 1 and not fragment else None
        return methods.get(method_id, alone)
    held = value.get("verificationMethod", value.get("publicKey"))
    for entry in [*(held if isinstance(held, list) else [held]), value]:
        method = read_method(entry, url)
        if method is not None and method.id == method_id:
            return method
    return None


def issuer_metadata_url(issuer: str) -> str | None:
    """Return where the metadata of an ``iss`` is: the well-known part before its path (§3.1)."""
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        return None
    return f"https://{parts.netloc}/.well-known/jwt-vc-issuer{parts.path.rstrip('/')}"


def issuer_metadata(issuer: str, documents: Documents) -> ControllerDocument | Problem | None:
    """Return the keys in the issuer's JWT VC metadata; None where it is not at hand (§3.2)."""
    url = issuer_metadata_url(issuer)
    found = documents.get(url) if url else None
    if url is None or found is None or found.status != 200:
        return None
    value = _json(found)
    if value is None:
        return unknown("issuer-document-unreadable", found.as_of, issuer=issuer, url=url)
    if value.get("issuer") != issuer:
        return failed("issuer-document-mismatch", found.as_of, issuer=issuer, url=url)
    methods = named_by(value, issuer, documents)
    if not methods and any(name in value for name in _ADDRESSES):
        where = next(str(value[name]) for name in _ADDRESSES if name in value)
        return unknown("key-not-at-hand", found.as_of, method=where[:200])
    return ControllerDocument(issuer, methods, frozenset(methods), frozenset(), found.as_of)


def _jwk(jwk: object) -> PublicKey | None:
    try:
        return keys.from_jwk(jwk)
    except KeyMalformedError:
        return None


def _json(found: Document | None) -> dict[str, Any] | None:
    if found is None or found.status != 200:
        return None
    try:
        value = strictjson.parse(found.data)
    except UnusableInput:
        return None
    return value if isinstance(value, dict) else None
