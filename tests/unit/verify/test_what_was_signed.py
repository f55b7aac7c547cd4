"""VERIFY.md, "What was signed": each rule is a test named for it."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.issuing import ED2020, OB3, V1, V2, Issuer, Web, judge, only, reason
from wallet.verify.report import Authenticity, CheckId, Outcome


def authenticity(document: object) -> Authenticity:
    verdict = judge(document)
    assert verdict.report is not None, verdict.error
    return verdict.report.authenticity


def full() -> dict[str, Any]:
    """Return a credential that uses much of what Open Badges 3.0 has."""
    issuer = Issuer()
    document = issuer.credential(
        validUntil="2031-03-01T00:00:00Z",
        awardedDate="2025-02-27T09:30:00Z",
        evidence=[
            {
                "id": "https://harbour.example/work/7",
                "type": ["Evidence"],
                "name": "A splice",
                "narrative": "Eye splice, three strands.",
            }
        ],
    )
    subject = document["credentialSubject"]
    subject["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$00",
            "identityType": "emailAddress",
            "salt": "brine",
        }
    ]
    subject["creditsEarned"] = 2.5
    subject["achievement"]["alignment"] = [
        {
            "type": ["Alignment"],
            "targetName": "Seamanship",
            "targetUrl": "https://skills.example/seamanship",
            "targetFramework": "Skills of the sea",
        }
    ]
    return issuer.sign(document)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    tampered = copy.deepcopy(document)
    holder: Any = tampered
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return tampered


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return value[:-1] + ("x" if value[-1:] != "x" else "y")


DOCUMENT = full()


def test_the_untouched_document_is_verified() -> None:
    assert authenticity(DOCUMENT) is Authenticity.VERIFIED


@pytest.mark.parametrize("path", list(leaves(DOCUMENT)), ids=lambda p: "/".join(map(str, p)))
def test_changing_any_one_value_is_not_verified(path: tuple[Any, ...]) -> None:
    holder: Any = DOCUMENT
    for step in path:
        holder = holder[step]
    verdict = judge(changed(DOCUMENT, path, other(holder)))
    assert verdict.report is None or verdict.report.authenticity is not Authenticity.VERIFIED


@pytest.mark.parametrize("path", list(leaves(DOCUMENT)), ids=lambda p: "/".join(map(str, p)))
def test_renaming_any_key_is_not_verified(path: tuple[Any, ...]) -> None:
    keys = [place for place, step in enumerate(path) if isinstance(step, str)]
    tampered = copy.deepcopy(DOCUMENT)
    holder: Any = tampered
    for step in path[: keys[-1]]:
        holder = holder[step]
    name = path[keys[-1]]
    holder[name + "x"] = holder.pop(name)
    verdict = judge(tampered)
    assert verdict.report is None or verdict.report.authenticity is not Authenticity.VERIFIED


def test_a_number_written_otherwise_is_the_same_number() -> None:
    issuer = Issuer()
    document = issuer.credential()
    document["credentialSubject"]["creditsEarned"] = 3
    text = json.dumps(issuer.sign(document)).replace('"creditsEarned": 3', '"creditsEarned": 3.0')
    assert "3.0" in text
    assert authenticity(text) is Authenticity.VERIFIED


@pytest.mark.parametrize(
    "path", [(), ("credentialSubject",), ("credentialSubject", "achievement"), ("issuer",)]
)
def test_rule_8_an_added_undefined_term_fails(path: tuple[str, ...]) -> None:
    verdict = judge(changed(DOCUMENT, (*path, "grade"), "A"))
    assert reason(verdict, CheckId.PROOF) == "undefined-term"
    assert only(verdict, CheckId.PROOF).facts["term"] == "grade"
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED


@pytest.mark.parametrize("keyword", ["@index", "@graph", "@included", "@reverse", "@nest", "@x"])
def test_rule_8_keywords_that_would_be_dropped_fail(keyword: str) -> None:
    assert authenticity(changed(DOCUMENT, (keyword,), [])) is Authenticity.FAILED


def test_rule_8_a_value_of_nothing_fails() -> None:
    tampered = changed(
        DOCUMENT, ("credentialSubject", "achievement", "humanCode"), {"@value": None}
    )
    verdict = judge(tampered)
    assert reason(verdict, CheckId.PROOF) == "json-ld-malformed"


@pytest.mark.parametrize("lone", [True, 7, "https://harbour.example/proof"])
def test_rule_8_a_graph_of_no_statements_fails(lone: object) -> None:
    """The ``proof`` of data model 1.1 is a graph wherever it stands."""
    issuer = Issuer()
    document = issuer.credential(**{"@context": [V1, OB3, ED2020]})
    document["issuanceDate"] = document.pop("validFrom")
    tampered = changed(
        issuer.sign(document, suite="Ed25519Signature2020"), ("issuer", "proof"), lone
    )
    assert reason(judge(tampered), CheckId.PROOF) == "json-ld-malformed"


def test_rule_8_a_relative_type_fails() -> None:
    types = ["VerifiableCredential", "OpenBadgeCredential", "HonoursDegree"]
    verdict = judge(changed(DOCUMENT, ("type",), types))
    assert reason(verdict, CheckId.PROOF) == "relative-address"


def test_rule_8_a_relative_id_fails_even_where_it_was_signed() -> None:
    issuer = Issuer()
    document = issuer.sign(issuer.credential())
    document["credentialSubject"]["id"] = "learner"
    verdict = judge(document)
    assert reason(verdict, CheckId.PROOF) == "relative-address"


@pytest.mark.parametrize(
    "injected",
    [
        'https://a.example/x> <https://p.example> "y" .\n<https://b.example',
        "https://a.example/ x",
        'https://a.example/"',
        "https://a.example/\\u003e",
        "_:b0 <https://p.example>",
    ],
)
def test_rule_8_an_address_cannot_smuggle_in_statements(injected: str) -> None:
    verdict = judge(changed(DOCUMENT, ("credentialSubject", "id"), injected))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.PROOF) == "relative-address"


def test_rule_8_a_language_cannot_smuggle_in_statements() -> None:
    value = {"@value": "Knots", "@language": 'en .\n<https://a.example> <https://p.example> "x'}
    verdict = judge(changed(DOCUMENT, ("name",), value))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("https://unknown.example/v1", "context-not-known"),
        ({"grade": "https://harbour.example/grade"}, "context-inline"),
        ({"@vocab": "https://harbour.example/"}, "context-inline"),
        ({"achievement": "https://harbour.example/x"}, "context-redefines"),
        (7, "context-malformed"),
        (None, "context-cleared"),
    ],
)
def test_rule_9_contexts_are_known(extra: object, code: str) -> None:
    verdict = judge(changed(DOCUMENT, ("@context",), [V2, OB3, extra]))
    assert reason(verdict, CheckId.PROOF) == code
    assert verdict.report is not None
    assert verdict.report.authenticity is not Authenticity.VERIFIED


def test_rule_9_contexts_are_in_order() -> None:
    verdict = judge(changed(DOCUMENT, ("@context",), [OB3, V2]))
    assert reason(verdict, CheckId.STRUCTURE) == "context-order"


def test_rule_9_a_nested_context_is_looked_at_too() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["credentialSubject"]["@context"] = {"@vocab": "https://harbour.example/"}
    assert authenticity(document) is not Authenticity.VERIFIED


def test_rule_10_what_is_shown_is_what_was_signed() -> None:
    verdict = judge(DOCUMENT)
    assert verdict.credential is not None
    assert verdict.credential.name == "Knots and splices"
    assert verdict.credential.issuer.name == "Harbour School"


@pytest.mark.parametrize("purpose", ["authentication", "keyAgreement", None])
def test_rule_11_the_purpose_is_to_assert(purpose: str | None) -> None:
    issuer = Issuer()
    verdict = judge(issuer.sign(issuer.credential(), proofPurpose=purpose or "authentication"))
    assert reason(verdict, CheckId.PROOF) == "purpose-wrong"


def test_rule_11_a_proof_that_has_lapsed_fails() -> None:
    issuer = Issuer()
    verdict = judge(issuer.sign(issuer.credential(), expires="2026-01-01T00:00:00Z"))
    assert reason(verdict, CheckId.PROOF) == "proof-expired"
    assert judge(issuer.sign(issuer.credential(), expires="2029-01-01T00:00:00Z")).exit_status == 0


def test_rule_12_one_good_proof_suffices_and_an_unsupported_one_warns() -> None:
    issuer = Issuer()
    document = issuer.sign(issuer.credential())
    document["proof"] = [{"type": "SomethingNewer2030"}, document["proof"]]
    verdict = judge(document)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    outcomes = [check.outcome for check in verdict.report.of(CheckId.PROOF)]
    assert sorted(outcomes) == [Outcome.PASSED, Outcome.WARNING]


def test_rule_12_a_bad_proof_beside_a_good_one_fails() -> None:
    issuer = Issuer()
    document = issuer.sign(issuer.credential())
    bad = {**document["proof"], "created": "2025-03-02T00:00:00Z"}
    document["proof"] = [document["proof"], bad]
    assert authenticity(document) is Authenticity.FAILED


def test_rule_12_a_strangers_good_proof_alone_does_not_suffice() -> None:
    issuer, stranger = Issuer(1), Issuer(2)
    assert authenticity(stranger.sign(issuer.credential())) is Authenticity.FAILED
    both = stranger.sign(issuer.sign(issuer.credential()))
    assert authenticity(both) is Authenticity.FAILED


def test_rule_12_an_unsupported_proof_alone_is_undetermined() -> None:
    document = Issuer().credential(proof={"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"})
    verdict = judge(document)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.UNDETERMINED
    assert "bbs-2023" in only(verdict, CheckId.PROOF).facts["type"]


def test_a_credential_without_a_proof_fails() -> None:
    verdict = judge(Issuer().credential())
    assert reason(verdict, CheckId.PROOF) == "no-proof"
    assert verdict.exit_status == 1


@pytest.mark.parametrize("value", ["", "z", "u1234", "z0OIl", "z" + "1" * 5000, None, 7])
def test_a_damaged_proof_value_fails(value: object) -> None:
    verdict = judge(changed(DOCUMENT, ("proof", "proofValue"), value))
    assert reason(verdict, CheckId.PROOF) == "signature-malformed"


def test_threat_8_a_poison_graph_is_stopped() -> None:
    nodes = [f"_:n{place}" for place in range(9)]
    graph = [
        {
            "id": node,
            "type": ["Achievement"],
            "related": [{"id": o, "type": ["Related"]} for o in nodes if o != node],
        }
        for node in nodes
    ]
    document = copy.deepcopy(DOCUMENT)
    document["credentialSubject"]["achievement"] = graph
    verdict = judge(document)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.PROOF) == "too-complex"


def test_control_characters_are_signed_as_the_standard_escapes_them() -> None:
    issuer = Issuer()
    document = issuer.sign(issuer.credential(name="Knots\x08\x7f"))
    assert authenticity(document) is Authenticity.VERIFIED
    assert authenticity(changed(document, ("name",), "Knots\x08")) is Authenticity.FAILED


def test_reordering_what_has_no_order_changes_nothing() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["type"] = list(reversed(document["type"]))
    shuffled = dict(reversed(list(document.items())))
    assert authenticity(shuffled) is Authenticity.VERIFIED


def test_contexts_swapped_between_known_ones_do_not_pass() -> None:
    contexts = [
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ]
    for first, second in itertools.product([V2], contexts):
        # Where an older context maps the terms alike, the N-Quads are alike and it may pass;
        # what must not pass is a changed meaning, which the next line makes.
        tampered = changed(DOCUMENT, ("@context",), [first, second])
        tampered = changed(tampered, ("name",), "Admiral of the fleet")
        assert authenticity(tampered) is not Authenticity.VERIFIED


def test_the_document_at_hand_is_never_changed() -> None:
    before = json.dumps(DOCUMENT)
    judge(DOCUMENT, Web())
    assert json.dumps(DOCUMENT) == before
