"""The two old suites with a detached JWS: Ed25519Signature2018 and JsonWebSignature2020.

They sign the header ``{"alg": …, "b64": false, "crit": ["b64"]}``, a dot, and the hashes of
the canonical options and of the canonical document (RFC 7797; Ed25519 Signature 2018 §3;
JSON Web Signature 2020 §2.3).
"""

from __future__ import annotations

from typing import Any, Final

from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.jws import decode_segment
from wallet.verify.problem import Problem, failed
from wallet.verify.proofs import rdfc
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.suites import Signed
from wallet.verify.report import Outcome

_SECURITY: Final = "https://w3id.org/security/v2"
_SIGNATURES: Final = ("jws", "proofValue", "signatureValue")


def amiss(signed: Signed, evidence: Evidence) -> Problem | None:
    """Return what keeps the proof from fitting, if anything does.

    The options are read with the contexts of the document, as issuers have done since 2021,
    or with the security vocabulary, as they did before.
    """
    # 1. A detached JWS whose header is just this.
    found = _taken_apart(signed.proof.get("jws"))
    if found is None:
        return failed("signature-malformed")
    head, header, signature = found
    if header.get("b64") is not False or header.get("crit") != ["b64"]:
        return failed("header-not-understood")
    if header.get("alg") != signed.algorithm:
        algorithm = str(header.get("alg"))[:50]
        return failed("algorithm-mismatch", algorithm=algorithm, kind=signed.key.name)
    # 2. Its signature, over either way of reading the options.
    amiss: Problem | None = None
    for context in (signed.document.get("@context"), _SECURITY):
        options = {**signed.options(*_SIGNATURES), "@context": context}
        digests = rdfc.hashes(signed, options, evidence)
        problem = (
            digests
            if isinstance(digests, Problem)
            else signed.fits(signature, head.encode() + b"." + digests)
        )
        if problem is None:
            return None
        if amiss is None or amiss.outcome is Outcome.FAILED:
            amiss = problem
    return amiss


def _taken_apart(jws: object) -> tuple[str, dict[str, Any], bytes] | None:
    """Return the header as it was sent and as read, and the signature."""
    if not isinstance(jws, str) or jws.count(".") != 2:
        return None
    head, body, signature = jws.split(".")
    try:
        header = strictjson.parse(decode_segment(head))
        value = decode_segment(signature)
    except (UnusableInput, ValueError):
        return None
    return (head, header, value) if isinstance(header, dict) and not body else None
