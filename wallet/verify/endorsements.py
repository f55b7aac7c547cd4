"""Endorsements of Open Badges 2.0: what others say of an assertion, a badge or its issuer.

Open Badges 2.0 §4 "Endorsement": the member ``endorsement`` of an Assertion, a BadgeClass
and a Profile holds one or its address, or a list of them. Each is verified as an assertion is:
the body at its own address counts, or its signature. An endorsement names its issuer itself,
as a badge class does, and the endorsements of that issuer are not followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import SplitResult

from wallet.credential.model import Container, Credential, Standard
from wallet.documents.document import Documents
from wallet.errors import UnusableInput
from wallet.formats import jws, openbadges, strictjson
from wallet.formats.fields import address, first_object, items, types
from wallet.formats.read import Parsed
from wallet.verify import linked
from wallet.verify.hosted import Kind
from wallet.verify.linked import Linked, is_web, json_at, split
from wallet.verify.problem import Problem

TYPE: Final = "Endorsement"


def _follow(document: Mapping[str, Any], host: SplitResult | None, documents: Documents) -> Linked:
    return linked.follow({"badge": document}, host, documents)


KIND: Final = Kind(
    "claim", ("issuer", "issuedOn"), _follow, openbadges.endorsement_view, whole=("claim",)
)
"""How an endorsement is hosted or signed."""


def beside(
    assertion: Mapping[str, Any], chain: Linked, documents: Documents
) -> list[tuple[object, str | None]]:
    """Return every endorsement of an assertion, of its badge and of its issuer.

    With each is the identifier of what it stands beside. One of this version is a
    :class:`Parsed`; others are as they were found, and None is one that is not at hand.
    """
    holders = (
        (assertion, assertion.get("id")),
        (chain.badge, _badge_id(assertion, chain)),
        (chain.issuer, chain.issuer_id),
    )
    return [
        (_parsed(value, documents), whom)
        for holder, whom in holders
        for value in items(holder.get("endorsement") if holder else None)
    ]


def _badge_id(assertion: Mapping[str, Any], chain: Linked) -> str | None:
    """Return the badge's identifier: where it was found, or what an embedded one calls itself.

    The latter counts at its issuer's own host only: anybody can use the address of another
    badge, with the endorsements that are true of that one.
    """
    stated = assertion.get("badge")
    own = address(stated)
    if own is None or first_object(stated) is None:
        return own
    is_issuers = split(own).netloc == split(chain.issuer_id or "").netloc
    return own if is_issuers else None


def _parsed(value: object, documents: Documents) -> object:
    if isinstance(value, str) and jws.looks_like(value.encode()):
        return _signed(value)
    if isinstance(value, dict) and value.keys() - {"@context", "id", "type"}:
        return _read(value) if TYPE in types(value.get("type")) else value
    url = address(value)
    if url is None or not is_web(url):
        return value
    at = json_at(url, documents)
    if isinstance(at, Problem):
        # What an address answers for good is told of the endorsement; else it is not at hand.
        is_answered = documents.get(url.partition("#")[0]) is not None
        return _read({"id": url, "type": TYPE}) if is_answered else None
    body, _found = at
    is_one = TYPE in types(body.get("type"))
    return _read(body if is_one else {"id": url, "type": TYPE})


def _signed(token: str) -> object:
    """Return what a compact JWS says; one that is no endorsement of this version as it is."""
    try:
        signed = jws.split(token.encode())
        claims = strictjson.parse(signed.payload)
    except UnusableInput:
        return None
    if not isinstance(claims, dict) or TYPE not in types(claims.get("type")):
        return token
    view = _view(claims)
    return Parsed(Container.JWT, Standard.OPENBADGES_2_0, view, claims, jws=signed, claims=claims)


def _read(document: dict[str, Any]) -> Parsed:
    return Parsed(Container.JSON, Standard.OPENBADGES_2_0, _view(document), document)


def _view(document: Mapping[str, Any]) -> Credential:
    return openbadges.endorsement_view(document)
