"""Every suite of embedded proofs: signed by a test issuer, then changed in every way."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.issuing import ED2020, OB3, V1, V2, Issuer, b64, judge, only, reason
from wallet.documents.shipped import ShippedContexts
from wallet.verify.canonical import canonical_nquads
from wallet.verify.problem import Problem
from wallet.verify.proofs import jcs
from wallet.verify.report import Authenticity, CheckId, Outcome

CONTEXTS = ShippedContexts()
SUITES = [
    ("eddsa-rdfc-2022", "EdDSA", [V2, OB3]),
    ("eddsa-2022", "EdDSA", [V2, OB3]),
    ("eddsa-jcs-2022", "EdDSA", [V2, OB3]),
    ("ecdsa-rdfc-2019", "ES256", [V2, OB3]),
    ("ecdsa-rdfc-2019", "ES384", [V2, OB3]),
    ("ecdsa-jcs-2019", "ES256", [V2, OB3]),
    ("ecdsa-jcs-2019", "ES384", [V2, OB3]),
    ("Ed25519Signature2020", "EdDSA", [V1, OB3, ED2020]),
    ("Ed25519Signature2018", "EdDSA", [V1, OB3]),
]
NAMES = [f"{suite}-{algorithm}" for suite, algorithm, _ in SUITES]


def signed(suite: str, algorithm: str, contexts: list[str]) -> dict[str, Any]:
    issuer = Issuer(algorithm=algorithm)
    credential = issuer.credential(**{"@context": contexts})
    if contexts[0] == V1:
        credential["issuanceDate"] = credential.pop("validFrom")
    credential["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://skills.example/{name}"}
        for name in ("splicing", "lashing")
    ]
    credential["credentialSubject"]["achievement"]["tag"] = ["rope", "sea"]
    return issuer.sign(credential, suite=suite)


def authenticity(document: object) -> Authenticity | None:
    verdict = judge(document)
    return verdict.report.authenticity if verdict.report else None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places(inner, (*path, key))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def variants(document: Any) -> Iterator[tuple[str, Any]]:
    """Give the document with every value changed, key renamed and list turned round."""
    for path in places(document):
        value = at(document, path)
        changed = copy.deepcopy(document)
        holder, last = at(changed, path[:-1]), path[-1]
        if isinstance(last, str):
            holder[last + "x"] = holder.pop(last)
            yield f"{path} renamed", changed
            changed = copy.deepcopy(document)
            holder = at(changed, path[:-1])
        if isinstance(value, str):
            holder[last] = value[:-1] + ("x" if value[-1:] != "x" else "y")
            yield f"{path} changed", changed
        elif isinstance(value, bool | int | float):
            holder[last] = not value if isinstance(value, bool) else value + 1
            yield f"{path} changed", changed
        elif isinstance(value, list) and len(value) > 1:
            holder[last] = value[::-1]
            yield f"{path} turned round", changed


def meaning(document: dict[str, Any], suite: str) -> object:
    """Return what the suite signs of a document."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if "-jcs-" in suite:
        return jcs.canonical_json(unsecured)
    return canonical_nquads(unsecured, CONTEXTS)


@pytest.mark.parametrize(("suite", "algorithm", "contexts"), SUITES, ids=NAMES)
def test_a_good_one_is_verified(suite: str, algorithm: str, contexts: list[str]) -> None:
    verdict = judge(signed(suite, algorithm, contexts))
    assert verdict.exit_status == 0
    assert verdict.report is not None
    passed = verdict.report.of(CheckId.PROOF)[0]
    assert (passed.outcome, passed.facts["suite"]) == (Outcome.PASSED, suite)


@pytest.mark.parametrize(("suite", "algorithm", "contexts"), SUITES, ids=NAMES)
def test_no_change_of_meaning_passes(suite: str, algorithm: str, contexts: list[str]) -> None:
    document = signed(suite, algorithm, contexts)
    said = meaning(document, suite)
    assert not isinstance(said, Problem)
    passed, tried = [], 0
    for what, changed in variants(document):
        tried += 1
        if authenticity(changed) is Authenticity.VERIFIED:
            assert meaning(changed, suite) == said, what
            passed.append(what)
    assert tried > 60
    if "-jcs-" in suite:
        assert passed == []
    else:  # the order of a set says nothing
        assert all(what.endswith("turned round") for what in passed)


@pytest.mark.parametrize(("suite", "algorithm", "contexts"), SUITES, ids=NAMES)
def test_rule_7_a_suite_goes_with_its_own_kind_of_key(
    suite: str, algorithm: str, contexts: list[str]
) -> None:
    document = signed(suite, algorithm, contexts)
    other = Issuer(algorithm="ES256" if algorithm == "EdDSA" else "EdDSA")
    document["issuer"]["id"] = other.id
    document["proof"]["verificationMethod"] = other.method
    assert reason(judge(document), CheckId.PROOF) == "key-kind-mismatch"


@pytest.mark.parametrize(("suite", "algorithm", "contexts"), SUITES, ids=NAMES)
def test_rule_1_another_issuer_cannot_be_named(
    suite: str, algorithm: str, contexts: list[str]
) -> None:
    document = signed(suite, algorithm, contexts)
    document["issuer"]["id"] = Issuer(seed=9, algorithm=algorithm).id
    assert authenticity(document) is Authenticity.FAILED


@pytest.mark.parametrize(("suite", "algorithm", "contexts"), SUITES, ids=NAMES)
def test_rule_11_another_purpose_is_refused(
    suite: str, algorithm: str, contexts: list[str]
) -> None:
    document = signed(suite, algorithm, contexts)
    document["proof"]["proofPurpose"] = "authentication"
    assert reason(judge(document), CheckId.PROOF) == "purpose-wrong"


def test_the_old_name_is_warned_of() -> None:
    verdict = judge(signed("eddsa-2022", "EdDSA", [V2, OB3]))
    assert verdict.report is not None
    warned = [one for one in verdict.report.of(CheckId.PROOF) if one.outcome is Outcome.WARNING]
    assert [one.reason for one in warned] == ["suite-old-name"]
    assert verdict.report.authenticity is Authenticity.VERIFIED


def test_rule_13_the_contexts_begin_with_those_that_were_signed() -> None:
    document = signed("eddsa-jcs-2022", "EdDSA", [V2, OB3])
    extended = copy.deepcopy(document)
    extended["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    assert authenticity(extended) is Authenticity.VERIFIED
    for contexts in ([OB3, V2], [V2], [V2, ED2020, OB3]):
        changed = {**document, "@context": contexts}
        assert authenticity(changed) is Authenticity.FAILED


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1e21, b"1e+21"), (1e-7, b"1e-7"), (0.000001, b"0.000001"), (-0.0, b"0"), (3.0, b"3"),
        (333333333.33333329, b"333333333.3333333"), (10**20, b"100000000000000000000"),
        (10**21, b"1e+21"), (9007199254740993, b"9007199254740992"), (4.50, b"4.5"),
        ("\u20ac$\x0f\nA'B\"\\\\\"/", '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()),
        ({"\ufb33": 1, "\U0001f600": 2, "a": 3}, '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()),
    ],
)  # fmt: skip
def test_rule_13_numbers_and_keys_are_written_as_ecmascript_does(
    value: object, written: bytes
) -> None:
    assert jcs.canonical_json(value) == written


def test_rule_12_a_set_needs_one_good_proof_and_no_bad_one() -> None:
    document = signed("eddsa-rdfc-2022", "EdDSA", [V2, OB3])
    both = Issuer().sign(document, suite="eddsa-jcs-2022")
    assert authenticity(both) is Authenticity.VERIFIED
    unsupported = copy.deepcopy(both)
    unsupported["proof"][1]["cryptosuite"] = "bbs-2023"
    verdict = judge(unsupported)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert Outcome.WARNING in {one.outcome for one in verdict.report.of(CheckId.PROOF)}
    bad = copy.deepcopy(both)
    bad["proof"][1]["created"] = "2025-03-02T00:00:00Z"
    assert authenticity(bad) is Authenticity.FAILED


def chained() -> dict[str, Any]:
    issuer = Issuer()
    first = issuer.sign(issuer.credential(), id="urn:uuid:1")
    return issuer.sign(first, id="urn:uuid:2", previousProof="urn:uuid:1", chained=True)


def test_rule_12_a_chain_signs_what_it_builds_on() -> None:
    document = chained()
    assert authenticity(document) is Authenticity.VERIFIED
    other = Issuer()
    replaced = copy.deepcopy(document)
    replaced["proof"][0] = other.sign(
        other.credential(), id="urn:uuid:1", created="2024-01-01T00:00:00Z"
    )["proof"]
    assert authenticity(replaced) is Authenticity.FAILED


@pytest.mark.parametrize("previous", ["urn:uuid:3", ["urn:uuid:1", "urn:uuid:3"], [], 7, {}])
def test_rule_12_a_chain_without_its_beginning_fails(previous: object) -> None:
    document = chained()
    document["proof"][1]["previousProof"] = previous
    assert authenticity(document) is Authenticity.FAILED
    alone = {**document, "proof": document["proof"][1]}
    assert authenticity(alone) is Authenticity.FAILED


def test_rule_12_a_chain_that_leads_back_to_itself_fails() -> None:
    document = chained()
    document["proof"][0]["previousProof"] = "urn:uuid:2"
    assert authenticity(document) is Authenticity.FAILED


def test_json_web_signature_2020_names_a_context_that_is_not_at_hand() -> None:
    context = "https://w3id.org/security/suites/jws-2020/v1"
    document = signed("eddsa-jcs-2022", "EdDSA", [V1, OB3, context])
    document["proof"] = {
        "type": "JsonWebSignature2020",
        "created": "2025-03-01T00:00:00Z",
        "verificationMethod": document["proof"]["verificationMethod"],
        "proofPurpose": "assertionMethod",
        "jws": "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..AAAA",
    }
    check = only(judge(json.dumps(document)), CheckId.PROOF)
    assert (check.outcome, check.reason) == (Outcome.UNKNOWN, "context-not-known")


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "EdDSA"}, {"alg": "EdDSA", "b64": True, "crit": ["b64"]},
        {"alg": "EdDSA", "b64": False}, {"alg": "EdDSA", "b64": False, "crit": ["b64", "exp"]},
    ],
)  # fmt: skip
def test_a_detached_header_that_asks_for_anything_else_is_refused(header: dict[str, Any]) -> None:
    document = signed("Ed25519Signature2018", "EdDSA", [V1, OB3])
    tail = document["proof"]["jws"].partition("..")[2]
    document["proof"]["jws"] = f"{b64(json.dumps(header).encode())}..{tail}"
    assert reason(judge(document), CheckId.PROOF) == "header-not-understood"
