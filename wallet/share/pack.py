"""The verifying page with badges enclosed: one file that shows and verifies them offline.

The page (``resources/page/verify.html``) has an empty block of data; a pack is a copy of it in
which the block holds badges and the documents that verifying them rests on, each with its date.
Who makes a pack could put anything in it: what a document confirms, the page says is enclosed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import structs

from wallet import resources
from wallet.credential.moment import rfc3339
from wallet.documents.document import Document, Documents
from wallet.errors import ProgramDamaged
from wallet.formats.jws import encode_segment
from wallet.i18n import N_
from wallet.verify.pipeline import Circumstances, verify_bytes

FORMAT: Final = 1
_EMPTY: Final = '<script type="application/json" id="enclosed"></script>'
_ESCAPED: Final = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end the block, or a line of it, inside of a text."""


class Noting:
    """Documents that remember which of them were found when they were asked for."""

    def __init__(self, documents: Documents) -> None:
        """Take where documents come from."""
        self._documents = documents
        self.found: dict[str, Document] = {}

    def get(self, url: str) -> Document | None:
        """Return the document at ``url``, or None: not at hand."""
        found = self._documents.get(url)
        if found is not None:
            self.found[url] = found
        return found


def documents_used(payloads: Sequence[bytes], circumstances: Circumstances) -> tuple[Document, ...]:
    """Return the documents at hand that verifying ``payloads`` rests on."""
    noting = Noting(circumstances.documents)
    judging = structs.replace(circumstances, documents=noting)
    for payload in payloads:
        verify_bytes(payload, "the badge", judging)
    return tuple(noting.found.values())


def page() -> str:
    """Return the verifying page as it is shipped."""
    return resources.path("page", "verify.html").read_text(encoding="utf-8")


def made(
    empty: str, badges: Sequence[bytes], documents: Sequence[Document], made_at: datetime
) -> bytes:
    """Return a copy of the page ``empty`` with ``badges`` (files or bare credentials) enclosed.

    Raises ProgramDamaged where the page has no place for them.
    """
    before, place, after = empty.partition(_EMPTY)
    if not place or _EMPTY in after:
        raise ProgramDamaged(
            "program-damaged",
            N_("{file} is not as it was shipped"),
            N_("install the program again"),
            file="verify.html",
        )
    inside = json.dumps(
        {
            "format": FORMAT,
            "badges": [{"payload": encode_segment(badge)} for badge in badges],
            "documents": [_enclosed(one) for one in documents],
            "made_at": rfc3339(made_at),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    for character, escape in _ESCAPED.items():
        inside = inside.replace(character, escape)
    start, end = _EMPTY.split("></")
    return f"{before}{start}>{inside}</{end}{after}".encode()


def _enclosed(document: Document) -> dict[str, object]:
    return {
        "url": document.url,
        "data": base64.b64encode(document.data).decode("ascii"),
        "fetched_at": rfc3339(document.as_of) if document.as_of else None,
        "status": document.status,
    }
