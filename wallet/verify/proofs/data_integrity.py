"""Embedded proofs over canonical N-Quads: ``eddsa-rdfc-2022`` and ``Ed25519Signature2020``.

Follows VC Data Integrity 1.0 §4.4 "Verify Proof" and Data Integrity EdDSA Cryptosuites 1.0
§3.2 (eddsa-rdfc-2022) and §4 (Ed25519Signature2020). The steps are numbered as in
:func:`verify`.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import base58

from wallet.credential.moment import parse_moment, rfc3339
from wallet.verify.canonical import canonical_nquads
from wallet.verify.controller import (
    ControllerDocument,
    issuer_document,
    issuers_key,
    of_did_key,
)
from wallet.verify.keys import KeyKind, KeyMalformedError, PublicKey, from_multibase
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs.evidence import Evidence, ProofVerdict
from wallet.verify.report import Check, CheckId, Outcome

_SUITES: Final = {
    ("DataIntegrityProof", "eddsa-rdfc-2022"): "eddsa-rdfc-2022",
    ("DataIntegrityProof", "eddsa-2022"): "eddsa-2022",
    ("Ed25519Signature2020", None): "Ed25519Signature2020",
}
"""Proof type and cryptosuite to the name shown. ``eddsa-2022`` is the first one's old name."""

_SCHEMES: Final = ("did:", "https://", "http://", "urn:")
_SIGNATURE_BYTES: Final = 64
_MULTIKEY_LENGTH: Final = 44


def suite_of(proof: object) -> str | None:
    """Return the name of the suite of ``proof`` if this family verifies it."""
    if not isinstance(proof, dict):
        return None
    suite = proof.get("cryptosuite")
    kind = proof.get("type")
    if not isinstance(kind, str) or not isinstance(suite, str | None):
        return None
    return _SUITES.get((kind, suite))


def verify(
    document: dict[str, Any],
    proof: dict[str, Any],
    issuer: str,
    evidence: Evidence,
    purpose: str = "assertionMethod",
) -> ProofVerdict:
    """Verify one embedded ``proof`` of ``document`` (which may still hold its proofs)."""
    # 1. The proof is of this family, for this purpose, not lapsed, and not part of a chain.
    if problem := _malformed(proof, purpose, evidence):
        return ProofVerdict(problem.check(CheckId.PROOF))
    # 2. The key: out of the issuer's own document, or at least the one the proof names.
    method_id: str = proof["verificationMethod"]
    own = issuer_document(issuer, evidence.documents)
    whose = _whose(method_id, issuer, own, evidence)
    key = _key(method_id, own, evidence)
    if isinstance(key, Problem):
        return ProofVerdict(key.check(CheckId.PROOF), whose)
    # 3. The suite fits its own kind of key only.
    if key.kind is not KeyKind.ED25519:
        return ProofVerdict(failed("key-kind-mismatch", kind=key.name).check(CheckId.PROOF))
    # 4. What was signed, in canonical form: the document and the proof's own options.
    data = signed_bytes(document, proof, evidence)
    if isinstance(data, Problem):
        return ProofVerdict(data.check(CheckId.PROOF), whose)
    # 5. The signature itself.
    if not key.verifies(_signature(proof), data, "EdDSA"):
        return ProofVerdict(failed("signature-invalid").check(CheckId.PROOF))
    suite = suite_of(proof) or ""
    whole = Check(CheckId.PROOF, Outcome.PASSED, "signature-valid", {"suite": suite})
    # 6. Whose key it is.
    return ProofVerdict(whole, whose)


def _malformed(proof: dict[str, Any], purpose: str, evidence: Evidence) -> Problem | None:
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not method.startswith(_SCHEMES):
        return failed("method-malformed", method=str(method)[:200])
    if proof.get("proofPurpose") != purpose:
        return failed("purpose-wrong", purpose=str(proof.get("proofPurpose"))[:100])
    if "previousProof" in proof:
        return unknown("proof-chain-not-supported")
    if "expires" in proof:
        expires = parse_moment(proof["expires"])
        if expires is None:
            return failed("proof-date-malformed", date=str(proof["expires"])[:50])
        if evidence.now > expires.end:
            return failed("proof-expired", date=rfc3339(expires.end))
    if proof.get("created") is not None and parse_moment(proof["created"]) is None:
        return failed("proof-date-malformed", date=str(proof["created"])[:50])
    if len(_signature(proof)) != _SIGNATURE_BYTES:
        return failed("signature-malformed")
    return None


def _signature(proof: dict[str, Any]) -> bytes:
    """Return the bytes of ``proofValue``: multibase base58btc, or nothing if it is none."""
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > 2 * _SIGNATURE_BYTES:
        return b""
    try:
        return base58.b58decode(value[1:])
    except ValueError:
        return b""


def _key(
    method_id: str, own: ControllerDocument | Problem, evidence: Evidence
) -> PublicKey | Problem:
    """Return the key the proof names, whosever it is: it tells whether the badge is whole."""
    if isinstance(own, ControllerDocument) and method_id in own.methods:
        key = own.methods[method_id].key
        return key or unknown("key-unreadable", own.as_of, method=method_id)
    base, _, fragment = of_did_key(method_id).partition("#")
    if fragment.startswith("z") and len(fragment) >= _MULTIKEY_LENGTH:
        try:
            return from_multibase(fragment)
        except KeyMalformedError as error:
            return failed("key-malformed", detail=str(error))
    other = issuer_document(base, evidence.documents)
    if isinstance(other, Problem):
        return unknown("key-not-at-hand", method=method_id)
    method = other.methods.get(method_id)
    if method is None or method.key is None:
        return unknown("key-not-at-hand", other.as_of, method=method_id)
    return method.key


def _whose(
    method_id: str, issuer: str, own: ControllerDocument | Problem, evidence: Evidence
) -> Check:
    """Return whether the issuer's own document lists the key, as a check."""
    if isinstance(own, Problem):
        return own.check(CheckId.ISSUER_KEY)
    method = issuers_key(method_id, issuer, own, evidence.now)
    if isinstance(method, Problem):
        return method.check(CheckId.ISSUER_KEY)
    facts = {"issuer": issuer, "method": method_id}
    return Check(CheckId.ISSUER_KEY, Outcome.PASSED, "key-listed", facts, own.as_of)


def signed_bytes(
    document: dict[str, Any], proof: dict[str, Any], evidence: Evidence
) -> bytes | Problem:
    """Return what the suites sign: SHA-256 of the proof options, then of the document."""
    context = document.get("@context")
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    digests = b""
    for part in ({**options, "@context": context}, unsecured):
        nquads = canonical_nquads(part, evidence.contexts)
        if isinstance(nquads, Problem):
            return nquads
        digests += hashlib.sha256(nquads.encode()).digest()
    return digests
