"""ecdsa-sd-2023: base proofs, and the parts that are shown of them."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openvc.keys import P256SigningKey
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite

from tests.issuing import NOW, Issuer, Web, judge, reason
from wallet.documents.shipped import ShippedContexts
from wallet.verify.canonical import canonical_nquads, quads_of
from wallet.verify.canonical.rdfc import canonicalize
from wallet.verify.problem import Problem
from wallet.verify.proofs.ecdsa_sd import derive
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.selection import with_names
from wallet.verify.report import Authenticity, CheckId

CONTEXTS = ShippedContexts()
EVIDENCE = Evidence(Web(), CONTEXTS, NOW)
ISSUER = Issuer(algorithm="ES256")
ALWAYS = ["/issuer", "/validFrom", "/type"]


def base_proof() -> dict[str, Any]:
    """Issue with openvc-core, whose rules are not ours."""
    pem = ISSUER.key.private_pem()
    contexts = {url: json.loads(file.read_bytes()) for url, file in CONTEXTS.files().items()}
    alignment = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://skills.example/{name}"}
        for name in ("splicing", "lashing")
    ]
    credential = ISSUER.credential(validUntil="2031-03-01T00:00:00Z")
    credential["credentialSubject"]["achievement"]["alignment"] = alignment
    return EcdsaSdProofSuite().add_base_proof(
        credential,
        signing_key=P256SigningKey.from_pem(pem, kid=ISSUER.method),
        verification_method=ISSUER.method,
        mandatory_pointers=ALWAYS,
        created=datetime(2025, 3, 1, tzinfo=UTC),
        extra_contexts=contexts,
    )


BASE = base_proof()


def authenticity(document: object) -> Authenticity | None:
    verdict = judge(document)
    return verdict.report.authenticity if verdict.report else None


def part(*pointers: str) -> dict[str, Any]:
    derived = derive(BASE, pointers, EVIDENCE)
    assert not isinstance(derived, Problem), derived
    return derived


def test_a_base_proof_is_verified() -> None:
    verdict = judge(BASE)
    assert reason(verdict, CheckId.PROOF) == "signature-valid"
    assert verdict.exit_status == 0


def test_a_part_shows_what_was_chosen_and_what_is_seen_always() -> None:
    shown = part("/credentialSubject/achievement/name")
    assert shown["issuer"] == BASE["issuer"]
    assert shown["validFrom"] == BASE["validFrom"]
    assert shown["credentialSubject"]["achievement"]["name"] == "Knots and splices"
    assert "criteria" not in shown["credentialSubject"]["achievement"]
    assert "validUntil" not in shown
    assert authenticity(shown) is Authenticity.VERIFIED


@pytest.mark.parametrize("shown", [BASE, part("/credentialSubject", "/validUntil")])
def test_no_change_passes(shown: dict[str, Any]) -> None:
    tried = 0
    for path in places(shown):
        if path[0] == "proof":
            continue
        for changed in changes(shown, path):
            tried += 1
            assert authenticity(changed) is not Authenticity.VERIFIED, path
    assert tried > 40


def test_a_statement_cannot_be_dropped_or_added() -> None:
    shown = part("/credentialSubject", "/validUntil")
    dropped = copy.deepcopy(shown)
    del dropped["validUntil"]
    added = copy.deepcopy(shown)
    added["credentialSubject"]["achievement"]["tag"] = ["master mariner"]
    swapped = copy.deepcopy(shown)
    swapped["validUntil"], swapped["validFrom"] = shown["validFrom"], shown["validUntil"]
    for changed in (dropped, added, swapped):
        assert authenticity(changed) is Authenticity.FAILED


@pytest.mark.parametrize(
    "value", ["", "u", "u2V0B", "u2V0BgA", "z2V0B", None, 3, "u2V0B" + "A" * 600_000]
)
def test_a_damaged_value_is_malformed(value: object) -> None:
    shown = part("/credentialSubject")
    shown["proof"]["proofValue"] = value
    assert reason(judge(shown), CheckId.PROOF) == "signature-malformed"


def test_a_pointer_to_nothing_is_refused() -> None:
    assert isinstance(derive(BASE, ["/credentialSubject/grade"], EVIDENCE), Problem)


def test_names_given_to_nodes_are_never_those_of_the_cells_of_a_list() -> None:
    document = copy.deepcopy({name: part for name, part in BASE.items() if name != "proof"})
    document["credentialSubject"]["achievement"]["resultDescription"] = [
        {
            "id": "urn:uuid:1",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": ["A", "B", "C"],
        }
    ]
    named = with_names(document)
    quads = quads_of(named.document, CONTEXTS)
    assert not isinstance(quads, Problem)
    blank = [(named.blank(s), p, named.blank(o), named.blank(g)) for s, p, o, g in quads]
    assert "".join(canonicalize(blank).lines) == canonical_nquads(document, CONTEXTS)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            found += [(*path, key), *places(inner, (*path, key))]
    return found


def changes(document: Any, path: tuple[Any, ...]) -> list[Any]:
    """Return the document with the value at ``path`` changed, and with its key renamed."""
    made = []
    for rename in (False, True):
        changed = copy.deepcopy(document)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        if rename and isinstance(path[-1], str):
            holder[path[-1] + "x"] = holder.pop(path[-1])
            made.append(changed)
        elif not rename and isinstance(holder[path[-1]], str):
            holder[path[-1]] += "x"
            made.append(changed)
    return made
