"""What a credential carries of other credentials: endorsements, and the parts of a CLR.

Each is verified as a credential of its own and keeps a verdict of its own. What they come to
is summed up in the checks ``endorsements`` and ``parts``, which no axis of the carrying
credential is derived from: they never lend their verdict (VERIFY.md rule 20).

Open Badges 3.0 (``endorsement`` and ``endorsementJwt`` of a credential, an achievement and a
profile), CLR 2.0 (``verifiableCredential`` of its subject), VC Data Model 2.0 §4.13
(``EnvelopedVerifiableCredential``). Those of Open Badges 2.0 are found by
:mod:`wallet.verify.endorsements`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import structs

from wallet.credential.model import Container, Standard
from wallet.errors import UnusableInput
from wallet.formats import jws, read
from wallet.formats.artifact import Artifact
from wallet.formats.fields import address, first_object, items, types
from wallet.verify.report import Authenticity, Check, CheckId, Outcome, Standing

if TYPE_CHECKING:
    from wallet.formats.read import Parsed
    from wallet.verify.verdict import Verdict

_MAX_DEPTH: Final = 4
"""How deep credentials may be nested and still be verified."""
_MAX_TOTAL: Final = 250
"""How many nested credentials of one input are verified."""
_TOO_COMPLEX: Final = "too-complex"
_ANOTHER: Final = "endorses-another"


class Allowance(msgspec.Struct):
    """How many nested credentials of one input may still be verified, and how deep it is."""

    left: int = _MAX_TOTAL
    depth: int = 0


Judge = Callable[["Parsed", str], "Verdict"]
"""Verifies one nested credential, given what it says and what to call it."""


class Carried(msgspec.Struct, frozen=True):
    """The verdicts on what a credential carries, and the checks that sum them up."""

    parts: tuple[Verdict, ...] = ()
    endorsements: tuple[Verdict, ...] = ()
    checks: tuple[Check, ...] = ()


Beside = tuple[object, str | None]
"""An endorsement, as it was found or read, and the identifier of what it stands beside."""


def verify(
    document: Mapping[str, Any],
    endorsed: Sequence[Beside],
    source: str,
    judge: Judge,
    allowance: Allowance,
) -> Carried:
    """Verify what ``document`` carries, as far as ``allowance`` goes, and how it is endorsed."""
    subject = first_object(document.get("credentialSubject")) or {}
    inner = items(subject.get("verifiableCredential"))
    if not endorsed and not inner:
        return Carried()
    allowance.depth += 1
    parts = _judged(inner, f"{source}#", judge, allowance)
    told = _judged([one for one, _ in endorsed], f"{source}#endorsement-", judge, allowance)
    allowance.depth -= 1
    endorsements = [
        _about(*one, whom) for one, (_, whom) in zip(told, endorsed, strict=True) if one is not None
    ]
    known = tuple(part[0] for part in parts if part is not None)
    checks = []
    if endorsed:
        checks.append(endorsements_check(endorsements, len(endorsed) - len(endorsements)))
    if inner:
        checks.append(parts_check(known, len(inner) - len(known)))
    return Carried(known, tuple(endorsements), tuple(checks))


def endorsements_in(document: Mapping[str, Any]) -> list[Beside]:
    """Return every endorsement of a verifiable credential."""
    subject = first_object(document.get("credentialSubject")) or {}
    achievement = first_object(subject.get("achievement"))
    profile = first_object(document.get("issuer"))
    return [
        (value, address(holder))
        for holder in (document, achievement, profile)
        if holder
        for name in ("endorsement", "endorsementJwt")
        for value in items(holder.get(name))
    ]


def _judged(
    values: Sequence[object], prefix: str, judge: Judge, allowance: Allowance
) -> list[tuple[Verdict, Parsed] | None]:
    """Return a verdict on each of ``values``; None where it is not at hand, or one too many."""
    verdicts: list[tuple[Verdict, Parsed] | None] = []
    for number, value in enumerate(values, 1):
        parsed = _parsed(value, f"{prefix}{number}") if allowance.depth <= _MAX_DEPTH else None
        if parsed is None or allowance.left <= 0:
            verdicts.append(None)
            continue
        allowance.left -= 1
        verdict = judge(parsed, f"{prefix}{number}")
        verdicts.append((verdict, parsed))
        if verdict.report and any(one.reason == _TOO_COMPLEX for one in verdict.report.checks):
            # One such takes as long as hundreds of others: no second one is looked at.
            allowance.left = 0
    return verdicts


def _parsed(value: object, name: str) -> Parsed | None:
    """Return what a nested credential says: an object, a JWT, or one in an envelope."""
    if isinstance(value, read.Parsed):
        return value
    if isinstance(value, dict) and "EnvelopedVerifiableCredential" in types(value.get("type")):
        from wallet.formats import envelope  # noqa: PLC0415 - loaded when it is met

        value = envelope.credential_in(value.get("id"))
    try:
        if isinstance(value, dict):
            artifact = Artifact(Container.JSON, json.dumps(value).encode(), None)
        elif isinstance(value, str) and jws.looks_like(value.encode()):
            artifact = Artifact(Container.JWT, value.encode(), None)
        else:
            return None
        return read.read(artifact, name)
    except UnusableInput:
        return None


def _about(verdict: Verdict, parsed: Parsed, whom: str | None) -> Verdict:
    """Add to an endorsement's verdict whether it endorses what it stands beside."""
    if verdict.report is None:
        return verdict
    older = parsed.standard is Standard.OPENBADGES_2_0
    if older and "claim" not in parsed.document:
        return verdict
    named = address(parsed.document.get("claim" if older else "credentialSubject"))
    outcome, reason = Outcome.PASSED, "endorses-this"
    if named is None or named != whom:
        outcome, reason = Outcome.WARNING, _ANOTHER
    told = Check(CheckId.ENDORSEMENTS, outcome, reason, {"endorsed": str(named)})
    checks: list[Check] = []
    for check in verdict.report.checks:
        if check.id is CheckId.PARTS:
            checks.append(told)
        if check.id is not CheckId.ENDORSEMENTS or check.outcome is not Outcome.SKIPPED:
            checks.append(check)
    report = structs.replace(verdict.report, checks=tuple(checks))
    return structs.replace(verdict, report=report)


def endorsements_check(verdicts: Sequence[Verdict], unread: int) -> Check:
    """Sum up the endorsements; an endorsement that is not good is a warning, no more."""
    grades = [_grade(one) for one in verdicts]
    facts = _counted(grades, unread)
    good = [one for one, grade in zip(verdicts, grades, strict=True) if grade is Outcome.PASSED]
    names = dict.fromkeys(_name(one) for one in good)
    if len(good) == len(verdicts) and not unread:
        facts["names"] = ", ".join(names)
        return Check(CheckId.ENDORSEMENTS, Outcome.PASSED, "endorsements-verified", facts)
    bad = {Outcome.FAILED, Outcome.WARNING} & set(grades)
    outcome = Outcome.WARNING if bad else Outcome.UNKNOWN
    return Check(CheckId.ENDORSEMENTS, outcome, "endorsements-mixed", facts)


def parts_check(verdicts: Sequence[Verdict], unread: int) -> Check:
    """Sum up the parts: the worst of failed, warning (lapsed or revoked), unknown and passed."""
    grades = [_grade(one) for one in verdicts]
    facts = _counted(grades, unread)
    if facts["good"] == facts["count"]:
        return Check(CheckId.PARTS, Outcome.PASSED, "parts-verified", facts)
    order = (Outcome.FAILED, Outcome.WARNING)
    outcome = next((one for one in order if one in grades), Outcome.UNKNOWN)
    return Check(CheckId.PARTS, outcome, "parts-mixed", facts)


def summed_up_again(
    check: Check, parts: Sequence[Verdict], endorsements: Sequence[Verdict]
) -> Check:
    """Return ``check`` as it is with the verdicts as they are by now."""
    if "unread" not in check.facts:
        return check
    unread = int(check.facts["unread"])
    if check.id is CheckId.PARTS:
        return parts_check(parts, unread)
    return endorsements_check(endorsements, unread)


def _grade(verdict: Verdict) -> Outcome:
    report = verdict.report
    if report is None:
        return Outcome.UNKNOWN
    if any(check.reason == _ANOTHER for check in report.of(CheckId.ENDORSEMENTS)):
        return Outcome.FAILED
    if report.authenticity is not Authenticity.VERIFIED:
        is_failed = report.authenticity is Authenticity.FAILED
        return Outcome.FAILED if is_failed else Outcome.UNKNOWN
    if report.standing is Standing.CURRENT:
        return Outcome.PASSED
    return Outcome.UNKNOWN if report.standing is Standing.UNKNOWN else Outcome.WARNING


def _counted(grades: Sequence[Outcome], unread: int) -> dict[str, str]:
    count = Counter(grades)
    return {
        "count": str(len(grades) + unread),
        "good": str(count[Outcome.PASSED]),
        "failed": str(count[Outcome.FAILED]),
        "lapsed": str(count[Outcome.WARNING]),
        "unknown": str(count[Outcome.UNKNOWN] + unread),
        "unread": str(unread),
    }


def _name(verdict: Verdict) -> str:
    issuer = verdict.credential.issuer if verdict.credential else None
    return (issuer.name or issuer.id or "?") if issuer else "?"
