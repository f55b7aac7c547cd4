"""The page's verdict on every real badge and vector of the corpus is the program's.

The documents of the fixtures' issuers are enclosed, as ``tests/interop`` has them at hand.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.browser.chromium import PAGE, Browser
from tests.browser.equality import Said, both, of_page, of_program
from tests.browser.test_selective import flattened
from tests.interop.corpus import CORPUS, NOW, SAVED, Mocked, Row, rows
from tests.interop.test_corpus import fixtures_of_dcc, mocked_for_ob2
from tests.interop.test_sd_jwt_corpus import SPECIFICATIONS, Example, web
from wallet.documents.document import Document
from wallet.documents.shipped import ShippedContexts
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes

BUNCHES = ("ob3/", "clr/", "ob1-ob2/")
VECTORS = "vc-di-vectors/"


@pytest.fixture(autouse=True)
def _corpus() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not beside this checkout")


def documents(prefix: str) -> dict[str, bytes]:
    """Return the web documents that the corpus' own tests have at hand, by address."""
    if prefix != "ob1-ob2/":
        return fixtures_of_dcc()
    found: dict[str, bytes] = {}
    for row in rows(prefix):
        found |= mocked_for_ob2(row).documents
    return found


def compared(browser: Browser, found: list[Row], at_hand: dict[str, bytes]) -> dict[str, Said]:
    """Return what the page and the program say of each file, where they differ."""
    browser.open(PAGE.as_uri())
    circumstances = Circumstances(NOW, ShippedContexts(), Mocked(at_hand), (), trust.shipped())
    enclosed = [Document(url, data, SAVED) for url, data in at_hand.items()]
    told = browser.judge_all([row.data for row in found], NOW.isoformat(), documents=enclosed)
    different: dict[str, Said] = {}
    for row, one in zip(found, told, strict=True):
        program = of_program(verify_bytes(row.data, row.path, circumstances))
        said = [of_page(result) for result in one["results"]]
        if said != [program]:
            different[row.path] = {"page": said, "program": program}
    return different


@pytest.mark.parametrize("prefix", BUNCHES)
def test_the_page_judges_the_corpus_as_the_program_does(chromium: Browser, prefix: str) -> None:
    found = rows(prefix)
    assert len(found) > 5
    assert compared(chromium, found, documents(prefix)) == {}


@pytest.mark.parametrize("kind", ["vc-di-eddsa", "vc-di-ecdsa"])
def test_the_page_judges_the_vectors_of_the_standards_so_too(chromium: Browser, kind: str) -> None:
    found = rows(f"{VECTORS}{kind}")
    assert len(found) > 50
    assert compared(chromium, found, {}) == {}


@pytest.mark.parametrize("general", [False, True], ids=["compact", "json"])
def test_the_page_judges_the_examples_of_sd_jwt_so_too(chromium: Browser, *, general: bool) -> None:
    examples = [Example(file) for file in SPECIFICATIONS]
    tokens = [text for one in examples for text in (one.issued, one.presented)]
    files = [json.dumps(flattened(one)) if general else one for one in tokens]
    chromium.open(PAGE.as_uri())
    # The reference dates a key binding by the clock of the machine.
    said = both(chromium, [one.encode() for one in files], web(), now=datetime.now(UTC))
    for told, expected in said:
        assert told == expected
    # The others are tokens that are no credentials.
    axes = [told["axes"][0] for (told,), _ in said if "axes" in told]
    assert len(axes) == 10
    assert axes.count("verified") == 8
    assert set(axes) == {"verified", "undetermined"}
