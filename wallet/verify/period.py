"""Whether a credential is valid on the day it is judged (check ``validity-period``)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from wallet.credential.model import Credential
from wallet.credential.moment import Moment, rfc3339
from wallet.verify.report import Check, CheckId, Outcome

MALFORMED: Final = "date-malformed"


def check(credential: Credential, now: datetime) -> Check:
    """Compare the credential's dates with an aware ``now`` (VC Data Model 2.0 §4.9).

    Where there is no start, the day of issue counts as one. A date without a time lasts to
    the end of that day; one without a zone is taken as UTC, and said so.
    """
    start = credential.valid_from or credential.issued
    end = credential.expires
    facts = {
        name: str(moment) for name, moment in (("start", start), ("end", end)) if moment is not None
    }
    outcome, reason = _judge(start, end, now)
    if reason == "in-period" and end is None:
        reason = "no-end" if start else "no-dates"
    if reason == "in-period" and start is None:
        reason = "until"
    if outcome is Outcome.PASSED and _without_zone(start, end):
        reason = f"{reason}-zone-assumed"
    return Check(CheckId.VALIDITY_PERIOD, outcome, reason, {**facts, "now": rfc3339(now)})


def malformed(date: str) -> Check:
    """Return the check of a credential whose start or end is no date at all."""
    return Check(CheckId.VALIDITY_PERIOD, Outcome.UNKNOWN, MALFORMED, {"date": date[:50]})


def _judge(start: Moment | None, end: Moment | None, now: datetime) -> tuple[Outcome, str]:
    if end is not None and now > end.end:
        return Outcome.FAILED, "expired"
    if start is not None and now < start.at:
        return Outcome.FAILED, "not-yet-valid"
    return Outcome.PASSED, "in-period"


def _without_zone(*moments: Moment | None) -> bool:
    return any(moment is not None and not moment.is_placed for moment in moments)
