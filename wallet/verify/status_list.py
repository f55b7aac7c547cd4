"""Lists of bits that tell which credentials were revoked, suspended, or marked otherwise.

Bitstring Status List 1.0 §3.2 "Validate Algorithm": the list is a credential of its own,
whose proof, issuer, type, purpose, dates and length are all checked before a bit is read.
StatusList2021 (§4.2 of its draft) and RevocationList2020 came before it and differ in names
and in how the bits are written only, so they are told apart by a :class:`Kind`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from wallet.credential.moment import parse_moment, rfc3339
from wallet.documents.document import Document, Documents
from wallet.formats.fields import address, first_object, items, number, text, types
from wallet.formats.jws import decode_segment
from wallet.verify.problem import Problem, unknown
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.report import Authenticity, Check, CheckId, Outcome

MIN_ENTRIES: Final = 131_072
"""Bitstring Status List 1.0 §2.2: shorter lists would tell who is looked up."""
MAX_INFLATED: Final = 16 * 1024 * 1024
"""The most bytes a list may inflate to."""
_MAX_MESSAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of list calls things. ``multibase``: its bits begin with a "u"."""

    entry: str
    index: str
    url: str
    credential: str
    subject: str
    multibase: bool = False
    purpose: str | None = None
    """What every list of this kind is for, where neither it nor its entries say so."""


KINDS: Final = (
    Kind(
        entry="BitstringStatusListEntry",
        index="statusListIndex",
        url="statusListCredential",
        credential="BitstringStatusListCredential",
        subject="BitstringStatusList",
        multibase=True,
    ),
    Kind(
        entry="StatusList2021Entry",
        index="statusListIndex",
        url="statusListCredential",
        credential="StatusList2021Credential",
        subject="StatusList2021",
    ),
    Kind(
        entry="RevocationList2020Status",
        index="revocationListIndex",
        url="revocationListCredential",
        credential="RevocationList2020Credential",
        subject="RevocationList2020",
        purpose="revocation",
    ),
)


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """What verification says of the list's own credential."""

    document: Mapping[str, Any]
    authenticity: Authenticity
    issuer: str | None
    trusted: bool
    """Whether a registry at hand lists the list's issuer."""


ListVerifier = Callable[[bytes], ListVerdict | None]
"""Verifies the proof of a list, JSON or VC-JWT, given its bytes; None where it is neither."""


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """Everything a status check is judged by."""

    issuer: str | None
    evidence: Evidence
    verify_list: ListVerifier
    trusts: Callable[[str | None], bool]
    """Tells whether a registry at hand lists an issuer."""

    @property
    def documents(self) -> Documents:
        """What is at hand."""
        return self.evidence.documents

    @property
    def now(self) -> datetime:
        """When the credential is judged."""
        return self.evidence.now


@dataclass(frozen=True, slots=True)
class _Entry:
    """A ``credentialStatus`` that is shaped as its standard says."""

    kind: Kind
    url: str
    purpose: str
    index: int
    size: int
    messages: object
    reference: str | None


def check(kind: Kind, stated: Mapping[str, Any], question: StatusQuestion) -> list[Check]:
    """Return what the list that ``stated`` points at says, and whether the list is stale."""
    entry = _entry(kind, stated)
    if entry is None:
        return [unknown("status-malformed").check(CheckId.STATUS)]
    found = question.documents.get(entry.url.partition("#")[0])
    if found is None:
        return [unknown("status-list-not-at-hand", url=entry.url).check(CheckId.STATUS)]
    if found.status != 200:
        problem = unknown("status-list-gone", found.as_of, url=entry.url)
        return [problem.check(CheckId.STATUS)]
    subject = _subject(entry, found, question)
    if isinstance(subject, Problem):
        return [subject.check(CheckId.STATUS)]
    value = _bits(subject, entry, found)
    if isinstance(value, Problem):
        return [value.check(CheckId.STATUS)]
    told = _judge(entry, value, found)
    if told.outcome is Outcome.FAILED:
        return [told]
    return [told, *_staleness(subject, found, question.now)]


def _entry(kind: Kind, stated: Mapping[str, Any]) -> _Entry | None:
    url = stated.get(kind.url)
    purpose = kind.purpose or stated.get("statusPurpose")
    index = _index(stated.get(kind.index))
    size = number(stated.get("statusSize", 1))
    if not isinstance(url, str) or not isinstance(purpose, str) or index is None:
        return None
    if size is None or not size.is_integer() or not 1 <= size <= 64:
        return None
    reference = address(stated.get("statusReference"))
    return _Entry(kind, url, purpose, index, int(size), stated.get("statusMessage"), reference)


def _index(value: object) -> int | None:
    """Return a strict non-negative integer, written as one or in plain digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return None


def _judge(entry: _Entry, value: int, found: Document) -> Check:
    facts = {"purpose": entry.purpose, "url": entry.url}
    if found.as_of:
        facts["date"] = rfc3339(found.as_of)
    if entry.purpose == "message":
        return _message(entry, value, facts, found.as_of)
    if entry.purpose not in ("revocation", "suspension"):
        reason = "status-purpose-set" if value else "status-purpose-clear"
        if entry.purpose == "refresh":
            reason = "status-refresh-set" if value else "status-refresh-clear"
        outcome = Outcome.PASSED if reason == "status-refresh-clear" else Outcome.WARNING
        return Check(CheckId.STATUS, outcome, reason, facts, found.as_of)
    reversible = entry.purpose == "suspension"
    if value:
        reason = "suspended" if reversible else "revoked"
        return Check(CheckId.STATUS, Outcome.FAILED, reason, facts, found.as_of)
    reason = "not-suspended" if reversible else "not-revoked"
    if found.as_of is None:
        reason += "-undated"
    return Check(CheckId.STATUS, Outcome.PASSED, reason, facts, found.as_of)


def _message(entry: _Entry, value: int, facts: dict[str, str], as_of: datetime | None) -> Check:
    """Return what the issuer says of the credential (§2.1 ``statusMessage``)."""
    facts["value"] = hex(value)
    if entry.reference:
        facts["reference"] = entry.reference
    for one in items(entry.messages):
        if isinstance(one, dict) and _same_value(one.get("status"), value):
            said = text(one.get("message"))
            if said:
                facts["message"] = said[:_MAX_MESSAGE]
                return Check(CheckId.STATUS, Outcome.WARNING, "status-message-text", facts, as_of)
    return Check(CheckId.STATUS, Outcome.WARNING, "status-message", facts, as_of)


def _same_value(stated: object, value: int) -> bool:
    """Return whether ``stated`` is the hexadecimal text of ``value``, ``0x`` before it."""
    if not isinstance(stated, str) or not stated.lower().startswith("0x"):
        return False
    return stated.isascii() and stated[2:].lower().lstrip("0") == f"{value:x}".lstrip("0")


def _staleness(subject: Mapping[str, Any], found: Document, now: datetime) -> list[Check]:
    """Tell of a list kept for longer than its ``ttl`` in milliseconds (§2.2): too old to say."""
    ttl = number(subject.get("ttl"))
    if ttl is None or not 0 <= ttl < 1e14 or found.as_of is None:
        return []
    if now - found.as_of <= timedelta(milliseconds=ttl):
        return []
    facts = {"url": found.url, "date": rfc3339(found.as_of), "ttl": f"{ttl:g}"}
    return [Check(CheckId.STATUS, Outcome.UNKNOWN, "status-list-stale", facts, found.as_of)]


def _subject(
    entry: _Entry, found: Document, question: StatusQuestion
) -> Mapping[str, Any] | Problem:
    """Return the list inside its credential, or why it cannot be relied on."""
    url, as_of = found.url, found.as_of
    verdict = question.verify_list(found.data)
    if verdict is None:
        return unknown("status-list-unreadable", as_of, url=url)
    credential = verdict.document
    if entry.kind.credential not in types(credential.get("type")):
        return unknown("status-list-wrong-type", as_of, url=url)
    if verdict.authenticity is not Authenticity.VERIFIED:
        return unknown("status-list-not-verified", as_of, url=url)
    if verdict.issuer != question.issuer and not verdict.trusted:
        return unknown("status-list-of-another", as_of, url=url, issuer=str(verdict.issuer))
    if problem := _outside_its_period(credential, found, question.now):
        return problem
    subject = first_object(credential.get("credentialSubject")) or {}
    if entry.kind.subject not in types(subject.get("type")):
        return unknown("status-list-wrong-type", as_of, url=url)
    if not entry.kind.purpose and entry.purpose not in items(subject.get("statusPurpose")):
        return unknown("status-list-other-purpose", as_of, url=url, purpose=entry.purpose)
    return subject


def _outside_its_period(
    credential: Mapping[str, Any], found: Document, now: datetime
) -> Problem | None:
    for name in ("validFrom", "issuanceDate"):
        start = parse_moment(credential.get(name))
        if start and now < start.at:
            return unknown("status-list-not-yet-valid", found.as_of, url=found.url, date=str(start))
    for name in ("validUntil", "expirationDate"):
        end = parse_moment(credential.get(name))
        if end and now > end.end:
            return unknown("status-list-expired", found.as_of, url=found.url, date=str(end))
        if credential.get(name) is not None and end is None:
            return unknown("status-list-unreadable", found.as_of, url=found.url)
    return None


def _bits(subject: Mapping[str, Any], entry: _Entry, found: Document) -> int | Problem:
    """Return the entry's bits, the most significant bit first (§3.3, §3.4)."""
    data = _inflated(subject.get("encodedList"), entry.kind, found)
    if isinstance(data, Problem):
        return data
    index, size = entry.index, entry.size
    if (index + 1) * size > len(data) * 8:
        return unknown("status-index-outside", found.as_of, url=found.url, index=str(index))
    first, last = index * size, (index + 1) * size
    span = int.from_bytes(data[first // 8 : (last + 7) // 8])
    value = (span >> (-last % 8)) & ((1 << size) - 1)
    if len(data) * 8 // size < MIN_ENTRIES:
        reason = "status-list-too-short-set" if value else "status-list-too-short"
        return unknown(reason, found.as_of, url=found.url)
    return value


def _inflated(encoded: object, kind: Kind, found: Document) -> bytes | Problem:
    """Return the bits of a list; the older kinds were written in either base64 alphabet."""
    unreadable = unknown("status-list-unreadable", found.as_of, url=found.url)
    written = address(encoded)
    if written is None or (kind.multibase and not written.startswith("u")):
        return unreadable
    segment = written.removeprefix("u")
    if not kind.multibase:
        segment = segment.rstrip("=").replace("+", "-").replace("/", "_")
    return inflated(segment, zlib_header=False, found=found)


def inflated(segment: str, *, zlib_header: bool, found: Document) -> bytes | Problem:
    """Return what base64url ``segment`` of the list ``found`` inflates to, within bounds.

    Its header is zlib's (RFC 1950) or else gzip's (RFC 1952).
    """
    try:
        inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS if zlib_header else zlib.MAX_WBITS | 16)
        data = inflater.decompress(decode_segment(segment), MAX_INFLATED)
    except (ValueError, zlib.error):
        return unknown("status-list-unreadable", found.as_of, url=found.url)
    if inflater.unconsumed_tail:
        return unknown("status-list-too-large", found.as_of, url=found.url)
    if not inflater.eof:
        return unknown("status-list-unreadable", found.as_of, url=found.url)
    return data
