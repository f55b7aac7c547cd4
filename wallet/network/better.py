"""Whether a new answer is worth more than the one that is kept.

Servers go astray: a login page instead of a key, an empty object instead of a list. What an
address said when it was well is not thrown away for that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from wallet.documents.document import Document
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import types

GONE: Final = 410
_TOKEN: Final = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]*(~[\w.~-]*)?\s*\Z", re.ASCII)


class Kind(StrEnum):
    """What the servers of issuers answer with."""

    OBJECT = "object"
    """JSON: a credential, an issuer's document, a list."""
    TOKEN = "token"  # noqa: S105 - a compact JWS, JWT or SD-JWT; nothing secret
    PEM = "pem"
    """A key of Open Badges 1.x."""


def kind_of(data: bytes) -> Kind | None:
    """Return what kind of document ``data`` is, or None: nothing that a check could use."""
    if _object(data) is not None:
        return Kind.OBJECT
    if data.lstrip().startswith(b"-----BEGIN "):
        return Kind.PEM
    return Kind.TOKEN if _TOKEN.match(data) else None


def improves(new: Document, kept: Document | None) -> bool:
    """Return whether ``new`` is to be kept in place of ``kept``.

    "410, gone" revokes a hosted badge or endorsement (Open Badges 2.0 §5.1) and says nothing of
    any other document, so that of those that can be used it replaces only these. Any other answer
    must be usable itself, and where it replaces JSON with JSON, of the same ``id`` or, where
    there is none, with a member in common.
    """
    old = kept.data if kept is not None and kept.status == 200 else None
    before = _object(old) if old is not None else None
    if new.status == GONE:
        return old is None or kind_of(old) is None or (before is not None and _is_badge(before))
    kind = kind_of(new.data) if new.status == 200 else None
    if kind is None or old is None or kind_of(old) is None:
        return kind is not None
    now = _object(new.data)
    if before is None or now is None:
        # A list or a key may come as JSON one day and signed, or as PEM, on another.
        return True
    return _same(before, now)


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        value = strictjson.parse(data)
    except UnusableInput:
        return None
    return value if isinstance(value, dict) else None


def _is_badge(document: Mapping[str, Any]) -> bool:
    return "badge" in document or bool(types(document.get("type")) & {"Assertion", "Endorsement"})


def _same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if "id" in before and "id" in now:
        return bool(before["id"] == now["id"])
    if now.get("revoked") is True:
        return True  # all that Open Badges 1.x and 2.0 ask of the answer for a revoked badge
    shared = (before.keys() & now.keys()) - {"@context"}
    return bool(shared) if before.keys() - {"@context"} else True
