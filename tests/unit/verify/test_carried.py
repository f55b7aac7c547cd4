"""Endorsements and the parts of a CLR: verdicts of their own (VERIFY.md rule 20)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.issuing import V2, Issuer, JoseKey, Web, entry, judge, only, reason, status_list
from wallet.i18n import Words
from wallet.verify.report import Authenticity, CheckId, Outcome, Standing
from wallet.verify.verdict import Verdict, pack, unpack

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
LIST = "https://harbour.example/status/1"
HARBOUR, GUILD = Issuer(1), Issuer(2)


def endorsement(whom: str, by: Issuer = GUILD, **changes: Any) -> dict[str, Any]:
    document = by.credential(**changes)
    document["id"] = "urn:uuid:8f1d5b0e-5c1b-4a9e-9f0a-2f6f6a6f0001"
    document["type"] = ["VerifiableCredential", "EndorsementCredential"]
    document["name"] = "Endorsement by the guild"
    document["issuer"]["name"] = "Guild of Riggers"
    document["credentialSubject"] = {
        "id": whom,
        "type": ["EndorsementSubject"],
        "endorsementComment": "They know their ropes.",
    }
    return by.sign(document)


def endorsed(*endorsements: Any, at: str = "credential") -> Verdict:
    document = HARBOUR.credential()
    holder = {
        "credential": document,
        "achievement": document["credentialSubject"]["achievement"],
        "issuer": document["issuer"],
    }[at]
    holder["endorsement"] = list(endorsements)
    return judge(HARBOUR.sign(document))


BADGE_ID = HARBOUR.credential()["id"]
ACHIEVEMENT_ID = HARBOUR.credential()["credentialSubject"]["achievement"]["id"]


def axes(verdict: Verdict) -> tuple[object, ...]:
    report = verdict.report
    assert report is not None, verdict.error
    return report.authenticity, report.standing, report.issuer, report.recipient


@pytest.mark.parametrize(
    ("at", "whom"),
    [("credential", BADGE_ID), ("achievement", ACHIEVEMENT_ID), ("issuer", HARBOUR.id)],
)
def test_an_endorsement_of_what_it_stands_beside_is_verified_by_itself(at: str, whom: str) -> None:
    verdict = endorsed(endorsement(whom), at=at)
    check = only(verdict, CheckId.ENDORSEMENTS)
    assert (check.outcome, check.reason) == (Outcome.PASSED, "endorsements-verified")
    assert (check.facts["count"], check.facts["names"]) == ("1", "Guild of Riggers")
    (inner,) = verdict.endorsements
    assert axes(inner)[:2] == (Authenticity.VERIFIED, Standing.CURRENT)
    assert reason(inner, CheckId.ENDORSEMENTS) == "endorses-this"


def test_an_endorsement_may_be_a_jwt() -> None:
    key = JoseKey("EdDSA")
    document = endorsement(BADGE_ID)
    del document["proof"]
    document["issuer"]["id"] = key.did
    token = key.sign(document, typ="vc+jwt", kid=f"{key.did}#0")
    outer = HARBOUR.credential(endorsementJwt=[token])
    outer["issuer"]["id"] = key.did
    verdict = judge(key.sign(outer, typ="vc+jwt", kid=f"{key.did}#0"))
    assert reason(verdict, CheckId.ENDORSEMENTS) == "endorsements-verified"


@pytest.mark.parametrize("kind", ["altered", "another", "unsigned", "expired"])
def test_rule_20_a_bad_endorsement_is_a_warning_and_changes_no_axis(kind: str) -> None:
    plain = axes(judge(HARBOUR.sign(HARBOUR.credential())))
    bad = endorsement(BADGE_ID)
    if kind == "altered":
        bad["credentialSubject"]["endorsementComment"] = "They know everything."
    elif kind == "another":
        bad = endorsement("urn:uuid:somebody-else")
    elif kind == "unsigned":
        del bad["proof"]
    else:
        bad = endorsement(BADGE_ID, validUntil="2026-01-01T00:00:00Z")
    verdict = endorsed(endorsement(BADGE_ID), bad)
    check = only(verdict, CheckId.ENDORSEMENTS)
    assert (check.outcome, check.facts["good"]) == (Outcome.WARNING, "1")
    assert axes(verdict) == plain
    assert verdict.exit_status == 0


def test_rule_20_a_good_endorsement_lends_a_forged_badge_nothing() -> None:
    document = HARBOUR.credential()
    document["endorsement"] = [endorsement(BADGE_ID)]
    forged = {**HARBOUR.sign(document), "name": "Admiral"}
    verdict = judge(forged)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.ENDORSEMENTS) == "endorsements-verified"


def test_an_endorsement_of_which_only_the_address_is_known_is_unknown() -> None:
    check = only(endorsed("https://guild.example/endorsements/1"), CheckId.ENDORSEMENTS)
    assert (check.outcome, check.facts["unknown"]) == (Outcome.UNKNOWN, "1")


# Parts


def clr(*parts: Any, by: Issuer = HARBOUR) -> dict[str, Any]:
    document = by.credential(**{"@context": [V2, CLR]})
    document["type"] = ["VerifiableCredential", "ClrCredential"]
    document["issuer"] = {"id": by.id}
    document["credentialSubject"] = {
        "id": "did:example:learner",
        "type": ["ClrSubject"],
        "verifiableCredential": list(parts),
    }
    return document


def part(by: Issuer = GUILD, **changes: Any) -> dict[str, Any]:
    return by.sign(by.credential(**changes))


def test_every_part_of_a_clr_has_a_result_of_its_own() -> None:
    verdict = judge(HARBOUR.sign(clr(part(), part(id="urn:uuid:sails"))))
    assert reason(verdict, CheckId.PARTS) == "parts-verified"
    result = verdict.to_json(Words())
    parts = result["credential"]["parts"]
    assert [one["credential"]["id"] for one in parts] == [BADGE_ID, "urn:uuid:sails"]
    assert [one["source"] for one in parts] == ["badge.json#1", "badge.json#2"]
    assert {one["authenticity"] for one in parts} == {"verified"}
    assert result["endorsements"] == []


@pytest.mark.parametrize(
    ("changed", "outcome", "grade"),
    [
        ("altered", Outcome.FAILED, "failed"),
        ("expired", Outcome.WARNING, "lapsed"),
        ("no-list", Outcome.UNKNOWN, "unknown"),
        ("address", Outcome.UNKNOWN, "unknown"),
    ],
)
def test_rule_20_a_part_is_summed_up_and_the_clr_stands_alone(
    changed: str, outcome: Outcome, grade: str
) -> None:
    good = judge(HARBOUR.sign(clr(part())))
    inner: Any = part()
    if changed == "altered":
        inner["name"] = "Admiral"
    elif changed == "expired":
        inner = part(validUntil="2026-01-01T00:00:00Z")
    elif changed == "no-list":
        inner = part(credentialStatus=entry(LIST, 3))
    else:
        inner = "https://guild.example/badges/1"
    document = clr(part(), inner)
    if changed == "address":
        key = JoseKey("ES256")
        document["issuer"]["id"] = key.did
        verdict = judge(key.sign(document, kid=f"{key.did}#0"))
    else:
        verdict = judge(HARBOUR.sign(document))
    check = only(verdict, CheckId.PARTS)
    assert (check.outcome, check.facts["good"], check.facts[grade]) == (outcome, "1", "1")
    assert axes(verdict) == axes(good)


def test_rule_20_good_parts_do_not_make_an_unsigned_clr_genuine() -> None:
    verdict = judge(clr(part()))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.PARTS) == "parts-verified"


def test_a_part_may_be_a_jwt_or_an_envelope_around_one() -> None:
    key = JoseKey("ES256")
    inner = GUILD.credential()
    inner["issuer"]["id"] = key.did
    token = key.sign(inner, typ="vc+jwt", kid=f"{key.did}#0")
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }
    outer = clr(token, envelope)
    outer["issuer"]["id"] = key.did
    verdict = judge(key.sign(outer, typ="vc+jwt", kid=f"{key.did}#0"))
    assert reason(verdict, CheckId.PARTS) == "parts-verified"
    assert [inner.container for inner in verdict.parts] == ["jwt", "jwt"]


def test_the_status_of_a_part_is_looked_up_by_its_own_issuer() -> None:
    web = Web()
    web.put(LIST, GUILD.sign(status_list(GUILD, LIST, {3})))
    verdict = judge(HARBOUR.sign(clr(part(credentialStatus=entry(LIST, 3)))), web)
    assert axes(verdict.parts[0])[1] is Standing.REVOKED
    assert axes(verdict)[1] is Standing.CURRENT


def test_a_record_nested_without_end_is_stopped_and_says_so() -> None:
    document = HARBOUR.credential()
    for _ in range(8):
        document = clr(document)
    verdict = judge(document)
    depth, inner = 0, verdict
    while inner.parts:
        depth, inner = depth + 1, inner.parts[0]
    assert depth == 4
    assert only(inner, CheckId.PARTS).facts["unknown"] == "1"


def test_a_record_of_very_many_parts_is_verified_up_to_a_limit() -> None:
    verdict = judge(clr(*[HARBOUR.credential()] * 300))
    assert len(verdict.parts) == 250
    check = only(verdict, CheckId.PARTS)
    assert (check.facts["count"], check.facts["unknown"]) == ("300", "50")


def test_a_kept_verdict_keeps_what_it_carries_without_pictures_and_ages_with_it() -> None:
    picture = {"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image"}
    inner = GUILD.credential(validUntil="2027-01-01T00:00:00Z")
    inner["credentialSubject"]["achievement"]["image"] = picture
    inner["endorsement"] = [endorsement(BADGE_ID)]
    verdict = judge(HARBOUR.sign(clr(GUILD.sign(inner))))
    packed = pack(verdict)
    assert b"iVBORw0KGgo" not in packed
    kept = unpack(packed)
    assert kept.parts[0].report == verdict.parts[0].report
    assert kept.parts[0].endorsements[0].report == verdict.parts[0].endorsements[0].report
    later = kept.as_of(datetime(2027, 1, 2, tzinfo=UTC), ())
    assert axes(later.parts[0])[1] is Standing.EXPIRED
    assert only(later, CheckId.PARTS).outcome is Outcome.WARNING
    assert axes(later)[1] is Standing.CURRENT


def test_an_endorsement_was_given_to_nobody_today_and_when_it_is_judged_again() -> None:
    (inner,) = endorsed(endorsement(BADGE_ID)).endorsements
    for verdict in (inner, inner.as_of(datetime(2027, 1, 1, tzinfo=UTC), ("ada@example.org",))):
        assert reason(verdict, CheckId.RECIPIENT) == "does-not-apply"
