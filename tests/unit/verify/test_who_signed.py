"""VERIFY.md, "Who signed": each rule is a test named for it."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import base58
import pytest

from tests.issuing import (
    SAVED,
    V1,
    Issuer,
    JoseKey,
    Web,
    b64,
    judge,
    only,
    reason,
)
from wallet.verify.report import Authenticity, CheckId, Outcome

COLLEGE = "https://college.example/issuers/1"
DID_WEB = "did:web:college.example"
DID_WEB_URL = "https://college.example/.well-known/did.json"


def authenticity(document: object, web: Web | None = None) -> Authenticity:
    verdict = judge(document, web)
    assert verdict.report is not None, verdict.error
    return verdict.report.authenticity


def test_a_badge_by_a_did_key_is_verified_with_nothing_at_hand() -> None:
    issuer = Issuer()
    verdict = judge(issuer.sign(issuer.credential()))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert verdict.exit_status == 0


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-2022", "Ed25519Signature2020"])
def test_each_suite_verifies(suite: str) -> None:
    issuer = Issuer()
    context = [*issuer.credential()["@context"], "https://w3id.org/security/suites/ed25519-2020/v1"]
    signed = issuer.sign(issuer.credential(**{"@context": context}), suite=suite)
    assert authenticity(signed) is Authenticity.VERIFIED


def test_did_web_is_verified_by_its_document_and_says_of_when() -> None:
    issuer = Issuer(identifier=DID_WEB)
    web = Web()
    web.put(DID_WEB_URL, issuer.document())
    verdict = judge(issuer.sign(issuer.credential()), web)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert only(verdict, CheckId.ISSUER_KEY).as_of == SAVED


def test_did_web_without_its_document_is_undetermined_and_its_signature_still_checked() -> None:
    issuer = Issuer(identifier=DID_WEB)
    verdict = judge(issuer.sign(issuer.credential()))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.UNDETERMINED
    assert only(verdict, CheckId.PROOF).outcome is Outcome.PASSED
    assert reason(verdict, CheckId.ISSUER_KEY) == "issuer-document-not-at-hand"
    assert verdict.exit_status == 3


def test_rule_1_a_foreign_document_that_claims_the_issuer_as_controller_proves_nothing() -> None:
    college, attacker = Issuer(1, COLLEGE), Issuer(2, "https://attacker.example/keys")
    foreign = attacker.document()
    foreign["controller"] = COLLEGE
    foreign["verificationMethod"][0]["controller"] = COLLEGE
    web = Web()
    web.put(COLLEGE, college.document())
    web.put("https://attacker.example/keys", foreign)
    verdict = judge(attacker.sign(college.credential()), web)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-not-listed"


def test_rule_1_the_methods_controller_is_the_issuer() -> None:
    college = Issuer(1, COLLEGE)
    document = college.document()
    document["verificationMethod"][0]["controller"] = "https://other.example"
    web = Web()
    web.put(COLLEGE, document)
    verdict = judge(college.sign(college.credential()), web)
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-of-another"
    assert authenticity(college.sign(college.credential()), web) is Authenticity.FAILED


def test_rule_2_a_key_in_the_fragment_of_the_issuers_url_is_not_the_issuers() -> None:
    attacker = Issuer(2, COLLEGE)  # signs as the college, its own key in the fragment
    signed = attacker.sign(attacker.credential())
    assert authenticity(signed) is Authenticity.UNDETERMINED
    web = Web()
    web.put(COLLEGE, Issuer(1, COLLEGE).document())
    assert authenticity(signed, web) is Authenticity.FAILED


def test_rule_1_a_foreign_key_document_behind_a_kid_proves_nothing() -> None:
    attacker = JoseKey("ES256")
    kid = "https://attacker.example/key"
    web = Web()
    web.put(kid, {"id": kid, "controller": COLLEGE, "publicKeyJwk": attacker.jwk})
    token = attacker.sign(Issuer(1, COLLEGE).credential(), kid=kid)
    assert authenticity(token, web) is Authenticity.UNDETERMINED
    web.put(COLLEGE, Issuer(1, COLLEGE).document())
    assert authenticity(token, web) is Authenticity.FAILED


def test_rule_2_a_key_in_the_fragment_of_a_kid_is_not_the_issuers() -> None:
    attacker = JoseKey("EdDSA")
    kid = f"{COLLEGE}#{Issuer(7).multibase}"  # Issuer(7) has the key that attacker has
    token = attacker.sign(Issuer(1, COLLEGE).credential(), kid=kid)
    assert authenticity(token) is Authenticity.UNDETERMINED
    web = Web()
    web.put(COLLEGE, Issuer(1, COLLEGE).document())
    assert authenticity(token, web) is Authenticity.FAILED


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_rule_3_a_jwk_in_the_header_says_which_key_never_whose(algorithm: str) -> None:
    key = JoseKey(algorithm)
    college = Issuer(1, COLLEGE)
    token = key.sign(college.credential(), jwk=key.jwk)
    verdict = judge(token)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.UNDETERMINED
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-in-header-only"
    web = Web()
    web.put(COLLEGE, college.document())
    assert authenticity(token, web) is Authenticity.FAILED


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_a_jwt_is_verified_by_the_issuers_did_jwk_or_document(algorithm: str) -> None:
    key = JoseKey(algorithm)
    by_did = Issuer(1, key.did)
    token = key.sign(by_did.credential(), kid=f"{key.did}#0")
    assert authenticity(token) is Authenticity.VERIFIED
    college = Issuer(1, COLLEGE)
    method = {"id": "#key-1", "type": "JsonWebKey", "controller": COLLEGE, "publicKeyJwk": key.jwk}
    web = Web()
    web.put(COLLEGE, {"id": COLLEGE, "assertionMethod": [method]})
    token = key.sign(college.credential(), kid=f"{COLLEGE}#key-1")
    assert authenticity(token, web) is Authenticity.VERIFIED


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_a_jwt_of_data_model_1_1_is_verified(algorithm: str) -> None:
    key = JoseKey(algorithm)
    issuer = Issuer(1, key.did)
    inner = issuer.credential(issuanceDate="2025-03-01T00:00:00Z")
    inner["@context"] = [V1, inner["@context"][1]]
    del inner["validFrom"]
    claims = {"vc": inner, "iss": key.did, "nbf": 1740787200, "jti": inner["id"]}
    assert authenticity(key.sign(claims)) is Authenticity.VERIFIED


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256"])
def test_rule_4_no_unsafe_algorithm(algorithm: str) -> None:
    key = JoseKey("RS256")
    issuer = Issuer(1, key.did)
    _head, body, signature = key.sign(issuer.credential()).split(".")
    head = b64(json.dumps({"alg": algorithm}).encode())
    verdict = judge(f"{head}.{body}.{signature}")
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.PROOF) == "algorithm-refused"


def test_rule_4_a_public_key_is_no_shared_secret() -> None:
    key = JoseKey("RS256")
    claims = Issuer(1, key.did).credential()
    parts = [b64(json.dumps(part).encode()) for part in ({"alg": "HS256"}, claims)]
    forged = hmac.digest(key.pem.encode(), ".".join(parts).encode(), "sha256")
    verdict = judge(".".join([*parts, b64(forged)]))
    assert reason(verdict, CheckId.PROOF) == "algorithm-refused"


def test_rule_4_a_payload_that_is_not_encoded_is_not_understood() -> None:
    key = JoseKey("EdDSA")
    token = key.sign(Issuer(1, key.did).credential(), b64=False)
    assert reason(judge(token), CheckId.PROOF) == "header-not-understood"


def test_rule_4_the_algorithm_is_the_keys_not_the_headers() -> None:
    key = JoseKey("EdDSA")
    issuer = Issuer(1, key.did)
    _head, body, signature = key.sign(issuer.credential()).split(".")
    head = b64(json.dumps({"alg": "ES256"}).encode())
    assert reason(judge(f"{head}.{body}.{signature}"), CheckId.PROOF) == "algorithm-mismatch"


def test_rule_4_an_unknown_crit_fails() -> None:
    key = JoseKey("EdDSA")
    token = key.sign(Issuer(1, key.did).credential(), crit=["exp"], exp=1)
    assert reason(judge(token), CheckId.PROOF) == "header-not-understood"


@pytest.mark.parametrize("padding", ["=", "==", "\n.", "+"])
def test_rule_4_loose_base64url_is_refused(padding: str) -> None:
    key = JoseKey("EdDSA")
    token = key.sign(Issuer(1, key.did).credential())
    assert judge(token + padding).error is not None


def test_rule_4_trailing_bits_that_encode_nothing_are_refused() -> None:
    key = JoseKey("EdDSA")
    token = key.sign(Issuer(1, key.did).credential())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(token[-1]) ^ 1]
    raw = token.rpartition(".")[2]
    assert base64.urlsafe_b64decode(raw + "==") == base64.urlsafe_b64decode(raw[:-1] + other + "==")
    assert judge(token[:-1] + other).error is not None


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://attacker.example"),
        ("sub", "did:example:somebody"),
        ("jti", "urn:uuid:other"),
        ("nbf", 1),
        ("exp", 4102444800),
        ("nbf", "2025-03-01T00:00:00Z"),
    ],
)
def test_rule_5_claims_agree_with_the_body(claim: str, value: object) -> None:
    key = JoseKey("EdDSA")
    document = Issuer(1, key.did).credential(validUntil="2030-01-01T00:00:00Z")
    verdict = judge(key.sign({**document, claim: value}))
    assert reason(verdict, CheckId.PROOF) == "claims-disagree"


def test_rule_5_a_vc_claim_belongs_to_data_model_1_1_only() -> None:
    key = JoseKey("EdDSA")
    verdict = judge(key.sign({"vc": Issuer(1, key.did).credential(), "iss": key.did}))
    assert reason(verdict, CheckId.STRUCTURE) == "vc-claim-in-2.0"
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED


def test_rule_5_an_expiry_that_stands_in_the_claims_alone_counts() -> None:
    key = JoseKey("EdDSA")
    verdict = judge(key.sign({**Issuer(1, key.did).credential(), "exp": 1750000000}))
    assert verdict.report is not None
    assert verdict.report.standing.value == "expired"


def test_threat_4_a_key_listed_for_authentication_only_does_not_award() -> None:
    college = Issuer(1, COLLEGE)
    web = Web()
    web.put(COLLEGE, college.document(authentication=[college.method]))
    verdict = judge(college.sign(college.credential()), web)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-for-other-use"


LOW_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize("raw", LOW_ORDER)
def test_rule_7_keys_of_low_order_are_refused(raw: str) -> None:
    multibase = "z" + base58.b58encode(b"\xed\x01" + bytes.fromhex(raw)).decode()
    issuer = Issuer()
    signed = issuer.sign(issuer.credential())
    did = f"did:key:{multibase}"
    signed["issuer"]["id"] = did
    signed["proof"]["verificationMethod"] = f"{did}#{multibase}"
    verdict = judge(signed)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert "key-malformed" in {check.reason for check in verdict.report.checks}


def test_rule_7_ordinary_keys_are_not_taken_for_low_order_ones() -> None:
    for seed in range(1, 40):
        issuer = Issuer(seed)
        assert authenticity(issuer.sign(issuer.credential())) is Authenticity.VERIFIED


def test_rule_7_a_suite_fits_its_own_kind_of_key_only() -> None:
    key = JoseKey("ES256")
    college = Issuer(1, COLLEGE)
    web = Web()
    method = {"id": college.method, "type": "JsonWebKey", "controller": COLLEGE}
    web.put(COLLEGE, {"id": COLLEGE, "assertionMethod": [{**method, "publicKeyJwk": key.jwk}]})
    verdict = judge(college.sign(college.credential()), web)
    assert reason(verdict, CheckId.PROOF) == "key-kind-mismatch"


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:college.example", "https://college.example/.well-known/did.json"),
        ("did:web:college.example:a:b", "https://college.example/a/b/did.json"),
        ("did:web:college.example%3A8443", "https://college.example:8443/.well-known/did.json"),
        ("did:web:college.example%3a8443:x", "https://college.example:8443/x/did.json"),
        ("did:web:college.example:%C3%A9cole", "https://college.example/%C3%A9cole/did.json"),
    ],
)
def test_did_web_addresses(did: str, url: str) -> None:
    issuer = Issuer(1, did)
    web = Web()
    web.put(url, issuer.document())
    assert authenticity(issuer.sign(issuer.credential()), web) is Authenticity.VERIFIED


@pytest.mark.parametrize(
    "did",
    ["did:web:", "did:web:a..b%2Fc", "did:web:college.example:..:x", "did:web:evil@host",
     "did:web:college.example:a%2Fb", "did:web:college.example:%2e%2E:x",
     "did:web:college.example%3A", "did:web:college.example%2Fx", "did:web:college.example:a%3Fb",
     "did:key:", "did:key:zzz", "did:jwk:e30", "did:jwk:!!"],
)  # fmt: skip
def test_malformed_dids_are_never_verified(did: str) -> None:
    issuer = Issuer(1, did)
    verdict = judge(issuer.sign(issuer.credential(), method=Issuer(1).method))
    assert verdict.report is not None
    assert verdict.report.authenticity is not Authenticity.VERIFIED


def test_an_issuers_document_about_somebody_else_fails() -> None:
    issuer = Issuer(1, DID_WEB)
    web = Web()
    web.put(DID_WEB_URL, {**issuer.document(), "id": "did:web:other.example"})
    verdict = judge(issuer.sign(issuer.credential()), web)
    assert reason(verdict, CheckId.ISSUER_KEY) == "issuer-document-mismatch"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": 1}', b'{"a":1,"a":2}'])
def test_an_unreadable_issuers_document_is_never_a_pass(body: bytes) -> None:
    issuer = Issuer(1, DID_WEB)
    web = Web()
    web.put(DID_WEB_URL, body)
    assert authenticity(issuer.sign(issuer.credential()), web) is not Authenticity.VERIFIED


def test_a_document_that_is_gone_leaves_it_undetermined() -> None:
    issuer = Issuer(1, DID_WEB)
    web = Web()
    web.put(DID_WEB_URL, issuer.document(), status=410)
    assert authenticity(issuer.sign(issuer.credential()), web) is Authenticity.UNDETERMINED


def test_the_first_of_two_methods_of_one_id_counts() -> None:
    college, attacker = Issuer(1, COLLEGE), Issuer(2, COLLEGE)
    document: dict[str, Any] = college.document()
    second = attacker.document()["verificationMethod"][0]
    document["verificationMethod"].append({**second, "id": college.method})
    web = Web()
    web.put(COLLEGE, document)
    signed = attacker.sign(attacker.credential(), method=college.method)
    assert authenticity(signed, web) is Authenticity.FAILED
