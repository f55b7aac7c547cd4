"""Several credentials in few bytes: what a shared link carries.

The form is fixed, version 1, and read by a web page too. *Packed*: a byte that names the
compression (0: raw deflate, RFC 1951; n: the same with preset dictionary n), then one deflate
stream. *Packet*, what is in the stream: items, one after the other, each a byte for its kind
and its parts, each part its length (unsigned LEB128, shortest form) and its bytes:

| kind | parts | what it carries, exactly |
|---|---|---|
| ``j`` | the text | a credential in JSON |
| ``t`` | header, payload and signature, decoded | a compact JWS |
| ``s`` | the text | any other text, e.g. an SD-JWT |
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from wallet import resources
from wallet.errors import ProgramDamaged, UnusableInput
from wallet.formats import jws
from wallet.i18n import N_

MAX_INFLATED: Final = 2_000_000
"""How many bytes the credentials of one packet may come to."""
MAX_ITEMS: Final = 50
"""How many credentials a packet may hold."""
DICTIONARY: Final = 1
"""The number of the preset dictionary that is used in writing."""
DICTIONARY_SHA256: Final = "49ad7db15eb47393564eff719150636d2105ab31fbfb39e5bab60a5c0370dfaa"

_JSON: Final = ord("j")
_TOKEN: Final = ord("t")
_TEXT: Final = ord("s")
_VARINT_BYTES: Final = 4
_RAW: Final = -15
"""To zlib: no header, the largest window."""


def pack(payloads: Sequence[bytes]) -> bytes:
    """Return ``payloads`` in the packed form, with the dictionary where that is shorter.

    Each is the exact text of a credential. Raises UnusableInput: "nothing-to-share", or
    "too-large-for-link" where there is more than a reader takes.
    """
    if not payloads or not all(payloads):
        raise UnusableInput(
            "nothing-to-share",
            N_("there is nothing to share"),
            N_("choose one badge or several"),
        )
    pieces = [piece for payload in payloads for piece in _item(payload)]
    if len(payloads) > MAX_ITEMS or sum(map(len, pieces)) > MAX_INFLATED:
        raise too_large()
    ways = [pieces] if len(pieces) == len(payloads) else [pieces, [b"".join(pieces)]]
    preset = [bytes([DICTIONARY]) + _deflated(way, dictionary()) for way in ways]
    plain = [bytes([0]) + _deflated(way, b"") for way in ways]
    return min(*preset, *plain, key=len)


def unpack(packed: bytes, name: str = "the link") -> tuple[bytes, ...]:
    """Return the payloads of the packed form, each exactly as it went in.

    ``name`` is what to call it in sentences. Raises UnusableInput: "link-damaged",
    "link-too-large" or "link-newer". Nothing of the payloads is judged.
    """
    if not packed:
        raise damaged(name)
    if packed[0] not in (0, DICTIONARY):
        raise newer(name)
    packet = _inflated(packed[1:], dictionary() if packed[0] else b"", name)
    payloads: list[bytes] = []
    for payload in _items(packet, name):
        payloads.append(payload)
        if len(payloads) > MAX_ITEMS:
            raise UnusableInput(
                "link-too-large",
                N_("the link in {name} holds more than {count} badges"),
                N_("ask for fewer badges at a time, or for files"),
                name=name,
                count=MAX_ITEMS,
            )
    if not payloads:
        raise damaged(name)
    return tuple(payloads)


@functools.cache
def dictionary() -> bytes:
    """Return preset dictionary 1; ProgramDamaged where it is not the one that was shipped."""
    file = resources.path("share", f"dictionary-{DICTIONARY}.txt")
    data = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(data).hexdigest() != DICTIONARY_SHA256:
        raise ProgramDamaged(
            "program-damaged",
            N_("{file} is not as it was shipped"),
            N_("install the program again"),
            file=file.name,
        )
    return data


def damaged(name: str) -> UnusableInput:
    """Return the error for a link that somebody cut short or changed."""
    return UnusableInput(
        "link-damaged",
        N_("the link in {name} is damaged or not whole"),
        N_("copy the whole link again, or ask for it again"),
        name=name,
    )


def newer(name: str) -> UnusableInput:
    """Return the error for a link in a form of later versions."""
    return UnusableInput(
        "link-newer",
        N_("the link in {name} was made by a newer version of the program"),
        N_("open it with the newest version, or ask for the badge as a file"),
        name=name,
    )


def too_large() -> UnusableInput:
    """Return the error for a selection that no link can carry."""
    return UnusableInput(
        "too-large-for-link",
        N_("this is too much for a link"),
        N_("share fewer badges at a time, or share them as files"),
    )


def _deflated(pieces: Sequence[bytes], preset: bytes) -> bytes:
    """Return ``pieces`` as one deflate stream, each in blocks of its own."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, preset)
    stream = b""
    for number, piece in enumerate(pieces):
        if number:
            stream += compressor.flush(zlib.Z_BLOCK)
        stream += compressor.compress(piece)
    return stream + compressor.flush()


def _inflated(stream: bytes, preset: bytes, name: str) -> bytes:
    """Return what ``stream`` is of, and stop where that is more than allowed."""
    inflater = zlib.decompressobj(_RAW, zdict=preset)
    try:
        packet = inflater.decompress(stream, MAX_INFLATED + 1)
    except zlib.error:
        raise damaged(name) from None
    if len(packet) > MAX_INFLATED:
        raise UnusableInput(
            "link-too-large",
            N_("what the link in {name} holds is larger than {limit} MB"),
            N_("ask for fewer badges at a time, or for files"),
            name=name,
            limit=MAX_INFLATED // 1_000_000,
        )
    if not inflater.eof or inflater.unused_data:
        raise damaged(name)
    return packet


def _item(payload: bytes) -> tuple[bytes, ...]:
    """Return an item in pieces: a signature is noise, and compressed apart it spoils no text."""
    if payload.startswith(b"{"):
        return (bytes([_JSON]) + _part(payload),)
    segments = payload.split(b".")
    if len(segments) == 3:
        try:
            parts = [jws.decode_segment(segment.decode("ascii")) for segment in segments]
        except ValueError:
            pass  # carried as the text it is
        else:
            text = bytes([_TOKEN]) + _part(parts[0]) + _part(parts[1])
            return (text + _varint(len(parts[2])), parts[2])
    return (bytes([_TEXT]) + _part(payload),)


def _part(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _varint(number: int) -> bytes:
    """Return ``number`` as unsigned LEB128, in its shortest form."""
    varint = bytearray()
    while number > 0x7F:
        varint.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*varint, number])


def _items(packet: bytes, name: str) -> Iterator[bytes]:
    place = 0
    while place < len(packet):
        kind = packet[place]
        place += 1
        if kind not in (_JSON, _TOKEN, _TEXT):
            raise newer(name)
        parts = []
        for _ in range(3 if kind == _TOKEN else 1):
            part, place = _part_at(packet, place, name)
            parts.append(part)
        if kind == _TOKEN:
            yield ".".join(map(jws.encode_segment, parts)).encode("ascii")
        elif not parts[0] or (kind == _JSON and not parts[0].startswith(b"{")):
            raise damaged(name)
        else:
            yield parts[0]


def _part_at(packet: bytes, place: int, name: str) -> tuple[bytes, int]:
    """Return the part whose length stands at ``place``, and the place behind it."""
    length = 0
    for number, byte in enumerate(packet[place : place + _VARINT_BYTES]):
        length |= (byte & 0x7F) << 7 * number
        if byte < 0x80:
            start = place + number + 1
            if (number and not byte) or length > len(packet) - start:
                break
            return packet[start : start + length], start + length
    raise damaged(name)
