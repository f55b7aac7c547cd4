"""Data models: page and program name the same place, and say the same of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests import shaped
from tests.browser.chromium import Browser
from tests.browser.equality import Said, both
from tests.issuing import OB3, V2, Issuer
from wallet.verify import reasons
from wallet.verify.shapes import basics, clr, openbadges

SHAPES = (openbadges.AchievementCredential, openbadges.EndorsementCredential, clr.ClrCredential)
MODELS = {"1.1": basics.VC_1, "2.0": basics.VC_2}
TIMES = (
    "2026-01-02T03:04:05Z", "2026-01-02t03:04:05z", "2026-01-02 03:04:05", "2026-01-02T03:04Z",
    "2026-01-02T24:00:00Z", "2026-01-02T23:59:60Z", "2026-01-02T03:04:05.Z",
    "2026-01-02T03:04:05.1234567890123Z", "2026-01-02T03:04:05,5Z", "2026-01-02T03:04:05+0100",
    "2026-01-02T03:04:05+01", "2026-01-02T03:04:05-23:59", "2026-01-02T03:04:05+24:00",
    "2026-01-02T03:04:05+01:60", "2026-01-02T03:04:05+00:00", "0000-01-02T03:04:05Z",
    "0001-01-02T03:04:05Z", "2026-02-30T03:04:05Z", "2024-02-29T03:04:05Z", "2026-01-02",
    "2026-1-2", " 2026-01-02", "2024-02-30", "20260102T030405Z", "2026-13-02", "", "yesterday",
)  # fmt: skip
TOKENS: tuple[Any, ...] = (
    "a.b.c",
    "a..c",
    "a.b",
    "a.b.c.d",
    ["a.b.c"],
    ["a.b.c", 7],
    ["x"],
    [],
    {},
)
LANGUAGES = ("de", "de-CH", "deutsch", "zh-Hant-TW", "es-419", "DE", "d")
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


def schemas(page: Browser, documents: list[dict[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """Return the checks of data models that both say of each document."""
    said = both(page, [json.dumps(one).encode() for one in documents])
    found = []
    for (told,), (expected,) in said:
        assert of_models(told) == of_models(expected)
        found.append(of_models(told))
    return found


def of_models(said: Said) -> list[tuple[Any, ...]]:
    return [check for check in said["checks"] if check[0] == "schema"]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("model", MODELS)
def test_a_document_that_uses_every_field_matches(page: Browser, shape: Any, model: str) -> None:
    documents = [shaped.full(shape, MODELS[model], lists=lists, deep=2) for lists in (True, False)]
    for checks in schemas(page, documents):
        assert checks[0][2] == "schema-matches"


@pytest.mark.parametrize("seed", range(3))
def test_one_thing_that_is_wrong_is_named_as_in_the_program(page: Browser, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same documents in every run
    whole = [shaped.full(shape, deep=1) for shape in SHAPES]
    documents: list[dict[str, Any]] = []
    while len(documents) < 200:
        document = shaped.changed(chance.choice(whole), chance)[1]
        if "VerifiableCredential" in document.get("type", ()):
            documents.append(document)
    sentences = {checks[0][-1] for checks in schemas(page, documents) if checks}
    met = {what for what, words in reasons.WHAT.items() if any(words[:20] in s for s in sentences)}
    assert len(met) > 8


def of(**changes: Any) -> dict[str, Any]:
    return Issuer().credential(**changes)


def subject(**changes: Any) -> dict[str, Any]:
    document = of()
    document["credentialSubject"]["achievement"].update(changes)
    return document


def test_kinds_of_text_are_told_as_in_the_program(page: Browser) -> None:
    documents = [of(awardedDate=time) for time in TIMES]
    for name in ("activityStartDate", "x"):
        documents += [of() for time in TIMES]
        for document, time in zip(documents[-len(TIMES) :], TIMES, strict=True):
            document["credentialSubject"][name] = time
    issuers = [{"id": "did:example:a", "type": "Profile", "dateOfBirth": time} for time in TIMES]
    documents += [of(issuer=one) for one in issuers]
    documents += [of(endorsementJwt=token) for token in TOKENS]
    documents += [subject(inLanguage=code) for code in LANGUAGES]
    documents += [subject(achievementType=kind) for kind in ("Course", "ext:Own", "course", 7)]
    documents += [of(issuer=issuer) for issuer in ("did:example:a", "a:", "x", 7)]
    told = schemas(page, documents)
    assert {checks[0][2] for checks in told} == {"schema-matches", "schema-mismatch"}


def test_a_schema_that_is_named_counts_where_it_is_the_standards(page: Browser) -> None:
    kind = "1EdTechJsonSchemaValidator2019"
    own, other = ({"id": url, "type": kind} for url in (SCHEMA, "https://a.example/schema"))
    documents = [of(credentialSchema=stated) for stated in (own, [own, other], [other, {}], other)]
    documents.append(
        {**of(credentialSchema=own), "@context": [V2], "type": ["VerifiableCredential"]}
    )
    documents.append({**of(), "@context": [V2, OB3], "credentialSubject": {"type": "Other"}})
    told = [[reason for _, _, reason, *_ in checks] for checks in schemas(page, documents)]
    assert told == [
        ["schema-matches"],
        ["schema-matches", "schema-not-compared"],
        ["schema-mismatch", "schema-not-compared"],
        ["schema-matches", "schema-not-compared"],
        ["schema-not-compared"],
        ["schema-mismatch", "subject-not-identified"],
    ]
