"""VC-JWT: every algorithm, every way of naming a key, and no byte of a token that may change."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from tests.issuing import NOW, Issuer, JoseKey, Web, judge, only, reason
from wallet.verify.report import Authenticity, CheckId, Outcome

COLLEGE = "https://college.example/issuers/1"
KEYS = "https://college.example/keys.json"
ALGORITHMS = ["EdDSA", "ES256", "ES384", "ES512", "ES256K", "RS256", "RS384", "PS256", "PS512"]


def authenticity(token: str, web: Web | None = None) -> Authenticity:
    verdict = judge(token, web)
    assert verdict.report is not None, verdict.error
    return verdict.report.authenticity


def college(**document: Any) -> Web:
    web = Web()
    web.put(COLLEGE, {"id": COLLEGE, "type": "Profile", **document})
    return web


def badge() -> dict[str, Any]:
    return Issuer(1, COLLEGE).credential()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_verifies_and_names_itself(algorithm: str) -> None:
    key = JoseKey(algorithm)
    verdict = judge(key.sign(Issuer(1, key.did).credential()))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert only(verdict, CheckId.PROOF).facts == {"suite": f"JWT {algorithm}"}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_refuses_what_was_changed(algorithm: str) -> None:
    key = JoseKey(algorithm)
    issuer = Issuer(1, key.did)
    head, _body, signature = key.sign(issuer.credential()).split(".")
    other = key.sign(issuer.credential(name="Something else")).split(".")[1]
    verdict = judge(f"{head}.{other}.{signature}")
    assert reason(verdict, CheckId.PROOF) == "signature-invalid"


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "RS256", "PS256"])
@pytest.mark.parametrize("damage", [b"", b"\0", b"\0" * 64, b"\0" * 256, b"\xff" * 300])
def test_a_signature_of_another_length_or_of_nothing_is_invalid(
    algorithm: str, damage: bytes
) -> None:
    key = JoseKey(algorithm)
    token = key.sign(Issuer(1, key.did).credential()).rpartition(".")[0]
    signature = base64.urlsafe_b64encode(damage).rstrip(b"=").decode()
    assert reason(judge(f"{token}.{signature}"), CheckId.PROOF) == "signature-invalid"


@pytest.mark.parametrize(
    ("of_key", "named"),
    [("RS256", "ES256"), ("ES256", "ES384"), ("ES384", "ES256"), ("ES256K", "ES256"),
     ("EdDSA", "RS256"), ("RS256", "EdDSA")],
)  # fmt: skip
def test_the_header_chooses_no_algorithm_that_is_not_the_keys(of_key: str, named: str) -> None:
    key = JoseKey(of_key)
    token = key.sign(Issuer(1, key.did).credential(), alg=named)
    assert reason(judge(token), CheckId.PROOF) == "algorithm-mismatch"


@pytest.mark.parametrize("named", ["RS384", "RS512", "PS256"])
def test_an_algorithm_of_the_same_key_is_tried_as_named_and_does_not_fit(named: str) -> None:
    key = JoseKey("RS256")
    token = key.sign(Issuer(1, key.did).credential(), alg=named)
    assert reason(judge(token), CheckId.PROOF) == "signature-invalid"


def test_a_token_of_half_a_megabyte_is_no_larger_than_it_may_be() -> None:
    key = JoseKey("ES256")
    issuer = Issuer(1, key.did)
    assert authenticity(key.sign(issuer.credential(description="x" * 500_000))) is (
        Authenticity.VERIFIED
    )


def test_no_byte_of_a_token_can_be_changed() -> None:
    key = JoseKey("ES256")
    token = key.sign(Issuer(1, key.did).credential()).encode()
    for place in range(len(token)):
        for other in (token[place] ^ 1, ord("A") if token[place] != ord("A") else ord("B")):
            changed = token[:place] + bytes([other]) + token[place + 1 :]
            report = judge(changed).report
            assert report is None or report.authenticity is not Authenticity.VERIFIED, place


@pytest.mark.parametrize("member", ["jwks", "jwks_uri", "jwksUri"])
@pytest.mark.parametrize("kid", ["one", "#one", f"{COLLEGE}#one", None])
def test_keys_of_the_issuers_own_set_are_the_issuers(member: str, kid: str | None) -> None:
    key = JoseKey("ES256")
    key_set = {"keys": [{**JoseKey("ES256", 9).jwk, "kid": "two"}, {**key.jwk, "kid": "one"}]}
    web = college(**{member: key_set if member == "jwks" else KEYS})
    web.put(KEYS, key_set)
    header = {} if kid is None else {"kid": kid}
    assert authenticity(key.sign(badge(), **header), web) is Authenticity.VERIFIED


@pytest.mark.parametrize("alone", [True, False])
def test_the_address_of_one_key_is_its_name(*, alone: bool) -> None:
    key = JoseKey("ES256")
    web = college(jwks_uri=KEYS)
    web.put(KEYS, key.jwk if alone else {"keys": [key.jwk]})
    assert authenticity(key.sign(badge(), kid=KEYS), web) is Authenticity.VERIFIED


def test_a_token_that_names_no_key_is_not_tried_with_all_of_a_thousand() -> None:
    key = JoseKey("ES256")
    others = [JoseKey("ES256", seed).jwk for seed in range(1_000, 1_120)]
    methods = [
        {"id": f"#{place}", "controller": COLLEGE, "publicKeyJwk": jwk}
        for place, jwk in enumerate([*others, key.jwk])
    ]
    web = college(assertionMethod=methods)
    assert reason(judge(key.sign(badge()), web), CheckId.PROOF) == "too-complex"
    assert authenticity(key.sign(badge(), kid="#120"), web) is Authenticity.VERIFIED


def test_a_key_set_that_the_issuer_does_not_name_proves_nothing() -> None:
    key = JoseKey("ES256")
    web = college(jwks_uri="https://college.example/other.json")
    web.put(KEYS, {"keys": [{**key.jwk, "kid": "one"}]})
    verdict = judge(key.sign(badge(), kid=f"{KEYS}#one"), web)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert only(verdict, CheckId.PROOF).outcome is Outcome.PASSED
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-not-listed"


@pytest.mark.parametrize("form", ["jwk", "method", "set", "badges"])
def test_a_kid_that_is_an_address_counts_where_the_issuer_lists_it(form: str) -> None:
    key = JoseKey("ES256")
    kid = f"{KEYS}#one" if form == "set" else KEYS
    pem = {"id": KEYS, "type": "CryptographicKey", "owner": COLLEGE, "publicKeyPem": key.pem}
    document = {
        "jwk": key.jwk,
        "method": {"id": KEYS, "controller": COLLEGE, "publicKeyJwk": key.jwk},
        "set": {"keys": [{**key.jwk, "kid": "one"}]},
        "badges": pem,
    }[form]
    web = college(**{"publicKey" if form == "badges" else "assertionMethod": [kid]})
    web.put(KEYS, document)
    assert authenticity(key.sign(badge(), kid=kid), web) is Authenticity.VERIFIED


def test_a_listed_address_that_is_not_at_hand_leaves_it_undetermined() -> None:
    key = JoseKey("ES256")
    verdict = judge(key.sign(badge(), kid=KEYS), college(assertionMethod=[KEYS]))
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-not-at-hand"
    assert verdict.exit_status == 3


def test_a_key_at_its_own_address_tells_without_the_issuer_only_that_it_is_whole() -> None:
    key = JoseKey("ES256")
    web = Web()
    web.put(KEYS, {"id": KEYS, "controller": COLLEGE, "publicKeyJwk": key.jwk})
    verdict = judge(key.sign(badge(), kid=KEYS), web)
    assert only(verdict, CheckId.PROOF).outcome is Outcome.PASSED
    assert reason(verdict, CheckId.ISSUER_KEY) == "issuer-document-not-at-hand"


def test_an_issuers_profile_that_says_nothing_of_keys_proves_nothing_either_way() -> None:
    key = JoseKey("ES256")
    verdict = judge(key.sign(badge(), jwk=key.jwk), college(name="College"))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.UNDETERMINED
    assert reason(verdict, CheckId.ISSUER_KEY) == "issuer-lists-no-keys"


@pytest.mark.parametrize("use", ["authentication", "keyAgreement"])
def test_where_an_issuer_states_uses_a_key_set_beside_them_does_not_count(use: str) -> None:
    key = JoseKey("ES256")
    method = {"id": "#one", "controller": COLLEGE, "publicKeyJwk": key.jwk}
    web = college(verificationMethod=[method], jwks={"keys": [{**key.jwk, "kid": "one"}]})
    web.put(COLLEGE, {**json.loads(web.pages[COLLEGE].data), use: ["#one"]})
    verdict = judge(key.sign(badge(), kid="one"), web)
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-for-other-use"


@pytest.mark.parametrize("spoilt", [{"use": "enc"}, {"key_ops": ["sign"]}, {"d": "AA"}])
def test_a_key_for_another_use_or_a_private_one_is_not_relied_on(spoilt: dict[str, Any]) -> None:
    key = JoseKey("ES256")
    web = college(jwks={"keys": [{**key.jwk, "kid": "one", **spoilt}]})
    verdict = judge(key.sign(badge(), kid="one"), web)
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-unreadable"
    assert verdict.exit_status == 3


def certificate(key: JoseKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "college.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=9))
        .not_valid_after(NOW + timedelta(days=9))
        .sign(key.key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def test_rule_3_a_certificate_in_the_header_says_which_key_never_whose() -> None:
    key = JoseKey("ES256")
    verdict = judge(key.sign(badge(), x5c=[certificate(key)]))
    assert only(verdict, CheckId.PROOF).outcome is Outcome.PASSED
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-in-header-only"
    assert verdict.exit_status == 3


@pytest.mark.parametrize("chain", [[], "MIIB", [7], ["!!"], ["MIIB"], [{}]])
def test_a_certificate_that_is_none_names_no_key(chain: object) -> None:
    verdict = judge(JoseKey("ES256").sign(badge(), x5c=chain))
    assert reason(verdict, CheckId.PROOF) == "key-not-named"


def test_an_address_in_the_header_is_not_looked_at() -> None:
    key = JoseKey("ES256")
    web = Web()
    web.put(KEYS, {"keys": [key.jwk]})
    verdict = judge(key.sign(badge(), jku=KEYS), web)
    assert reason(verdict, CheckId.PROOF) == "key-not-named"


@pytest.mark.parametrize(
    ("dates", "expected", "exit_status"),
    [
        ({"revoked": "2026-11-01T00:00:00Z"}, "key-revoked", 1),
        ({"expires": "2026-11-01T00:00:00Z"}, "key-expired", 3),
        ({"revoked": "2027-01-01T00:00:00Z"}, "key-listed", 0),
        ({"expires": "2027-01-01T00:00:00Z"}, "key-listed", 0),
        ({"expires": "2026-11-23"}, "key-listed", 0),
        ({"revoked": True}, "key-unreadable", 3),
        ({"expires": "soon"}, "key-unreadable", 3),
    ],
)
def test_a_key_is_not_relied_on_after_its_day(
    dates: dict[str, Any], expected: str, exit_status: int
) -> None:
    key = JoseKey("ES256")
    method = {"id": "#one", "controller": COLLEGE, "publicKeyJwk": key.jwk, **dates}
    verdict = judge(key.sign(badge(), kid="one"), college(assertionMethod=[method]))
    assert reason(verdict, CheckId.ISSUER_KEY) == expected
    assert verdict.exit_status == exit_status


def test_a_revoked_key_was_good_before_that_day() -> None:
    key = JoseKey("ES256")
    method = {"id": "#one", "controller": COLLEGE, "publicKeyJwk": key.jwk, "revoked": "2026-11-01"}
    web = college(assertionMethod=[method])
    before = datetime(2026, 10, 31, tzinfo=UTC)
    verdict = judge(key.sign(badge(), kid="one"), web, now=before)
    assert reason(verdict, CheckId.ISSUER_KEY) == "key-listed"


@pytest.mark.parametrize(
    "header", [{"kid": 7}, {"kid": ["#one"]}, {"typ": {}}, {"typ": 1}, {"x5c": 1}, {"cty": []}]
)
def test_a_header_of_odd_shapes_is_judged_by_its_signature(header: dict[str, Any]) -> None:
    key = JoseKey("ES256")
    assert authenticity(key.sign(Issuer(1, key.did).credential(), **header)) is (
        Authenticity.VERIFIED
    )
