"""A CV as a document of a word processor, before it is of any: headings and plain paragraphs.

Applicant tracking systems lose what stands in tables, columns and text boxes, so that there are
none. DOCX and ODT are made of what stands here and nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.plain import isolated
from wallet.cv.telling import Detail, Page, Told
from wallet.i18n import Words
from wallet.pdf.text import right_to_left

LOCALES: Final = {"en": ("en", "CA"), "fr": ("fr", "CA")}
"""The language and the region that a document says it is in: a speller needs both."""
MODULE: Final = 0.5
"""How wide a module of a code is, in millimetres: a phone held in a hand reads it."""
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{2}))?\Z")
"""The language tags that word processors have names for: a language, and perhaps a region."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a package, the earliest a ZIP can state: no clock is told."""


class Role(Enum):
    """What a paragraph is."""

    TITLE = "title"
    GROUP = "group"
    NAME = "name"
    FACT = "fact"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one kind. ``url`` is where it leads; ``language`` a tag, where it has its own."""

    text: str
    url: str | None = None
    language: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: a PNG, ``edge`` millimetres wide and high, and what is read out of it."""

    png: bytes = field(repr=False)
    edge: float
    told: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``together`` keeps it on the page of the next one."""

    role: Role
    runs: tuple[Run, ...] = ()
    code: Code | None = None
    together: bool = False


def title_of(told: Page) -> str:
    """Return what a document is called: whose it is, where that is known, and of what."""
    return f"{told.holder} · {told.title}" if told.holder else told.title


def paragraphs(told: Page, choices: Choices, longest: int | None = None) -> Iterator[Paragraph]:
    """Yield all that is said, in order.

    An address of more than ``longest`` characters is none that the form can lead to: that is
    said where it would stand.
    """
    words = Words(told.lang)
    yield Paragraph(Role.TITLE, (Run(told.title),), together=bool(told.groups))
    for group in told.groups:
        if group.title is not None:
            yield Paragraph(Role.GROUP, (Run(isolated(group.title)),), together=True)
        for one in group.entries:
            yield from _badge(one, choices, words, longest)


def _badge(told: Told, choices: Choices, words: Words, longest: int | None) -> Iterator[Paragraph]:
    url = told.link if _leads(told.link, longest) else None
    name = Run(isolated(told.name), url, _language(told.entry.language))
    yield Paragraph(Role.NAME, (name,), together=True)
    issuer = Run(isolated(told.issuer))
    dated = (issuer, Run(f" · {told.dates}")) if told.dates else (issuer,)
    lines: list[tuple[Run, ...]] = [dated, _label(told, words)]
    lines += [_detail(one, words, longest) for one in told.details]
    code = _code(told, words) if choices.qr else None
    for number, line in enumerate(lines, start=1):
        yield Paragraph(Role.FACT, line, together=number < len(lines) or code is not None)
    if code is not None:
        yield Paragraph(Role.CODE, code=code)


def _label(told: Told, words: Words) -> tuple[Run, ...]:
    """Return the honest label; a right-to-left type does not turn what the badge is worth round."""
    kind = told.entry.type_label(words)
    if not right_to_left(kind):
        return (Run(isolated(told.label)),)
    return Run(isolated(kind)), Run(f" · {told.entry.worth_label(words)}")


def _leads(url: str | None, longest: int | None) -> bool:
    return url is not None and (longest is None or len(url) <= longest)


def _detail(detail: Detail, words: Words, longest: int | None) -> tuple[Run, ...]:
    label = f"{detail.label}{detail.colon}"
    if detail.url is None:
        return (Run(label), Run(isolated(detail.text)))
    if not _leads(detail.url, longest):
        return (Run(label), Run(words("too long for a link in this kind of document")))
    if detail.unreadable:
        return (Run(detail.label, detail.url),)
    return (Run(label), Run(detail.text, detail.url))


def _language(tag: str | None) -> tuple[str, str | None] | None:
    found = _LANGUAGE.match(tag or "")
    if found is None:
        return None
    region: str | None = found[2]
    return found[1].lower(), region.upper() if region else None


def _code(told: Told, words: Words) -> Code | None:
    """Return a code of a badge's address, or None where it has none or it is too large."""
    from wallet.share import qr  # noqa: PLC0415 - loaded where a code is asked for

    planned = qr.plan_address(told.link) if told.link else None
    if planned is None or planned.version is None:
        return None
    modules = 17 + 4 * planned.version + 2 * qr.QUIET  # ISO/IEC 18004 §6.3.1
    return Code(qr.png(planned), modules * MODULE, words("Code of {name}", name=told.name))


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of ``parts``, names and contents, in their order.

    The part "mimetype" is not compressed, so that a file tells its kind by its first bytes
    (ODF 1.3 part 2 §3.3). The same parts always give the same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts:
            info = zipfile.ZipInfo(name, _EARLIEST)
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            file.writestr(info, data)
    return out.getvalue()
