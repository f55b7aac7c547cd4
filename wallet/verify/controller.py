"""The issuer's own document, and which keys it lists for what.

A key counts only if the document found at the issuer's identifier, or derived from it, lists
the verification method under ``assertionMethod`` and the method is the issuer's own
(VC Data Integrity §4.6 "retrieve verification method"; VERIFY.md rules 1, 2 and 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from wallet.documents.document import Document, Documents
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.jws import decode_segment
from wallet.verify import keys
from wallet.verify.keys import KeyMalformedError, PublicKey
from wallet.verify.problem import Problem, failed, unknown

_DID: Final = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]+\Z")
_PORT: Final = re.compile(r"[A-Za-z0-9.-]+(%3[Aa][0-9]{1,5})?\Z")
_MAX_DID: Final = 8_000


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key of a controller document. ``key`` is None where it could not be read."""

    id: str
    controller: str
    key: PublicKey | None


@dataclass(frozen=True, slots=True)
class ControllerDocument:
    """A DID document or another controlled identifier document, as of the day it was had.

    ``methods`` are all its keys by absolute id; ``assertion`` and ``authentication`` the ids
    listed for either use.
    """

    id: str
    methods: Mapping[str, VerificationMethod]
    assertion: frozenset[str]
    authentication: frozenset[str]
    as_of: datetime | None = None


def issuer_document(issuer: str, documents: Documents) -> ControllerDocument | Problem:
    """Return the document of ``issuer``, a DID or an https URL, without any network."""
    if issuer.startswith("did:"):
        if len(issuer) > _MAX_DID or not _DID.match(issuer):
            return failed("did-malformed", issuer=issuer[:200])
        method = issuer.split(":")[1]
        match method:
            case "key":
                return _did_key(issuer)
            case "jwk":
                return _did_jwk(issuer)
            case "web":
                url = did_web_url(issuer)
                return (
                    failed("did-malformed", issuer=issuer)
                    if url is None
                    else _fetched(issuer, url, documents)
                )
            case _:
                return unknown("did-method-not-supported", method=method, issuer=issuer)
    if urlsplit(issuer).scheme in ("https", "http") and urlsplit(issuer).netloc:
        return _fetched(issuer, issuer.partition("#")[0], documents)
    return unknown("issuer-not-resolvable", issuer=issuer[:200])


def did_web_url(did: str) -> str | None:
    """Return where the document of a did:web is (did:web method, "Read (Resolve)"), or None."""
    host, *path = did.removeprefix("did:web:").split(":")
    if not _PORT.match(host) or any(not part or part in (".", "..") for part in path):
        return None
    parts = [unquote(part) for part in path]
    if any("/" in part or "?" in part or "#" in part for part in parts):
        return None
    return f"https://{unquote(host)}/" + (
        "/".join([*path, "did.json"]) if path else ".well-known/did.json"
    )


def _did_key(did: str) -> ControllerDocument | Problem:
    text = did.removeprefix("did:key:")
    try:
        key = keys.from_multibase(text)
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))
    return _single(did, f"{did}#{text}", key)


def _did_jwk(did: str) -> ControllerDocument | Problem:
    try:
        jwk = strictjson.parse(decode_segment(did.removeprefix("did:jwk:")))
        key = keys.from_jwk(jwk)
    except (KeyMalformedError, UnusableInput, ValueError) as error:
        return failed("key-malformed", detail=str(error))
    use = jwk.get("use") if isinstance(jwk, dict) else None
    if use == "enc":
        return ControllerDocument(did, {}, frozenset(), frozenset())
    return _single(did, f"{did}#0", key)


def _single(did: str, method_id: str, key: PublicKey) -> ControllerDocument:
    method = VerificationMethod(method_id, did, key)
    signs = key.name != "X25519"
    listed = frozenset({method_id}) if signs else frozenset()
    return ControllerDocument(did, {method_id: method}, listed, listed)


def _fetched(identifier: str, url: str, documents: Documents) -> ControllerDocument | Problem:
    found = documents.get(url)
    if found is None:
        return unknown("issuer-document-not-at-hand", issuer=identifier, url=url)
    return read_controller_document(identifier, found)


def read_controller_document(identifier: str, found: Document) -> ControllerDocument | Problem:
    """Read a fetched document that must be the one of ``identifier`` (its ``id`` says so)."""
    if found.status != 200:
        return unknown("issuer-document-gone", found.as_of, issuer=identifier, url=found.url)
    try:
        document = strictjson.parse(found.data)
    except UnusableInput:
        return unknown("issuer-document-unreadable", found.as_of, issuer=identifier, url=found.url)
    if not isinstance(document, dict) or document.get("id") != identifier:
        return failed("issuer-document-mismatch", found.as_of, issuer=identifier, url=found.url)
    methods: dict[str, VerificationMethod] = {}
    for entry in _entries(document.get("verificationMethod")) + _entries(document.get("publicKey")):
        _add(methods, entry, identifier)
    uses = {
        use: frozenset(_listed(methods, _entries(document.get(use)), identifier))
        for use in ("assertionMethod", "authentication")
    }
    return ControllerDocument(
        identifier, methods, uses["assertionMethod"], uses["authentication"], found.as_of
    )


def of_did_key(method_id: str) -> str:
    """Return a method's id, completed where it is a bare did:key: there the DID is the key."""
    text = method_id.removeprefix("did:key:")
    bare = text != method_id and "#" not in text
    return f"{method_id}#{text}" if bare else method_id


def _entries(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _listed(methods: dict[str, VerificationMethod], entries: list[Any], base: str) -> list[str]:
    ids: list[str] = []
    for entry in entries:
        if isinstance(entry, dict):
            entry = _add(methods, entry, base)  # noqa: PLW2901 - from here on it is an id
        if isinstance(entry, str):
            ids.append(absolute(entry, base))
    return ids


def absolute(method_id: str, base: str) -> str:
    """Return a method's id with the document's own identifier before a bare fragment."""
    return base + method_id if method_id.startswith("#") else method_id


def _add(methods: dict[str, VerificationMethod], entry: object, base: str) -> str | None:
    """Take one method; the first of an id counts, a second one does not replace it."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return None
    method_id = absolute(entry["id"], base)
    controller = entry.get("controller", entry.get("owner"))
    key: PublicKey | None = None
    try:
        if "publicKeyMultibase" in entry:
            key = keys.from_multibase(entry["publicKeyMultibase"])
        elif "publicKeyJwk" in entry:
            key = keys.from_jwk(entry["publicKeyJwk"])
        elif "publicKeyPem" in entry:
            key = keys.from_pem(entry["publicKeyPem"])
    except (KeyMalformedError, ValueError):
        key = None
    methods.setdefault(
        method_id,
        VerificationMethod(method_id, controller if isinstance(controller, str) else "", key),
    )
    return method_id


def issuers_key(
    method_id: str, issuer: str, document: ControllerDocument
) -> VerificationMethod | Problem:
    """Return the method if ``document``, the issuer's own, lists it to sign credentials with."""
    method_id = of_did_key(method_id)
    method = document.methods.get(method_id)
    if method is None or method_id not in document.assertion:
        reason = "key-for-other-use" if method_id in document.methods else "key-not-listed"
        return failed(reason, document.as_of, method=method_id, issuer=issuer)
    if method.controller != issuer:
        return failed("key-of-another", document.as_of, method=method_id, issuer=issuer)
    if method.key is None:
        return unknown("key-unreadable", document.as_of, method=method_id, issuer=issuer)
    return method
