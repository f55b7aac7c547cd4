"""Links that the page makes: the program opens them, and finds in them just what was signed."""

from __future__ import annotations

import base64
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.chromium import PAGE, Browser
from tests.browser.equality import Said, of_program
from tests.browser.packing import pack, text_link
from tests.browser.serving import certified, serving
from tests.browser.test_equal import NOW, SAMPLES
from tests.browser.test_page import BADGE, TOKEN, WARNING, awarded, paste, presentation
from tests.issuing import Issuer, JoseKey, key_bound, sd_jwt
from tests.unit.cli.conftest import make_app
from tests.unit.share.test_links import PAYLOADS, VECTORS
from tests.unit.verify.test_proof_ecdsa_sd import BASE as BASE_PROOF
from wallet.cli.main import run
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.formats import link
from wallet.formats.inputs import Source, expand, opened, read_source
from wallet.formats.unpack import unpack
from wallet.judging import judge
from wallet.share import link as sharing
from wallet.share.disclosing import Disclosing, leaving
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances

BADGES = sorted((SAMPLES / "badges").iterdir())
ADDRESS_ONLY = "information-literacy-2013.png"
ALLOWED = ("clipboardReadWrite", "clipboardSanitizedWrite")
COPY = "Copy a link to this badge"
AS_TEXT = "Copy this badge as a line of text"
STATUS = "[role=status]"
BY_HAND = "All of it is selected: copy it yourself."
TOO_LARGE = "This is too much for a link: share fewer badges at a time, or share them as files."
_LINK = """
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
return window.learnerWalletLink(...arguments[0].map(bytes));
"""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address at which the page lies on the web."""
    tls = certified(tmp_path_factory.mktemp("tls"))
    with serving(PAGE.read_bytes(), tls) as (port, _asked):
        yield f"https://127.0.0.1:{port}/verify.html"


@pytest.fixture
def hosted(chromium: Browser, web: str) -> Iterator[Browser]:
    """Return a browser with the page opened from the web, which may use the clipboard."""
    chromium.open(web)
    yield from _permitted(chromium)


def _permitted(browser: Browser) -> Iterator[Browser]:
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": list(ALLOWED)})
    browser.driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield browser
    browser.driver.execute_cdp_cmd("Browser.resetPermissions", {})


def link_to(page: Browser, *files: bytes) -> str:
    """Return the page's link to all that is in ``files``."""
    return str(page.run(_LINK, [base64.b64encode(one).decode() for one in files]))


def sources(text: str) -> tuple[Source, ...]:
    """Return what the program takes out of a link that it was given."""
    (item,) = expand([text])
    found = opened(read_source(item))
    assert [one.error for one in found] == [None] * len(found)
    return found


def payloads(text: str) -> list[bytes]:
    return [one.data or b"" for one in sources(text)]


def circumstances() -> Circumstances:
    saved = SavedDocuments(SAMPLES / "documents")
    return Circumstances(NOW, ShippedContexts(), saved, (), trust.shipped())


def said(source: Source) -> Said:
    """Return what the program says, but for where the badge was found."""
    verdict = judge(source, circumstances())
    assert verdict is not None
    return {name: told for name, told in of_program(verdict).items() if name != "form"}


def worth(source: Source) -> list[Any]:
    """Return the axes and the checks but for that of the form, which tells of a picture."""
    told = said(source)
    return [told["axes"], [check for check in told["checks"] if check[0] != "structure"]]


def leaves(data: bytes, name: str) -> bytes:
    """Return what the program shares of a file."""
    return leaving(unpack(data, name).payload, name, Disclosing(), circumstances())[0]


def buttons(page: Browser) -> list[WebElement]:
    return page.driver.find_elements(By.CSS_SELECTOR, "button.copy")


def labels(page: Browser) -> list[str]:
    return [one.text for one in buttons(page)]


def status(page: Browser) -> str:
    """Wait until the page says what came of copying; return that."""
    told = f"[...document.querySelectorAll('.handing {STATUS}')].map((one) => one.innerText)"
    return str(page.until(f"return {told}.find((text) => text)"))


def clipboard(page: Browser) -> str:
    return str(page.run("return navigator.clipboard.readText()"))


def field(page: Browser) -> WebElement:
    return page.driver.find_element(By.CSS_SELECTOR, ".link-text textarea")


# The program opens them


@pytest.mark.parametrize("file", BADGES, ids=lambda file: file.name)
def test_a_link_to_a_sample_gives_the_program_what_was_signed(
    hosted: Browser, web: str, file: Path
) -> None:
    data = file.read_bytes()
    made = link_to(hosted, data)
    if file.name == ADDRESS_ONLY:
        assert made == "not-a-badge"
        return
    assert made.startswith(f"{web}#1b")
    payload = leaves(data, file.name)
    assert payloads(made) == [payload]
    assert len(made) <= 1.08 * len(sharing.make([payload], web).text)
    (source,) = sources(made)
    assert said(source) == said(Source(file.name, payload))
    assert worth(source) == worth(Source(file.name, data))


def test_one_link_holds_all_samples(hosted: Browser) -> None:
    files = [file.read_bytes() for file in BADGES if file.name != ADDRESS_ONLY]
    made = link_to(hosted, *files)
    assert payloads(made) == [leaves(data, "a badge") for data in files]
    assert len(files) > 20


@pytest.mark.parametrize(("name", "exit_status"), [("beekeeping.json", 0), ("photography.jwt", 3)])
def test_the_command_line_verifies_a_link_of_the_page(
    hosted: Browser, capsys: pytest.CaptureFixture[str], name: str, exit_status: int
) -> None:
    made = link_to(hosted, (SAMPLES / "badges" / name).read_bytes())
    asked = ["--now", NOW.isoformat(), "verify", made, "--json"]
    capsys.readouterr()
    assert run(asked, make_app) == exit_status
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["container"] == "text"
    assert result["authenticity"] == ("verified" if exit_status == 0 else "undetermined")


def test_the_vectors_of_the_format_go_in_and_come_out(page: Browser) -> None:
    for one in VECTORS["good"]:
        fragment = page.run("return window.learnerWalletFragment(arguments[0])", one["payloads"])
        assert [text.decode() for text in read(fragment)] == one["payloads"], one["name"]


def read(fragment: str) -> tuple[bytes, ...]:
    return link.read(f"https://badges.example/v#{fragment}".encode())


@settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(PAYLOADS)
def test_whatever_text_goes_in_comes_out_exactly(chromium: Browser, texts: list[bytes]) -> None:
    if not chromium.run("return 'learnerWalletFragment' in window"):
        chromium.open(PAGE.as_uri())
    written = [one.decode("latin-1") for one in texts]
    fragment = chromium.run("return window.learnerWalletFragment(arguments[0])", written)
    assert read(fragment) == tuple(one.encode() for one in written)
    assert chromium.run("return window.learnerWalletPayloads(arguments[0])", fragment) == written


def test_a_presentation_is_taken_apart_into_exactly_what_each_issuer_signed(
    hosted: Browser,
) -> None:
    holder = Issuer(5)
    badge = awarded(Issuer(), holder)
    text = json.dumps(badge, indent=3).replace('"id"', '"\\u0069d"').replace("\n", "\r\n")
    whole = json.dumps(presentation(holder, badge)).replace(json.dumps(badge), text)
    assert text in whole
    expected = [one.data for one in opened(Source("presentation.json", whole.encode()))]
    assert expected == [text.encode()]
    assert payloads(link_to(hosted, whole.encode())) == expected
    token = JoseKey("ES256").sign({"vp": json.loads(whole)}, typ="JWT").encode()
    assert payloads(link_to(hosted, token)) == [
        one.data for one in opened(Source("presentation.jwt", token))
    ]


def test_what_a_holder_signed_for_somebody_else_stays_behind(hosted: Browser) -> None:
    issuer, holder = JoseKey("ES256"), JoseKey("ES256")
    token = sd_jwt(issuer, {"vct": "https://x.example", "iss": issuer.did}, {"name": "Ada"})
    bound = key_bound(holder, token)
    assert payloads(link_to(hosted, bound.encode())) == [token.encode()]
    assert leaves(bound.encode(), "a badge") == token.encode()
    head, payload, signature = token.split("~")[0].split(".")
    beside = {"disclosures": token.split("~")[1:-1]}
    form = {"protected": head, "payload": payload, "signature": signature, "header": beside}
    assert payloads(link_to(hosted, json.dumps(form).encode())) == [token.encode()]
    assert leaves(json.dumps(form).encode(), "a badge") == token.encode()
    form["header"] = {**beside, "kid": "#other"}
    assert "kid" not in json.loads(base64.urlsafe_b64decode(head + "=="))
    assert link_to(hosted, json.dumps(form).encode()) == "no-compact-form"


def test_no_link_is_made_of_a_proof_that_is_for_its_holder_alone(hosted: Browser) -> None:
    text = json.dumps(BASE_PROOF)
    assert link_to(hosted, text.encode()) == "base-proof-stays"
    paste(hosted, text)
    assert labels(hosted) == []
    assert "has a proof for its holder's eyes only" in hosted.text()


@pytest.mark.parametrize("what", ["{}", "[]", "hello", "", "https://college.example/badge"])
def test_no_link_is_made_of_what_is_no_badge(hosted: Browser, what: str) -> None:
    made = link_to(hosted, what.encode())
    assert made in {"not-a-badge", "empty-file"}


def large(size: int) -> dict[str, Any]:
    """Return a badge with ``size`` characters that no compression makes fewer."""
    issuer = Issuer()
    document = issuer.credential()
    noise = random.Random(7).choices("".join(map(chr, range(0x30, 0x7B))), k=size)  # noqa: S311
    document["credentialSubject"]["achievement"]["description"] = "".join(noise)
    return issuer.sign(document)


def test_what_no_reader_takes_is_refused_in_one_line(hosted: Browser) -> None:
    fits, large_, hollow = (
        json.dumps(one).encode()
        for one in (large(150_000), large(200_000), {**large(0), "x": " " * 2_000_000})
    )
    assert payloads(link_to(hosted, fits)) == [fits]
    assert link_to(hosted, large_) == "too-large-for-link"
    assert link_to(hosted, hollow) == "too-large-for-link"
    assert len(payloads(link_to(hosted, *[BADGE] * 50))) == 50
    assert link_to(hosted, *[BADGE] * 51) == "too-large-for-link"
    paste(hosted, large_.decode())
    hosted.run("return navigator.clipboard.writeText('before')")
    buttons(hosted)[0].click()
    assert status(hosted) == TOO_LARGE
    assert clipboard(hosted) == "before"


# What a person meets


def test_the_button_copies_a_link_that_opens(hosted: Browser, web: str) -> None:
    paste(hosted, BADGE.decode())
    assert labels(hosted) == [COPY]
    assert WARNING in hosted.text()
    buttons(hosted)[0].click()
    told = status(hosted)
    made = clipboard(hosted)
    assert told == f"Copied: {len(made):,} characters."
    assert made == link_to(hosted, BADGE)
    assert payloads(made) == [BADGE.strip()]
    hosted.open(made)
    (result,) = hosted.until("return window.learnerWalletShown()")["results"]
    assert result["authenticity"] == "verified"
    assert hosted.complaints() == []
    assert made.startswith(web)


def test_a_picture_that_was_chosen_gives_a_link_to_the_badge_in_it(hosted: Browser) -> None:
    file = SAMPLES / "badges" / "swimming-coach.png"
    hosted.driver.find_element(By.ID, "files").send_keys(str(file))
    hosted.until("return document.querySelector('button.copy')")
    buttons(hosted)[0].click()
    status(hosted)
    assert payloads(clipboard(hosted)) == [unpack(file.read_bytes(), file.name).payload]


def test_several_have_a_link_each_and_one_for_all_that_can_be_read(hosted: Browser) -> None:
    names = ("beekeeping.json", ADDRESS_ONLY, "data-analysis-python.jwt")
    files = [
        *(SAMPLES / "badges" / name for name in names),
        SAMPLES / "mistakes" / "cut-short.json",
    ]
    hosted.driver.find_element(By.ID, "files").send_keys(os.linesep.join(map(str, files)))
    hosted.until("return document.querySelectorAll('article').length === 4")
    assert labels(hosted) == ["Copy one link to 2 badges", COPY, COPY]
    for button, expected in zip(
        buttons(hosted), ([BADGE.strip(), TOKEN], [BADGE.strip()], [TOKEN]), strict=True
    ):
        button.click()
        hosted.until(
            f"return document.activeElement.parentElement.querySelector('{STATUS}').innerText"
        )
        assert payloads(clipboard(hosted)) == expected


def test_an_address_keeps_its_question_and_loses_its_old_link(hosted: Browser, web: str) -> None:
    hosted.open(f"{web}?page=2#{text_link(TOKEN)}")
    assert labels(hosted) == []
    paste(hosted, BADGE.decode())
    buttons(hosted)[0].click()
    status(hosted)
    made = clipboard(hosted)
    assert made.startswith(f"{web}?page=2#1b")
    assert payloads(made) == [BADGE.strip()]


def test_what_came_by_a_link_has_its_link_already(hosted: Browser) -> None:
    paste(hosted, f"https://college.example/verify.html#{text_link(BADGE)}")
    assert labels(hosted) == []
    made = link_to(hosted, f"https://college.example/v#{text_link(BADGE, TOKEN)}".encode())
    assert payloads(made) == [BADGE.strip(), TOKEN]


def test_who_handed_it_over_is_said_not_to_be_in_the_link(hosted: Browser) -> None:
    holder = Issuer(5)
    paste(hosted, json.dumps(presentation(holder, awarded(Issuer(), holder))))
    assert labels(hosted) == [COPY]
    assert "Who handed it over is not in it." in hosted.text()


def test_where_the_clipboard_is_forbidden_the_link_is_there_to_be_copied(hosted: Browser) -> None:
    for name in ("clipboard-write", "clipboard-read"):
        hosted.driver.execute_cdp_cmd(
            "Browser.setPermission", {"permission": {"name": name}, "setting": "denied"}
        )
    paste(hosted, BADGE.decode())
    buttons(hosted)[0].click()
    assert BY_HAND in status(hosted)
    selected_to_be_copied(hosted, link_to(hosted, BADGE))


def selected_to_be_copied(page: Browser, text: str) -> None:
    shown = field(page)
    assert shown.get_property("value") == text
    assert shown.get_property("readOnly") is True
    assert page.run("return document.activeElement === arguments[0]", shown)
    ends = [shown.get_property(name) for name in ("selectionStart", "selectionEnd")]
    assert ends == [0, len(text)]
    assert page.run("return arguments[0].labels.length", shown) == 1


def test_by_plain_http_the_link_is_shown_and_who_opens_it_is_said(chromium: Browser) -> None:
    with serving(PAGE.read_bytes()) as (port, _asked):
        address = f"http://page.test:{port}/verify.html"
        chromium.open(address)
        paste(chromium, BADGE.decode())
        assert "opens only links that begin with https" in chromium.text()
        buttons(chromium)[0].click()
        assert BY_HAND in status(chromium)
        made = str(field(chromium).get_property("value"))
        selected_to_be_copied(chromium, made)
        assert made.startswith(f"{address}#1b")
        chromium.open(made)
        (result,) = chromium.until("return window.learnerWalletShown()")["results"]
        assert result["authenticity"] == "verified"


@pytest.fixture
def mailed(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """Return a browser with a copy of the page on a disk, in which two badges are enclosed."""
    file = tmp_path / "pack.html"
    file.write_text(pack([BADGE, TOKEN], [], "2026-11-20T09:00:00Z"), encoding="utf-8")
    chromium.open(file.as_uri())
    yield from _permitted(chromium)


def test_from_a_disk_a_text_is_copied_and_no_address_of_the_disk(
    mailed: Browser, tmp_path: Path, web: str
) -> None:
    mailed.until("return document.querySelectorAll('article').length === 2")
    assert labels(mailed) == ["Copy 2 badges as one line of text", AS_TEXT, AS_TEXT]
    assert mailed.text().count("no link leads there") == 1
    assert WARNING not in mailed.text()
    assert mailed.text().count("Whoever has it has the whole credential.") == 2
    assert "Whoever has it has all of these badges, whole." in mailed.text()
    buttons(mailed)[0].click()
    status(mailed)
    text = clipboard(mailed)
    assert text.startswith("#1b")
    assert tmp_path.name not in text
    assert payloads(f"{web}{text}") == [BADGE.strip(), TOKEN]
    mailed.open(PAGE.as_uri())
    paste(mailed, text)
    results = mailed.run("return window.learnerWalletShown()")["results"]
    assert [one["authenticity"] for one in results] == ["verified", "undetermined"]
    mailed.open(f"{web}{text}")
    results = mailed.until("return window.learnerWalletShown()")["results"]
    assert [one["authenticity"] for one in results] == ["verified", "undetermined"]


def test_the_page_hands_on_in_french_too(french_chromium: Browser, web: str) -> None:
    french_chromium.open(web)
    for page in _permitted(french_chromium):
        paste(page, BADGE.decode())
        assert labels(page) == ["Copier un lien vers ce badge"]
        assert "Quiconque possède ce lien possède le badge tout entier." in page.text()
        buttons(page)[0].click()
        told = status(page)
        count = f"{len(clipboard(page)):,}".replace(",", "\u202f")
        assert told == f"Copié\u00a0: {count} caractères."


def test_a_link_is_made_without_asking_anybody(hosted: Browser) -> None:
    paste(hosted, BADGE.decode())
    hosted.requests()
    buttons(hosted)[0].click()
    status(hosted)
    assert hosted.requests() == []
    assert hosted.complaints() == []
