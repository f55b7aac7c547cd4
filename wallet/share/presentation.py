"""A selection of badges as a verifiable presentation: handed over, and signed for.

VC Data Model 2.0 §4.13. A presentation says who hands over what, to whom, and until when; the
badges in it stay exactly as their issuers signed them, JSON text as it was and tokens in
envelopes, so that each verifies as if it had come alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from wallet.credential.model import Container
from wallet.credential.moment import rfc3339
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats import envelope, read, strictjson
from wallet.formats.artifact import Artifact
from wallet.formats.jws import encode_segment
from wallet.formats.presentation import MAX_CREDENTIALS, TYPE
from wallet.formats.sd_jwt import SdJwt
from wallet.formats.verifiable import CONTEXT_1_1, CONTEXT_2_0
from wallet.i18n import N_
from wallet.share.holder import Holder
from wallet.share.signing import proof_over
from wallet.verify.problem import Problem

NONCE_BYTES: Final = 16
"""How much randomness a challenge has that nobody gave."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What is signed of a handing-over, apart from the badges.

    ``audience`` is to whom (``domain``), ``nonce`` what they asked to be repeated
    (``challenge``).
    """

    created: datetime
    nonce: str
    audience: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation that was made: its text, and the suite it is signed with (None: unsigned)."""

    data: bytes = field(repr=False)
    suite: str | None = None


def nonce_of(random: bytes) -> str:
    """Return a challenge of 128 random bits."""
    return encode_segment(random)


def make(
    badges: Sequence[tuple[str, bytes]],
    holder: Holder,
    handed_over: HandedOver,
    contexts: ShippedContexts,
) -> Presentation:
    """Return a presentation of ``badges``, (name, payload), that ``holder`` signed.

    ``name`` is what to call a badge in sentences. Raises UnusableInput: "not-for-presentation",
    "nothing-to-share" or "too-large-for-presentation".
    """
    pieces = [_piece(name, payload, CONTEXT_2_0) for name, payload in badges]
    about = {"@context": [CONTEXT_2_0], "type": [TYPE], "holder": holder.id}
    text = _together(about, pieces)
    options = {
        "created": _to_the_second(handed_over.created),
        "proofPurpose": "authentication",
        "challenge": handed_over.nonce,
    }
    if handed_over.audience is not None:
        options["domain"] = handed_over.audience
    if handed_over.expires is not None:
        options["expires"] = _to_the_second(handed_over.expires)
    proof = proof_over(_value(text), options, holder, contexts)
    if isinstance(proof, Problem):
        raise UnusableInput(
            "not-for-presentation",
            N_("a badge of the selection holds a number or text that cannot be signed again"),
            N_("hand the badges over as files"),
        )
    signed = text[:-1] + ',"proof":' + json.dumps(proof, ensure_ascii=False) + "}"
    return Presentation(signed.encode("utf-8"), proof["cryptosuite"])


def unsigned(badges: Sequence[tuple[str, bytes]]) -> Presentation:
    """Return the badges as wallets of data model 1.1 exchange them: signed for by nobody.

    Tokens stand in it as they are. Raises as :func:`make` does.
    """
    pieces = [_piece(name, payload, None) for name, payload in badges]
    text = _together({"@context": [CONTEXT_1_1], "type": [TYPE]}, pieces)
    _value(text)
    return Presentation(text.encode("utf-8"))


def _piece(name: str, payload: bytes, context: str | None) -> str:
    """Return the JSON of a badge in a presentation: its own text, or a token.

    Tokens are put into envelopes where there is a ``context`` that has them.
    """
    parsed = read.read(Artifact(Container.JSON, payload), name)
    if parsed.standard.value.startswith(("openbadges-1", "openbadges-2")):
        raise UnusableInput(
            "not-for-presentation",
            N_("{name} is an Open Badge of version 1 or 2, which cannot be in a presentation"),
            N_("share its address, or the file itself, and leave it out here"),
            name=name,
        )
    token = parsed.jws
    if token is None:
        return payload.decode("utf-8")
    compact = token.presented(token.disclosures) if isinstance(token, SdJwt) else payload
    text = compact.decode("ascii")
    if context is None:
        return json.dumps(text)
    media_type = envelope.media_type_of(token, dict(parsed.claims or {}))
    return json.dumps(envelope.enveloped(text, media_type, context))


def _together(about: dict[str, Any], pieces: Sequence[str]) -> str:
    if not pieces:
        raise UnusableInput(
            "nothing-to-share",
            N_("there is nothing to share"),
            N_("choose one badge or several"),
        )
    text = json.dumps(about)[:-1] + ',"verifiableCredential":[' + ",".join(pieces) + "]}"
    if len(pieces) > MAX_CREDENTIALS or len(text) > strictjson.MAX_BYTES // 2:
        raise too_large()
    return text


def _value(text: str) -> dict[str, Any]:
    """Return what ``text`` says, as whoever is given it will read it."""
    try:
        value: dict[str, Any] = strictjson.parse(text.encode("utf-8"))
    except UnusableInput as error:
        # Each badge was read before: together they are nested too deep, or are too many values.
        raise too_large() from error
    return value


def too_large() -> UnusableInput:
    """Return the error for a selection that no reader takes in one presentation."""
    return UnusableInput(
        "too-large-for-presentation",
        N_("this is too much for one presentation"),
        N_("share fewer badges at a time, or share them as files"),
    )


def _to_the_second(at: datetime) -> str:
    return rfc3339(at.astimezone(UTC).replace(microsecond=0))
