"""Links and packs for tests, written by the text of the format and by nothing of the program."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any

from tests.browser.chromium import PAGE, base64url, enclosed
from wallet.documents.document import Document

_DIGITS = (0, 3, 5, 8, 10, 13, 15, 17)
_EMPTY = '<script type="application/json" id="enclosed"></script>'


def varint(number: int) -> bytes:
    """Return ``number`` as unsigned LEB128."""
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def item(payload: bytes) -> bytes:
    """Return a credential as an item of a packet: JSON as it is, a token decoded."""
    if payload[:1] == b"{":
        return b"j" + varint(len(payload)) + payload
    parts = [
        base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)) for part in payload.split(b".")
    ]
    return b"t" + b"".join(varint(len(part)) + part for part in parts)


def deflated(packet: bytes) -> bytes:
    """Return ``packet`` as raw deflate without a dictionary, its kind before it."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"\0" + deflater.compress(packet) + deflater.flush()


def text_link(*payloads: bytes) -> str:
    """Return the fragment of a link to be pasted."""
    return "1b" + base64url(deflated(b"".join(map(item, payloads))))


def digits_link(*payloads: bytes) -> str:
    """Return the fragment of a link for a QR code."""
    data = deflated(b"".join(map(item, payloads)))
    blocks = [data[start : start + 7] for start in range(0, len(data), 7)]
    return "1n" + "".join(str(int.from_bytes(one)).zfill(_DIGITS[len(one)]) for one in blocks)


def pack(payloads: Iterable[bytes], documents: Iterable[Document], made_at: str) -> str:
    """Return a copy of the page with badges and documents enclosed."""
    inside: dict[str, Any] = {
        "format": 1,
        "badges": [{"payload": base64url(payload)} for payload in payloads],
        "documents": [enclosed(one) for one in documents],
        "made_at": made_at,
    }
    text = json.dumps(inside).replace("<", "\\u003c")
    empty = PAGE.read_text(encoding="utf-8")
    assert empty.count(_EMPTY) == 1
    return empty.replace(_EMPTY, _EMPTY.replace("></", f">{text}</"))
