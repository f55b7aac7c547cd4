"""Hosted and signed badges of Open Badges 1.x and 2.0 (VERIFY.md rule 6)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.issuing import SAVED, JoseKey, Web, judge, only, reason
from tests.unit.formats.baking import png, text
from wallet.verify.report import Authenticity, CheckId, Standing
from wallet.verify.verdict import Verdict

SITE = "https://harbour.example"
ASSERTION = f"{SITE}/awards/7"
BADGE = f"{SITE}/badges/knots"
ISSUER = f"{SITE}/issuer"
KEY = f"{SITE}/key"
LIST = f"{SITE}/revoked"


def assertion(**changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "issuedOn": "2024-05-01T00:00:00Z",
        "badge": BADGE,
        "verification": {"type": "hosted"},
        **changes,
    }


def badge_class(**changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": BADGE,
        "name": "Knots and splices",
        "description": "Ties what must hold.",
        "criteria": {"narrative": "Twelve knots."},
        "issuer": ISSUER,
        **changes,
    }


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Issuer",
        "id": ISSUER,
        "name": "Harbour School",
        "url": SITE,
        "email": "awards@harbour.example",
        **changes,
    }


def web(**pages: Any) -> Web:
    """Return a site; a page that is None is not at hand."""
    site = Web()
    found = {"assertion": assertion(), "badge": badge_class(), "issuer": profile(), **pages}
    urls = {"assertion": ASSERTION, "badge": BADGE, "issuer": ISSUER}
    for name, body in found.items():
        if body is not None:
            site.put(urls.get(name, name), body)
    return site


def authenticity(verdict: Verdict) -> Authenticity:
    assert verdict.report is not None, verdict.error
    return verdict.report.authenticity


def test_a_hosted_badge_is_verified_by_its_own_address() -> None:
    verdict = judge(assertion(), web())
    assert authenticity(verdict) is Authenticity.VERIFIED
    assert verdict.exit_status == 0
    assert verdict.credential is not None
    assert verdict.credential.name == "Knots and splices"
    assert verdict.credential.issuer.name == "Harbour School"
    assert only(verdict, CheckId.HOSTED).as_of == SAVED


@pytest.mark.parametrize("missing", ["assertion", "badge", "issuer"])
def test_what_is_not_at_hand_leaves_it_undetermined(missing: str) -> None:
    verdict = judge(assertion(), web(**{missing: None}))
    assert authenticity(verdict) is Authenticity.UNDETERMINED
    assert verdict.exit_status == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient", {"type": "email", "hashed": False, "identity": "eve@example.org"}),
        ("badge", f"{SITE}/badges/admiral"),
        ("issuedOn", "2020-05-01T00:00:00Z"),
        ("expires", "2040-05-01T00:00:00Z"),
    ],
)
def test_a_copy_that_differs_from_its_address_fails(field: str, value: object) -> None:
    verdict = judge(assertion(**{field: value}), web())
    assert authenticity(verdict) is Authenticity.FAILED
    assert only(verdict, CheckId.HOSTED).facts["field"] == field


def test_what_is_shown_is_the_body_at_the_address() -> None:
    copy_ = assertion(recipient={"type": "email", "hashed": False, "identity": "eve@example.org"})
    verdict = judge(copy_, web())
    assert verdict.credential is not None
    assert verdict.credential.recipients[0].identity == "ada@example.org"


def test_a_body_of_another_name_fails() -> None:
    verdict = judge(assertion(), web(assertion=assertion(id=f"{SITE}/awards/8")))
    assert reason(verdict, CheckId.HOSTED) == "hosted-other-id"
    assert authenticity(verdict) is not Authenticity.VERIFIED


def test_410_is_revoked_and_404_is_unknown() -> None:
    site = web()
    site.put(ASSERTION, b"", status=410)
    verdict = judge(assertion(), site)
    assert verdict.report is not None
    assert verdict.report.standing is Standing.REVOKED
    site.put(ASSERTION, b"", status=404)
    verdict = judge(assertion(), site)
    assert verdict.report is not None
    assert verdict.report.standing is Standing.UNKNOWN


@pytest.mark.parametrize("short", [True, False])
def test_revoked_true_is_revoked(short: bool) -> None:
    body: dict[str, Any] = {"id": ASSERTION, "revoked": True, "revocationReason": "Issued in error"}
    verdict = judge(assertion(), web(assertion=body if short else assertion(**body)))
    assert verdict.report is not None
    assert verdict.report.standing is Standing.REVOKED
    assert only(verdict, CheckId.STATUS).facts["because"] == "Issued in error"


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        ({}, True),
        ({"allowedOrigins": "harbour.example"}, True),
        ({"allowedOrigins": ["other.example", "harbour.example"]}, True),
        ({"allowedOrigins": "other.example"}, False),
        ({"allowedOrigins": "arbour.example"}, False),
        ({"startsWith": f"{SITE}/awards/"}, True),
        ({"startsWith": f"{SITE}/awards"}, True),
        ({"startsWith": f"{SITE}/award"}, False),
        ({"startsWith": f"{SITE}/badges/"}, False),
        ({"startsWith": "http://harbour.example/awards/"}, False),
        ({"startsWith": "https://harbour.example.attacker.example/awards/"}, False),
    ],
)
@pytest.mark.parametrize("holder", ["issuer", "badge"])
def test_scopes_are_compared_as_addresses(scope: dict[str, Any], fits: bool, holder: str) -> None:
    body = profile(verification=scope) if holder == "issuer" else badge_class(verification=scope)
    verdict = judge(assertion(), web(**{holder: body}))
    expected = Authenticity.VERIFIED if fits else Authenticity.FAILED
    assert authenticity(verdict) is expected


def test_an_attackers_host_cannot_award_in_an_issuers_name() -> None:
    elsewhere = "https://attacker.example/awards/7"
    verdict = judge(assertion(id=elsewhere), web(**{elsewhere: assertion(id=elsewhere)}))
    assert reason(verdict, CheckId.HOSTED) == "hosted-out-of-scope"
    assert authenticity(verdict) is Authenticity.FAILED


def test_an_issuer_held_inside_an_attackers_badge_speaks_for_nobody_else() -> None:
    elsewhere = "https://attacker.example/awards/7"
    inside = profile(verification={"allowedOrigins": "attacker.example"})
    body = assertion(id=elsewhere, badge=badge_class(issuer=inside))
    verdict = judge(body, web(**{elsewhere: body, "issuer": None}))
    assert authenticity(verdict) is Authenticity.UNDETERMINED
    assert authenticity(judge(body, web(**{elsewhere: body}))) is Authenticity.FAILED


def test_an_issuer_that_is_no_web_address_is_not_verified() -> None:
    verdict = judge(assertion(), web(badge=badge_class(issuer="urn:uuid:1")))
    assert reason(verdict, CheckId.HOSTED) == "issuer-not-http"
    assert authenticity(verdict) is Authenticity.UNDETERMINED


@pytest.mark.parametrize(
    "pages",
    [
        {"assertion": assertion(id="https://[x")},
        {"badge": badge_class(issuer="https://[x")},
        {"issuer": profile(verification={"startsWith": "https://[x"})},
        {"issuer": profile(verification={"allowedOrigins": "https://[x"})},
    ],
)
def test_an_address_that_is_malformed_is_never_a_pass(pages: dict[str, Any]) -> None:
    verdict = judge(pages.get("assertion", assertion()), web(**pages))
    assert authenticity(verdict) is not Authenticity.VERIFIED


def test_an_address_alone_is_followed_where_it_is_at_hand() -> None:
    picture = png(text(b"openbadges", ASSERTION.encode()))
    assert authenticity(judge(picture)) is Authenticity.UNDETERMINED
    assert authenticity(judge(picture, web())) is Authenticity.VERIFIED


# Signed badges


KEYS = {algorithm: JoseKey(algorithm) for algorithm in ("RS256", "ES256")}


def signed(key: JoseKey, **changes: Any) -> str:
    body = assertion(id="urn:uuid:7f0e", verification={"type": "signed", "creator": KEY}, **changes)
    return key.sign(body)


def signing_web(key: JoseKey, **pages: Any) -> Web:
    document = {"type": "CryptographicKey", "id": KEY, "owner": ISSUER, "publicKeyPem": key.pem}
    return web(**{"issuer": profile(publicKey=KEY), KEY: document, **pages})


@pytest.mark.parametrize("algorithm", list(KEYS))
def test_a_signed_badge_is_verified_by_the_key_its_issuer_lists(algorithm: str) -> None:
    key = KEYS[algorithm]
    verdict = judge(signed(key), signing_web(key))
    assert authenticity(verdict) is Authenticity.VERIFIED
    assert verdict.exit_status == 0


def test_a_signed_badge_that_was_changed_fails() -> None:
    key = KEYS["RS256"]
    head, _body, signature = signed(key).split(".")
    other = signed(key, issuedOn="2020-01-01T00:00:00Z").split(".")[1]
    verdict = judge(f"{head}.{other}.{signature}", signing_web(key))
    assert reason(verdict, CheckId.PROOF) == "signature-invalid"


def test_the_key_is_listed_and_owned_by_the_issuer() -> None:
    key = KEYS["RS256"]
    document = {"type": "CryptographicKey", "id": KEY, "owner": ISSUER, "publicKeyPem": key.pem}
    foreign = {**document, "owner": "https://attacker.example"}
    assert (
        authenticity(judge(signed(key), signing_web(key, **{KEY: foreign}))) is Authenticity.FAILED
    )
    unlisted = signing_web(key, issuer=profile(publicKey=f"{SITE}/other-key"))
    assert authenticity(judge(signed(key), unlisted)) is Authenticity.FAILED
    nothing = signing_web(key, issuer=None)
    assert authenticity(judge(signed(key), nothing)) is Authenticity.UNDETERMINED


@pytest.mark.parametrize("name", ["signed", "SignedBadge"])
def test_a_signed_badge_that_lost_its_signature_fails(name: str) -> None:
    body = assertion(verification={"type": name, "creator": KEY})
    verdict = judge(body, web(assertion=body))
    assert reason(verdict, CheckId.PROOF) == "no-proof"
    assert authenticity(verdict) is Authenticity.FAILED


def test_an_issuer_inside_a_signed_badge_proves_nothing() -> None:
    key = KEYS["RS256"]
    inside = badge_class(issuer=profile(publicKey=KEY))
    verdict = judge(signed(key, badge=inside), signing_web(key, issuer=None))
    assert authenticity(verdict) is Authenticity.UNDETERMINED


@pytest.mark.parametrize(
    "entry", ["urn:uuid:7f0e", {"id": "urn:uuid:7f0e"}, {"uid": "abc"}, {"id": "x", "uid": "abc"}]
)
def test_a_signed_badge_is_revoked_by_id_or_uid(entry: object) -> None:
    key = KEYS["RS256"]
    pages = {
        "issuer": profile(publicKey=KEY, revocationList=LIST),
        LIST: {"type": "RevocationList", "id": LIST, "revokedAssertions": ["other", entry]},
    }
    verdict = judge(signed(key, uid="abc"), signing_web(key, **pages))
    assert verdict.report is not None
    assert verdict.report.authenticity is Authenticity.VERIFIED
    assert verdict.report.standing is Standing.REVOKED
    verdict = judge(signed(key, uid="abd", issuedOn="2023-01-01"), signing_web(key, **pages))
    assert verdict.report is not None
    assert (verdict.report.standing is Standing.REVOKED) is ("7f0e" in str(entry))


def test_a_revocation_list_that_is_not_at_hand_is_unknown() -> None:
    key = KEYS["RS256"]
    site = signing_web(key, issuer=profile(publicKey=KEY, revocationList=LIST))
    verdict = judge(signed(key), site)
    assert verdict.report is not None
    assert verdict.report.standing is Standing.UNKNOWN


@pytest.mark.parametrize("field", ["recipient", "badge", "issuedOn", "verification", "type"])
def test_a_badge_that_lacks_what_it_must_say_fails(field: str) -> None:
    body = copy.deepcopy(assertion())
    del body[field]
    verdict = judge(body, web(assertion=body))
    assert verdict.error is not None or authenticity(verdict) is Authenticity.FAILED
