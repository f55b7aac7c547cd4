"""Presentations: page and program say the same of who handed badges over, and of the badges."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.equality import both
from tests.browser.test_page import paste
from tests.issuing import NOW, OB3, V2, Issuer, JoseKey, Web
from tests.unit.share.test_presentation import (
    ABOUT,
    ADA,
    BUOYS,
    ISSUER,
    KNOTS,
    LEARNER,
    SCHOOL,
    TOKEN,
    V1_PRESENTATION,
    V2_CLAIMS,
    made,
    signed_again,
    token_of,
)
from wallet.share import presentation

Case = Callable[[], Any]
VP = ["VerifiablePresentation"]


def encoded(document: Any) -> bytes:
    if isinstance(document, bytes):
        return document
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def same(page: Browser, document: Any, web: Web | None = None, **asked: Any) -> list[Any]:
    """Return what both say of each badge in ``document``."""
    ((told, expected),) = both(page, [encoded(document)], web, **asked)
    assert told == expected
    return told


def enveloped(token: str, kind: str = "vp+jwt") -> dict[str, Any]:
    return {
        "@context": V2,
        "id": f"data:application/{kind},{token}",
        "type": "EnvelopedVerifiablePresentation",
    }


def changed(**changes: Any) -> dict[str, Any]:
    """Return a signed presentation with members of its proof changed, or left out for None."""
    document = made(("knots", KNOTS))
    stated = {**document["proof"], **changes}
    document["proof"] = {name: value for name, value in stated.items() if value is not None}
    return document


def with_proofs(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = made(("knots", KNOTS))
    document["proof"] = change(document["proof"])
    return document


def without(name: str, document: dict[str, Any] | None = None) -> dict[str, Any]:
    found = copy.deepcopy(document or made(("knots", KNOTS)))
    del found[name]
    return found


def odd() -> str:
    own = ISSUER.credential(**{"@context": [V2, OB3, "https://own.example/v1"], "mood": "calm"})
    return json.dumps(ISSUER.sign(own, suite="eddsa-jcs-2022"))


def poison() -> dict[str, Any]:
    names = [f"_:b{number}" for number in range(9)]
    document = ISSUER.sign(ISSUER.credential())
    document["credentialSubject"] = [
        {
            "id": one,
            "type": ["AchievementSubject"],
            "source": [{"id": other, "type": ["Profile"]} for other in names if other != one],
        }
        for one in names
    ]
    return document


def holding(*inside: Any) -> dict[str, Any]:
    return {"@context": [V2], "type": VP, "verifiableCredential": list(inside)}


def forged() -> str:
    head, body, _ = token_of(ADA, V2_CLAIMS).split(".")
    return f"{head}.{body}.{token_of(ADA, {'a': 1}).split('.')[2]}"


NOT_JSON = {"type": "EnvelopedVerifiableCredential"}
WHOLE: dict[str, Case] = {
    "all kinds of badges": made,
    "one badge": lambda: made(("knots", KNOTS)),
    "as JSON, of a context that is not known": lambda: made(("odd", odd()), ("knots", KNOTS)),
    "without a holder": lambda: signed_again(without("holder")),
    "without an audience": lambda: signed_again(made(("knots", KNOTS)), domain=None),
    "for several": lambda: signed_again(made(("knots", KNOTS)), domain=["a", SCHOOL]),
    "a good and an unknown proof": lambda: with_proofs(lambda p: [p, {**p, "cryptosuite": "x"}]),
    "a token": lambda: token_of(ADA, V2_CLAIMS, typ="vp+jwt"),
    "a token in an envelope": lambda: enveloped(token_of(ADA, V2_CLAIMS)),
    "a token in an envelope, quoted": lambda: enveloped(
        token_of(ADA, V2_CLAIMS).replace(".", "%2E")
    ),
    "a token of data model 1.1": lambda: token_of(
        ADA, {"iss": ADA.did, "aud": [SCHOOL], "nonce": "4711", "vp": V1_PRESENTATION}
    ),
    "a token without a key's name": lambda: ADA.sign(V2_CLAIMS),
    "a token with a key in its header": lambda: ADA.sign(V2_CLAIMS, jwk=ADA.jwk),
}
NOT_WHOLE: dict[str, Case] = {
    "another holder": lambda: {**made(), "holder": Issuer(41).id},
    "signed by another": lambda: signed_again(made(), Issuer(41)),
    "a badge more": lambda: {
        **made(("knots", KNOTS)), "verifiableCredential": [json.loads(KNOTS), json.loads(BUOYS)]
    },
    "a badge less": lambda: {**made(), "verifiableCredential": made()["verifiableCredential"][1:]},
    "for another purpose": lambda: signed_again(made(), proofPurpose="assertionMethod"),
    "an issuer's proof": lambda: Issuer(40).sign(without("proof")),
    "another challenge": lambda: changed(challenge="4712"),
    "no challenge": lambda: changed(challenge=None),
    "another audience": lambda: changed(domain="https://other.example"),
    "a later end": lambda: changed(expires="2036-11-30T12:00:00Z"),
    "an end that is none": lambda: changed(expires="soon"),
    "past its end": lambda: signed_again(made(), expires="2026-11-01T00:00:00Z"),
    "no signature": lambda: changed(proofValue=None),
    "an unknown suite": lambda: changed(cryptosuite="bbs-2023"),
    "a proof that is a text": lambda: with_proofs(lambda _: "signed"),
    "a good and a bad proof": lambda: with_proofs(lambda p: [p, {**p, "challenge": "4712"}]),
    "too many proofs": lambda: with_proofs(lambda p: [p] * 21),
    "a holder that is no address": lambda: {**made(("knots", KNOTS)), "holder": "ada"},
    "a holder of an unknown kind": lambda: {**made(("knots", KNOTS)), "holder": "did:ion:a"},
    "nobody signed": lambda: without("proof"),
    "nobody signed, and none is named": lambda: without("holder", without("proof")),
    "nobody signed, as other wallets have it": lambda: presentation.unsigned(
        [("knots", KNOTS.encode()), ("tides", TOKEN.encode())]
    ).data,
    "a proof without a method": lambda: without("holder", changed(verificationMethod=None)),
    "a token past its end": lambda: token_of(ADA, {**V2_CLAIMS, "exp": 1750000000}),
    "a token not yet good": lambda: token_of(ADA, {**V2_CLAIMS, "nbf": 1900000000}),
    "a token with an end that is none": lambda: token_of(ADA, {**V2_CLAIMS, "exp": "soon"}),
    "a token of another issuer": lambda: token_of(ADA, {**V2_CLAIMS, "iss": "did:example:a"}),
    "a token of another holder": lambda: token_of(ADA, {**V2_CLAIMS, "holder": LEARNER.id}),
    "a token of nobody": lambda: token_of(ADA, without("holder", V2_CLAIMS)),
    "a token with another signature": forged,
    "a token with none": lambda: token_of(ADA, V2_CLAIMS, alg="none"),
    "a token with another key": lambda: JoseKey("EdDSA", 51).sign(V2_CLAIMS, kid=f"{ADA.did}#0"),
    "a token in an envelope of another kind": lambda: enveloped(token_of(ADA, V2_CLAIMS), "vc+jwt"),
    "an envelope of nothing": lambda: enveloped(""),
    "a token that is an SD-JWT": lambda: token_of(ADA, V2_CLAIMS) + "~",
    "of nothing": holding,
    "of too much": lambda: holding(*[1] * 51),
    "of what is no badge": lambda: holding(json.loads(KNOTS), 7, "no token", NOT_JSON, None, []),
    "of addresses": lambda: holding("https://a.example/1", "e.y"),
    "of one, not in a list": lambda: {**holding(), "verifiableCredential": json.loads(KNOTS)},
    "of poison": lambda: holding(json.loads(KNOTS), *[poison()] * 3),
    "of a presentation": lambda: holding(made(("knots", KNOTS))),
    "a badge that mentions one": lambda: ISSUER.sign(ISSUER.credential(name=VP[0])),
    "damaged": lambda: encoded(made())[:-9],
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_one_that_is_whole_is_told_as_in_the_program(page: Browser, name: str) -> None:
    document = WHOLE[name]()
    (first, *_) = same(page, document)
    assert first["presentation"]["authenticity"] == "verified"
    asked = same(page, document, audience=SCHOOL, nonce="4711")[0]["presentation"]
    fails = name == "without an audience"
    assert asked["authenticity"] == ("failed" if fails else "verified")
    others: tuple[dict[str, Any], ...] = ({"audience": "https://a.example"}, {"nonce": "4712"})
    for other in others:
        assert same(page, document, **other)[0]["presentation"]["authenticity"] == "failed"


@pytest.mark.parametrize("name", NOT_WHOLE)
def test_one_that_is_not_is_told_as_in_the_program(page: Browser, name: str) -> None:
    document = NOT_WHOLE[name]()
    all_asked: tuple[dict[str, Any], ...] = ({}, {"audience": SCHOOL, "nonce": "4711"})
    for asked in all_asked:
        for one in same(page, document, **asked):
            told = one["presentation"]
            assert told is None or told["authenticity"] != "verified"


def test_it_lasts_to_its_end_and_no_longer(page: Browser) -> None:
    document = made(("knots", KNOTS), about=ABOUT)
    for days, expected in ((6, "verified"), (8, "failed")):
        (told,) = same(page, document, now=NOW + timedelta(days=days))
        assert told["presentation"]["authenticity"] == expected


@pytest.mark.parametrize("use", ["authentication", "assertionMethod"])
@pytest.mark.parametrize("form", ["proof", "token"])
def test_the_holders_document_lists_the_key_for_authentication(
    page: Browser, use: str, form: str
) -> None:
    ada = Issuer(42, "did:web:ada.example")
    web = Web()
    web.put("https://ada.example/.well-known/did.json", ada.document(**{use: [ada.method]}))
    if form == "proof":
        document: Any = signed_again({**made(("knots", KNOTS)), "holder": ada.id}, ada)
    else:
        document = ada.key.sign({**V2_CLAIMS, "holder": ada.id}, kid=ada.method)
    (told,) = same(page, document, web)
    good = use == "authentication"
    assert told["presentation"]["authenticity"] == ("verified" if good else "failed")
    (told,) = same(page, document)
    assert told["presentation"]["authenticity"] == "undetermined"


def test_a_token_that_hands_badges_over_is_shown_with_who_did(page: Browser) -> None:
    paste(page, token_of(ADA, {**V2_CLAIMS, "exp": 3_900_000_000}))
    text = page.text()
    for words in ("Who handed it over", ADA.did, SCHOOL, "4711", "Knots and splices"):
        assert words in text
