"""Links that carry badges: ``BASE#1bTEXT`` to be pasted, ``BASE#1nDIGITS`` in a QR.

BASE is the address of a page that reads them; what follows ``#`` is never sent to its server.
"1" is the version of the form. TEXT is the packed form (:mod:`wallet.formats.packet`) in
base64url without padding (RFC 4648 §5). DIGITS is the same in decimal, which a QR holds in
3⅓ bits a digit (ISO/IEC 18004 §7.4.3): blocks of 7 bytes, each one big-endian integer in 17
digits; a last block of 1 to 6 bytes has 3, 5, 8, 10, 13 or 15.
"""

from __future__ import annotations

import re
from typing import Final

from wallet.errors import UnusableInput
from wallet.formats import jws, packet
from wallet.i18n import N_

MAX_CHARACTERS: Final = 200_000
"""How long a link may be."""

_LINK: Final = re.compile(rb"(?i:https)://[^#\s]+#([0-9])([bn])")
_DIGITS: Final = re.compile(rb"[0-9]+\Z")
_BLOCK: Final = 7
_WIDTHS: Final = (0, 3, 5, 8, 10, 13, 15, 17)
"""How many digits a block of so many bytes has."""


def looks_like(text: bytes) -> bool:
    """Return whether ``text`` sets out to be a link that carries badges, even a damaged one."""
    return bool(_LINK.match(text))


def read(text: bytes, name: str = "the link") -> tuple[bytes, ...]:
    """Return the payloads that a link carries, exactly; nothing of them is judged.

    ``name`` is what to call it in sentences. Raises UnusableInput: "link-damaged",
    "link-too-large" or "link-newer".
    """
    match = _LINK.match(text)
    if match is None:
        raise packet.damaged(name)
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(
            "link-too-large",
            N_("the link in {name} is longer than {count} characters"),
            N_("ask for fewer badges at a time, or for files"),
            name=name,
            count=MAX_CHARACTERS,
        )
    if match[1] != b"1":
        raise packet.newer(name)
    carried = text[match.end() :]
    try:
        packed = _of_digits(carried) if match[2] == b"n" else _of_text(carried)
    except ValueError:
        raise packet.damaged(name) from None
    return packet.unpack(packed, name)


def as_text(packed: bytes) -> str:
    """Return what stands after ``BASE#`` in a link that is pasted."""
    return "1b" + jws.encode_segment(packed)


def as_digits(packed: bytes) -> str:
    """Return what stands after ``BASE#`` in a link that is drawn as a QR."""
    blocks = (packed[place : place + _BLOCK] for place in range(0, len(packed), _BLOCK))
    return "1n" + "".join(f"{int.from_bytes(block):0{_WIDTHS[len(block)]}d}" for block in blocks)


def _of_text(carried: bytes) -> bytes:
    return jws.decode_segment(carried.decode("ascii"))


def _of_digits(carried: bytes) -> bytes:
    """Return the bytes of ``carried``; ValueError unless it is the one way to write them."""
    if not _DIGITS.match(carried):
        raise ValueError("not digits")
    whole = _WIDTHS[_BLOCK]
    packed = bytearray()
    for place in range(0, len(carried), whole):
        block = carried[place : place + whole]
        length = _WIDTHS.index(len(block))
        try:
            packed += int(block).to_bytes(length)
        except OverflowError:
            raise ValueError("no such block") from None
    return bytes(packed)
