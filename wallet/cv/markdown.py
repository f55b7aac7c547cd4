"""A CV as Markdown (CommonMark, and what GitHub reads beyond it)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.plain import isolated
from wallet.cv.telling import Told, page

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|~$]|&(?=[#\w])|@(?=\w)")
"""What can mean something inside a line; CommonMark §2.4 lets all of it be escaped.

Of what GitHub reads beyond it: strikethrough, tables, mentions, issues, formulas.
"""
_SCHEME: Final = re.compile(r"(?i)(?<=[a-z0-9]):(?=//|[a-z0-9])|:(?=[+\w-]+:)")
"""The colon of an address that would become a link, or of an emoji's short name."""
_WWW: Final = re.compile(r"(?i)(?<=www)\.")
_LINE_BEGINS: Final = re.compile(r"^(?:([-+])|(\d{1,9})([.)]))(?=\s|$)|^([-+])(?=[-+ ]*$)")
_IN_ADDRESS: Final = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"}


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as Markdown under a heading of the second level: UTF-8."""
    told = page(selection, choices)
    blocks = [f"## {escaped(told.title)}"]
    for group in told.groups:
        if group.title is not None:
            blocks.append(f"### {_heading(group.title)}")
        blocks += ["\n".join(_lines(one)) for one in group.entries]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    """Return plain ``text`` so that Markdown shows it as it is, within a line or beginning one."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _SCHEME.sub(r"\\:", text)
    text = _WWW.sub(r"\\.", text)
    return _LINE_BEGINS.sub(_escaped_mark, text)


def _escaped_mark(found: re.Match[str]) -> str:
    mark = found[1] or found[4]
    return f"\\{mark}" if mark else f"{found[2]}\\{found[3]}"


def _heading(text: str) -> str:
    return escaped(isolated(text))


def _lines(told: Told) -> Iterator[str]:
    """Return a paragraph as list items: a line each, whatever the reader does with line ends."""
    named = escaped(isolated(told.name))
    link = f"[{named}]({_address(told.link)})" if told.link else named
    facts = " · ".join(one for one in (escaped(isolated(told.issuer)), escaped(told.dates)) if one)
    yield f"- **{link}**"
    yield f"  - {facts}"
    yield f"  - {escaped(isolated(told.label))}"
    for one in told.details:
        if one.url is None:  # the address is behind the name
            yield f"  - {escaped(one.label)}{one.colon}{escaped(isolated(one.text))}"


def _address(url: str) -> str:
    """Return an address for a link's destination, which brackets would end."""
    return "".join(_IN_ADDRESS.get(one, one) for one in url)
