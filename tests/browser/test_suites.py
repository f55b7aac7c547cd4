"""Every way of signing, every attack on one: the page and the program come to the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import base58
import pytest

from tests.browser import equality
from tests.browser.chromium import Browser
from tests.issuing import ED2020, NOW, OB3, V1, V2, Issuer, JoseKey, Web, b64, judge

URL = "https://college.example"


def badge(issuer: str, **changes: Any) -> dict[str, Any]:
    return {**Issuer(identifier=issuer).credential(), **changes}


def profile(key: JoseKey, **changes: Any) -> dict[str, Any]:
    method = {"id": f"{URL}#k", "type": "JsonWebKey", "controller": URL, "publicKeyJwk": key.jwk}
    return {"id": URL, "assertionMethod": [method], **changes}


def embedded(suite: str, algorithm: str = "EdDSA", **options: Any) -> bytes:
    issuer = Issuer(algorithm=algorithm)
    context = [V1, OB3, ED2020] if suite.startswith("Ed25519") else [V2, OB3]
    document = issuer.credential(**{"@context": context})
    if context[0] == V1:
        document["issuanceDate"] = document.pop("validFrom")
    return encoded(issuer.sign(document, suite=suite, **options))


def encoded(document: object) -> bytes:
    return json.dumps(document).encode()


def beyond_the_basic_plane() -> bytes:
    """Return a badge with two statements that UTF-16 would put in another order."""
    document = Issuer().credential()
    document["credentialSubject"]["achievement"]["tag"] = ["\uffee", "\U0001faa2"]
    return encoded(Issuer().sign(document))


GOOD: dict[str, Callable[[], bytes]] = {
    "eddsa-rdfc-2022": lambda: embedded("eddsa-rdfc-2022"),
    "eddsa-2022, its old name": lambda: embedded("eddsa-2022"),
    "eddsa-jcs-2022": lambda: embedded("eddsa-jcs-2022"),
    "ecdsa-rdfc-2019, P-256": lambda: embedded("ecdsa-rdfc-2019", "ES256"),
    "ecdsa-rdfc-2019, P-384": lambda: embedded("ecdsa-rdfc-2019", "ES384"),
    "ecdsa-jcs-2019, P-256": lambda: embedded("ecdsa-jcs-2019", "ES256"),
    "ecdsa-jcs-2019, P-384": lambda: embedded("ecdsa-jcs-2019", "ES384"),
    "Ed25519Signature2020": lambda: embedded("Ed25519Signature2020"),
    "a proof that lapses later": lambda: embedded(
        "eddsa-rdfc-2022", expires="2030-01-01T00:00:00Z"
    ),
    "a JWT by did:jwk": lambda: token(JoseKey("ES256")),
    "texts in the order of their code points": beyond_the_basic_plane,
}


def token(key: JoseKey, **header: Any) -> bytes:
    return key.sign(badge(key.did), **header).encode()


def signed(**changes: Any) -> bytes:
    issuer = Issuer()
    return encoded(issuer.sign(issuer.credential(**changes)))


def altered(change: Callable[[dict[str, Any]], None], data: bytes | None = None) -> bytes:
    document = json.loads(data or signed())
    change(document)
    return encoded(document)


def _poison(document: dict[str, Any], size: int = 9) -> None:
    nodes = [f"_:n{place}" for place in range(size)]
    document["credentialSubject"]["achievement"] = [
        {
            "id": node,
            "type": ["Achievement"],
            "related": [{"id": other, "type": ["Related"]} for other in nodes if other != node],
        }
        for node in nodes
    ]


def _alike(document: dict[str, Any]) -> None:
    """Give it many nodes that are told apart by nothing at all: orders without end."""
    document["evidence"] = [{"type": ["Evidence"], "audience": "all"} for _ in range(60)]


SUBJECT = Issuer().credential()["credentialSubject"]
RUN_OUT = {"expires": "2026-01-01T00:00:00Z"}
ES256 = JoseKey("ES256")


def begun(more: bytes) -> bytes:
    """Return a signed badge that begins with something more."""
    return signed().replace(b"{", b"{" + more + b", ", 1)


ATTACKS: dict[str, Callable[[], bytes]] = {
    "the name was changed": lambda: altered(lambda d: d.update(name="Captain")),
    "the achievement was changed": lambda: altered(
        lambda d: d["credentialSubject"]["achievement"].update(name="Everything")
    ),
    "a term that nobody defines": lambda: altered(lambda d: d.update(degree="doctor")),
    "a keyword that would be dropped": lambda: altered(lambda d: d.update({"@foo": "bar"})),
    "a prototype as a name": lambda: begun(b'"__proto__": {"a": 1}'),
    "a relative address": lambda: altered(lambda d: d.update(id="knots")),
    "a relative type": lambda: altered(lambda d: d["type"].append("Doctorate")),
    "an inline context": lambda: altered(
        lambda d: d["@context"].append({"degree": "https://a.example/d"})
    ),
    "a context that redefines": lambda: altered(
        lambda d: d["@context"].append({"name": "https://a.example/n"})
    ),
    "an unknown context": lambda: altered(lambda d: d["@context"].append("https://a.example/c")),
    "contexts in another order": lambda: altered(lambda d: d["@context"].reverse()),
    "another issuer": lambda: altered(lambda d: d["issuer"].update(id=Issuer(2).id)),
    "a key in a fragment of somebody's": lambda: altered(lambda d: d["issuer"].update(id=URL)),
    "another purpose": lambda: altered(lambda d: d["proof"].update(proofPurpose="authentication")),
    "a proof that has lapsed": lambda: embedded("eddsa-rdfc-2022", **RUN_OUT),
    "a lapse that was taken away": lambda: altered(
        lambda d: d["proof"].pop("expires"), embedded("eddsa-rdfc-2022", **RUN_OUT)
    ),
    "a suite for another key": lambda: altered(
        lambda d: d["proof"].update(cryptosuite="ecdsa-rdfc-2019")
    ),
    "an unknown suite": lambda: altered(lambda d: d["proof"].update(cryptosuite="bbs-2023")),
    "no proof": lambda: altered(lambda d: d.pop("proof")),
    "a proof that is a text": lambda: altered(lambda d: d.update(proof="signed")),
    "a signature that is none": lambda: altered(lambda d: d["proof"].update(proofValue="z111")),
    "a good and a bad proof": lambda: altered(
        lambda d: d.update(proof=[d["proof"], {**d["proof"], "created": "2025-03-02T00:00:00Z"}])
    ),
    "a good and an unsupported proof": lambda: altered(
        lambda d: d.update(proof=[d["proof"], {**d["proof"], "cryptosuite": "bbs-2023"}])
    ),
    "a previous proof that is missing": lambda: altered(
        lambda d: d["proof"].update(previousProof="urn:a")
    ),
    "a JCS proof of other contexts": lambda: altered(
        lambda d: d["@context"].append("https://a.example/c"), embedded("eddsa-jcs-2022")
    ),
    "a low-order key": lambda: altered(low_order),
    "a name said twice": lambda: begun(b'"name": "A", "name": "B"'),
    "a number that is none": lambda: begun(b'"a": NaN'),
    "half a character": lambda: begun(b'"a": "\\ud800"'),
    "a comment": lambda: b"// a badge\n" + signed(),
    "nested too deep": lambda: begun(b'"a": ' + b"[" * 150 + b"]" * 150),
    "a status list that is not at hand": lambda: signed(
        credentialStatus={
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://a.example/list",
        }
    ),
    "an unknown status type": lambda: ES256.sign(
        badge(ES256.did, credentialStatus={"id": "urn:a", "type": "Other"})
    ).encode(),
    "not yet valid": lambda: signed(validFrom="2027-01-01T00:00:00Z"),
    "expired": lambda: signed(validUntil="2026-01-01T00:00:00Z"),
    "a date that is none": lambda: signed(validUntil="2026-13-01T00:00:00Z"),
    "a date without a zone": lambda: signed(validUntil="2027-01-01"),
    "a tiny number": lambda: signed(credentialSubject={**SUBJECT, "creditsEarned": 1e-7}),
    "a tiny number that was changed": lambda: ATTACKS["a tiny number"]().replace(
        b"1e-07", b"2e-07"
    ),
    "a poison graph": lambda: altered(_poison),
    "a larger poison graph": lambda: altered(lambda d: _poison(d, 30)),
    "many nodes alike": lambda: altered(_alike),
    "a JWT without a signature": lambda: token(ES256).rpartition(b".")[0] + b".",
    "a JWT with the algorithm none": lambda: with_header(alg="none"),
    "a JWT with a shared secret": lambda: with_header(alg="HS256"),
    "a JWT of another algorithm": lambda: with_header(alg="EdDSA"),
    "a JWT that asks for something": lambda: with_header(alg="ES256", crit=["exp"], exp=1),
    "a JWT with padding": lambda: token(ES256) + b"=",
    "a JWT with its own key": lambda: ES256.sign(badge(URL), jwk=ES256.jwk).encode(),
    "a JWT with a private key": lambda: with_header(alg="ES256", jwk={**ES256.jwk, "d": "A"}),
    "claims that disagree": lambda: ES256.sign(
        {"vc": badge(ES256.did, **{"@context": [V1, OB3]}), "iss": "did:web:other.example"}
    ).encode(),
    "an end that disagrees": lambda: ES256.sign(
        {**badge(ES256.did, validUntil="2027-01-01T00:00:00Z"), "exp": 1_900_000_000}
    ).encode(),
    "a vc claim in version 2": lambda: ES256.sign({"vc": badge(ES256.did)}).encode(),
}


def low_order(document: dict[str, Any]) -> None:
    multibase = "z" + base58.b58encode(b"\xed\x01" + bytes([1]) + bytes(31)).decode()
    document["issuer"]["id"] = f"did:key:{multibase}"
    document["proof"]["verificationMethod"] = f"did:key:{multibase}#{multibase}"


def with_header(**header: Any) -> bytes:
    key = JoseKey("ES256")
    payload, signature = key.sign(badge(key.did)).split(".")[1:]
    return f"{b64(json.dumps(header).encode())}.{payload}.{signature}".encode()


def both(page: Browser, data: bytes, web: Web | None = None) -> tuple[Any, Any]:
    (((told,), (expected,)),) = equality.both(page, [data], web)
    return told, expected


@pytest.mark.parametrize("name", GOOD)
def test_a_good_signature_verifies(page: Browser, name: str) -> None:
    told, expected = both(page, GOOD[name]())
    assert told == expected
    assert told["axes"][0] == "verified"


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gets_the_verdict_and_the_reasons_of_the_program(
    page: Browser, name: str
) -> None:
    told, expected = both(page, ATTACKS[name]())
    assert told == expected


WEB = ["EdDSA", "ES256", "ES384", "ES512", "ES256K", "RS256", "RS512", "PS256", "PS384"]


@pytest.mark.parametrize("algorithm", WEB)
def test_a_jwt_verifies_with_the_issuers_enclosed_document(page: Browser, algorithm: str) -> None:
    key = JoseKey(algorithm)
    web = Web()
    web.put(URL, profile(key))
    data = key.sign(badge(URL), kid=f"{URL}#k").encode()
    told, expected = both(page, data, web)
    assert told == expected
    assert told["axes"][0] == "verified"
    broken = bytearray(data)
    broken[-9] = ord("A") if broken[-9] != ord("A") else ord("B")
    told, expected = both(page, bytes(broken), web)
    assert told == expected
    assert told["axes"][0] == "failed"


DOCUMENTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "for another use": lambda d: {"id": URL, "authentication": d["assertionMethod"]},
    "of another controller": lambda d: copied(d, controller="https://other.example"),
    "revoked": lambda d: copied(d, revoked="2026-01-01T00:00:00Z"),
    "expired": lambda d: copied(d, expires="2026-01-01T00:00:00Z"),
    "silent": lambda _: {"id": URL, "name": "College"},
    "about somebody else": lambda d: {**d, "id": "https://other.example"},
    "no JSON": lambda _: b"<html>",
    "with another key": lambda d: copied(d, publicKeyJwk=JoseKey("ES256", 9).jwk),
    "with two materials": lambda d: copied(d, publicKeyMultibase=Issuer().multibase),
    "with a key set": lambda d: {
        "id": URL, "jwks": {"keys": [{**d["assertionMethod"][0]["publicKeyJwk"], "kid": "k"}]},
    },
}  # fmt: skip


def copied(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document = copy.deepcopy(document)
    document["assertionMethod"][0].update(changes)
    return document


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_issuers_document_counts_as_in_the_program(page: Browser, name: str) -> None:
    key = JoseKey("ES256")
    web = Web()
    web.put(URL, DOCUMENTS[name](profile(key)))
    told, expected = both(page, key.sign(badge(URL), kid=f"{URL}#k").encode(), web)
    assert told == expected


def changed_texts(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every text of a document but what holds the signature."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key not in ("@context", "proof"):
                yield from changed_texts(value, (*path, key))
    elif isinstance(document, list):
        for place, value in enumerate(document):
            yield from changed_texts(value, (*path, place))
    elif isinstance(document, str):
        yield path


def test_no_text_of_a_badge_can_be_changed_unseen(page: Browser) -> None:
    whole = json.loads(signed())
    paths = list(changed_texts(whole))
    files = []
    for path in paths:
        document = copy.deepcopy(whole)
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] += "x"
        files.append(encoded(document))
    told = page.judge_all(files, NOW.isoformat())
    verdicts = {
        path: one["results"][0]["authenticity"] for path, one in zip(paths, told, strict=True)
    }
    assert len(verdicts) > 10
    assert set(verdicts.values()) == {"failed"}, verdicts
    assert judge(whole).report.authenticity.value == "verified"  # type: ignore[union-attr]


DATES = (
    "2027-05-01+02:00", "2027-05-01-08:00", "2027-05-01Z", "2027-05-01", "2026-11-23+13:00",
    "2026-11-22-12:00", "9999-12-31", "9999-12-31-01:00", "0001-01-01+01:00", "2027-05-01+24:00",
    "2027-05-01+2:00", "20270501+02:00", "2027-05-01T10:00:00+02:00", "2027-05-01 +02:00",
)  # fmt: skip


def test_dates_with_a_zone_and_without_end_as_in_the_program(page: Browser) -> None:
    issuer = Issuer()
    made = [issuer.sign(issuer.credential(validUntil=one)) for one in DATES]
    for told, expected in equality.both(page, [json.dumps(one).encode() for one in made]):
        assert told == expected
