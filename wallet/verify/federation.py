"""Registries of issuers as OpenID Federation publishes them.

OpenID Federation 1.0: entity statements (§3), what a registry says of one issuer, as JWT; and
subordinate listings (§8.2), bare identifiers. A file of either is one that a person chose to
trust, and its word is taken. Beyond that a signature is verified only where the file has the
registry's key: an entity configuration, in which ``iss`` and ``sub`` are both the registry,
with its ``jwks``. Then a statement that this key did not sign spoils the whole file. Without
it the statements stand as the file has them; nothing is fetched, no chain is followed, and
neither policies nor trust marks are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from wallet.credential.moment import parse_moment
from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.formats.fields import first_object, text
from wallet.formats.jws import Jws
from wallet.formats.sd_jwt import kind
from wallet.i18n import N_
from wallet.verify import key_sets
from wallet.verify.proofs import jose
from wallet.verify.trust import Registry

TYPE: Final = "entity-statement+jwt"
"""The ``typ`` of an entity statement (§3.1)."""
_IDENTIFIERS: Final = ("did:", "https://", "http://")


@dataclass(frozen=True, slots=True)
class _Statement:
    """An entity statement: who says what of whom, from when until when."""

    token: Jws
    claims: Mapping[str, Any]
    by: str
    about: str
    issued: datetime
    end: datetime

    @property
    def name(self) -> str:
        """What it calls the entity; its identifier, where it has no name for it."""
        metadata = first_object(self.claims.get("metadata")) or {}
        entity = first_object(metadata.get("federation_entity")) or {}
        return text(entity.get("organization_name")) or self.about


def of_listing(listed: Sequence[object], name: str) -> tuple[Registry, ...]:
    """Return the registries in a JSON array: of statements, or of bare identifiers.

    ``name`` is the file's. Raises ValueError where it is neither, UnusableInput as
    :func:`of_tokens` does.
    """
    values = [one for one in listed if isinstance(one, str)]
    if not values or len(values) != len(listed):
        raise ValueError("not a list of texts")
    if all(one.startswith(_IDENTIFIERS) for one in values):
        return (Registry(name, None, test=False, issuers={one: one for one in values}),)
    return of_tokens(values, name)


def of_tokens(tokens: Sequence[str], name: str) -> tuple[Registry, ...]:
    """Return one registry for everybody who makes a statement about others in ``tokens``.

    Raises ValueError where one of them is no entity statement, or none is about another; and
    UnusableInput "registry-altered", with ``name`` as the file's, where a signature does not
    fit the key that the file itself has.
    """
    statements = [_statement(one) for one in tokens]
    configured = {one.by: one for one in statements if one.by == one.about}
    for one in statements:
        if one.by in configured and not _is_signed(one, configured[one.by]):
            raise UnusableInput(
                "registry-altered",
                N_("{file} was altered: a statement in it is not signed by the registry's key"),
                N_("get it again from the registry"),
                file=name,
            )
    about_others: dict[str, list[_Statement]] = {}
    for one in statements:
        if one.by != one.about:
            about_others.setdefault(one.by, []).append(one)
    if not about_others:
        raise ValueError("says nothing of any issuer")
    return tuple(
        _registry(configured[by].name if by in configured else by, said)
        for by, said in about_others.items()
    )


def _registry(name: str, statements: Sequence[_Statement]) -> Registry:
    """Return what one registry says; of two statements about one issuer, the longer counts."""
    said = {one.about: one for one in sorted(statements, key=lambda one: one.end)}
    return Registry(
        name,
        min(one.issued for one in said.values()),
        test=False,
        issuers={about: one.name for about, one in said.items()},
        lapses={about: one.end for about, one in said.items()},
    )


def _statement(token: str) -> _Statement:
    """Return the statement of a compact JWS; ValueError where it is none (§3.1, §3.2)."""
    try:
        signed = jws.split(token.encode(), "registry")
        claims = strictjson.parse(signed.payload, "registry")
    except UnusableInput:
        raise ValueError("not a token") from None
    if kind(signed) != TYPE or jose.refused(signed) or not isinstance(claims, dict):
        raise ValueError("not an entity statement")
    issued, end = (
        None if isinstance(claims.get(claim), str) else parse_moment(claims.get(claim))
        for claim in ("iat", "exp")
    )
    by, about = claims.get("iss"), claims.get("sub")
    if not isinstance(by, str) or not isinstance(about, str) or not issued or not end:
        raise ValueError("lacks a claim")
    if "crit" in claims:
        raise ValueError("asks for something that is not understood")
    return _Statement(signed, claims, by, about, issued.at, end.at)


def _is_signed(statement: _Statement, configuration: _Statement) -> bool:
    """Return whether a key in ``configuration`` signed ``statement``: the one it names, if any."""
    by = configuration.by
    methods = key_sets.of_set(configuration.claims.get("jwks"), by, by)
    kid = statement.token.header.get("kid")
    chosen = methods.values() if kid is None else [methods.get(f"{by}#{kid}")]
    token = statement.token
    return any(
        one.key.verifies(token.signature, token.signing_input, str(token.header["alg"]))
        for one in chosen
        if one is not None and one.key is not None
    )
