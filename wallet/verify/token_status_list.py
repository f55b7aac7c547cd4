"""Token Status Lists: what SD-JWT VC and other tokens name in their ``status`` claim.

IETF draft-ietf-oauth-status-list §8.3 "Status List Token Validation Rules": the list is a
signed token of its own (§5.1), whose type, address, signature, issuer and dates are all
checked before a status is read. Unlike the lists of :mod:`wallet.verify.status_list`, entries
begin at the *least* significant bit of a byte, and the list may be short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from wallet.credential.moment import Moment, parse_moment, rfc3339
from wallet.documents.document import Document
from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.formats.jws import Jws
from wallet.formats.sd_jwt import kind
from wallet.verify import status
from wallet.verify.problem import Problem, unknown
from wallet.verify.proofs import jose
from wallet.verify.proofs.sd_jwt import issuers_document
from wallet.verify.report import Check, CheckId, Outcome
from wallet.verify.status_list import StatusQuestion, inflated

TYPE: Final = "statuslist+jwt"
"""The ``typ`` of a list (§5.1)."""
_SIZES: Final = (1, 2, 4, 8)
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_LONGEST_TTL: Final = 1e11
"""In seconds; a list that may be kept for longer never grows stale."""
_COSE: Final = (b"\xd2", b"\x84", b"\xd8\x3d", b"\xd9\xd9\xf7")
"""How a list in CBOR begins (§5.2): COSE_Sign1 with its tag or without, or a tag before it."""
_VALID, _INVALID, _SUSPENDED = 0, 1, 2
"""The values that §7.1 gives a meaning."""


@dataclass(frozen=True, slots=True)
class _List:
    """A list that can be relied on: what it holds, and from when on it is stale."""

    claims: Mapping[str, Any]
    found: Document
    issued: Moment
    ttl: float | None


def check(
    stated: object, credential: Mapping[str, Any], question: StatusQuestion
) -> tuple[Check, ...]:
    """Return what the list that ``stated`` names says, and whether the list is stale.

    ``stated`` is the member ``status_list`` (§6.2) of ``credential``'s ``status``.
    """
    if not isinstance(stated, dict):
        return _told(unknown("status-malformed"))
    url, index = stated.get("uri"), stated.get("idx")
    if not isinstance(url, str) or not isinstance(index, int) or isinstance(index, bool):
        return _told(unknown("status-malformed"))
    if index < 0:
        return _told(unknown("status-malformed"))
    found = question.documents.get(url.partition("#")[0])
    if found is None:
        return _told(unknown("status-list-not-at-hand", url=url))
    if found.status != 200:
        return _told(unknown("status-list-gone", found.as_of, url=url))
    listed = _list(url, found, credential, question)
    if isinstance(listed, Problem):
        return _told(listed)
    value = _value(listed, index)
    if isinstance(value, Problem):
        return _told(value)
    told = _judge(value, found)
    return (told,) if told.outcome is Outcome.FAILED else (told, *_stale(listed, question.now))


def _told(problem: Problem) -> tuple[Check, ...]:
    return (problem.check(CheckId.STATUS),)


def _list(
    url: str, found: Document, credential: Mapping[str, Any], question: StatusQuestion
) -> _List | Problem:
    """Return the list at ``url``, or why it cannot be relied on."""
    as_of = found.as_of
    # 1. It is a token, and of the kind that lists are.
    data = found.data.strip()
    if data.startswith(_COSE):
        return unknown("status-list-form-not-supported", as_of, url=url, form="CWT")
    try:
        token = jws.split(data, "status list")
        claims = strictjson.parse(token.payload, "status list")
    except UnusableInput:
        return unknown("status-list-unreadable", as_of, url=url)
    if not isinstance(claims, dict):
        return unknown("status-list-unreadable", as_of, url=url)
    if kind(token) != TYPE:
        return unknown("status-list-wrong-type", as_of, url=url)
    # 2. It is the list of this address.
    if claims.get("sub") != url:
        stated = str(claims.get("sub"))[:200]
        return unknown("status-list-of-another-address", as_of, url=url, stated=stated)
    # 3. Its issuer signed it, and is the credential's or one that is trusted.
    if problem := _by_another(token, claims, found, credential, question):
        return problem
    # 4. It holds at this time.
    return _in_time(claims, found, question.now)


def _by_another(
    token: Jws,
    claims: Mapping[str, Any],
    found: Document,
    credential: Mapping[str, Any],
    question: StatusQuestion,
) -> Problem | None:
    """Return why nobody who may vouches for the list; without ``iss`` it is the credential's."""
    facts = {"url": found.url}
    issuer = claims.get("iss", question.issuer)
    if not isinstance(issuer, str):
        return unknown("status-list-not-verified", found.as_of, **facts)
    own = issuers_document(credential, issuer, question.evidence)
    if not jose.signed_by(token, own, issuer, question.evidence, "JWT").verified:
        return unknown("status-list-not-verified", found.as_of, **facts)
    if issuer != question.issuer and not question.trusts(issuer):
        return unknown("status-list-of-another", found.as_of, issuer=issuer, **facts)
    return None


def _in_time(claims: Mapping[str, Any], found: Document, now: datetime) -> _List | Problem:
    """Return the list, unless it has run its time or is of a time to come."""
    url, as_of = found.url, found.as_of
    issued, end = _numeric_date(claims.get("iat")), _numeric_date(claims.get("exp"))
    ttl = claims.get("ttl")
    if issued is None or (end is None and "exp" in claims) or not _is_ttl(ttl):
        return unknown("status-list-unreadable", as_of, url=url)
    if issued.at > now + _CLOCKS_DIFFER:
        return unknown("status-list-not-yet-valid", as_of, url=url, date=str(issued))
    if end is not None and now >= end.at:
        return unknown("status-list-expired", as_of, url=url, date=str(end))
    return _List(claims, found, issued, ttl)


def _numeric_date(value: object) -> Moment | None:
    return None if isinstance(value, str) else parse_moment(value)


def _is_ttl(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _value(listed: _List, index: int) -> int | Problem:
    """Return the status at ``index``, the least significant bits of a byte first (§4.1)."""
    url, as_of = listed.found.url, listed.found.as_of
    unreadable = unknown("status-list-unreadable", as_of, url=url)
    held = listed.claims.get("status_list")
    if not isinstance(held, dict):
        return unreadable
    bits, encoded = held.get("bits"), held.get("lst")
    if type(bits) is not int or bits not in _SIZES or not isinstance(encoded, str):
        return unreadable
    data = inflated(encoded, zlib_header=True, found=listed.found)
    if isinstance(data, Problem):
        return data
    byte, place = divmod(index, 8 // bits)
    if byte >= len(data):
        return unknown("status-index-outside", as_of, url=url, index=str(index)[:40])
    return (data[byte] >> (place * bits)) & ((1 << bits) - 1)


def _judge(value: int, found: Document) -> Check:
    url, as_of = found.url, found.as_of
    if value == _VALID:
        return status.not_revoked(as_of, url)
    if value == _INVALID:
        return status.revoked("revoked", as_of, purpose="revocation", url=url)
    if value == _SUSPENDED:
        return status.revoked("suspended", as_of, purpose="suspension", url=url)
    problem = unknown("status-value-not-defined", as_of, url=url, value=hex(value))
    return problem.check(CheckId.STATUS)


def _stale(listed: _List, now: datetime) -> tuple[Check, ...]:
    """Return a check where the list is older than its ``ttl`` (§8.3 step 4): too old to say.

    Its age counts from when it was obtained; where nobody noted that, from when it was made.
    """
    ttl, since = listed.ttl, listed.found.as_of or listed.issued.at
    if ttl is None or ttl > _LONGEST_TTL or now - since <= timedelta(seconds=ttl):
        return ()
    facts = {"url": listed.found.url, "date": rfc3339(since), "ttl": f"{ttl:g}"}
    return _told(unknown("status-list-stale", listed.found.as_of, **facts))
