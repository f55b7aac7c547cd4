"""Verifiable presentations: credentials wrapped for handing over, as JSON or as a JWT.

VC Data Model 2.0 §4.13 and 1.1 §4.10, and their JWTs (Securing Verifiable Credentials using
JOSE and COSE §3.1.2; 1.1 §6.3.1, claim ``vp``). They are taken apart here into the exact bytes
of each credential; who handed them over is judged in :mod:`wallet.verify.handover`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wallet.errors import UnusableInput
from wallet.formats import envelope, jws, strictjson
from wallet.formats.fields import items, types
from wallet.formats.jws import Jws
from wallet.i18n import N_

TYPE: Final = "VerifiablePresentation"
MAX_CREDENTIALS: Final = 50
"""How many credentials one presentation may hold."""

_MEMBER: Final = "verifiableCredential"
_SPACE: Final = " \t\r\n"
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(eq=False, slots=True)
class Presented:
    """A presentation that could be read. Nothing of it is judged.

    ``document`` is its JSON; of a JWT, ``jws`` and ``claims`` too. ``credentials`` are the exact
    bytes of each credential in it. ``told`` is for :mod:`wallet.verify.handover`, which is asked
    once for each credential and looks once.
    """

    document: Mapping[str, Any] = field(repr=False)
    credentials: tuple[bytes, ...] = field(repr=False)
    jws: Jws | None = field(default=None, repr=False)
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)
    told: tuple[object, object] | None = field(default=None, repr=False)


def read(data: bytes, name: str) -> Presented | None:
    """Return the presentation in ``data``, or None where it is something else, or unreadable.

    ``name`` is what to call it in sentences. Raises UnusableInput: "presentation-empty" or
    "presentation-too-large".
    """
    text = data.removeprefix(_BOM).strip(_SPACE.encode())
    try:
        if text[:1] != b"{":
            return _of_token(text, name)
        document = strictjson.parse(text, name)
        if envelope.PRESENTATION in types(document.get("type")):
            token = envelope.presentation_in(document.get("id"))
            return _of_token(token.encode("latin-1"), name) if token else None
    except UnusableInput as error:
        if error.code.startswith("presentation-"):
            raise
        return None  # whoever reads it as a credential says what is wrong
    if TYPE not in types(document.get("type")):
        return None
    return Presented(document, _credentials(document, text.decode(), (_MEMBER,), name))


def _of_token(text: bytes, name: str) -> Presented | None:
    token = jws.split(text, name)
    claims = strictjson.parse(token.payload, name)
    if not isinstance(claims, dict):
        return None
    within = isinstance(claims.get("vp"), dict)
    document = claims["vp"] if within else claims
    if TYPE not in types(document.get("type")):
        return None
    path = ("vp", _MEMBER) if within else (_MEMBER,)
    payload = token.payload.removeprefix(_BOM).decode()
    return Presented(document, _credentials(document, payload, path, name), token, claims)


def _credentials(
    document: Mapping[str, Any], text: str, path: tuple[str, ...], name: str
) -> tuple[bytes, ...]:
    """Return the bytes of each credential at ``path`` in ``text``, which ``document`` is from."""
    values = items(document.get(_MEMBER))
    if not values:
        raise UnusableInput(
            "presentation-empty",
            N_("{name} hands over no credentials at all"),
            N_("ask for it again, with the badges in it"),
            name=name,
        )
    if len(values) > MAX_CREDENTIALS:
        raise UnusableInput(
            "presentation-too-large",
            N_("{name} holds more than {count} badges"),
            N_("ask for fewer badges at a time, or for files"),
            name=name,
            count=MAX_CREDENTIALS,
        )
    cut = tuple(_cut(text, path))
    return tuple(_payload(value, one) for value, one in zip(values, cut, strict=True))


def _payload(value: object, text: str) -> bytes:
    """Return a credential as it would have come alone: a token, or exactly its own JSON."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    if isinstance(value, dict) and envelope.CREDENTIAL in types(value.get("type")):
        token = envelope.credential_in(value.get("id"))
        if token is not None:
            return token.encode("utf-8")
    return text.encode("utf-8")


def _cut(text: str, path: tuple[str, ...]) -> Iterator[str]:
    """Return the text of each element of the array at ``path``; of anything else there, its own.

    ``text`` is JSON that was read before, and has the member.
    """
    decoder = json.JSONDecoder()
    place = _after_space(text, 0)
    for name in path:
        place = _value_of(decoder, text, place, name)
    if text[place] != "[":
        _, end = decoder.raw_decode(text, place)
        yield text[place:end]
        return
    place = _after_space(text, place + 1)
    while text[place] != "]":
        _, end = decoder.raw_decode(text, place)
        yield text[place:end]
        place = _after_space(text, end)
        if text[place] == ",":
            place = _after_space(text, place + 1)


def _value_of(decoder: json.JSONDecoder, text: str, place: int, name: str) -> int:
    """Return where the value of the member ``name`` begins in the object at ``place``."""
    place = _after_space(text, place + 1)
    while True:
        key, end = decoder.raw_decode(text, place)
        place = _after_space(text, _after_space(text, end) + 1)  # behind the colon
        if key == name:
            return place
        _, end = decoder.raw_decode(text, place)
        place = _after_space(text, _after_space(text, end) + 1)  # behind the comma


def _after_space(text: str, place: int) -> int:
    while text[place] in _SPACE:
        place += 1
    return place
