"""SD-JWT: tokens and their disclosures, read in one way only (RFC 9901 §4, §7 and §8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.issuing import JoseKey, b64, disclosure, key_bound, sd_jwt
from tests.unit.formats.baking import baked_3, itext, png, svg
from wallet.credential.model import Container, Recipient, Standard
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.disclosures import Disclosed
from wallet.formats.read import read
from wallet.formats.sd_jwt import SdJwt, of_json, select, split
from wallet.formats.unpack import unpack

KEY = JoseKey("ES256")
CLAIMS = {
    "iss": "https://college.example",
    "vct": "https://college.example/knots",
    "iat": 1740787200,
    "exp": 1900000000,
}
TOKEN = sd_jwt(KEY, CLAIMS, {"email": "learner@example.org", "level": 3})


def token_of(payload: dict[str, Any], *disclosures: str, **header: Any) -> SdJwt:
    return split("~".join([KEY.sign(payload, **header), *disclosures, ""]).encode())


def unpacked(payload: dict[str, Any], *disclosures: str) -> Disclosed:
    token = token_of(payload, *disclosures)
    return token.disclosed(strictjson.parse(token.payload))


def refusal(payload: dict[str, Any], *disclosures: str) -> str | None:
    return unpacked(payload, *disclosures).reason


def test_disclosures_take_their_places() -> None:
    name, name_digest = disclosure("s1", "name", "Knots")
    town, town_digest = disclosure("s2", "town", "Halifax")
    address, address_digest = disclosure("s3", "address", {"_sd": [town_digest], "zip": "B3H"})
    second, second_digest = disclosure("s4", "FR")
    payload = {
        "_sd": [name_digest, "a-decoy", address_digest],
        "languages": ["EN", {"...": second_digest}, {"...": "another-decoy"}],
        "_sd_alg": "sha-256",
    }
    found = unpacked(payload, name, town, address, second)
    assert found.reason is None
    assert found.claims == {
        "languages": ["EN", "FR"],
        "name": "Knots",
        "address": {"zip": "B3H", "town": "Halifax"},
    }
    assert found.places == ("/name", "/address/town", "/address", "/languages/1")


def test_what_is_not_disclosed_is_not_there() -> None:
    _name, digest = disclosure("s1", "name", "Knots")
    assert unpacked({"_sd": [digest], "list": [{"...": digest + "x"}]}).claims == {"list": []}


@pytest.mark.parametrize("algorithm", ["sha-256", "sha-384", "sha-512"])
def test_the_hash_is_one_of_the_known(algorithm: str) -> None:
    encoded, _ = disclosure("s1", "name", "Knots")
    digest = b64(hashlib.new(algorithm.replace("-", ""), encoded.encode()).digest())
    assert unpacked({"_sd": [digest], "_sd_alg": algorithm}, encoded).claims == {"name": "Knots"}


@pytest.mark.parametrize("algorithm", ["md5", "sha-1", "SHA-256", "", 7, None, ["sha-256"]])
def test_another_hash_is_not_supported(algorithm: object) -> None:
    assert refusal({"_sd": [], "_sd_alg": algorithm}) == "disclosure-hash-not-supported"


NAME, NAME_DIGEST = disclosure("s1", "name", "Knots")
ELEMENT, ELEMENT_DIGEST = disclosure("s2", "FR")
RESERVED = {name: disclosure("s3", name, ["x"]) for name in ("_sd", "...")}


@pytest.mark.parametrize(
    ("payload", "disclosures", "reason"),
    [
        ({}, [NAME], "disclosure-not-signed"),
        ({"_sd": [ELEMENT_DIGEST]}, [NAME], "disclosure-not-signed"),
        ({"_sd": [NAME_DIGEST]}, [NAME, NAME], "disclosure-repeated"),
        ({"_sd": [NAME_DIGEST, NAME_DIGEST]}, [NAME], "disclosure-repeated"),
        ({"_sd": ["a-decoy", "a-decoy"]}, [], "disclosure-repeated"),
        ({"_sd": [NAME_DIGEST], "a": {"_sd": [NAME_DIGEST]}}, [NAME], "disclosure-repeated"),
        ({"_sd": [NAME_DIGEST], "a": [{"...": NAME_DIGEST}]}, [NAME], "disclosure-malformed"),
        ({"_sd": [NAME_DIGEST], "name": "Ropes"}, [NAME], "disclosure-malformed"),
        ({"_sd": [ELEMENT_DIGEST]}, [ELEMENT], "disclosure-malformed"),
        ({"a": [{"...": NAME_DIGEST}]}, [NAME], "disclosure-malformed"),
        ({"_sd": [RESERVED["_sd"][1]]}, [RESERVED["_sd"][0]], "disclosure-malformed"),
        ({"_sd": [RESERVED["..."][1]]}, [RESERVED["..."][0]], "disclosure-malformed"),
        ({"_sd": NAME_DIGEST}, [NAME], "disclosure-malformed"),
        ({"_sd": {"a": 1}}, [], "disclosure-malformed"),
        ({"_sd": [7]}, [], "disclosure-malformed"),
        ({"...": ELEMENT_DIGEST}, [], "disclosure-malformed"),
        ({"a": [{"...": ELEMENT_DIGEST, "b": 1}]}, [ELEMENT], "disclosure-malformed"),
        ({"a": [{"...": 7}]}, [], "disclosure-malformed"),
    ],
)
def test_what_was_not_signed_so_is_refused_whole(
    payload: dict[str, Any], disclosures: list[str], reason: str
) -> None:
    found = unpacked(payload, *disclosures)
    assert found.reason == reason
    assert "Knots" not in json.dumps(found.claims)


@pytest.mark.parametrize("claim", ["iss", "nbf", "exp", "cnf", "vct", "status"])
def test_an_sd_jwt_vc_keeps_what_it_stands_by(claim: str) -> None:
    encoded, digest = disclosure("s1", claim, "x")
    payload = {"vct": "v", "_sd": [digest]} if claim != "vct" else {"_sd": [digest]}
    assert refusal(payload, encoded) == "disclosure-of-fixed-claim"


def test_no_part_of_a_fixed_claim_is_selective_either() -> None:
    encoded, digest = disclosure("s1", "uri", "https://college.example/list")
    payload = {"vct": "v", "status": {"status_list": {"_sd": [digest]}}}
    assert refusal(payload, encoded) == "disclosure-of-fixed-claim"


def test_disclosures_within_disclosures_end_somewhere() -> None:
    chain: list[str] = []
    encoded, digest = disclosure("end", "name", "Knots")
    for depth in range(200):
        chain.append(encoded)
        encoded, digest = disclosure(f"s{depth}", "deeper", {"_sd": [digest]})
    assert refusal({"_sd": [digest]}, *chain, encoded) == "too-complex"


@pytest.mark.parametrize(
    "damaged",
    [
        b64(b"{}"),
        b64(b"[]"),
        b64(b'["salt"]'),
        b64(b'[1,"name","x"]'),
        b64(b'["salt",1,"x"]'),
        b64(b'["salt","name","x",1]'),
        b64(b'["salt","name",{"a":1,"a":2}]'),
        b64(b'["salt","name",NaN]'),
        b64(b'["salt","name",' + b"[" * 200 + b"]" * 200 + b"]"),
        NAME + "=",
        NAME[:-1],
        "",
        "à",
    ],
)
def test_a_damaged_disclosure_damages_the_token(damaged: str) -> None:
    with pytest.raises(UnusableInput) as error:
        split(f"{KEY.sign(CLAIMS)}~{damaged}~".encode())
    assert error.value.code in ("malformed", "wrong-encoding")


def test_a_token_of_too_many_disclosures_is_refused() -> None:
    with pytest.raises(UnusableInput) as error:
        split(KEY.sign(CLAIMS).encode() + b"~" + f"{NAME}~".encode() * 5_000)
    assert error.value.code == "too-large"


def test_a_selection_discloses_less_and_can_never_disclose_more() -> None:
    token = split(TOKEN.encode())
    email, level = token.disclosures
    assert (email.name, level.name) == ("email", "level")
    selected = select(token, [level])
    assert split(selected).disclosures == (level,)
    assert selected == TOKEN.replace(f"~{email.encoded}", "").encode()
    assert select(token, []) == TOKEN.split("~")[0].encode() + b"~"
    assert select(token, token.disclosures) == TOKEN.encode()
    with pytest.raises(ValueError, match="not a disclosure"):
        select(split(selected), [email])


def test_a_selection_leaves_no_key_binding_of_another_selection() -> None:
    bound = split(key_bound(KEY, TOKEN).encode())
    assert bound.key_binding is not None
    assert split(select(bound, bound.disclosures)).key_binding is None


def test_a_part_cannot_be_selected_without_the_whole_it_lies_in() -> None:
    town, town_digest = disclosure("s2", "town", "Halifax")
    address, address_digest = disclosure("s3", "address", {"_sd": [town_digest]})
    token = token_of({"_sd": [address_digest]}, town, address)
    assert select(token, token.disclosures[1:])
    with pytest.raises(ValueError, match="lies within"):
        select(token, token.disclosures[:1])


def json_form(token: str, *, general: bool = False, **changes: Any) -> dict[str, Any]:
    jws, *disclosures, binding = token.split("~")
    protected, payload, signature = jws.split(".")
    header: dict[str, Any] = {"disclosures": disclosures}
    if binding:
        header["kb_jwt"] = binding
    signed = {"protected": protected, "signature": signature, "header": {**header, **changes}}
    return {"payload": payload, **({"signatures": [signed]} if general else signed)}


@pytest.mark.parametrize("general", [False, True])
def test_the_json_serialisations_are_the_same_token(*, general: bool) -> None:
    bound = key_bound(KEY, TOKEN)
    assert of_json(json_form(bound, general=general)) == split(bound.encode())


def test_a_kid_beside_the_signature_says_where_to_look() -> None:
    assert of_json(json_form(TOKEN, kid="one")).header["kid"] == "one"


@pytest.mark.parametrize(
    "changes",
    [{"disclosures": "x"}, {"disclosures": [7]}, {"kb_jwt": 7}, {"alg": "none"}, {"typ": "x"}],
)
def test_a_json_serialisation_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(UnusableInput) as error:
        of_json(json_form(TOKEN, **changes))
    assert error.value.code == "malformed"


@pytest.mark.parametrize("name", ["protected", "signature"])
@pytest.mark.parametrize("value", [None, 7, "à", "a b", "e30="])
def test_a_json_serialisation_without_a_part_is_malformed(name: str, value: object) -> None:
    with pytest.raises(UnusableInput) as error:
        of_json({**json_form(TOKEN), name: value})
    assert error.value.code == "malformed"


@pytest.mark.parametrize("count", [0, 21])
def test_a_json_serialisation_has_some_signatures_and_not_many(count: int) -> None:
    document = json_form(TOKEN, general=True)
    further = [{**one, "header": {}} for one in document["signatures"]] * (count - 1)
    document["signatures"] = [*document["signatures"], *further] if count else []
    with pytest.raises(UnusableInput):
        of_json(document)


def test_what_is_no_signature_beside_one_is_malformed() -> None:
    document = json_form(TOKEN, general=True)
    document["signatures"].append(7)
    with pytest.raises(UnusableInput):
        read(unpack(json.dumps(document).encode(), "badge"), "badge")


def test_disclosures_stand_with_the_first_signature_only() -> None:
    document = json_form(TOKEN, general=True)
    document["signatures"] *= 2
    with pytest.raises(UnusableInput):
        of_json(document)


def test_it_reads_as_a_token_whatever_it_came_in() -> None:
    for data in (TOKEN, f'"{TOKEN}"', f"  {TOKEN}\n", json.dumps(json_form(TOKEN))):
        artifact = unpack(data.encode(), "badge")
        assert artifact.container is Container.JWT
        parsed = read(artifact, "badge")
        assert parsed.standard is Standard.SD_JWT_VC
        assert parsed.credential.expires is not None


def test_it_says_what_is_disclosed_and_no_more() -> None:
    credential = read(unpack(TOKEN.encode(), "badge"), "badge").credential
    assert credential.issuer.id == "https://college.example"
    assert credential.achievement_id == "https://college.example/knots"
    assert str(credential.issued) == "2025-03-01T00:00:00Z"
    assert credential.recipients == (Recipient("email", "learner@example.org"),)
    less = select(split(TOKEN.encode()), [])
    assert read(unpack(less, "badge"), "badge").credential.recipients == ()


def test_a_name_beside_a_persons_claims_is_the_persons() -> None:
    of_badge = sd_jwt(KEY, CLAIMS, {"name": "Knots"})
    assert read(unpack(of_badge.encode(), "badge"), "badge").credential.name == "Knots"
    of_person = sd_jwt(KEY, CLAIMS, {"name": "Ada L.", "given_name": "Ada"})
    credential = read(unpack(of_person.encode(), "badge"), "badge").credential
    assert (credential.name, credential.recipient_name) == (None, "Ada L.")


@pytest.mark.parametrize(
    ("subject", "kind"),
    [("did:example:ada", "did"), ("https://ada.example", "url"), ("mailto:a@b.ca", "email")],
)
def test_a_subject_that_is_an_identity_is_the_recipient(subject: str, kind: str) -> None:
    token = sd_jwt(KEY, {**CLAIMS, "sub": subject}, {})
    (recipient,) = read(unpack(token.encode(), "badge"), "badge").credential.recipients
    assert recipient.type == kind


def test_a_token_that_is_no_credential_is_named_as_that() -> None:
    token = sd_jwt(KEY, {"iss": "https://college.example"}, {"a": 1}, typ="example+sd-jwt")
    with pytest.raises(UnusableInput) as error:
        read(unpack(token.encode(), "badge"), "badge")
    assert error.value.code == "not-a-badge"


def test_a_token_that_lost_its_end_is_cut_short() -> None:
    cut = TOKEN.split("~")[0]
    with pytest.raises(UnusableInput) as error:
        read(unpack(cut.encode(), "badge"), "badge")
    assert error.value.code == "malformed"


def hidden(value: Any, choose: Callable[[], bool], made: list[str], place: str = "") -> Any:
    """Return ``value`` with some of its parts as digests; add their disclosures to ``made``."""
    if isinstance(value, list):
        elements = []
        for number, one in enumerate(value):
            inner = hidden(one, choose, made, f"{place}/{number}")
            if choose():
                encoded, digest = disclosure(f"{place}/{number}", inner)
                made.append(encoded)
                inner = {"...": digest}
            elements.append(inner)
        return elements
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    digests = [f"decoy of {place}"]
    for name, one in value.items():
        inner = hidden(one, choose, made, f"{place}/{name}")
        if choose():
            encoded, digest = disclosure(f"{place}/{name}", name, inner)
            made.append(encoded)
            digests.append(digest)
        else:
            result[name] = inner
    return {**result, "_sd": digests}


NAMES = st.text("abc/~é", min_size=1, max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(NAMES, VALUES, max_size=5), st.data())
def test_whatever_is_hidden_comes_back_in_its_place(claims: dict[str, Any], data: Any) -> None:
    made: list[str] = []
    payload = hidden(claims, lambda: data.draw(st.booleans()), made)
    token = token_of(payload, *data.draw(st.permutations(made)))
    found = token.disclosed(strictjson.parse(token.payload))
    assert found.reason is None
    assert found.claims == claims
    for one, place in zip(token.disclosures, found.places, strict=True):
        target = found.claims
        for step in place.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            target = target[int(name)] if isinstance(target, list) else target[name]
        if not isinstance(one.value, dict | list):
            assert target == one.value


@pytest.mark.parametrize("compress", [False, True])
def test_it_is_found_in_a_picture(*, compress: bool) -> None:
    baked = png(itext(b"openbadgecredential", TOKEN.encode(), compress=compress))
    artifact = unpack(baked, "badge")
    assert artifact.container is Container.PNG
    assert read(artifact, "badge").standard is Standard.SD_JWT_VC
    with pytest.raises(UnusableInput):
        unpack(png(itext(b"openbadgecredential", TOKEN.encode() + b"~?")), "badge")


def test_it_is_found_in_a_drawing() -> None:
    for baked in (baked_3(TOKEN), baked_3(verify=TOKEN)):
        artifact = unpack(svg(baked), "badge")
        assert artifact.container is Container.SVG
        assert read(artifact, "badge").standard is Standard.SD_JWT_VC
