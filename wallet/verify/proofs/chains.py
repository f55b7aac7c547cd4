"""Proofs that build on others (VC Data Integrity 1.0 §2.1.2 "Proof Chains", §4.5).

A proof with ``previousProof`` signs the document together with the proofs it names. Those it
names must be there; and since each carries its own signature, none can name itself, or one
that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wallet.formats.fields import items
from wallet.verify.problem import Problem, failed


def secured(
    document: dict[str, Any], proof: dict[str, Any], proofs: Sequence[dict[str, Any]]
) -> dict[str, Any] | Problem:
    """Return what ``proof``, one of ``proofs``, secures of ``document``."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if "previousProof" not in proof:
        return unsecured
    names = items(proof["previousProof"])
    if not names or not all(isinstance(name, str) for name in names):
        return failed("proof-malformed")
    matching = [one for one in proofs if one.get("id") in names]
    if {one["id"] for one in matching} != set(names) or len(matching) != len(set(names)):
        return failed("previous-proof-missing")
    if _leads_back(proof, proofs):
        return failed("proof-malformed")
    return {**unsecured, "proof": matching}


def _leads_back(proof: dict[str, Any], proofs: Sequence[dict[str, Any]]) -> bool:
    """Return whether following ``previousProof`` from ``proof`` comes back to it."""
    by_name = {one.get("id"): one for one in proofs}
    seen: list[dict[str, Any]] = []
    todo = [proof]
    while todo:
        for name in items(todo.pop().get("previousProof")):
            found = by_name.get(name) if isinstance(name, str) else None
            if found is proof:
                return True
            if found is not None and not any(found is one for one in seen):
                seen.append(found)
                todo.append(found)
    return False
