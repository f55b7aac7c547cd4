"""Tokens inside JSON: a credential or presentation as a ``data:`` URL.

VC Data Model 2.0 §4.13 (``EnvelopedVerifiableCredential``, ``EnvelopedVerifiablePresentation``)
and RFC 2397.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from wallet.formats import jws

CREDENTIAL: Final = "EnvelopedVerifiableCredential"
PRESENTATION: Final = "EnvelopedVerifiablePresentation"

_OF_CREDENTIALS: Final = (
    "application/vc+jwt",
    "application/vc-ld+jwt",
    "application/jwt",
    "application/vc+sd-jwt",
    "application/dc+sd-jwt",
    "application/vc-ld+sd-jwt",
    "application/vc+ld+json+sd-jwt",
)
_OF_PRESENTATIONS: Final = ("application/vp+jwt", "application/vp-ld+jwt", "application/jwt")


def credential_in(url: object) -> str | None:
    """Return the JWT or SD-JWT in the ``data:`` URL of an enveloped credential, if it is one."""
    return _token(url, _OF_CREDENTIALS)


def presentation_in(url: object) -> str | None:
    """Return the JWT in the ``data:`` URL of an enveloped presentation, if it is one."""
    return _token(url, _OF_PRESENTATIONS)


def _token(url: object, media_types: tuple[str, ...]) -> str | None:
    if not isinstance(url, str) or not url.startswith("data:"):
        return None
    media_type, comma, data = url.removeprefix("data:").partition(",")
    if not comma or media_type not in media_types:
        return None
    return unquote_to_bytes(data).decode("latin-1")


def enveloped(token: str, media_type: str, context: str) -> dict[str, Any]:
    """Return ``token`` as an enveloped credential, its ``@context`` the one given."""
    data = quote(token, safe="~.-_")
    return {"@context": context, "id": f"data:{media_type},{data}", "type": CREDENTIAL}


def media_type_of(token: jws.Jws, claims: dict[str, Any]) -> str:
    """Return what kind of token it is: by its ``typ``, or by what it holds.

    ``claims`` are what it carries. Data model 1.1, whose credential is the claim ``vc``, has no
    media type of its own (VC Data Model 1.1 §6.3.1).
    """
    from wallet.formats import sd_jwt  # noqa: PLC0415 - loaded when it is met

    kind = sd_jwt.kind(token)
    if isinstance(token, sd_jwt.SdJwt):
        return f"application/{kind if kind in sd_jwt.TYPES else sd_jwt.TYPE}"
    return "application/jwt" if "vc" in claims else "application/vc+jwt"
