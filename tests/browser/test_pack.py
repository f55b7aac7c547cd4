"""A page with badges enclosed, as the program writes it, opened as a file: as if mailed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.chromium import PAGE, Browser
from tests.browser.equality import of_page, of_program
from tests.browser.test_equal import NOW, SAMPLES
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.formats.unpack import unpack
from wallet.share import pack
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes

FILES = (
    "beekeeping.json",  # did:key: needs no document
    "data-analysis-python.jwt",  # did:web
    "peer-mentoring.json",
    "secure-networks-suspended.json",  # a list of revocations
    "3d-printing.json",  # Open Badges 1.1 and 2.0, hosted
    "first-aid.png",
    "information-literacy-2013.png",  # of which the picture holds only the address
    "food-hygiene.svg",
    "welding-safety.jws",  # signed, with a key by its address
)
ALTERED = {
    "beekeeping.json": (b"First Year", b"Last Year!"),
    "first-aid.png": (b'"2023', b'"2026'),
}
CLOCK = f"Date.now = () => {int(NOW.timestamp() * 1000)};"


def circumstances() -> Circumstances:
    saved = SavedDocuments(SAMPLES / "documents")
    return Circumstances(NOW, ShippedContexts(), saved, (), trust.shipped())


def packed(badges: list[bytes]) -> str:
    page = PAGE.read_text(encoding="utf-8")
    return pack.made(page, badges, pack.documents_used(badges, circumstances()), NOW)


def forms() -> list[bytes]:
    originals = [(name, (SAMPLES / "badges" / name).read_bytes()) for name in FILES]
    return [
        pack.enclosed_form(original, unpack(original, name).payload, name)
        for name, original in originals
    ]


def opened(browser: Browser, html: str, folder: Path) -> list[dict[str, object]]:
    """Return the verdicts that ``html`` shows when it is opened, by the clock of the tests."""
    file = folder / "badges.html"
    file.write_text(html, encoding="utf-8", newline="")
    script = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": CLOCK}
    )
    try:
        browser.requests()
        browser.open(file.as_uri())
        found: list[dict[str, object]] = browser.until("return window.learnerWalletShown()")[
            "results"
        ]
    finally:
        browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    return found


def test_a_pack_is_judged_as_the_program_judges_the_badges(
    chromium: Browser, tmp_path: Path
) -> None:
    badges = forms()
    told = opened(chromium, packed(badges), tmp_path)
    expected = [verify_bytes(badge, "a badge", circumstances()) for badge in badges]
    assert [of_page(one) for one in told] == [of_program(one) for one in expected]
    authentic = [one.report.authenticity.value for one in expected if one.report]
    assert authentic == ["verified"] * len(FILES)
    assert "enclosed with this page" in chromium.text()
    assert chromium.complaints() == []
    away = [url for url in chromium.requests() if re.match("(https?|wss?|ftp):", url)]
    assert away == []


def test_a_pack_shows_the_picture_a_badge_was_baked_into(chromium: Browser, tmp_path: Path) -> None:
    original = (SAMPLES / "badges" / "first-aid.png").read_bytes()
    payload = unpack(original, "first-aid.png").payload
    drawn = "return [...document.querySelectorAll('img.portrait')].map((one) => one.naturalWidth)"
    page = PAGE.read_text(encoding="utf-8")
    badge = pack.enclosed_form(original, payload, "first-aid.png")
    opened(chromium, pack.made(page, [badge], (), NOW), tmp_path)
    chromium.until("return document.querySelector('img.portrait')?.complete")
    (width,) = chromium.run(drawn)
    assert width > 100
    opened(chromium, pack.made(page, [payload], (), NOW), tmp_path)
    assert chromium.run(drawn) == []


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_badge_in_a_pack_fails(chromium: Browser, tmp_path: Path, name: str) -> None:
    payload = unpack((SAMPLES / "badges" / name).read_bytes(), name).payload
    altered = payload.replace(*ALTERED[name])
    assert altered != payload
    (told,) = opened(chromium, packed([altered]), tmp_path)
    assert told["authenticity"] == "failed"
    assert of_page(told) == of_program(verify_bytes(altered, "a badge", circumstances()))


def test_a_hostile_name_in_a_pack_is_text(chromium: Browser, tmp_path: Path) -> None:
    name = "</script><script>document.title = 'owned'</script><!--"
    original = (SAMPLES / "badges" / "beekeeping.json").read_bytes()
    document = original.replace(b'"name": "', b'"name": "' + name.encode(), 1)
    assert document != original
    (told,) = opened(chromium, packed([document]), tmp_path)
    assert told["authenticity"] == "failed"
    assert chromium.run("return document.title") != "owned"
    assert chromium.run("return document.querySelectorAll('script').length") == 2
