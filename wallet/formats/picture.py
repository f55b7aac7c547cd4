"""Pictures from badges that may be shown: known kinds, of a sensible size, with no surprises.

What a picture is, is told by its content. Rasters are measured by their headers before
anything decodes them; SVG is made again from what is harmless (:mod:`wallet.formats.drawing`,
SECURITY.md, threat 16).
"""

from __future__ import annotations

import base64
import re
import struct
from typing import Final
from urllib.parse import unquote_to_bytes

from wallet.credential.model import Picture

MAX_BYTES: Final = 10 * 1024 * 1024
"""The largest picture that is shown, in bytes."""
MAX_PIXELS: Final = 40_000_000
MAX_SIDE: Final = 30_000
"""The longest side that is shown, in pixels; Qt draws nothing beyond 32,767."""

_MAX_URL: Final = MAX_BYTES * 4 // 3 + 200
_DATA_URL: Final = r"data:(image/[a-z0-9.+-]+)((?:;[\w.=+-]*)*),"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def from_data_url(url: str) -> Picture | None:
    """Return the picture inside a ``data:image/…`` URL (RFC 2397), or None.

    Base64 must be exact; what stands in the URL as it is, such as SVG, is unquoted.
    """
    match = re.match(_DATA_URL, url, re.IGNORECASE)
    if match is None or len(url) > _MAX_URL:
        return None
    body = unquote_to_bytes(url[match.end() :])
    if match[2].lower().endswith(";base64"):
        try:
            body = base64.b64decode(body, validate=True)
        except ValueError:
            return None
    return Picture(match[1].lower(), body) if body else None


def shown(picture: Picture) -> Picture | None:
    """Return ``picture`` in a form that is safe to draw, or None where there is none.

    The media type of the result is what the data is, whatever ``picture`` said it was.
    """
    # The drawing's own rasters are measured here, so the two modules know each other.
    from wallet.formats import drawing  # noqa: PLC0415

    data = picture.data
    if data is None or len(data) > MAX_BYTES:
        return None
    if (raster := raster_size(data)) is not None:
        media_type, width, height = raster
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
            return None
        return Picture(media_type, data, picture.url, picture.caption)
    clean = drawing.harmless(data)
    return Picture("image/svg+xml", clean, picture.url, picture.caption) if clean else None


def raster_size(data: bytes) -> tuple[str, int, int] | None:
    """Return the media type, width and height that a raster's header states, None for others."""
    try:
        if data.startswith(_PNG) and data[12:16] == b"IHDR":
            width, height = struct.unpack_from(">II", data, 16)
            return "image/png", width, height
        if data.startswith((b"GIF87a", b"GIF89a")):
            width, height = struct.unpack_from("<HH", data, 6)
            return "image/gif", width, height
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg_size(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp_size(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg_size(data: bytes) -> tuple[str, int, int] | None:
    """Walk the segments to the frame header (ITU-T T.81 §B.1.1, §B.2.2)."""
    place = 2
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _JPEG_BARE:
            place += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return "image/jpeg", width, height
        else:
            (length,) = struct.unpack_from(">H", data, place + 2)
            place += 2 + length
    return None


def _webp_size(data: bytes) -> tuple[str, int, int] | None:
    """Read the first chunk of WebP: lossy, lossless or extended (RFC 9649 §2)."""
    kind = data[12:16]
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return "image/webp", width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", data, 21)
        return "image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return "image/webp", width, height
    return None
