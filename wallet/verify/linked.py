"""The documents that an Open Badges 0.5 to 2.0 assertion points at, and their addresses.

An imported assertion gives addresses; what is found at them counts. A badge class or issuer
held inside a document speaks for the host that document came from, and for no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from wallet.documents.document import Document, Documents
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import address, first_object, items
from wallet.verify.problem import Problem, unknown

GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Linked:
    """An assertion's badge class and issuer, as found at their own addresses.

    ``problem`` says what was missing or unusable on the way; what was found is there still.
    ``as_of`` is the date of the oldest document.
    """

    badge: Mapping[str, Any] | None = None
    issuer: Mapping[str, Any] | None = None
    issuer_id: str | None = None
    problem: Problem | None = None
    as_of: datetime | None = None


def json_at(url: str, documents: Documents) -> tuple[dict[str, Any], Document] | Problem:
    """Return the JSON object found at ``url``, or why there is none."""
    found = documents.get(url.partition("#")[0])
    if found is None:
        return unknown("document-not-at-hand", url=url)
    if found.status != 200:
        return unknown("document-gone", found.as_of, url=url)
    try:
        value = strictjson.parse(found.data)
    except UnusableInput:
        return unknown("document-unreadable", found.as_of, url=url)
    if not isinstance(value, dict):
        return unknown("document-unreadable", found.as_of, url=url)
    return value, found


def follow(assertion: Mapping[str, Any], host: SplitResult | None, documents: Documents) -> Linked:
    """Follow ``badge`` and ``issuer`` of an assertion that came from ``host`` (None: a copy)."""
    badge: Mapping[str, Any] | None = first_object(assertion.get("badge"))
    as_of: datetime | None = None
    badge_host = host
    if badge is None:
        url = address(assertion.get("badge"))
        if url is None:
            return Linked(problem=unknown("badge-class-not-named"))
        at = json_at(url, documents)
        if isinstance(at, Problem):
            return Linked(problem=at)
        badge, found = at
        badge_host, as_of = split(url), found.as_of
    inside = first_object(badge.get("issuer"))
    issuer_id = address(badge.get("issuer"))
    if inside is not None and issuer_id is None:
        # Open Badges 0.5 and 1.0: an issuer without an address of its own has an origin.
        issuer_id = address(inside.get("origin")) or address(inside.get("url"))
        if _same_origin(issuer_id, badge_host):
            return Linked(badge, inside, issuer_id, None, as_of)
    if issuer_id is None:
        return Linked(badge, inside, None, unknown("issuer-not-named"), as_of)
    if not is_web(issuer_id):
        return Linked(badge, inside, issuer_id, unknown("issuer-not-http", issuer=issuer_id), as_of)
    at = json_at(issuer_id, documents)
    if isinstance(at, Problem):
        if inside is not None and _same_origin(issuer_id, badge_host):
            return Linked(badge, inside, issuer_id, None, as_of)
        return Linked(badge, inside, issuer_id, at, as_of)
    issuer, found = at
    oldest = min((date for date in (as_of, found.as_of) if date), default=None)
    stated = address(issuer.get("id"))
    if stated is not None and stated != issuer_id:
        problem = unknown("issuer-document-mismatch", found.as_of, issuer=issuer_id, url=issuer_id)
        return Linked(badge, issuer, issuer_id, problem, oldest)
    return Linked(badge, issuer, issuer_id, None, oldest)


def split(url: str) -> SplitResult:
    """Return the parts of ``url``; no parts at all where it is malformed."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_web(url: str) -> bool:
    """Return whether ``url`` is an http or https address."""
    parts = split(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _same_origin(url: str | None, host: SplitResult | None) -> bool:
    return url is not None and host is not None and split(url).netloc == host.netloc


def in_scope(url: str, linked: Linked) -> bool:
    """Return whether the issuer allows assertions at ``url`` (Open Badges 2.0 §4.1.8).

    ``allowedOrigins`` and ``startsWith`` of the issuer's and the badge class's
    ``verification``; without them, the issuer's own host. Compared as parsed addresses, a
    prefix only at the end of a path segment (VERIFY.md rule 6).
    """
    parts = split(url)
    own = split(linked.issuer_id or "")
    for holder in (linked.issuer, linked.badge):
        about = first_object(holder.get("verification")) if holder else None
        origins = [
            one for one in items((about or {}).get("allowedOrigins")) if isinstance(one, str)
        ]
        starts = [one for one in items((about or {}).get("startsWith")) if isinstance(one, str)]
        if origins and not any(_host_of(one) == parts.netloc for one in origins):
            return False
        if starts and not any(_begins(parts, split(one)) for one in starts):
            return False
        if holder is linked.issuer and not origins and not starts and own.netloc != parts.netloc:
            return False
    return True


def _host_of(origin: str) -> str:
    return split(origin).netloc if "://" in origin else origin


def _begins(url: SplitResult, start: SplitResult) -> bool:
    if (url.scheme, url.netloc) != (start.scheme, start.netloc):
        return False
    if any(part in (".", "..") for part in url.path.split("/")):
        return False
    prefix = start.path
    return url.path == prefix or url.path.startswith(
        prefix if prefix.endswith("/") else prefix + "/"
    )
