"""Hosted badges of Open Badges 0.5 to 2.0: true is what the issuer's address says.

An imported copy gives only the address; the body found there counts and is shown (Open
Badges 2.0 §5.1 "Hosted"; VERIFY.md rule 6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult

from wallet.credential.model import Credential
from wallet.credential.moment import rfc3339
from wallet.documents.document import Documents
from wallet.formats import openbadges
from wallet.formats.fields import address, first_object, text
from wallet.formats.read import Parsed
from wallet.verify import linked, status
from wallet.verify.linked import Linked, follow, in_scope, is_web, json_at, split
from wallet.verify.problem import Problem, failed, unknown
from wallet.verify.report import Check, CheckId, Outcome

_Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is hosted or signed: an assertion, or an endorsement.

    ``member`` is what it must have, ``compared`` what a copy must say as its address does, and
    ``whole`` what of that is compared with all it holds, not by its own address alone.
    ``follow`` finds what it points at, given where it came from; ``view`` says what it says,
    with its badge class and its issuer.
    """

    member: str
    compared: tuple[str, ...]
    follow: Callable[[_Document, SplitResult | None, Documents], Linked]
    view: Callable[[_Document, _Document | None, _Document | None], Credential]
    whole: tuple[str, ...] = ()


ASSERTION: Final = Kind(
    "badge", ("recipient", "badge", "issuedOn", "expires", "uid"), follow, openbadges.view
)


@dataclass(frozen=True, slots=True)
class AssertionVerdict:
    """What is known of an assertion: what to show, the checks of its kind, what it points at."""

    credential: Credential
    document: Mapping[str, Any]
    checks: tuple[Check, ...]
    chain: Linked = field(default_factory=Linked)


def address_of(parsed: Parsed) -> str | None:
    """Return where the badge is hosted: its ``id``, its ``verify.url``, or a bare address."""
    if parsed.address:
        return parsed.address
    own = parsed.document.get("id")
    url = own if isinstance(own, str) and is_web(own) else openbadges.verify_url(parsed.document)
    return url if url is not None and is_web(url) else None


def verify(parsed: Parsed, documents: Documents, kind: Kind = ASSERTION) -> AssertionVerdict:
    """Verify a hosted badge, or another ``kind``, with the documents at hand."""
    # 1. Where it is hosted.
    url = address_of(parsed)
    if url is None:
        return _as_copied(parsed, documents, kind, unknown("hosted-address-missing"))
    # 2. What that address answers; gone is revoked, anything else missing is unknown.
    found = documents.get(url.partition("#")[0])
    if found is not None and found.status == linked.GONE:
        checks = (
            unknown("hosted-gone", found.as_of, url=url).check(CheckId.HOSTED),
            status.revoked("hosted-gone", found.as_of, url=url),
        )
        return _copied(parsed, documents, kind, checks)
    at = json_at(url, documents)
    if isinstance(at, Problem):
        reason = {"document-not-at-hand": "hosted-not-at-hand"}.get(at.reason, "hosted-unusable")
        return _as_copied(parsed, documents, kind, unknown(reason, at.as_of, url=url))
    body, found = at
    # 3. The body is the badge of that address; anything else there says nothing of this copy.
    if problem := _another(body, url, kind):
        return _as_copied(parsed, documents, kind, problem)
    # 4. Its badge class and its issuer, at their own addresses. From here on the body is shown.
    chain = kind.follow(body, split(url), documents)
    short = body.get("revoked") is True and kind.member not in body
    shown = parsed.document if short else body
    credential = kind.view(shown, chain.badge, chain.issuer)
    # 5. The copy says the same, and the issuer allows badges at that address.
    if problem := None if short else _differs(parsed.document, body, url, kind):
        hosted = problem.check(CheckId.HOSTED)
    elif chain.problem is not None:
        hosted = chain.problem.check(CheckId.HOSTED)
    elif not in_scope(url, chain):
        issuer = str(chain.issuer_id)
        hosted = failed("hosted-out-of-scope", url=url, issuer=issuer).check(CheckId.HOSTED)
    else:
        as_of = min((d for d in (found.as_of, chain.as_of) if d), default=None)
        hosted = _confirmed(url, str(chain.issuer_id), as_of)
    checks = (hosted, _status(body, found.as_of, url))
    return AssertionVerdict(credential, shown, checks, chain)


def _confirmed(url: str, issuer: str, as_of: datetime | None) -> Check:
    facts = {"url": url, "issuer": issuer}
    if as_of is None:
        return Check(CheckId.HOSTED, Outcome.PASSED, "hosted-confirmed-undated", facts)
    facts["date"] = rfc3339(as_of)
    return Check(CheckId.HOSTED, Outcome.PASSED, "hosted-confirmed", facts, as_of)


def _as_copied(
    parsed: Parsed, documents: Documents, kind: Kind, problem: Problem
) -> AssertionVerdict:
    checks = (
        problem.check(CheckId.HOSTED),
        status.hosted_elsewhere(problem.facts.get("url")),
    )
    return _copied(parsed, documents, kind, checks)


def _copied(
    parsed: Parsed, documents: Documents, kind: Kind, checks: tuple[Check, ...]
) -> AssertionVerdict:
    """Return what the copy says, with whatever of its badge class and issuer is at hand."""
    if not parsed.document:
        return AssertionVerdict(parsed.credential, parsed.document, checks)
    chain = kind.follow(parsed.document, None, documents)
    credential = kind.view(parsed.document, chain.badge, chain.issuer)
    return AssertionVerdict(credential, parsed.document, checks, chain)


def _status(body: Mapping[str, Any], as_of: datetime | None, url: str) -> Check:
    if body.get("revoked") is True:
        reason = text(body.get("revocationReason"))
        if reason:
            return status.revoked("revoked-because", as_of, purpose="revocation", because=reason)
        return status.revoked("revoked", as_of, purpose="revocation", url=url)
    return status.not_revoked(as_of, url)


def _another(body: Mapping[str, Any], url: str, kind: Kind) -> Problem | None:
    """Return what is wrong where ``body`` is not the badge that is hosted at ``url``."""
    own = body.get("id")
    if own is not None and own != url:
        return failed("hosted-other-id", url=url, id=str(own)[:200])
    if own is None and (stated := openbadges.verify_url(body)) is not None and stated != url:
        return failed("hosted-other-id", url=url, id=stated[:200])
    if kind.member not in body and body.get("revoked") is not True:
        return unknown("hosted-unusable", url=url)
    return None


def _differs(
    copy: Mapping[str, Any], body: Mapping[str, Any], url: str, kind: Kind
) -> Problem | None:
    """Return where the imported ``copy`` says something else than ``body``, which counts."""
    if not copy:
        return None
    for name in (*kind.compared, *kind.whole):
        pair = (copy.get(name), body.get(name))
        one, other = pair if name in kind.whole else map(_comparable, pair)
        if one != other:
            return failed("hosted-differs", url=url, field=name)
    return None


def _comparable(value: object) -> object:
    """Return what is compared of a field: of a badge class its address, where it has one."""
    held = first_object(value)
    return address(held) or held if held is not None and "id" in held else value
