"""What the program says of one input: a RESULT of CONTRACT.md, and its two forms.

:meth:`Verdict.to_json` is the contract's form, for people and scripts. :func:`pack` and
:func:`unpack` are the form kept in the vault, from which the first can be made again in any
language and for any day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import structs

from wallet.credential.model import Container, Credential, Picture, Standard
from wallet.credential.moment import rfc3339
from wallet.errors import WalletError, rendered
from wallet.i18n import Words
from wallet.verify import carried, period, reasons, recipient
from wallet.verify.report import Check, CheckId, Handover, HandoverCheck, Report

FORMAT: Final = 1
"""The ``format`` of the contract's JSON documents."""


class Refusal(msgspec.Struct, frozen=True):
    """Why an input could not be read at all."""

    code: str
    what: str
    advice: str
    facts: dict[str, str]

    @classmethod
    def of(cls, error: WalletError) -> Refusal:
        """Keep what ``error`` said."""
        facts = {name: str(value) for name, value in error.facts.items()}
        return cls(error.code, error.what, error.advice, facts)

    def sentence(self, words: Words) -> str:
        """Return one line: what, and what to do."""
        return rendered(self.what, self.advice, self.facts, words)


class Verdict(msgspec.Struct, frozen=True):
    """What one input is, says, and is worth; or why it could not be read."""

    source: str
    container: Container | None = None
    standard: Standard = Standard.UNKNOWN
    credential: Credential | None = None
    report: Report | None = None
    error: Refusal | None = None
    parts: tuple[Verdict, ...] = ()
    """The credentials inside a CLR, in order."""
    endorsements: tuple[Verdict, ...] = ()
    """What others say of it, each a credential of its own."""
    presentation: Handover | None = None
    """How it was handed over, where it came in a presentation."""

    @property
    def exit_status(self) -> int:
        """The exit status of CONTRACT.md for this input alone: the worst of 2, 1, 3 and 0.

        A presentation that was not signed by who handed it over is not in order, whatever the
        credential in it is worth.
        """
        own = self.report.exit_status if self.report else 2
        found = {own, self.presentation.exit_status if self.presentation else 0}
        return next(status for status in (2, 1, 3, 0) if status in found)

    def as_of(self, now: datetime, identities: Sequence[str]) -> Verdict:
        """Return this verdict with what is told without evidence judged afresh.

        That is the validity period, at ``now``, and the recipient, against ``identities``; of
        what it carries too.
        """
        if self.report is None or self.credential is None:
            return self
        afresh: dict[CheckId, Check] = {}
        if self.report.recipient_applies:
            afresh[CheckId.RECIPIENT] = recipient.check(self.credential, identities)
        if period.MALFORMED not in {check.reason for check in self.report.checks}:
            afresh[CheckId.VALIDITY_PERIOD] = period.check(self.credential, now)
        parts = tuple(part.as_of(now, identities) for part in self.parts)
        endorsements = tuple(one.as_of(now, identities) for one in self.endorsements)
        checks = tuple(
            carried.summed_up_again(afresh.get(check.id, check), parts, endorsements)
            for check in self.report.checks
        )
        report = structs.replace(self.report, checks=checks)
        return structs.replace(self, report=report, parts=parts, endorsements=endorsements)

    def to_json(self, words: Words) -> dict[str, Any]:
        """Return the RESULT of CONTRACT.md, sentences in the language of ``words``."""
        report = self.report
        return {
            "source": self.source,
            "container": self.container,
            "standard": self.standard,
            "credential": self._credential_json(words),
            "authenticity": report.authenticity if report else "undetermined",
            "standing": report.standing if report else "unknown",
            "issuer": report.issuer if report else "unknown",
            "recipient": report.recipient if report else "unchecked",
            "checks": [_check_json(check, words) for check in report.checks] if report else [],
            "judged_at": rfc3339(report.at) if report else None,
            "error": {"code": self.error.code, "message": self.error.sentence(words)}
            if self.error
            else None,
            "endorsements": [one.to_json(words) for one in self.endorsements],
            "presentation": presentation_json(self.presentation, words),
        }

    def _credential_json(self, words: Words) -> dict[str, Any] | None:
        if self.credential is None:
            return None
        parts = [part.to_json(words) for part in self.parts]
        return {**_credential_json(self.credential), "parts": parts}


def presentation_json(handover: Handover | None, words: Words) -> dict[str, Any] | None:
    """Return the member ``presentation`` of a RESULT: how it was handed over, if it was."""
    if handover is None:
        return None
    return {
        "holder": handover.holder,
        "authenticity": handover.authenticity.value,
        "audience": handover.audience,
        "nonce": handover.nonce,
        "created": handover.created,
        "expires": handover.expires,
        "checks": [_check_json(check, words) for check in handover.checks],
    }


def _check_json(check: Check | HandoverCheck, words: Words) -> dict[str, Any]:
    return {
        "id": check.id,
        "outcome": check.outcome,
        "reason": check.reason,
        "detail": reasons.sentence(check, words),
        "as_of": rfc3339(check.as_of) if check.as_of else None,
        "facts": check.facts,
    }


def _credential_json(credential: Credential) -> dict[str, Any]:
    recipient = credential.recipients[0] if credential.recipients else None
    moments = {
        name: str(moment) if (moment := getattr(credential, name)) else None
        for name in ("issued", "valid_from", "expires")
    }
    return {
        "id": credential.id,
        "name": credential.name,
        "description": credential.description,
        "issuer": {
            "id": credential.issuer.id,
            "name": credential.issuer.name,
            "url": credential.issuer.url,
            "email": credential.issuer.email,
        },
        "recipient": recipient.identity if recipient else credential.recipient_name,
        "recipient_name": credential.recipient_name,
        "recipient_type": recipient.type if recipient else None,
        "recipient_hashed": recipient.hashed if recipient else False,
        "achievement_id": credential.achievement_id,
        "achievement_type": credential.achievement_type,
        "criteria": {"narrative": credential.criteria, "url": credential.criteria_url},
        **moments,
        "credits": [{"framework": c.framework, "value": c.value} for c in credential.credits],
        "skills": [
            {"name": s.name, "url": s.url, "framework": s.framework} for s in credential.skills
        ],
        "evidence": [
            {"url": e.url, "name": e.name, "description": e.description}
            for e in credential.evidence
        ],
        "results": [{"name": r.name, "value": r.value} for r in credential.results],
        "tags": list(credential.tags),
        "image": _image_json(credential.picture),
        "language": credential.language,
    }


def _image_json(picture: Picture | None) -> str | None:
    """Return the picture as an URL: the one stated, or ``data:`` for one inside the file."""
    if picture is None:
        return None
    if picture.data is None:
        return picture.url
    import base64  # noqa: PLC0415 - most badges hold no picture

    media_type = picture.media_type or "application/octet-stream"
    return f"data:{media_type};base64,{base64.b64encode(picture.data).decode('ascii')}"


def pack(verdict: Verdict) -> bytes:
    """Return ``verdict`` as it is kept in the vault, without the pictures' bytes."""
    return msgspec.json.encode(_without_pictures(verdict))


def _without_pictures(verdict: Verdict) -> Verdict:
    if verdict.parts or verdict.endorsements:
        parts = tuple(_without_pictures(part) for part in verdict.parts)
        endorsements = tuple(_without_pictures(one) for one in verdict.endorsements)
        verdict = structs.replace(verdict, parts=parts, endorsements=endorsements)
    if verdict.credential and verdict.credential.picture and verdict.credential.picture.data:
        picture = structs.replace(verdict.credential.picture, data=None)
        return structs.replace(
            verdict, credential=structs.replace(verdict.credential, picture=picture)
        )
    return verdict


def unpack(packed: bytes) -> Verdict:
    """Return the verdict that :func:`pack` wrote; raise ``msgspec.DecodeError`` for others."""
    return msgspec.json.decode(packed, type=Verdict)
