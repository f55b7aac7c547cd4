"""Text of anybody's badge as it may stand in a CV: one line, nothing invisible that steers it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

_JOINERS: Final = "\u200c\u200d"
"""What scripts and emoji need to be joined or kept apart (Unicode 23.2)."""
_MARKS: Final = "\u200e\u200f\u061c"
"""Implicit marks of direction: part of how a name is written, and never an override."""
_FLAG: Final = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]+\U000e007f")
"""The flag of a region (UTS #51, ED-14a): the only place where tags mean anything."""
_GONE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_ISOLATE: Final = "\u2068{}\u2069"

_PORT: Final = 65_535
_IN_ADDRESS: Final = "!$&'()*+,;=:@/?%-._~[]"
"""What stays in an address as it is (RFC 3986 §2); all else is percent-encoded."""


def plain(text: str | None) -> str:
    """Return ``text`` on one line, without control, format and half characters.

    Line ends and every other white space are one space. Bidirectional overrides, embeddings and
    isolates, soft hyphens and tags go; joiners, implicit marks of direction and regional flags
    stay, since words and emoji are written with them.
    """
    if not text:
        return ""
    kept: list[str] = []
    place = 0
    for flag in _FLAG.finditer(text):
        kept += [_without_steering(text[place : flag.start()]), flag[0]]
        place = flag.end()
    kept.append(_without_steering(text[place:]))
    return " ".join("".join(kept).split())


def _without_steering(text: str) -> str:
    return "".join(
        " " if one.isspace() else one
        for one in text
        if one.isspace()
        or one in _JOINERS
        or one in _MARKS
        or (unicodedata.category(one) not in _GONE and not _is_no_character(one))
    )


def _is_no_character(one: str) -> bool:
    """Return whether it will never be a character (Unicode 23.7), which XML refuses."""
    number = ord(one)
    return 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE


def isolated(text: str) -> str:
    """Return ``text`` so that it cannot turn what stands beside it round (UAX #9, FSI and PDI).

    Only where it has right-to-left letters: in every other text there is nothing to isolate,
    and a program that looks for words finds them undisturbed.
    """
    turns = any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text)
    return _ISOLATE.format(text) if turns else text


def web_address(url: str | None, *, secure: bool = True) -> str | None:
    """Return ``url`` as ASCII that can be pasted anywhere, or None where it is no web address.

    Https alone, and http too where it need not be ``secure``. None has a name and password in
    it, white space or control characters. Letters beyond ASCII are encoded (RFC 3986, RFC 3490).
    """
    if not url or any(unicodedata.category(one)[0] in "CZ" for one in url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if not host or parts.username is not None or parts.password is not None:
            return None
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme != "https" and (secure or parts.scheme != "http"):
        return None
    if ":" in host:
        host = f"[{host}]"
    where = host if port is None or not 0 < port <= _PORT else f"{host}:{port}"
    rest = (quote(one, safe=_IN_ADDRESS) for one in (parts.path, parts.query, parts.fragment))
    return _with_whole_escapes(urlunsplit((parts.scheme, where, *rest)))


def _with_whole_escapes(url: str) -> str:
    """Return ``url`` with every percent sign that begins no escape written as one."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url)
