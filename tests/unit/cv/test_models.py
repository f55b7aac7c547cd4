"""Forms that have a data model, laid against it (tests/unit/cv/schemas/README.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from lxml import etree

from tests.unit.cv.selections import (
    ALTERED,
    EXPIRED,
    HOSTILE,
    entry,
    hostile_entry,
    selection,
)
from wallet.cv import europass, json_resume, ler_rs
from wallet.cv.choices import Choices, Grouping, Language, Length, Link
from wallet.cv.entries import Selection

SCHEMAS = Path(__file__).parent / "schemas"
BARE = entry(
    "Bare",
    issuer="",
    issuer_key="",
    issuer_url=None,
    achievement_type=None,
    issued=None,
    ends=None,
    page=None,
    skills=(),
    results=(),
    credits=(),
    description="",
)
CASES = [
    selection(entry(), entry("Old", worth=EXPIRED), entry("Altered", worth=ALTERED)),
    selection(BARE),
    selection(*(hostile_entry(one, number) for number, one in enumerate(HOSTILE))),
    Selection((), selection().made_on),
]
CHOICES = [
    Choices(),
    Choices(length=Length.LONG, results=True, link=Link.ANY, language=Language.FRENCH),
    Choices(skills=False, link=Link.NONE, grouping=Grouping.SKILL),
]


def schema(name: str) -> Any:
    written = json.loads((SCHEMAS / name).read_bytes())
    return jsonschema_rs.validator_for(written, validate_formats=True)


@pytest.mark.parametrize("choices", CHOICES, ids=["usual", "long", "none"])
@pytest.mark.parametrize("case", CASES, ids=["usual", "bare", "hostile", "empty"])
def test_forms_fit_their_data_model(case: Selection, choices: Choices) -> None:
    resume = json.loads(json_resume.make(case, choices))
    assert [str(one) for one in schema("json-resume.json").iter_errors(resume)] == []
    record = json.loads(ler_rs.make(case, choices))
    assert [str(one) for one in schema("ler-rs-certifications.json").iter_errors(record)] == []
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "europass-certifications.rng"))
    assert grammar.validate(etree.fromstring(europass.xml(case, choices))), grammar.error_log
    assert len(resume["certificates"]) == len(record["certifications"]) == len(case.entries)


def test_the_data_models_refuse_what_does_not_fit() -> None:
    """So that the test above can fail."""
    bad_date = {"certificates": [{"name": "x", "date": "May 2026"}]}
    assert list(schema("json-resume.json").iter_errors(bad_date))
    assert list(schema("ler-rs-certifications.json").iter_errors({"certifications": [{}]}))
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "europass-certifications.rng"))
    turned = europass.xml(selection(), Choices()).replace(b"IssuingAuthority", b"Issuer")
    assert not grammar.validate(etree.fromstring(turned))


def test_the_same_badges_make_the_same_europass_document() -> None:
    one, other = selection(entry()), selection(entry(id="b2" * 32))
    assert europass.xml(one, Choices()) == europass.xml(one, Choices())
    assert europass.xml(one, Choices()) != europass.xml(other, Choices())
