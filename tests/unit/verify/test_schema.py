"""What is said of a credential that has not the data model of its standard, and what is not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from tests import shaped
from tests.issuing import OB3, V1, V2, Issuer, JoseKey, judge
from wallet.i18n import Words
from wallet.verify import reasons
from wallet.verify.report import Check, CheckId, Outcome
from wallet.verify.schema import mismatch
from wallet.verify.shapes import basics, clr, openbadges

HARBOUR = Issuer(1)
OFFICIAL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
SHAPES = (openbadges.AchievementCredential, openbadges.EndorsementCredential, clr.ClrCredential)
Change = Callable[[dict[str, Any]], Any]


def compared(document: object) -> tuple[Check, ...]:
    report = judge(document).report
    assert report is not None
    return report.of(CheckId.SCHEMA)


def badge(change: Change | None = None) -> dict[str, Any]:
    """Return an unsigned badge that uses most of what the standard has."""
    document = HARBOUR.credential()
    achievement = document["credentialSubject"]["achievement"]
    achievement |= {
        "achievementType": "Course",
        "inLanguage": "en-GB",
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Rope work",
                "targetUrl": "https://harbour.example/framework/1",
                "targetType": "CFItem",
            }
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:0c6b1c1e-6a2b-4d06-8f0e-3a3a1d1a7b12",
                "type": ["ResultDescription"],
                "name": "Mark",
                "resultType": "LetterGrade",
            }
        ],
        "image": {"id": "https://harbour.example/knots.png", "type": "Image"},
        "tag": ["rope"],
        "creditsAvailable": 2,
    }
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": "B"}]
    if change is not None:
        change(document)
    return document


def older(document: dict[str, Any]) -> dict[str, Any]:
    """Return a badge as data model 1.1 writes it."""
    document["@context"] = [V1, OB3]
    document["issuanceDate"] = document.pop("validFrom")
    return document


def record(change: Change | None = None) -> dict[str, Any]:
    """Return an unsigned CLR with one badge inside."""
    document = shaped.full(clr.ClrCredential, deep=2)
    if change is not None:
        change(document)
    return document


def subject(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["credentialSubject"]
    return found


def achieved(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["credentialSubject"]["achievement"]
    return found


def test_a_badge_as_its_standard_has_it_matches() -> None:
    token = JoseKey("ES256", 3).sign(badge(), typ="vc+jwt")
    for document in (badge(), older(badge()), token, record()):
        check = compared(document)[0]
        assert (check.outcome, check.reason) == (Outcome.PASSED, "schema-matches")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("model", [basics.VC_1, basics.VC_2])
@pytest.mark.parametrize("lists", [True, False])
def test_every_field_of_the_standard_may_be_there(
    shape: type[openbadges.Credential], model: str, lists: bool
) -> None:
    document = shaped.full(shape, model, lists=lists)
    assert compared(document)[0].reason == "schema-matches", compared(document)


MISMATCHES: dict[str, tuple[Change, str, str]] = {
    "criteria missing": (
        lambda b: achieved(b).pop("criteria"),
        "credentialSubject.achievement.criteria",
        "missing",
    ),
    "no achievement": (
        lambda b: subject(b).pop("achievement"),
        "credentialSubject.achievement",
        "missing",
    ),
    "a list of achievements": (
        lambda b: subject(b).update(achievement=[achieved(b)]),
        "credentialSubject.achievement",
        "object",
    ),
    "several recipients": (
        lambda b: b.update(credentialSubject=[subject(b)]),
        "credentialSubject",
        "object",
    ),
    "a kind of achievement that nobody listed": (
        lambda b: achieved(b).update(achievementType="Shanty"),
        "credentialSubject.achievement.achievementType",
        "term",
    ),
    "a kind of result that nobody listed": (
        lambda b: achieved(b)["resultDescription"][0].update(resultType="ext:"),
        "credentialSubject.achievement.resultDescription[0].resultType",
        "term",
    ),
    "a status that nobody listed": (
        lambda b: subject(b)["result"][0].update(status="Sunk"),
        "credentialSubject.result[0].status",
        "term",
    ),
    "a date without its zone": (
        lambda b: b.update(validUntil="2030-01-01T00:00:00"),
        "validUntil",
        "zone",
    ),
    "a day that no month has": (
        lambda b: b.update(awardedDate="2025-02-30T00:00:00Z"),
        "awardedDate",
        "date-time",
    ),
    "a date without a time": (
        lambda b: b.update(awardedDate="2025-02-01"),
        "awardedDate",
        "date-time",
    ),
    "a day of birth with a time": (
        lambda b: b["issuer"].update(dateOfBirth="1990-01-01T00:00:00Z"),
        "issuer.dateOfBirth",
        "date",
    ),
    "no date at all": (lambda b: b.pop("validFrom"), "validFrom", "missing"),
    "null where an alignment should be": (
        lambda b: achieved(b).update(alignment=[None]),
        "credentialSubject.achievement.alignment[0]",
        "object",
    ),
    "null for what is not known": (lambda b: b.update(description=None), "description", "text"),
    "an alignment that leads nowhere": (
        lambda b: achieved(b)["alignment"][0].update(targetUrl="framework/1"),
        "credentialSubject.achievement.alignment[0].targetUrl",
        "address",
    ),
    "a picture by its address alone": (
        lambda b: achieved(b).update(image="https://harbour.example/knots.png"),
        "credentialSubject.achievement.image",
        "object",
    ),
    "a term that a closed class does not have": (
        lambda b: achieved(b)["image"].update(width=200),
        "credentialSubject.achievement.image.width",
        "unknown-field",
    ),
    "credits in words": (
        lambda b: achieved(b).update(creditsAvailable="two"),
        "credentialSubject.achievement.creditsAvailable",
        "number",
    ),
    "an identity that is hashed, or not": (
        lambda b: subject(b).update(
            identifier=[
                {
                    "type": "IdentityObject",
                    "hashed": "yes",
                    "identityHash": "a@b.example",
                    "identityType": "emailAddress",
                }
            ]
        ),
        "credentialSubject.identifier[0].hashed",
        "yes-no",
    ),
    "a language in words": (
        lambda b: achieved(b).update(inLanguage="English"),
        "credentialSubject.achievement.inLanguage",
        "language",
    ),
    "an endorsement that is no token": (
        lambda b: b.update(endorsementJwt=["eyJh.e30"]),
        "endorsementJwt",
        "token",
    ),
    "an award that does not say what it is": (
        lambda b: achieved(b).update(type=["Course"]),
        "credentialSubject.achievement.type",
        "own-type",
    ),
    "an award whose type is part of a longer word": (
        lambda b: achieved(b).update(type="AchievementOfMine"),
        "credentialSubject.achievement.type",
        "own-type",
    ),
    "one context only": (lambda b: b.update({"@context": [V2]}), "@context", "too-few"),
    "Open Badges not named second": (
        lambda b: b["@context"].insert(1, "https://harbour.example/context"),
        "@context[1]",
        "vocabulary",
    ),
    "an issuer without an address": (lambda b: b.update(issuer="Harbour"), "issuer", "address"),
    "1.1 without the issuer in full": (
        lambda b: older(b).update(issuer=HARBOUR.id),
        "issuer",
        "object",
    ),
    "1.1 without a name": (lambda b: older(b).pop("name"), "name", "missing"),
    "1.1 with the date of 2.0": (
        lambda b: older(b).update(validFrom=b.pop("issuanceDate")),
        "issuanceDate",
        "missing",
    ),
    "a mistake in what a name is in French": (
        lambda b: achieved(b).update(name={"en": "Knots", "fr": 7}),
        "credentialSubject.achievement.name[...]",
        "text",
    ),
}


@pytest.mark.parametrize(("change", "path", "what"), MISMATCHES.values(), ids=MISMATCHES)
def test_it_warns_of(change: Change, path: str, what: str) -> None:
    check = compared(badge(change))[0]
    assert (check.outcome, check.reason) == (Outcome.WARNING, "schema-mismatch")
    assert (check.facts["path"], check.facts["what"]) == (path, what)


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        (lambda r: subject(r).update(verifiableCredential=[]), "verifiableCredential", "too-few"),
        (lambda r: subject(r).update(verifiableCredential=["eyJh.e30.c2ln"]),
         "verifiableCredential[0]", "object"),
        (lambda r: subject(r)["association"][0].update(associationType="isLike"),
         "association[0].associationType", "term"),
        (lambda r: subject(r)["association"][0].update(note="x"), "association[0].note",
         "unknown-field"),
    ],
)  # fmt: skip
def test_it_warns_of_a_record_with(change: Change, path: str, what: str) -> None:
    check = compared(record(change))[0]
    assert check.facts == {"path": f"credentialSubject.{path}", "what": what}


ALLOWED: dict[str, Change] = {
    "terms of an extension": lambda b: achieved(b).update(
        studyLoad=12, ects={"credits": [1, None]}
    ),
    "a value without its list": lambda b: achieved(b).update(
        alignment=achieved(b)["alignment"][0], tag="rope", type="Achievement"
    ),
    "a name by language": lambda b: achieved(b).update(name={"en": "Knots", "fr-CA": "Nœuds"}),
    "a name with its language": lambda b: b.update(name={"@value": "Knots", "@language": "en"}),
    "a kind of achievement of one's own": lambda b: achieved(b).update(
        achievementType="ext:Shanty"
    ),
    "a further type": lambda b: achieved(b)["type"].append("https://harbour.example/Course"),
    "a further context": lambda b: b["@context"].append({"ects": "https://harbour.example/ects"}),
    "a time of day that knows no zone": lambda b: subject(b).update(
        activityStartDate="2025-01-01T09:00:00"
    ),
    "an issuer by address": lambda b: b.update(issuer=HARBOUR.id),
    "no name in 2.0": lambda b: b.pop("name"),
    "a status that has no address": lambda b: b.update(credentialStatus={"type": "Some"}),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED)
def test_it_lets_pass(change: Change) -> None:
    assert compared(badge(change))[0].reason == "schema-matches", compared(badge(change))


def test_a_mismatch_changes_no_axis_and_no_exit_status() -> None:
    good, careless = (
        judge(HARBOUR.sign(badge(change)))
        for change in (lambda _: None, lambda b: achieved(b).pop("criteria"))
    )
    assert good.report
    assert careless.report
    assert careless.report.of(CheckId.SCHEMA)[0].outcome is Outcome.WARNING
    for axis in ("authenticity", "standing", "issuer", "recipient", "exit_status"):
        assert getattr(careless.report, axis) == getattr(good.report, axis)
    assert careless.exit_status == 0


def test_what_names_nobody_fails_and_is_authentic_all_the_same() -> None:
    verdict = judge(HARBOUR.sign(badge(lambda b: subject(b).pop("id"))))
    assert verdict.report
    matches, failed = verdict.report.of(CheckId.SCHEMA)
    assert matches.reason == "schema-matches"
    assert (failed.outcome, failed.reason) == (Outcome.FAILED, "subject-not-identified")
    assert verdict.exit_status == 0


@pytest.mark.parametrize("stated", [{"id": ""}, {"identifier": []}, {}])
def test_an_empty_identifier_identifies_nobody(stated: dict[str, Any]) -> None:
    document = badge()
    del subject(document)["id"]
    subject(document).update(stated)
    assert compared(document)[-1].reason == "subject-not-identified"


def test_a_token_may_say_in_its_subject_claim_whom_it_is_about() -> None:
    claims = badge()
    del subject(claims)["id"]
    key = JoseKey("ES256", 3)
    named = key.sign({**claims, "sub": "did:example:learner"}, typ="vc+jwt")
    assert [check.reason for check in compared(named)] == ["schema-matches"]
    assert compared(key.sign(claims, typ="vc+jwt"))[-1].reason == "subject-not-identified"


def test_an_endorsement_is_asked_for_what_it_endorses_only_by_its_data_model() -> None:
    document = shaped.full(openbadges.EndorsementCredential)
    del subject(document)["id"]
    mismatched, other_schema = compared(document)
    assert mismatched.facts["path"] == "credentialSubject.id"
    assert other_schema.reason == "schema-not-compared"


def test_an_endorsement_inside_is_compared_by_itself_too() -> None:
    inner = shaped.full(openbadges.EndorsementCredential, deep=1)
    del inner["credentialSubject"]["type"]
    verdict = judge(badge(lambda b: b.update(endorsement=[inner])))
    assert verdict.report
    assert (
        verdict.report.of(CheckId.SCHEMA)[0].facts["path"]
        == "endorsement[0].credentialSubject.type"
    )
    (endorsement,) = verdict.endorsements
    assert endorsement.report
    assert endorsement.report.of(CheckId.SCHEMA)[0].facts["path"] == "credentialSubject.type"


def test_a_schema_of_its_standard_is_no_more_than_is_compared() -> None:
    for official in (OFFICIAL, OFFICIAL.replace("/json/", "/json-ld/")):
        named = {"id": official, "type": "1EdTechJsonSchemaValidator2019"}
        for stated in (named, [named]):
            checks = compared(badge(lambda b, one=stated: b.update(credentialSchema=one)))  # type: ignore[misc]
            assert [check.reason for check in checks] == ["schema-matches"]


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour.example/schema.json",
        OFFICIAL.replace("achievement", "endorsement"),
        OFFICIAL.replace("https:", "http:"),
        OFFICIAL.replace("purl.", "purl-"),
        OFFICIAL + "?v=2",
    ],
)
def test_another_schema_is_named_and_not_compared(url: str) -> None:
    stated = [{"id": one, "type": "JsonSchema"} for one in (OFFICIAL, url, url)]
    checks = compared(badge(lambda b: b.update(credentialSchema=stated)))
    assert [check.reason for check in checks] == ["schema-matches", "schema-not-compared"]
    assert checks[1].outcome is Outcome.SKIPPED
    assert checks[1].facts == {"url": url}


def test_a_credential_of_another_standard_is_compared_with_nothing() -> None:
    document = HARBOUR.credential(**{"@context": [V2], "type": ["VerifiableCredential"]})
    (check,) = compared(document)
    assert (check.outcome, check.reason) == (Outcome.SKIPPED, "does-not-apply")
    document["credentialSchema"] = {"id": OFFICIAL, "type": "JsonSchema"}
    (check,) = compared(document)
    assert (check.outcome, check.reason) == (Outcome.SKIPPED, "schema-not-compared")


def test_what_is_told_stays_short_whatever_the_credential_says() -> None:
    def swollen(document: dict[str, Any]) -> None:
        achieved(document)["image"]["x" * 10_000] = 1
        document["credentialSchema"] = [
            {"id": f"https://harbour.example/{number}", "type": "JsonSchema"}
            for number in range(1_000)
        ]

    checks = compared(badge(swollen))
    assert [check.reason for check in checks] == ["schema-mismatch", "schema-not-compared"]
    assert all(len(fact) <= 201 for check in checks for fact in check.facts.values())


def test_it_says_where_and_what_in_both_languages() -> None:
    check = compared(badge(lambda b: achieved(b).pop("criteria")))[0]
    assert reasons.sentence(check, Words("en")) == (
        "It is not quite as its standard asks. At credentialSubject.achievement.criteria: "
        "this is missing."
    )
    assert "credentialSubject.achievement.criteria\u00a0: ceci manque." in reasons.sentence(
        check, Words("fr")
    )
    check = compared(badge(lambda b: achieved(b).update(type="Course")))[0]
    assert reasons.sentence(check, Words("en")).endswith("this should name Achievement.")


def test_nothing_that_can_be_wrong_is_without_its_words() -> None:
    """Every message of msgspec, and every Mismatch of the classes, has its code and sentence."""
    chance = random.Random(20)  # noqa: S311 - the same documents in every run
    met = set()
    documents = [shaped.full(shape, deep=2) for shape in SHAPES]
    for _ in range(1_500):
        number = chance.randrange(len(SHAPES))
        deed, document = shaped.changed(documents[number], chance)
        what = told(document, SHAPES[number])
        assert what in {None, *reasons.WHAT} - {"other"}, deed
        met.add(what)
    assert len(met) > 10


def told(document: dict[str, Any], shape: type[openbadges.Credential]) -> str | None:
    try:
        msgspec.convert(document, shape, dec_hook=basics.checked)
    except msgspec.ValidationError as error:
        return mismatch(error)["what"]
    return None


def test_a_message_nobody_knows_is_told_in_general_words() -> None:
    facts = mismatch(msgspec.ValidationError("Something new - at `$.issuer.name`"))
    assert facts == {"path": "issuer.name", "what": "other"}
    assert mismatch(msgspec.ValidationError("Expected `object`, got `array`"))["path"] == ""


def test_no_class_has_a_pattern_that_msgspec_crashes_over() -> None:
    """With a pattern in ``msgspec.Meta``, one program in five crashed as it ended."""
    source = Path(basics.__file__).parent
    assert not any("Meta(pattern" in file.read_text("utf-8") for file in source.glob("*.py"))
    metas = [
        meta
        for shape in (*SHAPES, clr.ClrSubject)
        for one in msgspec.structs.fields(shape)
        for kind in (one.type, *get_args(one.type))
        for meta in getattr(kind, "__metadata__", ())
    ]
    assert metas
    assert all(meta.pattern is None for meta in metas)


def test_only_the_classes_that_are_met_are_loaded(tmp_path: Path) -> None:
    run = """
import json, sys
from wallet.__main__ import main
status = main(sys.argv[1:])
print(json.dumps([name for name in sys.modules if "shapes." in name]), file=sys.stderr)
"""
    loaded = {}
    for name, document in (
        ("badge", badge()),
        ("record", record()),
        ("plain", HARBOUR.credential(**{"@context": [V2], "type": ["VerifiableCredential"]})),
    ):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(document))
        command = [sys.executable, "-c", run, "verify", "--json", str(file)]
        checkout = Path(__file__).resolve().parents[3]
        done = subprocess.run(command, cwd=checkout, capture_output=True, check=True, timeout=60)  # noqa: S603 - our own
        loaded[name] = {one.rpartition(".")[2] for one in json.loads(done.stderr)}
    assert loaded == {
        "badge": {"basics", "openbadges"},
        "record": {"basics", "openbadges", "clr"},
        "plain": set(),
    }
