"""Every field that would leave is listed, and what is personal among them is marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.issuing import V2, Issuer, JoseKey, b64, disclosure, key_bound
from tests.unit.share.test_disclosing import SELECTIVE
from tests.unit.share.test_presentation import KNOTS, OLD_TOKEN, TOKEN
from tests.unit.verify.test_proof_ecdsa_sd import BASE
from wallet.errors import UnusableInput
from wallet.share.leaving import Field, fields


def of(document: Any) -> dict[str, Field]:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    found = fields(text.encode())
    assert len({(one.where, one.pointer) for one in found}) == len(found)
    return {one.key: one for one in found}


def personal(document: Any) -> set[str]:
    return {key for key, one in of(document).items() if one.personal}


def leaves(value: Any) -> int:
    if isinstance(value, dict | list) and value:
        return sum(leaves(one) for one in (value.values() if isinstance(value, dict) else value))
    return 1


def test_every_value_of_a_json_badge_is_listed_with_its_place() -> None:
    found = of(KNOTS)
    assert len(found) == leaves(json.loads(KNOTS))
    name = found["/credentialSubject/achievement/name"]
    assert (name.label, name.value) == ("achievement name", "Knots and splices")
    assert found["/name"].value == "Nœuds"
    assert found["/proof/proofValue"].value.startswith("z")
    assert all(one.fixed for one in found.values())


def test_values_of_any_kind_are_text_and_names_with_slashes_keep_their_place() -> None:
    found = of(Issuer().credential(**{"a/b~c": [1.5, True, None, {}, []]}))
    assert [found[f"/a~1b~0c/{number}"].value for number in range(5)] == [
        "1.5", "true", "null", "{}", "[]",
    ]  # fmt: skip


def test_what_says_something_of_the_learner_is_personal() -> None:
    credential = Issuer().credential(
        evidence=[{"id": "https://ada.example/film", "type": ["Evidence"], "name": "My film"}]
    )
    subject = credential["credentialSubject"]
    subject["identifier"] = [
        {"type": "IdentityObject", "identityHash": "sha256$ab", "identityType": "emailAddress",
         "hashed": True, "salt": "pepper"}
    ]  # fmt: skip
    subject["result"] = [{"type": ["Result"], "value": "A"}]
    subject["licenseNumber"] = "77"
    assert personal(credential) == {
        "/evidence/0/id",
        "/evidence/0/name",
        "/credentialSubject/id",
        "/credentialSubject/identifier/0/identityHash",
        "/credentialSubject/identifier/0/salt",
        "/credentialSubject/result/0/value",
        "/credentialSubject/licenseNumber",
    }


def test_the_recipient_of_an_older_badge_is_personal() -> None:
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://x.example/1",
        "badge": {"name": "Knots", "issuer": {"name": "School", "email": "office@x.example"}},
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$ab"},
        "evidence": "https://ada.example/film",
        "verification": {"type": "hosted"},
    }
    assert personal(assertion) == {"/recipient/salt", "/recipient/identity", "/evidence"}
    first = {"uid": "1", "recipient": "sha256$ab", "salt": "s", "badge": "https://x.example/b"}
    assert personal({**first, "verify": {"type": "hosted"}}) == {"/recipient", "/salt"}


@pytest.mark.parametrize(
    "name", ["email", "telephone", "birthDate", "address", "givenName", "familyName"]
)
def test_a_personal_name_is_personal_wherever_nobody_else_is_spoken_of(name: str) -> None:
    credential = Issuer().credential(**{name: "x"})
    credential["issuer"][name] = "x"
    assert personal(credential) == {f"/{name}", "/credentialSubject/id"}


def test_the_header_and_the_signature_of_a_token_leave_too() -> None:
    found = of(TOKEN)
    assert found["header/alg"].value == "ES256"
    assert found["header/kid"].where == "header"
    assert found["signature"].value == TOKEN.rpartition(".")[2]
    assert all(one.fixed for one in found.values())


def test_in_an_older_token_the_credential_is_inside_a_claim() -> None:
    assert personal(OLD_TOKEN) == {"/vc/credentialSubject/id"}


def test_of_an_sd_jwt_each_disclosure_can_be_left_out() -> None:
    found = of(SELECTIVE)
    assert {key for key, one in found.items() if not one.fixed} == {
        "/given_name", "/email", "/birthdate",
    }  # fmt: skip
    assert {key for key, one in found.items() if one.personal} == {
        "/given_name", "/email", "/birthdate", "/level",
    }  # fmt: skip
    assert found["/vct"].fixed
    assert found["header/typ"].value == "dc+sd-jwt"


def test_a_key_binding_leaves_with_its_token() -> None:
    found = of(key_bound(JoseKey("ES256", 9), SELECTIVE))
    assert found["presentation/aud"].value == "https://verifier.example"
    nonsense = SELECTIVE + ".".join(b64(one) for one in (b"{}", b"no JSON", b"x"))
    assert found["presentation/nonce"].value == "1234"
    assert of(nonsense)["presentation"].value == "no JSON"


def test_what_lies_in_a_disclosure_can_be_left_out_with_it() -> None:
    key = JoseKey("ES256")
    encoded, digest = disclosure("s", "address", {"town": "Harbour", "streets": ["Quay"]})
    payload = {"iss": key.did, "vct": "v", "_sd": [digest]}
    found = of("~".join([key.sign(payload, typ="dc+sd-jwt"), encoded, ""]))
    assert not found["/address/town"].fixed
    assert not found["/address/streets/0"].fixed


def test_of_a_base_proof_only_what_its_issuer_wants_seen_is_fixed() -> None:
    found = of(BASE)
    fixed = {key for key, one in found.items() if one.fixed and not key.startswith("/proof/")}
    assert {"/issuer/id", "/issuer/name", "/validFrom", "/type/0", "/@context/0", "/id"} <= fixed
    assert not any(key.startswith("/credentialSubject") for key in fixed)
    assert "/validUntil" not in fixed
    assert found["/proof/proofValue"].fixed


def test_what_the_credentials_inside_say_of_the_learner_is_personal() -> None:
    inner = Issuer(2).credential(evidence=[{"id": "https://ada.example/film"}])
    record = Issuer().credential(type=["VerifiableCredential", "ClrCredential"])
    record["credentialSubject"] = {"id": "did:example:ada", "verifiableCredential": [inner, TOKEN]}
    found = of(record)
    start = "/credentialSubject/verifiableCredential"
    assert personal(record) == {
        "/credentialSubject/id",
        f"{start}/0/evidence/0/id",
        f"{start}/0/credentialSubject/id",
        # Inside the token, too, of which the value alone would say nothing.
        f"{start}/1/credentialSubject/id",
    }
    assert found[f"{start}/1"].value == TOKEN
    assert f"header{start}/1/alg" in found


def test_an_enveloped_token_is_looked_into() -> None:
    record = Issuer().credential()
    record["endorsement"] = [
        {"@context": V2, "id": f"data:application/vc+jwt,{TOKEN}",
         "type": "EnvelopedVerifiableCredential"}
    ]  # fmt: skip
    assert "/endorsement/0/id/credentialSubject/id" in personal(record)


def test_a_text_that_only_looks_like_a_token_is_a_text() -> None:
    assert of(Issuer().credential(name="ey.eyes.ey"))["/name"].value == "ey.eyes.ey"


def test_of_an_address_only_the_address_leaves() -> None:
    (field,) = fields(b"https://harbour.example/1")
    assert (field.key, field.value) == ("address", "https://harbour.example/1")


def test_what_is_no_badge_has_no_fields() -> None:
    with pytest.raises(UnusableInput):
        fields(b"[1]")
