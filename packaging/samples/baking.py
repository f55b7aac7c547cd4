"""Baking badges into pictures: PNG text chunks and SVG elements, as Open Badges lay down.

Open Badges Baking (2.0): ``iTXt`` with keyword ``openbadges``, or the older ``tEXt``.
Open Badges 3.0 §5.3: ``iTXt`` with keyword ``openbadgecredential``.
"""

from __future__ import annotations

import struct
import zlib
from xml.sax.saxutils import quoteattr

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IHDR_END = len(_SIGNATURE) + 4 + 4 + 13 + 4

OB_2 = "openbadges"
OB_3 = "openbadgecredential"


def deflated(data: bytes, wbits: int, strategy: int) -> bytes:
    """Return ``data`` compressed so that every build of zlib gives the same bytes.

    With ``zlib.Z_HUFFMAN_ONLY`` or ``zlib.Z_RLE`` there is no search for matches, which is
    where builds differ.
    """
    compressor = zlib.compressobj(9, zlib.DEFLATED, wbits, 9, strategy)
    return compressor.compress(data) + compressor.flush()


def png_with_text(png: bytes, keyword: str, text: str) -> bytes:
    """Return ``png`` with a ``tEXt`` chunk, which holds Latin-1 (PNG §11.3.3.2)."""
    return _with_chunk(png, b"tEXt", keyword.encode("latin-1") + b"\0" + text.encode("latin-1"))


def png_with_itext(png: bytes, keyword: str, text: bytes, *, compressed: bool = False) -> bytes:
    """Return ``png`` with an ``iTXt`` chunk, which holds UTF-8 (PNG §11.3.3.4)."""
    if compressed:
        text = deflated(text, zlib.MAX_WBITS, zlib.Z_HUFFMAN_ONLY)
    flags = bytes([compressed, 0])
    no_language, no_translation = b"\0", b"\0"
    head = keyword.encode("latin-1") + b"\0" + flags + no_language + no_translation
    return _with_chunk(png, b"iTXt", head + text)


def _with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """Put a chunk behind the header, where readers that stop early find it."""
    crc = zlib.crc32(kind + data)
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)
    return png[:_IHDR_END] + chunk + png[_IHDR_END:]


def svg_with_assertion(svg: str, signed: str) -> str:
    """Return ``svg`` with an Open Badges 2.0 JWS in an ``openbadges:assertion``."""
    element = f"<openbadges:assertion verify={quoteattr(signed)}/>"
    return _with_element(svg, "openbadges", "http://openbadges.org", element)


def svg_with_credential(svg: str, *, signed: str = "", document: bytes = b"") -> str:
    """Return ``svg`` with an Open Badges 3.0 JWT (attribute) or JSON (CDATA)."""
    if signed:
        element = f"<openbadges:credential verify={quoteattr(signed)}/>"
    else:
        text = document.decode()
        if "]]>" in text:
            raise ValueError(text)
        element = f"<openbadges:credential>\n<![CDATA[\n{text}\n]]>\n</openbadges:credential>"
    return _with_element(svg, "openbadges", "https://purl.imsglobal.org/ob/v3p0", element)


def _with_element(svg: str, prefix: str, namespace: str, element: str) -> str:
    opening, rest = svg.split(">", 1)
    return f'{opening} xmlns:{prefix}="{namespace}">\n{element}{rest}'
