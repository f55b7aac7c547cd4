"""The issuer's own document, and which keys it lists for what.

A key counts only if the document found at the issuer's identifier, or derived from it, lists
the verification method under ``assertionMethod`` and the method is the issuer's own
(Controlled Identifiers 1.0 §3.3 "retrieve verification method"; VERIFY.md rules 1, 2 and 4).
What it lists by address is looked up there; an address that nobody lists is not.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import structs

from wallet.documents.document import Document, Documents
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import items, types
from wallet.formats.jws import decode_segment
from wallet.verify import key_sets, keys
from wallet.verify.keys import KeyMalformedError, PublicKey
from wallet.verify.methods import ControllerDocument, VerificationMethod, absolute, read_method
from wallet.verify.problem import Problem, failed, unknown

__all__ = [
    "ControllerDocument",
    "VerificationMethod",
    "absolute",
    "did_web_url",
    "for_handing_over",
    "issuer_document",
    "issuers_key",
    "of_did_key",
    "read_controller_document",
]

_DID: Final = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]+\Z")
_PORT: Final = r"[A-Za-z0-9.-]+(%3[Aa][0-9]{1,5})?\Z"
_MAX_DID: Final = 8_000
_KEPT: Final = 128
_SMALL: Final = 64 * 1024
"""How many documents are kept as they were read, and the bytes of the largest that is."""
_MAX_ADDRESSES: Final = 10
"""How many addresses of keys one document may send us to."""
_USES: Final = ("assertionMethod", "authentication")
_OF_KEYS: Final = frozenset(
    {*_USES, "verificationMethod", "publicKey", "jwks", "jwks_uri", "jwksUri", "jwksURI"}
)


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
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return unknown("issuer-not-resolvable", issuer=issuer[:200])
    if parts.scheme in ("https", "http") and parts.netloc:
        return _fetched(issuer, issuer.partition("#")[0], documents)
    return unknown("issuer-not-resolvable", issuer=issuer[:200])


def did_web_url(did: str) -> str | None:
    """Return where the document of a did:web is (did:web method, "Read (Resolve)"), or None."""
    host, *path = did.removeprefix("did:web:").split(":")
    if not re.match(_PORT, host) or any(not part or part in (".", "..") for part in path):
        return None
    parts = [unquote(part) for part in path]
    if any("/" in part or "?" in part or "#" in part or part in (".", "..") for part in parts):
        return None
    return f"https://{unquote(host)}/" + (
        "/".join([*path, "did.json"]) if path else ".well-known/did.json"
    )


@lru_cache(maxsize=_KEPT)
def _did_key(did: str) -> ControllerDocument | Problem:
    text = did.removeprefix("did:key:")
    try:
        key = keys.from_multibase(text)
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))
    return _single(did, f"{did}#{text}", key)


@lru_cache(maxsize=_KEPT)
def _did_jwk(did: str) -> ControllerDocument | Problem:
    try:
        jwk = strictjson.parse(decode_segment(did.removeprefix("did:jwk:")))
        if isinstance(jwk, dict) and jwk.get("use") == "enc":
            return ControllerDocument(did, {}, frozenset(), frozenset())
        key = keys.from_jwk(jwk)
    except (KeyMalformedError, UnusableInput, ValueError) as error:
        return failed("key-malformed", detail=str(error))
    return _single(did, f"{did}#0", key)


def _single(did: str, method_id: str, key: PublicKey) -> ControllerDocument:
    method = VerificationMethod(method_id, did, key)
    listed = frozenset({method_id} if key.name not in ("X25519", "X448") else ())
    return ControllerDocument(did, {method_id: method}, listed, listed)


def _fetched(identifier: str, url: str, documents: Documents) -> ControllerDocument | Problem:
    found = documents.get(url)
    if found is None:
        return unknown("issuer-document-not-at-hand", issuer=identifier, url=url)
    return read_controller_document(identifier, found, documents)


def read_controller_document(
    identifier: str, found: Document, documents: Documents
) -> ControllerDocument | Problem:
    """Read a fetched document that must be the one of ``identifier`` (its ``id`` says so).

    ``documents`` has the keys that it lists by address.
    """
    read = (_read_again if len(found.data) <= _SMALL else _read)(identifier, found)
    if isinstance(read, Problem) or not read.elsewhere:
        return read if isinstance(read, Problem) else read.document
    methods = dict(read.document.methods)
    assertion = set(read.document.assertion)
    if read.profile:
        of_sets = key_sets.named_by(read.profile, identifier, documents)
        methods = of_sets | methods
        assertion |= of_sets.keys()
    for url in sorted(assertion - methods.keys())[:_MAX_ADDRESSES]:
        method = key_sets.at_address(url, identifier, documents, listed=True)
        if method is not None:
            methods[url] = structs.replace(method, id=url)
    return structs.replace(read.document, methods=methods, assertion=frozenset(assertion))


class _Read(msgspec.Struct, frozen=True):
    """A document by itself: what it holds, and what more it names ``elsewhere``.

    ``profile`` is its JSON where its keys are for whatever it issues: no use is stated.
    """

    document: ControllerDocument
    elsewhere: bool = False
    profile: dict[str, Any] | None = None


def _read(identifier: str, found: Document) -> _Read | Problem:
    if found.status != 200:
        return unknown("issuer-document-gone", found.as_of, issuer=identifier, url=found.url)
    try:
        document = strictjson.parse(found.data)
    except UnusableInput:
        return unknown("issuer-document-unreadable", found.as_of, issuer=identifier, url=found.url)
    if not isinstance(document, dict) or document.get("id") != identifier:
        return failed("issuer-document-mismatch", found.as_of, issuer=identifier, url=found.url)
    methods: dict[str, VerificationMethod] = {}
    for name in ("verificationMethod", "publicKey"):
        _listed(methods, items(document.get(name)), identifier)
    assertion, authentication = (
        frozenset(_listed(methods, items(document.get(use)), identifier)) for use in _USES
    )
    profile = _profile(document, identifier)
    if profile is not None:
        assertion |= frozenset(_listed(methods, items(document.get("publicKey")), identifier))
    silent = not identifier.startswith("did:") and not document.keys() & _OF_KEYS
    controlled = ControllerDocument(
        identifier, methods, assertion, authentication, found.as_of, silent
    )
    addresses = {one for one in assertion - methods.keys() if one.startswith("https://")}
    return _Read(controlled, bool(addresses or profile), profile)


_read_again = lru_cache(maxsize=_KEPT)(_read)


def _profile(document: dict[str, Any], identifier: str) -> dict[str, Any] | None:
    """Return an issuer's profile that lists keys and no uses of them: they are for issuing.

    A profile of Open Badges has ``publicKey`` (2.0 §4.1.3), others a ``jwks``. A DID document
    states every use, and where any is stated only those count.
    """
    if identifier.startswith("did:") or document.keys() & {*_USES, "verificationMethod"}:
        return None
    sets = document.keys() & (_OF_KEYS - {"publicKey"})
    badges = "publicKey" in document and types(document.get("type")) & {"Profile", "Issuer"}
    return document if sets or badges else None


def _listed(methods: dict[str, VerificationMethod], entries: list[Any], base: str) -> list[str]:
    """Take the methods among ``entries``, the first of an id; return the ids of all."""
    ids: list[str] = []
    for entry in entries:
        if isinstance(entry, str):
            ids.append(absolute(entry, base))
        elif (method := read_method(entry, base)) is not None:
            methods.setdefault(method.id, method)
            ids.append(method.id)
    return ids


def for_handing_over(document: ControllerDocument) -> ControllerDocument:
    """Return ``document``, a holder's own, as that of one who proves to be who they are.

    A key counts there only if it is listed under ``authentication`` (VC Data Integrity 1.0
    §4.4; VERIFY.md rule 11).
    """
    return structs.replace(document, assertion=document.authentication)


def of_did_key(method_id: str) -> str:
    """Return a method's id, completed where it is a bare did:key: there the DID is the key."""
    text = method_id.removeprefix("did:key:")
    bare = text != method_id and "#" not in text
    return f"{method_id}#{text}" if bare else method_id


def issuers_key(
    method_id: str, issuer: str, document: ControllerDocument, now: datetime | None = None
) -> VerificationMethod | Problem:
    """Return the method if ``document``, the issuer's own, lists it to sign credentials with.

    A key that the issuer has revoked, or given an end that is past at ``now``, is not relied
    on; without a clock, neither is one that will have an end at all.
    """
    method_id = of_did_key(method_id)
    facts = {"method": method_id, "issuer": issuer}
    method = document.methods.get(method_id)
    if method_id not in document.assertion:
        if document.silent:
            return unknown("issuer-lists-no-keys", document.as_of, issuer=issuer)
        reason = "key-for-other-use" if method is not None else "key-not-listed"
        return failed(reason, document.as_of, **facts)
    if method is None:
        if method_id.startswith("https://"):
            return unknown("key-not-at-hand", document.as_of, method=method_id)
        return failed("key-not-listed", document.as_of, **facts)
    if method.controller != issuer:
        return failed("key-of-another", document.as_of, **facts)
    if method.key is None:
        return unknown("key-unreadable", document.as_of, **facts)
    return _past(method, document, now) or method


def _past(
    method: VerificationMethod, document: ControllerDocument, now: datetime | None
) -> Problem | None:
    """Return why the key's time is over (Controlled Identifiers 1.0 §2.2).

    When a signature was made nobody can prove. A key that ran its time may have been good
    then; one that was revoked may be in other hands, and any date beside it is theirs.
    """
    facts = {"method": method.id}
    if method.revoked is not None and (now is None or now >= method.revoked.at):
        return failed("key-revoked", document.as_of, date=str(method.revoked), **facts)
    if method.expires is not None and (now is None or now >= method.expires.end):
        return unknown("key-expired", document.as_of, date=str(method.expires), **facts)
    return None
