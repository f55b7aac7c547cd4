"""A credential as it presents itself, whatever standard it was written in.

Everything here was stated by the credential (or by the document that counts for it); whether
it is true is the business of :mod:`wallet.verify`. All text is plain text as it was stated.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wallet.credential.moment import Moment


class Standard(StrEnum):
    """The standards of CONTRACT.md."""

    OPENBADGES_1_0 = "openbadges-1.0"
    OPENBADGES_1_1 = "openbadges-1.1"
    OPENBADGES_2_0 = "openbadges-2.0"
    OPENBADGES_2_1 = "openbadges-2.1"
    OPENBADGES_3_0 = "openbadges-3.0"
    CLR_2_0 = "clr-2.0"
    VC_1_1 = "vc-1.1"
    VC_2_0 = "vc-2.0"
    SD_JWT_VC = "sd-jwt-vc"
    UNKNOWN = "unknown"


class Container(StrEnum):
    """What a credential came wrapped in (CONTRACT.md, ``container``)."""

    JSON = "json"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"
    TEXT = "text"


class Issuer(msgspec.Struct, frozen=True):
    """Who the credential says issued it. ``id`` is a DID or an URL."""

    id: str | None = None
    name: str | None = None
    url: str | None = None
    email: str | None = None


class Recipient(msgspec.Struct, frozen=True):
    """Whom the credential says it was given to.

    ``type`` is "email", "did", "url", "telephone", "name" or as the credential says it.
    ``identity`` is the plain identity, or ``ALGORITHM$HEX`` where ``hashed``; ``salt`` is
    what was hashed behind the identity, if anything.
    """

    type: str
    identity: str
    hashed: bool = False
    salt: str | None = None


class Picture(msgspec.Struct, frozen=True):
    """A picture of the badge: inside the file (``data``) or only named (``url``)."""

    media_type: str | None = None
    data: bytes | None = None
    url: str | None = None
    caption: str | None = None


class Credit(msgspec.Struct, frozen=True):
    """An amount of credit. Open Badges state no unit: ``framework`` is then None."""

    value: float
    framework: str | None = None


class Skill(msgspec.Struct, frozen=True):
    """What the achievement is aligned to: an ``alignment`` of Open Badges."""

    name: str | None = None
    url: str | None = None
    framework: str | None = None


class Evidence(msgspec.Struct, frozen=True):
    """Work the credential points at."""

    url: str | None = None
    name: str | None = None
    description: str | None = None


class Result(msgspec.Struct, frozen=True):
    """A result of an assessment, e.g. a score, as the credential states it."""

    name: str | None
    value: str


class Credential(msgspec.Struct, frozen=True):
    """What a credential says. Absent facts are None or empty, never invented."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    issuer: Issuer = msgspec.field(default_factory=Issuer)
    recipients: tuple[Recipient, ...] = ()
    recipient_name: str | None = None
    achievement_id: str | None = None
    achievement_type: str | None = None
    criteria: str | None = None
    criteria_url: str | None = None
    issued: Moment | None = None
    valid_from: Moment | None = None
    expires: Moment | None = None
    credits: tuple[Credit, ...] = ()
    skills: tuple[Skill, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    results: tuple[Result, ...] = ()
    tags: tuple[str, ...] = ()
    picture: Picture | None = None
    language: str | None = None
