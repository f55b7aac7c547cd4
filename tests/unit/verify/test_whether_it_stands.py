"""VERIFY.md, "Whether it stands": dates, status lists, recipients and registries."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import (
    NOW,
    SAVED,
    Issuer,
    Web,
    b64,
    entry,
    judge,
    only,
    reason,
    status_list,
)
from wallet.errors import UnusableInput
from wallet.verify.report import Authenticity, CheckId, Outcome, Standing
from wallet.verify.trust import Registry, read
from wallet.verify.verdict import Verdict

LIST = "https://harbour.example/status/1"


def standing(verdict: Verdict) -> Standing:
    assert verdict.report is not None, verdict.error
    return verdict.report.standing


def badge(issuer: Issuer, *entries: dict[str, Any], **changes: Any) -> dict[str, Any]:
    if entries:
        changes["credentialStatus"] = list(entries) if len(entries) > 1 else entries[0]
    return issuer.sign(issuer.credential(**changes))


def published(document: dict[str, Any], issuer: Issuer) -> Web:
    web = Web()
    web.put(LIST, issuer.sign(document))
    return web


# Rule 16: validity


@pytest.mark.parametrize(
    ("until", "now", "expected"),
    [
        ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00+00:00", Standing.CURRENT),
        ("2026-11-23T11:59:59Z", "2026-11-23T12:00:00+00:00", Standing.EXPIRED),
        ("2026-11-23T14:00:00+02:00", "2026-11-23T12:00:00+00:00", Standing.CURRENT),
        ("2026-11-23T13:59:59+02:00", "2026-11-23T12:00:00+00:00", Standing.EXPIRED),
        ("2028-02-29T00:00:00Z", "2028-02-29T00:00:01+00:00", Standing.EXPIRED),
    ],
)
def test_rule_16_instants_are_compared_in_utc(until: str, now: str, expected: Standing) -> None:
    verdict = judge(badge(Issuer(), validUntil=until), now=datetime.fromisoformat(now))
    assert standing(verdict) is expected


def test_rule_16_a_badge_that_begins_later_is_not_yet_valid() -> None:
    assert (
        standing(judge(badge(Issuer(), validFrom="2027-01-01T00:00:00Z"))) is Standing.NOT_YET_VALID
    )


def test_rule_16_a_date_without_a_zone_is_said_to_be_one() -> None:
    verdict = judge(badge(Issuer(), validUntil="2030-01-01T00:00:00"))
    assert reason(verdict, CheckId.VALIDITY_PERIOD) == "in-period-zone-assumed"


@pytest.mark.parametrize(
    ("until", "now", "expected"),
    [
        ("2027-05-01+02:00", "2027-05-01T21:59:59+00:00", "in-period"),
        ("2027-05-01+02:00", "2027-05-01T22:00:00+00:00", "expired"),
        ("2027-05-01-08:00", "2027-05-02T07:59:59+00:00", "in-period"),
        ("2027-05-01-08:00", "2027-05-02T08:00:00+00:00", "expired"),
        ("2027-05-01Z", "2027-05-01T23:59:59+00:00", "in-period"),
        ("2027-05-01", "2027-05-01T23:59:59+00:00", "in-period-zone-assumed"),
        ("9999-12-31", "2027-05-01T00:00:00+00:00", "in-period-zone-assumed"),
        ("9999-12-31-01:00", "2027-05-01T00:00:00+00:00", "date-malformed"),
        ("2027-05-01+24:00", "2027-05-01T00:00:00+00:00", "date-malformed"),
    ],
)
def test_a_date_ends_with_its_day_in_its_own_zone(until: str, now: str, expected: str) -> None:
    verdict = judge(badge(Issuer(), validUntil=until), now=datetime.fromisoformat(now))
    assert reason(verdict, CheckId.VALIDITY_PERIOD) == expected
    assert verdict.credential is not None
    told = verdict.credential.expires
    assert (str(told) if told else None) == (None if expected == "date-malformed" else until)


def test_rule_16_a_date_that_is_none_leaves_the_standing_unknown() -> None:
    verdict = judge(badge(Issuer(), validUntil="next spring"))
    assert standing(verdict) is Standing.UNKNOWN
    assert reason(verdict, CheckId.VALIDITY_PERIOD) == "date-malformed"
    later = verdict.as_of(datetime(2040, 1, 1, tzinfo=UTC), ())
    assert standing(later) is Standing.UNKNOWN


def test_an_expired_badge_is_still_authentic() -> None:
    verdict = judge(badge(Issuer(), validUntil="2026-01-01T00:00:00Z"))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert verdict.exit_status == 1


def test_a_kept_verdict_expires_with_the_clock_alone() -> None:
    verdict = judge(badge(Issuer(), validUntil="2027-01-01T00:00:00Z"))
    assert standing(verdict) is Standing.CURRENT
    assert standing(verdict.as_of(datetime(2027, 1, 2, tzinfo=UTC), ())) is Standing.EXPIRED


# Rules 17 and 18: status


@pytest.mark.parametrize("index", ["0", "7", "8", 94567, "131071"])
def test_rule_18_a_marked_badge_is_revoked_and_its_neighbours_are_not(index: object) -> None:
    issuer = Issuer()
    number = int(str(index))
    web = published(status_list(issuer, LIST, {number}), issuer)
    assert standing(judge(badge(issuer, entry(LIST, index)), web)) is Standing.REVOKED
    for other in {number - 1, number + 1} & set(range(131_072)):
        assert standing(judge(badge(issuer, entry(LIST, str(other))), web)) is Standing.CURRENT


def test_a_list_says_of_when_it_is() -> None:
    issuer = Issuer()
    verdict = judge(
        badge(issuer, entry(LIST, 5)), published(status_list(issuer, LIST, set()), issuer)
    )
    check = only(verdict, CheckId.STATUS)
    assert (check.reason, check.as_of) == ("not-revoked", SAVED)
    assert check.facts["date"].startswith("2026-11-20")


def test_a_list_of_an_unknown_day_says_so() -> None:
    issuer = Issuer()
    web = Web()
    web.put(LIST, issuer.sign(status_list(issuer, LIST, set())), as_of=None)
    assert (
        reason(judge(badge(issuer, entry(LIST, 5)), web), CheckId.STATUS) == "not-revoked-undated"
    )


def test_a_list_that_is_not_at_hand_is_unknown_never_valid() -> None:
    verdict = judge(badge(Issuer(), entry(LIST, 5)))
    assert standing(verdict) is Standing.UNKNOWN
    assert verdict.exit_status == 3


def test_suspension_is_told_from_revocation() -> None:
    issuer = Issuer()
    web = published(status_list(issuer, LIST, {5}, "suspension"), issuer)
    verdict = judge(badge(issuer, entry(LIST, 5, "suspension")), web)
    assert standing(verdict) is Standing.SUSPENDED


def test_the_worst_of_several_entries_counts() -> None:
    issuer = Issuer()
    other = "https://harbour.example/status/2"
    web = published(status_list(issuer, LIST, set()), issuer)
    web.put(other, issuer.sign(status_list(issuer, other, {9}, "suspension")))
    verdict = judge(badge(issuer, entry(LIST, 5), entry(other, 9, "suspension")), web)
    assert standing(verdict) is Standing.SUSPENDED
    verdict = judge(badge(issuer, entry(LIST, 5), entry("https://gone.example/1", 5)), web)
    assert standing(verdict) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "index", [-1, "-1", "abc", "1.0", 1.5, True, None, "٣", "99999999999999999999", [], "131072"]
)
def test_threat_14_an_index_is_a_strict_integer_within_the_list(index: object) -> None:
    issuer = Issuer()
    web = published(status_list(issuer, LIST, set()), issuer)
    assert standing(judge(badge(issuer, entry(LIST, index)), web)) is not Standing.CURRENT


def test_threat_14_a_short_list_is_not_relied_on() -> None:
    issuer = Issuer()
    document = status_list(issuer, LIST, set())
    encoded = "u" + b64(gzip.compress(bytes(100)))
    document["credentialSubject"]["encodedList"] = encoded
    verdict = judge(badge(issuer, entry(LIST, 5)), published(document, issuer))
    assert reason(verdict, CheckId.STATUS) == "status-list-too-short"


def test_threat_14_a_list_that_inflates_without_end_is_stopped() -> None:
    issuer = Issuer()
    document = status_list(issuer, LIST, set())
    document["credentialSubject"]["encodedList"] = "u" + b64(gzip.compress(bytes(32 * 1024 * 1024)))
    verdict = judge(badge(issuer, entry(LIST, 5)), published(document, issuer))
    assert reason(verdict, CheckId.STATUS) == "status-list-too-large"


@pytest.mark.parametrize("encoded", ["", "u", "uAAAA", "z123", "not base64", None, 5])
def test_a_damaged_list_is_unknown(encoded: object) -> None:
    issuer = Issuer()
    document = status_list(issuer, LIST, set())
    document["credentialSubject"]["encodedList"] = encoded
    verdict = judge(badge(issuer, entry(LIST, 5)), published(document, issuer))
    assert standing(verdict) is Standing.UNKNOWN


def test_threat_15_a_list_by_another_issuer_is_unknown() -> None:
    issuer, stranger = Issuer(1), Issuer(2)
    web = published(status_list(stranger, LIST, set()), stranger)
    verdict = judge(badge(issuer, entry(LIST, 5)), web)
    assert reason(verdict, CheckId.STATUS) == "status-list-of-another"
    trusted = [Registry("Lists", None, False, {stranger.id: "List keeper"})]
    assert (
        standing(judge(badge(issuer, entry(LIST, 5)), web, registries=trusted)) is Standing.CURRENT
    )


def test_a_tampered_or_unsigned_list_is_unknown() -> None:
    issuer = Issuer()
    signed = issuer.sign(status_list(issuer, LIST, {5}))
    clean = status_list(issuer, LIST, set())["credentialSubject"]
    for document in ({**signed, "credentialSubject": clean}, status_list(issuer, LIST, set())):
        web = Web()
        web.put(LIST, document)
        verdict = judge(badge(issuer, entry(LIST, 5)), web)
        assert reason(verdict, CheckId.STATUS) == "status-list-not-verified"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": ["VerifiableCredential"]}, "status-list-wrong-type"),
        ({"validUntil": "2026-01-01T00:00:00Z"}, "status-list-expired"),
        ({"validFrom": "2027-01-01T00:00:00Z"}, "status-list-not-yet-valid"),
    ],
)
def test_a_list_of_the_wrong_type_or_time_is_unknown(change: dict[str, Any], code: str) -> None:
    issuer = Issuer()
    web = published(status_list(issuer, LIST, set(), **change), issuer)
    assert reason(judge(badge(issuer, entry(LIST, 5)), web), CheckId.STATUS) == code


def test_a_list_for_another_purpose_is_unknown() -> None:
    issuer = Issuer()
    web = published(status_list(issuer, LIST, set(), "suspension"), issuer)
    verdict = judge(badge(issuer, entry(LIST, 5)), web)
    assert reason(verdict, CheckId.STATUS) == "status-list-other-purpose"


def test_rule_17_unknown_status_types_are_unknown() -> None:
    issuer = Issuer()
    named = {"id": LIST, "type": "https://harbour.example/terms#PigeonPost"}
    verdict = judge(badge(issuer, named))
    assert reason(verdict, CheckId.STATUS) == "status-type-not-supported"
    assert standing(verdict) is Standing.UNKNOWN


def test_entries_of_several_bits_are_read_from_the_most_significant_one() -> None:
    issuer = Issuer()
    bits = bytearray(131_072 * 2 // 8)
    bits[2] = 0b00_00_10_00  # entry 10 of size 2 is 0b10
    document = status_list(issuer, LIST, set(), "revocation")
    document["credentialSubject"]["encodedList"] = "u" + b64(gzip.compress(bytes(bits)))
    for number, expected in ((9, Standing.CURRENT), (10, Standing.REVOKED), (11, Standing.CURRENT)):
        sized = {**entry(LIST, number), "statusSize": 2}
        unsigned = issuer.credential(credentialStatus=sized)
        verdict = judge(issuer.sign(unsigned), published(document, issuer))
        assert standing(verdict) is expected


# Rule 21: the recipient


def recipients(*identities: str, **stated: Any) -> Verdict:
    issuer = Issuer()
    document = issuer.credential()
    document["credentialSubject"].update(stated)
    return judge(issuer.sign(document), identities=identities)


def hashed(identity: str, salt: str = "", algorithm: str = "sha256") -> dict[str, Any]:
    digest = hashlib.new(algorithm, (identity + salt).encode()).hexdigest()
    about: dict[str, Any] = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"{algorithm}${digest}",
        "identityType": "emailAddress",
    }
    return {**about, "salt": salt} if salt else about


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("salt", ["", "brine"])
def test_rule_21_a_hashed_address_is_matched(algorithm: str, salt: str) -> None:
    stated = hashed("ada@example.org", salt, algorithm)
    verdict = recipients("old@example.org", "Ada@Example.org", identifier=stated)
    assert verdict.report is not None
    assert verdict.report.recipient.value == "mine"


def test_rule_21_an_issuer_may_have_hashed_the_address_as_it_was_typed() -> None:
    verdict = recipients("Ada@Example.org", identifier=hashed("Ada@Example.org"))
    assert verdict.report is not None
    assert verdict.report.recipient.value == "mine"


def test_rule_21_no_match_is_not_mine_and_changes_the_exit_status() -> None:
    verdict = recipients("eve@example.org", identifier=hashed("ada@example.org", "x"))
    assert verdict.report is not None
    assert verdict.report.recipient.value == "not-mine"
    assert verdict.exit_status == 1


@pytest.mark.parametrize(
    ("stated", "identities", "expected"),
    [
        ({"id": "mailto:Ada@example.org"}, ["ada@example.org"], "mine"),
        ({"id": "did:example:x"}, ["ada@example.org"], "unchecked"),
        ({"id": "did:example:x"}, ["did:example:x"], "mine"),
        ({"id": "did:example:x"}, [], "unchecked"),
        ({"id": None}, ["ada@example.org"], "not-stated"),
        ({"id": None, "name": "Ada Okafor"}, ["ada  okafor"], "mine"),
        ({"id": None, "name": "Ada Okafor"}, ["Eve"], "unchecked"),
    ],
)
def test_plain_recipients(stated: dict[str, Any], identities: list[str], expected: str) -> None:
    issuer = Issuer()
    document = issuer.credential()
    document["credentialSubject"].update(stated)
    if stated.get("id") is None:
        document["credentialSubject"].pop("id")
    verdict = judge(document, identities=identities)
    assert verdict.report is not None
    assert verdict.report.recipient.value == expected


# Registries


def test_a_registry_that_lists_the_issuer_is_named() -> None:
    issuer = Issuer()
    registry = Registry("Colleges", SAVED, False, {issuer.id: "Harbour School"})
    check = only(judge(badge(issuer), registries=[registry]), CheckId.ISSUER_RECOGNISED)
    assert (check.outcome, check.facts["registry"], check.as_of) == (
        Outcome.PASSED,
        "Colleges",
        SAVED,
    )


def test_every_registry_that_vouches_is_named_with_its_date_and_no_test_one_beside_it() -> None:
    issuer = Issuer()
    listed = {issuer.id: "Harbour School"}
    registries = [
        Registry("Trials", SAVED, True, listed),
        Registry("Colleges", SAVED, False, listed),
        Registry("Ports", NOW, False, listed),
    ]
    verdict = judge(badge(issuer), registries=registries)
    assert verdict.report is not None
    checks = verdict.report.of(CheckId.ISSUER_RECOGNISED)
    assert [(one.facts["registry"], one.as_of) for one in checks] == [
        ("Colleges", SAVED),
        ("Ports", NOW),
    ]


@pytest.mark.parametrize("dated", [True, False])
def test_a_registry_file_of_the_consortiums_form_is_taken(tmp_path: Path, dated: bool) -> None:
    issuer = Issuer()
    about = {"meta": {"updated": "2025-10-31T07:11:34+00:00"}} if dated else {}
    file = tmp_path / "members.json"
    document = {**about, "registry": {issuer.id: {"name": "Harbour School", "url": "x"}}}
    file.write_text(json.dumps(document), encoding="utf-8")
    check = only(judge(badge(issuer), registries=read(file)), CheckId.ISSUER_RECOGNISED)
    assert check.facts == {"registry": "members.json", "name": "Harbour School"}
    assert check.as_of == (datetime(2025, 10, 31, 7, 11, 34, tzinfo=UTC) if dated else None)


@pytest.mark.parametrize("registry", [{"did:x": "name"}, {"did:x": None}, []])
def test_a_registry_file_that_is_none_is_refused(tmp_path: Path, registry: object) -> None:
    file = tmp_path / "members.json"
    file.write_text(json.dumps({"registry": registry}), encoding="utf-8")
    with pytest.raises(UnusableInput):
        read(file)


def test_an_issuer_in_no_registry_is_unrecognised_and_none_at_hand_is_unknown() -> None:
    verdict = judge(badge(Issuer()), registries=[Registry("Colleges", SAVED, False, {})])
    assert verdict.report is not None
    assert verdict.report.issuer.value == "unrecognised"
    assert verdict.exit_status == 0
    verdict = judge(badge(Issuer()))
    assert verdict.report is not None
    assert verdict.report.issuer.value == "unknown"


def test_a_forgery_in_the_name_of_a_listed_issuer_is_said_to_be_only_named() -> None:
    issuer = Issuer()
    registry = Registry("Colleges", SAVED, False, {issuer.id: "Harbour School"})
    forged = {**badge(issuer), "name": "Admiral"}
    verdict = judge(forged, registries=[registry])
    assert reason(verdict, CheckId.ISSUER_RECOGNISED) == "named-issuer-in-registry"
    assert verdict.exit_status == 1


def test_every_check_is_reported_once_at_least_and_in_order() -> None:
    verdict = judge(badge(Issuer()))
    assert verdict.report is not None
    ids = [check.id for check in verdict.report.checks]
    assert set(ids) == set(CheckId)
    assert ids == sorted(ids, key=list(CheckId).index)
    assert verdict.report.at == NOW
