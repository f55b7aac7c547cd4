"""Presentations: what is handed over stays as it was signed, and nobody else can hand it over."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.issuing import NOW, OB3, V1, V2, Issuer, JoseKey, Web, key_bound, sd_jwt
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats.inputs import Source, opened
from wallet.judging import judge
from wallet.share import presentation
from wallet.share.holder import Holder, did_of
from wallet.share.presentation import HandedOver
from wallet.verify.pipeline import Circumstances
from wallet.verify.report import Authenticity
from wallet.verify.verdict import Verdict

ISSUER = Issuer()
# Not as json.dumps writes it: the text itself must come through.
KNOTS = json.dumps(ISSUER.sign(ISSUER.credential(name="Nœuds")), indent=1, ensure_ascii=False)
BUOYS = json.dumps(Issuer(2).sign(Issuer(2).credential(name="Buoys"), suite="eddsa-jcs-2022"))
KEY = JoseKey("ES256", 3)
TOKEN = KEY.sign(
    {"iss": KEY.did, **Issuer(3, KEY.did).credential(name="Tides")}, kid=f"{KEY.did}#0"
)
OLD_TOKEN = KEY.sign(
    {
        "iss": KEY.did,
        "vc": {
            "@context": [V1],
            "type": ["VerifiableCredential"],
            "issuer": KEY.did,
            "issuanceDate": "2025-03-01T00:00:00Z",
            "credentialSubject": {"id": "did:example:ada"},
        },
    },
    kid=f"{KEY.did}#0",
)
SELECTIVE = sd_jwt(
    KEY, {"iss": KEY.did, "vct": "https://harbour.example/tides"}, {"given_name": "Ada"}, kid="0"
)
ALL = [("knots", KNOTS), ("buoys", BUOYS), ("tides", TOKEN), ("old", OLD_TOKEN), ("sd", SELECTIVE)]
SCHOOL = "https://school.example"


def holder_by(seed: int) -> Holder:
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return Holder(did_of(key), key)


LEARNER = holder_by(40)
ABOUT = HandedOver(NOW, "4711", SCHOOL, NOW + timedelta(days=7))


def made(
    *badges: tuple[str, str], about: HandedOver = ABOUT, holder: Holder = LEARNER
) -> dict[str, Any]:
    payloads = [(name, text.encode()) for name, text in badges or ALL]
    data = presentation.make(payloads, holder, about, ShippedContexts()).data
    document: dict[str, Any] = json.loads(data)
    return document


def verdicts(document: object, web: Web | None = None, **asked: Any) -> list[Verdict]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    given = {"now": NOW, "contexts": ShippedContexts(), "documents": web or Web(), **asked}
    circumstances = Circumstances(**given)
    found = [judge(one, circumstances) for one in opened(Source("vp.json", data))]
    return [one for one in found if one is not None]


def told(document: object, web: Web | None = None, **asked: Any) -> dict[str, Any]:
    """Return the member ``presentation`` of the first result, reasons by check."""
    first = verdicts(document, web, **asked)[0]
    assert first.presentation is not None
    reasons = {check.id.value: check.reason for check in first.presentation.checks}
    return {"authenticity": first.presentation.authenticity.value, **reasons}


def signed_again(
    document: dict[str, Any], by: Issuer | None = None, **options: Any
) -> dict[str, Any]:
    """Return ``document`` as whoever has the key of ``by`` would sign it anew."""
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    changed = {
        "proofPurpose": "authentication",
        "domain": SCHOOL,
        "challenge": "4711",
        "expires": "2026-11-30T12:00:00Z",
        **options,
    }
    kept = {name: value for name, value in changed.items() if value is not None}
    return (by or Issuer(40)).sign(unsigned, **kept)


# What is made


def test_every_badge_comes_out_exactly_as_it_went_in() -> None:
    payloads = [text.encode() for _, text in ALL]
    data = presentation.make(
        list(zip("abcde", payloads, strict=True)), LEARNER, ABOUT, ShippedContexts()
    ).data
    assert [one.data for one in opened(Source("vp.json", data))] == payloads


def test_every_badge_is_judged_as_if_it_had_come_alone() -> None:
    together = verdicts(made())
    assert [one.source for one in together] == [f"vp.json#{number}" for number in range(1, 6)]
    for one, (_, text) in zip(together, ALL, strict=True):
        (alone,) = verdicts(text.encode())
        assert one.report == alone.report
        assert one.credential == alone.credential
        assert one.container == alone.container
        assert alone.presentation is None
    assert [one.report.authenticity.value for one in together if one.report] == ["verified"] * 5


def test_who_handed_it_over_to_whom_and_until_when_is_told() -> None:
    (verdict,) = verdicts(made(("knots", KNOTS)))
    assert verdict.source == "vp.json"
    assert verdict.presentation is not None
    assert verdict.presentation.authenticity is Authenticity.VERIFIED
    assert verdict.presentation.holder == LEARNER.id
    assert verdict.presentation.audience == SCHOOL
    assert verdict.presentation.nonce == "4711"
    assert verdict.presentation.created == "2026-11-23T12:00:00Z"
    assert verdict.presentation.expires == "2026-11-30T12:00:00Z"
    assert verdict.exit_status == 0


def test_where_every_word_has_a_meaning_the_meaning_is_signed() -> None:
    assert made()["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def test_where_a_context_is_not_known_the_json_is_signed() -> None:
    odd = ISSUER.sign(
        ISSUER.credential(**{"@context": [V2, OB3, "https://own.example/v1"], "mood": "calm"}),
        suite="eddsa-jcs-2022",
    )
    document = made(("odd", json.dumps(odd)), ("knots", KNOTS))
    assert document["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert document["proof"]["@context"] == [V2]
    assert told(document)["authenticity"] == "verified"
    document["verifiableCredential"][0]["mood"] = "stormy"
    assert told(document)["proof"] == "signature-invalid"


def test_tokens_go_in_by_what_they_are() -> None:
    ids = [one.get("id", "") for one in made()["verifiableCredential"][2:]]
    assert [one.partition(",")[0] for one in ids] == [
        "data:application/vc+jwt",
        "data:application/jwt",
        "data:application/dc+sd-jwt",
    ]


def test_a_key_binding_to_somebody_else_is_left_behind() -> None:
    bound = key_bound(JoseKey("ES256", 9), SELECTIVE)
    (source,) = opened(Source("vp.json", json.dumps(made(("sd", bound))).encode()))
    assert source.data == SELECTIVE.encode()


def test_without_an_audience_or_an_end_none_is_signed() -> None:
    document = made(("knots", KNOTS), about=HandedOver(NOW, "4711"))
    assert document["proof"].keys() & {"domain", "expires"} == set()
    assert told(document)["audience"] == "audience-not-stated"
    assert told(document)["authenticity"] == "verified"


def test_a_nonce_is_128_bits() -> None:
    assert presentation.nonce_of(bytes(16)) == "A" * 22


def test_a_badge_of_version_2_is_refused_in_one_clear_line() -> None:
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://x.example/1",
        "badge": "https://x.example/b",
        "recipient": {"type": "email", "identity": "ada@example.org"},
    }
    with pytest.raises(UnusableInput, match="old is an Open Badge of version 1 or 2") as caught:
        made(("old", json.dumps(badge)))
    assert caught.value.code == "not-for-presentation"
    with pytest.raises(UnusableInput, match="old is"):
        presentation.unsigned([("old", json.dumps(badge).encode())])


def test_more_than_a_reader_takes_is_not_made() -> None:
    with pytest.raises(UnusableInput) as caught:
        made(*[("knots", KNOTS)] * 51)
    assert caught.value.code == "too-large-for-presentation"
    with pytest.raises(UnusableInput) as caught:
        presentation.unsigned([])
    assert caught.value.code == "nothing-to-share"


def test_other_wallets_get_plain_json_that_nobody_signed() -> None:
    payloads = [(name, text.encode()) for name, text in ALL]
    plain = presentation.unsigned(payloads).data
    document = json.loads(plain)
    assert document.keys() == {"@context", "type", "verifiableCredential"}
    assert document["@context"] == [V1]
    assert document["verifiableCredential"][2] == TOKEN
    assert [one.data for one in opened(Source("vp.json", plain))] == [one for _, one in payloads]
    assert told(plain) == {"authenticity": "undetermined", "proof": "presentation-not-signed"}
    assert {one.exit_status for one in verdicts(plain)} == {0}


# Attacks

FORGED = "z" + base58.b58encode(bytes(64)).decode()
Attack = Callable[[dict[str, Any]], dict[str, Any]]


def swapped_holder(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "holder": holder_by(41).id}


def signed_by_another_for_the_holder(document: dict[str, Any]) -> dict[str, Any]:
    return signed_again(document, Issuer(41))


def added_credential(document: dict[str, Any]) -> dict[str, Any]:
    return {
        **document,
        "verifiableCredential": [*document["verifiableCredential"], json.loads(BUOYS)],
    }


def removed_credential(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "verifiableCredential": document["verifiableCredential"][1:]}


def another_purpose(document: dict[str, Any]) -> dict[str, Any]:
    return signed_again(document, proofPurpose="assertionMethod")


def option(name: str, value: object) -> Attack:
    def attack(document: dict[str, Any]) -> dict[str, Any]:
        changed = copy.deepcopy(document)
        changed["proof"][name] = value
        if value is None:
            del changed["proof"][name]
        return changed

    return attack


@pytest.mark.parametrize(
    ("attack", "check", "reason"),
    [
        (swapped_holder, "proof", "signature-invalid"),
        (signed_by_another_for_the_holder, "holder-key", "holder-key-not-listed"),
        (added_credential, "proof", "signature-invalid"),
        (removed_credential, "proof", "signature-invalid"),
        (another_purpose, "proof", "presentation-purpose-wrong"),
        (option("challenge", None), "proof", "signature-invalid"),
        (option("challenge", "4712"), "proof", "signature-invalid"),
        (option("domain", "https://other.example"), "proof", "signature-invalid"),
        (option("domain", None), "proof", "signature-invalid"),
        (option("expires", "2036-11-30T12:00:00Z"), "proof", "signature-invalid"),
        (option("proofValue", FORGED), "proof", "signature-invalid"),
        (option("proofValue", None), "proof", "signature-malformed"),
    ],
)  # fmt: skip
def test_who_did_not_hand_it_over_so_cannot_say_they_did(
    attack: Attack, check: str, reason: str
) -> None:
    document = attack(made(("knots", KNOTS), ("tides", TOKEN)))
    found = told(document)
    assert found[check] == reason
    assert found["authenticity"] == "failed"
    for verdict in verdicts(document):
        assert verdict.report is not None
        assert verdict.report.authenticity is Authenticity.VERIFIED
        assert verdict.exit_status == 1


def test_signing_again_with_the_same_key_is_what_the_attacks_differ_from() -> None:
    assert told(signed_again(made()))["authenticity"] == "verified"


def test_a_replay_to_another_audience_fails_where_the_audience_is_asked_for() -> None:
    document = made(("knots", KNOTS))
    assert told(document, audience=SCHOOL, nonce="4711")["authenticity"] == "verified"
    replayed = told(document, audience="https://employer.example")
    assert replayed["audience"] == "audience-of-another"
    assert replayed["authenticity"] == "failed"


def test_a_replay_at_another_time_of_asking_fails() -> None:
    replayed = told(made(("knots", KNOTS)), nonce="4712")
    assert replayed["nonce"] == "nonce-of-another"
    assert replayed["authenticity"] == "failed"


def test_what_was_asked_for_and_was_never_signed_fails() -> None:
    bare = signed_again(made(("knots", KNOTS)), challenge=None, domain=None)
    assert told(bare)["authenticity"] == "verified"
    found = told(bare, audience=SCHOOL, nonce="4711")
    assert (found["audience"], found["nonce"]) == ("audience-not-stated", "nonce-not-stated")
    assert found["authenticity"] == "failed"
    unsigned = presentation.unsigned([("knots", KNOTS.encode())]).data
    assert told(unsigned, audience=SCHOOL)["authenticity"] == "failed"


def test_one_that_is_past_its_end_fails() -> None:
    document = made(("knots", KNOTS))
    assert told(document, now=NOW + timedelta(days=6))["authenticity"] == "verified"
    found = told(document, now=NOW + timedelta(days=8))
    assert found["proof"] == "presentation-expired"
    assert found["authenticity"] == "failed"


def test_an_issuers_proof_does_not_hand_anything_over() -> None:
    """A signed badge that calls itself a presentation is signed for awarding."""
    document = made(("knots", KNOTS))
    del document["proof"]
    assert told(Issuer(40).sign(document))["proof"] == "presentation-purpose-wrong"


# Whose key


def test_without_a_holder_it_is_whoever_signed() -> None:
    document = made(("knots", KNOTS))
    del document["holder"]
    (verdict,) = verdicts(signed_again(document))
    assert verdict.presentation is not None
    assert verdict.presentation.holder == LEARNER.id
    assert verdict.presentation.authenticity is Authenticity.VERIFIED


@pytest.mark.parametrize(
    ("uses", "reason"),
    [
        ({"authentication": ["did:web:ada.example#KEY"]}, "holder-key-listed"),
        ({"assertionMethod": ["did:web:ada.example#KEY"]}, "holder-key-for-other-use"),
    ],
)
def test_the_holders_own_document_lists_the_key_for_authentication(
    uses: dict[str, list[str]], reason: str
) -> None:
    ada = Issuer(42, "did:web:ada.example")
    listed = {use: [ada.method] for use in uses}
    web = Web()
    web.put("https://ada.example/.well-known/did.json", ada.document(**listed))
    document = signed_again({**made(("knots", KNOTS)), "holder": ada.id}, ada)
    assert told(document, web)["holder-key"] == reason
    missing = verdicts(document)[0]
    assert told(document)["holder-key"] == "holder-document-not-at-hand"
    assert missing.exit_status == 3


# Tokens


def token_of(key: JoseKey, claims: dict[str, Any], **header: Any) -> str:
    return key.sign(claims, kid=f"{key.did}#0", **header)


ADA = JoseKey("EdDSA", 50)
V1_PRESENTATION = {
    "@context": [V1],
    "type": "VerifiablePresentation",
    "verifiableCredential": [TOKEN],
}
V2_CLAIMS = {
    "@context": [V2],
    "type": ["VerifiablePresentation"],
    "holder": ADA.did,
    "verifiableCredential": [json.loads(KNOTS)],
    "aud": SCHOOL,
    "nonce": "4711",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 60,
}


def test_a_presentation_may_be_a_token() -> None:
    token = token_of(ADA, V2_CLAIMS, typ="vp+jwt")
    enveloped = {
        "@context": V2,
        "id": f"data:application/vp+jwt,{token}",
        "type": "EnvelopedVerifiablePresentation",
    }
    old = token_of(
        ADA,
        {"iss": ADA.did, "aud": [SCHOOL], "nonce": "4711", "vp": V1_PRESENTATION},
    )
    for data in (token.encode(), json.dumps(enveloped).encode(), old.encode()):
        found = told(data, audience=SCHOOL, nonce="4711")
        assert found == {
            "authenticity": "verified",
            "proof": "signature-valid",
            "holder-key": "holder-key-listed",
            "audience": "audience-as-asked",
            "nonce": "nonce-as-asked",
        }
        assert verdicts(data)[0].exit_status == 0


@pytest.mark.parametrize(
    ("changes", "check", "reason"),
    [
        ({"exp": int(NOW.timestamp()) - 1}, "proof", "presentation-expired"),
        ({"nbf": int(NOW.timestamp()) + 60}, "proof", "presentation-not-yet-valid"),
        ({"exp": "soon"}, "proof", "proof-date-malformed"),
        ({"iss": "did:example:other"}, "proof", "claims-disagree"),
        ({"holder": LEARNER.id}, "holder-key", "holder-key-not-listed"),
        ({"aud": "https://other.example"}, "audience", "audience-of-another"),
    ],
)
def test_a_token_that_hands_nothing_over_fails(
    changes: dict[str, Any], check: str, reason: str
) -> None:
    token = token_of(ADA, {**V2_CLAIMS, **changes}, typ="vp+jwt")
    found = told(token.encode(), audience=SCHOOL)
    assert found[check] == reason
    assert found["authenticity"] == "failed"


def test_a_token_with_another_signature_fails() -> None:
    token = token_of(ADA, V2_CLAIMS)
    head, body, _ = token.split(".")
    forged = f"{head}.{body}.{token_of(ADA, {'a': 1}).split('.')[2]}"
    assert told(forged.encode())["proof"] == "signature-invalid"


# What cannot be taken apart


@pytest.mark.parametrize(
    ("inside", "code"), [([], "presentation-empty"), ([1] * 51, "presentation-too-large")]
)
def test_one_of_nothing_or_too_much_is_one_clear_line(inside: list[Any], code: str) -> None:
    document = {"@context": [V2], "type": "VerifiablePresentation", "verifiableCredential": inside}
    (verdict,) = verdicts(document)
    assert verdict.error is not None
    assert verdict.error.code == code


def test_what_is_no_credential_in_it_is_told_and_the_others_are_judged() -> None:
    inside = [json.loads(KNOTS), 7, "no token", {"type": "EnvelopedVerifiableCredential"}, None]
    document = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": inside,
    }
    found = verdicts(document)
    assert [one.error.code if one.error else None for one in found] == [
        None, "not-a-badge", "not-a-badge", "not-a-badge", "not-a-badge",
    ]  # fmt: skip
    assert [one.exit_status for one in found] == [0, 2, 2, 2, 2]


def test_it_is_looked_at_once_however_many_badges_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    from wallet.verify.proofs import rdfc  # noqa: PLC0415 - only here

    sizes: list[int] = []
    original = rdfc.hashes

    def counted(signed: Any, options: Any, evidence: Any) -> Any:
        sizes.append(len(signed.document.get("verifiableCredential", ())))
        return original(signed, options, evidence)

    document = made(("knots", KNOTS), ("tides", TOKEN), ("sd", SELECTIVE))
    monkeypatch.setattr(rdfc, "hashes", counted)
    assert len(verdicts(document)) == 3
    assert [size for size in sizes if size] == [3]


def test_one_that_is_full_of_poison_takes_as_long_as_one_badge_of_it() -> None:
    """Nine blank nodes, all linked: half a second each, and fifty of them in one file."""
    names = [f"_:b{number}" for number in range(9)]
    poison = ISSUER.sign(ISSUER.credential())
    poison["credentialSubject"] = [
        {
            "id": one,
            "type": ["AchievementSubject"],
            "source": [{"id": other, "type": ["Profile"]} for other in names if other != one],
        }
        for one in names
    ]
    inside = [json.loads(KNOTS), *[poison] * 49]
    document = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": inside,
    }
    found = verdicts(document)
    assert found[0].exit_status == 0
    assert found[1].report is not None
    assert "too-complex" in {check.reason for check in found[1].report.checks}
    assert {one.error.code if one.error else "" for one in found[2:]} == {"not-looked-at"}


def test_a_text_that_only_mentions_presentations_is_a_badge(tmp_path: Path) -> None:
    named = ISSUER.sign(ISSUER.credential(name="VerifiablePresentation"))
    file = tmp_path / "badge.json"
    file.write_text(json.dumps(named))
    (verdict,) = verdicts(file.read_bytes())
    assert verdict.presentation is None
    assert verdict.exit_status == 0


def test_made_at_any_instant_it_is_dated_to_the_second() -> None:
    about = replace(ABOUT, created=NOW + timedelta(microseconds=7))
    assert made(("knots", KNOTS), about=about)["proof"]["created"] == "2026-11-23T12:00:00Z"
