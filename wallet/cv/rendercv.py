"""A CV for RenderCV: YAML with one section, to be rendered or taken over.

Every scalar is written as JSON writes a string, which YAML reads as the same (YAML 1.2 §1.3).
RenderCV takes texts for Markdown, and what looks like a command of Typst in them it runs. So a
text in which anything may mean something goes in as such a command, ``#text[…]``, with its signs
by their numbers: RenderCV's older reader, which knows no escapes and trips over backslashes, and
its newer one both leave that as it is. Nearly every text has no such sign, and stands as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.telling import Told, page

_HARMLESS: Final = re.compile(
    r"[^\W_](?:(?:[^\W_]|[ \u00a0,;:()/%+?@'&.·\u2019\u2013-])*(?:[^\W_]|\)|[^\W_][.!?]))?"
)
"""Words and their usual signs, none of which means anything inside a line."""
_NOT_HARMLESS: Final = re.compile(r"&[\w#]+;|--|\.\.|//|''|^\d{1,9}[.)]")
"""Entities, dashes and ellipses that are drawn, comments and addresses, numbered lists."""
_SIGN: Final = re.compile(r"[!-/:-@\[-`{-~]")
_IN_ADDRESS: Final = "/:?#=&.,%@+-"


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a whole document of RenderCV: UTF-8."""
    told = page(selection, choices)
    lines = ["cv:"]
    if told.holder:
        lines.append(f"  name: {_scalar(escaped(told.holder))}")
    lines.append("  sections:" if told.groups else "  sections: {}")
    for group in told.groups:
        lines.append(f"    {_scalar(escaped(group.title or told.title))}:")
        for one in group.entries:
            lines += _entry(one)
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    """Return plain ``text`` so that RenderCV sets it as it is."""
    if _HARMLESS.fullmatch(text) and not _NOT_HARMLESS.search(text):
        return text
    return f"#text[{_signs(text)}]"


def linked(text: str, url: str) -> str:
    """Return ``text`` with an ASCII address behind it."""
    where = quote(url, safe=_IN_ADDRESS).replace("_", "%5F").replace("~", "%7E")
    shown = escaped(text)
    return f"[{text}]({where})" if shown == text else f'#link("{where}")[{_signs(text)}]'


def _signs(text: str) -> str:
    """Return ``text`` as Typst's markup, every ASCII sign in it by its number."""
    return _SIGN.sub(lambda found: f"#str.from-unicode({ord(found[0])})", text)


def _entry(told: Told) -> Iterator[str]:
    named = linked(told.name, told.link) if told.link else escaped(told.name)
    yield f"      - name: {_scalar(named)}"
    began = told.entry.issued or told.entry.starts
    if began is not None:
        yield f"        date: {_scalar(f'{began.year:04d}-{began.month:02d}')}"
    yield "        highlights:"
    dates = [told.dates] if told.entry.ends is not None else []
    for text in (told.issuer, *dates, told.label, *_details(told)):
        yield f"          - {_scalar(escaped(text))}"


def _details(told: Told) -> Iterator[str]:
    for one in told.details:
        if one.url is None:
            yield one.line


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
