"""Endorsements of Open Badges 2.0: verdicts of their own (VERIFY.md rules 6 and 20)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.issuing import NOW, JoseKey, Web, judge, only, reason
from tests.unit.verify.test_open_badges_2 import (
    ASSERTION,
    BADGE,
    ISSUER,
    assertion,
    badge_class,
    profile,
    web,
)
from wallet.verify.report import Authenticity, CheckId, Outcome, Standing
from wallet.verify.verdict import Verdict, pack, unpack

GUILD = "https://guild.example/profile"
PRAISE = "https://guild.example/endorsements/1"
KEY = "https://guild.example/key"
BESIDE = {"assertion": ASSERTION, "badge": BADGE, "issuer": ISSUER}
BODIES = {"assertion": assertion, "badge": badge_class, "issuer": profile}


def endorsement(whom: str = BADGE, **changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Endorsement",
        "id": PRAISE,
        "claim": {"id": whom, "endorsementComment": "They know their ropes."},
        "issuedOn": "2024-06-01T00:00:00Z",
        "issuer": GUILD,
        "verification": {"type": "hosted"},
        **changes,
    }


def guild(**changes: Any) -> dict[str, Any]:
    return profile(id=GUILD, name="Guild of Riggers", url="https://guild.example", **changes)


def endorsed(
    *said: Any, at: str = "badge", pages: dict[str, Any] | None = None, **named: Any
) -> Verdict:
    """Return the verdict on a hosted badge endorsed ``at`` some place by ``said``.

    ``pages`` are more of the web by address, and the pages "guild" and "praise" are
    ``named``; those that are None are not at hand.
    """
    body = BODIES[at](endorsement=said[0] if len(said) == 1 else list(said))
    site = web(**{at: body})
    there = {"guild": guild(), "praise": endorsement(BESIDE[at]), **named}
    for name, page in {**there, **(pages or {})}.items():
        if page is not None:
            site.put({"guild": GUILD, "praise": PRAISE}.get(name, name), page)
    return judge(body if at == "assertion" else assertion(), site)


def axes(verdict: Verdict) -> tuple[object, ...]:
    report = verdict.report
    assert report is not None, verdict.error
    return report.authenticity, report.standing, report.issuer, report.recipient


def told(verdict: Verdict) -> tuple[Verdict, dict[str, str], Outcome]:
    """Return the one endorsement's verdict, the summary's facts and its outcome.

    Whatever they are, the badge itself stands as it does alone (rule 20).
    """
    assert axes(verdict) == axes(judge(assertion(), web()))
    (inner,) = verdict.endorsements
    check = only(verdict, CheckId.ENDORSEMENTS)
    return inner, dict(check.facts), check.outcome


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize("at", list(BESIDE))
def test_an_endorsement_of_what_it_stands_beside_is_verified_at_its_own_address(
    at: str, embedded: bool
) -> None:
    verdict = endorsed(endorsement(BESIDE[at]) if embedded else PRAISE, at=at)
    inner, facts, outcome = told(verdict)
    assert outcome is Outcome.PASSED
    assert facts["names"] == "Guild of Riggers"
    assert axes(inner)[:2] == (Authenticity.VERIFIED, Standing.CURRENT)
    assert reason(inner, CheckId.ENDORSEMENTS) == "endorses-this"
    assert reason(inner, CheckId.HOSTED) == "hosted-confirmed"
    assert reason(inner, CheckId.RECIPIENT) == "does-not-apply"
    assert inner.credential is not None
    assert inner.credential.description == "They know their ropes."
    assert inner.credential.issuer.name == "Guild of Riggers"


def test_several_endorsements_each_have_a_verdict() -> None:
    other = "https://guild.example/endorsements/2"
    gone = "https://guild.example/endorsements/3"
    verdict = endorsed(
        PRAISE, {"id": other, "type": "Endorsement"}, gone, pages={other: endorsement(id=other)}
    )
    assert [axes(one)[0] for one in verdict.endorsements] == [Authenticity.VERIFIED] * 2
    check = only(verdict, CheckId.ENDORSEMENTS)
    assert (check.outcome, check.facts["good"], check.facts["unknown"]) == (
        Outcome.UNKNOWN,
        "2",
        "1",
    )


def test_an_endorsement_of_another_badge_is_a_warning() -> None:
    elsewhere = endorsement("https://harbour.example/badges/admiral")
    inner, facts, outcome = told(endorsed(elsewhere, praise=elsewhere))
    assert axes(inner)[0] is Authenticity.VERIFIED
    assert reason(inner, CheckId.ENDORSEMENTS) == "endorses-another"
    assert (outcome, facts["failed"]) == (Outcome.WARNING, "1")


def test_a_badge_that_only_calls_itself_by_anothers_address_does_not_borrow_its_endorsement() -> (
    None
):
    famous = "https://famous.example/badges/star"
    praise = endorsement(famous)
    body = assertion(badge=badge_class(id=famous, endorsement=praise))
    site = web(assertion=body, badge=None)
    site.put(GUILD, guild())
    site.put(PRAISE, praise)
    verdict = judge(body, site)
    assert reason(verdict.endorsements[0], CheckId.ENDORSEMENTS) == "endorses-another"


def test_an_endorsement_at_another_host_than_its_issuers_is_not_the_issuers() -> None:
    elsewhere = "https://attacker.example/endorsements/1"
    forged = endorsement(id=elsewhere)
    inner, facts, outcome = told(endorsed(forged, pages={elsewhere: forged}))
    assert reason(inner, CheckId.HOSTED) == "hosted-out-of-scope"
    assert axes(inner)[0] is Authenticity.FAILED
    assert (outcome, facts["failed"]) == (Outcome.WARNING, "1")


def test_an_endorsement_that_is_gone_is_revoked() -> None:
    site = web(badge=badge_class(endorsement=endorsement()))
    site.put(GUILD, guild())
    site.put(PRAISE, b"", status=410)
    inner, facts, outcome = told(judge(assertion(), site))
    assert axes(inner)[1] is Standing.REVOKED
    assert facts["good"] == "0"
    assert outcome is not Outcome.PASSED
    site.put(BADGE, badge_class(endorsement=PRAISE))
    inner, facts, _ = told(judge(assertion(), site))
    assert (axes(inner)[1], facts["good"]) == (Standing.REVOKED, "0")


@pytest.mark.parametrize("embedded", [True, False])
def test_an_endorsement_that_its_issuer_took_back_no_longer_stands(embedded: bool) -> None:
    short = {"id": PRAISE, "type": "Endorsement", "issuer": GUILD, "revoked": True}
    whole = endorsement(revoked=True, revocationReason="Issued in error")
    for body in (short, whole):
        verdict = endorsed(endorsement() if embedded else PRAISE, praise=body)
        inner, facts, _ = told(verdict)
        assert axes(inner)[1] is Standing.REVOKED
        assert facts["good"] == "0"


def test_an_embedded_endorsement_that_is_not_at_hand_is_unknown() -> None:
    inner, facts, outcome = told(endorsed(endorsement(), praise=None))
    assert axes(inner)[:2] == (Authenticity.UNDETERMINED, Standing.UNKNOWN)
    assert reason(inner, CheckId.HOSTED) == "hosted-not-at-hand"
    assert (outcome, facts["unknown"]) == (Outcome.UNKNOWN, "1")


def test_an_endorsement_whose_issuer_is_not_at_hand_is_unknown() -> None:
    inner, _, outcome = told(endorsed(PRAISE, guild=None))
    assert axes(inner)[0] is Authenticity.UNDETERMINED
    assert outcome is Outcome.UNKNOWN


def test_an_address_of_an_endorsement_that_is_not_at_hand_is_unknown() -> None:
    verdict = endorsed(PRAISE, praise=None)
    assert verdict.endorsements == ()
    assert axes(verdict) == axes(judge(assertion(), web()))
    check = only(verdict, CheckId.ENDORSEMENTS)
    assert (check.outcome, check.facts["unknown"]) == (Outcome.UNKNOWN, "1")


@pytest.mark.parametrize(
    "change",
    [
        {"claim": {"id": BADGE, "endorsementComment": "They know everything."}},
        {"claim": {"id": "https://harbour.example/badges/admiral"}},
        {"issuer": "https://harbour.example/issuer"},
        {"issuedOn": "2020-01-01T00:00:00Z"},
    ],
)
def test_an_altered_copy_of_an_endorsement_fails(change: dict[str, Any]) -> None:
    inner, facts, outcome = told(endorsed(endorsement(**change), praise=endorsement()))
    assert reason(inner, CheckId.HOSTED) == "hosted-differs"
    assert axes(inner)[0] is Authenticity.FAILED
    assert (outcome, facts["failed"]) == (Outcome.WARNING, "1")
    assert inner.credential is not None
    assert inner.credential.description == "They know their ropes."


@pytest.mark.parametrize(
    "page", [b"<html>", [], assertion(id=PRAISE), {"id": PRAISE, "type": "Endorsement"}]
)
def test_what_is_no_endorsement_at_its_address_is_never_one(page: object) -> None:
    for said in (endorsement(), PRAISE):
        inner, facts, outcome = told(endorsed(said, praise=page))
        assert axes(inner)[0] is not Authenticity.VERIFIED
        assert (facts["good"], outcome is Outcome.PASSED) == ("0", False)


def test_the_answer_of_another_endorsement_is_not_taken_for_it() -> None:
    inner, _, _ = told(endorsed(endorsement(), praise=endorsement(id=PRAISE + "0")))
    assert reason(inner, CheckId.HOSTED) == "hosted-other-id"


def test_an_endorsement_without_an_address_is_unknown() -> None:
    bare = endorsement()
    del bare["id"]
    inner, _, outcome = told(endorsed(bare))
    assert reason(inner, CheckId.HOSTED) == "hosted-address-missing"
    assert outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("whom", [5, ["x"], {"id": 5}, "https://[x", "plain words", "eyJ", {}])
def test_what_is_neither_an_endorsement_nor_an_address_is_unknown(whom: object) -> None:
    check = only(endorsed(whom, None), CheckId.ENDORSEMENTS)
    assert (check.outcome, check.facts["good"]) == (Outcome.UNKNOWN, "0")


@pytest.mark.parametrize("lacking", ["claim", "issuer", "issuedOn"])
def test_an_endorsement_that_lacks_what_it_must_say_fails(lacking: str) -> None:
    less = endorsement()
    del less[lacking]
    inner, _, _ = told(endorsed(less, praise=less))
    assert axes(inner)[0] is Authenticity.FAILED
    assert only(inner, CheckId.STRUCTURE).facts["field"] == lacking


def test_rule_20_a_good_endorsement_lends_a_badge_that_is_not_its_issuers_nothing() -> None:
    site = web(badge=badge_class(endorsement=PRAISE))
    site.put(GUILD, guild())
    site.put(PRAISE, endorsement())
    changed = assertion(issuedOn="2020-05-01T00:00:00Z")
    verdict = judge(changed, site)
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.FAILED
    assert reason(verdict, CheckId.ENDORSEMENTS) == "endorsements-verified"


def test_what_an_endorser_is_praised_for_is_not_followed_without_end() -> None:
    circle = guild(endorsement=PRAISE)
    inner, _, _ = told(endorsed(PRAISE, guild=circle))
    assert inner.endorsements == ()


def test_a_kept_verdict_keeps_its_endorsements() -> None:
    verdict = endorsed(PRAISE)
    kept = unpack(pack(verdict))
    assert kept.endorsements[0].report == verdict.endorsements[0].report
    again = kept.as_of(NOW, ("ada@example.org",)).endorsements[0]
    assert reason(again, CheckId.RECIPIENT) == "does-not-apply"
    assert reason(again, CheckId.ENDORSEMENTS) == "endorses-this"


# Signed


SIGNER = JoseKey("ES256")
SIGNED: dict[str, Any] = {"id": "urn:uuid:2b1c", "verification": {"type": "signed", "creator": KEY}}


def signing() -> dict[str, Any]:
    held = {"type": "CryptographicKey", "id": KEY, "owner": GUILD, "publicKeyPem": SIGNER.pem}
    return {"guild": guild(publicKey=KEY), "pages": {KEY: held}}


def test_a_signed_endorsement_is_verified_by_the_key_its_issuer_lists() -> None:
    token = SIGNER.sign(endorsement(**SIGNED))
    inner, facts, outcome = told(endorsed(token, **signing()))
    assert (outcome, facts["names"]) == (Outcome.PASSED, "Guild of Riggers")
    assert reason(inner, CheckId.ISSUER_KEY) == "key-listed"
    assert reason(inner, CheckId.ENDORSEMENTS) == "endorses-this"


def test_a_signed_endorsement_that_was_changed_fails() -> None:
    head, _, signature = SIGNER.sign(endorsement(**SIGNED)).split(".")
    body = SIGNER.sign(endorsement(**{**SIGNED, "issuedOn": "2020-01-01"})).split(".")[1]
    inner, _, outcome = told(endorsed(f"{head}.{body}.{signature}", **signing()))
    assert reason(inner, CheckId.PROOF) == "signature-invalid"
    assert outcome is Outcome.WARNING


def test_a_signed_endorsement_that_lost_its_signature_fails() -> None:
    inner, _, _ = told(endorsed(endorsement(**{**SIGNED, "id": PRAISE}), **signing()))
    assert reason(inner, CheckId.PROOF) == "no-proof"
    assert axes(inner)[0] is Authenticity.FAILED


def test_an_endorsement_as_a_file_is_still_no_badge() -> None:
    assert judge(endorsement(), Web()).error is not None
