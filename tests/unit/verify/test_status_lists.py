"""Every way an issuer tells of revocations, beside the common one."""

from __future__ import annotations

import base64
import gzip
from datetime import timedelta
from typing import Any

import pytest

from tests.issuing import (
    NOW,
    SAVED,
    V1,
    Issuer,
    JoseKey,
    Web,
    b64,
    entry,
    judge,
    only,
    reason,
    sd_jwt,
    status_list,
)
from wallet.verify.report import CheckId, Outcome, Standing
from wallet.verify.verdict import Verdict

LIST = "https://harbour.example/status/1"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def standing(verdict: Verdict) -> Standing:
    assert verdict.report is not None, verdict.error
    return verdict.report.standing


def badge(issuer: Issuer, *entries: dict[str, Any], contexts: tuple[str, ...] = ()) -> Any:
    document = issuer.credential(credentialStatus=list(entries))
    document["@context"] += contexts
    return issuer.sign(document)


def published(document: dict[str, Any], issuer: Issuer) -> Web:
    web = Web()
    web.put(LIST, issuer.sign(document))
    return web


def bits(size: int, values: dict[int, int]) -> str:
    whole = 0
    for index, value in values.items():
        whole |= value << (131_072 - 1 - index) * size
    return b64(gzip.compress(whole.to_bytes(131_072 * size // 8), mtime=0))


# Messages, renewals and age


def with_message(value: int) -> Verdict:
    issuer = Issuer()
    document = status_list(issuer, LIST, set(), "message")
    document["credentialSubject"]["encodedList"] = "u" + bits(2, {7: value})
    messages = [
        {"status": "0x0", "message": "Nothing to add"},
        {"status": "0x2", "message": "Late fee owed"},
    ]
    stated = {**entry(LIST, 7, "message"), "statusSize": 2, "statusMessage": messages}
    return judge(badge(issuer, stated), published(document, issuer))


def test_rule_18_the_message_an_issuer_set_is_told_in_its_words() -> None:
    verdict = with_message(2)
    check = only(verdict, CheckId.STATUS)
    assert (check.outcome, check.reason) == (Outcome.WARNING, "status-message-text")
    assert check.facts["message"] == "Late fee owed"
    assert standing(verdict) is Standing.CURRENT


def test_rule_18_no_bit_set_has_its_message_too_and_one_without_words_is_a_number() -> None:
    assert only(with_message(0), CheckId.STATUS).facts["message"] == "Nothing to add"
    check = only(with_message(3), CheckId.STATUS)
    assert (check.reason, check.facts["value"]) == ("status-message", "0x3")


@pytest.mark.parametrize(
    ("marked", "expected"), [({4}, "status-refresh-set"), (set(), "status-refresh-clear")]
)
def test_a_list_of_renewals_does_not_take_a_badge_away(marked: set[int], expected: str) -> None:
    issuer = Issuer()
    web = published(status_list(issuer, LIST, marked, "refresh"), issuer)
    verdict = judge(badge(issuer, entry(LIST, 4, "refresh")), web)
    assert reason(verdict, CheckId.STATUS) == expected
    assert standing(verdict) is Standing.CURRENT


def aged(ttl: object, marked: set[int]) -> Verdict:
    issuer = Issuer()
    document = status_list(issuer, LIST, marked)
    document["credentialSubject"]["ttl"] = ttl
    return judge(badge(issuer, entry(LIST, 4)), published(document, issuer))


def test_rule_18_a_list_older_than_its_ttl_is_too_old_to_say() -> None:
    verdict = aged(300_000, set())
    assert verdict.report is not None
    told = {check.reason: check for check in verdict.report.of(CheckId.STATUS)}
    assert set(told) == {"not-revoked", "status-list-stale"}
    assert told["status-list-stale"].outcome is Outcome.UNKNOWN
    assert told["status-list-stale"].as_of == SAVED
    assert standing(verdict) is Standing.UNKNOWN


def test_rule_18_a_list_within_its_ttl_and_a_revoked_badge_need_no_warning() -> None:
    fresh = int((NOW - SAVED) / timedelta(milliseconds=1))
    assert reason(aged(fresh, set()), CheckId.STATUS) == "not-revoked"
    assert reason(aged(300_000, {4}), CheckId.STATUS) == "revoked"


# Lists of other kinds


def test_a_list_may_be_a_jwt() -> None:
    key = JoseKey("ES256")
    issuer = Issuer(identifier=key.did)
    document = status_list(issuer, LIST, {9})
    web = Web()
    web.put(LIST, key.sign(document, typ="vc+jwt", kid=f"{key.did}#0").encode())
    for index, expected in ((9, Standing.REVOKED), (8, Standing.CURRENT)):
        body = issuer.credential(credentialStatus=entry(LIST, index))
        token = key.sign(body, typ="vc+jwt", kid=f"{key.did}#0")
        assert standing(judge(token, web)) is expected


def test_a_jwt_list_by_somebody_else_is_not_relied_on() -> None:
    key, stranger = JoseKey("ES256"), JoseKey("ES256", seed=9)
    issuer = Issuer(identifier=key.did)
    web = Web()
    forged = stranger.sign(status_list(issuer, LIST, set()), typ="vc+jwt", kid=f"{key.did}#0")
    web.put(LIST, forged.encode())
    token = key.sign(issuer.credential(credentialStatus=entry(LIST, 8)), kid=f"{key.did}#0")
    assert reason(judge(token, web), CheckId.STATUS) == "status-list-not-verified"


def legacy(kind: str, encoded: str, issuer: Issuer) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return a list of an older kind, the entry that points at its number 9, and its context."""
    if kind == "StatusList2021":
        context = "https://w3id.org/vc/status-list/2021/v1"
        pointing = {**entry(LIST, "9"), "type": "StatusList2021Entry"}
        subject = {"type": kind, "statusPurpose": "revocation", "encodedList": encoded}
    else:
        context = "https://w3id.org/vc-revocation-list-2020/v1"
        pointing = {
            "id": f"{LIST}#9",
            "type": "RevocationList2020Status",
            "revocationListIndex": "9",
            "revocationListCredential": LIST,
        }
        subject = {"type": kind, "encodedList": encoded}
    document = {
        "@context": [V1, context, "https://w3id.org/security/data-integrity/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", f"{kind}Credential"],
        "issuer": issuer.id,
        "issuanceDate": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": f"{LIST}#list", **subject},
    }
    return document, pointing, context


@pytest.mark.parametrize("kind", ["StatusList2021", "RevocationList2020"])
@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize(
    ("marked", "expected"), [(9, Standing.REVOKED), (8, Standing.CURRENT), (10, Standing.CURRENT)]
)
def test_lists_of_older_kinds_are_read(
    kind: str, padded: bool, marked: int, expected: Standing
) -> None:
    issuer = Issuer()
    encoded = bits(1, {marked: 1})
    if padded:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        encoded = base64.b64encode(raw).decode()
    document, pointing, context = legacy(kind, encoded, issuer)
    verdict = judge(badge(issuer, pointing, contexts=(context,)), published(document, issuer))
    assert standing(verdict) is expected


def test_threat_14_a_short_list_of_an_older_kind_is_not_relied_on() -> None:
    issuer = Issuer()
    document, pointing, context = legacy("StatusList2021", b64(gzip.compress(bytes(99))), issuer)
    verdict = judge(badge(issuer, pointing, contexts=(context,)), published(document, issuer))
    assert reason(verdict, CheckId.STATUS) == "status-list-too-short"


def test_an_entry_of_one_kind_does_not_take_a_list_of_another() -> None:
    issuer = Issuer()
    document, _, _ = legacy("StatusList2021", bits(1, {}), issuer)
    verdict = judge(badge(issuer, entry(LIST, 9)), published(document, issuer))
    assert reason(verdict, CheckId.STATUS) == "status-list-wrong-type"


# 1EdTech Revocation List


def listed(*revoked: object, **changes: Any) -> Verdict:
    issuer = Issuer()
    web = Web()
    url = changes.pop("url", LIST)
    web.put(url, {"id": url, "issuer": issuer.id, "revokedCredential": list(revoked), **changes})
    stated = {"id": url, "type": "1EdTechRevocationList"}
    return judge(badge(issuer, stated, contexts=(EXTENSIONS,)), web)


ID = Issuer().credential()["id"]


def test_a_credential_on_the_list_of_revoked_ones_is_revoked_and_says_why() -> None:
    verdict = listed({"id": "urn:other"}, {"id": ID, "revoked": True, "revocationReason": "Error"})
    assert standing(verdict) is Standing.REVOKED
    assert only(verdict, CheckId.STATUS).facts["because"] == "Error"
    assert standing(listed({"id": ID})) is Standing.REVOKED
    assert standing(listed(revokedCredentials=[{"id": ID}])) is Standing.REVOKED


def test_a_credential_not_on_the_list_or_taken_off_it_stands() -> None:
    for verdict in (listed(), listed({"id": "urn:other"}), listed({"id": ID, "revoked": False})):
        assert standing(verdict) is Standing.CURRENT
        assert only(verdict, CheckId.STATUS).as_of == SAVED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"issuer": "did:example:other"}, "status-list-of-another"),
        ({"issuer": None}, "status-list-of-another"),
        ({"url": "http://harbour.example/status/1"}, "status-list-insecure"),
    ],
)
def test_threat_15_a_list_that_nobody_vouches_for_is_unknown(
    changes: dict[str, Any], expected: str
) -> None:
    verdict = listed(**changes)
    assert reason(verdict, CheckId.STATUS) == expected
    assert standing(verdict) is Standing.UNKNOWN


def test_an_answer_that_is_no_list_is_unknown() -> None:
    issuer = Issuer()
    stated = {"id": LIST, "type": "1EdTechRevocationList"}
    answers: list[object] = [b"<html>", {"error": "not found"}, []]
    for body in answers:
        web = Web()
        web.put(LIST, body)
        verdict = judge(badge(issuer, stated, contexts=(EXTENSIONS,)), web)
        assert reason(verdict, CheckId.STATUS) == "status-list-unreadable"


def test_rule_22_a_list_that_could_not_be_had_is_never_a_pass_and_never_a_fail() -> None:
    issuer = Issuer()
    stated = {"id": LIST, "type": "1EdTechRevocationList"}
    document = badge(issuer, stated, contexts=(EXTENSIONS,))
    gone = Web()
    gone.put(LIST, b"", status=404)
    for web in (Web(), gone):
        assert standing(judge(document, web)) is Standing.UNKNOWN


def test_rule_17_another_way_of_telling_is_never_passed_by_silence() -> None:
    key = JoseKey("ES256")
    stated = {"status_attestation": {"credential_hash_alg": "sha-256"}}
    claims = {"iss": key.did, "vct": "https://harbour.example/knots", "status": stated}
    verdict = judge(sd_jwt(key, claims, {"given_name": "Ada"}, kid=f"{key.did}#0"))
    check = only(verdict, CheckId.STATUS)
    assert (check.reason, check.facts["type"]) == (
        "status-type-not-supported",
        "status_attestation",
    )
    assert standing(verdict) is Standing.UNKNOWN
