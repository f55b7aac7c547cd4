"""Every form gives hostile names back exactly, read by a parser of its own kind."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from hypothesis import example, given, settings
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.unit.cv.selections import HOSTILE, anything, entry, hostile_entry, selection, texts
from wallet.cv import (
    europass,
    html,
    json_resume,
    latex,
    ler_rs,
    linkedin,
    markdown,
    rendercv,
    table,
    text,
)
from wallet.cv.choices import Choices, Grouping, Length, Link
from wallet.cv.plain import plain
from wallet.i18n import Words

LONG = Choices(length=Length.LONG, results=True)
ENGLISH = Words("en")
COMMON = MarkdownIt("commonmark")
GITHUB = MarkdownIt("gfm-like")


def against_all(test: Callable[..., None]) -> Callable[..., None]:
    """Try every hostile name, and then what hypothesis thinks of."""
    for one in HOSTILE:
        test = example(name=plain(one))(test)
    return settings(deadline=None)(given(name=texts)(test))


def said(token: Token) -> str:
    """Return the text of a line of Markdown; fail where it holds anything but text."""
    assert token.children is not None
    allowed = {"text", "softbreak", "strong_open", "strong_close"}
    assert {one.type for one in token.children} <= allowed, token.content
    return "".join(one.content for one in token.children)


def lines(made: bytes, parser: MarkdownIt) -> list[Token]:
    tokens = parser.parse(made.decode())
    structure = {"heading_open", "heading_close", "bullet_list_open", "bullet_list_close"}
    structure |= {"list_item_open", "list_item_close", "paragraph_open", "paragraph_close"}
    assert {one.type for one in tokens} <= structure | {"inline"}
    return [one for one in tokens if one.type == "inline"]


def without_isolates(shown: str) -> str:
    return shown.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("parser", [COMMON, GITHUB], ids=["commonmark", "github"])
@against_all
def test_markdown_shows_a_name_as_it_is(parser: MarkdownIt, name: str) -> None:
    one = hostile_entry(name, page=None)
    _title, named, facts, label, *details = lines(markdown.make(selection(one), LONG), parser)
    assert without_isolates(said(named)) == name
    assert without_isolates(said(facts)).startswith(f"{name} · Issued June 2025")
    assert without_isolates(said(label)) == one.label(ENGLISH)
    shown = [without_isolates(said(token)) for token in details]
    assert shown == [
        f"What it is for: {name}",
        f"Skills: {name}",
        f"Results: {name}: {name}",
        f"Credits: 2 ({name})",
        f"Credential ID: {name}",
    ]


@against_all
def test_a_link_in_markdown_leads_to_its_address_alone(name: str) -> None:
    url = "https://college.example/a(b)/<c>?x=[1]&y=\\_*"
    one = hostile_entry(name, page=url)
    made = markdown.make(selection(one), Choices())
    _title, named, *_rest = lines(made, GITHUB)
    (link,) = [one for one in named.children or () if one.type == "link_open"]
    assert unquote(str(link.attrs["href"])) == url
    shown = "".join(one.content for one in named.children or () if one.type == "text")
    assert without_isolates(shown) == name


@against_all
def test_a_heading_in_markdown_is_one_heading(name: str) -> None:
    grouped = Choices(grouping=Grouping.ISSUER)
    tokens = GITHUB.parse(markdown.make(selection(hostile_entry(name)), grouped).decode())
    headings = [tokens[at + 1] for at, one in enumerate(tokens) if one.type == "heading_open"]
    assert [without_isolates(said(one)) for one in headings] == ["Licenses & Certifications", name]


def test_what_github_reads_beyond_markdown_is_escaped_too() -> None:
    """Formulas, emoji by name, mentions and footnotes, for which there is no parser here."""
    made = markdown.escaped("$x$ :smile: @octocat #12 [^1] a|b ~~no~~ R&D &amp;")
    assert made == r"\$x\$ \:smile: \@octocat \#12 \[^1\] a\|b \~\~no\~\~ R\&D \&amp;"


HTML = "{http://www.w3.org/1999/xhtml}"


def page_of(made: bytes) -> Element:
    """Return the tree of a page; fail where html5lib finds an error in it."""
    parser = html5lib.HTMLParser(strict=True)
    tree: Element = parser.parse(made, transport_encoding="utf-8")
    return tree


def whole(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


@against_all
def test_a_page_shows_a_name_as_it_is_to_people_and_machines(name: str) -> None:
    one = hostile_entry(name)
    tree = page_of(html.make(selection(one), LONG))
    assert whole(tree.find(f".//{HTML}strong")) == name
    shown = [whole(found) for found in tree.iter(f"{HTML}bdi")]
    assert shown == [name, name, name, name, f"{name}: {name}", f"2 ({name})", name]
    (script,) = tree.iter(f"{HTML}script")
    data = json.loads(script.text or "")
    assert data["name"] == name
    (credential,) = data["hasCredential"]
    assert credential["name"] == credential["identifier"] == credential["description"] == name
    assert credential["recognizedBy"]["name"] == name
    assert credential["competencyRequired"] == [name]
    assert credential["disambiguatingDescription"] == one.label(ENGLISH)
    assert {found.tag.removeprefix(HTML) for found in tree.iter()} <= {
        "html", "head", "meta", "title", "style", "script", "body", "main", "h1", "p", "strong",
        "a", "bdi", "br",
    }  # fmt: skip


@against_all
def test_a_piece_to_paste_holds_no_script(name: str) -> None:
    made = html.fragment(selection(hostile_entry(name, language='en" onload="x')), LONG)
    tree = html5lib.parseFragment(made)
    assert whole(tree.find(f".//{HTML}strong")) == name
    attributes = {key for found in tree.iter() for key in found.attrib}
    assert attributes <= {"href", "rel", "lang"}
    assert not list(tree.iter(f"{HTML}script"))


FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
"""What spreadsheets begin a formula with, in full width too."""


@against_all
def test_a_table_gives_every_cell_back_and_none_is_a_formula(name: str) -> None:
    one = hostile_entry(name)
    data = table.make(selection(one), LONG)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert len(head) == len(row) == len(table.COLUMNS)
    assert not [cell for cell in row if cell.lstrip() and cell.lstrip()[0] in FORMULA]
    cells = dict(zip(table.COLUMNS, map(taken_off, row), strict=True))
    for column in ("name", "issuer", "id", "skills", "description"):
        assert cells[column] == name, column
    assert cells["type"] == one.type_label(ENGLISH)  # the standard's own are said in words
    assert cells["results"] == f"{name}: {name}"


def taken_off(cell: str) -> str:
    """Take the apostrophe off again that kept a cell from being a formula."""
    return cell[1:] if re.match(f"'+[{re.escape(FORMULA)}]", cell) else cell


NUMBERED = re.compile(r"#str\.from-unicode\((\d+)\)")
COMMAND = re.compile(r"#(?:text|link\(\"[^\"() ]*\"\))\[([^\[\]]*)\]")


def set_by_rendercv(text: str) -> str:
    """Return what RenderCV sets: a command of Typst, or Markdown that is nothing but text."""
    if command := COMMAND.fullmatch(text):
        assert not re.search(r"[!-/:-@\[-`{-~]", NUMBERED.sub("", command[1]))
        return NUMBERED.sub(lambda found: chr(int(found[1])), command[1])
    (token,) = [one for one in COMMON.parse(text) if one.type == "inline"]
    assert not re.search(r"[#$\\]|--|\.\.|//", text)
    return said(token)


@against_all
def test_yaml_gives_a_name_back_and_rendercv_runs_nothing_of_it(name: str) -> None:
    read = yaml.safe_load(rendercv.make(selection(hostile_entry(name, page=None)), LONG))
    assert set_by_rendercv(read["cv"]["name"]) == name
    (one,) = read["cv"]["sections"]["Licenses & Certifications"]
    assert one["date"] == "2025-06"
    assert set_by_rendercv(one["name"]) == name
    shown = [set_by_rendercv(text) for text in one["highlights"]]
    assert shown[0] == name
    assert shown[3:5] == [f"What it is for: {name}", f"Skills: {name}"]


@against_all
def test_a_link_for_rendercv_holds_a_name_and_an_address(name: str) -> None:
    made = rendercv.linked(name, 'https://college.example/a(b)_c_*d*;"e"?x=1&copy;=2#f')
    plainly = re.fullmatch(r"\[([^\[\]]*)\]\((https://[^ ()_*;\"`]*)\)", made)
    assert set_by_rendercv(plainly[1] if plainly else made) == name


@against_all
def test_json_gives_a_name_back(name: str) -> None:
    one = hostile_entry(name)
    (made,) = json.loads(json_resume.make(selection(one), LONG))["certificates"]
    assert (made["name"], made["issuer"], made["id"]) == (name, name, name)
    assert made["summary"] == one.label(ENGLISH)
    record = json.loads(ler_rs.make(selection(one), LONG))
    (certification,) = record["certifications"]
    assert certification["name"] == certification["issuingAuthority"]["name"] == name
    assert certification["descriptions"][0] == one.label(ENGLISH)
    assert record["person"]["name"]["formattedName"] == name


@against_all
def test_xml_gives_a_name_back(name: str) -> None:
    one = hostile_entry(name)
    tree = etree.fromstring(europass.xml(selection(one), LONG))
    names = {prefix or "e": url for prefix, url in europass.NAMESPACES.items()}
    found = tree.find(".//e:Certification", names)
    assert found is not None
    assert found.findtext("hr:CertificationName", namespaces=names) == name
    assert found.findtext("e:IssuingAuthority/e:Name", namespaces=names) == name
    assert found.findtext("e:Link", namespaces=names) == one.page
    described = found.findtext("oa:Description", namespaces=names) or ""
    assert described.startswith(f"{one.label(ENGLISH)} · What it is for: {name}")


@against_all
def test_linkedin_gets_every_value_whole(name: str) -> None:
    (one,) = linkedin.to_linkedin(selection(hostile_entry(name)), LONG)
    assert one.address.isascii()
    assert not re.search(r"[^A-Za-z0-9%&=.:/?_~-]", one.address)
    parts = urlsplit(one.address)
    assert (parts.scheme, parts.hostname, parts.path) == (
        "https",
        "www.linkedin.com",
        "/profile/add",
    )
    asked = parse_qs(parts.query, strict_parsing=True)
    assert asked.pop("startTask") == ["CERTIFICATION_NAME"]
    assert asked == {field.key: [field.value] for field in one.fields}
    assert asked["name"] == asked["organizationName"] == asked["certId"] == [name]


@against_all
def test_plain_text_keeps_a_name_on_its_line(name: str) -> None:
    made = text.make(selection(hostile_entry(name, page=None)), LONG).decode()
    _title, paragraph = made.split("\n\n")
    shown = [without_isolates(line) for line in paragraph.splitlines()]
    assert shown[0] == name
    assert shown[3] == f"What it is for: {name}"
    assert len(shown) == 8


SIGNS = {
    r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
    r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|", r"{\ttfamily\symbol{34}}": '"',
    r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&", r"\#": "#", r"\_": "_", r"\%": "%",
    r"{\kern0pt}": "",
}  # fmt: skip
SIGN = re.compile("|".join(re.escape(one) for one in sorted(SIGNS, key=len, reverse=True)))


@against_all
def test_latex_leaves_no_sign_that_means_something(name: str) -> None:
    made = latex.escaped(name)
    assert not re.search(r"[\\{}$&#_%~^<>|\"]", SIGN.sub("", made))
    assert SIGN.sub(lambda found: SIGNS[found[0]], made) == name
    joined = SIGN.sub(" ", made)
    assert not re.search("--|``|''|,,|[?!]`|<<|>>", joined)


@pytest.mark.parametrize("make", [latex.moderncv, latex.any_class])
@against_all
def test_latex_keeps_its_groups_together(make: Any, name: str) -> None:
    made = make(selection(hostile_entry(name)), LONG).decode()
    bare = made.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert latex.escaped(name) in made


@given(path=anything)
@example("%#&{}\\^~_\"'")
def test_an_address_in_latex_is_the_same_address(path: str) -> None:
    url = f"https://college.example/{path}".encode("ascii", "ignore").decode()
    made = latex.address(url)
    assert not re.search(r"(?<!\\)[%#&]|[{}^~\"]|\\(?![%#&])", made)
    assert unquote(re.sub(r"\\([%#&])", r"\1", made)) == unquote(url)


@pytest.mark.parametrize("given_text", HOSTILE)
def test_nothing_invisible_of_a_name_is_left(given_text: str) -> None:
    shown = plain(given_text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2066-\u2069\ufeff]", shown)
    assert plain(shown) == shown


def test_a_long_title_stays_whole_in_every_form() -> None:
    title = "Ä" * 300
    one = entry(title, link="https://page.example/v#1bAAAA", page=None)
    choices = Choices(length=Length.LONG, link=Link.ANY)
    for make in (
        text.make, markdown.make, html.make, json_resume.make, rendercv.make, latex.moderncv,
        latex.any_class, europass.xml, europass.fields, ler_rs.make, table.make,
    ):  # fmt: skip
        assert title in make(selection(one), choices).decode("utf-8-sig"), make
