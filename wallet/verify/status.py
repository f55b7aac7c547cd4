"""Whether the issuer has revoked or suspended a credential (check ``status``).

Bitstring Status List 1.0 §3.2 "Validate Algorithm": the list is a credential of its own,
whose proof, issuer, type, purpose, dates and length are all checked before a bit is read.
What could not be looked up is unknown, never "not revoked".
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from wallet.credential.moment import parse_moment, rfc3339
from wallet.documents.document import Document, Documents
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import address, first_object, items, number, types
from wallet.formats.jws import decode_segment
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.report import Authenticity, Check, CheckId, Outcome

MIN_ENTRIES: Final = 131_072
"""Bitstring Status List 1.0 §2.2: shorter lists would tell who is looked up."""
MAX_INFLATED: Final = 16 * 1024 * 1024
"""The most bytes a list may inflate to."""
_REVERSIBLE: Final = "suspension"


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """What verification says of the list's own credential."""

    authenticity: Authenticity
    issuer: str | None
    trusted: bool
    """Whether a registry at hand lists the list's issuer."""


ListVerifier = Callable[[dict[str, Any], bytes], ListVerdict]
"""Verifies the proof of a list, given its JSON and its bytes."""


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """Everything a status check is judged by."""

    issuer: str | None
    documents: Documents
    verify_list: ListVerifier
    now: datetime


def check(document: Mapping[str, Any], question: StatusQuestion) -> tuple[Check, ...]:
    """Return one check for every ``credentialStatus`` entry, or one that says there is none."""
    entries = items(document.get("credentialStatus"))
    if not entries:
        return (Check(CheckId.STATUS, Outcome.SKIPPED, "no-status"),)
    return tuple(_entry(entry, question) for entry in entries)


def _entry(entry: object, question: StatusQuestion) -> Check:
    if not isinstance(entry, dict):
        return unknown("status-malformed").check(CheckId.STATUS)
    kinds = types(entry.get("type"))
    if "BitstringStatusListEntry" not in kinds:
        kind = min(kinds, default="")
        return unknown("status-type-not-supported", type=kind).check(CheckId.STATUS)
    url = entry.get("statusListCredential")
    purpose = entry.get("statusPurpose")
    index = _index(entry.get("statusListIndex"))
    if not isinstance(url, str) or not isinstance(purpose, str) or index is None:
        return unknown("status-malformed").check(CheckId.STATUS)
    found = question.documents.get(url.partition("#")[0])
    if found is None:
        return unknown("status-list-not-at-hand", url=url).check(CheckId.STATUS)
    if found.status != 200:
        return unknown("status-list-gone", found.as_of, url=url).check(CheckId.STATUS)
    size = number(entry.get("statusSize", 1))
    value = _value(found, purpose, index, size, question)
    if isinstance(value, Problem):
        return value.check(CheckId.STATUS)
    return _judge(purpose, value, url, found)


def _judge(purpose: str, value: int, url: str, found: Document) -> Check:
    facts = {"purpose": purpose, "url": url}
    if found.as_of:
        facts["date"] = rfc3339(found.as_of)
    if purpose == "message":
        facts["value"] = hex(value)
        return Check(CheckId.STATUS, Outcome.WARNING, "status-message", facts, found.as_of)
    if purpose not in ("revocation", "suspension"):
        reason = "status-purpose-set" if value else "status-purpose-clear"
        return Check(CheckId.STATUS, Outcome.WARNING, reason, facts, found.as_of)
    if value:
        reason = "suspended" if purpose == _REVERSIBLE else "revoked"
        return Check(CheckId.STATUS, Outcome.FAILED, reason, facts, found.as_of)
    reason = "not-suspended" if purpose == _REVERSIBLE else "not-revoked"
    if found.as_of is None:
        reason += "-undated"
    return Check(CheckId.STATUS, Outcome.PASSED, reason, facts, found.as_of)


def _index(value: object) -> int | None:
    """Return a strict non-negative integer, written as one or in plain digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return None


def _value(
    found: Document, purpose: str, index: int, size: float | None, question: StatusQuestion
) -> int | Problem:
    """Return the entry's value in the list, or why it cannot be relied on."""
    url, as_of = found.url, found.as_of
    try:
        credential = strictjson.parse(found.data)
    except UnusableInput:
        return unknown("status-list-unreadable", as_of, url=url)
    if not isinstance(credential, dict):
        return unknown("status-list-unreadable", as_of, url=url)
    if "BitstringStatusListCredential" not in types(credential.get("type")):
        return unknown("status-list-wrong-type", as_of, url=url)
    verdict = question.verify_list(credential, found.data)
    if verdict.authenticity is not Authenticity.VERIFIED:
        return unknown("status-list-not-verified", as_of, url=url)
    if verdict.issuer != question.issuer and not verdict.trusted:
        return unknown("status-list-of-another", as_of, url=url, issuer=str(verdict.issuer))
    if problem := _outside_its_period(credential, found, question.now):
        return problem
    subject = first_object(credential.get("credentialSubject")) or {}
    if "BitstringStatusList" not in types(subject.get("type")):
        return unknown("status-list-wrong-type", as_of, url=url)
    if purpose not in items(subject.get("statusPurpose")):
        return unknown("status-list-other-purpose", as_of, url=url, purpose=purpose)
    if size is None or not size.is_integer() or not 1 <= size <= 64:
        return unknown("status-malformed", as_of)
    return _bits(subject.get("encodedList"), index, int(size), found)


def _outside_its_period(
    credential: dict[str, Any], found: Document, now: datetime
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


def _bits(encoded: object, index: int, size: int, found: Document) -> int | Problem:
    """Return ``size`` bits at ``index``, the most significant bit first (§3.3, §3.4)."""
    unreadable = unknown("status-list-unreadable", found.as_of, url=found.url)
    text = address(encoded)
    if text is None or not text.startswith("u"):
        return unreadable
    try:
        inflater = zlib.decompressobj(wbits=31)
        data = inflater.decompress(decode_segment(text[1:]), MAX_INFLATED)
    except (ValueError, zlib.error):
        return unreadable
    if inflater.unconsumed_tail:
        return unknown("status-list-too-large", found.as_of, url=found.url)
    if not inflater.eof:
        return unreadable
    if (index + 1) * size > len(data) * 8:
        return unknown("status-index-outside", found.as_of, url=found.url, index=str(index))
    first, last = index * size, (index + 1) * size
    span = int.from_bytes(data[first // 8 : (last + 7) // 8])
    value = (span >> (-last % 8)) & ((1 << size) - 1)
    if len(data) * 8 // size < MIN_ENTRIES:
        reason = "status-list-too-short-set" if value else "status-list-too-short"
        return unknown(reason, found.as_of, url=found.url)
    return value


def hosted_elsewhere(url: str | None) -> Check:
    """Return the check of a badge whose revocation shows only at its own address."""
    problem = unknown("status-with-hosted", url=url) if url else unknown("status-nowhere")
    return problem.check(CheckId.STATUS)


def revoked(reason: str, as_of: datetime | None, **facts: str) -> Check:
    """Return the check of a badge that its issuer says is revoked."""
    return failed(reason, as_of, **facts).check(CheckId.STATUS)


def not_revoked(as_of: datetime | None, url: str) -> Check:
    """Return the check of a badge that its issuer's document does not say is revoked."""
    facts = {"url": url, "purpose": "revocation"}
    if as_of is None:
        return Check(CheckId.STATUS, Outcome.PASSED, "not-revoked-undated", facts)
    facts["date"] = rfc3339(as_of.astimezone(UTC))
    return Check(CheckId.STATUS, Outcome.PASSED, "not-revoked", facts, as_of)
