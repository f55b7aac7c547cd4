"""Embedded proofs: what they have in common, and the suites that are verified.

Follows VC Data Integrity 1.0 §4.4 "Verify Proof". A suite says what it signs and with which
keys (:mod:`wallet.verify.proofs.suites`); the steps here, numbered as in :func:`verify`, are
the same for all.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.credential.moment import parse_moment, rfc3339
from wallet.verify.controller import (
    ControllerDocument,
    for_handing_over,
    issuer_document,
    issuers_key,
    of_did_key,
)
from wallet.verify.keys import KeyKind, KeyMalformedError, PublicKey, from_multibase
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs import rdfc
from wallet.verify.proofs.evidence import Evidence, ProofVerdict
from wallet.verify.proofs.suites import Signed, Suite
from wallet.verify.report import Check, CheckId, Outcome

_EDDSA: Final = {KeyKind.ED25519: "EdDSA"}
_ECDSA: Final = {KeyKind.P256: "ES256", KeyKind.P384: "ES384"}
_JWS: Final = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "PS256",
}
_OLD_NAMES: Final = frozenset({"eddsa-2022"})

_SCHEMES: Final = ("did:", "https://", "http://", "urn:")
_MULTIKEY_LENGTH: Final = 44


def suite_of(proof: object) -> Suite | None:
    """Return the suite of ``proof`` if it is one that is verified."""
    if not isinstance(proof, dict):
        return None
    kind, name = proof.get("type"), proof.get("cryptosuite")
    if kind == "DataIntegrityProof" and isinstance(name, str):
        return _data_integrity(name)
    return _named_by_type(kind) if isinstance(kind, str) and name is None else None


def _data_integrity(name: str) -> Suite | None:
    if name in ("eddsa-rdfc-2022", *_OLD_NAMES):
        return Suite(name, _EDDSA, rdfc.amiss)
    if name == "ecdsa-rdfc-2019":
        return Suite(name, _ECDSA, rdfc.amiss)
    if name in ("eddsa-jcs-2022", "ecdsa-jcs-2019"):
        from wallet.verify.proofs import jcs  # noqa: PLC0415 - rarely met, as those below

        return Suite(name, _EDDSA if name.startswith("eddsa") else _ECDSA, jcs.amiss)
    if name == "ecdsa-sd-2023":
        from wallet.verify.proofs import ecdsa_sd  # noqa: PLC0415

        return Suite(name, {KeyKind.P256: "ES256"}, ecdsa_sd.amiss)
    return None


def _named_by_type(kind: str) -> Suite | None:
    if kind == "Ed25519Signature2020":
        return Suite(kind, _EDDSA, rdfc.amiss)
    if kind in ("Ed25519Signature2018", "JsonWebSignature2020"):
        from wallet.verify.proofs import linked_data  # noqa: PLC0415

        return Suite(kind, _EDDSA if kind.startswith("Ed") else _JWS, linked_data.amiss)
    return None


def verify(
    document: dict[str, Any],
    proof: dict[str, Any],
    issuer: str,
    evidence: Evidence,
    purpose: str = "assertionMethod",
) -> ProofVerdict:
    """Verify one embedded ``proof`` by ``issuer``; of a presentation that is its holder.

    ``purpose`` is "assertionMethod", or "authentication" for handing over. ``document`` is what
    it secures: without its proofs, but for those that ``proof`` builds on
    (:mod:`wallet.verify.proofs.chains`).
    """
    suite = suite_of(proof)
    if suite is None:
        return ProofVerdict(_not_supported(proof))
    # 1. The proof is for this purpose, and has not lapsed.
    if problem := _malformed(proof, purpose, evidence):
        return ProofVerdict(problem.check(CheckId.PROOF))
    # 2. The key: out of the issuer's own document, or at least the one the proof names.
    method_id: str = proof["verificationMethod"]
    own = issuer_document(issuer, evidence.documents)
    if purpose == "authentication" and isinstance(own, ControllerDocument):
        own = for_handing_over(own)
    whose = _whose(method_id, issuer, own, evidence)
    key = _key(method_id, own, evidence)
    if isinstance(key, Problem):
        return ProofVerdict(key.check(CheckId.PROOF), whose)
    # 3. The suite goes with its own kinds of key only.
    if key.kind not in suite.algorithms:
        return ProofVerdict(failed("key-kind-mismatch", kind=key.name).check(CheckId.PROOF))
    # 4. The signature fits what was signed, as the suite says.
    signed = Signed(document, proof, key, suite.algorithms[key.kind])
    if problem := suite.amiss(signed, evidence):
        unfit = problem.reason in ("signature-invalid", "signature-malformed")
        return ProofVerdict(problem.check(CheckId.PROOF), None if unfit else whose)
    facts = {"suite": suite.name}
    notes = (Check(CheckId.PROOF, Outcome.WARNING, "suite-old-name", facts),)
    # 5. Whose key it is.
    return ProofVerdict(
        Check(CheckId.PROOF, Outcome.PASSED, "signature-valid", facts),
        whose,
        notes if suite.name in _OLD_NAMES else (),
    )


def _not_supported(proof: object) -> Check:
    if not isinstance(proof, dict) or not isinstance(proof.get("type"), str):
        return failed("proof-malformed").check(CheckId.PROOF)
    suite = proof.get("cryptosuite")
    kind = f"{proof['type']} {suite}" if isinstance(suite, str) else proof["type"]
    return unknown("proof-type-not-supported", type=kind[:100]).check(CheckId.PROOF)


def _malformed(proof: dict[str, Any], purpose: str, evidence: Evidence) -> Problem | None:
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not method.startswith(_SCHEMES):
        return failed("method-malformed", method=str(method)[:200])
    if proof.get("proofPurpose") != purpose:
        return failed("purpose-wrong", purpose=str(proof.get("proofPurpose"))[:100])
    if "expires" in proof:
        expires = parse_moment(proof["expires"])
        if expires is None:
            return failed("proof-date-malformed", date=str(proof["expires"])[:50])
        if evidence.now > expires.end:
            return failed("proof-expired", date=rfc3339(expires.end))
    if proof.get("created") is not None and parse_moment(proof["created"]) is None:
        return failed("proof-date-malformed", date=str(proof["created"])[:50])
    return None


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
