"""The page says of every sample what the program says of it, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.chromium import Browser
from tests.browser.equality import of_page, of_program
from wallet import resources
from wallet.documents.document import Document
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes

SAMPLES = resources.path("samples")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FILES = sorted([*(SAMPLES / "badges").iterdir(), *(SAMPLES / "mistakes").iterdir()])


def documents() -> list[Document]:
    saved = SavedDocuments(SAMPLES / "documents")
    return [found for url in saved.urls() if (found := saved.get(url)) is not None]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("enclosed", [True, False], ids=["enclosed", "alone"])
def test_a_sample_is_judged_as_the_program_judges_it(
    chromium: Browser, page: Browser, file: Path, enclosed: bool
) -> None:
    circumstances = Circumstances(NOW, ShippedContexts(), registries=trust.shipped())
    if enclosed:
        saved = SavedDocuments(SAMPLES / "documents")
        circumstances = Circumstances(NOW, ShippedContexts(), saved, (), trust.shipped())
    verdict = verify_bytes(file.read_bytes(), file.name, circumstances)
    told = page.judge_all(
        [file.read_bytes()], NOW.isoformat(), documents=documents() if enclosed else None
    )
    (result,) = told[0]["results"]
    assert of_page(result) == of_program(verdict)
    assert chromium.complaints() == []


def test_every_axis_takes_more_than_one_value(page: Browser) -> None:
    """So that equality above is not that of nothing with nothing."""
    badges = [file.read_bytes() for file in FILES if file.parent.name == "badges"]
    told = page.judge_all(badges, NOW.isoformat(), documents=documents())
    results = [one["results"][0] for one in told]
    assert {one["authenticity"] for one in results} == {"verified", "failed", "undetermined"}
    assert {one["standing"] for one in results} == {
        "current", "expired", "not-yet-valid", "revoked", "suspended", "unknown",
    }  # fmt: skip
    assert sum(one["authenticity"] == "verified" for one in results) >= 18
