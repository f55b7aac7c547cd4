"""Every proof of one credential: which family verifies which, and what they come to together."""

from __future__ import annotations

from typing import Any, Final

from wallet.formats.fields import items
from wallet.formats.read import Parsed
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.proofs import chains, data_integrity
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
        from wallet.verify.proofs import jose  # noqa: PLC0415 - most badges are no tokens

        verdicts.append(
            jose.verify(parsed.jws, dict(parsed.claims or {}), document, issuer, evidence)
        )
    stated = items(document.get("proof"))
    if len(stated) > _MAX_PROOFS:
        return (failed("too-complex").check(CheckId.PROOF),)
    named = [proof for proof in stated if isinstance(proof, dict)]
    verdicts += [embedded(document, proof, named, issuer, evidence) for proof in stated]
    if not verdicts:
        return (failed("no-proof").check(CheckId.PROOF),)
    return summed_up(verdicts)


def embedded(
    document: dict[str, Any],
    proof: object,
    proofs: list[dict[str, Any]],
    signer: str,
    evidence: Evidence,
    *,
    purpose: str = "assertionMethod",
) -> ProofVerdict:
    """Verify one embedded ``proof`` of ``document``, which ``signer`` is to have made."""
    if not isinstance(proof, dict):
        return ProofVerdict(failed("proof-malformed").check(CheckId.PROOF))
    secured = chains.secured(document, proof, proofs)
    if isinstance(secured, Problem):
        return ProofVerdict(secured.check(CheckId.PROOF))
    return data_integrity.verify(secured, proof, signer, evidence, purpose)
