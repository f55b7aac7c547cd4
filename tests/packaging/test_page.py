"""The committed page is the one that its sources give, and says what is in it."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest

from wallet import resources
from wallet.documents.shipped import ShippedContexts
from wallet.verify import reasons

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import page_facts

ROOT = page_facts.ROOT
PAGE = resources.path("page", "verify.html")
FREE = {"MIT", "BSD-3-Clause", "ISC", "Apache-2.0"}


def html() -> str:
    return PAGE.read_text(encoding="utf-8")


def packages() -> list[dict[str, str]]:
    with resources.path("page", "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_page_was_built_of_these_sources() -> None:
    """Else build it again: ``python packaging/page.py``."""
    (stamp,) = re.findall(r'name="built-of" content="(\w+)"', html())
    assert stamp == page_facts.facts()["built_of"]


def test_the_page_has_every_context_and_every_reason_of_the_program() -> None:
    facts = page_facts.facts()
    assert set(facts["contexts"]) == set(ShippedContexts().files())
    assert facts["reasons"] == reasons.SENTENCES
    assert set(reasons.SENTENCES.values()) <= set(facts["french"])


def test_every_sentence_of_the_page_has_its_french() -> None:
    french = page_facts.facts()["french"]
    firsts = [one if isinstance(one, str) else one[0] for one in page_facts.marked()]
    assert len(firsts) > 100
    assert set(firsts) <= set(french)


def test_no_sentence_of_the_page_stands_where_it_is_not_collected() -> None:
    """Sentences inside template literals are not seen by what collects them."""
    for path in (ROOT / "packaging" / "page" / "src").glob("*.js"):
        assert not re.findall(r"\$\{[^}]*\b(?:words|plural|N_)\(\s*\"", path.read_text()), path.name


def test_every_package_in_the_page_is_named_with_a_licence_that_lets_it_be_shipped() -> None:
    rows = packages()
    assert {"npm:jsonld", "npm:rdf-canonize", "npm:@noble/curves"} <= {
        row["package"] for row in rows
    }
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for row in rows:
        assert row["licence"] in FREE
        assert row["integrity"].startswith("sha512-")
        name = row["package"].removeprefix("npm:")
        assert f"{name} {row['version']} ({row['licence']})" in html()
        assert name in notice


@pytest.mark.parametrize("name", [path.name for path in resources.path("page").iterdir()])
def test_nothing_of_a_machine_is_in_what_was_built(name: str) -> None:
    text = resources.path("page", name).read_text(encoding="utf-8")
    assert not re.findall(r"/(?:home|root|tmp|work|Users)/|node_modules|registry\.npmjs", text)
