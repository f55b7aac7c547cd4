"""The outcome of verification: every check, and the four axes derived from them.

The axes are never mixed and fail closed: what was not checked is not passed. The tables
that derive them are the properties of :class:`Report`, one screen in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


_OF_AUTHENTICITY: Final = frozenset(
    {CheckId.STRUCTURE, CheckId.PROOF, CheckId.ISSUER_KEY, CheckId.HOSTED}
)


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


_KNOWN: Final = frozenset({Outcome.PASSED, Outcome.WARNING})
"""What a check comes to that could be told, and is not wrong."""
NOT_SIGNED: Final = "presentation-not-signed"
"""The reason of a presentation that anybody may have put together."""


class Report(msgspec.Struct, frozen=True, dict=True):
    """Every check of one credential, judged as of ``at``. Its axes are derived once."""

    checks: tuple[Check, ...]
    at: datetime

    def of(self, *ids: CheckId) -> tuple[Check, ...]:
        """Return the checks with one of ``ids``, in order."""
        return tuple(check for check in self.checks if check.id in ids)

    @cached_property
    def _axes(self) -> tuple[Authenticity, Standing, IssuerStanding, RecipientMatch]:
        said: _Said = {}
        for check in self.checks:
            said.setdefault(check.id, []).append(check)
        return authenticity_of(self.checks), _standing(said), _issuer(said), _recipient(said)

    @property
    def authenticity(self) -> Authenticity:
        """Failed if any part of it failed; verified only by a proof or a host that passed."""
        return self._axes[0]

    @property
    def standing(self) -> Standing:
        """What is known to be wrong comes first, then what is not known, then current."""
        return self._axes[1]

    @property
    def issuer(self) -> IssuerStanding:
        """Recognised only by a registry that was at hand."""
        return self._axes[2]

    @property
    def recipient(self) -> RecipientMatch:
        """Mine only by an address of the learner's that matched."""
        return self._axes[3]

    @property
    def recipient_applies(self) -> bool:
        """Whether it was given to anybody: an endorsement is about something, and to nobody."""
        return "does-not-apply" not in _reasons(self.of(CheckId.RECIPIENT), Outcome.SKIPPED)

    @property
    def exit_status(self) -> int:
        """The exit status of CONTRACT.md for this credential alone: 0, 1 or 3."""
        authenticity, standing, _issuer, recipient = self._axes
        if (
            authenticity is Authenticity.FAILED
            or standing not in (Standing.CURRENT, Standing.UNKNOWN)
            or recipient is RecipientMatch.NOT_MINE
        ):
            return 1
        if authenticity is Authenticity.UNDETERMINED or standing is Standing.UNKNOWN:
            return 3
        return 0


def authenticity_of(checks: Iterable[Check]) -> Authenticity:
    """Return the axis :attr:`Report.authenticity` of ``checks``."""
    passed: set[CheckId] = set()
    unknown = False
    for check in checks:
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


_Said = dict[CheckId, list[Check]]


def _standing(said: _Said) -> Standing:
    period, status = said.get(CheckId.VALIDITY_PERIOD, []), said.get(CheckId.STATUS, [])
    lapsed, revoked = _reasons(period, Outcome.FAILED), _reasons(status, Outcome.FAILED)
    if revoked - {"suspended"}:
        return Standing.REVOKED
    if "expired" in lapsed:
        return Standing.EXPIRED
    if revoked:
        return Standing.SUSPENDED
    if "not-yet-valid" in lapsed:
        return Standing.NOT_YET_VALID
    if (
        not (period and status)
        or _outcomes(period) - _KNOWN
        or _outcomes(status) - _KNOWN - {Outcome.SKIPPED}
    ):
        return Standing.UNKNOWN
    return Standing.CURRENT


def _issuer(said: _Said) -> IssuerStanding:
    outcomes = _outcomes(said.get(CheckId.ISSUER_RECOGNISED, []))
    if Outcome.PASSED in outcomes:
        return IssuerStanding.RECOGNISED
    if Outcome.WARNING in outcomes:
        return IssuerStanding.UNRECOGNISED
    return IssuerStanding.UNKNOWN


def _recipient(said: _Said) -> RecipientMatch:
    outcomes = _outcomes(said.get(CheckId.RECIPIENT, []))
    if Outcome.PASSED in outcomes:
        return RecipientMatch.MINE
    if Outcome.FAILED in outcomes:
        return RecipientMatch.NOT_MINE
    return RecipientMatch.NOT_STATED if Outcome.SKIPPED in outcomes else RecipientMatch.UNCHECKED


def _outcomes(checks: Iterable[Check]) -> set[Outcome]:
    return {check.outcome for check in checks}


def _reasons(checks: Iterable[Check], outcome: Outcome) -> set[str]:
    return {check.reason for check in checks if check.outcome is outcome}
