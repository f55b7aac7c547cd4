"""Small bakers: PNG and SVG pictures with a badge in them, whole and hostile."""

from __future__ import annotations

import base64
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BADGE = b'{"type": "Assertion", "id": "https://college.example/badges/1", "name": "D\xc3\xa9mo"}'
ADDRESS = b"https://college.example/assertions/1"


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jws(payload: bytes = BADGE, header: bytes = b'{"alg":"EdDSA"}') -> bytes:
    return f"{b64url(header)}.{b64url(payload)}.{b64url(bytes(64))}".encode()


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"".join((SIGNATURE, header, *chunks, pixels, chunk(b"IEND")))


def text(keyword: bytes, body: bytes) -> bytes:
    return chunk(b"tEXt", keyword + b"\0" + body)


def ztext(keyword: bytes, body: bytes) -> bytes:
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(body))


def itext(keyword: bytes, body: bytes, *, compress: bool = False) -> bytes:
    flags = b"\1\0" if compress else b"\0\0"
    inside = zlib.compress(body) if compress else body
    return chunk(b"iTXt", keyword + b"\0" + flags + b"en\0\0" + inside)


def svg(inside: str = "", *, prolog: str = "", attributes: str = 'viewBox="0 0 9 9"') -> bytes:
    return (
        f'{prolog}<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'
    ).encode()


def baked_2(body: str = "", verify: str = "") -> str:
    return _element("assertion", "http://openbadges.org", body, verify)


def baked_3(body: str = "", verify: str = "") -> str:
    return _element("credential", "https://purl.imsglobal.org/ob/v3p0", body, verify)


def _element(name: str, namespace: str, body: str, verify: str) -> str:
    attribute = f" verify='{verify}'" if verify else ""
    inside = f"<![CDATA[{body}]]>" if body else ""
    return f'<b:{name} xmlns:b="{namespace}"{attribute}>{inside}</b:{name}>'


def data_url(data: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
