"""What may leave of a badge: the fields that were chosen, verifiable, and no base proof."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.issuing import NOW, Issuer, JoseKey, Web, disclosure, judge, key_bound, sd_jwt
from tests.unit.share.test_presentation import KNOTS, LEARNER, SCHOOL, TOKEN
from tests.unit.verify.test_proof_ecdsa_sd import BASE
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats import sd_jwt as tokens
from wallet.formats.jws import encode_segment
from wallet.share import disclosing
from wallet.share.disclosing import Disclosing, base_proof
from wallet.share.holder import Holder
from wallet.share.presentation import HandedOver
from wallet.verify.pipeline import Circumstances
from wallet.verify.report import Authenticity

ISSUED_BY = JoseKey("ES256", 3)
CIRCUMSTANCES = Circumstances(now=NOW, contexts=ShippedContexts(), documents=Web())
CLAIMS = {"iss": ISSUED_BY.did, "vct": "https://harbour.example/tides", "level": 3}
PERSON = {"given_name": "Ada", "email": "ada@example.org", "birthdate": "1815-12-10"}
SELECTIVE = sd_jwt(ISSUED_BY, CLAIMS, PERSON, kid="0")


def shown(document: Any, *reveal: str) -> tuple[Any, bool]:
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    chosen = Disclosing(reveal or None)
    made, changed = disclosing.leaving(data, "tides", chosen, CIRCUMSTANCES)
    return (json.loads(made) if made.startswith(b"{") else made.decode()), changed


def refusal(document: Any, *reveal: str) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        shown(document, *reveal)
    return caught.value


def claims_of(token: str) -> dict[str, Any]:
    read = tokens.split(token.encode())
    return read.disclosed(json.loads(read.payload)).claims


def verified(document: Any) -> bool:
    report = judge(document).report
    return report is not None and report.authenticity is Authenticity.VERIFIED


# Badges that cannot be cut


@pytest.mark.parametrize("badge", [KNOTS, TOKEN])
def test_a_signed_badge_is_whole_or_nothing(badge: str) -> None:
    made, changed = shown(badge)
    assert not changed
    assert made == (json.loads(badge) if badge.startswith("{") else badge)
    error = refusal(badge, "name")
    assert error.code == "cannot-be-cut"
    assert "it is signed or confirmed as a whole" in str(error)


# SD-JWT


def test_of_an_sd_jwt_only_what_was_chosen_is_disclosed() -> None:
    made, changed = shown(SELECTIVE, "given_name")
    assert changed
    assert claims_of(made).keys() & PERSON.keys() == {"given_name"}
    assert "ada@example.org" not in repr(
        [one.value for one in tokens.split(made.encode()).disclosures]
    )
    assert verified(made)


def test_fields_are_named_by_name_or_by_pointer() -> None:
    made, _ = shown(SELECTIVE, "/email", "birthdate", "level")
    assert claims_of(made).keys() & PERSON.keys() == {"email", "birthdate"}


def test_a_field_that_is_not_there_is_told() -> None:
    error = refusal(SELECTIVE, "given_name", "family_name")
    assert error.code == "no-such-field"
    assert "tides has no field family_name" in str(error)
    assert refusal(BASE, "/credentialSubject/grade").code == "no-such-field"


def test_what_lies_in_a_disclosure_comes_with_what_is_around_it() -> None:
    street, street_digest = disclosure("s1", "street", "Quay 1")
    town, town_digest = disclosure("s2", "town", "Harbour")
    address, address_digest = disclosure("s3", "address", {"_sd": [street_digest, town_digest]})
    payload = {**CLAIMS, "_sd": [address_digest]}
    token = "~".join([ISSUED_BY.sign(payload, typ="dc+sd-jwt", kid="0"), street, town, address, ""])
    made, _ = shown(token, "/address/town")
    assert claims_of(made)["address"] == {"town": "Harbour"}
    whole, _ = shown(token, "address")
    assert claims_of(whole)["address"] == {"street": "Quay 1", "town": "Harbour"}


def test_a_key_binding_for_somebody_else_never_leaves() -> None:
    bound = key_bound(JoseKey("ES256", 9), SELECTIVE)
    assert shown(bound) == (SELECTIVE, True)
    assert tokens.split(shown(bound, "email")[0].encode()).key_binding is None


def test_a_token_made_out_to_the_learner_is_bound_by_their_key_alone() -> None:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode_segment(LEARNER.public)}
    about = HandedOver(NOW, "4711", SCHOOL)
    mine = sd_jwt(ISSUED_BY, {**CLAIMS, "cnf": {"jwk": jwk}}, PERSON, kid="0").encode()
    bound = disclosing.bound(mine, lambda: LEARNER, about)
    binding = tokens.split(bound).key_binding
    assert binding is not None
    assert json.loads(binding.payload)["aud"] == SCHOOL
    assert verified(bound)
    assert disclosing.bound(mine, lambda: LEARNER, HandedOver(NOW, "4711")) == mine
    other = sd_jwt(ISSUED_BY, {**CLAIMS, "cnf": {"jwk": ISSUED_BY.jwk}}, PERSON, kid="0").encode()
    assert disclosing.bound(other, lambda: LEARNER, about) == other
    assert disclosing.bound(SELECTIVE.encode(), lambda: LEARNER, about) == SELECTIVE.encode()
    assert disclosing.bound(TOKEN.encode(), lambda: LEARNER, about) == TOKEN.encode()


def test_a_token_that_was_tampered_with_is_neither_cut_nor_bound() -> None:
    added, _ = disclosure("s", "title", "Captain")
    assert refusal(f"{SELECTIVE}{added}~", "email").code == "cannot-be-cut"
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode_segment(LEARNER.public)}
    unknown = {**CLAIMS, "_sd": [], "_sd_alg": "sha3-256", "cnf": {"jwk": jwk}}
    token = ISSUED_BY.sign(unknown, typ="dc+sd-jwt", kid="0") + "~"
    assert refusal(token, "level").code == "cannot-be-cut"
    about = HandedOver(NOW, "4711", SCHOOL)
    assert disclosing.bound(token.encode(), lambda: LEARNER, about) == token.encode()


def test_the_learners_key_is_not_asked_for_where_no_token_is_made_out_to_one() -> None:
    def asked() -> Holder:
        raise AssertionError

    about = HandedOver(NOW, "4711", SCHOOL)
    for payload in (SELECTIVE.encode(), TOKEN.encode(), KNOTS.encode()):
        assert disclosing.bound(payload, asked, about) == payload


# Base proofs


def test_a_base_proof_never_leaves_even_where_all_is_shared() -> None:
    made, changed = shown(BASE)
    assert changed
    assert base_proof(BASE) is not None
    assert base_proof(made) is None
    assert {name: made[name] for name in made if name != "proof"} == {
        name: BASE[name] for name in BASE if name != "proof"
    }
    assert verified(made)


def test_of_a_base_proof_what_was_chosen_is_derived() -> None:
    made, _ = shown(BASE, "/credentialSubject/achievement/name", "validUntil")
    assert base_proof(made) is None
    assert made["validUntil"] == BASE["validUntil"]
    assert made["issuer"] == BASE["issuer"]
    assert "criteria" not in made["credentialSubject"]["achievement"]
    assert verified(made)


def test_another_proof_beside_a_base_proof_stays_behind_with_it() -> None:
    """It covers all of the badge, and would not fit a part."""
    both = Issuer(1).sign(BASE)
    made, _ = shown(both, "/credentialSubject/achievement/name")
    assert isinstance(made["proof"], dict)
    assert verified(made)


def test_what_would_be_left_must_be_a_badge() -> None:
    error = refusal(BASE, "validUntil")
    assert error.code == "cannot-be-cut"
    assert "reveal more of its fields" in str(error)


def test_a_derived_proof_cannot_be_cut_again() -> None:
    made, _ = shown(BASE)
    assert refusal(made, "validUntil").code == "cannot-be-cut"
    assert shown(made) == (made, False)


def test_a_broken_base_proof_stays() -> None:
    broken = copy.deepcopy(BASE)
    broken["proof"]["proofValue"] = broken["proof"]["proofValue"][:-8]
    error = refusal(broken)
    assert error.code == "base-proof-stays"
    assert "for your eyes only" in str(error)


def test_nothing_is_cut_out_of_a_forgery() -> None:
    forged = {**BASE, "name": "Master of knots"}
    assert refusal(forged, "name", "/credentialSubject/achievement/name").code in (
        "cannot-be-cut", "base-proof-stays",
    )  # fmt: skip
    head, _, rest = SELECTIVE.partition("~")
    with_other_signature = f"{head[:-6]}AAAAAA~{rest}"
    assert refusal(with_other_signature, "email").code == "cannot-be-cut"
    assert shown(with_other_signature) == (with_other_signature, False)
