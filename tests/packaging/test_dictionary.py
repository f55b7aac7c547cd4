"""The preset dictionary of links: made by its script, of words that the contexts name."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wallet import resources

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import dictionary

KEYWORDS = {"@context", "id", "type"}
OF_THE_STANDARD = {"endorsementJwt"}
"""A property of Open Badges 3.0 that its context does not name."""


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_the_script_makes_what_is_shipped() -> None:
    shipped = resources.path("share", "dictionary-1.txt").read_bytes()
    assert dictionary.dictionary() == shipped
    assert len(shipped) < 32 * 1024  # deflate looks no further back
    assert shipped.isascii()


@pytest.mark.parametrize("shape", ["RARE", "USUAL", "OLDER"])
def test_every_key_is_a_term_of_a_shipped_context(shape: str) -> None:
    contexts = [json.loads(file.read_bytes()) for file in resources.path("contexts").glob("*.json")]
    terms = set(keys(contexts))
    assert set(keys(getattr(dictionary, shape))) - KEYWORDS - OF_THE_STANDARD <= terms


def test_another_dictionary_is_not_written_over_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dictionary.FILE.read_bytes()
    assert dictionary.main() == 0
    monkeypatch.setattr(dictionary, "WORDS", ("another",))
    assert dictionary.main() == 1
    assert "frozen" in capsys.readouterr().err
    assert dictionary.FILE.read_bytes() == before
