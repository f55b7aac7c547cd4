"""A CV as an OpenDocument text (ODF 1.3, ISO/IEC 26300): LibreOffice's own, and no one's alone.

The package is written here, as that of :mod:`wallet.cv.docx` is: it is five small files.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from wallet import __version__
from wallet.cv.choices import Choices
from wallet.cv.document import (
    LOCALES,
    Code,
    Paragraph,
    Role,
    Run,
    packed,
    paragraphs,
    title_of,
)
from wallet.cv.entries import Selection
from wallet.cv.telling import page

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES: Final = {
    "office": f"{_ODF}office:1.0",
    "style": f"{_ODF}style:1.0",
    "text": f"{_ODF}text:1.0",
    "draw": f"{_ODF}drawing:1.0",
    "meta": f"{_ODF}meta:1.0",
    "fo": f"{_ODF}xsl-fo-compatible:1.0",
    "svg": f"{_ODF}svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_STYLES: Final = {
    Role.TITLE: "Heading_20_1",
    Role.GROUP: "Heading_20_2",
    Role.NAME: "Credential",
    Role.FACT: "Credential_20_fact",
    Role.CODE: "Credential_20_fact",
}
_LEVELS: Final = {Role.TITLE: 1, Role.GROUP: 2}
_KEPT: Final = "P-kept-"
_COLLAPSING: Final = re.compile(r"^ +| +$| {2,}")
"""Spaces that a reader would drop or make one of (part 3 §6.1.2)."""


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as an ODT; the same arguments always give the same bytes."""
    told = page(selection, choices)
    body = _Body()
    written = "\n".join(body.paragraph(one) for one in paragraphs(told, choices))
    language, region = LOCALES[told.lang]
    named = f"{language}-{region}"
    parts = [
        ("mimetype", MEDIA_TYPE),
        ("META-INF/manifest.xml", _manifest(len(body.codes))),
        ("content.xml", _content(written, body.languages)),
        ("styles.xml", _styles(language, region)),
        ("meta.xml", _meta(title_of(told), named, selection.made_on)),
    ]
    pictures = [(_picture(number), one.png) for number, one in enumerate(body.codes, start=1)]
    return packed([*((name, text.encode()) for name, text in parts), *pictures])


class _Body:
    """Paragraphs under way, the languages they are in and the codes they show."""

    def __init__(self) -> None:
        self.codes: list[Code] = []
        self.languages: list[tuple[str, str | None]] = []

    def paragraph(self, told: Paragraph) -> str:
        """Return a paragraph or a heading (part 3 §5.1.2, §5.1.3)."""
        said = "".join(self._run(one) for one in told.runs)
        if told.code is not None:
            said += self._picture(told.code)
        style = _STYLES[told.role]
        if level := _LEVELS.get(told.role):
            attributes = f'text:style-name="{style}" text:outline-level="{level}"'
            return f"<text:h {attributes}>{said}</text:h>"
        kept = f"{_KEPT}{told.role.value}" if told.together else style
        return f'<text:p text:style-name="{kept}">{said}</text:p>'

    def _run(self, run: Run) -> str:
        made = _text(run.text)
        if run.language is not None:
            if run.language not in self.languages:
                self.languages.append(run.language)
            style = f"T{self.languages.index(run.language) + 1}"
            made = f'<text:span text:style-name="{style}">{made}</text:span>'
        if run.url is None:
            return made
        return (
            f'<text:a xlink:type="simple" xlink:href={quoteattr(run.url)}'
            ' text:style-name="Internet_20_link"'
            f' text:visited-style-name="Internet_20_link">{made}</text:a>'
        )

    def _picture(self, code: Code) -> str:
        """Return a picture in the line (part 3 §10.4.2)."""
        self.codes.append(code)
        number, edge = len(self.codes), f"{code.edge:g}mm"
        return (
            f'<draw:frame draw:style-name="Code" draw:name="QR {number}"'
            f' text:anchor-type="as-char" svg:width="{edge}" svg:height="{edge}">'
            f'<draw:image xlink:href="{_picture(number)}" xlink:type="simple"'
            ' xlink:show="embed" xlink:actuate="onLoad"/>'
            f"<svg:title>{escape(code.told)}</svg:title></draw:frame>"
        )


def _picture(number: int) -> str:
    return f"Pictures/qr{number}.png"


def _text(text: str) -> str:
    """Return text of which every space is kept (part 3 §6.1.3)."""

    def counted(found: re.Match[str]) -> str:
        return f'<text:s text:c="{len(found[0])}"/>'

    return _COLLAPSING.sub(counted, escape(text))


def _root(name: str, inside: str) -> str:
    spaces = "".join(f' xmlns:{prefix}="{url}"' for prefix, url in _SPACES.items())
    return f'{_HEAD}<office:{name}{spaces} office:version="1.3">{inside}</office:{name}>'


def _content(written: str, languages: list[tuple[str, str | None]]) -> str:
    spans = "".join(
        f'<style:style style:name="T{number}" style:family="text">'
        f"<style:text-properties {_said_in(*one)}/></style:style>"
        for number, one in enumerate(languages, start=1)
    )
    kept = "".join(
        f'<style:style style:name="{_KEPT}{role.value}" style:family="paragraph"'
        f' style:parent-style-name="{_STYLES[role]}">'
        '<style:paragraph-properties fo:keep-with-next="always"/></style:style>'
        for role in (Role.NAME, Role.FACT)
    )
    code = (
        '<style:style style:name="Code" style:family="graphic"><style:graphic-properties'
        ' style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>'
    )
    return _root(
        "document-content",
        f"<office:automatic-styles>{spans}{kept}{code}</office:automatic-styles>"
        f"<office:body><office:text>{written}</office:text></office:body>",
    )


def _said_in(language: str, region: str | None) -> str:
    """Return the attributes of a language, for scripts of every kind (part 3 §20.202)."""
    there = region or "none"
    kinds = (("fo:", ""), ("style:", "-asian"), ("style:", "-complex"))
    return " ".join(
        f'{prefix}language{suffix}="{language}" {prefix}country{suffix}="{there}"'
        for prefix, suffix in kinds
    )


def _styles(language: str, region: str) -> str:
    fonts = "".join(
        f' style:font-name{kind}="Arial" {prefix}font-size{kind}="10.5pt"'
        for kind, prefix in (("", "fo:"), ("-asian", "style:"), ("-complex", "style:"))
    )
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties'
        ' fo:line-height="110%" fo:orphans="2" fo:widows="2" style:writing-mode="page"/>'
        f'<style:text-properties{fonts} fo:color="#1f2628"'
        f' fo:language="{language}" fo:country="{region}"/></style:default-style>'
    )
    named = (
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        f"{_heading(1, 16, '0pt', '6pt')}{_heading(2, 12.5, '14pt', '2pt')}"
        '<style:style style:name="Credential" style:family="paragraph"'
        ' style:parent-style-name="Standard" style:next-style-name="Credential_20_fact">'
        '<style:paragraph-properties fo:margin-top="10pt" fo:keep-together="always"/>'
        f"<style:text-properties {_BOLD}/></style:style>"
        '<style:style style:name="Credential_20_fact" style:display-name="Credential fact"'
        ' style:family="paragraph" style:parent-style-name="Standard"/>'
        '<style:style style:name="Internet_20_link" style:display-name="Internet link"'
        ' style:family="text"><style:text-properties fo:color="#1f5c6b"'
        ' style:text-underline-style="solid" style:text-underline-width="auto"'
        ' style:text-underline-color="font-color"/></style:style>'
    )
    font = (
        '<style:font-face style:name="Arial" svg:font-family="Arial"'
        ' style:font-family-generic="swiss" style:font-pitch="variable"/>'
    )
    sheet = (
        '<style:page-layout style:name="Sheet"><style:page-layout-properties'
        ' fo:page-width="210mm" fo:page-height="297mm" style:print-orientation="portrait"'
        ' fo:margin="20mm" style:writing-mode="lr-tb"/></style:page-layout>'
    )
    return _root(
        "document-styles",
        f"<office:font-face-decls>{font}</office:font-face-decls>"
        f"<office:styles>{default}{named}</office:styles>"
        f"<office:automatic-styles>{sheet}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard"'
        ' style:page-layout-name="Sheet"/></office:master-styles>',
    )


_BOLD: Final = (
    'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'
)


def _heading(level: int, size: float, before: str, after: str) -> str:
    sizes = " ".join(
        f'{prefix}font-size{kind}="{size:g}pt"'
        for prefix, kind in (("fo:", ""), ("style:", "-asian"), ("style:", "-complex"))
    )
    return (
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}"'
        ' style:family="paragraph" style:parent-style-name="Standard"'
        ' style:next-style-name="Standard"'
        f' style:default-outline-level="{level}" style:class="text">'
        f'<style:paragraph-properties fo:margin-top="{before}" fo:margin-bottom="{after}"'
        ' fo:keep-with-next="always" fo:keep-together="always"/>'
        f"<style:text-properties {sizes} {_BOLD}/></style:style>"
    )


def _meta(title: str, language: str, on: date) -> str:
    """Return what is known of the document (part 3 §4.3); nobody is named as its author."""
    at = f"{on.isoformat()}T00:00:00"
    return _root(
        "document-meta",
        f"<office:meta><meta:generator>learner-wallet/{__version__}</meta:generator>"
        f"<dc:title>{escape(title)}</dc:title><meta:creation-date>{at}</meta:creation-date>"
        f"<dc:date>{at}</dc:date><dc:language>{language}</dc:language></office:meta>",
    )


def _manifest(codes: int) -> str:
    """Return the list of what is in the package (part 2 §4)."""
    found = [("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml")]
    found += [(_picture(number), "image/png") for number in range(1, codes + 1)]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in found
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
        f' manifest:media-type="{MEDIA_TYPE}"/>{entries}</manifest:manifest>'
    )
