"""A CV for RenderCV: YAML with one section, whose texts are Markdown there.

Every scalar is written as JSON writes a string, which YAML reads as the same (YAML 1.2 §1.3).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.markdown import escaped
from wallet.cv.telling import Told, page


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as a whole document of RenderCV: UTF-8."""
    told = page(selection, choices)
    lines = ["cv:"]
    if told.holder:
        lines.append(f"  name: {_scalar(told.holder)}")
    lines.append("  sections:")
    for group in told.groups:
        lines.append(f"    {_scalar(group.title or told.title)}:")
        for one in group.entries:
            lines += _entry(one)
    if not told.groups:
        lines[-1] = "  sections: {}"
    return ("\n".join(lines) + "\n").encode()


def _entry(told: Told) -> Iterator[str]:
    named = escaped(told.name)
    yield f"      - name: {_scalar(f'[{named}]({told.link})' if told.link else named)}"
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
