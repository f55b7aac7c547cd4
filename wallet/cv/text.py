"""A CV as plain text: paragraphs that any program keeps."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.cv.choices import Choices
from wallet.cv.entries import Selection
from wallet.cv.plain import isolated
from wallet.cv.telling import Told, page


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as text: UTF-8, lines ended by a line feed."""
    told = page(selection, choices)
    blocks = [told.title]
    for group in told.groups:
        if group.title is not None:
            blocks.append(isolated(group.title))
        blocks += ["\n".join(_lines(one)) for one in group.entries]
    return ("\n\n".join(blocks) + "\n").encode()


def _lines(told: Told) -> Iterator[str]:
    yield isolated(told.name)
    yield " · ".join(one for one in (isolated(told.issuer), told.dates) if one)
    yield isolated(told.label)
    for one in told.details:
        # An address stands alone behind its label: nothing that could be taken for a part of it.
        yield f"{one.label}{one.colon}{one.text if one.url else isolated(one.text)}"
