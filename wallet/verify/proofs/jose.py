"""VC-JWT: credentials as compact JWS, for data model 1.1 (with a ``vc`` claim) and 2.0.

Follows RFC 7515 §5.2, Securing Verifiable Credentials using JOSE and COSE §3.1.1 and Open
Badges 3.0 §8.2. The algorithm is fixed by the key; a key in the header says which, never
whose.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.credential.moment import parse_moment
from wallet.formats.jws import Jws
from wallet.verify import keys
from wallet.verify.controller import ControllerDocument, absolute, issuer_document, issuers_key
from wallet.verify.keys import ALGORITHMS, KeyMalformedError, PublicKey
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs.evidence import Evidence, ProofVerdict
from wallet.verify.report import Check, CheckId, Outcome

_SUPPORTED: Final = frozenset(name for names in ALGORITHMS.values() for name in names)
_SECOND: Final = 1.0


def verify(
    jws: Jws, claims: dict[str, Any], document: dict[str, Any], issuer: str, evidence: Evidence
) -> ProofVerdict:
    """Verify the signature, whose key it is, and that ``claims`` agree with ``document``."""
    # 1. The header asks for nothing unknown or unsafe.
    algorithm = jws.header.get("alg")
    if problem := refused(jws):
        return ProofVerdict(problem.check(CheckId.PROOF))
    algorithm = str(algorithm)
    # 2. The key: out of the issuer's own document, else the one in the header.
    own = issuer_document(issuer, evidence.documents)
    candidates, whose = _candidates(jws, own, issuer)
    if not candidates:
        problem = whose if isinstance(whose, Problem) else unknown("no-key-to-judge")
        kid = jws.header.get("kid")
        unnamed = unknown("key-not-at-hand", method=kid) if kid else unknown("key-not-named")
        return ProofVerdict(unnamed.check(CheckId.PROOF), problem.check(CheckId.ISSUER_KEY))
    # 3. The signature, with an algorithm that is the key's own.
    fitting = [key for key in candidates if algorithm in ALGORITHMS.get(key.kind, ())]
    if not fitting:
        kind = candidates[0].name
        problem = failed("algorithm-mismatch", algorithm=algorithm, kind=kind)
        return ProofVerdict(problem.check(CheckId.PROOF))
    if not any(key.verifies(jws.signature, jws.signing_input, algorithm) for key in fitting):
        return ProofVerdict(failed("signature-invalid").check(CheckId.PROOF))
    # 4. The registered claims say the same as the credential.
    if problem := _disagreement(claims, document, issuer):
        return ProofVerdict(problem.check(CheckId.PROOF))
    proof = Check(CheckId.PROOF, Outcome.PASSED, "signature-valid", {"suite": f"JWT {algorithm}"})
    # 5. Whose key it is.
    if isinstance(whose, Problem):
        return ProofVerdict(proof, whose.check(CheckId.ISSUER_KEY))
    facts = {"issuer": issuer, "method": whose}
    as_of = own.as_of if isinstance(own, ControllerDocument) else None
    return ProofVerdict(
        proof, Check(CheckId.ISSUER_KEY, Outcome.PASSED, "key-listed", facts, as_of)
    )


def refused(jws: Jws) -> Problem | None:
    """Return why the header asks for something unsafe, or not supported, if it does."""
    algorithm = jws.header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() == "none" or algorithm[:2] == "HS":
        return failed("algorithm-refused", algorithm=str(algorithm)[:50])
    if "crit" in jws.header or jws.header.get("b64") is False:
        return failed("header-not-understood")
    if algorithm not in _SUPPORTED:
        return unknown("proof-type-not-supported", type=f"JWT {algorithm[:50]}")
    return None


def _candidates(
    jws: Jws, own: ControllerDocument | Problem, issuer: str
) -> tuple[list[PublicKey], Problem | str]:
    """Return the keys to try, and the id of the issuer's method they are, or what is amiss."""
    embedded: PublicKey | None = None
    if "jwk" in jws.header:
        try:
            embedded = keys.from_jwk(jws.header["jwk"])
        except (KeyMalformedError, ValueError) as error:
            return [], failed("key-malformed", detail=str(error))
    if isinstance(own, Problem):
        if embedded is None:
            return [], own
        if own.outcome is Outcome.FAILED:
            return [embedded], own
        return [embedded], unknown("key-in-header-only", issuer=issuer)
    kid = jws.header.get("kid")
    if isinstance(kid, str) and kid != issuer:
        method_id = absolute(kid if ":" in kid or kid.startswith("#") else f"#{kid}", issuer)
        method = issuers_key(method_id, issuer, own)
        if isinstance(method, Problem):
            return _not_listed(embedded, method_id, own, method)
        return [method.key] if method.key else [], method_id
    listed = {
        method.key: method.id
        for method in own.methods.values()
        if method.key and method.id in own.assertion and method.controller == issuer
    }
    if embedded is not None:
        found = listed.get(embedded)
        return [embedded], found or failed("key-not-listed", own.as_of, method="jwk", issuer=issuer)
    if not listed:
        return [], failed("key-not-listed", own.as_of, method="", issuer=issuer)
    return list(listed), next(iter(listed.values()))


def _not_listed(
    embedded: PublicKey | None, method_id: str, own: ControllerDocument, problem: Problem
) -> tuple[list[PublicKey], Problem]:
    known = own.methods.get(method_id)
    key = embedded or (known.key if known else None)
    return [key] if key else [], problem


def _disagreement(claims: dict[str, Any], document: dict[str, Any], issuer: str) -> Problem | None:
    """Compare ``iss``, ``sub``, ``jti``, ``nbf`` and ``exp`` with the credential (VERIFY.md 5)."""
    subject = document.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and subject else subject
    pairs = (
        ("iss", issuer),
        ("jti", document.get("id")),
        ("sub", subject.get("id") if isinstance(subject, dict) else None),
    )
    for claim, stated in pairs:
        if claim in claims and stated is not None and claims[claim] != stated:
            return failed("claims-disagree", claim=claim)
        if claim in claims and not isinstance(claims[claim], str):
            return failed("claims-disagree", claim=claim)
    dates = (
        ("nbf", ("validFrom", "issuanceDate")),
        ("exp", ("validUntil", "expirationDate")),
    )
    for claim, names in dates:
        if claim not in claims:
            continue
        if isinstance(claims[claim], str):
            return failed("claims-disagree", claim=claim)
        at = parse_moment(claims[claim])
        if at is None:
            return failed("claims-disagree", claim=claim)
        for name in names:
            moment = parse_moment(document.get(name))
            if moment and abs((moment.at - at.at).total_seconds()) >= _SECOND:
                return failed("claims-disagree", claim=claim)
    return None
