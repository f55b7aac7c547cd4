"""Why a step of verification could not pass: an outcome, a reason code and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from wallet.verify.report import Check, CheckId, Outcome


class Problem(msgspec.Struct, frozen=True):
    """What stood in the way. ``outcome`` is failed or unknown, never passed."""

    outcome: Outcome
    reason: str
    facts: Mapping[str, str] = msgspec.field(default_factory=dict)
    as_of: datetime | None = None

    def check(self, check_id: CheckId) -> Check:
        """Return this problem as the outcome of a check."""
        return Check(check_id, self.outcome, self.reason, self.facts, self.as_of)


def failed(reason: str, as_of: datetime | None = None, **facts: str) -> Problem:
    """Return a problem that is certain."""
    return Problem(Outcome.FAILED, reason, facts, as_of)


def unknown(reason: str, as_of: datetime | None = None, **facts: str) -> Problem:
    """Return a problem of not knowing."""
    return Problem(Outcome.UNKNOWN, reason, facts, as_of)
