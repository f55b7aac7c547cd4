"""Documents of word processors, read back: DOCX by python-docx, ODT by what ODF says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
import zxingcpp
from docx.oxml.ns import qn
from docx.text.hyperlink import Hyperlink
from hypothesis import example, given, settings
from lxml import etree
from PIL import Image

from tests.unit.cv.selections import (
    HOSTILE,
    TODAY,
    entry,
    hostile_entry,
    selection,
    texts,
)
from tests.unit.cv.test_goldens import samples
from wallet.cv import docx as word
from wallet.cv import odt, telling
from wallet.cv.choices import Choices, Grouping, Language, Length, Link
from wallet.cv.entries import Selection
from wallet.cv.forms import LONGEST_IN_WORD
from wallet.cv.plain import plain
from wallet.i18n import Words

LONG = Choices(length=Length.LONG, results=True)
FRENCH = LONG.changed(language=Language.FRENCH, grouping=Grouping.ISSUER)
NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
TEXT = f"{{{NAMESPACES['text']}}}"
XLINK = f"{{{NAMESPACES['xlink']}}}"


@dataclass(frozen=True)
class Read:
    """A paragraph as a reader sees it: its style, its text, and where which words lead."""

    style: str
    text: str
    links: tuple[tuple[str, str], ...] = ()


def without_isolates(shown: str) -> str:
    return shown.replace("\u2068", "").replace("\u2069", "")


def by_word(made: bytes) -> list[Read]:
    read = docx.Document(io.BytesIO(made))
    assert not read.tables
    return [
        Read(
            str(one.style.name) if one.style else "",
            without_isolates(one.text),
            tuple(
                (without_isolates(link.text), link.url)
                for link in one.iter_inner_content()
                if isinstance(link, Hyperlink)
            ),
        )
        for one in read.paragraphs
    ]


def part(made: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return file.read(name)


def collapsed(element: Any) -> str:
    """Return the text of an ODF paragraph as a reader takes it (ODF 1.3 part 3 §6.1.2)."""
    said: list[str] = []

    def walk(one: Any) -> None:
        if one.tag == f"{TEXT}s":
            said.append("\x00" * int(one.get(f"{TEXT}c", "1")))
        said.append(one.text or "")
        for child in one:
            walk(child)
            said.append(child.tail or "")

    walk(element)
    text = re.sub(r"[ \t\r\n]+", " ", "".join(said))
    return text.removeprefix(" ").removesuffix(" ").replace("\x00", " ")


def by_odf(made: bytes) -> list[Read]:
    tree = etree.fromstring(part(made, "content.xml"))
    (body,) = tree.iter(f"{{{NAMESPACES['office']}}}text")
    names = {
        one.get(f"{{{NAMESPACES['style']}}}name"): one.get(
            f"{{{NAMESPACES['style']}}}parent-style-name"
        )
        for one in tree.iter(f"{{{NAMESPACES['style']}}}style")
    }
    found = []
    for one in body:
        assert one.tag in (f"{TEXT}h", f"{TEXT}p")
        style = one.get(f"{TEXT}style-name")
        style = (names.get(style) or style).replace("_20_", " ")
        if one.tag == f"{TEXT}h":
            assert style == f"Heading {one.get(f'{TEXT}outline-level')}"
        links = tuple(
            (without_isolates(collapsed(link)), link.get(f"{XLINK}href"))
            for link in one.iter(f"{TEXT}a")
        )
        for picture in one.iter(f"{{{NAMESPACES['draw']}}}frame"):
            picture.getparent().remove(picture)
        found.append(Read(style, without_isolates(collapsed(one)), links))
    return found


FORMS = pytest.mark.parametrize(
    ("make", "read"), [(word.make, by_word), (odt.make, by_odf)], ids=["docx", "odt"]
)
Make = Callable[[Selection, Choices], bytes]
Reader = Callable[[bytes], list[Read]]


@FORMS
@pytest.mark.parametrize("choices", [Choices(), LONG, FRENCH], ids=["short", "long", "french"])
def test_a_document_says_all_that_is_said_in_order(
    make: Make, read: Reader, choices: Choices
) -> None:
    told = telling.page(samples(), choices)
    expected: list[tuple[str, str]] = [("Heading 1", told.title)]
    for group in told.groups:
        if group.title is not None:
            expected.append(("Heading 2", group.title))
        for one in group.entries:
            expected.append(("Credential", one.name))
            expected.append(("Credential fact", f"{one.issuer} · {one.dates}"))
            expected.append(("Credential fact", one.label))
            expected += [("Credential fact", detail.line) for detail in one.details]
    found = read(make(samples(), choices))
    assert [(one.style.replace("heading", "Heading"), one.text) for one in found] == expected


@FORMS
def test_links_are_links(make: Make, read: Reader) -> None:
    url = "https://college.example/a(b)?x=1&y=%22'<>#part"
    found = read(make(selection(entry("Care", page=url)), Choices()))
    linked = [link for one in found for link in one.links]
    assert linked == [("Care", url), (url, url)]


@FORMS
def test_an_address_too_long_to_read_stands_behind_its_label(make: Make, read: Reader) -> None:
    url = "https://college.example/" + "1" * 200
    found = read(make(selection(entry(page=url)), Choices()))
    assert found[-1] == Read(found[-1].style, "Certificate", (("Certificate", url),))


def test_word_gets_no_link_that_it_would_call_damage() -> None:
    """Office follows 2079 characters, and "repairs" a file that has a longer address."""
    most = "https://badges.example.org/v#1b" + "1" * (LONGEST_IN_WORD - 31)
    choices = Choices(link=Link.ANY)
    found = by_word(word.make(selection(entry(page=None, link=most)), choices))
    assert found[-1].links == (("The whole badge, to verify", most),)
    made = word.make(selection(entry(page=None, link=f"{most}1")), choices)
    found = by_word(made)
    assert found[-1].text == (
        "The whole badge, to verify: too long for a link in this kind of document"
    )
    assert not any(one.links for one in found)
    assert most.encode() not in part(made, "word/_rels/document.xml.rels")
    (link,) = by_odf(odt.make(selection(entry(page=None, link=f"{most}1")), choices))[-1].links
    assert link[1] == f"{most}1"


def against_all(test: Callable[..., None]) -> Callable[..., None]:
    """Try every hostile name, and then what hypothesis thinks of."""
    for one in HOSTILE:
        test = example(name=plain(one))(test)
    return settings(deadline=None)(given(name=texts)(test))


@FORMS
@against_all
def test_a_document_gives_every_name_back(make: Make, read: Reader, name: str) -> None:
    one = hostile_entry(name, page=None)
    made = make(selection(one), LONG.changed(grouping="issuer"))
    assert [found.text for found in read(made)] == [
        "Licenses & Certifications",
        name,
        name,
        f"{name} · Issued June 2025 · Expires June 2031",
        one.label(Words("en")),
        f"What it is for: {name}",
        f"Skills: {name}",
        f"Results: {name}: {name}",
        f"Credits: 2 ({name})",
        f"Credential ID: {name}",
    ]
    if make is word.make:
        properties = docx.Document(io.BytesIO(made)).core_properties
        assert properties.title == f"{name} · Licenses & Certifications"
    else:
        title = etree.fromstring(part(made, "meta.xml")).findtext(".//dc:title", "", NAMESPACES)
        assert title == f"{name} · Licenses & Certifications"


@against_all
def test_every_space_of_an_odf_text_stays(name: str) -> None:
    text = f"  {name}   {name} "
    made = etree.fromstring(f'<p xmlns:text="{TEXT[1:-1]}">{odt._text(text)}</p>')
    assert collapsed(made) == text


@pytest.mark.parametrize("choices", [Choices(), FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("make", [word.make, odt.make], ids=["docx", "odt"])
def test_the_same_badges_give_the_same_bytes(make: Make, choices: Choices) -> None:
    made = make(samples(), choices.changed(qr=True))
    assert make(samples(), choices.changed(qr=True)) == made
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_word_document_says_what_it_is_and_nobodys_name() -> None:
    made = word.make(samples(), FRENCH)
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert properties.title.endswith("Licences et certifications")
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.language == "fr-CA"
    day = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    assert (properties.created, properties.modified) == (day, day)
    defaults = etree.fromstring(part(made, "word/styles.xml")).find(f".//{qn('w:rPrDefault')}")
    assert defaults is not None
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "fr-CA"
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name or "theme" in name]


def test_an_odt_says_what_it_is_and_nobodys_name() -> None:
    made = odt.make(samples(), FRENCH)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        first, *rest = file.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert made[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")
    manifest = etree.fromstring(part(made, "META-INF/manifest.xml"))
    name = f"{{{NAMESPACES['manifest']}}}full-path"
    listed = {one.get(name) for one in manifest}
    assert listed == {"/", *(one.filename for one in rest)} - {"META-INF/manifest.xml"}
    meta = etree.fromstring(part(made, "meta.xml"))
    assert meta.findtext(".//dc:language", "", NAMESPACES) == "fr-CA"
    assert meta.findtext(".//meta:creation-date", "", NAMESPACES) == "2026-11-23T00:00:00"
    assert meta.find(".//dc:creator", NAMESPACES) is None
    assert meta.find(".//meta:initial-creator", NAMESPACES) is None
    styles = etree.fromstring(part(made, "styles.xml"))
    default = styles.find(".//style:default-style/style:text-properties", NAMESPACES)
    assert default is not None
    assert default.get(f"{{{NAMESPACES['fo']}}}language") == "fr"


def test_a_name_in_a_language_of_its_own_says_so() -> None:
    chosen = selection(
        entry("Éducation", language="fr-ca"), entry("Tikanga", language="mi"),
        entry("x", language='en"/><w:evil'), entry("y", language="zh-Hans-CN"),
    )  # fmt: skip
    made = part(word.make(chosen, Choices()), "word/document.xml").decode()
    assert re.findall(r'<w:lang w:val="([^"]*)"', made) == ["fr-CA", "mi"]
    content = part(odt.make(chosen, Choices()), "content.xml").decode()
    said = re.findall(r'fo:language="([^"]*)" fo:country="([^"]*)"', content)
    assert said == [("fr", "CA"), ("mi", "none")]
    assert "evil" not in made + content


def test_right_to_left_names_are_said_to_be_so() -> None:
    name = next(plain(one) for one in HOSTILE if "(Port)" in one)
    chosen = selection(entry(name, page=None), entry("Care", page=None))
    made = etree.fromstring(part(word.make(chosen, Choices()), "word/document.xml"))
    turned = [
        "".join(run.itertext())
        for run in made.iter(qn("w:r"))
        if run.find(f".//{qn('w:rtl')}") is not None
    ]
    assert turned == [f"\u2068{name}\u2069"]
    typed = selection(entry("Care", achievement_type=name))
    made = etree.fromstring(part(word.make(typed, Choices()), "word/document.xml"))
    label = list(made.iter(qn("w:p")))[3]
    runs = ["".join(run.itertext()) for run in label.iter(qn("w:r"))]
    assert runs == [f"\u2068{name}\u2069", " · verified as of 20 November 2026"]


@pytest.mark.parametrize(
    ("make", "folder"), [(word.make, "word/media/"), (odt.make, "Pictures/")], ids=["docx", "odt"]
)
def test_codes_stand_beside_and_only_where_asked(make: Make, folder: str) -> None:
    plainly = make(samples(), Choices())
    with zipfile.ZipFile(io.BytesIO(plainly)) as file:
        assert not [name for name in file.namelist() if name.startswith(folder)]
    choices = Choices(qr=True, link=Link.ANY)
    made = make(samples(), choices)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        pictures = [name for name in file.namelist() if name.startswith(folder)]
        codes = [
            zxingcpp.read_barcode(Image.open(io.BytesIO(file.read(name)))) for name in pictures
        ]
    links = [one.link for one in telling.page(samples(), choices).entries]
    assert [code.text if code else None for code in codes] == links


def test_codes_are_read_out_and_as_large_as_a_phone_needs() -> None:
    chosen, choices = selection(entry('Care "A" <b>')), Choices(qr=True)
    read = docx.Document(io.BytesIO(word.make(chosen, choices)))
    (shape,) = read.inline_shapes
    side = 33 + 8  # of version 4, with its quiet zone
    assert round(shape.width.mm, 3) == round(shape.height.mm, 3) == side / 2
    assert shape._inline.docPr.get("descr") == 'Code of Care "A" <b>'
    tree = etree.fromstring(part(odt.make(chosen, choices), "content.xml"))
    frame = tree.find(".//draw:frame", NAMESPACES)
    assert frame is not None
    assert frame.get(f"{{{NAMESPACES['svg']}}}width") == f"{side / 2:g}mm"
    assert frame.get(f"{TEXT}anchor-type") == "as-char"
    assert frame.findtext("svg:title", "", NAMESPACES) == 'Code of Care "A" <b>'


def test_an_address_too_large_for_a_code_has_none() -> None:
    chosen = selection(entry(page="https://college.example/" + "x" * 2000))
    made = word.make(chosen, Choices(qr=True))
    assert not docx.Document(io.BytesIO(made)).inline_shapes


@FORMS
def test_a_badge_is_kept_on_one_page(make: Make, read: Reader) -> None:
    """All but the last paragraph of a badge are kept with the next one."""
    made = make(selection(entry("A"), entry("B")), Choices())
    count = len(read(made))
    if make is word.make:
        body = etree.fromstring(part(made, "word/document.xml"))
        kept = [one.find(f".//{qn('w:keepNext')}") is not None for one in body.iter(qn("w:p"))]
    else:
        body = etree.fromstring(part(made, "content.xml")).find(".//office:text", NAMESPACES)
        assert body is not None
        kept = [one.tag == f"{TEXT}h" or "kept" in one.get(f"{TEXT}style-name", "") for one in body]
    each = (count - 1) // 2
    assert kept == [True, *([True] * (each - 1) + [False]) * 2]


@FORMS
def test_nothing_chosen_is_a_heading_alone(make: Make, read: Reader) -> None:
    made = make(Selection((), TODAY), Choices())
    assert [one.text for one in read(made)] == ["Licenses & Certifications"]
