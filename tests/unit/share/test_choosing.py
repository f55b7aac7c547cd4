"""What can be left out of a badge, field by field, and what leaves once some of it was."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.issuing import disclosure
from tests.unit.share.test_disclosing import CIRCUMSTANCES, CLAIMS, ISSUED_BY, PERSON, SELECTIVE
from tests.unit.share.test_presentation import KNOTS, TOKEN
from tests.unit.verify.test_proof_ecdsa_sd import BASE
from wallet.errors import UnusableInput
from wallet.share import disclosing, leaving
from wallet.share.choosing import Choice, choices
from wallet.share.disclosing import Disclosing


def of(document: Any, reveal: list[str] | None = None) -> dict[str, Choice]:
    """Return the choices in a badge by their keys, after it was cut to ``reveal``."""
    whole = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    made, _ = disclosing.leaving(whole, "badge", Disclosing(reveal), CIRCUMSTANCES)
    left = leaving.fields(made)
    found = choices(whole, left, reveal)
    if found:
        # Whatever is chosen: nothing that leaves is kept quiet, and nothing is listed twice.
        told = sorted((one.field.where, one.field.value) for one in found if one.leaves)
        assert told == sorted((one.where, one.value) for one in left)
    assert len({one.field.key for one in found}) == len(found)
    return {one.field.key: one for one in found}


def left_out(found: dict[str, Choice]) -> set[str]:
    return {key for key, one in found.items() if not one.leaves}


@pytest.mark.parametrize("badge", [KNOTS, TOKEN, f"{SELECTIVE.partition('~')[0]}~"])
def test_of_a_badge_that_cannot_be_cut_there_is_nothing_to_choose(badge: str) -> None:
    assert of(badge) == {}


def test_of_an_sd_jwt_what_stays_behind_is_listed_beside_what_leaves() -> None:
    found = of(SELECTIVE)
    assert left_out(found) == set()
    assert {one.asked for one in found.values()} == {"", *(f"/{name}" for name in PERSON)}
    cut = of(SELECTIVE, ["/email"])
    assert left_out(cut) == {"/given_name", "/birthdate"}
    assert cut.keys() == found.keys()
    assert cut["/given_name"].field.value == "Ada"
    assert left_out(of(SELECTIVE, [])) == {"/given_name", "/email", "/birthdate"}


def test_what_is_in_one_disclosure_leaves_together() -> None:
    town, town_digest = disclosure("s2", "town", "Harbour")
    inside = {"street": "Quay", "house": 1, "_sd": [town_digest]}
    address, address_digest = disclosure("s3", "address", inside)
    payload = {**CLAIMS, "_sd": [address_digest]}
    token = "~".join([ISSUED_BY.sign(payload, typ="dc+sd-jwt", kid="0"), town, address, ""])
    found = of(token)
    parts = {key: one.part for key, one in found.items() if one.part}
    assert parts == {
        "/address/street": "/address", "/address/house": "/address",
        "/address/town": "/address/town",
    }  # fmt: skip
    assert left_out(of(token, ["/address/street"])) == {"/address/town"}
    # The town is nowhere but in the address, whose street goes along with it.
    assert left_out(of(token, ["/address/town"])) == set()


def test_of_several_alike_in_a_list_those_leave_that_were_asked_for() -> None:
    encoded = [disclosure(f"s{number}", level) for number, level in enumerate("ABA")]
    payload = {**CLAIMS, "levels": [{"...": digest} for _, digest in encoded]}
    disclosures = [text for text, _ in encoded]
    token = "~".join([ISSUED_BY.sign(payload, typ="dc+sd-jwt", kid="0"), *disclosures, ""])
    found = of(token, ["/levels/1", "/levels/2"])
    assert left_out(found) == {"/levels/0"}
    assert found["/levels/2"].asked == "/levels/2"


def test_a_field_inside_a_token_is_left_out_with_the_token() -> None:
    encoded, digest = disclosure("s", "diploma", TOKEN)
    payload = {**CLAIMS, "_sd": [digest]}
    token = "~".join([ISSUED_BY.sign(payload, typ="dc+sd-jwt", kid="0"), encoded, ""])
    inside = [one for key, one in of(token).items() if "/diploma/" in key]
    assert len(inside) > 5
    assert {(one.asked, one.part) for one in inside} == {("/diploma", "/diploma")}
    assert len(left_out(of(token, []))) >= len(inside)


def test_of_a_base_proof_the_value_that_leaves_is_told_and_never_its_own() -> None:
    found = of(BASE)
    assert left_out(found) == set()
    assert not found["/validUntil"].field.fixed
    assert found["/issuer/name"].field.fixed
    proof = found["/proof/proofValue"]
    assert proof.field.fixed
    assert proof.field.value != BASE["proof"]["proofValue"]
    both = copy.deepcopy(BASE)
    both["proof"] = [BASE["proof"], {**BASE["proof"], "proofValue": "another", "type": "X"}]
    assert not any("another" in one.field.value for one in of(both).values())


def test_of_a_base_proof_each_field_can_be_left_out_or_says_that_it_goes_along() -> None:
    whole = of(BASE)
    free = [one for one in whole.values() if not one.field.fixed]
    outcomes = set()
    for without in free:
        reveal = [one.asked for one in free if one is not without]
        try:
            found = of(BASE, reveal)
        except UnusableInput as error:
            assert error.code == "cannot-be-cut"  # noqa: PT017 - one of two good ends
            outcomes.add("refused")
            continue
        gone = left_out(found)
        assert gone <= {without.field.key}
        outcomes.add("left out" if gone else "goes along")
    assert {"left out", "goes along"} <= outcomes


def test_places_in_lists_are_those_of_the_whole_badge() -> None:
    first = "/credentialSubject/achievement/alignment/0/"
    free = [one for one in of(BASE).values() if not one.field.fixed]
    found = of(BASE, [one.asked for one in free if not one.asked.startswith(first)])
    assert f"{first}targetName" in left_out(found)
    assert all(key.startswith(first) for key in left_out(found))
    assert found[f"{first.replace('0', '1')}targetName"].field.value == "lashing"
