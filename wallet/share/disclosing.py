"""What may leave of a badge: all of it, or the fields that its holder chooses.

Two kinds of badges can be cut. An SD-JWT discloses claims one by one (RFC 9901 §7.2). With
``ecdsa-sd-2023`` an issuer gives its holder a *base proof*, from which the holder makes a
*derived proof* of what is shown (Data Integrity ECDSA Cryptosuites 1.0 §3.4). The base proof is
for the holder alone: it has the signature of every statement, and the key that tells apart what
was left out, so that whoever has it can show any part themselves. It never leaves; where all is
shared, a derived proof of all does. Of every other badge nothing can be left out: a signature
covers all it says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from wallet.credential.model import Container
from wallet.errors import UnusableInput
from wallet.formats import jws, read, sd_jwt
from wallet.formats.artifact import Artifact
from wallet.formats.disclosures import HASHES, Disclosure
from wallet.formats.fields import items
from wallet.formats.sd_jwt import SdJwt
from wallet.i18n import N_
from wallet.share.holder import Holder
from wallet.share.presentation import HandedOver
from wallet.verify import keys
from wallet.verify.keys import KeyMalformedError
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.problem import Problem
from wallet.verify.proofs import ecdsa_sd
from wallet.verify.report import Authenticity


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What is chosen. ``reveal`` are names of fields or JSON Pointers; None is everything.

    ``handed_over`` is what a holder's key binding of an SD-JWT says, where there is to be one.
    """

    reveal: Sequence[str] | None = None
    handed_over: HandedOver | None = None


def base_proof(document: Any) -> dict[str, Any] | None:
    """Return the base proof of a credential, or None where it has none."""
    return next((one for one in items(document.get("proof")) if ecdsa_sd.is_base(one)), None)


def leaving(
    payload: bytes, name: str, chosen: Disclosing, circumstances: Circumstances
) -> tuple[bytes, bool]:
    """Return what leaves of the badge ``payload``, and whether that is another text than it.

    ``name`` is what to call it in sentences. Raises UnusableInput: "cannot-be-cut",
    "no-such-field", or "base-proof-stays" where only the base proof of it could be handed over.
    """
    parsed = read.read(Artifact(Container.JSON, payload), name)
    if isinstance(parsed.jws, SdJwt):
        made = _less_of_token(parsed.jws, dict(parsed.claims or {}), name, chosen.reveal)
    elif (proof := base_proof(parsed.document)) is not None:
        made = _derived(dict(parsed.document), proof, name, chosen.reveal, circumstances)
    elif chosen.reveal is not None:
        raise UnusableInput(
            "cannot-be-cut",
            N_("of {name} nothing can be left out, for it is signed or confirmed as a whole"),
            N_("share it whole, or share something else"),
            name=name,
        )
    else:
        return payload, False
    if made != payload:
        _must_stand(made, payload, name, circumstances, cut=chosen.reveal is not None)
    return made, made != payload


def bound(token: bytes, holder_of: Callable[[], Holder], handed_over: HandedOver) -> bytes:
    """Return an SD-JWT with the holder's key binding (RFC 9901 §4.3), where its ``cnf`` asks it.

    One that is made out to another key, or to none, stays as it is, and so does one that is
    handed over to nobody in particular. The holder is asked for only where there may be one.
    """
    if jws.SELECTIVE not in token or handed_over.audience is None:
        return token
    read_ = sd_jwt.split(token)
    payload = json.loads(read_.payload)
    confirmation = payload.get("cnf")
    try:
        key = keys.from_jwk(confirmation.get("jwk") if isinstance(confirmation, dict) else None)
    except KeyMalformedError:
        return token
    holder, hash_ = holder_of(), HASHES.get(str(payload.get("_sd_alg", "sha-256")))
    if key.raw != holder.public or hash_ is None:
        return token
    claims = {
        "iat": int(handed_over.created.timestamp()),
        "aud": handed_over.audience,
        "nonce": handed_over.nonce,
        "sd_hash": jws.encode_segment(hash_(token).digest()),
    }
    parts = ({"alg": "EdDSA", "typ": "kb+jwt"}, claims)
    signed = ".".join(jws.encode_segment(json.dumps(part).encode()) for part in parts).encode()
    return token + signed + b"." + jws.encode_segment(holder.sign(signed)).encode()


# SD-JWT


def _less_of_token(
    token: SdJwt, claims: dict[str, Any], name: str, reveal: Sequence[str] | None
) -> bytes:
    if reveal is None:
        return token.presented(token.disclosures)
    found = token.disclosed(json.loads(token.payload))
    if found.reason is not None:
        raise _cannot_be_cut(name)
    asked = _pointers(claims, name, reveal)
    placed = zip(found.places, token.disclosures, strict=True)
    keep: list[Disclosure] = [one for place, one in placed if _touched(place, asked)]
    return sd_jwt.select(structs.replace(token, key_binding=None), keep)


def _touched(place: str, asked: Sequence[str]) -> bool:
    """Return whether what stands at ``place`` is asked for: itself, in it, or around it."""
    return any(
        f"{one}/".startswith(f"{place}/") or f"{place}/".startswith(f"{one}/") for one in asked
    )


# Data Integrity


def _derived(
    document: dict[str, Any],
    proof: dict[str, Any],
    name: str,
    reveal: Sequence[str] | None,
    circumstances: Circumstances,
) -> bytes:
    pointers = [""] if reveal is None else _pointers(document, name, reveal)
    secured = {**document, "proof": proof}
    made = ecdsa_sd.derive(secured, pointers, circumstances.evidence)
    if isinstance(made, Problem):
        raise _stays(name)
    return json.dumps(made, ensure_ascii=False).encode("utf-8")


def _stays(name: str) -> UnusableInput:
    return UnusableInput(
        "base-proof-stays",
        N_("{name} has a proof for your eyes only, and nothing to show can be made of it here"),
        N_("ask its issuer for one that can be shown"),
        name=name,
    )


def _must_stand(
    made: bytes, payload: bytes, name: str, circumstances: Circumstances, *, cut: bool
) -> None:
    """Refuse what whoever gets it could not verify: it must be worth what the whole badge is.

    A forged badge may be handed over as it is, but nothing is cut out of one.
    """
    worth, whole = (_authenticity(one, name, circumstances) for one in (made, payload))
    if worth is Authenticity.VERIFIED:
        return
    if worth is whole and not (cut and worth is Authenticity.FAILED):
        return
    if not cut:
        raise _stays(name)
    raise _cannot_be_cut(name)


def _cannot_be_cut(name: str) -> UnusableInput:
    return UnusableInput(
        "cannot-be-cut",
        N_("what would be left of {name} is no badge that can be verified"),
        N_("reveal more of its fields, or share it whole"),
        name=name,
    )


def _authenticity(payload: bytes, name: str, circumstances: Circumstances) -> Authenticity:
    report = verify_bytes(payload, name, circumstances).report
    return report.authenticity if report else Authenticity.FAILED


# Fields


def _pointers(document: dict[str, Any], name: str, reveal: Sequence[str]) -> list[str]:
    """Return the JSON Pointers that ``reveal`` names: as they are, or everywhere a name stands."""
    known = list(pointers_in(document))
    found: list[str] = []
    for asked in reveal:
        if asked.startswith("/"):
            matching = [one for one in known if one == asked]
        else:
            matching = [one for one in known if _last(one) == asked]
        if not matching:
            raise UnusableInput(
                "no-such-field",
                N_("{name} has no field {field}"),
                N_("learner-wallet share ID --as file --preview lists its fields"),
                name=name,
                field=asked,
            )
        found += matching
    return found


def pointers_in(value: Any, place: str = "") -> Iterator[str]:
    """Return the JSON Pointer (RFC 6901) of everything inside ``value``, proofs apart."""
    if isinstance(value, dict):
        inside = [(name, inner) for name, inner in value.items() if name != "proof" or place]
    elif isinstance(value, list):
        inside = [(str(number), inner) for number, inner in enumerate(value)]
    else:
        return
    for name, inner in inside:
        there = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
        yield there
        yield from pointers_in(inner, there)


def _last(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
