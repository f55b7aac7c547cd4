"""A CV as a table (RFC 4180), in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import credit_text, link_of
from wallet.i18n import N_, Words

_FORMULA: Final = re.compile("'*[=+\\-@\\t\\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                             "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]")  # fmt: skip
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).

A cell that has apostrophes before such a beginning gets one more, so that one can always be
taken off again.
"""
_BOM: Final = b"\xef\xbb\xbf"

COLUMNS: Final = {
    "name": N_("Name"),
    "issuer": N_("Issuer"),
    "type": N_("Type"),
    "issued": N_("Issued"),
    "expires": N_("Expires"),
    "label": N_("Label"),
    "id": N_("Credential ID"),
    "link": N_("Certificate"),
    "skills": N_("Skills"),
    "results": N_("Results"),
    "credits": N_("Credits"),
    "description": N_("What it is for"),
}
"""The columns, by names for good. All are always there; what was not chosen is empty."""


def make(selection: Selection, choices: Choices) -> bytes:
    """Return the selection as comma separated values: UTF-8, lines ended by CR LF.

    Dates are ISO 8601; a byte order mark comes first where it was chosen.
    """
    words = Words(choices.language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(words(one)) for one in COLUMNS.values()])
    for entry in ordered(selection, choices):
        writer.writerow([safe(one) for one in _cells(entry, choices, words)])
    data = out.getvalue().encode()
    return _BOM + data if choices.bom else data


def safe(cell: str) -> str:
    """Return ``cell`` as no spreadsheet takes it for a formula: an apostrophe before it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _cells(entry: Entry, choices: Choices, words: Words) -> Iterator[str]:
    yield entry.name
    yield entry.issuer
    yield entry.type_label(words)
    yield entry.issued.isoformat() if entry.issued else ""
    yield entry.ends.isoformat() if entry.ends else ""
    yield entry.label(words)
    yield entry.credential_id or ""
    yield link_of(entry, choices) or ""
    yield "; ".join(one.name for one in entry.skills) if choices.skills else ""
    yield "; ".join(_results(entry)) if choices.results else ""
    yield "; ".join(credit_text(one, words) for one in entry.credits)
    yield entry.description


def _results(entry: Entry) -> Iterator[str]:
    for one in entry.results:
        yield f"{one.name}: {one.value}" if one.name else one.value
