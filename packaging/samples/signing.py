"""Signing: Data Integrity proofs, VC-JWT and the JWS of Open Badges 2.0.

Written apart from the program's verifier on purpose, so that one is a check of the other.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import base58
from keys import Ed25519Key, Key, base64url
from pyld import jsonld


class Contexts:
    """The JSON-LD contexts of a folder with a ``SOURCES.tsv`` (columns ``url``, ``file``)."""

    def __init__(self, folder: Path) -> None:
        """Read the list; the contexts themselves are read when they are asked for."""
        with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            self._files = {row["url"]: folder / row["file"] for row in table}

    def load(self, url: str, _options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the context at ``url`` as PyLD wants it; KeyError where it is not shipped."""
        return {
            "contextUrl": None,
            "documentUrl": url,
            "contentType": "application/ld+json",
            "document": json.loads(self._files[url].read_bytes()),
        }


class LostTermError(Exception):
    """A term of a sample that its contexts do not define: it would not be signed."""


def canonical(document: Mapping[str, Any], contexts: Contexts) -> bytes:
    """Return ``document`` as canonical N-Quads (RDFC-1.0); LostTermError where a term is lost."""

    def dropped(term: str | None) -> None:
        raise LostTermError(term)

    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "base": None,
        "documentLoader": contexts.load,
    }
    processor = jsonld.JsonLdProcessor(on_property_dropped=dropped)
    _refuse_relative(processor.expand(dict(document), options))
    nquads: str = processor.normalize(dict(document), options)
    return nquads.encode()


def _refuse_relative(expanded: Any) -> None:
    """Raise LostTermError where a type or an address is relative: RDF drops it in silence."""
    if isinstance(expanded, list):
        for one in expanded:
            _refuse_relative(one)
    elif isinstance(expanded, dict):
        for name, value in expanded.items():
            if name in ("@id", "@type"):
                for address in value if isinstance(value, list) else [value]:
                    if ":" not in address:
                        raise LostTermError(address)
            elif name != "@value":
                _refuse_relative(value)


def with_proof(
    document: Mapping[str, Any],
    key: Ed25519Key,
    method: str,
    created: str,
    *,
    contexts: Contexts,
    suite: str = "eddsa-rdfc-2022",
) -> dict[str, Any]:
    """Return ``document`` with a proof added.

    ``suite`` is ``eddsa-rdfc-2022`` (Data Integrity EdDSA Cryptosuites 1.0 §3.2) or
    ``Ed25519Signature2020`` (its §4.3). Both sign SHA-256 of the canonical proof options,
    followed by SHA-256 of the canonical document.
    """
    if suite == "Ed25519Signature2020":
        kind: dict[str, Any] = {"type": suite}
    else:
        kind = {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = {
        **kind,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    options = {"@context": document["@context"], **proof}
    data = b"".join(
        hashlib.sha256(canonical(part, contexts)).digest() for part in (options, document)
    )
    signature = "z" + base58.b58encode(key.sign(data)).decode()
    return {**document, "proof": {**proof, "proofValue": signature}}


def compact(value: object) -> bytes:
    """Return ``value`` as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def jws(payload: Mapping[str, Any], key: Key, **header: Any) -> str:
    """Return ``payload`` as a compact JWS (RFC 7515 §3.1)."""
    parts = [base64url(compact(part)) for part in ({"alg": key.algorithm, **header}, payload)]
    signing_input = ".".join(parts)
    return f"{signing_input}.{base64url(key.sign(signing_input.encode()))}"


def vc_jwt_1_1(credential: Mapping[str, Any], key: Key, contexts: Contexts, **header: Any) -> str:
    """Return a credential of data model 1.1 as a JWT, in its ``vc`` claim (VC-DM 1.1 §6.3.1).

    A JWT would sign any term; LostTermError where ``contexts`` do not define one.
    """
    canonical(credential, contexts)
    return jws({**_claims(credential), "vc": credential}, key, typ="JWT", **header)


def vc_jwt_2_0(credential: Mapping[str, Any], key: Key, contexts: Contexts, **header: Any) -> str:
    """Return a credential of data model 2.0 as a JWT (Open Badges 3.0 §8.2.4).

    A JWT would sign any term; LostTermError where ``contexts`` do not define one.
    """
    canonical(credential, contexts)
    return jws({**_claims(credential), **credential}, key, typ="vc+jwt", **header)


def _claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    """Return the registered claims, which say the same as the credential."""
    issuer = credential["issuer"]
    claims: dict[str, Any] = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": credential["id"],
    }
    if "id" in credential["credentialSubject"]:
        claims["sub"] = credential["credentialSubject"]["id"]
    for claim, names in (
        ("nbf", ("validFrom", "issuanceDate")),
        ("exp", ("validUntil", "expirationDate")),
    ):
        for name in names:
            if name in credential:
                claims[claim] = int(datetime.fromisoformat(credential[name]).timestamp())
    return claims
