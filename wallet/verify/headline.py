"""The one honest line on a badge: what its chip says, in the window and on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from wallet.i18n import Words
from wallet.verify.report import Authenticity, RecipientMatch, Standing
from wallet.verify.verdict import Verdict

SOON: Final = timedelta(days=90)
"""How long before its end a badge is said to expire."""


class HeadlineKind(StrEnum):
    """What the line comes to; pictures and colours are chosen by it."""

    VERIFIED = "verified"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    NOT_YET_VALID = "not-yet-valid"
    NOT_VERIFIED = "not-verified"
    NOT_MINE = "not-mine"
    UNCHECKED = "unchecked"
    UNREADABLE = "unreadable"


TONES: Final[dict[HeadlineKind, tuple[str, str]]] = {
    HeadlineKind.VERIFIED: ("good", "passed"),
    HeadlineKind.EXPIRING: ("caution", "clock"),
    HeadlineKind.EXPIRED: ("bad", "clock"),
    HeadlineKind.REVOKED: ("bad", "blocked"),
    HeadlineKind.SUSPENDED: ("bad", "pause"),
    HeadlineKind.NOT_YET_VALID: ("caution", "clock"),
    HeadlineKind.NOT_VERIFIED: ("bad", "failed"),
    HeadlineKind.NOT_MINE: ("caution", "warning"),
    HeadlineKind.UNCHECKED: ("quiet", "unknown"),
    HeadlineKind.UNREADABLE: ("bad", "warning"),
}
"""How each is drawn on screen and on paper: the name of its colour, and of its icon."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A kind and its words."""

    kind: HeadlineKind
    text: str


def headline(verdict: Verdict, now: datetime, words: Words) -> Headline:
    """Return the line for ``verdict`` at ``now``: what matters most, first.

    A forgery beats all; then what its issuer took back; then its dates; then what is not
    known; then whose it is; only then good news.
    """
    report = verdict.report
    if report is None:
        return Headline(HeadlineKind.UNREADABLE, words("Could not be read"))
    if report.authenticity is Authenticity.FAILED:
        return Headline(HeadlineKind.NOT_VERIFIED, words("Not verified"))
    by_standing = {
        Standing.REVOKED: (HeadlineKind.REVOKED, words("Revoked")),
        Standing.EXPIRED: (HeadlineKind.EXPIRED, words("Expired")),
        Standing.SUSPENDED: (HeadlineKind.SUSPENDED, words("Suspended")),
        Standing.NOT_YET_VALID: (HeadlineKind.NOT_YET_VALID, words("Not yet valid")),
    }
    if report.standing in by_standing:
        return Headline(*by_standing[report.standing])
    if report.authenticity is Authenticity.UNDETERMINED or report.standing is Standing.UNKNOWN:
        return Headline(HeadlineKind.UNCHECKED, words("Could not be checked"))
    if report.recipient is RecipientMatch.NOT_MINE:
        return Headline(HeadlineKind.NOT_MINE, words("Given to somebody else"))
    end = verdict.credential.expires if verdict.credential else None
    if end is not None and end.end - now <= SOON:
        days = (end.end - now).days
        if days < 1:
            return Headline(HeadlineKind.EXPIRING, words("Expires today"))
        text = words.plural("Expires in {n} day", "Expires in {n} days", days)
        return Headline(HeadlineKind.EXPIRING, text)
    return Headline(HeadlineKind.VERIFIED, words("Verified"))
