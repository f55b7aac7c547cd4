"""SD-JWT, and what the wallet cut: page and program say the same, in the same words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import PAGE, Browser
from tests.browser.equality import (
    Said,
    both,
    of_page,
    of_program,
    reasons,
    without_sentences,
)
from tests.browser.test_pack import opened, packed
from tests.browser.test_page import HOSTILE, paste, shown
from tests.issuing import (
    NOW,
    JoseKey,
    Web,
    b64,
    binding,
    disclosure,
    judge,
    key_bound,
    sd_jwt,
    token_status_list,
)
from tests.unit.verify.test_proof_ecdsa_sd import BASE
from tests.unit.verify.test_sd_jwt import (
    CLAIMS,
    COLLEGE,
    HOLDER,
    KEY,
    KEYS,
    METADATA,
    SELECTIVE,
    TOKEN,
    metadata,
    of_data_model_2,
    serialised,
)
from wallet.documents.shipped import ShippedContexts
from wallet.formats.jws import decode_segment
from wallet.share import disclosing
from wallet.share.disclosing import Disclosing
from wallet.share.link import make
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances

Case = Callable[[], Any]


def encoded(document: object) -> bytes:
    if isinstance(document, bytes):
        return document
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def all_said(
    page: Browser, documents: list[Any], web: Web | None = None
) -> list[tuple[Said, Said]]:
    """Return what the page and the program say of each."""
    said = both(page, [encoded(one) for one in documents], web)
    return [(told, expected) for (told,), (expected,) in said]


def same(page: Browser, document: Any, web: Web | None = None) -> Said:
    """Return what both say of ``document``."""
    ((told, expected),) = all_said(page, [document], web)
    assert told == expected
    return told


STREET, STREET_DIGEST = disclosure("s1", "street", "Quay 1")
ADDRESS, ADDRESS_DIGEST = disclosure("s2", "address", {"_sd": [STREET_DIGEST]})
FRENCH, FRENCH_DIGEST = disclosure("s3", "FR")
LEVEL, LEVEL_DIGEST = disclosure("s4", "level", 3)
FIXED, FIXED_DIGEST = disclosure("s5", "exp", 1)
WITHIN, WITHIN_DIGEST = disclosure("s6", "jwk", HOLDER.jwk)
RESERVED, RESERVED_DIGEST = disclosure("s7", "_sd", [])
PROTO, PROTO_DIGEST = disclosure("s8", "__proto__", {"a": 1})
BY_ANOTHER = sd_jwt(HOLDER, CLAIMS, SELECTIVE, jwk=HOLDER.jwk)
DEEP = b64(b'["s", "deep", ' + b"[" * 98 + b"]" * 98 + b"]")
DEEP_DIGEST = b64(hashlib.sha256(DEEP.encode()).digest())
ODD = b64(b'["a", "b", "c", "d"]')
UNSALTED = b64(b'[1, "level", 3]')
TWICE = b64(b'["s", "a", {"b": 1, "b": 2}]')


def token(payload: dict[str, Any], *disclosures: str, **header: Any) -> str:
    signed = KEY.sign({**CLAIMS, **payload}, **{"typ": "dc+sd-jwt", "kid": "one", **header})
    return "~".join([signed, *disclosures, ""])


def tampered() -> list[str]:
    """Return TOKEN with each disclosure changed, left out, moved, doubled and replaced."""
    jws, *disclosures, _ = TOKEN.split("~")
    made: list[list[str]] = []
    for place, one in enumerate(disclosures):
        others = disclosures[:place] + disclosures[place + 1 :]
        salt, name, _value = json.loads(decode_segment(one))
        made += [
            [b64(json.dumps([salt, name, "other"]).encode()), *others],
            [b64(json.dumps([salt, "other", 1]).encode()), *others],
            [b64(json.dumps([salt, name, 1], indent=1).encode()), *others],
            others,
            [one, one, *others],
            [*others, one],
            [one[:-1], *others],
            [one + "A", *others],
            [one + "=", *others],
            [one, "", *others],
        ]
    return ["~".join([jws, *other, ""]) for other in made]


SD_JWT: dict[str, Case] = {
    "all disclosed": lambda: TOKEN,
    "nothing disclosed": lambda: TOKEN.partition("~")[0] + "~",
    "cut before its end": lambda: TOKEN.partition("~")[0],
    "one within another": lambda: token({"_sd": [ADDRESS_DIGEST]}, STREET, ADDRESS),
    "one without what is around it": lambda: token({"_sd": [ADDRESS_DIGEST]}, STREET),
    "an element of a list": lambda: token({"n": [{"...": FRENCH_DIGEST}, "DE"]}, FRENCH),
    "an element withheld": lambda: token({"n": [{"...": FRENCH_DIGEST}, "DE"]}),
    "a decoy": lambda: token({"_sd": ["decoy", LEVEL_DIGEST]}, LEVEL),
    "not signed": lambda: token({}, LEVEL),
    "a digest twice in one place": lambda: token({"_sd": [LEVEL_DIGEST] * 2}, LEVEL),
    "a digest twice in two places": lambda: token(
        {"_sd": [LEVEL_DIGEST], "a": {"_sd": [LEVEL_DIGEST]}}, LEVEL
    ),
    "a digest twice, withheld": lambda: token({"_sd": ["a"], "b": [{"...": "a"}]}),
    "a claim that is there": lambda: token({"_sd": [LEVEL_DIGEST], "level": 1}, LEVEL),
    "an element as a claim": lambda: token({"_sd": [FRENCH_DIGEST]}, FRENCH),
    "a claim as an element": lambda: token({"n": [{"...": LEVEL_DIGEST}]}, LEVEL),
    "digests that are no list": lambda: token({"_sd": LEVEL_DIGEST}, LEVEL),
    "digests that are null": lambda: token({"_sd": None}),
    "a digest that is a number": lambda: token({"_sd": [7]}),
    "an element's digest that is a number": lambda: token({"n": [{"...": 7}]}),
    "dots in an object": lambda: token({"...": LEVEL_DIGEST}, LEVEL),
    "dots beside others": lambda: token({"n": [{"...": FRENCH_DIGEST, "a": 1}]}, FRENCH),
    "a reserved name": lambda: token({"_sd": [RESERVED_DIGEST]}, RESERVED),
    "a prototype": lambda: token({"_sd": [PROTO_DIGEST]}, PROTO),
    "a claim that is never selective": lambda: token({"_sd": [FIXED_DIGEST]}, FIXED),
    "a part of one": lambda: token({"cnf": {"_sd": [WITHIN_DIGEST]}}, WITHIN),
    "four parts": lambda: token({}, ODD),
    "a salt that is a number": lambda: token({}, UNSALTED),
    "a name twice in a disclosure": lambda: token({}, TWICE),
    "no base64url": lambda: token({}, "é"),
    "empty": lambda: token({}, ""),
    "another hash": lambda: token({"_sd": [], "_sd_alg": "sha3-256"}),
    "a hash that is none": lambda: token({"_sd_alg": 7}),
    "SHA-512, with digests of SHA-256": lambda: token(
        {"_sd": [LEVEL_DIGEST], "_sd_alg": "sha-512"}, LEVEL
    ),
    "an alg within": lambda: token({"a": {"_sd_alg": "sha-256", "_sd": [LEVEL_DIGEST]}}, LEVEL),
    "too deep": lambda: token({"a": {"b": {"c": {"_sd": [DEEP_DIGEST]}}}}, DEEP),
    "too many": lambda: token({}, *([LEVEL] * 2_001)),
    "signed by another": lambda: sd_jwt(HOLDER, CLAIMS, SELECTIVE, kid="one"),
    "the algorithm none": lambda: token({}, alg="none"),
    "an extension that must be known": lambda: token({}, crit=["exp"]),
    "a type of data model 2": lambda: of_data_model_2(KEY),
    "claims that disagree": lambda: of_data_model_2(KEY, iss="https://attacker.example"),
    "a JWT of another kind": lambda: KEY.sign({"iss": COLLEGE}, typ="JWT") + "~",
    "no type": lambda: token({}, typ=None),
    "a full media type": lambda: token({}, typ="application/dc+sd-jwt"),
    "no vct": lambda: token({"vct": ""}),
    "an issuer that is none": lambda: token({"iss": "college"}),
    "no issuer": lambda: token({"iss": None}),
    "expired": lambda: token({"exp": 1750000000}),
    "not yet valid": lambda: token({"nbf": 1900000000}),
    "an end that is a text": lambda: token({"exp": "2030"}),
    "a person's name": lambda: token({"name": "Ada", "given_name": "Ada", "birthdate": "1815"}),
    "a name of its own": lambda: token({"name": "Tides", "sub": "did:example:ada"}),
    "a status that is not at hand": lambda: token(
        {"status": {"status_list": {"idx": 7, "uri": "https://college.example/list"}}}
    ),
    "a status that is none": lambda: token({"status": {}}),
    "a status of another way": lambda: token({"status": {"other": {}, "status_list": {"idx": -1}}}),
    "a status that is withheld": lambda: token({"status": {"_sd": ["a"]}}),
    "flattened": lambda: flattened(TOKEN),
    "flattened, bound": lambda: flattened(key_bound(HOLDER, TOKEN)),
    "general": lambda: serialised(TOKEN),
    "general, with two signatures": lambda: serialised(TOKEN, BY_ANOTHER),
    "general, one signature broken": lambda: serialised(TOKEN, TOKEN[:40] + TOKEN[41:]),
    "disclosures beside the second": lambda: beside_second({"disclosures": []}),
    "a kid beside": lambda: beside_second({"kid": "one"}, sd_jwt(KEY, CLAIMS, SELECTIVE)),
    "a kid beside that says it again": lambda: beside_second({"kid": "one"}),
    "a header that says it again": lambda: {
        **flattened(TOKEN), "header": {"disclosures": [], "alg": "ES256"}
    },
    "disclosures that are a text": lambda: {**flattened(TOKEN), "header": {"disclosures": "a"}},
    "no signatures": lambda: {
        **serialised(TOKEN), "signatures": [], "header": {"disclosures": []}
    },
    "too many signatures": lambda: serialised(*[TOKEN] * 21),
    "bound": lambda: key_bound(HOLDER, TOKEN),
    "bound by a thief": lambda: key_bound(KEY, TOKEN),
    "bound to another selection": lambda: less() + key_bound(HOLDER, TOKEN).rpartition("~")[2],
    "bound to this selection": lambda: key_bound(HOLDER, less()),
    "bound, damaged": lambda: key_bound(HOLDER, TOKEN) + "A",
    "bound without nonce": lambda: key_bound(HOLDER, TOKEN, nonce=None),
    "bound with an empty nonce": lambda: key_bound(HOLDER, TOKEN, nonce=""),
    "bound to nobody": lambda: key_bound(HOLDER, TOKEN, aud=None),
    "bound to a number": lambda: key_bound(HOLDER, TOKEN, aud=7),
    "bound in the future": lambda: key_bound(HOLDER, TOKEN, iat=int(NOW.timestamp()) + 3600),
    "bound soon": lambda: key_bound(HOLDER, TOKEN, iat=int(NOW.timestamp()) + 60),
    "bound without a date": lambda: key_bound(HOLDER, TOKEN, iat=None),
    "bound with another hash": lambda: key_bound(HOLDER, TOKEN, sd_hash="a"),
    "bound by a JWT": lambda: TOKEN + HOLDER.sign(binding(TOKEN), typ="JWT"),
    "bound by no claims": lambda: TOKEN + HOLDER.sign([], typ="kb+jwt"),  # type: ignore[arg-type]
    "bound with none": lambda: TOKEN + HOLDER.sign({}, typ="kb+jwt", alg="none"),
    "bound with what must be known": lambda: TOKEN + HOLDER.sign({}, typ="kb+jwt", crit=["a"]),
    "bound without a key": lambda: key_bound(HOLDER, confirmed(None)),
    "bound to a text": lambda: key_bound(HOLDER, confirmed("x")),
    "bound to a name of a key": lambda: key_bound(HOLDER, confirmed({"kid": "a"})),
    "bound to a shared secret": lambda: key_bound(HOLDER, confirmed({"jwk": {"kty": "oct"}})),
}  # fmt: skip
VERIFIED = {
    "all disclosed", "nothing disclosed", "one within another", "an element of a list",
    "an element withheld", "a decoy", "no type", "a full media type", "expired", "not yet valid",
    "a person's name", "a name of its own", "a status that is not at hand", "a status that is none",
    "a status of another way", "a status that is withheld", "flattened", "flattened, bound",
    "general", "general, with two signatures", "bound", "bound to this selection", "bound soon",
    "a type of data model 2", "a kid beside", "a prototype", "an alg within",
}  # fmt: skip


def confirmed(by: object) -> str:
    claims = {name: value for name, value in CLAIMS.items() if name != "cnf"}
    return sd_jwt(KEY, claims if by is None else {**claims, "cnf": by}, SELECTIVE, kid="one")


def less() -> str:
    jws, _email, level, _ = TOKEN.split("~")
    return f"{jws}~{level}~"


def flattened(text: str) -> dict[str, Any]:
    jws, *disclosures, bound = text.split("~")
    protected, payload, signature = jws.split(".")
    header = {"disclosures": disclosures, **({"kb_jwt": bound} if bound else {})}
    return {"payload": payload, "protected": protected, "signature": signature, "header": header}


def beside_second(header: dict[str, Any], second: str = TOKEN) -> dict[str, Any]:
    document = serialised(TOKEN, second)
    document["signatures"][1]["header"] = header
    return document


@pytest.mark.parametrize("name", SD_JWT)
def test_an_sd_jwt_is_judged_as_the_program_judges_it(page: Browser, name: str) -> None:
    said = same(page, SD_JWT[name](), metadata())
    assert (said.get("axes", [""])[0] == "verified") is (name in VERIFIED), said


def test_a_disclosure_that_was_tampered_with_is_told_as_the_program_tells_it(
    page: Browser,
) -> None:
    said = all_said(page, list(tampered()), metadata())
    for told, expected in said:
        assert told == expected
    met = {reason for told, _ in said for reason in reasons(told)}
    assert met == {"disclosure-not-signed", "disclosure-repeated", "signature-valid"}
    assert {told.get("error") for told, _ in said} == {None, "malformed"}


def test_text_that_ends_within_a_character_is_cut_short_as_in_the_program(page: Browser) -> None:
    half, wrong = b'{"name": "caf\xc3', b'{"name": "caf\xc3"}'
    said = all_said(page, [half, wrong, half + b"\xc3"], metadata())
    assert [told for told, _ in said] == [expected for _, expected in said]
    assert [told["error"] for told, _ in said] == ["malformed", "wrong-encoding", "wrong-encoding"]


def test_no_byte_of_an_sd_jwt_is_read_otherwise_than_in_the_program(page: Browser) -> None:
    whole = key_bound(HOLDER, TOKEN).encode()
    made = [
        whole[:place] + bytes([other]) + whole[place + 1 :]
        for place in range(0, len(whole), 3)
        for other in (whole[place] ^ 1, ord("~"), ord("."))
        if other != whole[place]
    ]
    for told, expected in all_said(page, made, metadata()):
        assert without_sentences(told) == without_sentences(expected)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384", "RS256", "PS256"])
def test_an_sd_jwt_verifies_with_each_algorithm(page: Browser, algorithm: str) -> None:
    key = JoseKey(algorithm)
    said = same(page, sd_jwt(key, {**CLAIMS, "iss": key.did}, SELECTIVE))
    assert said["axes"][0] == "verified"


METADATA_OF: dict[str, dict[str, Any]] = {
    "a key that is not at hand": {"jwks_uri": KEYS},
    "another issuer": {"issuer": "https://a.example", "jwks": {"keys": [KEY.jwk]}},
    "another key": {"jwks": {"keys": [{**HOLDER.jwk, "kid": "two"}]}},
    "no keys": {"name": "College"},
}


@pytest.mark.parametrize("name", METADATA_OF)
def test_an_issuers_metadata_counts_as_in_the_program(page: Browser, name: str) -> None:
    assert same(page, TOKEN, metadata(**METADATA_OF[name]))["axes"][0] != "verified"
    unreadable = Web()
    unreadable.put(METADATA, b"<html>")
    same(page, TOKEN, unreadable)
    assert same(page, TOKEN)["axes"][0] == "undetermined"


LIST = "https://college.example/list"
BITS = bytes([0b1101_0010])
LISTS: dict[str, Callable[[JoseKey], object]] = {
    "as it should be": lambda key: token_status_list(key, LIST, BITS),
    "of two bits": lambda key: token_status_list(key, LIST, BITS, 2),
    "of three bits": lambda key: token_status_list(key, LIST, BITS, 3),
    "of bits that are a text": lambda key: token_status_list(key, LIST, BITS, "1"),
    "of another address": lambda key: token_status_list(key, f"{LIST}/2", BITS),
    "of another kind": lambda key: token_status_list(key, LIST, BITS, typ="JWT"),
    "by another": lambda _: token_status_list(HOLDER, LIST, BITS),
    "by another in its name": lambda key: token_status_list(HOLDER, LIST, BITS, iss=key.did),
    "by nobody it names": lambda key: token_status_list(key, LIST, BITS, iss=None),
    "without a date": lambda key: token_status_list(key, LIST, BITS, iat=None),
    "of a time to come": lambda key: token_status_list(key, LIST, BITS, iat=1900000000),
    "that has run its time": lambda key: token_status_list(key, LIST, BITS, exp=1750000000),
    "that has an end that is a text": lambda key: token_status_list(key, LIST, BITS, exp="2030"),
    "that is stale": lambda key: token_status_list(key, LIST, BITS, ttl=60),
    "that is fresh": lambda key: token_status_list(key, LIST, BITS, ttl=10**9),
    "with a time that is none": lambda key: token_status_list(key, LIST, BITS, ttl="60"),
    "with a list that is none": lambda key: token_status_list(
        key, LIST, BITS, status_list={"bits": 1, "lst": "AA"}
    ),
    "in CBOR": lambda _: b"\xd2\x84\x43",
    "that is no token": lambda _: b"<html>",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_status_list_of_tokens_is_read_as_in_the_program(page: Browser, name: str) -> None:
    key = JoseKey("ES256")
    web = Web()
    listed = LISTS[name](key)
    web.put(LIST, listed.encode() if isinstance(listed, str) else listed)
    made = []
    for index in (*range(9), 7.5, "1", True, 10**15):
        status = {"status_list": {"idx": index, "uri": LIST}}
        made.append(sd_jwt(key, {**CLAIMS, "iss": key.did, "status": status}, {}))
    said = all_said(page, made, web)
    for told, expected in said:
        assert told == expected
    standings = {told["axes"][1] for told, _ in said}
    if name == "as it should be":
        assert standings == {"current", "revoked", "unknown"}


# Handed over


def cut(badge: bytes, *reveal: str) -> bytes:
    """Return what leaves of a badge of which these fields were chosen."""
    circumstances = Circumstances(NOW, ShippedContexts(), Web())
    made, changed = disclosing.leaving(badge, "it", Disclosing(reveal), circumstances)
    assert changed
    return made


def test_what_the_wallet_cut_opens_in_the_page(
    chromium: Browser, page: Browser, tmp_path: Path
) -> None:
    claims = {"iss": KEY.did, "vct": "https://harbour.example/tides"}
    person = {"email": "ada@example.org", "birthdate": "1815-12-10"}
    badges = [
        cut(json.dumps(BASE).encode(), "name"),
        cut(sd_jwt(KEY, claims, person).encode(), "email"),
    ]
    expected = [of_program(judge(one, registries=trust.shipped())) for one in badges]
    assert [one["axes"][0] for one in expected] == ["verified", "verified"]
    link = make(badges, "https://college.example/verify.html").text
    page.open(f"{PAGE.as_uri()}{link[link.index('#') :]}")
    assert [of_page(one) | {"checks": 0} for one in shown(page)] == [
        one | {"checks": 0} for one in expected
    ]
    assert "ada@example.org" in page.text()
    assert "1815" not in page.text()
    assert [of_page(one) for one in opened(chromium, packed(badges), tmp_path)] == expected


def test_what_is_disclosed_is_shown_and_what_it_is(page: Browser) -> None:
    claims = {
        "iss": KEY.did,
        "vct": "https://harbour.example/tides",
        "marks": [{"of": HOSTILE, "points": 7}],
    }
    page.requests()
    paste(page, sd_jwt(KEY, claims, {"level": 3, "__proto__": "odd"}))
    text = page.text()
    for words in ("https://harbour.example/tides", "marks · of", HOSTILE, "7", "level", "3", "odd"):
        assert words in text
    assert page.run("return document.title") == "Is this badge true?"
    assert page.run("return document.querySelectorAll('article img').length") == 0
    assert page.requests() == []
