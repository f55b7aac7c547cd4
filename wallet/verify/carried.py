"""What a credential carries of other credentials, which lend it nothing (VERIFY.md rule 20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.formats.fields import first_object, items
from wallet.verify.problem import unknown
from wallet.verify.report import Check, CheckId, Outcome


def check(document: Mapping[str, Any]) -> list[Check]:
    """Say what the credential carries of other credentials."""
    subject = first_object(document.get("credentialSubject")) or {}
    achievement = first_object(subject.get("achievement")) or first_object(document.get("badge"))
    holders: list[Any] = [document, document.get("issuer"), achievement or {}]
    count = sum(
        len(items(holder.get(name)))
        for holder in holders
        if isinstance(holder, Mapping)
        for name in ("endorsement", "endorsementJwt")
    )
    checks = []
    if document.get("credentialSchema") is not None:
        checks.append(Check(CheckId.SCHEMA, Outcome.SKIPPED, "schema-not-compared"))
    if count:
        problem = unknown("endorsements-not-checked", count=str(count))
        checks.append(problem.check(CheckId.ENDORSEMENTS))
    parts = len(items(subject.get("verifiableCredential")))
    if parts:
        checks.append(unknown("parts-not-checked", count=str(parts)).check(CheckId.PARTS))
    return checks
