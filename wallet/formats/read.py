"""From the bytes of a credential to what it says: the registry of standards.

A standard is one module with ``recognises(document)``, ``standard(document)`` and ``view``;
a new one is that file and a branch in :func:`_parsed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import structs

from wallet.credential.model import Container, Credential, Standard
from wallet.errors import UnusableInput
from wallet.formats import openbadges, strictjson, verifiable
from wallet.formats.artifact import Artifact
from wallet.formats.jws import SELECTIVE, Jws, split
from wallet.formats.unpack import is_selective
from wallet.i18n import N_

if TYPE_CHECKING:
    from wallet.formats.sd_jwt import SdJwt

_PARTS_OF_BADGES: Final[dict[str, str]] = {
    "BadgeClass": N_("{name} describes a badge, but awards it to nobody"),
    "Issuer": N_("{name} describes an issuer, and is no badge"),
    "Profile": N_("{name} describes an issuer, and is no badge"),
    "CryptographicKey": N_("{name} holds an issuer's key, and is no badge"),
    "RevocationList": N_("{name} is an issuer's list of revoked badges, and is no badge"),
    "VerifiablePresentation": N_(
        "{name} wraps credentials for handing over, and is no badge itself"
    ),
}


class Parsed(msgspec.Struct, frozen=True):
    """A credential that could be read. ``document`` is its JSON; nothing of it is judged.

    ``jws`` and ``claims`` are there for a signed JWS (of an SD-JWT: a :class:`SdJwt`, and the
    claims as disclosed); ``address`` is where a badge of which only an address was found is
    hosted, and ``document`` is then empty.
    """

    container: Container
    standard: Standard
    credential: Credential
    document: Mapping[str, Any]
    jws: Jws | None = None
    claims: Mapping[str, Any] | None = None
    address: str | None = None


def read(artifact: Artifact, name: str) -> Parsed:
    """Return what ``artifact`` holds; raise UnusableInput where it holds no badge."""
    if web_address(artifact.payload):
        url = artifact.payload.decode()
        parsed = Parsed(
            artifact.container, Standard.OPENBADGES_1_0, Credential(id=url), {}, address=url
        )
    elif artifact.payload[:1] == b"{":
        document = artifact.document or _object(artifact.payload, name)
        if is_selective(document):
            from wallet.formats import sd_jwt  # noqa: PLC0415 - loaded when it is met

            parsed = _selective(artifact.container, sd_jwt.of_json(document, name), name)
        else:
            parsed = _parsed(artifact.container, document, name)
    elif SELECTIVE in artifact.payload:
        from wallet.formats import sd_jwt  # noqa: PLC0415 - loaded when it is met

        parsed = _selective(artifact.container, sd_jwt.split(artifact.payload, name), name)
    else:
        jws = split(artifact.payload)
        parsed = _signed(artifact.container, jws, _object(jws.payload, name), name)
    if artifact.picture is not None:
        parsed = structs.replace(
            parsed, credential=structs.replace(parsed.credential, picture=artifact.picture)
        )
    return parsed


def web_address(payload: bytes) -> bool:
    """Return whether ``payload`` is a bare http or https address."""
    if not payload.startswith((b"http://", b"https://")) or len(payload) > 2_000:
        return False
    try:
        text = payload.decode("ascii")
        return bool(urlsplit(text).hostname) and not any(c.isspace() or c in '<>"{}' for c in text)
    except ValueError:
        return False


def _object(payload: bytes, name: str) -> dict[str, Any]:
    document = strictjson.parse(payload)
    if not isinstance(document, dict):
        raise _not_a_badge(name)
    return document


def _signed(container: Container, jws: Jws, claims: dict[str, Any], name: str) -> Parsed:
    from wallet.formats import sd_jwt  # noqa: PLC0415 - loaded when it is met

    if sd_jwt.kind(jws) in sd_jwt.TYPES:
        # An SD-JWT ends in "~" even where it discloses nothing (RFC 9901 §4).
        raise strictjson.malformed(N_("{name} is cut short"), name)
    if openbadges.recognises(claims) and not verifiable.recognises(claims):
        parsed = _parsed(container, claims, name)
    else:
        parsed = _parsed(container, verifiable.document_of(claims), name)
    return structs.replace(parsed, jws=jws, claims=claims)


def _selective(container: Container, token: SdJwt, name: str) -> Parsed:
    """Read an SD-JWT: an SD-JWT VC by its ``typ`` or ``vct``, or a credential of VCDM in one."""
    from wallet.formats import sd_jwt  # noqa: PLC0415 - loaded when it is met

    claims = token.disclosed(_object(token.payload, name)).claims
    own = sd_jwt.kind(token) == sd_jwt.TYPE
    if not own and verifiable.recognises(claims):
        parsed = _parsed(container, verifiable.document_of(claims), name)
    elif own or "vct" in claims:
        parsed = Parsed(container, Standard.SD_JWT_VC, sd_jwt.view(claims), claims)
    else:
        raise UnusableInput(
            "not-a-badge",
            N_("{name} holds a signed token, but no credential"),
            N_("choose the badge file that your issuer sent you"),
            name=name,
        )
    return structs.replace(parsed, jws=token, claims=claims)


def _parsed(container: Container, document: dict[str, Any], name: str) -> Parsed:
    if verifiable.recognises(document):
        standard, credential = verifiable.standard(document), verifiable.view(document)
    elif openbadges.recognises(document):
        standard, credential = openbadges.standard(document), openbadges.view(document)
    else:
        raise _not_a_badge(name, document)
    return Parsed(container, standard, credential, document)


def _not_a_badge(name: str, document: dict[str, Any] | None = None) -> UnusableInput:
    kind = openbadges.not_awarded(document) if document else None
    kinds = document.get("type") if document else None
    if "VerifiablePresentation" in (kinds if isinstance(kinds, list) else [kinds]):
        kind = "VerifiablePresentation"
    if kind is not None and kind in _PARTS_OF_BADGES:
        return UnusableInput(
            "not-a-badge",
            _PARTS_OF_BADGES[kind],
            N_("choose the badge that was awarded to you, as its issuer sent it"),
            name=name,
        )
    return UnusableInput(
        "not-a-badge",
        N_("{name} holds JSON, but no badge"),
        N_("choose the badge file that your issuer sent you"),
        name=name,
    )
