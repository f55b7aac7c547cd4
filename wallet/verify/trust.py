"""Registries of issuers, and whether one of them lists an issuer (``issuer-recognised``).

A registry file is ``{"format": 1, "registries": [{"id", "name", "source", "as_of", "test",
"issuers": [{"id", "name", "url", "location"}]}]}``. The ones shipped are in
``resources/registries``; ``--trust FILE`` adds others, also of the Digital Credentials
Consortium's form, ``{"meta": {"updated"}, "registry": {DID: {"name", "url"}}}``, and what
OpenID Federation publishes (:mod:`wallet.verify.federation`). Being in a registry says who
vouches for an issuer's identifier, nothing of the credential.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from wallet import resources
from wallet.credential.model import Credential
from wallet.credential.moment import parse_moment, rfc3339
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.i18n import N_
from wallet.verify.report import Check, CheckId, Outcome


class Registry(msgspec.Struct, frozen=True):
    """A list of issuers, as of a day. ``test`` where its issuers are for trying things out."""

    name: str
    as_of: datetime | None
    test: bool
    issuers: dict[str, str]
    """The names of issuers by their identifier, a DID or an address."""
    lapses: dict[str, datetime] = msgspec.field(default_factory=dict)
    """From when on the registry's word on an issuer no longer counts, where it said so."""

    def vouches_for(self, issuer: str | None, now: datetime) -> bool:
        """Return whether it lists ``issuer``, and its word has not lapsed at ``now``."""
        if issuer is None or issuer not in self.issuers:
            return False
        return issuer not in self.lapses or now < self.lapses[issuer]


class _Issuer(msgspec.Struct):
    id: str
    name: str = ""


class _Shipped(msgspec.Struct):
    name: str
    as_of: datetime
    issuers: list[_Issuer]
    test: bool = False


class _File(msgspec.Struct):
    registries: list[_Shipped]


def shipped() -> tuple[Registry, ...]:
    """Return the registries that travel with the program, read as what they are known to be."""
    folder = resources.path("registries")
    files = (msgspec.json.decode(file.read_bytes(), type=_File) for file in folder.glob("*.json"))
    return tuple(
        Registry(one.name, one.as_of, one.test, {issuer.id: issuer.name for issuer in one.issuers})
        for file in files
        for one in file.registries
    )


def read(file: Path) -> tuple[Registry, ...]:
    """Read a registry file; UnusableInput where it is none, or was altered."""
    try:
        data = file.read_bytes().strip()
        document = strictjson.parse(data) if data[:1] in (b"{", b"[") else None
    except (OSError, UnusableInput) as error:
        raise _unusable(file) from error
    try:
        return _registries(document, data, file.name)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _unusable(file) from error


def _registries(document: Any, data: bytes, name: str) -> tuple[Registry, ...]:
    if isinstance(document, dict):
        if isinstance(document.get("registry"), dict):
            return (_of_consortium(document, name),)
        if document.get("format") != 1:
            raise ValueError("of another format")
        return tuple(_registry(one) for one in document["registries"])
    from wallet.verify import federation  # noqa: PLC0415 - loaded when it is met

    if document is not None:
        return federation.of_listing(document, name)
    return federation.of_tokens(data.decode("ascii").split(), name)


def _registry(value: dict[str, Any]) -> Registry:
    as_of = parse_moment(value.get("as_of"))
    return Registry(
        name=str(value["name"]),
        as_of=as_of.at if as_of else None,
        test=value.get("test") is True,
        issuers={str(one["id"]): str(one.get("name") or "") for one in value["issuers"]},
    )


def _of_consortium(document: dict[str, Any], name: str) -> Registry:
    about = document.get("meta")
    as_of = parse_moment(about.get("updated", about.get("created"))) if about else None
    issuers = {did: str(one.get("name") or "") for did, one in document["registry"].items()}
    return Registry(name, as_of.at if as_of else None, test=False, issuers=issuers)


def _unusable(file: Path) -> UnusableInput:
    return UnusableInput(
        "registry-unusable",
        N_("{file} is not a registry of issuers"),
        N_("it must be JSON of the form that CONTRIBUTING.md describes under Registries"),
        file=str(file),
    )


def check(
    credential: Credential, registries: Sequence[Registry], now: datetime, *, authentic: bool
) -> tuple[Check, ...]:
    """Return one check for every registry that lists the issuer that ``credential`` names.

    Registries for trying things out are named only where no other one lists it, and ones whose
    word has lapsed at ``now`` where none lists it. Where it is not ``authentic``, the sentence
    says that the issuer is only named by it.
    """
    if not registries:
        return (Check(CheckId.ISSUER_RECOGNISED, Outcome.UNKNOWN, "no-registry"),)
    issuer = credential.issuer.id
    if issuer is None:
        return (Check(CheckId.ISSUER_RECOGNISED, Outcome.UNKNOWN, "issuer-not-named"),)
    listing = [one for one in registries if issuer in one.issuers]
    standing = [one for one in listing if one.vouches_for(issuer, now)]
    vouching = [one for one in standing if not one.test] or standing
    if vouching:
        return tuple(_vouched(one, issuer, authentic=authentic) for one in vouching)
    if listing:
        return tuple(_lapsed(one, issuer) for one in listing)
    oldest = min((one.as_of for one in registries if one.as_of), default=None)
    facts = {"count": str(len(registries))}
    return (
        Check(CheckId.ISSUER_RECOGNISED, Outcome.WARNING, "issuer-not-in-registry", facts, oldest),
    )


def _vouched(registry: Registry, issuer: str, *, authentic: bool) -> Check:
    reason = "issuer-in-registry" if authentic else "named-issuer-in-registry"
    if registry.test:
        reason = "issuer-in-test-registry"
    facts = {"registry": registry.name, "name": registry.issuers[issuer]}
    return Check(CheckId.ISSUER_RECOGNISED, Outcome.PASSED, reason, facts, registry.as_of)


def _lapsed(registry: Registry, issuer: str) -> Check:
    facts = {
        "registry": registry.name,
        "name": registry.issuers[issuer],
        "date": rfc3339(registry.lapses[issuer]),
    }
    reason = "issuer-listing-lapsed"
    return Check(CheckId.ISSUER_RECOGNISED, Outcome.UNKNOWN, reason, facts, registry.as_of)
