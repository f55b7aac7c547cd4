"""SD-JWT and SD-JWT VC: a token with disclosures, and the holder's key binding.

Follows RFC 9901 §7.1 and §7.3, and draft-ietf-oauth-sd-jwt-vc §2.4 and §3 for the issuer's
key. A credential that a wallet keeps has no key binding; one that was handed over has, and
then it must fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from wallet.credential.moment import parse_moment
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.disclosures import HASHES
from wallet.formats.jws import Jws, encode_segment
from wallet.formats.sd_jwt import SdJwt, kind
from wallet.verify import keys
from wallet.verify.controller import ControllerDocument, issuer_document
from wallet.verify.key_sets import issuer_metadata
from wallet.verify.keys import ALGORITHMS, KeyMalformedError
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs import jose
from wallet.verify.proofs.evidence import Evidence, ProofVerdict
from wallet.verify.report import CheckId, Outcome

_KEY_BINDING: Final = "kb+jwt"
_CLOCKS_DIFFER: Final = timedelta(minutes=5)


def verify(
    token: SdJwt, claims: dict[str, Any], document: dict[str, Any], issuer: str, evidence: Evidence
) -> ProofVerdict:
    """Verify an SD-JWT: ``claims`` are its claims as disclosed, ``document`` what it says.

    It was read before: raises UnusableInput where its payload is not JSON.
    """
    # 1. Everything disclosed is what the issuer signed a digest of, in one place each.
    payload: dict[str, Any] = strictjson.parse(token.payload)
    if problem := _undisclosed(token, payload):
        return ProofVerdict(problem.check(CheckId.PROOF))
    # 2. The issuer's signature, or in JSON serialisation each of them, and whose key it is.
    own = issuers_document(claims, issuer, evidence)
    verdict = _summed_up(
        [jose.signed_by(one, own, issuer, evidence, "SD-JWT") for one in (token, *token.others)]
    )
    if verdict.proof.outcome is not Outcome.PASSED:
        return verdict
    # 3. The registered claims are of their kinds, and say the same as the credential.
    says = {} if "vct" in claims else document
    if problem := jose.disagreement(claims, says, issuer):
        return ProofVerdict(problem.check(CheckId.PROOF))
    # 4. Where a holder handed it over: by the key the issuer bound it to, and just so.
    if token.key_binding is not None and (
        problem := _unbound(token, token.key_binding, payload, evidence)
    ):
        return ProofVerdict(problem.check(CheckId.PROOF), verdict.key)
    return verdict


def _undisclosed(token: SdJwt, payload: dict[str, Any]) -> Problem | None:
    found = token.disclosed(payload)
    if found.reason == "disclosure-hash-not-supported":
        return unknown("proof-type-not-supported", type=f"SD-JWT {found.claim}")
    return failed(found.reason, claim=found.claim) if found.reason else None


def issuers_document(
    claims: Mapping[str, Any], issuer: str, evidence: Evidence
) -> ControllerDocument | Problem:
    """Return the document of ``issuer`` that has the keys for a credential of ``claims``.

    For an SD-JWT VC that is its metadata, where there is any (§3), else, and for all others,
    the document at its identifier.
    """
    if "vct" in claims and issuer.startswith("https://"):
        metadata = issuer_metadata(issuer, evidence.documents)
        if metadata is not None:
            return metadata
    return issuer_document(issuer, evidence.documents)


def _summed_up(verdicts: list[ProofVerdict]) -> ProofVerdict:
    """Return one verdict on all signatures: one that fails, fails all; else the best counts."""
    broken = [one for one in verdicts if one.proof.outcome is Outcome.FAILED]
    whole = [one for one in verdicts if one.proof.outcome is Outcome.PASSED]
    return next((one for one in (*broken, *(v for v in whole if v.verified), *whole)), verdicts[0])


def _unbound(
    token: SdJwt, binding: Jws, payload: dict[str, Any], evidence: Evidence
) -> Problem | None:
    """Return why the key binding does not fit, if it does not (RFC 9901 §7.3 step 5).

    Whether ``nonce`` and ``aud`` were asked for, only who asked can tell: they must be there.
    """
    key = _holders_key(payload)
    if isinstance(key, Problem):
        return key
    if problem := jose.refused(binding):
        return problem
    algorithm = str(binding.header["alg"])
    if kind(binding) != _KEY_BINDING or algorithm not in ALGORITHMS.get(key.kind, ()):
        return failed("key-binding-invalid")
    if not key.verifies(binding.signature, binding.signing_input, algorithm):
        return failed("key-binding-invalid")
    try:
        claims = strictjson.parse(binding.payload)
    except UnusableInput:
        return failed("key-binding-invalid")
    if not isinstance(claims, dict):
        return failed("key-binding-invalid")
    at = None if isinstance(claims.get("iat"), str) else parse_moment(claims.get("iat"))
    hash_ = HASHES[payload.get("_sd_alg", "sha-256")]
    presented = encode_segment(hash_(token.presented(token.disclosures)).digest())
    stated = all(isinstance(claims.get(name), str) and claims[name] for name in ("nonce", "aud"))
    if claims.get("sd_hash") != presented:
        return failed("key-binding-of-another")
    if not stated or at is None or at.at > evidence.now + _CLOCKS_DIFFER:
        return failed("key-binding-invalid")
    return None


def _holders_key(payload: dict[str, Any]) -> keys.PublicKey | Problem:
    """Return the key in ``cnf`` (RFC 7800 §3.2), which is never disclosed selectively."""
    confirmation = payload.get("cnf")
    jwk = confirmation.get("jwk") if isinstance(confirmation, dict) else None
    if jwk is None:
        return failed("key-binding-invalid") if confirmation is None else unknown("key-not-named")
    try:
        return keys.from_jwk(jwk)
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))
