"""SD-JWT VC: whose key, what is disclosed, and who handed it over (RFC 9901 §7)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.issuing import (
    NOW,
    Issuer,
    JoseKey,
    Web,
    b64,
    binding,
    disclosure,
    judge,
    key_bound,
    only,
    reason,
    sd_jwt,
)
from wallet.credential.model import Standard
from wallet.verify.report import Authenticity, Check, CheckId, Outcome

COLLEGE = "https://college.example/issuers/1"
METADATA = "https://college.example/.well-known/jwt-vc-issuer/issuers/1"
KEYS = "https://college.example/keys.json"
KEY, HOLDER = JoseKey("ES256"), JoseKey("ES256", 9)
CLAIMS: dict[str, Any] = {
    "iss": COLLEGE,
    "vct": "https://college.example/knots",
    "iat": 1740787200,
    "cnf": {"jwk": HOLDER.jwk},
}
SELECTIVE = {"email": "learner@example.org", "level": 3}
TOKEN = sd_jwt(KEY, CLAIMS, SELECTIVE, kid="one")


def metadata(**document: Any) -> Web:
    web = Web()
    jwks = {"keys": [{**KEY.jwk, "kid": "one"}]}
    web.put(METADATA, {"issuer": COLLEGE, **(document or {"jwks": jwks})})
    return web


def proof(token: str, web: Web | None = None) -> Check:
    return only(judge(token, metadata() if web is None else web), CheckId.PROOF)


def issuer_key(token: str, web: Web) -> str:
    return reason(judge(token, web), CheckId.ISSUER_KEY)


def passed(token: str, web: Web) -> bool:
    verdict = judge(token, web)
    ids = (CheckId.PROOF, CheckId.ISSUER_KEY)
    return all(only(verdict, one).outcome is Outcome.PASSED for one in ids)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "RS256", "PS256"])
def test_a_did_signs_with_each_algorithm(algorithm: str) -> None:
    key = JoseKey(algorithm)
    verdict = judge(sd_jwt(key, {**CLAIMS, "iss": key.did}, SELECTIVE))
    assert verdict.standard is Standard.SD_JWT_VC
    assert only(verdict, CheckId.PROOF).facts == {"suite": f"SD-JWT {algorithm}"}
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-listed"


@pytest.mark.parametrize("header", [{"kid": "one"}, {}])
def test_the_issuers_metadata_lists_its_keys(header: dict[str, str]) -> None:
    assert passed(sd_jwt(KEY, CLAIMS, SELECTIVE, **header), metadata())


def test_the_issuers_metadata_may_name_the_address_of_its_keys() -> None:
    web = metadata(jwks_uri=KEYS)
    assert issuer_key(TOKEN, web) == "key-not-at-hand"
    web.put(KEYS, {"keys": [{**KEY.jwk, "kid": "one"}]})
    assert passed(TOKEN, web)


def test_rule_1_metadata_that_speaks_for_another_issuer_proves_nothing() -> None:
    web = metadata(issuer="https://attacker.example", jwks={"keys": [{**KEY.jwk, "kid": "one"}]})
    assert issuer_key(TOKEN, web) == "issuer-document-mismatch"
    assert not passed(TOKEN, web)


def test_rule_1_a_key_that_the_metadata_does_not_list_is_not_the_issuers() -> None:
    web = metadata(jwks={"keys": [{**HOLDER.jwk, "kid": "two"}]})
    assert issuer_key(TOKEN, web) == "key-not-listed"
    embedded = sd_jwt(KEY, CLAIMS, SELECTIVE, jwk=KEY.jwk)
    assert issuer_key(embedded, web) == "key-not-listed"


def test_rule_3_a_key_in_the_header_says_which_never_whose() -> None:
    token = sd_jwt(KEY, CLAIMS, SELECTIVE, jwk=KEY.jwk)
    assert proof(token, Web()).outcome is Outcome.PASSED
    assert issuer_key(token, Web()) == "key-in-header-only"


def test_with_nothing_at_hand_it_is_undetermined() -> None:
    assert proof(TOKEN, Web()).reason == "key-not-at-hand"
    assert issuer_key(TOKEN, Web()) == "issuer-document-not-at-hand"


def test_no_disclosed_value_can_be_changed_added_or_moved() -> None:
    jws, email, level, _ = TOKEN.split("~")
    other = b64(json.dumps(["salt email", "email", "other@example.org"]).encode())
    assert proof(f"{jws}~{other}~{level}~").reason == "disclosure-not-signed"
    assert proof(f"{jws}~{email}~{level}~{other}~").reason == "disclosure-not-signed"
    assert proof(f"{jws}~{email}~{email}~").reason == "disclosure-repeated"
    assert proof(f"{jws}~{level}~").reason == "signature-valid"


def test_another_hash_is_not_supported_and_no_forgery() -> None:
    jws = KEY.sign({**CLAIMS, "_sd": [], "_sd_alg": "sha3-256"}, typ="dc+sd-jwt")
    verdict = proof(f"{jws}~")
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, "proof-type-not-supported")


def test_no_byte_of_a_token_can_be_changed() -> None:
    web = metadata()
    token = key_bound(HOLDER, TOKEN).encode()
    assert passed(token.decode(), web)
    for place in range(len(token)):
        for other in {token[place] ^ 1, ord("A"), ord("~"), ord(".")} - {token[place]}:
            changed = token[:place] + bytes([other]) + token[place + 1 :]
            report = judge(changed, web).report
            if report is not None:
                ids = (CheckId.PROOF, CheckId.ISSUER_KEY)
                assert {check.outcome for check in report.of(*ids)} != {Outcome.PASSED}, place


def test_who_hands_it_over_signs_for_what_is_disclosed() -> None:
    assert passed(key_bound(HOLDER, TOKEN), metadata())
    jws, _email, level, _ = TOKEN.split("~")
    less = f"{jws}~{level}~"
    assert passed(key_bound(HOLDER, less), metadata())
    moved = less + key_bound(HOLDER, TOKEN).rpartition("~")[2]
    assert proof(moved).reason == "key-binding-of-another"


def test_a_thief_cannot_hand_it_over() -> None:
    assert proof(key_bound(KEY, TOKEN)).reason == "key-binding-invalid"


@pytest.mark.parametrize(
    "changes",
    [{"nonce": None}, {"nonce": ""}, {"aud": None}, {"aud": 7}, {"iat": None}, {"iat": "2026"},
     {"iat": int(NOW.timestamp()) + 3600}],
)  # fmt: skip
def test_a_key_binding_lacks_nothing(changes: dict[str, Any]) -> None:
    assert proof(key_bound(HOLDER, TOKEN, **changes)).reason == "key-binding-invalid"


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {}, {"typ": "kb+jwt", "alg": "ES384"}])
def test_a_key_binding_says_that_it_is_one(header: dict[str, str]) -> None:
    assert proof(TOKEN + HOLDER.sign(binding(TOKEN), **header)).reason == "key-binding-invalid"


def test_a_key_binding_is_held_to_the_rules_of_every_token() -> None:
    assert proof(TOKEN + HOLDER.sign({}, typ="kb+jwt", alg="none")).reason == "algorithm-refused"
    critical = HOLDER.sign({}, typ="kb+jwt", crit=["exp"])
    assert proof(TOKEN + critical).reason == "header-not-understood"


@pytest.mark.parametrize(
    ("confirmation", "expected"),
    [
        (None, "key-binding-invalid"),
        ("x", "key-not-named"),
        ({"kid": "did:example:ada#1"}, "key-not-named"),
        ({"jwk": {"kty": "oct", "k": "AA"}}, "key-malformed"),
    ],
)
def test_without_a_key_that_it_was_made_out_to_nobody_hands_it_over(
    confirmation: object, expected: str
) -> None:
    claims = {**CLAIMS, "cnf": confirmation}
    if confirmation is None:
        del claims["cnf"]
    token = sd_jwt(KEY, claims, SELECTIVE, kid="one")
    assert proof(key_bound(HOLDER, token)).reason == expected


@pytest.mark.parametrize(("claim", "value"), [("exp", "2030"), ("nbf", True), ("sub", 7)])
def test_a_registered_claim_of_another_kind_fails(claim: str, value: object) -> None:
    token = sd_jwt(KEY, {**CLAIMS, claim: value}, SELECTIVE, kid="one")
    assert proof(token).reason == "claims-disagree"


def test_one_that_is_in_order_is_verified_and_current() -> None:
    verdict = judge(TOKEN, metadata())
    assert reason(verdict, CheckId.STRUCTURE) == "well-formed"
    assert verdict.exit_status == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"vct": ""}, "field-missing"), ({"vct": 7}, "field-missing"), ({"iss": 7}, "issuer-missing"),
     ({"iss": "college"}, "issuer-missing")],
)  # fmt: skip
def test_it_says_what_it_is_and_who_issued_it(changes: dict[str, Any], expected: str) -> None:
    verdict = judge(sd_jwt(KEY, {**CLAIMS, **changes}, SELECTIVE), metadata())
    assert reason(verdict, CheckId.STRUCTURE) == expected
    assert verdict.exit_status == 1


def test_its_dates_are_those_of_the_token() -> None:
    token = sd_jwt(KEY, {**CLAIMS, "exp": 1750000000}, SELECTIVE, kid="one")
    assert reason(judge(token, metadata()), CheckId.VALIDITY_PERIOD) == "expired"
    token = sd_jwt(KEY, {**CLAIMS, "nbf": 1900000000}, SELECTIVE, kid="one")
    assert reason(judge(token, metadata()), CheckId.VALIDITY_PERIOD) == "not-yet-valid"


@pytest.mark.parametrize(
    "status",
    [
        {"status_list": {"idx": 7, "uri": "https://college.example/list"}},
        {"_sd": [disclosure("salt", "status_list", {"idx": 7})[1]]},
        {},
        "x",
        [1],
    ],
)
def test_its_status_is_not_passed_over_even_where_it_is_withheld(status: object) -> None:
    token = sd_jwt(KEY, {**CLAIMS, "status": status}, SELECTIVE, kid="one")
    assert only(judge(token, metadata()), CheckId.STATUS).outcome is Outcome.UNKNOWN


def serialised(*tokens: str) -> dict[str, Any]:
    """Return the general JSON serialisation of signatures over one payload."""
    signatures = []
    for place, token in enumerate(tokens):
        jws, *disclosures, _ = token.split("~")
        protected, _payload, signature = jws.split(".")
        header = {} if place else {"disclosures": disclosures}
        signatures.append({"protected": protected, "signature": signature, "header": header})
    return {"payload": tokens[0].split(".")[1], "signatures": signatures}


def test_of_several_signatures_one_by_the_issuer_suffices_and_a_bad_one_fails() -> None:
    by_another = sd_jwt(HOLDER, CLAIMS, SELECTIVE, jwk=HOLDER.jwk)
    assert passed(json.dumps(serialised(TOKEN, by_another)), metadata())
    document = serialised(TOKEN, by_another)
    document["signatures"][1]["signature"] = document["signatures"][0]["signature"]
    verdict = judge(document, metadata())
    assert reason(verdict, CheckId.PROOF) == "signature-invalid"


def of_data_model_2(key: JoseKey, **changes: Any) -> str:
    document = Issuer(1, key.did).credential(**changes)
    named = {"name": document.pop("name")}
    return sd_jwt(key, document, named, typ="vc+sd-jwt")


def test_a_badge_of_data_model_2_is_the_badge_that_it_is() -> None:
    verdict = judge(of_data_model_2(KEY))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert verdict.standard is Standard.OPENBADGES_3_0
    assert verdict.credential is not None
    assert verdict.credential.name == "Knots and splices"


@pytest.mark.parametrize(
    ("claim", "value"),
    [("iss", "https://attacker.example"), ("jti", "urn:uuid:other"), ("nbf", 1)],
)
def test_rule_5_the_claims_of_a_badge_in_a_token_agree_with_it(claim: str, value: object) -> None:
    verdict = judge(of_data_model_2(KEY, **{claim: value}))
    assert reason(verdict, CheckId.PROOF) == "claims-disagree"
