"""Every proof of one credential: which family verifies which, and what they come to together."""

from __future__ import annotations

from typing import Any, Final

from wallet.formats.fields import items
from wallet.formats.read import Parsed
from wallet.verify.problem import failed, unknown
from wallet.verify.proofs import data_integrity, jose
from wallet.verify.proofs.evidence import Evidence, ProofVerdict, summed_up
from wallet.verify.report import Check, CheckId

_MAX_PROOFS: Final = 20


def verify(
    parsed: Parsed, document: dict[str, Any], issuer: str | None, evidence: Evidence
) -> tuple[Check, ...]:
    """Return the checks ``proof`` and ``issuer-key`` of every proof that secures ``document``."""
    if issuer is None:
        return (unknown("issuer-not-named").check(CheckId.PROOF),)
    verdicts: list[ProofVerdict] = []
    if parsed.jws is not None:
        verdicts.append(
            jose.verify(parsed.jws, dict(parsed.claims or {}), document, issuer, evidence)
        )
    embedded = items(document.get("proof"))
    if len(embedded) > _MAX_PROOFS:
        return (failed("too-complex").check(CheckId.PROOF),)
    for proof in embedded:
        if data_integrity.suite_of(proof) is not None:
            verdicts.append(data_integrity.verify(document, proof, issuer, evidence))
        else:
            verdicts.append(ProofVerdict(_not_supported(proof)))
    if not verdicts:
        return (failed("no-proof").check(CheckId.PROOF),)
    return summed_up(verdicts)


def _not_supported(proof: object) -> Check:
    if not isinstance(proof, dict) or not isinstance(proof.get("type"), str):
        return failed("proof-malformed").check(CheckId.PROOF)
    suite = proof.get("cryptosuite")
    kind = f"{proof['type']} {suite}" if isinstance(suite, str) else proof["type"]
    return unknown("proof-type-not-supported", type=kind[:100]).check(CheckId.PROOF)
