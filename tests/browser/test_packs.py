"""Packs as ``share --as html`` makes them: opened from a file, they verify what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Browser
from tests.issuing import NOW
from wallet import resources
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.share import pack
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Authenticity, Standing

SAMPLES = resources.path("samples")
CIRCUMSTANCES = Circumstances(NOW, ShippedContexts(), SavedDocuments(SAMPLES / "documents"))
OWN = ("file:", "data:", "blob:", "chrome:")
"""What a page opened from a file may ask for: itself, its pictures, and the browser its tab."""
PACKED = ("dementia-care.json", "beekeeping.json", "first-aid.png", "food-hygiene.svg")


def packed(folder: Path, *badges: bytes) -> str:
    documents = pack.documents_used(badges, CIRCUMSTANCES)
    file = folder / "badges.html"
    file.write_bytes(pack.made(pack.page(), badges, documents, NOW))
    return file.as_uri()


@pytest.mark.parametrize("name", PACKED)
def test_a_pack_verifies_its_badge_offline(chromium: Browser, tmp_path: Path, name: str) -> None:
    badge = (SAMPLES / "badges" / name).read_bytes()
    chromium.requests()
    chromium.open(packed(tmp_path, badge))
    (shown,) = chromium.until("return window.learnerWalletShown()")["results"]
    told = verify_bytes(badge, name, CIRCUMSTANCES).report
    assert told is not None
    assert told.authenticity is Authenticity.VERIFIED
    assert told.standing is Standing.CURRENT
    assert (shown["authenticity"], shown["standing"]) == ("verified", "current")
    assert [one for one in chromium.requests() if not one.startswith(OWN)] == []


def test_an_altered_badge_in_a_pack_is_not_verified(chromium: Browser, tmp_path: Path) -> None:
    badge = (SAMPLES / "badges/beekeeping.json").read_bytes()
    altered = badge.replace(b"Beekeeper", b"Beemaster", 1)
    assert altered != badge
    chromium.open(packed(tmp_path, altered))
    (shown,) = chromium.until("return window.learnerWalletShown()")["results"]
    assert shown["authenticity"] == "failed"


def test_several_badges_are_shown_one_after_the_other(chromium: Browser, tmp_path: Path) -> None:
    chromium.open(packed(tmp_path, *((SAMPLES / "badges" / name).read_bytes() for name in PACKED)))
    shown = chromium.text()
    for name in ("Person-Centred Dementia Care", "Beekeeper"):
        assert name in shown
