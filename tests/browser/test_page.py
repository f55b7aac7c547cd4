"""What a person meets: links, files, packs, presentations, hostile names, French, no network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.chromium import PAGE, Browser, base64url
from tests.browser.packing import deflated, digits_link, item, pack, text_link
from tests.browser.serving import serving
from tests.issuing import OB3, V2, Issuer, JoseKey
from wallet import resources
from wallet.documents.saved import SavedDocuments

SAMPLES = resources.path("samples")
BADGE = (SAMPLES / "badges" / "beekeeping.json").read_bytes()
TOKEN = (SAMPLES / "badges" / "data-analysis-python.jwt").read_bytes().strip()
WARNING = "Whoever has this link has the whole credential."
AWAY = re.compile(r"(https?|wss?|ftp):")
RIGHT_TO_LEFT = "\u202e"
VP = "VerifiablePresentation"


def shown(page: Browser) -> list[dict[str, Any]]:
    """Return the verdicts that the page shows."""
    found: list[dict[str, Any]] = page.until("return window.learnerWalletShown()")["results"]
    return found


def paste(page: Browser, text: str) -> None:
    """Paste ``text`` into the page and have it checked."""
    page.run("document.getElementById('text').value = arguments[0]", text)
    page.driver.find_element(By.ID, "check").click()
    page.until("return window.learnerWalletShown() !== null")
    page.idle()


def test_the_policy_allows_nothing_but_what_is_in_the_page() -> None:
    html = PAGE.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    for name, inside in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert len(html.encode()) < 600_000


@pytest.mark.parametrize("link", [text_link, digits_link], ids=["text", "digits"])
def test_a_link_opens(page: Browser, link: Any) -> None:
    page.open(f"{PAGE.as_uri()}#{link(BADGE)}")
    (result,) = shown(page)
    assert result["authenticity"] == "verified"
    assert WARNING in page.text()
    assert "Beekeeper" in page.text()
    assert "enclosed with this page" not in page.text()


def test_a_link_with_several_badges_lists_them(page: Browser) -> None:
    unsigned = (SAMPLES / "badges" / "digital-storytelling-unsigned.json").read_bytes()
    page.open(f"{PAGE.as_uri()}#{text_link(BADGE, TOKEN, unsigned)}")
    assert [one["authenticity"] for one in shown(page)] == ["verified", "undetermined", "failed"]
    assert [one.text for one in page.driver.find_elements(By.CSS_SELECTOR, "nav .chip")] == [
        "Verified", "Could not be checked", "Not verified",
    ]  # fmt: skip
    address = page.driver.current_url
    page.driver.find_elements(By.CSS_SELECTOR, "nav a")[2].send_keys(Keys.ENTER)
    assert page.run("return document.activeElement.id") == "badge-3"
    assert page.driver.current_url == address


def test_what_is_not_known_or_wrong_says_why_without_unfolding(page: Browser) -> None:
    altered = BADGE.replace(b"First Year", b"Last Year!")
    page.open(f"{PAGE.as_uri()}#{text_link(TOKEN, altered)}")
    text = page.text()
    assert (
        "The issuer's document (https://eastmere.example.edu/.well-known/did.json) is not" in text
    )
    assert "The signature does not fit: it was changed after signing" in text


def test_a_link_that_was_pasted_opens_too(page: Browser) -> None:
    paste(page, f"https://college.example/verify.html#{text_link(BADGE)}")
    assert [one["authenticity"] for one in shown(page)] == ["verified"]
    assert WARNING in page.text()


def test_another_link_in_the_same_window_is_judged_anew(page: Browser) -> None:
    page.open(f"{PAGE.as_uri()}#{text_link(BADGE)}")
    page.run("location.hash = arguments[0]", text_link(TOKEN))
    page.until("return window.learnerWalletShown().results[0].authenticity === 'undetermined'")
    assert "Data Analysis" in page.text()


BROKEN = {
    "nothing in it": ("1b", "link-damaged"),
    "cut short": (text_link(BADGE)[:-40], "link-damaged"),
    "a foreign character": (text_link(BADGE).replace("A", "+", 1), "link-damaged"),
    "padded": (text_link(BADGE) + "=", "link-damaged"),
    "bytes behind its end": ("1b" + base64url(deflated(item(BADGE)) + b"\0"), "link-damaged"),
    "too many digits": (digits_link(BADGE) + "1", "link-damaged"),
    "a block beyond 7 bytes": ("1n" + "9" * 17, "link-damaged"),
    "of a later version": ("2" + text_link(BADGE)[1:], "link-newer"),
    "of a later way": ("1q" + text_link(BADGE)[2:], "link-newer"),
    "of a later compression": ("1b" + base64url(b"\x07" + deflated(item(BADGE))[1:]), "link-newer"),
    "another kind of item": ("1b" + base64url(deflated(b"x\1a")), "link-newer"),
    "no item at all": ("1b" + base64url(deflated(b"")), "link-damaged"),
    "a length beyond its end": ("1b" + base64url(deflated(b"j\x09{}")), "link-damaged"),
    "a length in a longer form": ("1b" + base64url(deflated(b"j\x82\x00{}")), "link-damaged"),
    "too many items": ("1b" + base64url(deflated(b"j\x02{}" * 51)), "link-too-large"),
    "a bomb": ("1b" + base64url(deflated(b"j" + b"{" * 2_000_000)), "link-too-large"),
    "too long": ("1b" + "A" * 200_000, "link-too-large"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_link_that_is_not_exact_is_refused_with_one_line(page: Browser, name: str) -> None:
    fragment, code = BROKEN[name]
    assert page.run("return window.learnerWalletPayloads(arguments[0])", fragment) == code
    page.run("location.hash = arguments[0]", fragment)
    (result,) = shown(page)
    assert result["error"]["code"] == code
    assert result["error"]["message"] in page.text()


def test_the_vectors_of_the_format(page: Browser) -> None:
    file = Path(__file__).parents[1] / "unit" / "share" / "vectors.json"
    if not file.is_file():
        pytest.skip("the program does not write links yet")
    vectors = json.loads(file.read_bytes())
    read = "return window.learnerWalletPayloads(arguments[0])"
    for one in vectors["good"]:
        assert page.run(read, one["fragment"]) == one["payloads"], one["name"]
    for one in vectors["bad"]:
        assert str(page.run(read, one["fragment"])).startswith("link-"), one["name"]


def test_a_file_that_is_chosen_is_judged(page: Browser) -> None:
    file = SAMPLES / "badges" / "swimming-coach.png"
    page.driver.find_element(By.ID, "files").send_keys(str(file))
    (result,) = shown(page)
    page.idle()
    assert result["container"] == "png"
    assert result["authenticity"] == "verified"
    assert WARNING not in page.text()
    assert page.run("return document.activeElement.id") == "badge-1"
    assert page.until("const one = document.querySelector('img.portrait'); return one.naturalWidth")


@pytest.mark.parametrize("what", ["{", "hello", '{"type": "Profile", "id": "a"}', "[]"])
def test_what_is_no_badge_is_refused_with_one_line(page: Browser, what: str) -> None:
    paste(page, what)
    (result,) = shown(page)
    assert result["error"]["message"] in page.text()
    assert "Could not be read" in page.text()


def test_a_pack_opens_with_its_documents_and_their_dates(chromium: Browser, tmp_path: Path) -> None:
    saved = SavedDocuments(SAMPLES / "documents")
    documents = [found for url in saved.urls() if (found := saved.get(url))]
    badge = (SAMPLES / "badges" / "dementia-care.json").read_bytes()
    file = tmp_path / "pack.html"
    file.write_text(pack([badge, TOKEN], documents, "2026-11-20T09:00:00Z"), encoding="utf-8")
    chromium.open(file.as_uri())
    first, second = shown(chromium)
    assert first["authenticity"] == second["authenticity"] == "verified"
    assert first["standing"] == "current"
    (status,) = [check for check in first["checks"] if check["id"] == "status"]
    assert status["as_of"] == "2026-11-20T08:30:00Z"
    assert "November 20, 2026" in chromium.text()
    assert WARNING not in chromium.text()
    assert "Whoever made this copy chose what is in it" in chromium.text()
    assert "This rests on documents that were enclosed" in chromium.text()
    chromium.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert "(as of 2026-11-20)" in chromium.text()
    assert chromium.complaints() == []


def test_a_pack_that_is_damaged_says_so(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "pack.html"
    whole = pack([BADGE], [], "2026-11-20T09:00:00Z")
    file.write_text(whole.replace('"format": 1,', '"format": 1,,'), encoding="utf-8")
    chromium.open(file.as_uri())
    (result,) = shown(chromium)
    assert result["error"]["message"] in chromium.text()


def presentation(holder: Issuer, *badges: dict[str, Any], **options: Any) -> dict[str, Any]:
    document = {
        "@context": [V2],
        "type": [VP],
        "holder": holder.id,
        "verifiableCredential": list(badges),
    }
    options = {
        "proofPurpose": "authentication",
        "challenge": "c-31",
        "domain": "jobs.example",
        **options,
    }
    return holder.sign(document, **options)


def awarded(issuer: Issuer, holder: Issuer) -> dict[str, Any]:
    document = issuer.credential()
    document["credentialSubject"]["id"] = holder.id
    return issuer.sign(document)


def test_a_presentation_says_who_handed_over_what_and_for_whom(page: Browser) -> None:
    holder = Issuer(5)
    document = presentation(holder, awarded(Issuer(), holder), expires="2090-01-01T00:00:00Z")
    paste(page, json.dumps(document))
    (result,) = shown(page)
    assert result["presentation"]["authenticity"] == result["authenticity"] == "verified"
    text = page.text()
    for words in (holder.id, "jobs.example", "c-31", "January 1, 2090"):
        assert words in text
    assert "It was given to the one who signed for handing it over." in text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"domain": "other.example"}, "signature-invalid"),
        ({"challenge": "c-32"}, "signature-invalid"),
        ({"proofPurpose": "assertionMethod"}, "presentation-purpose-wrong"),
        (None, "presentation-not-signed"),
    ],
    ids=["domain", "challenge", "purpose", "no proof"],
)
def test_a_presentation_that_was_changed_lends_nothing(
    page: Browser, change: dict[str, Any] | None, reason: str
) -> None:
    holder = Issuer(5)
    document = presentation(holder, awarded(Issuer(), holder))
    if change is None:
        del document["proof"]
    else:
        document["proof"].update(change)
    paste(page, json.dumps(document))
    (result,) = shown(page)
    assert result["presentation"]["checks"][0]["reason"] == reason
    assert result["presentation"]["authenticity"] != "verified"
    assert result["authenticity"] == "verified"
    assert "The badges below stand by themselves." in page.text()
    assert "It was given to the one who signed" not in page.text()


def test_a_presentation_by_somebody_else_does_not_count(page: Browser) -> None:
    holder, thief = Issuer(5), Issuer(6)
    document = presentation(thief, awarded(Issuer(), holder))
    document["holder"] = holder.id
    paste(page, json.dumps(document))
    (result,) = shown(page)
    assert result["presentation"]["authenticity"] == "failed"
    lapsed = presentation(holder, awarded(Issuer(), holder), expires="2020-01-01T00:00:00Z")
    paste(page, json.dumps(lapsed))
    page.until(
        "return window.learnerWalletShown().results[0].presentation.checks[0].reason"
        " === 'presentation-expired'"
    )


HOSTILE = "<img src=x onerror=\"document.title='owned'\">"


def test_hostile_names_are_shown_as_typed(page: Browser) -> None:
    issuer = Issuer()
    document = issuer.credential(name=f"{HOSTILE}{RIGHT_TO_LEFT}gnp.exe")
    document["issuer"]["name"] = HOSTILE
    document["credentialSubject"]["achievement"].update(
        name=f"{HOSTILE}{RIGHT_TO_LEFT}gnp.exe",
        description=HOSTILE,
        criteria={"narrative": f"[click](javascript:alert(1)) {HOSTILE}"},
        image={"id": "https://tracker.example/pixel.png", "type": "Image"},
        alignment=[
            {"type": ["Alignment"], "targetName": HOSTILE, "targetUrl": "javascript:alert(1)"}
        ],
    )
    page.requests()
    paste(page, json.dumps(issuer.sign(document)))
    assert [one["authenticity"] for one in shown(page)] == ["verified"]
    heading = page.driver.find_element(By.CSS_SELECTOR, "article h2")
    assert heading.text == f"{HOSTILE}⟨202E⟩gnp.exe"
    assert (
        page.run(
            "return document.querySelectorAll('article img, article a, article script').length"
        )
        == 0
    )
    assert page.run("return document.title") == "Is this badge true?"
    assert "https://tracker.example/pixel.png" in page.text()
    assert not [url for url in page.requests() if AWAY.match(url)]


def test_in_french(french_chromium: Browser) -> None:
    french_chromium.open(f"{PAGE.as_uri()}#{text_link(BADGE)}")
    text = french_chromium.text()
    for words in ("Quiconque possède ce lien", "Vérifié", "Il est intact", "Ce qui a été vérifié"):
        assert words in text
    assert french_chromium.run("return document.documentElement.lang") == "fr"
    english = french_chromium.run("return window.learnerWalletShown()")["results"][0]
    assert english["checks"][0]["detail"].startswith("Il a la forme")
    french_chromium.driver.find_element(By.ID, "language").click()
    assert WARNING in french_chromium.text()


def test_no_english_is_left_in_the_french_page(french_chromium: Browser) -> None:
    saved = SavedDocuments(SAMPLES / "documents")
    documents = [found for url in saved.urls() if (found := saved.get(url))]
    for file in sorted((SAMPLES / "badges").iterdir()):
        french_chromium.open(PAGE.as_uri())
        data = file.read_bytes()
        (told,) = french_chromium.judge_all([data], "2026-11-23T12:00:00Z", documents=documents)
        english = {
            check["detail"]
            for check in french_chromium.judge(data, "2026-11-23T12:00:00Z", lang="en")["results"][
                0
            ]["checks"]
        }
        french = {check["detail"] for check in told["results"][0]["checks"]}
        assert not english & french, file.name


@pytest.mark.parametrize("host", ["127.0.0.1", "page.test"])
def test_nothing_but_the_page_is_asked_for(chromium: Browser, host: str) -> None:
    """Also on a host by plain http, where browsers keep their own cryptography back."""
    with serving(PAGE.read_bytes()) as (port, asked):
        address = f"http://{host}:{port}/verify.html"
        chromium.requests()
        chromium.open(f"{address}#{text_link(BADGE)}")
        assert [one["authenticity"] for one in shown(chromium)] == ["verified"]
        file = SAMPLES / "badges" / "quarry-archive.json"  # its picture is an address
        chromium.driver.find_element(By.ID, "files").send_keys(str(file))
        chromium.until(
            "return window.learnerWalletShown().results[0].authenticity === 'undetermined'"
        )
        chromium.idle()
        away = [url for url in chromium.requests() if AWAY.match(url)]
        assert away == [f"{address}#{text_link(BADGE)}".partition("#")[0]]
        assert asked == ["/verify.html"]


def test_rsa_is_told_to_be_unknown_where_the_browser_cannot(chromium: Browser) -> None:
    key = JoseKey("RS256")
    data = key.sign({**Issuer(identifier=key.did).credential()}).encode()
    for host, reason in (("127.0.0.1", "signature-valid"), ("page.test", "not-computable-here")):
        with serving(PAGE.read_bytes()) as (port, _asked):
            chromium.open(f"http://{host}:{port}/verify.html")
            result = chromium.judge(data, "2026-11-23T12:00:00Z")["results"][0]
            assert reason in [check["reason"] for check in result["checks"]]
            assert result["authenticity"] == ("verified" if host == "127.0.0.1" else "undetermined")


def test_the_page_can_be_used_with_the_keyboard_and_read_aloud(page: Browser) -> None:
    page.run("document.getElementById('text').value = arguments[0]", BADGE.decode())
    page.driver.find_element(By.ID, "text").send_keys(Keys.TAB, Keys.NULL)
    assert page.run("return document.activeElement.id") == "check"
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.until("return window.learnerWalletShown() !== null")
    page.idle()
    assert page.run("return document.activeElement.id") == "badge-1"
    assert page.run("return document.getElementById('live').textContent").startswith("Verified")
    for landmark in ("header", "main", "footer"):
        assert page.driver.find_elements(By.CSS_SELECTOR, f"body > {landmark}")
    levels = page.run(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    nameless = page.run(
        "const all = document.querySelectorAll('button, input, textarea, summary, a');"
        "return [...all].filter((one) => !one.textContent.trim()"
        " && !one.getAttribute('aria-label') && !one.labels?.length).length"
    )
    assert nameless == 0


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Browser) -> None:
    issuer = Issuer()
    document = issuer.credential(name="W" * 300, **{"@context": [V2, OB3]})
    document["credentialSubject"]["achievement"]["name"] = "W" * 300
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        paste(page, json.dumps(issuer.sign(document)))
        page.run("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.run("return document.documentElement.scrollWidth") <= 360
        small = page.run(
            "return [...document.querySelectorAll('button, label.button')].filter((one) =>"
            " one.getBoundingClientRect().height < 44).length"
        )
        assert small == 0
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
