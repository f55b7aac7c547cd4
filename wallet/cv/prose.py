"""What an issuer wrote at length, as words alone: HTML and Markdown without their marks.

Open Badges 3.0 §B.1 asks for plain descriptions and Markdown narratives; issuers write either,
and HTML. What is no markup of these is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
        "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_SILENT: Final = frozenset({"script", "style", "template"})
_LINE_MARK: Final = re.compile(r"\s*(?:#{1,6}|[*+-]|>)\s+")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_CODE: Final = re.compile(r"`([^`]+)`")
_LONGEST: Final = 10_000
"""How many characters are read: more than any CV has room for, and so few that crafted text
keeps nobody waiting."""
_ENDS: Final = ".!?:;,\N{HORIZONTAL ELLIPSIS}"


def prose(text: str | None) -> str:
    """Return ``text`` on one line; where a paragraph or an item ends, so does a clause.

    Of what is longer than 10,000 characters the rest is left out, which an ellipsis says.
    """
    if not text:
        return ""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "\N{HORIZONTAL ELLIPSIS}"
    if _TAG.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        lines = "".join(reader.found).split("\n")
    else:
        lines = [_without_marks(line) for line in text.splitlines()]
    return _joined(" ".join(line.split()) for line in lines)


def _without_marks(line: str) -> str:
    bare = _LINE_MARK.sub("", line, count=1) if _LINE_MARK.match(line) else line
    for pattern, kept in ((_LINK, r"\1"), (_STRONG, r"\2"), (_CODE, r"\1")):
        bare = pattern.sub(kept, bare)
    return bare


def _joined(lines: Iterable[str]) -> str:
    said = ""
    for line in filter(None, lines):
        if said:
            said += " " if said[-1] in _ENDS else "; "
        said += line
    return said


class _Reader(HTMLParser):
    """Collects the words of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data.replace("\n", " "))
