"""A CV as a Word document (ECMA-376, transitional): what word processors open and systems read.

The package is written here, in one file: python-docx would take a template with a clock and a
name of its own, and the same badges would not give the same bytes. Tests read it back with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

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
from wallet.cv.forms import LONGEST_IN_WORD
from wallet.cv.telling import page
from wallet.pdf.text import right_to_left

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES: Final = {
    Role.TITLE: "Heading1",
    Role.GROUP: "Heading2",
    Role.NAME: "Credential",
    Role.FACT: "CredentialFact",
    Role.CODE: "CredentialFact",
}
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_KIND}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_SETTINGS: Final = (
    f'{_HEAD}<w:settings xmlns:w="{_WORD}"><w:compat><w:compatSetting'
    ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
_OUTSIDE: Final = ' TargetMode="External"'
_MARGIN: Final = 1134
"""2 cm, in twentieths of a point."""
_SECTION: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
    ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_MILLIMETRE: Final = 36_000
"""A millimetre in the units of drawings."""

_OUTER: Final = (
    (f"{_OFFICE}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
_INNER: Final = (
    (f"{_OFFICE}/styles", "styles.xml"),
    (f"{_OFFICE}/settings", "settings.xml"),
)


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a DOCX; the same arguments always give the same bytes."""
    told = page(selection, choices)
    body = _Body()
    written = "\n".join(body.paragraph(one) for one in paragraphs(told, choices, LONGEST_IN_WORD))
    language = "-".join(LOCALES[told.lang])
    parts = [
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _relationships(_OUTER)),
        ("docProps/core.xml", _core(title_of(told), language, selection.made_on)),
        ("word/document.xml", _document(written)),
        ("word/styles.xml", _styles(language)),
        ("word/settings.xml", _SETTINGS),
        ("word/_rels/document.xml.rels", _relationships(body.relationships)),
    ]
    pictures = [(f"word/{_picture(n)}", one.png) for n, one in enumerate(body.codes, start=1)]
    return packed([*((name, text.encode()) for name, text in parts), *pictures])


class _Body:
    """Paragraphs under way, and what they lead to and show."""

    def __init__(self) -> None:
        self.relationships = list(_INNER)
        self.codes: list[Code] = []
        self._known: dict[str, str] = {}

    def paragraph(self, told: Paragraph) -> str:
        """Return a paragraph (§17.3.1.22)."""
        said = "".join(self._run(one) for one in told.runs)
        if told.code is not None:
            said += self._picture(told.code)
        together = "<w:keepNext/>" if told.together else ""
        style = f'<w:pStyle w:val="{_STYLES[told.role]}"/>'
        return f"<w:p><w:pPr>{style}{together}</w:pPr>{said}</w:p>"

    def _run(self, run: Run) -> str:
        style = '<w:rStyle w:val="Hyperlink"/>' if run.url else ""
        made = (
            f"<w:r>{_properties(run, style)}"
            f'<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
        )
        if run.url is None:
            return made
        return f'<w:hyperlink r:id="{self._leading_to(run.url)}" w:history="1">{made}</w:hyperlink>'

    def _leading_to(self, url: str) -> str:
        if url not in self._known:
            self._known[url] = self._related("hyperlink", url)
        return self._known[url]

    def _related(self, kind: str, target: str) -> str:
        self.relationships.append((f"{_OFFICE}/{kind}", target))
        return f"rId{len(self.relationships)}"

    def _picture(self, code: Code) -> str:
        """Return a picture in the line, which is no text box (§20.4.2.8)."""
        self.codes.append(code)
        number = len(self.codes)
        place = self._related("image", _picture(number))
        edge = round(code.edge * _MILLIMETRE)
        name = f'name="QR {number}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{edge}" cy="{edge}"/>'
            f'<wp:docPr id="{number}" {name} descr={quoteattr(code.told)}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            "</wp:cNvGraphicFramePr>"
            f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" {name}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{place}"/><a:stretch><a:fillRect/></a:stretch>'
            '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{edge}" cy="{edge}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _picture(number: int) -> str:
    return f"media/qr{number}.png"


def _properties(run: Run, style: str) -> str:
    """Return the properties of a run (§17.3.2.28): right-to-left letters are said to be so."""
    found = style
    if right_to_left(run.text):
        found += "<w:rtl/>"
    if run.language is not None:
        tag = "-".join(one for one in run.language if one)
        found += f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="{tag}"/>'
    return f"<w:rPr>{found}</w:rPr>" if found else ""


def _document(written: str) -> str:
    names = (
        ("w", _WORD),
        ("r", _OFFICE),
        ("wp", f"{_DRAWING}/wordprocessingDrawing"),
        ("a", f"{_DRAWING}/main"),
        ("pic", f"{_DRAWING}/picture"),
    )
    spaces = "".join(f' xmlns:{prefix}="{url}"' for prefix, url in names)
    return f"{_HEAD}<w:document{spaces}><w:body>{written}{_SECTION}</w:body></w:document>"


def _relationships(found: Iterable[tuple[str, str]]) -> str:
    """Return relationships, numbered from rId1 on (part 2 §9.3); only links lead outside."""
    lines = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target={quoteattr(target)}'
        f"{_OUTSIDE if kind.endswith('/hyperlink') else ''}/>"
        for number, (kind, target) in enumerate(found, start=1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'
    )


def _core(title: str, language: str, on: date) -> str:
    """Return what is known of the document (part 2 §11); nobody is named as its author."""
    dated = f'xsi:type="dcterms:W3CDTF">{on.isoformat()}T00:00:00Z</dcterms'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>"
        f"<dcterms:created {dated}:created><dcterms:modified {dated}:modified>"
        "</cp:coreProperties>"
    )


def _styles(language: str) -> str:
    """Return the styles (§17.7): headings are the built-in ones, so that they are found as such."""
    fonts = "".join(f' w:{one}="Arial"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'{_HEAD}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts{fonts}/><w:color w:val="1F2628"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="0" w:line="264" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        f"{_heading(1, 32, 0, 120)}{_heading(2, 25, 280, 40)}"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Credential">'
        '<w:name w:val="Credential"/><w:basedOn w:val="Normal"/><w:next w:val="CredentialFact"/>'
        '<w:qFormat/><w:pPr><w:keepLines/><w:spacing w:before="200"/></w:pPr>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="CredentialFact">'
        '<w:name w:val="Credential fact"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:color w:val="1F5C6B"/><w:u w:val="single"/></w:rPr></w:style>'
        "</w:styles>"
    )


def _heading(level: int, size: int, before: int, after: int) -> str:
    """Return a heading's style; ``size`` is in half points, what is around it in twentieths."""
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
        f'<w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        '<w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>'
        f'<w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl w:val="{level - 1}"/>'
        f'</w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )
