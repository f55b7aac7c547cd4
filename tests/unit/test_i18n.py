"""Every sentence is in French too, with the same places in it, and compiled."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from wallet import resources
from wallet.errors import UnusableInput
from wallet.i18n import Words
from wallet.verify import reasons

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import translations

PLACES = re.compile(r"\{(\w+)\}")


def strings(value: Any) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [value]


@pytest.fixture(scope="module")
def french() -> Any:
    return translations.read(resources.path("i18n", "fr.po"), "fr")


def test_every_marked_sentence_has_its_french(french: Any) -> None:
    known = {tuple(strings(one.id)): strings(one.string) for one in french if one.id}
    collected = {tuple(strings(one.id)) for one in translations.collected() if one.id}
    assert len(collected) > 400
    assert collected == set(known)
    assert not [ids for ids, texts in known.items() if not all(texts)]
    assert not [one.id for one in french if one.fuzzy and one.id]


def test_the_french_has_the_same_places(french: Any) -> None:
    for one in french:
        if one.id:
            places = [sorted(PLACES.findall(text)) for text in strings(one.id)]
            for text in strings(one.string):
                assert sorted(PLACES.findall(text)) in places, text


def test_the_compiled_catalogue_is_the_one_of_the_source(french: Any) -> None:
    compiled = resources.path("i18n", "fr.mo").read_bytes()
    assert translations.compiled(french) == compiled


def test_every_reason_is_marked_for_translation(french: Any) -> None:
    known = {one.id for one in french}
    assert set(reasons.SENTENCES.values()) <= known


def test_sentences_and_plurals_come_out_in_french() -> None:
    words = Words("fr")
    assert words("Verified") == "Vérifié"
    assert words.plural("{n} badge", "{n} badges", 1) == "1 badge"
    assert words.plural("Expires in {n} day", "Expires in {n} days", 12) == "Expire dans 12 jours"
    error = UnusableInput("x", "there is no file {name}", "check the name and the folder", name="a")
    assert error.sentence(words) == "il n\u2019y a pas de fichier a: vérifiez le nom et le dossier"


def test_a_language_that_is_not_there_is_english() -> None:
    assert Words("de")("Verified") == "Verified"


def test_every_reason_code_that_checks_use_has_its_sentence() -> None:
    folder = Path(reasons.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    used = set(re.findall(r'\b(?:failed|unknown|_failed)\(\s*"([a-z0-9.-]+)"', sources))
    used |= set(re.findall(r'Outcome\.[A-Z]+, "([a-z0-9.-]+)"', sources))
    assert len(used) > 70
    assert used <= set(reasons.SENTENCES)
