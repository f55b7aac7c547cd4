"""Token Status Lists, which SD-JWT VC and other tokens name in their ``status`` claim."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

import pytest

from tests.issuing import (
    NOW,
    SAVED,
    Issuer,
    JoseKey,
    Web,
    b64,
    judge,
    only,
    reason,
    sd_jwt,
    token_status_list,
)
from wallet.verify.report import Authenticity, CheckId, Outcome, Standing
from wallet.verify.trust import Registry
from wallet.verify.verdict import Verdict

LIST = "https://college.example/statuslists/1"
KEY, STRANGER = JoseKey("ES256"), JoseKey("ES256", 9)
ONE_BIT = bytes([0xB9, 0xA3])
"""The draft's example of sixteen tokens (§4.1, "bits": 1)."""
INVALID_OF_ONE_BIT = {0, 3, 4, 5, 7, 8, 9, 13, 15}
TWO_BITS = bytes([0xC9, 0x44, 0xF9])
"""The draft's example of twelve tokens (§4.1, "bits": 2)."""
VALUES_OF_TWO_BITS = (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)


def credential(index: object = 1, uri: object = LIST, key: JoseKey = KEY) -> str:
    claims = {
        "iss": key.did,
        "vct": "https://college.example/knots",
        "status": {"status_list": {"idx": index, "uri": uri}},
    }
    return sd_jwt(key, claims, {"given_name": "Ada"}, kid=f"{key.did}#0")


def at_hand(data: bytes = ONE_BIT, bits: object = 1, key: JoseKey = KEY, **claims: Any) -> Web:
    web = Web()
    web.put(LIST, token_status_list(key, LIST, data, bits, **claims).encode())
    return web


def standing(verdict: Verdict) -> Standing:
    assert verdict.report is not None, verdict.error
    assert verdict.report.authenticity is Authenticity.VERIFIED
    return verdict.report.standing


def unknown(verdict: Verdict) -> str:
    """Return the reason why the status is unknown: it must be, and the badge authentic."""
    assert standing(verdict) is Standing.UNKNOWN
    check = only(verdict, CheckId.STATUS)
    assert check.outcome is Outcome.UNKNOWN
    return check.reason


# What a list says


@pytest.mark.parametrize("index", range(16))
def test_the_least_significant_bit_comes_first(index: int) -> None:
    verdict = judge(credential(index), at_hand())
    revoked = index in INVALID_OF_ONE_BIT
    assert standing(verdict) is (Standing.REVOKED if revoked else Standing.CURRENT)
    assert reason(verdict, CheckId.STATUS) == ("revoked" if revoked else "not-revoked")
    assert only(verdict, CheckId.STATUS).as_of == SAVED


@pytest.mark.parametrize("index", range(12))
def test_two_bits_tell_revoked_from_suspended_and_from_what_only_the_issuer_knows(
    index: int,
) -> None:
    verdict = judge(credential(index), at_hand(TWO_BITS, 2))
    expected = {
        0: (Standing.CURRENT, "not-revoked"),
        1: (Standing.REVOKED, "revoked"),
        2: (Standing.SUSPENDED, "suspended"),
        3: (Standing.UNKNOWN, "status-value-not-defined"),
    }[VALUES_OF_TWO_BITS[index]]
    assert (standing(verdict), reason(verdict, CheckId.STATUS)) == expected


@pytest.mark.parametrize(
    ("bits", "data", "index", "value"),
    [(4, b"\x00\xb0", 3, "0xb"), (4, b"\x00\xb0", 2, None), (8, b"\x00\xc7", 1, "0xc7")],
)
def test_wider_entries_are_read_and_a_status_of_the_issuers_own_is_stated(
    bits: int, data: bytes, index: int, value: str | None
) -> None:
    verdict = judge(credential(index), at_hand(data, bits))
    if value is None:
        assert standing(verdict) is Standing.CURRENT
    else:
        assert unknown(verdict) == "status-value-not-defined"
        assert only(verdict, CheckId.STATUS).facts["value"] == value


def test_the_list_of_an_issuer_with_metadata_is_verified_by_its_keys() -> None:
    college = "https://college.example"
    claims = {"iss": college, "vct": f"{college}/knots"}
    claims["status"] = {"status_list": {"idx": 1, "uri": LIST}}  # type: ignore[assignment]
    web = Web()
    keys = {"keys": [{**KEY.jwk, "kid": "one"}]}
    web.put(f"{college}/.well-known/jwt-vc-issuer", {"issuer": college, "jwks": keys})
    web.put(LIST, token_status_list(KEY, LIST, ONE_BIT, 1, kid="one", iss=college).encode())
    token = sd_jwt(KEY, claims, {"given_name": "Ada"}, kid="one")
    assert standing(judge(token, web)) is Standing.CURRENT


def test_a_list_that_names_no_issuer_is_its_credentials_own() -> None:
    assert standing(judge(credential(1), at_hand(iss=None))) is Standing.CURRENT
    assert unknown(judge(credential(1), at_hand(key=STRANGER, iss=None))) == (
        "status-list-not-verified"
    )


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize(("index", "expected"), [(0, Standing.REVOKED), (1, Standing.CURRENT)])
def test_a_jwt_credential_may_name_such_a_list_too(
    wrapped: bool, index: int, expected: Standing
) -> None:
    issuer = Issuer(identifier=KEY.did)
    stated = {"status": {"status_list": {"idx": index, "uri": LIST}}}
    body = issuer.credential()
    if wrapped:
        body["@context"][0] = "https://www.w3.org/2018/credentials/v1"
        body["issuanceDate"] = body.pop("validFrom")
        claims = {"iss": KEY.did, "vc": body, **stated}
    else:
        claims = {**body, **stated}
    token = KEY.sign(claims, typ="JWT", kid=f"{KEY.did}#0")
    assert standing(judge(token, at_hand())) is expected
    assert standing(judge(token)) is Standing.UNKNOWN


def test_both_a_list_of_bits_and_a_token_list_are_looked_up() -> None:
    issuer = Issuer(identifier=KEY.did)
    other = {"id": "https://college.example/list", "type": "1EdTechRevocationList"}
    stated = {"status": {"status_list": {"idx": 1, "uri": LIST}}, "credentialStatus": other}
    token = KEY.sign({**issuer.credential(), **stated}, typ="vc+jwt", kid=f"{KEY.did}#0")
    verdict = judge(token, at_hand())
    assert verdict.report is not None
    reasons = {check.reason for check in verdict.report.of(CheckId.STATUS)}
    assert reasons == {"not-revoked", "status-list-not-at-hand"}
    assert standing(verdict) is Standing.UNKNOWN


# What it does not say


def test_rule_22_a_list_that_could_not_be_had_is_never_a_pass_and_never_a_fail() -> None:
    assert unknown(judge(credential())) == "status-list-not-at-hand"
    gone = Web()
    gone.put(LIST, b"", status=404)
    assert unknown(judge(credential(), gone)) == "status-list-gone"


@pytest.mark.parametrize("index", [True, -1, "1", 1.0, 1.5, None, [1]])
def test_rule_18_an_index_that_is_no_plain_number_is_not_guessed(index: object) -> None:
    assert unknown(judge(credential(index), at_hand())) == "status-malformed"


@pytest.mark.parametrize(
    "stated",
    [
        {},
        "revoked",
        {"status_list": None},
        {"status_list": {"idx": 1}},
        {"status_list": {"idx": 1, "uri": 5}},
    ],
)
def test_a_status_that_is_not_shaped_as_one_is_never_passed_by_silence(stated: object) -> None:
    claims = {"iss": KEY.did, "vct": "https://college.example/knots", "status": stated}
    token = sd_jwt(KEY, claims, {"given_name": "Ada"}, kid=f"{KEY.did}#0")
    assert unknown(judge(token, at_hand())) == "status-malformed"


@pytest.mark.parametrize(("data", "bits", "index"), [(ONE_BIT, 1, 16), (TWO_BITS, 2, 12)])
def test_an_index_outside_the_list_is_unknown(data: bytes, bits: int, index: int) -> None:
    assert unknown(judge(credential(index), at_hand(data, bits))) == "status-index-outside"
    assert unknown(judge(credential(10**60), at_hand(data, bits))) == "status-index-outside"


def test_a_tampered_list_is_not_relied_on() -> None:
    honest = token_status_list(KEY, LIST, ONE_BIT, 1).split(".")
    cleaned = token_status_list(KEY, LIST, bytes(2), 1).split(".")
    web = Web()
    web.put(LIST, ".".join([honest[0], cleaned[1], honest[2]]).encode())
    assert unknown(judge(credential(0), web)) == "status-list-not-verified"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_rule_4_a_list_that_chooses_an_unsafe_algorithm_is_not_relied_on(algorithm: str) -> None:
    signed = token_status_list(KEY, LIST, bytes(2), 1).split(".")
    head = b64(b'{"alg":"%s","typ":"statuslist+jwt"}' % algorithm.encode())
    web = Web()
    web.put(LIST, f"{head}.{signed[1]}.{b64(bytes(32))}".encode())
    assert unknown(judge(credential(1), web)) == "status-list-not-verified"


def test_the_list_of_another_address_is_not_taken_for_this_one() -> None:
    clean = token_status_list(KEY, "https://college.example/statuslists/2", bytes(2), 1)
    web = Web()
    web.put(LIST, clean.encode())
    verdict = judge(credential(0), web)
    assert unknown(verdict) == "status-list-of-another-address"
    assert only(verdict, CheckId.STATUS).facts["stated"].endswith("/2")
    assert unknown(judge(credential(0), at_hand(sub=None))) == "status-list-of-another-address"


def test_a_list_by_another_issuer_counts_only_where_that_issuer_is_trusted() -> None:
    web = at_hand(bytes(2), key=STRANGER)
    verdict = judge(credential(0), web)
    assert unknown(verdict) == "status-list-of-another"
    trusted = [Registry("Lists", None, False, {STRANGER.did: "List keeper"})]
    assert standing(judge(credential(0), web, registries=trusted)) is Standing.CURRENT


def test_a_list_in_the_issuers_name_by_somebody_else_is_not_relied_on() -> None:
    web = at_hand(bytes(2), key=STRANGER, iss=KEY.did, kid=f"{KEY.did}#0")
    assert unknown(judge(credential(0), web)) == "status-list-not-verified"


def test_another_token_of_the_issuers_is_no_list() -> None:
    web = Web()
    web.put(LIST, token_status_list(KEY, LIST, bytes(2), 1, typ="JWT").encode())
    assert unknown(judge(credential(0), web)) == "status-list-wrong-type"


@pytest.mark.parametrize(
    "first", [b"\xd2\x84\x43", b"\x84\x43\xa1", b"\xd8\x3d\xd2\x84", b"\xd9\xd9\xf7\xd2"]
)
def test_a_list_in_binary_form_is_told_apart_and_unknown(first: bytes) -> None:
    web = Web()
    web.put(LIST, first + bytes(40))
    verdict = judge(credential(0), web)
    assert unknown(verdict) == "status-list-form-not-supported"
    assert only(verdict, CheckId.STATUS).facts["form"] == "CWT"


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"a.b.c", b"eyJ9.e30.", b"\xff\x00"])
def test_an_answer_that_is_no_token_is_unreadable(body: bytes) -> None:
    web = Web()
    web.put(LIST, body)
    assert unknown(judge(credential(0), web)) == "status-list-unreadable"


DEFLATED = b64(zlib.compress(ONE_BIT))


@pytest.mark.parametrize(
    "held",
    [
        None,
        [],
        {},
        {"bits": 3, "lst": DEFLATED},
        {"bits": True, "lst": DEFLATED},
        {"bits": "1", "lst": DEFLATED},
        {"bits": 1.0, "lst": DEFLATED},
        {"bits": 16, "lst": DEFLATED},
        {"lst": DEFLATED},
        {"bits": 1},
        {"bits": 1, "lst": [DEFLATED]},
        {"bits": 1, "lst": DEFLATED + "="},
        {"bits": 1, "lst": DEFLATED[:-3]},
        {"bits": 1, "lst": b64(ONE_BIT)},
        {"bits": 1, "lst": b64(zlib.compress(ONE_BIT)[2:-4])},
    ],
)
def test_a_damaged_list_is_unreadable(held: object) -> None:
    assert unknown(judge(credential(1), at_hand(status_list=held))) == "status-list-unreadable"


def test_a_list_that_inflates_without_end_is_stopped() -> None:
    web = at_hand(bytes(32 * 1024 * 1024))
    assert unknown(judge(credential(1), web)) == "status-list-too-large"


# How old it may be


def seconds(**away: float) -> int:
    return int((NOW + timedelta(**away)).timestamp())


def test_a_list_past_its_end_is_not_relied_on_even_where_it_revokes() -> None:
    for index in (0, 1):
        assert unknown(judge(credential(index), at_hand(exp=seconds()))) == "status-list-expired"
    assert standing(judge(credential(1), at_hand(exp=seconds(seconds=1)))) is Standing.CURRENT


def test_a_list_of_the_future_is_not_relied_on() -> None:
    late = at_hand(iat=seconds(minutes=6))
    assert unknown(judge(credential(1), late)) == "status-list-not-yet-valid"
    assert standing(judge(credential(1), at_hand(iat=seconds(minutes=4)))) is Standing.CURRENT


@pytest.mark.parametrize(
    "claims", [{"iat": None}, {"iat": "1700000000"}, {"exp": "never"}, {"ttl": "1"}, {"ttl": -1}]
)
def test_a_list_with_dates_that_are_none_is_unreadable(claims: dict[str, Any]) -> None:
    assert unknown(judge(credential(1), at_hand(**claims))) == "status-list-unreadable"


def test_rule_18_a_list_older_than_its_ttl_no_longer_says_that_a_badge_stands() -> None:
    age = int((NOW - SAVED).total_seconds())
    fresh, stale = at_hand(ttl=age), at_hand(ttl=age - 1)
    assert standing(judge(credential(1), fresh)) is Standing.CURRENT
    verdict = judge(credential(1), stale)
    assert standing(verdict) is Standing.UNKNOWN
    assert verdict.report is not None
    told = {check.reason: check for check in verdict.report.of(CheckId.STATUS)}
    assert set(told) == {"not-revoked", "status-list-stale"}
    assert told["status-list-stale"].as_of == SAVED


def test_a_revocation_stays_known_when_its_list_grows_old() -> None:
    assert standing(judge(credential(0), at_hand(ttl=60))) is Standing.REVOKED


def test_the_age_of_a_list_whose_day_nobody_noted_is_counted_from_when_it_was_made() -> None:
    for made, expected in ((-30, Standing.CURRENT), (-90, Standing.UNKNOWN)):
        web = Web()
        token = token_status_list(KEY, LIST, ONE_BIT, 1, iat=seconds(seconds=made), ttl=60)
        web.put(LIST, token.encode(), as_of=None)
        assert standing(judge(credential(1), web)) is expected
