"""The printed sheet: what it says, what its codes carry, and that nothing else is on it."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.issuing import NOW, Issuer, b64
from tests.printing import codes_on, needs_poppler, pages_of, text_of
from tests.unit.store.fakes import PASSPHRASE, home_in
from wallet.app import App
from wallet.errors import UnusableInput
from wallet.formats.inputs import Source, opened
from wallet.share import sheet
from wallet.share.forms import Options

PAGE = "https://badges.example.org/v"
NO_CODE = "No code: the badge names no web address. Ask for its file."

Make = Callable[..., Path]
"""Adds badges, (name, changes) or signed bytes, and returns the path of a sheet of all."""


def badge(number: int, name: str, about: dict[str, Any] | None = None, **changes: Any) -> bytes:
    issuer = Issuer(number)
    credential = issuer.credential(name=name, **changes)
    credential["credentialSubject"]["achievement"] |= {"name": name, **(about or {})}
    return json.dumps(issuer.sign(credential)).encode()


def given_to(name: str) -> dict[str, Any]:
    identity = {"type": "IdentityObject", "identityType": "name", "hashed": False}
    return {"identifier": [{**identity, "identityHash": name}]}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = App(home_in(tmp_path / "wallet"), clock=lambda: NOW)
    app.create(passphrase=PASSPHRASE, keychain=False)
    yield app
    app.lock()


@pytest.fixture
def make(app: App, tmp_path: Path) -> Make:
    def made(*badges: bytes, base: str | None = PAGE, lang: str = "en") -> Path:
        added = app.add([(f"{number}.json", data) for number, data in enumerate(badges)])
        assert len(added.added) == len(badges)
        ids = [entry.id for entry in added.added]
        handed = app.share(ids, "pdf", Options(base=base, lang=lang), tmp_path / "sheet.pdf")
        (path,) = handed.paths
        return path

    return made


def in_order(text: str, *parts: str) -> None:
    """Assert that ``parts`` stand in ``text``, each after the one before."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is not after {text[max(0, place - 60) : place]!r}"
        place = found + len(part)


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\n", path.read_bytes()))


# What stands on it


@needs_poppler
def test_it_says_what_each_badge_says_and_what_it_is_worth(make: Make) -> None:
    alignment = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": "https://skills.example/1"}
        for name in ("Rope work", "Patience")
    ]
    text = text_of(
        make(
            badge(1, "Knots", {"alignment": alignment}),
            badge(2, "Buoys", validUntil="2026-01-31T12:00:00Z"),
        )
    )
    in_order(text, "Badges", "2 badges · Printed on 23 November 2026", "Knots", "Harbour School")
    in_order(
        text, "1 \N{MULTIPLICATION SIGN} Verified", "1 \N{MULTIPLICATION SIGN} Expired", "Knots"
    )
    in_order(
        text, "Knots", "in no registry at hand", "Verified", "Issued on 1 March 2025",
        "No end stated", "What it is for", "Ties what must hold.",
        "How it is earned", "Twelve knots, assessed on board.", "Rope work, Patience",
        "nothing was changed since", "Checked offline on 23 November 2026", "Buoys", "Expired",
        "Expired on 31 January 2026", "It expired on 2026-01-31", "This sheet is a summary.",
        "Page 1 of 1",
    )  # fmt: skip
    assert "Badges of" not in text
    assert "Given to" not in text


@needs_poppler
def test_it_speaks_french(make: Make) -> None:
    made = make(badge(1, "Nœuds", validUntil="2027-08-01T12:00:00Z"), lang="fr")
    text = text_of(made)
    in_order(
        text, "Imprimé le 23 novembre 2026", "Nœuds", "Vérifié", "Émis le 1er mars 2025",
        "Expire le 1er août 2027", "Vérifié hors ligne", "Page 1 sur 1",
    )  # fmt: skip
    assert b"/Lang (fr)" in made.read_bytes()
    for english in ("Verified", "Issued", "Checked", "Skills", "Nobody"):
        assert english not in text


@needs_poppler
def test_a_badge_that_was_altered_says_so_and_names_nobody(make: Make) -> None:
    forged = json.loads(badge(1, "Knots"))
    forged["credentialSubject"] |= given_to("Mallory")
    text = text_of(make(json.dumps(forged).encode()))
    in_order(
        text,
        "1 \N{MULTIPLICATION SIGN} Not verified",
        "Knots",
        "Not verified",
        "The signature does not fit",
    )
    assert "Badges of" not in text
    assert "nothing was changed" not in text


@needs_poppler
def test_the_head_names_a_learner_only_where_every_badge_does(make: Make) -> None:
    def named(number: int, name: str) -> bytes:
        subject = Issuer(number).credential()["credentialSubject"] | given_to(name)
        return badge(number, f"Badge {number}", credentialSubject=subject)

    both = text_of(make(named(1, "Ada Okafor"), named(2, "Ada  Okafor")))
    in_order(both, "Badges of Ada Okafor", "Badge 1", "Given to", "Ada Okafor", "Badge 2")
    assert "Badges of" not in text_of(make(named(3, "Ada Okafor"), badge(4, "Unnamed")))
    assert "Badges of" not in text_of(make(named(5, "Ada Okafor"), named(6, "Bea Okafor")))


@needs_poppler
def test_an_address_that_the_wallet_knows_is_not_told(app: App, make: Make) -> None:
    app.add_identity("ada@example.org")
    hashed = {
        "type": "IdentityObject", "identityType": "emailAddress", "hashed": True, "salt": "s",
        "identityHash": "sha256$2e5f6c7b0a7dd5ef3b6c1f2b6c4f6a1d",
    }  # fmt: skip
    plain = hashed | {"hashed": False, "salt": None, "identityHash": "ada@example.org"}
    for number, identity in enumerate((hashed, plain), start=1):
        subject = Issuer(number).credential()["credentialSubject"] | {"identifier": [identity]}
        text = text_of(make(badge(number, "Knots", credentialSubject=subject), base=None))
        assert "ada@example.org" not in text


@needs_poppler
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("{nb} **bold** __x__ \\(y\\)", "{nb} **bold** __x__ \\(y\\)"),
        ("bell\x07 esc\x1b[31m \u202egpj.exe", "bell⟨0007⟩ esc⟨001B⟩[31m ⟨202E⟩gpj.exe"),
        ("تعليم بحري", "تعليم بحري"),
        ("תעודה 3", "תעודה"),
        ("Smile 😀 fine", "Smile 😀 fine"),
        ("水泳 A1", "▯▯ A1"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_hostile_and_foreign_names_are_printed_as_they_are(
    make: Make, name: str, printed: str
) -> None:
    text = text_of(make(badge(1, name)))
    plain = "".join(one for one in text if one not in "\u202a\u202b\u202c\u200e\u200f")
    assert printed in plain
    assert ("▯ stands for a character" in plain) == ("▯" in printed)


@needs_poppler
def test_a_title_of_three_hundred_letters_is_whole_and_one_of_three_thousand_is_cut(
    make: Make,
) -> None:
    name = " ".join(f"title{number:03}" for number in range(33))
    text = text_of(make(badge(1, name)))
    assert name in text
    endless = make(badge(2, "Endless " * 400, {"description": "x" * 50_000}))
    assert "Endless…" in text_of(endless)
    assert pages(endless) == 1


# Codes


@needs_poppler
def test_each_code_carries_its_badge_and_is_read_from_the_page(make: Make) -> None:
    badges = [badge(number, f"Badge {number}") for number in range(1, 8)]
    path = make(*badges)
    found: list[bytes | None] = []
    for page in pages_of(path):
        for code in codes_on(page):
            assert code.startswith(f"{PAGE}#1n")
            found += [one.data for one in opened(Source("-", code.encode()))]
    assert found == badges
    assert path.read_bytes().count(b"/URI (https://badges.example.org/v#1b") >= len(badges)


@needs_poppler
def test_the_largest_code_is_read_too(make: Make) -> None:
    # As large a badge as one code holds: random text, which cannot be packed.
    noise = b64(bytes(number * 7919 % 251 for number in range(1100)))[:1250]
    whole = badge(1, "Large", {"description": noise})
    (page,) = pages_of(make(whole))
    (code,) = codes_on(page)
    (source,) = opened(Source("-", code.encode()))
    assert source.data == whole


@needs_poppler
def test_without_a_page_a_code_leads_to_the_issuer_or_there_is_none(make: Make) -> None:
    hosted = badge(1, "Hosted", id="https://harbour.example/badges/1")
    path = make(hosted, badge(2, "Alone"), base=None)
    (page,) = pages_of(path)
    assert codes_on(page) == ["https://harbour.example/badges/1"]
    text = text_of(path)
    in_order(text, "Leads to where its issuer shows it", "Alone")
    assert NO_CODE in text


@needs_poppler
def test_what_is_too_large_for_a_code_says_so(make: Make) -> None:
    noise = "".join(f"{number * 7919 % 10007:x}" for number in range(4000))
    large = badge(1, "Large", {"description": noise})
    hosted = badge(2, "Hosted", {"description": noise}, id="https://harbour.example/badges/2")
    path = make(large, hosted)
    assert [code for page in pages_of(path) for code in codes_on(page)] == [
        "https://harbour.example/badges/2"
    ]
    assert "too large for one. Ask for its file." in text_of(path)


# Pictures, pages, bytes


def pictured(data: bytes, kind: str = "png") -> dict[str, Any]:
    return {
        "image": {
            "id": f"data:image/{kind};base64,{base64.b64encode(data).decode()}",
            "type": "Image",
        }
    }


@needs_poppler
@pytest.mark.parametrize("whole", [True, False])
def test_a_picture_that_cannot_be_drawn_gives_a_medal(make: Make, *, whole: bool) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 60)).save(out, "PNG")
    data = out.getvalue() if whole else out.getvalue()[:45]
    path = make(badge(1, "Quartz", pictured(data)), base=None)
    (page,) = pages_of(path, 50)
    millimetre = 50 / 25.4
    left = page[:, int(15 * millimetre) : int(37 * millimetre)]
    square = (sheet.PICTURE * millimetre) ** 2
    assert (int((left < 20).sum()) > 0.9 * square) is whole
    assert ("Q" in text_of(path).split()) is not whole


def test_a_badge_is_never_torn_and_pages_are_as_few_as_fit(make: Make) -> None:
    path = make(*(badge(number, f"Badge {number}") for number in range(1, 12)))
    assert 3 <= pages(path) <= 4


def test_the_same_badges_give_the_same_bytes(app: App) -> None:
    app.add([("a.json", badge(1, "Knots")), ("b.json", badge(2, "Buoys"))])
    ids = [entry.id for entry in app.entries()]
    first, second = (app.share(ids, "pdf", Options(base=PAGE)) for _ in range(2))
    assert first.made.files[0].content() == second.made.files[0].content()


def test_large_pictures_make_no_large_sheet(make: Make) -> None:
    out = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(out, "JPEG", quality=95)
    path = make(badge(1, "Photo", pictured(out.getvalue(), "jpeg")), base=None)
    assert len(out.getvalue()) > 1_000_000
    assert len(path.read_bytes()) < 250_000


# What leaves


def test_a_preview_lists_all_of_a_badge_that_its_code_carries_and_the_verdict(app: App) -> None:
    app.add([("a.json", badge(1, "Knots"))])
    (entry,) = app.entries()
    preview = app.preview([entry.id], "pdf", Options(base=PAGE))
    (one,) = preview.badges
    listed = preview.fields_of(one)
    assert set(one.fields) < set(listed)
    printed = {field.pointer: field.value for field in listed if field.where == "printed"}
    assert printed["/headline"] == "Verified"
    assert printed["/checked"].startswith("Checked offline on 23 November 2026")
    assert preview.made is not None
    assert preview.made.whole
    assert preview.made.base == PAGE


def test_a_preview_without_codes_lists_just_what_is_printed(app: App) -> None:
    app.add([("a.json", badge(1, "Knots"))])
    (entry,) = app.entries()
    preview = app.preview([entry.id], "pdf", Options())
    (one,) = preview.badges
    listed = preview.fields_of(one)
    assert {field.where for field in listed} == {"printed"}
    values = [field.value for field in listed]
    assert {"Knots", "Harbour School", "Ties what must hold."} <= set(values)
    assert "did:example:learner" not in values
    assert preview.made is not None
    assert not preview.made.whole
    assert preview.made.base is None
    line = app.share([entry.id], "pdf", Options()).line
    assert "1#printed/name" in line.fields
    assert not any("credentialSubject" in field for field in line.fields)


def test_a_preview_needs_nothing_that_draws(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    app.add([("a.json", badge(1, "Knots"))])
    monkeypatch.setitem(__import__("sys").modules, "wallet.share.sheet", None)
    (entry,) = app.entries()
    assert app.preview([entry.id], "pdf", Options(base=PAGE)).refusal is None


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (Options(base="not a page"), "base-not-usable"),
        (Options(base=PAGE, ending=".doc"), "ending-not-possible"),
        (Options(base=PAGE, nonce="4711"), "repeats-nothing"),
        (Options(base=PAGE, expires=NOW), "no-end-possible"),
    ],
)
def test_what_a_sheet_cannot_be_is_refused(app: App, options: Options, code: str) -> None:
    app.add([("a.json", badge(1, "Knots"))])
    (entry,) = app.entries()
    with pytest.raises(UnusableInput) as caught:
        app.share([entry.id], "pdf", options)
    assert caught.value.code == code
    assert app.shared() == ()
