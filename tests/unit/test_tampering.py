"""Changing any one signed value of a sample makes it fail."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.issuing import NOW
from wallet import resources
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Authenticity

SAMPLES = resources.path("samples")
CONTEXTS = ShippedContexts()
SIGNED_JSON = (
    "dementia-care.json",
    "beekeeping.json",
    "peer-mentoring.json",
    "lab-safety-revoked.json",
)
TOKENS = (
    "data-analysis-python.jwt",
    "cloud-associate.jwt",
    "community-interpreting.jwt",
    "welding-safety.jws",
)

SUITE = {"@context", "type", "cryptosuite"}
"""Where a changed value may name something this program does not know: undetermined."""


def authenticity(data: bytes) -> Authenticity | None:
    """Return the verdict on ``data``, or None where it could not even be read."""
    documents = SavedDocuments(SAMPLES / "documents")
    verdict = verify_bytes(data, "sample", Circumstances(NOW, CONTEXTS, documents))
    return verdict.report.authenticity if verdict.report else None


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def changed(document: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    tampered = copy.deepcopy(document)
    holder = tampered
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, int | float):
        holder[path[-1]] = value + 1
    else:
        holder[path[-1]] = value[:-1] + ("x" if value[-1:] != "x" else "y")
    return tampered, value


@pytest.mark.parametrize("name", SIGNED_JSON)
def test_every_value_of_a_signed_document(name: str) -> None:
    data = (SAMPLES / "badges" / name).read_bytes()
    assert authenticity(data) is Authenticity.VERIFIED
    document = json.loads(data)
    count = 0
    for path in leaves(document):
        tampered, _ = changed(document, path)
        found = authenticity(json.dumps(tampered).encode())
        assert found is not Authenticity.VERIFIED, path
        if not SUITE & set(path):
            assert found in (Authenticity.FAILED, Authenticity.UNDETERMINED, None), path
            if "issuer" not in path[:1] and "verificationMethod" not in path:
                assert found is Authenticity.FAILED, path
        count += 1
    assert count > 20


@pytest.mark.parametrize("name", TOKENS)
def test_every_letter_of_a_token(name: str) -> None:
    token = (SAMPLES / "badges" / name).read_bytes().strip()
    assert authenticity(token) is Authenticity.VERIFIED
    for place in range(len(token)):
        other = b"A" if token[place : place + 1] != b"A" else b"B"
        tampered = token[:place] + other + token[place + 1 :]
        assert authenticity(tampered) is not Authenticity.VERIFIED, place
