"""The outcome of verification: every check, and the four axes derived from them.

The axes are never mixed and fail closed: what was not checked is not passed. The tables
that derive them are the properties of :class:`Report`, one screen in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec


class CheckId(StrEnum):
    """The checks of CONTRACT.md, in the order they are reported."""

    __hash__ = str.__hash__  # a tenth of the time of Enum's own, as in Outcome

    STRUCTURE = "structure"
    SCHEMA = "schema"
    PROOF = "proof"
    ISSUER_KEY = "issuer-key"
    HOSTED = "hosted"
    VALIDITY_PERIOD = "validity-period"
    STATUS = "status"
    ISSUER_RECOGNISED = "issuer-recognised"
    RECIPIENT = "recipient"
    ENDORSEMENTS = "endorsements"
    PARTS = "parts"


_OF_AUTHENTICITY = (CheckId.STRUCTURE, CheckId.PROOF, CheckId.ISSUER_KEY, CheckId.HOSTED)


class Outcome(StrEnum):
    """What a check came to."""

    __hash__ = str.__hash__

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    UNKNOWN = "unknown"
    """Needed, but not at hand."""
    SKIPPED = "skipped"
    """Does not apply."""


class Authenticity(StrEnum):
    """Is it whole, and did this issuer make it?"""

    VERIFIED = "verified"
    FAILED = "failed"
    UNDETERMINED = "undetermined"


class Standing(StrEnum):
    """Does it stand on the day it is judged?"""

    CURRENT = "current"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class IssuerStanding(StrEnum):
    """Is the issuer it names in a registry we trust?"""

    RECOGNISED = "recognised"
    UNRECOGNISED = "unrecognised"
    UNKNOWN = "unknown"


class RecipientMatch(StrEnum):
    """Was it given to the learner?"""

    MINE = "mine"
    NOT_MINE = "not-mine"
    NOT_STATED = "not-stated"
    UNCHECKED = "unchecked"


class Check(msgspec.Struct, frozen=True):
    """One check.

    ``reason`` is a stable code of :mod:`wallet.verify.reasons`; ``facts`` fill its sentence;
    ``as_of`` is when the evidence was obtained, None where that is now.
    """

    id: CheckId
    outcome: Outcome
    reason: str
    facts: Mapping[str, str] = msgspec.field(default_factory=dict)
    as_of: datetime | None = None


class HandoverCheckId(StrEnum):
    """What is asked of how credentials were handed over (CONTRACT.md, ``presentation``)."""

    PROOF = "proof"
    HOLDER_KEY = "holder-key"
    AUDIENCE = "audience"
    NONCE = "nonce"


class HandoverCheck(msgspec.Struct, frozen=True):
    """One check of a presentation, its members those of :class:`Check`."""

    id: HandoverCheckId
    outcome: Outcome
    reason: str
    facts: Mapping[str, str] = msgspec.field(default_factory=dict)
    as_of: datetime | None = None


class Handover(msgspec.Struct, frozen=True):
    """What is known of how credentials were handed over: of a presentation, as it was signed.

    ``holder`` is who did, ``audience`` to whom, ``nonce`` what they were asked to repeat;
    ``created`` and ``expires`` are as they were stated.
    """

    checks: tuple[HandoverCheck, ...]
    holder: str | None = None
    audience: str | None = None
    nonce: str | None = None
    created: str | None = None
    expires: str | None = None

    @property
    def signed(self) -> bool:
        """Whether anybody signed for it at all."""
        return not any(check.reason == NOT_SIGNED for check in self.checks)

    @property
    def authenticity(self) -> Authenticity:
        """Failed if any check failed; verified by a proof with a key of the holder's own."""
        outcomes = {check.outcome for check in self.checks}
        if Outcome.FAILED in outcomes:
            return Authenticity.FAILED
        passed = {check.id for check in self.checks if check.outcome is Outcome.PASSED}
        if {HandoverCheckId.PROOF, HandoverCheckId.HOLDER_KEY} <= passed and (
            Outcome.UNKNOWN not in outcomes
        ):
            return Authenticity.VERIFIED
        return Authenticity.UNDETERMINED

    @property
    def exit_status(self) -> int:
        """1 where it failed, 3 where a signature could not be told; nobody's changes nothing."""
        if self.authenticity is Authenticity.FAILED:
            return 1
        return 3 if self.signed and self.authenticity is Authenticity.UNDETERMINED else 0


NOT_SIGNED: Final = "presentation-not-signed"
"""The reason of a presentation that anybody may have put together."""


class Report(msgspec.Struct, frozen=True, dict=True):
    """Every check of one credential, judged as of ``at``. Its axes are derived once."""

    checks: tuple[Check, ...]
    at: datetime

    def of(self, *ids: CheckId) -> tuple[Check, ...]:
        """Return the checks with one of ``ids``, in order."""
        return tuple(check for check in self.checks if check.id in ids)

    def _outcomes(self, *ids: CheckId) -> set[Outcome]:
        return {check.outcome for check in self.checks if check.id in ids}

    def _reasons(self, check_id: CheckId, outcome: Outcome) -> set[str]:
        return {
            check.reason
            for check in self.checks
            if check.id is check_id and check.outcome is outcome
        }

    @cached_property
    def authenticity(self) -> Authenticity:
        """Failed if any part of it failed; verified only by a proof or a host that passed."""
        passed: set[CheckId] = set()
        unknown = False
        for check in self.checks:
            if check.id not in _OF_AUTHENTICITY:
                continue
            if check.outcome is Outcome.FAILED:
                return Authenticity.FAILED
            unknown = unknown or check.outcome is Outcome.UNKNOWN
            if check.outcome is Outcome.PASSED:
                passed.add(check.id)
        vouched = CheckId.HOSTED in passed or {CheckId.PROOF, CheckId.ISSUER_KEY} <= passed
        if CheckId.STRUCTURE in passed and vouched and not unknown:
            return Authenticity.VERIFIED
        return Authenticity.UNDETERMINED

    @cached_property
    def standing(self) -> Standing:
        """What is known to be wrong comes first, then what is not known, then current."""
        revoked = self._reasons(CheckId.STATUS, Outcome.FAILED)
        lapsed = self._reasons(CheckId.VALIDITY_PERIOD, Outcome.FAILED)
        if revoked - {"suspended"}:
            return Standing.REVOKED
        if "expired" in lapsed:
            return Standing.EXPIRED
        if revoked:
            return Standing.SUSPENDED
        if "not-yet-valid" in lapsed:
            return Standing.NOT_YET_VALID
        period = self._outcomes(CheckId.VALIDITY_PERIOD)
        status = self._outcomes(CheckId.STATUS)
        known = {Outcome.PASSED, Outcome.WARNING}
        if (
            lapsed
            or not (period and status)
            or period - known
            or status - known - {Outcome.SKIPPED}
        ):
            return Standing.UNKNOWN
        return Standing.CURRENT

    @cached_property
    def issuer(self) -> IssuerStanding:
        """Recognised only by a registry that was at hand."""
        outcomes = self._outcomes(CheckId.ISSUER_RECOGNISED)
        if Outcome.PASSED in outcomes:
            return IssuerStanding.RECOGNISED
        if Outcome.WARNING in outcomes:
            return IssuerStanding.UNRECOGNISED
        return IssuerStanding.UNKNOWN

    @cached_property
    def recipient(self) -> RecipientMatch:
        """Mine only by an address of the learner's that matched."""
        outcomes = self._outcomes(CheckId.RECIPIENT)
        if Outcome.PASSED in outcomes:
            return RecipientMatch.MINE
        if Outcome.FAILED in outcomes:
            return RecipientMatch.NOT_MINE
        if self._reasons(CheckId.RECIPIENT, Outcome.SKIPPED):
            return RecipientMatch.NOT_STATED
        return RecipientMatch.UNCHECKED

    @property
    def recipient_applies(self) -> bool:
        """Whether it was given to anybody: an endorsement is about something, and to nobody."""
        return "does-not-apply" not in self._reasons(CheckId.RECIPIENT, Outcome.SKIPPED)

    @property
    def exit_status(self) -> int:
        """The exit status of CONTRACT.md for this credential alone: 0, 1 or 3."""
        authenticity, standing = self.authenticity, self.standing
        if (
            authenticity is Authenticity.FAILED
            or standing not in (Standing.CURRENT, Standing.UNKNOWN)
            or self.recipient is RecipientMatch.NOT_MINE
        ):
            return 1
        if authenticity is Authenticity.UNDETERMINED or standing is Standing.UNKNOWN:
            return 3
        return 0
