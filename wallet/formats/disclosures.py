"""Disclosures: the claims that an SD-JWT's issuer signed as digests (RFC 9901 §4.2 and §7.1).

Every digest stands for one disclosure or for nothing (a decoy, or what was not disclosed);
every disclosure has one place. Anything else is refused whole, as it was not signed so. The
libraries that do this (openvc-core, sd-jwt) verify in the same call, by the clock of the
machine and with a key at hand: a wallet reads first, and judges by a time passed in. Tests
hold the results against both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.i18n import N_

HASHES: Final = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}
"""``_sd_alg`` by the names of IANA's registry (§4.1.1); sha-256 is what is meant without."""
_RESERVED: Final = ("_sd", "...")
_FIXED: Final = frozenset(
    {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"}
)
"""What an SD-JWT VC may not make selective, nor any part of it (SD-JWT VC §2.2.2.3)."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One claim, or one element of an array (``name`` is None), out of its token.

    ``encoded`` is what is hashed: exactly the text that was received.
    """

    encoded: str
    name: str | None
    value: Any = field(repr=False, compare=False)

    @property
    def shown(self) -> str:
        """What to call it in a sentence: its name, or of a nameless one how its text begins."""
        return self.name or self.encoded[:20]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A token's claims with every disclosure in its place.

    ``places`` are JSON Pointers in the order of the token's disclosures. Where ``reason`` is
    set (a code of :mod:`wallet.verify.reasons`), they do not fit what was signed, and
    ``claims`` are only those that were never selective.
    """

    claims: dict[str, Any]
    places: tuple[str, ...] = ()
    reason: str | None = None
    claim: str = ""


def read_disclosure(encoded: str, name: str) -> Disclosure:
    """Return ``[salt, name, value]`` or ``[salt, value]`` (§4.2), read as strictly as a token."""
    try:
        value = strictjson.parse(jws.decode_segment(encoded), name)
    except ValueError:
        raise damaged(name) from None
    if not isinstance(value, list) or not isinstance(value[:1] and value[0], str):
        raise damaged(name)
    if len(value) == 3 and isinstance(value[1], str):
        return Disclosure(encoded, value[1], value[2])
    if len(value) == 2:
        return Disclosure(encoded, None, value[1])
    raise damaged(name)


def damaged(name: str) -> UnusableInput:
    """Return the error for a token, called ``name``, that is not shaped as one."""
    return strictjson.malformed(N_("the encoding of {name} is damaged"), name)


def disclosed(payload: dict[str, Any], disclosures: Sequence[Disclosure]) -> Disclosed:
    """Put every one of ``disclosures`` in its place in ``payload`` (§7.1 steps 3 and 4)."""
    walk = _Walk({}, {}, set())
    try:
        claims = walk.whole(payload, disclosures)
    except _Refused as refused:
        never = {name: value for name, value in payload.items() if name not in ("_sd", "_sd_alg")}
        return Disclosed(never, (), refused.reason, refused.claim)
    places = tuple(walk.places[one.encoded] for one in disclosures)
    for place in places if "vct" in claims else ():
        if (top := _name_of(place.split("/")[1])) in _FIXED:
            return Disclosed(claims, places, "disclosure-of-fixed-claim", top)
    return Disclosed(claims, places)


class _Refused(Exception):
    """What was disclosed is not what was signed, as a reason and the claim that shows it."""

    def __init__(self, reason: str, claim: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.claim = claim[:100]


@dataclass(slots=True)
class _Walk:
    """One pass over a payload: disclosures by digest, where each went, digests met so far."""

    by_digest: dict[str, Disclosure]
    places: dict[str, str]
    met: set[str]

    def whole(self, payload: dict[str, Any], disclosures: Sequence[Disclosure]) -> dict[str, Any]:
        """Return the claims of a token; raise :class:`_Refused`."""
        hash_name = payload.get("_sd_alg", "sha-256")
        if not isinstance(hash_name, str) or hash_name not in HASHES:
            raise _Refused("disclosure-hash-not-supported", str(hash_name))
        for one in disclosures:
            digest = HASHES[hash_name](one.encoded.encode("ascii")).digest()
            if self.by_digest.setdefault(jws.encode_segment(digest), one) is not one:
                raise _Refused("disclosure-repeated", one.shown)
        claims = self._object(payload, "", 0)
        claims.pop("_sd_alg", None)
        for one in disclosures:
            if one.encoded not in self.places:
                raise _Refused("disclosure-not-signed", one.shown)
        return claims

    def unpacked(self, node: Any, place: str, depth: int) -> Any:
        """Return ``node`` with what was disclosed; every digest may occur once, anywhere."""
        if depth > strictjson.MAX_DEPTH:
            raise _Refused("too-complex")
        if isinstance(node, list):
            return self._array(node, place, depth)
        return self._object(node, place, depth) if isinstance(node, dict) else node

    def _object(self, node: dict[str, Any], place: str, depth: int) -> dict[str, Any]:
        if "..." in node:
            raise _Refused("disclosure-malformed", "...")
        result = {
            name: self.unpacked(value, f"{place}/{_escaped(name)}", depth + 1)
            for name, value in node.items()
            if name != "_sd"
        }
        digests = node.get("_sd", [])
        if not isinstance(digests, list):
            raise _Refused("disclosure-malformed", "_sd")
        for digest in digests:
            one = self._of(digest)
            if one is None:
                continue
            if one.name is None or one.name in _RESERVED or one.name in result:
                raise _Refused("disclosure-malformed", one.shown)
            there = self.places[one.encoded] = f"{place}/{_escaped(one.name)}"
            result[one.name] = self.unpacked(one.value, there, depth + 1)
        return result

    def _array(self, node: list[Any], place: str, depth: int) -> list[Any]:
        result: list[Any] = []
        for value in node:
            there = f"{place}/{len(result)}"
            element = value
            if isinstance(value, dict) and value.keys() == {"..."}:
                one = self._of(value["..."])
                if one is None:
                    continue
                if one.name is not None:
                    raise _Refused("disclosure-malformed", one.shown)
                self.places[one.encoded] = there
                element = one.value
            result.append(self.unpacked(element, there, depth + 1))
        return result

    def _of(self, digest: object) -> Disclosure | None:
        """Return what a digest stands for; None for a decoy, or what was not disclosed."""
        if not isinstance(digest, str):
            raise _Refused("disclosure-malformed", "_sd")
        if digest in self.met:
            raise _Refused("disclosure-repeated", digest)
        self.met.add(digest)
        return self.by_digest.get(digest)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _name_of(escaped: str) -> str:
    return escaped.replace("~1", "/").replace("~0", "~")
