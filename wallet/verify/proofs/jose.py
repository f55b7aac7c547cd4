"""VC-JWT: credentials as compact JWS, for data model 1.1 (with a ``vc`` claim) and 2.0.

Follows RFC 7515 §5.2, Securing Verifiable Credentials using JOSE and COSE §3.1.1 and Open
Badges 3.0 §8.2. The algorithm is fixed by the key; a key in the header says which, never
whose. An SD-JWT is such a token with more beside it: :mod:`wallet.verify.proofs.sd_jwt`.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm

from wallet.credential.moment import parse_moment
from wallet.formats.jws import Jws
from wallet.formats.sd_jwt import SdJwt
from wallet.verify import keys
from wallet.verify.controller import (
    ControllerDocument,
    absolute,
    issuer_document,
    issuers_key,
    of_did_key,
)
from wallet.verify.key_sets import at_address
from wallet.verify.keys import ALGORITHMS, KeyMalformedError, PublicKey
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs.evidence import Evidence, ProofVerdict
from wallet.verify.report import Check, CheckId, Outcome

_SUPPORTED: Final = frozenset(name for names in ALGORITHMS.values() for name in names)
_MAX_TRIED: Final = 100
"""How many keys are tried on a token that does not say which it is by."""
_SECOND: Final = 1.0
_MAX_CERTIFICATE: Final = 20_000


def verify(
    jws: Jws, claims: dict[str, Any], document: dict[str, Any], issuer: str, evidence: Evidence
) -> ProofVerdict:
    """Verify the signature, whose key it is, and that ``claims`` agree with ``document``."""
    if isinstance(jws, SdJwt):
        from wallet.verify.proofs import sd_jwt  # noqa: PLC0415 - it is made of what is here

        return sd_jwt.verify(jws, claims, document, issuer, evidence)
    own = issuer_document(issuer, evidence.documents)
    verdict = signed_by(jws, own, issuer, evidence, "JWT")
    if verdict.proof.outcome is Outcome.PASSED and (
        problem := disagreement(claims, document, issuer)
    ):
        return ProofVerdict(problem.check(CheckId.PROOF))
    return verdict


def signed_by(
    jws: Jws, own: ControllerDocument | Problem, issuer: str, evidence: Evidence, form: str
) -> ProofVerdict:
    """Verify the signature of a token, and that ``own``, the issuer's document, lists the key.

    ``form`` is what to call such a token beside its algorithm, e.g. "JWT".
    """
    # 1. The header asks for nothing unknown or unsafe.
    if problem := refused(jws):
        return ProofVerdict(problem.check(CheckId.PROOF))
    algorithm = str(jws.header["alg"])
    # 2. The key: out of the issuer's own document, else the one in or named by the header.
    found = _candidates(jws, own, issuer, evidence)
    if isinstance(found, Problem):
        return ProofVerdict(found.check(CheckId.PROOF))
    if not found.keys:
        kid = jws.header.get("kid")
        unnamed = (
            unknown("key-not-at-hand", method=str(kid)[:200]) if kid else unknown("key-not-named")
        )
        whose = found.problem or unknown("no-key-to-judge")
        return ProofVerdict(unnamed.check(CheckId.PROOF), whose.check(CheckId.ISSUER_KEY))
    # 3. The signature, with an algorithm that is the key's own.
    fitting = [one for one in found.keys if algorithm in ALGORITHMS.get(one.kind, ())]
    if not fitting:
        kind = next(iter(found.keys)).name
        problem = failed("algorithm-mismatch", algorithm=algorithm, kind=kind)
        return ProofVerdict(problem.check(CheckId.PROOF))
    if len(fitting) > _MAX_TRIED:
        return ProofVerdict(unknown("too-complex").check(CheckId.PROOF))
    by = next(
        (one for one in fitting if one.verifies(jws.signature, jws.signing_input, algorithm)), None
    )
    if by is None:
        return ProofVerdict(failed("signature-invalid").check(CheckId.PROOF))
    facts = {"suite": f"{form} {algorithm}"}
    proof = Check(CheckId.PROOF, Outcome.PASSED, "signature-valid", facts)
    # 4. Whose key it is.
    if found.problem is not None:
        return ProofVerdict(proof, found.problem.check(CheckId.ISSUER_KEY))
    facts = {"issuer": issuer, "method": found.keys[by]}
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


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The keys to try, by the id of the issuer's method each is; or why none is the issuer's."""

    keys: dict[PublicKey, str]
    problem: Problem | None = None


def _candidates(
    jws: Jws, own: ControllerDocument | Problem, issuer: str, evidence: Evidence
) -> _Candidates | Problem:
    """Return the keys to try: the issuer's, else what says at least whether it is whole."""
    try:
        embedded = _embedded(jws)
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))
    kid = jws.header.get("kid")
    named = isinstance(kid, str) and kid != issuer
    method_id = _method_id(kid, issuer) if isinstance(kid, str) and named else ""
    if isinstance(own, Problem):
        if embedded is not None and own.outcome is not Outcome.FAILED:
            own = unknown("key-in-header-only", own.as_of, issuer=issuer)
        return _not_the_issuers(embedded, method_id, None, own, evidence)
    if method_id:
        method = issuers_key(method_id, issuer, own, evidence.now)
        if isinstance(method, Problem):
            return _not_the_issuers(embedded, method_id, own, method, evidence)
        return _Candidates({method.key: method.id} if method.key else {})
    listed = _listed(own, issuer, evidence)
    if isinstance(listed, Problem):
        return _not_the_issuers(embedded, "", own, listed, evidence)
    if embedded is None:
        return _Candidates(listed)
    if embedded in listed:
        return _Candidates({embedded: listed[embedded]})
    problem = failed("key-not-listed", own.as_of, method="jwk", issuer=issuer)
    return _Candidates({embedded: ""}, problem)


def _embedded(jws: Jws) -> PublicKey | None:
    """Return the key in the header: a ``jwk``, or that of a readable first ``x5c`` certificate.

    Either says which key it is and never whose (VERIFY.md rule 3): no authority for
    certificates is shipped that vouches for issuers of badges.
    """
    if "jwk" in jws.header:
        return keys.from_jwk(jws.header["jwk"])
    chain = jws.header.get("x5c")
    first = chain[0] if isinstance(chain, list) and chain else None
    if not isinstance(first, str) or len(first) > _MAX_CERTIFICATE:
        return None
    from cryptography import x509  # noqa: PLC0415 - 20 ms, and hardly any badge has one

    try:
        der = base64.b64decode(first, validate=True)
        return keys.of_native(x509.load_der_x509_certificate(der).public_key())
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return None


def _method_id(kid: str, issuer: str) -> str:
    """Return the id of the method that ``kid`` names: a bare one is the issuer's own."""
    return absolute(kid if ":" in kid or kid.startswith("#") else f"#{kid}", issuer)


def _listed(
    own: ControllerDocument, issuer: str, evidence: Evidence
) -> dict[PublicKey, str] | Problem:
    """Return every key that the issuer lists for signing, or why there is none to use."""
    found: dict[PublicKey, str] = {}
    problems: list[Problem] = []
    for method_id in sorted(own.assertion):
        method = issuers_key(method_id, issuer, own, evidence.now)
        if isinstance(method, Problem):
            problems.append(method)
        elif method.key is not None:
            found.setdefault(method.key, method.id)
    if found:
        return found
    if own.silent:
        return unknown("issuer-lists-no-keys", own.as_of, issuer=issuer)
    none = failed("key-not-listed", own.as_of, method="", issuer=issuer)
    return problems[0] if problems else none


def _not_the_issuers(
    embedded: PublicKey | None,
    method_id: str,
    own: ControllerDocument | None,
    problem: Problem,
    evidence: Evidence,
) -> _Candidates:
    """Return a key that is not known to be the issuer's: it tells whether the badge is whole."""
    if embedded is not None:
        return _Candidates({embedded: ""}, problem)
    method = own.methods.get(of_did_key(method_id)) if own else None
    if method is None and method_id.startswith(("https://", "http://")):
        method = at_address(method_id, "", evidence.documents, listed=False)
    elif method is None and method_id.startswith("did:"):
        other = issuer_document(method_id.partition("#")[0], evidence.documents)
        known = other.methods if isinstance(other, ControllerDocument) else {}
        method = known.get(of_did_key(method_id))
    key = method.key if method else None
    return _Candidates({key: ""} if key else {}, problem)


def disagreement(claims: dict[str, Any], document: dict[str, Any], issuer: str) -> Problem | None:
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
