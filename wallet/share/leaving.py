"""Every field that would leave the machine with a badge, and which of them are personal.

Nothing is looked up here and nothing is judged: it is what whoever gets the badge can read in
it, down to each value, also in the tokens that it carries. Digests and salts that an SD-JWT
needs say nothing by themselves, and are left out of the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from wallet.credential.model import Container
from wallet.errors import UnusableInput
from wallet.formats import envelope, jws, read, strictjson
from wallet.formats.artifact import Artifact
from wallet.formats.sd_jwt import SdJwt
from wallet.share.disclosing import base_proof
from wallet.verify.proofs import ecdsa_sd

Where = Literal[
    "document", "header", "signature", "address", "presentation", "picture", "enclosed", "printed"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One value that would leave.

    ``pointer`` is its JSON Pointer (RFC 6901) in the part of the badge that ``where`` names;
    one that goes on inside a token is the token's, followed by the one in it. ``label`` is
    what it is called there. ``personal`` says something of the learner, or lets them be found
    again; ``fixed`` cannot be left out.
    """

    pointer: str
    label: str
    value: str
    personal: bool
    fixed: bool = True
    where: Where = "document"

    @property
    def key(self) -> str:
        """What to note of it in the history of sharing: where it is, never what it says."""
        return self.pointer if self.where == "document" else f"{self.where}{self.pointer}"


_MAX_DEPTH: Final = 4
"""How deep tokens inside tokens are looked into."""
_NODE: Final = frozenset({"id", "@id", "type", "@type", "@context"})
"""What of a node is in a derived proof as soon as anything of it is (ECDSA §3.4.10)."""

_TECHNICAL: Final = frozenset(
    {"type", "@type", "@context", "hashed", "identityType", "identifierType"}
)
_OF_OTHERS: Final = frozenset(
    {
        "@context", "issuer", "achievement", "badge", "proof", "credentialStatus",
        "credentialSchema", "refreshService", "termsOfUse", "verification", "verify", "association",
        "signatureLines",
    }
)  # fmt: skip
"""Members in which the learner is not: what was awarded, by whom, and how that is checked."""
_OF_PERSON: Final = frozenset(
    {
        "credentialSubject",
        "recipient",
        "evidence",
        "narrative",
        "result",
        "results",
        "holder",
        "cnf",
    }
)
"""Members in which everything is about the learner, or by them."""
_CARRIED: Final = frozenset({"verifiableCredential", "endorsement"})
"""Members that hold credentials of their own."""
_OF_TOKENS: Final = frozenset(
    {
        "iss", "iat", "nbf", "exp", "jti", "vct", "vct#integrity", "aka_vcts", "status", "_sd_alg",
        "issuing_authority", "issuing_country", "issuer_name", "type", "@context",
    }
)  # fmt: skip
"""Claims of an SD-JWT VC that are its issuer's; what it says besides, it says of a person."""
_NAMES: Final = frozenset(
    {
        "sub", "name", "email", "telephone", "phone", "phone_number", "identity", "identityHash",
        "salt", "identifier", "givenName", "familyName", "additionalName", "patronymicName",
        "given_name", "family_name", "middle_name", "nickname", "birthDate", "birthdate",
        "birth_date", "dateOfBirth", "date_of_birth", "address", "streetAddress", "postalCode",
        "addressLocality", "gender", "nationality", "studentId", "sourcedId", "licenseNumber",
        "recipientProfile", "extensions:recipientProfile",
    }
)  # fmt: skip
"""Names that say something of the learner wherever nobody else is spoken of."""
_AWARDED: Final = frozenset({"name", "description", "id", "image", "awardedDate"})
"""What a credential says of itself at its top, whoever holds it."""


def fields(payload: bytes) -> tuple[Field, ...]:
    """Return every value that would leave with ``payload``, in the order it stands there.

    ``payload`` is what leaves: JSON, a JWS, an SD-JWT or a bare address. UnusableInput where it
    is none of these.
    """
    return tuple(_fields(payload, 0))


def address_alone(url: str) -> Field:
    """Return the field of a badge of which only its address leaves."""
    return Field("", "address", url, personal=False, where="address")


def around(document: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return what a presentation says besides the credentials in it (VC Data Model 2.0 §4.13)."""
    said = {name: value for name, value in document.items() if name != "verifiableCredential"}
    return tuple(
        replace(_field(pointer, value, personal=pointer in _OF_HOLDER), where="presentation")
        for pointer, value in _leaves(said, "")
    )


_OF_HOLDER: Final = ("/holder", "/proof/verificationMethod")


def _fields(payload: bytes, depth: int) -> Iterator[Field]:
    parsed = read.read(Artifact(Container.JSON, payload), "the badge")
    if parsed.address is not None:
        yield address_alone(parsed.address)
        return
    token = parsed.jws
    if token is None:
        document = dict(parsed.document)
        always = _mandatory(document)
        for pointer, value in _leaves(document, ""):
            fixed = always is None or _is_fixed(pointer, always)
            yield from _told(pointer, value, depth, fixed=fixed, personal=_is_personal(pointer))
        return
    for pointer, value in _leaves(token.header, ""):
        yield replace(_field(pointer, value, personal=False), where="header")
    claims = dict(parsed.claims or {})
    disclosed = places(token)
    of_person = "vct" in claims
    for pointer, value in _leaves(claims, ""):
        fixed = not any(f"{pointer}/".startswith(f"{place}/") for place in disclosed)
        personal = _is_personal(pointer) or (of_person and _steps(pointer)[0] not in _OF_TOKENS)
        yield from _told(pointer, value, depth, fixed=fixed, personal=personal)
    signature = jws.encode_segment(token.signature)
    yield Field("", "signature", signature, personal=False, where="signature")
    binding = token.key_binding if isinstance(token, SdJwt) else None
    if binding is None:
        return
    try:
        said = strictjson.parse(binding.payload)
    except UnusableInput:
        said = binding.payload.decode("utf-8", "replace")
    for pointer, value in _leaves(said, ""):
        yield replace(_field(pointer, value, personal=False), where="presentation")


def _told(
    pointer: str, value: object, depth: int, *, fixed: bool, personal: bool
) -> Iterator[Field]:
    """Return the field of a value, and of a token what is inside it."""
    yield _field(pointer, value, personal=personal, fixed=fixed)
    inside = _token_in(value) if depth < _MAX_DEPTH else None
    if inside is None:
        return
    try:
        within = list(_fields(inside, depth + 1))
    except UnusableInput:
        return  # it only looks like one, and is shown as it is
    for one in within:
        yield replace(one, pointer=f"{pointer}{one.pointer}", fixed=fixed)


def _token_in(value: object) -> bytes | None:
    token = envelope.credential_in(value) or value
    if not isinstance(token, str) or not token.isascii():
        return None
    data = token.encode("ascii")
    return data if jws.looks_like(data) and b"." in data else None


def _field(pointer: str, value: object, *, personal: bool, fixed: bool = True) -> Field:
    return Field(pointer, _label(pointer), _text(value), personal, fixed)


def _leaves(value: Any, place: str) -> Iterator[tuple[str, object]]:
    """Return every value of JSON that holds no other, and where it is."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            yield from _leaves(inner, f"{place}/{escaped}")
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{place}/{number}")
    else:
        yield place, value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _label(pointer: str) -> str:
    """Return what a field is called: its own name and the one around it, places in lists left."""
    names = [step for step in _steps(pointer) if not step.isdigit()]
    return " ".join(names[-2:]) or pointer


def _is_personal(pointer: str) -> bool:
    """Return whether what stands at ``pointer`` of a credential is about its holder."""
    steps = [step for step in _steps(pointer) if not step.isdigit()]
    if steps[:1] in (["vc"], ["vp"]):
        steps = steps[1:]
    if not steps or steps[-1] in _TECHNICAL:
        return False
    for number, step in enumerate(steps):
        if step in _CARRIED and not _OF_OTHERS & set(steps[:number]):
            return _is_personal("/" + "/".join(steps[number + 1 :]))
    first = steps[0]
    if first == "credentialSubject":
        return not _OF_OTHERS & set(steps[1:2])
    if first in _OF_OTHERS or (len(steps) == 1 and first in _AWARDED):
        return False
    return first in _OF_PERSON or bool(_NAMES & set(steps))


def places(token: jws.Jws) -> Sequence[str]:
    """Return the JSON Pointers of the claims that an SD-JWT discloses; of others, none."""
    if not isinstance(token, SdJwt):
        return ()
    return token.disclosed(json.loads(token.payload)).places


def _mandatory(document: dict[str, Any]) -> Sequence[str] | None:
    """Return what the issuer wants seen always; None where nothing can be left out."""
    proof = base_proof(document)
    value = ecdsa_sd.read_value(proof.get("proofValue")) if proof else None
    return value.mandatory_pointers if isinstance(value, ecdsa_sd.Base) else None


def _is_fixed(pointer: str, always: Sequence[str]) -> bool:
    """Return whether ``pointer`` is seen always: asked for so, or of a node on the way there."""
    if pointer.startswith("/proof/") or any(f"{pointer}/".startswith(f"{one}/") for one in always):
        return True
    steps = pointer.split("/")
    node = next((place for place, step in enumerate(steps) if step in _NODE), None)
    if node is None:
        return False
    around = "/".join(steps[:node]) + "/"
    return around == "/" or any(f"{one}/".startswith(around) for one in always)
