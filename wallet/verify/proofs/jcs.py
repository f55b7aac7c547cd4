"""Suites that sign JSON itself, in the form of RFC 8785.

eddsa-jcs-2022 (Data Integrity EdDSA Cryptosuites 1.0 §3.3) and ecdsa-jcs-2019 (Data Integrity
ECDSA Cryptosuites 1.0 §3.3). No context gives the words a meaning here, so that nothing can
be lost; but the contexts named must be those that were signed (VERIFY.md rule 13).
"""

from __future__ import annotations

from typing import Any, Final

from wallet.formats.fields import items
from wallet.verify.problem import Problem, failed
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.suites import Signed, proof_value

_EXACT: Final = 2**53
"""From here on not every integer is a number of ECMAScript's."""


def amiss(signed: Signed, evidence: Evidence) -> Problem | None:  # noqa: ARG001 - as every suite
    """Return what keeps the proof from fitting, if anything does."""
    options = signed.options("proofValue")
    document = dict(signed.document)
    if "@context" in options:
        begun, whole = items(options["@context"]), items(document.get("@context"))
        if whole[: len(begun)] != begun:
            return failed("context-not-as-signed")
        document["@context"] = options["@context"]
    data = hashes(signed, options, document)
    return data if isinstance(data, Problem) else signed.fits(proof_value(signed.proof), data)


def hashes(signed: Signed, options: dict[str, Any], document: dict[str, Any]) -> bytes | Problem:
    """Return the hash of ``options``, then that of ``document``."""
    try:
        return b"".join(signed.digest(canonical_json(part)) for part in (options, document))
    except ValueError:
        return failed("json-not-canonical")


def canonical_json(value: Any) -> bytes:
    """Return ``value`` as RFC 8785 writes it; ValueError for what it has no form for."""
    import rfc8785  # noqa: PLC0415 - rarely needed

    return rfc8785.dumps(_as_ecmascript(value))


def _as_ecmascript(value: Any) -> Any:
    """Return large integers as the doubles that ECMAScript makes of them."""
    if isinstance(value, dict):
        return {key: _as_ecmascript(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_ecmascript(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return float(value)
    return value
