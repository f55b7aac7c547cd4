"""Badges baked into PNG pictures.

Open Badges 2.0 "Baking" and 3.0 §5.3: an ``iTXt`` chunk with the keyword ``openbadges`` (JSON
or JWS) or ``openbadgecredential`` (JSON or JWT), compressed or not; Open Badges 1.0 wrote a
``tEXt`` chunk ``openbadges`` with a web address. PNG (Third Edition) §5, §11.3.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from wallet.errors import UnusableInput
from wallet.i18n import N_

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_TEXT: Final = 4 * 1024 * 1024
"""The most bytes that a text chunk may inflate to."""

_KEYWORDS: Final = frozenset({b"openbadges", b"openbadgecredential"})
_TEXT_CHUNKS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_MAX_CHUNKS: Final = 100_000


def payloads(data: bytes, name: str) -> list[bytes]:
    """Return the different badge payloads in a PNG, in order, each as exactly as it was baked.

    ``name`` is what to call the picture in sentences. Raises UnusableInput: "damaged-picture"
    for a chunk that is cut short or has a wrong CRC, "too-large" for one that inflates to
    more than :data:`MAX_TEXT`.
    """
    found: dict[bytes, None] = {}
    for kind, body in _chunks(data, name):
        if kind not in _TEXT_CHUNKS:
            continue
        keyword, _, rest = body.partition(b"\0")
        if keyword in _KEYWORDS:
            payload = _text(kind, rest, name).strip(b" \t\r\n\0")
            if payload:
                found[payload] = None
    return list(found)


def _chunks(data: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type and data of every chunk, each CRC checked, up to and without IEND."""
    place = len(SIGNATURE)
    for number in range(_MAX_CHUNKS):
        if place + 12 > len(data):
            raise _damaged(name)
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 8 + length
        if end + 4 > len(data) or (number == 0) != (kind == b"IHDR"):
            raise _damaged(name)
        (crc,) = struct.unpack_from(">I", data, end)
        if crc != zlib.crc32(memoryview(data)[place + 4 : end]):
            raise _damaged(name)
        if kind == b"IEND":
            return
        yield kind, data[place + 8 : end] if kind in _TEXT_CHUNKS else b""
        place = end + 4
    raise _damaged(name)


def _text(kind: bytes, rest: bytes, name: str) -> bytes:
    """Return the text of a chunk, ``rest`` being what follows its keyword."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _inflated(rest[1:], name)
    compressed, method, rest = rest[:1], rest[1:2], rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, separator, text = rest.partition(b"\0")
    if not separator or compressed not in (b"\0", b"\1") or method != b"\0":
        raise _damaged(name)
    return _inflated(text, name) if compressed == b"\1" else text


def _inflated(data: bytes, name: str) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_TEXT + 1)
    except zlib.error:
        raise _damaged(name) from None
    if len(text) > MAX_TEXT:
        raise UnusableInput(
            "too-large",
            N_("the badge inside {name} is far too large"),
            N_("ask its issuer for the badge in another form"),
            name=name,
        )
    if not inflater.eof:
        raise _damaged(name)
    return text


def _damaged(name: str) -> UnusableInput:
    return UnusableInput(
        "damaged-picture",
        N_("the picture {name} is damaged or cut short"),
        N_("download it again, as the original file and not as a screenshot"),
        name=name,
    )
