"""Badges enclosed with a copy of the verifying page (ARCHITECTURE.md, "The verifying page").

One HTML file that whoever gets it opens in any browser: the page, the badges exactly as they
were signed, and the documents they were judged by, each with its date. What is enclosed is
JSON in an element that browsers take for data.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import structs

from wallet.credential.model import Container
from wallet.credential.moment import rfc3339
from wallet.documents.document import Document, Documents
from wallet.errors import ProgramDamaged, UnusableInput
from wallet.formats import jws
from wallet.formats.read import read, web_address
from wallet.formats.unpack import unpack
from wallet.i18n import N_
from wallet.verify.pipeline import Circumstances, verify_bytes

MAX_BYTES: Final = 10 * 1024 * 1024
"""How much can be enclosed, in bytes of JSON: as much as the page reads."""
MAX_PICTURE: Final = 500_000
"""The largest file of a badge baked into a picture that is enclosed as it is, in bytes."""

_OPENING: Final = '<script type="application/json" id="enclosed">'
_EMPTY: Final = f"{_OPENING}</script>"
_ESCAPED: Final = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""What could end the element, begin a comment in it, or end a line, as JSON also writes it."""
_PICTURES: Final = (Container.PNG, Container.SVG)


class Noting(msgspec.Struct, frozen=True):
    """Documents that remember which of them were asked for and at hand, in that order."""

    known: Documents
    found: dict[str, Document] = msgspec.field(default_factory=dict)

    def get(self, url: str) -> Document | None:
        """Return what is known of ``url``, and remember it where it is at hand."""
        document = self.known.get(url)
        if document is not None:
            self.found[url] = structs.replace(document, url=url)
        return document


def made(
    page: str, badges: Sequence[bytes], documents: Iterable[Document], made_at: datetime
) -> str:
    """Return ``page`` (the built verify.html) with badges and documents enclosed.

    ``badges`` are the bytes of each, as :func:`enclosed_form` gives them; ``made_at`` has a
    time zone. The same arguments always make the same text, in UTF-8 without a byte order
    mark. Raises UnusableInput: "nothing-to-share", or "too-large-for-page" where there is
    more than :data:`MAX_BYTES` of it; ProgramDamaged where the page has no place for it.
    """
    if not badges:
        raise UnusableInput(
            "nothing-to-share",
            N_("there is nothing to share"),
            N_("choose one badge or several"),
        )
    if page.count(_EMPTY) != 1:
        raise ProgramDamaged(
            "program-damaged",
            N_("{file} is not as it was shipped"),
            N_("install the program again"),
            file="verify.html",
        )
    enclosed = {
        "format": 1,
        "badges": [{"payload": jws.encode_segment(badge)} for badge in badges],
        "documents": [_document(one) for one in documents],
        "made_at": rfc3339(made_at),
    }
    text = json.dumps(enclosed, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPED)
    if len(text) > MAX_BYTES:
        raise UnusableInput(
            "too-large-for-page",
            N_("this is more than the {limit} MB that can be enclosed with a page"),
            N_("share fewer badges at once, or share them as files"),
            limit=MAX_BYTES // 1024 // 1024,
        )
    return page.replace(_EMPTY, f"{_OPENING}{text}</script>")


def enclosed_form(original: bytes, payload: bytes, name: str) -> bytes:
    """Return what to enclose of a badge: ``payload``, or its file where that is its picture.

    ``original`` is the file it came as, called ``name``, and ``payload`` what is to leave of
    it. The file is taken only where the badge was baked into a picture of at most
    :data:`MAX_PICTURE` bytes, has no picture in its own text, and leaves just as it was
    signed: never where something was left out. A badge of which the picture holds only the
    address can be read from nothing else, so its file is taken whatever its size. Raises
    UnusableInput for what is no badge.
    """
    artifact = unpack(original, name)
    if artifact.container not in _PICTURES or artifact.payload != payload:
        return payload
    if web_address(payload):
        return original
    if artifact.picture is None or len(original) > MAX_PICTURE:
        return payload
    inside = read(structs.replace(artifact, picture=None), name).credential.picture
    return payload if inside is not None and inside.data is not None else original


def documents_used(badges: Iterable[bytes], circumstances: Circumstances) -> tuple[Document, ...]:
    """Return the documents at hand that judging ``badges`` by ``circumstances`` rests on.

    These are assertions, badge classes, issuers, keys, did:web documents and lists of
    revocations, in the order they were asked for and each once, with its date; contexts are in
    the page already. What could not be read rests on none.
    """
    noting = Noting(circumstances.documents)
    noted = structs.replace(circumstances, documents=noting)
    for number, badge in enumerate(badges, start=1):
        verify_bytes(badge, f"#{number}", noted)
    return tuple(noting.found.values())


def _document(document: Document) -> dict[str, object]:
    return {
        "url": document.url,
        "data": base64.b64encode(document.data).decode("ascii"),
        "fetched_at": rfc3339(document.as_of) if document.as_of else None,
        "status": document.status,
    }
