"""What is watched of a badge: every moment at which something about it comes to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import msgspec

from wallet.credential.model import Credential
from wallet.credential.moment import Moment, Precision, rfc3339
from wallet.entries import Entry, Judged
from wallet.reminders.facts import Facts
from wallet.reminders.times import YEARS, is_watchable
from wallet.verify.report import Authenticity, CheckId, Outcome, Report, Standing
from wallet.verify.verdict import Verdict

STALE_AFTER: Final = timedelta(days=90)
"""How old what is known may be before it is said, and how often it is said again."""
FRESH: Final = timedelta(days=7)
"""For how long what is known is never called old, even if its issuer renews it every minute."""
WALLET: Final = "wallet"
"""The subject of what is about the wallet as a whole."""
_SECOND: Final = timedelta(seconds=1)
_ASKABLE: Final = frozenset({"status-list-not-at-hand", "status-with-hosted"})
"""Why nothing is known yet, where asking online would tell."""


class Kind(StrEnum):
    """What comes to an end."""

    END = "end"
    """The credential itself: what its issuer says it is valid until."""
    FILE = "file"
    """Only the file's signature; the achievement goes on."""
    RENEWAL = "renewal"
    """The time before its issuer takes renewals."""
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    STATUS = "status"
    """What is known of whether it still stands is too old."""
    BACKUP = "backup"
    """The last backup is too old."""


REPEATED: Final = frozenset({Kind.STATUS, Kind.BACKUP})
"""What is said again every :data:`STALE_AFTER`, and not on days counted from an end."""
AT_ONCE: Final = frozenset({Kind.REVOKED, Kind.SUSPENDED})
"""What is said as soon as it is known."""


ALONE: Final = frozenset({Kind.FILE, Kind.STATUS})
"""What is decided on by itself: that a badge's file or what is known of it does not matter says
nothing of its end."""


def about(kind: str, subject: str) -> str:
    """Return what a decision on such a moment is kept by: ``ID``, ``ID/1`` …, or ``ID#file``."""
    return f"{subject}#{kind}" if kind in ALONE else subject


class Watched(msgspec.Struct, frozen=True):
    """One moment of one subject.

    ``subject`` is a badge's id, ``ID/1`` … for a credential inside one, or :data:`WALLET`.
    ``moment`` is the end, or when it began; ``since`` when the badge came into the wallet, and
    ``over`` the credential's own last instant, after which nothing else of it is worth saying.
    ``url`` is the issuer's own page about it, and ``known`` when what is known was obtained.
    """

    kind: Kind
    subject: str
    title: str
    moment: Moment
    since: datetime
    issuer: str = ""
    url: str | None = None
    refreshable: bool = False
    over: datetime | None = None
    known: datetime | None = None

    @property
    def end(self) -> str:
        """The moment as a part of a key: RFC 3339, or a date."""
        return str(self.moment)

    @property
    def about(self) -> str:
        """What a decision on it is kept by."""
        return about(self.kind, self.subject)


History = Callable[[str], Sequence[Judged]]
Until = Callable[[str], datetime | None]


def of_badge(entry: Entry, facts: Facts, history: History, until: Until) -> Iterator[Watched]:
    """Yield what is watched of a badge and of the credentials inside it.

    ``history`` tells earlier verdicts of a badge, newest first, and ``until`` when the list of
    revocations at an address asks to be renewed. What is not authentic is not watched.
    """
    verdict = entry.verdict
    if verdict.credential is None or verdict.report is None:
        return
    if verdict.report.authenticity is Authenticity.FAILED:
        return
    own = _watched(entry, entry.id, verdict.credential, facts)
    standing = verdict.report.standing
    if standing in (Standing.REVOKED, Standing.SUSPENDED):
        kind = Kind.REVOKED if standing is Standing.REVOKED else Kind.SUSPENDED
        if (since := _turned(history(entry.id), standing)) is not None:
            yield own(kind, instant_moment(since))
    if standing is Standing.REVOKED:
        return
    yield from _ends(own, verdict.credential, facts)
    if standing is not Standing.EXPIRED and (known := _knowledge(verdict.report, until)):
        evidence, stale_at = known
        if evidence is None:
            stale_at = min(stale_at, entry.added_at + STALE_AFTER)
        yield msgspec.structs.replace(own(Kind.STATUS, instant_moment(stale_at)), known=evidence)
    yield from _inside(entry, entry.id, verdict.parts)


def _inside(entry: Entry, badge: str, parts: Iterable[Verdict]) -> Iterator[Watched]:
    for number, part in enumerate(parts, 1):
        subject, report = f"{badge}/{number}", part.report
        if part.credential is None or report is None:
            continue
        if report.authenticity is Authenticity.FAILED or report.standing is Standing.REVOKED:
            continue
        own = _watched(entry, subject, part.credential, Facts())
        yield from _ends(own, part.credential, Facts())
        yield from _inside(entry, subject, part.parts)


Maker = Callable[[Kind, Moment], Watched]


def _watched(entry: Entry, subject: str, said: Credential, facts: Facts) -> Maker:
    def make(kind: Kind, moment: Moment) -> Watched:
        return Watched(
            kind=kind,
            subject=subject,
            title=said.name or entry.file_name,
            moment=moment,
            since=entry.added_at,
            issuer=said.issuer.name or said.issuer.id or "",
            url=page(said),
            refreshable=facts.refreshable,
            over=said.expires.end if said.expires else None,
        )

    return make


def _ends(own: Maker, said: Credential, facts: Facts) -> Iterator[Watched]:
    """Yield the ends of the credential and of its file, and when renewing begins.

    A signature that holds longer than what it signs is of no use then, and is not watched. What
    ends before it begins was never valid, and so does not lapse.
    """
    end, begins = said.expires, said.valid_from or said.issued
    if end is not None and begins is not None and end.end < begins.at:
        return
    if end is not None and is_watchable(end):
        yield own(Kind.END, end)
    file_end = facts.file_end
    first = file_end is not None and (end is None or file_end.at < end.end - _SECOND)
    if file_end is not None and first and is_watchable(file_end):
        yield own(Kind.FILE, file_end)
    window = facts.window
    if window is not None and is_watchable(window) and (end is None or window.at < end.end):
        yield own(Kind.RENEWAL, window)


def page(said: Credential) -> str | None:
    """Return the issuer's own page for people: of what it asks for, of the badge, or its own."""
    issuer = said.issuer
    for one in (said.criteria_url, said.achievement_id, issuer.url, issuer.id):
        if one is not None and _is_web(one):
            return one
    return None


def _is_web(text: str) -> bool:
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return (
        found.scheme in ("http", "https")
        and bool(found.hostname)
        and len(text) <= 2_000
        and text.isprintable()
        and not any(one.isspace() or one in '<>"' for one in text)
    )


def _turned(history: Sequence[Judged], standing: Standing) -> datetime | None:
    """Return when a badge was first found to be so, of late; None if it came in so."""
    found: datetime | None = None
    for one in history:
        if one.standing is not standing:
            return found
        found = one.at
    return None


def _knowledge(report: Report, until: Until) -> tuple[datetime | None, datetime] | None:
    """Return when the oldest evidence of its standing was obtained, and when that is stale.

    None where nothing was to be looked up, or nothing could be. Without any evidence the
    first is None, and the second is no bound.
    """
    never = datetime.max.replace(tzinfo=report.at.tzinfo)
    evidence: list[datetime] = []
    stale: list[datetime] = []
    asked = False
    for check in report.of(CheckId.STATUS, CheckId.HOSTED):
        known = check.as_of
        if known is not None and known.year in YEARS and check.outcome is not Outcome.SKIPPED:
            evidence.append(known)
            stale.append(known + STALE_AFTER)
            if check.id is CheckId.STATUS and (end := until(check.facts.get("url", ""))):
                stale.append(max(end, known + FRESH))
        asked = asked or check.reason in _ASKABLE
    if not evidence:
        return (None, never) if asked else None
    return min(evidence), min(stale)


def instant_moment(at: datetime) -> Moment:
    """Return the moment of an instant, whole seconds alone."""
    whole = at.replace(microsecond=0)
    return Moment(rfc3339(whole), whole, Precision.INSTANT)
