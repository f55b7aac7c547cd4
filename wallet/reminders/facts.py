"""What only a badge's own bytes tell of its ends, and until when a list of revocations holds.

A kept verdict does not have it, so the bytes are read, once: what was read is kept beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from wallet.credential.moment import Moment, parse_moment
from wallet.documents.document import Document
from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson, verifiable
from wallet.formats.fields import address, first_object, items, number, types
from wallet.formats.read import Parsed
from wallet.reminders.times import YEARS

FORM: Final = "1"
"""Counts the forms of :class:`Facts`; what was kept under another is read again."""
_REFRESH: Final = "1EdTechCredentialRefresh"
_LONGEST_LIFE: Final = 1e11
"""Three years, in milliseconds."""


class Facts(msgspec.Struct, frozen=True):
    """What a badge says beside its verdict.

    ``file_end`` is until when its signature holds, where that is stated apart: a token's
    ``exp`` (RFC 7519 §4.1.4) or the ``expires`` of a proof (VC Data Integrity 1.0 §2.1), the
    first of several. ``window`` is when renewing begins (``validAfter`` of a refresh service),
    ``refreshable`` whether the wallet itself can ask for a newer form (Open Badges 3.0 §9.4),
    and ``related`` are the achievements that it says its own is related to.
    """

    file_end: Moment | None = None
    window: Moment | None = None
    refreshable: bool = False
    related: tuple[str, ...] = ()


def of(parsed: Parsed) -> Facts:
    """Return what ``parsed`` says."""
    services = [
        one for one in items(parsed.document.get("refreshService")) if isinstance(one, dict)
    ]
    windows = [parse_moment(one.get("validAfter")) for one in services]
    return Facts(
        file_end=_first(_ends(parsed)),
        window=_first(iter(windows)),
        refreshable=any(_REFRESH in types(one.get("type")) for one in services),
        related=tuple(_related(parsed.document)),
    )


def _ends(parsed: Parsed) -> Iterator[Moment | None]:
    if parsed.claims is not None:
        expires = parsed.claims.get("exp")
        yield None if isinstance(expires, str) else parse_moment(expires)
    for proof in items(parsed.document.get("proof")):
        if isinstance(proof, dict):
            yield parse_moment(proof.get("expires"))


def _first(moments: Iterator[Moment | None]) -> Moment | None:
    return min((one for one in moments if one is not None), key=lambda one: one.at, default=None)


def _related(document: Mapping[str, Any]) -> Iterator[str]:
    subject = first_object(document.get("credentialSubject")) or {}
    for holder in (subject.get("achievement"), document.get("badge")):
        achievement = first_object(holder) or {}
        for one in items(achievement.get("related")):
            if found := address(one):
                yield found


def list_until(document: Document) -> datetime | None:
    """Return when a list of revocations asks to be renewed, as far as it says so.

    That is its own end (``validUntil``, ``exp``) or its ``ttl`` after it was obtained: in
    milliseconds in a Bitstring Status List (§2.2), in seconds in a Token Status List (§5.1).
    """
    if document.as_of is not None and document.as_of.year not in YEARS:
        return None
    try:
        claims, stated = _opened(document.data)
    except UnusableInput:
        return None
    ends = [parse_moment(stated.get(name)) for name in ("validUntil", "expirationDate")]
    if not isinstance(claims.get("exp"), str):
        ends.append(parse_moment(claims.get("exp")))
    instants = [one.end for one in ends if one is not None]
    subject = first_object(stated.get("credentialSubject")) or {}
    lives = (number(subject.get("ttl")), (number(claims.get("ttl")) or 0) * 1000 or None)
    instants += [
        document.as_of + timedelta(milliseconds=min(life, _LONGEST_LIFE))
        for life in lives
        if life is not None and life > 0 and document.as_of is not None
    ]
    return min(instants, default=None)


def _opened(data: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return a token's claims, if it is one, and the credential; UnusableInput for neither."""
    if data.lstrip()[:1] != b"{":
        found = strictjson.parse(jws.split(data.strip()).payload)
        claims = found if isinstance(found, dict) else {}
        return claims, verifiable.document_of(claims)
    found = strictjson.parse(data)
    return {}, found if isinstance(found, dict) else {}
