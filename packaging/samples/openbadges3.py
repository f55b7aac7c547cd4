"""The parts that every Open Badges 3.0 sample is made of."""

from __future__ import annotations

from typing import Any, Final

from issuers import VC_2, Issuer
from sample import EMAIL, hashed, urn

CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""Defines the type of the ``credentialSchema`` and nothing else that is used here."""
SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_FRAMEWORK = "Example Skills Framework"


def credential(
    slug: str,
    issuer: Issuer,
    achievement: dict[str, Any],
    *,
    awarded: str,
    until: str | None = None,
    **stated: Any,
) -> dict[str, Any]:
    """Return an unsigned OpenBadgeCredential of data model 2.0 (Open Badges 3.0 §B.1.3).

    It is valid from the day it was ``awarded`` (RFC 3339) unless ``validFrom`` is ``stated``.
    ``subject`` holds what the credential says of the learner beside the achievement; all else
    ``stated`` is put beside the subject.
    """
    subject = {"type": ["AchievementSubject"], **stated.pop("subject", {})}
    document = {
        "@context": [VC_2, CONTEXT, EXTENSIONS],
        "id": stated.pop("id", urn(slug)),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": issuer.profile,
        "awardedDate": awarded,
        "validFrom": stated.pop("validFrom", awarded),
        "validUntil": until,
        "credentialSubject": {**subject, "achievement": achievement},
        **stated,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    return {name: value for name, value in document.items() if value is not None}


def achievement(
    address: str, name: str, description: str, criteria: str, **stated: Any
) -> dict[str, Any]:
    """Return an Achievement (Open Badges 3.0 §B.1.1); ``criteria`` is its narrative."""
    return {
        "id": address,
        "type": ["Achievement"],
        "name": name,
        "description": description,
        "criteria": {"narrative": criteria},
        **stated,
    }


def skill(name: str, path: str, **stated: Any) -> dict[str, Any]:
    """Return an Alignment with a skill of a framework (Open Badges 3.0 §B.1.4)."""
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": f"https://skills.example.org/{path}",
        "targetFramework": _FRAMEWORK,
        **stated,
    }


def hashed_email(salt: str, email: str = EMAIL) -> dict[str, Any]:
    """Return a hashed address as IdentityObject (Open Badges 3.0 §B.1.13)."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed(email, salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def plain_email() -> dict[str, Any]:
    """Return the learner's address in the clear as IdentityObject."""
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": EMAIL,
        "identityType": "emailAddress",
    }


def status(url: str, index: int, purpose: str = "revocation") -> dict[str, Any]:
    """Return a ``credentialStatus`` (Bitstring Status List 1.0 §2.1)."""
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url,
    }
