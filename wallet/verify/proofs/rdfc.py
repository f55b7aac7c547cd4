"""Suites that sign canonical N-Quads.

eddsa-rdfc-2022 and Ed25519Signature2020 (Data Integrity EdDSA Cryptosuites 1.0 §3.2 and its
appendix), ecdsa-rdfc-2019 (Data Integrity ECDSA Cryptosuites 1.0 §3.2): the hash of the
proof's options, then that of the document, each as canonical N-Quads.
"""

from __future__ import annotations

from typing import Any

from wallet.verify.canonical import canonical_nquads
from wallet.verify.problem import Problem
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.suites import Signed, proof_value


def amiss(signed: Signed, evidence: Evidence) -> Problem | None:
    """Return what keeps the proof from fitting, if anything does."""
    options = signed.options("proofValue")
    options["@context"] = signed.document.get("@context")
    data = hashes(signed, options, evidence)
    return data if isinstance(data, Problem) else signed.fits(proof_value(signed.proof), data)


def hashes(signed: Signed, options: dict[str, Any], evidence: Evidence) -> bytes | Problem:
    """Return the hash of ``options``, then that of the document."""
    digests = b""
    for part in (options, signed.document):
        nquads = canonical_nquads(part, evidence.contexts, signed.hash_name)
        if isinstance(nquads, Problem):
            return nquads
        digests += signed.digest(nquads)
    return digests
