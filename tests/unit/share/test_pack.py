"""Badges enclosed with a page: nothing in them can end the element, and all of it comes back."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.issuing import NOW, Issuer
from wallet import resources
from wallet.documents.document import Document
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.errors import ProgramDamaged, UnusableInput
from wallet.formats.unpack import unpack
from wallet.share import pack
from wallet.verify.pipeline import Circumstances, verify_bytes

PAGE = resources.path("page", "verify.html").read_text(encoding="utf-8")
EMPTY = '<script type="application/json" id="enclosed"></script>'
SMALL = f"<!DOCTYPE html><body>{EMPTY}<p>after</p></body>"
BADGES = resources.path("samples", "badges")
BADGE = (BADGES / "beekeeping.json").read_bytes()
SAVED = SavedDocuments(resources.path("samples", "documents"))
AT = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
HOSTILE = (
    "</script><img src=x onerror=alert(1)>", "<!--<script>", "</SCRIPT >", "]]>", "\u2028\u2029",
    "\u202egnp.exe", "&lt;/script&gt;", '"}\\', "\0", "\U0001f393",
)  # fmt: skip


class Reader(HTMLParser):
    """Reads the element that holds what is enclosed, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text = ""
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.inside = ("id", "enclosed") in attrs

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as it is called
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data


def read(html: str) -> tuple[Any, list[str]]:
    reader = Reader()
    reader.feed(html)
    return json.loads(reader.text), reader.elements


def payloads(inside: Any) -> list[bytes]:
    texts = [one["payload"] for one in inside["badges"]]
    return [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in texts]


def sample(name: str) -> bytes:
    return (BADGES / name).read_bytes()


def circumstances(**changes: Any) -> Circumstances:
    return Circumstances(NOW, ShippedContexts(), **{"documents": SAVED, **changes})


@settings(max_examples=50)
@given(st.lists(st.binary(min_size=1), min_size=1, max_size=4), st.binary())
def test_every_byte_comes_back(badges: list[bytes], body: bytes) -> None:
    html = pack.made(SMALL, badges, [Document("https://a.example/d", body, AT, 410)], AT)
    inside, _ = read(html)
    assert payloads(inside) == badges
    (document,) = inside["documents"]
    assert base64.b64decode(document.pop("data"), validate=True) == body
    assert document == {
        "url": "https://a.example/d",
        "fetched_at": "2026-11-24T12:30:00Z",
        "status": 410,
    }
    assert (inside["format"], inside["made_at"]) == (1, "2026-11-24T12:30:00Z")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_enclosed_ends_the_element(text: str) -> None:
    name = text.encode()
    html = pack.made(SMALL, [name], [Document(f"https://a.example/{text}", name)], AT)
    inside, elements = read(html)
    assert elements == ["body", "script", "p"]
    assert payloads(inside) == [name]
    assert inside["documents"][0]["url"] == f"https://a.example/{text}"
    assert inside["documents"][0]["fetched_at"] is None
    between = html.split('id="enclosed">')[1].split("</script>")[0]
    assert not re.search("[<>&\u2028\u2029]", between)


def test_the_rest_of_the_page_is_as_it_was() -> None:
    html = pack.made(PAGE, [BADGE], [], AT)
    before, after = PAGE.split(EMPTY)
    assert html.startswith(before)
    assert html.endswith(after)
    assert html == pack.made(PAGE, [BADGE], [], AT.astimezone(timezone(timedelta(hours=2))))


@pytest.mark.parametrize("page", ["", "<html></html>", SMALL + SMALL], ids=["no", "none", "two"])
def test_a_page_without_one_place_for_it_is_damaged(page: str) -> None:
    with pytest.raises(ProgramDamaged) as caught:
        pack.made(page, [BADGE], [], AT)
    assert caught.value.code == "program-damaged"


def test_what_cannot_be_enclosed_says_so() -> None:
    with pytest.raises(UnusableInput) as caught:
        pack.made(SMALL, [], [], AT)
    assert caught.value.code == "nothing-to-share"
    with pytest.raises(UnusableInput) as caught:
        pack.made(SMALL, [b"x" * (pack.MAX_BYTES * 3 // 4)], [], AT)
    assert caught.value.code == "too-large-for-page"
    assert "10 MB" in str(caught.value)


def test_a_badge_baked_into_a_picture_goes_with_it() -> None:
    for name in ("first-aid.png", "food-hygiene.svg"):
        original = sample(name)
        payload = unpack(original, name).payload
        assert pack.enclosed_form(original, payload, name) == original


def test_the_picture_stays_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    original = sample("first-aid.png")
    payload = unpack(original, "a").payload
    assert pack.enclosed_form(original, b'{"less": 1}', "a") == b'{"less": 1}'
    assert pack.enclosed_form(BADGE, BADGE, "a") == BADGE
    monkeypatch.setattr(pack, "MAX_PICTURE", len(original))
    assert pack.enclosed_form(original, payload, "a") == original
    monkeypatch.setattr(pack, "MAX_PICTURE", len(original) - 1)
    assert pack.enclosed_form(original, payload, "a") == payload


def test_a_badge_with_a_picture_of_its_own_needs_no_other() -> None:
    issuer = Issuer()
    document = issuer.credential()
    picture = base64.b64encode(sample("first-aid.png")).decode()
    document["credentialSubject"]["achievement"]["image"] = {
        "id": f"data:image/png;base64,{picture}",
        "type": "Image",
    }
    inside = json.dumps(issuer.sign(document))
    original = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
        f' viewBox="0 0 9 9"><openbadges:credential><![CDATA[{inside}]]></openbadges:credential>'
        '<path d="M0 0h9v9z"/></svg>'
    ).encode()
    payload = unpack(original, "a").payload
    assert json.loads(payload) == json.loads(inside)
    assert pack.enclosed_form(original, payload, "a") == payload


def test_an_address_alone_is_read_from_its_picture_only(monkeypatch: pytest.MonkeyPatch) -> None:
    original = sample("information-literacy-2013.png")
    payload = unpack(original, "a").payload
    assert payload.startswith(b"http")
    monkeypatch.setattr(pack, "MAX_PICTURE", 1)
    assert pack.enclosed_form(original, payload, "a") == original


USED = {
    "beekeeping.json": [],
    "data-analysis-python.jwt": ["https://eastmere.example.edu/.well-known/did.json"],
    "first-aid.png": [
        "https://firstaid.example/awards/2023-18-0931",
        "https://firstaid.example/badges/first-aid-at-work",
        "https://firstaid.example/organisation",
    ],
}


@pytest.mark.parametrize("name", USED)
def test_just_the_documents_that_a_verdict_rests_on_are_enclosed(name: str) -> None:
    found = pack.documents_used([sample(name)], circumstances())
    assert [one.url.removesuffix(".json") for one in found] == [
        url.removesuffix(".json") for url in USED[name]
    ]
    assert all(one == SAVED.get(one.url) and one.as_of for one in found)


def test_documents_of_several_badges_are_enclosed_once() -> None:
    names = ("forklift-revoked.png", "food-hygiene.svg", "welding-safety.jws")
    badges = [sample(name) for name in names]
    found = pack.documents_used([*badges, b"no badge"], circumstances())
    urls = [one.url for one in found]
    assert len(urls) == len(set(urls)) > 3
    assert set(urls) == {
        one.url for badge in badges for one in pack.documents_used([badge], circumstances())
    }


@pytest.mark.parametrize("file", sorted(BADGES.iterdir()), ids=lambda file: file.name)
def test_the_documents_used_are_enough_for_the_same_verdict(file: Any) -> None:
    given = circumstances()
    used = pack.documents_used([file.read_bytes()], given)
    alone = circumstances(documents=pack.Noting(_Only({one.url: one for one in used})))
    assert verify_bytes(file.read_bytes(), "a", alone) == verify_bytes(
        file.read_bytes(), "a", given
    )


class _Only:
    def __init__(self, pages: dict[str, Document]) -> None:
        self._pages = pages

    def get(self, url: str) -> Document | None:
        return self._pages.get(url)
