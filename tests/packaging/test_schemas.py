"""The shipped JSON Schemas are those of the classes, and say the same of every document."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from tests import shaped
from wallet import resources
from wallet.verify.shapes import basics

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import schemas

CASES = sorted(schemas.SOURCES.items())


def refused(url: str) -> Any:
    raise AssertionError(f"a schema asks for {url}")


def validator(name: str) -> Any:
    schema = json.loads(resources.path("schemas", name).read_bytes())
    return jsonschema_rs.validator_for(schema, retriever=refused, validate_formats=True)


def fits(document: dict[str, Any], source: schemas.Source) -> bool:
    try:
        msgspec.convert(document, source.shape, dec_hook=basics.checked)
    except msgspec.ValidationError:
        return False
    return True


def test_the_shipped_schemas_are_those_of_the_classes() -> None:
    shipped = {file.name: file.read_bytes() for file in schemas.OUT.iterdir()}
    assert shipped == schemas.files()


def test_the_list_of_sources_names_each_file_and_its_hash() -> None:
    with resources.path("schemas", "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}
    assert set(listed) == set(schemas.SOURCES)
    for name, row in listed.items():
        data = resources.path("schemas", name).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["facts_from"].startswith("https://www.imsglobal.org/spec/")


@pytest.mark.parametrize(("name", "source"), CASES, ids=[name for name, _ in CASES])
def test_each_is_a_schema_of_its_dialect_and_complete(name: str, source: schemas.Source) -> None:
    schema = json.loads(resources.path("schemas", name).read_bytes())
    jsonschema_rs.meta.validate(schema)
    used = {one for one in walk(schema) if one.startswith("#/$defs/")}
    assert used == {f"#/$defs/{one}" for one in schema["$defs"]}
    assert schema["$ref"] == f"#/$defs/{source.shape.__name__}"


def walk(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [found for one in value.values() for found in walk(one)]
    if isinstance(value, list):
        return [found for one in value for found in walk(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("name", "source"), CASES, ids=[name for name, _ in CASES])
@pytest.mark.parametrize("model", [basics.VC_1, basics.VC_2])
@pytest.mark.parametrize("lists", [True, False])
def test_classes_and_schemas_say_the_same(
    name: str, source: schemas.Source, model: str, lists: bool
) -> None:
    chance = random.Random(f"{name} {model} {lists}")  # noqa: S311 - the same in every run
    judge = validator(name)
    document = shaped.full(source.shape, model, lists=lists, deep=2)
    assert judge.is_valid(document)
    assert fits(document, source)
    verdicts = []
    for _ in range(300):
        deed, one = shaped.changed(document, chance)
        verdicts.append(judge.is_valid(one))
        assert verdicts[-1] is fits(one, source), deed
    assert 60 < sum(verdicts) < 240
