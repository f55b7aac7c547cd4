"""SD-JWT: a signed token of which the holder can leave claims out, one by one (RFC 9901).

The issuer signs digests; what was disclosed lies beside the token and is put in its place
here. Reads the compact form (§4) and the JSON serialisations (§8), says what an SD-JWT VC
says (draft-ietf-oauth-sd-jwt-vc §2.2), and makes the token that discloses less (§7.2).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from wallet.credential.model import Credential, Issuer, Recipient
from wallet.credential.moment import Moment, parse_moment
from wallet.errors import UnusableInput
from wallet.formats import jws, strictjson
from wallet.formats.disclosures import Disclosed, Disclosure, damaged, disclosed, read_disclosure
from wallet.formats.fields import text
from wallet.formats.jws import SELECTIVE, Jws
from wallet.i18n import N_

TYPE: Final = "dc+sd-jwt"
"""The ``typ`` of an SD-JWT VC (§2.2.1)."""
TYPES: Final = frozenset({TYPE, "vc+sd-jwt", "vc+ld+json+sd-jwt"})
"""Every ``typ`` of a credential: that, and those of VCDM in SD-JWT and of older drafts."""
MAX_DISCLOSURES: Final = 2_000
MAX_SIGNATURES: Final = 20


class SdJwt(Jws, frozen=True):
    """The issuer's JWS with what is disclosed beside it.

    ``others`` are more signatures over the same payload (JSON serialisation), and
    ``key_binding`` is the JWS by which a holder handed it over (§4.3).
    """

    disclosures: tuple[Disclosure, ...] = ()
    key_binding: Jws | None = None
    others: tuple[Jws, ...] = ()

    def presented(self, keep: Collection[Disclosure]) -> bytes:
        """Return the compact form with the disclosures of ``keep`` and no key binding."""
        signature = jws.encode_segment(self.signature).encode("ascii")
        kept = [one.encoded.encode("ascii") for one in self.disclosures if one in keep]
        return SELECTIVE.join([self.signing_input + b"." + signature, *kept, b""])

    def disclosed(self, payload: dict[str, Any]) -> Disclosed:
        """Return the claims of ``payload``, which is this token's, with what is disclosed."""
        return disclosed(payload, self.disclosures)


def kind(token: Jws) -> str:
    """Return the ``typ`` of a token's header, without the prefix it may have (RFC 7515 §4.1.9)."""
    stated = token.header.get("typ")
    return stated.removeprefix("application/") if isinstance(stated, str) else ""


def split(data: bytes, name: str = "the badge") -> SdJwt:
    """Return the parts of a compact SD-JWT (§4); UnusableInput "malformed" for anything else."""
    head, *disclosures, binding = data.split(SELECTIVE)
    try:
        encoded = [one.decode("ascii") for one in disclosures]
    except ValueError:
        raise damaged(name) from None
    issued = jws.split(head, name)
    return _token([issued], encoded, jws.split(binding, name) if binding else None, name)


def is_json_form(document: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is an SD-JWT, flattened or general (§8)."""
    if not isinstance(document.get("payload"), str):
        return False
    first = _signatures(document)[:1]
    header = first[0].get("header") if first and isinstance(first[0], dict) else None
    return isinstance(header, dict) and bool(header.keys() & {"disclosures", "kb_jwt"})


def of_json(document: Mapping[str, Any], name: str = "the badge") -> SdJwt:
    """Return the token of a JSON serialisation; UnusableInput "malformed" for another shape.

    Disclosures and key binding are in the unprotected header of the first signature and in
    no other (§8.1). What stands in an unprotected header beside them is not signed: only
    ``kid`` is read, which says where to look for a key and never whose it is.
    """
    signed: list[Jws] = []
    unprotected: list[dict[str, Any]] = []
    signatures = _signatures(document)
    if not 0 < len(signatures) <= MAX_SIGNATURES:
        raise damaged(name)
    for one in signatures:
        if not isinstance(one, dict):
            raise damaged(name)
        parts = [one.get("protected"), document["payload"], one.get("signature")]
        header = one.get("header", {})
        if not all(isinstance(part, str) for part in parts) or not isinstance(header, dict):
            raise damaged(name)
        token = jws.split(".".join(parts).encode("utf-8", "replace"), name)
        if token.header.keys() & header.keys():
            raise damaged(name)
        kid = {"kid": header["kid"]} if "kid" in header else {}
        signed.append(
            Jws({**kid, **token.header}, token.payload, token.signature, token.signing_input)
        )
        unprotected.append(header)
    beside = unprotected[0]
    disclosures, binding = beside.get("disclosures", []), beside.get("kb_jwt")
    if (
        not isinstance(disclosures, list)
        or not all(isinstance(one, str) for one in disclosures)
        or not isinstance(binding, str | None)
        or any(header.keys() & {"disclosures", "kb_jwt"} for header in unprotected[1:])
    ):
        raise damaged(name)
    bound = jws.split(binding.encode("utf-8", "replace"), name) if binding else None
    return _token(signed, disclosures, bound, name)


def _signatures(document: Mapping[str, Any]) -> list[Any]:
    several = document.get("signatures")
    return several if isinstance(several, list) else [document]


def _token(signed: list[Jws], encoded: list[str], binding: Jws | None, name: str) -> SdJwt:
    if len(encoded) > MAX_DISCLOSURES or sum(map(len, encoded)) > strictjson.MAX_BYTES:
        raise UnusableInput(
            "too-large",
            N_("{name} discloses more than a credential holds"),
            N_("choose the badge file that your issuer sent you"),
            name=name,
        )
    first = signed[0]
    return SdJwt(
        first.header,
        first.payload,
        first.signature,
        first.signing_input,
        tuple(read_disclosure(one, name) for one in encoded),
        binding,
        tuple(signed[1:]),
    )


def select(token: SdJwt, keep: Collection[Disclosure]) -> bytes:
    """Return ``token`` in compact form, disclosing ``keep`` and nothing else (§7.2).

    Nothing can be added: ValueError for a disclosure that is not the token's, or that lies
    within one which is not kept. A key binding is left out: it held for another selection.
    """
    if any(one not in token.disclosures for one in keep):
        raise ValueError("not a disclosure of this token")
    data = token.presented(keep)
    less = split(data)
    if less.disclosed(strictjson.parse(less.payload)).reason is not None:
        raise ValueError("a disclosure that is kept lies within one that is not")
    return data


def view(claims: Mapping[str, Any]) -> Credential:
    """Return what an SD-JWT VC says (§2.2.2): only what is disclosed.

    ``vct`` is what it is a credential of. ``name`` beside other claims of a person is the
    person's (OpenID Connect Core §5.1), and else the credential's.
    """
    parts = [text(claims.get(part)) for part in ("given_name", "family_name")]
    of_person = any(parts) or "birthdate" in claims or "email" in claims
    stated = text(claims.get("name"))
    person = " ".join(part for part in parts if part) or None
    started = _moment(claims, "nbf")
    return Credential(
        id=text(claims.get("jti")),
        name=None if of_person else stated,
        description=text(claims.get("description")),
        issuer=Issuer(
            id=text(claims.get("iss")),
            name=text(claims.get("issuing_authority")) or text(claims.get("issuer_name")),
        ),
        recipients=_recipients(claims),
        recipient_name=(stated or person) if of_person else None,
        achievement_id=text(claims.get("vct")),
        issued=_moment(claims, "iat") or started,
        valid_from=started,
        expires=_moment(claims, "exp"),
    )


def _moment(claims: Mapping[str, Any], name: str) -> Moment | None:
    """Return a NumericDate (RFC 7519 §2); a text is none, and verification says so."""
    value = claims.get(name)
    return None if isinstance(value, str) else parse_moment(value)


def _recipients(claims: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Return the identities that can be compared; other subjects are the issuer's own names."""
    found: list[Recipient] = []
    if (email := text(claims.get("email"))) is not None:
        found.append(Recipient("email", email))
    subject = text(claims.get("sub")) or ""
    if subject.startswith("mailto:"):
        found.append(Recipient("email", subject.removeprefix("mailto:")))
    elif subject.startswith(("did:", "https://", "http://")):
        found.append(Recipient("did" if subject.startswith("did:") else "url", subject))
    return tuple(found)
