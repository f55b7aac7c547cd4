"""Taking a compact JWS apart, strictly (RFC 7515 §2, §3.1 and §5.2)."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from wallet.formats import strictjson
from wallet.i18n import N_

SELECTIVE: Final = b"~"
"""What stands behind every part of a token whose disclosures are chosen (RFC 9901 §4)."""

_SEGMENT: Final = r"[A-Za-z0-9_-]*\Z"
# Every JSON object begins so in base64url, whichever space follows its brace.
_BEGINS: Final = (b"ey", b"ew")
_SHAPE: Final = rb"[A-Za-z0-9_+/=-]*(\.[A-Za-z0-9_+/=-]*)*\Z"


class Jws(msgspec.Struct, frozen=True):
    """A compact JWS: its header, what was signed, and the signature over ``signing_input``."""

    header: dict[str, Any]
    payload: bytes
    signature: bytes
    signing_input: bytes


def looks_like(data: bytes) -> bool:
    """Return whether ``data`` sets out to be a compact JWS, even one that is damaged.

    So does an SD-JWT, which has more behind a tilde.
    """
    token = data.partition(b"~")[0]
    return token.startswith(_BEGINS) and token.count(b".") <= 2 and bool(re.match(_SHAPE, token))


def split(data: bytes, name: str = "the badge") -> Jws:
    """Return the parts of a compact JWS; UnusableInput "malformed" for anything else.

    ``name`` is what to call it in sentences. An empty signature is left to verification.
    """
    head, _, rest = data.partition(b".")
    body, dot, signature = rest.partition(b".")
    if not dot:
        raise strictjson.malformed(N_("{name} is cut short"), name)
    try:
        segments = [decode_segment(part.decode("ascii")) for part in (head, body, signature)]
    except ValueError:
        raise strictjson.malformed(N_("the encoding of {name} is damaged"), name) from None
    header = strictjson.parse(segments[0], name)
    if not isinstance(header, dict):
        raise strictjson.malformed(N_("{name} does not say how it was signed"), name)
    return Jws(header, segments[1], segments[2], head + b"." + body)


def decode_segment(text: str) -> bytes:
    """Return the bytes of base64url ``text``; ValueError unless it is exactly canonical.

    No padding, no foreign characters, and no trailing bits that encode nothing (RFC 4648
    §3.5): otherwise one signature would fit several texts (VERIFY.md rule 4).
    """
    if not re.match(_SEGMENT, text) or len(text) % 4 == 1:
        raise ValueError("not base64url")
    import base64  # noqa: PLC0415 - most badges are no tokens

    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode_segment(data) != text:
        raise ValueError("not canonical base64url")
    return data


def encode_segment(data: bytes) -> str:
    """Return ``data`` as base64url without padding, the one way to write it."""
    import base64  # noqa: PLC0415 - see decode_segment

    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
