"""Open Badges 0.5 to 2.0: assertions, and the badge class and issuer they point at.

An assertion may hold its badge class and issuer or only their addresses; :func:`view` takes
whatever of them is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wallet.credential.model import (
    Credential,
    Evidence,
    Issuer,
    Picture,
    Recipient,
    Skill,
    Standard,
)
from wallet.credential.moment import parse_moment
from wallet.formats.fields import address, first_object, items, picture, text, types

CONTEXT_2_0: Final = "https://w3id.org/openbadges/v2"
CONTEXT_1_1: Final = "https://w3id.org/openbadges/v1"
_NOT_AWARDED: Final = frozenset(
    {
        "BadgeClass", "Issuer", "Profile", "CryptographicKey", "RevocationList", "Endorsement",
        "Criteria", "AlignmentObject", "Evidence",
    }
)  # fmt: skip


def recognises(document: dict[str, Any]) -> bool:
    """Return whether ``document`` presents itself as an assertion of Open Badges 0.5 to 2.0."""
    if types(document.get("type")) & _NOT_AWARDED:
        return False
    return "badge" in document and (
        "recipient" in document or "verify" in document or "id" in document
    )


def not_awarded(document: dict[str, Any]) -> str | None:
    """Return what else of Open Badges ``document`` is, such as a BadgeClass, if it is that."""
    kind = types(document.get("type")) & _NOT_AWARDED
    if kind:
        return min(kind)
    if "criteria" in document and "issuer" in document and "recipient" not in document:
        return "BadgeClass"
    return None


def standard(document: dict[str, Any]) -> Standard:
    """Return the version of Open Badges that ``document`` presents itself as."""
    contexts = [one for one in items(document.get("@context")) if isinstance(one, str)]
    if any(context.startswith(CONTEXT_2_0) for context in contexts):
        return Standard.OPENBADGES_2_0
    if any(context.startswith(CONTEXT_1_1) for context in contexts):
        return Standard.OPENBADGES_1_1
    if "verification" in document:
        return Standard.OPENBADGES_2_0
    if "uid" in document or "verify" in document or isinstance(document.get("recipient"), str):
        return Standard.OPENBADGES_1_0
    return Standard.OPENBADGES_1_1 if "@context" in document else Standard.OPENBADGES_1_0


def view(
    assertion: Mapping[str, Any],
    badge: Mapping[str, Any] | None = None,
    issuer: Mapping[str, Any] | None = None,
) -> Credential:
    """Return what ``assertion`` says, with the badge class and issuer that count for it.

    ``badge`` and ``issuer`` are the documents found at the addresses the assertion names;
    where they are None, what the assertion holds itself is taken.
    """
    badge = badge or first_object(assertion.get("badge")) or {}
    issuer = issuer or first_object(badge.get("issuer")) or {}
    language = text(badge.get("@language")) or text(assertion.get("@language"))
    criteria = first_object(badge.get("criteria"))
    narrative = text(assertion.get("narrative"))
    evidence = tuple(_evidence(one) for one in items(assertion.get("evidence")) if one)
    return Credential(
        id=address(assertion.get("id")) or text(assertion.get("uid")) or verify_url(assertion),
        name=text(badge.get("name"), language),
        description=text(badge.get("description"), language),
        issuer=Issuer(
            id=address(issuer.get("id"))
            or address(badge.get("issuer"))
            or address(issuer.get("origin")),
            name=text(issuer.get("name"), language) or _plain_name(badge.get("issuer")),
            url=address(issuer.get("url")) or address(issuer.get("origin")),
            email=text(issuer.get("email")) or text(issuer.get("contact")),
        ),
        recipients=_recipients(assertion),
        achievement_id=address(badge.get("id")) or address(assertion.get("badge")),
        criteria=text(criteria.get("narrative"), language) if criteria else None,
        criteria_url=address(badge.get("criteria")),
        issued=parse_moment(assertion.get("issuedOn", assertion.get("issued_on"))),
        expires=parse_moment(assertion.get("expires")),
        skills=tuple(_skill(one) for one in items(badge.get("alignment")) if one),
        evidence=(*evidence, Evidence(description=narrative)) if narrative else evidence,
        tags=tuple(t for one in items(badge.get("tags")) if (t := text(one))),
        picture=_badge_picture(assertion, badge),
        language=language,
    )


def endorsement_view(
    endorsement: Mapping[str, Any],
    _itself: Mapping[str, Any] | None = None,
    issuer: Mapping[str, Any] | None = None,
) -> Credential:
    """Return what an Endorsement (Open Badges 2.0 §4, Endorsement) says; its comment describes it.

    Takes what :func:`view` takes; an endorsement has no badge class.
    """
    stated = endorsement.get("issuer")
    issuer = issuer or first_object(stated) or {}
    claim = first_object(endorsement.get("claim")) or {}
    return Credential(
        id=address(endorsement.get("id")),
        description=text(claim.get("endorsementComment")),
        issuer=Issuer(
            id=address(issuer.get("id")) or address(stated),
            name=text(issuer.get("name")),
            url=address(issuer.get("url")),
            email=text(issuer.get("email")),
        ),
        issued=parse_moment(endorsement.get("issuedOn")),
    )


def verify_url(assertion: Mapping[str, Any]) -> str | None:
    """Return the address that the ``verify`` object of Open Badges 1.x names."""
    about = first_object(assertion.get("verify"))
    return address(about.get("url")) if about else None


def _badge_picture(assertion: Mapping[str, Any], badge: Mapping[str, Any]) -> Picture | None:
    return picture(badge.get("image"), assertion.get("image"))


def _plain_name(issuer: object) -> str | None:
    return issuer if isinstance(issuer, str) and "://" not in issuer else None


def _recipients(assertion: Mapping[str, Any]) -> tuple[Recipient, ...]:
    stated = assertion.get("recipient")
    if isinstance(stated, str) and stated.strip():
        # Open Badges 0.5: a bare address, or ALGORITHM$HEX with the salt beside it.
        hashed = "$" in stated and "@" not in stated
        return (
            Recipient("email", stated, hashed, text(assertion.get("salt")) if hashed else None),
        )
    about = first_object(stated)
    identity = text(about.get("identity")) if about else None
    if about is None or identity is None:
        return ()
    hashed = about.get("hashed") is True or (about.get("hashed") is None and "$" in identity)
    kind = text(about.get("type")) or "email"
    return (Recipient(kind, identity, hashed, text(about.get("salt")) if hashed else None),)


def _skill(alignment: object) -> Skill:
    if not isinstance(alignment, dict):
        return Skill(url=address(alignment))
    return Skill(
        name=text(alignment.get("targetName", alignment.get("name"))),
        url=address(alignment.get("targetUrl", alignment.get("url"))),
        framework=text(alignment.get("targetFramework")),
    )


def _evidence(evidence: object) -> Evidence:
    if not isinstance(evidence, dict):
        return Evidence(url=address(evidence))
    return Evidence(
        url=address(evidence.get("id")),
        name=text(evidence.get("name")),
        description=text(evidence.get("narrative")) or text(evidence.get("description")),
    )
