"""Verifiable credentials: Open Badges 3.0, CLR 2.0, and others of data models 1.1 and 2.0.

Reads what a credential says; nothing here judges it.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.credential.model import (
    Credential,
    Credit,
    Evidence,
    Issuer,
    Recipient,
    Result,
    Skill,
    Standard,
)
from wallet.credential.moment import Moment, parse_moment, rfc3339
from wallet.formats.fields import address, first_object, items, number, picture, text, types

CONTEXT_1_1: Final = "https://www.w3.org/2018/credentials/v1"
CONTEXT_2_0: Final = "https://www.w3.org/ns/credentials/v2"
_OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/"
_CLR: Final = ("https://purl.imsglobal.org/spec/clr/v2p0/", "https://dc.imsglobal.org/draft/clr/")
_BADGE_TYPES: Final = frozenset(
    {"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"}
)


def recognises(document: dict[str, Any]) -> bool:
    """Return whether ``document`` presents itself as a verifiable credential."""
    kinds = types(document.get("type")) | types(document.get("@type"))
    contexts = {one for one in items(document.get("@context")) if isinstance(one, str)}
    return (
        "VerifiableCredential" in kinds
        or bool(kinds & _BADGE_TYPES)
        or ("credentialSubject" in document and bool(contexts & {CONTEXT_1_1, CONTEXT_2_0}))
    )


def standard(document: dict[str, Any]) -> Standard:
    """Return the most specific standard that ``document`` presents itself as."""
    contexts = [one for one in items(document.get("@context")) if isinstance(one, str)]
    kinds = types(document.get("type"))
    if "ClrCredential" in kinds or any(context.startswith(_CLR) for context in contexts):
        return Standard.CLR_2_0
    if kinds & _BADGE_TYPES or any(context.startswith(_OPEN_BADGES) for context in contexts):
        return Standard.OPENBADGES_3_0
    if CONTEXT_1_1 in contexts[:1]:
        return Standard.VC_1_1
    return Standard.VC_2_0 if CONTEXT_2_0 in contexts[:1] else Standard.UNKNOWN


def document_of(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the credential a JWT carries: its ``vc`` claim, or the claims themselves.

    Facts that stand in a registered claim only (VC Data Model 1.1 §6.3.1) are filled in;
    where both say something and differ, :mod:`wallet.verify.proofs.jose` fails it.
    """
    inner = claims.get("vc")
    document = dict(inner) if isinstance(inner, dict) else dict(claims)
    if isinstance(claims.get("iss"), str) and document.get("issuer") is None:
        document["issuer"] = claims["iss"]
    if isinstance(claims.get("jti"), str) and document.get("id") is None:
        document["id"] = claims["jti"]
    newer = CONTEXT_2_0 in items(document.get("@context"))
    names = ("validFrom", "validUntil") if newer else ("issuanceDate", "expirationDate")
    others = ("issuanceDate", "expirationDate") if newer else ("validFrom", "validUntil")
    for claim, name, other in zip(("nbf", "exp"), names, others, strict=True):
        moment = parse_moment(claims.get(claim))
        if moment and document.get(name) is None and document.get(other) is None:
            document[name] = rfc3339(moment.at)
    return document


def view(document: dict[str, Any]) -> Credential:
    """Return what ``document`` says (Open Badges 3.0 §B, VC Data Model 2.0 §4)."""
    subject = first_object(document.get("credentialSubject")) or {}
    achievement = first_object(subject.get("achievement")) or {}
    issuer = first_object(document.get("issuer")) or {}
    language = text(achievement.get("inLanguage"))
    valid_from = _moment(document, "validFrom", "issuanceDate")
    criteria = first_object(achievement.get("criteria")) or {}
    name = text(achievement.get("name"), language) or text(document.get("name"), language)
    return Credential(
        id=address(document.get("id")),
        name=name or text(subject.get("name")) if achievement or document.get("name") else None,
        description=text(achievement.get("description"), language)
        or text(document.get("description"), language),
        issuer=Issuer(
            id=address(document.get("issuer")),
            name=text(issuer.get("name"), language),
            url=address(issuer.get("url")),
            email=text(issuer.get("email")),
        ),
        recipients=_recipients(subject),
        recipient_name=text(subject.get("name")) or _name_identifier(subject),
        achievement_id=address(achievement.get("id")),
        achievement_type=text(achievement.get("achievementType")),
        criteria=text(criteria.get("narrative"), language),
        criteria_url=address(criteria.get("id")),
        issued=_moment(document, "awardedDate") or valid_from,
        valid_from=valid_from,
        expires=_moment(document, "validUntil", "expirationDate"),
        credits=_credits(subject, achievement),
        skills=tuple(_skill(one) for one in items(achievement.get("alignment")) if one),
        evidence=tuple(
            _evidence(one) for one in items(document.get("evidence")) if isinstance(one, dict)
        ),
        results=_results(subject, achievement),
        tags=tuple(t for one in items(achievement.get("tag")) if (t := text(one))),
        picture=picture(achievement.get("image"), subject.get("image"), document.get("image")),
        language=language,
    )


def _moment(document: dict[str, Any], *names: str) -> Moment | None:
    return next((found for name in names if (found := parse_moment(document.get(name)))), None)


def _recipients(subject: dict[str, Any]) -> tuple[Recipient, ...]:
    """Return every identity of the subject: IdentityObjects first, then its own ``id``."""
    found: list[Recipient] = []
    for one in items(subject.get("identifier")):
        if not isinstance(one, dict) or not (identity := text(one.get("identityHash"))):
            continue
        kind = text(one.get("identityType")) or ""
        hashed = one.get("hashed") is True
        salt = text(one.get("salt"))
        kind = {"emailAddress": "email"}.get(kind, kind)
        found.append(Recipient(kind, identity, hashed, salt if hashed else None))
    if (own := address(subject.get("id"))) is not None:
        if own.startswith("mailto:"):
            found.append(Recipient("email", own.removeprefix("mailto:")))
        else:
            found.append(Recipient("did" if own.startswith("did:") else "url", own))
    return tuple(found)


def _name_identifier(subject: dict[str, Any]) -> str | None:
    for one in items(subject.get("identifier")):
        if isinstance(one, dict) and one.get("identityType") == "name" and not one.get("hashed"):
            return text(one.get("identityHash"))
    return None


def _credits(subject: dict[str, Any], achievement: dict[str, Any]) -> tuple[Credit, ...]:
    """Return the credits earned, or else available. Open Badges state no unit."""
    for holder, name in ((subject, "creditsEarned"), (achievement, "creditsAvailable")):
        value = number(holder.get(name))
        if value is not None:
            return (Credit(value),)
    return ()


def _skill(alignment: object) -> Skill:
    if not isinstance(alignment, dict):
        return Skill(url=address(alignment))
    return Skill(
        name=text(alignment.get("targetName")),
        url=address(alignment.get("targetUrl")),
        framework=text(alignment.get("targetFramework")),
    )


def _evidence(evidence: dict[str, Any]) -> Evidence:
    return Evidence(
        url=address(evidence.get("id")),
        name=text(evidence.get("name")),
        description=text(evidence.get("narrative")) or text(evidence.get("description")),
    )


def _results(subject: dict[str, Any], achievement: dict[str, Any]) -> tuple[Result, ...]:
    """Return results with the names of the descriptions they point at."""
    names = {
        described: text(one.get("name"))
        for one in items(achievement.get("resultDescription"))
        if isinstance(one, dict) and isinstance(described := one.get("id"), str)
    }
    found: list[Result] = []
    for one in items(subject.get("result")):
        if isinstance(one, dict):
            value = text(one.get("value")) or text(one.get("status"))
            if value:
                described = one.get("resultDescription")
                name = names.get(described) if isinstance(described, str) else None
                found.append(Result(name, value))
    return tuple(found)
