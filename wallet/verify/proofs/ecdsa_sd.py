"""ecdsa-sd-2023: a badge of which its holder shows a part, though its issuer signed it all.

Data Integrity ECDSA Cryptosuites 1.0 §3.4 to §3.6. The base proof that an issuer gives signs
the statements it wants seen always together, and every other one by itself with a key made for
this one proof; a derived proof carries the signatures of what is shown. Their values, which
are CBOR, are read and written with openvc-core. What was signed is put together here, so that
contexts, bounds and the guard against lost data are those of all suites.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import base58

from wallet.formats.jws import decode_segment, encode_segment
from wallet.verify import keys
from wallet.verify.canonical import canonical_nquads, quads_of
from wallet.verify.canonical.rdfc import Quad, TooComplexError, canonicalize, line
from wallet.verify.keys import KeyKind, KeyMalformedError, PublicKey
from wallet.verify.problem import Problem, failed
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.proofs.selection import Named, select, with_names
from wallet.verify.proofs.suites import Signed

_MAX_VALUE: Final = 500_000
"""How many characters a proof value may have."""
_BASE: Final = "u2V0A"
"""How the value of a base proof begins: its multibase prefix and its CBOR tag."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What the value of a derived proof holds."""

    base_signature: bytes
    public_key: bytes
    signatures: Sequence[bytes]
    label_map: dict[str, str]
    mandatory_indexes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Base:
    """What the value of a base proof holds."""

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: Sequence[bytes]
    mandatory_pointers: Sequence[str]


def amiss(signed: Signed, evidence: Evidence) -> Problem | None:
    """Return what keeps the proof from fitting, if anything does."""
    options = signed.options("proofValue")
    options["@context"] = signed.document.get("@context")
    nquads = canonical_nquads(options, evidence.contexts)
    if isinstance(nquads, Problem):
        return nquads
    value = read_value(signed.proof.get("proofValue"))
    if isinstance(value, Problem):
        return value
    if isinstance(value, Base):
        whole = _whole(signed.document, value, evidence)
        if isinstance(whole, Problem):
            return whole
        always = [number for number, one in enumerate(whole.lines) if one in whole.mandatory]
        value = Derived(value.base_signature, value.public_key, value.signatures, {}, always)
        return statements_amiss(nquads, whole.lines, value, signed.key)
    lines = _shown(signed.document, value, evidence)
    if isinstance(lines, Problem):
        return lines
    return statements_amiss(nquads, lines, value, signed.key)


def statements_amiss(
    options: str, lines: Sequence[str], value: Derived, key: PublicKey
) -> Problem | None:
    """Return what is amiss with the signatures (§3.6.5 "Verify Derived Proof"), if anything is.

    ``options`` and ``lines``, which are sorted, are canonical N-Quads.
    """
    always = set(value.mandatory_indexes)
    if len(always) != len(value.mandatory_indexes) or not always <= set(range(len(lines))):
        return failed("signature-malformed")
    own = _key(value.public_key)
    if isinstance(own, Problem):
        return own
    # 1. The issuer's key signed the options, the other key, and what is seen always.
    mandatory = "".join(one for number, one in enumerate(lines) if number in always)
    hashes = [hashlib.sha256(part.encode()).digest() for part in (options, mandatory)]
    if not key.verifies(value.base_signature, hashes[0] + value.public_key + hashes[1], "ES256"):
        return failed("signature-invalid")
    # 2. The other key signed every other statement, by itself.
    others = [one for number, one in enumerate(lines) if number not in always]
    if len(others) != len(value.signatures) or not all(
        own.verifies(signature, one.encode(), "ES256")
        for one, signature in zip(others, value.signatures, strict=True)
    ):
        return failed("signature-invalid")
    return None


def derive(
    secured: dict[str, Any], pointers: Sequence[str], evidence: Evidence
) -> dict[str, Any] | Problem:
    """Return the part of a badge with a base proof that ``pointers`` and its issuer select.

    ``pointers`` are JSON Pointers (RFC 6901), e.g. "/credentialSubject/achievement/name". What
    the issuer wants seen always is in it whether they name it or not (§3.6.4 "Add Derived
    Proof").
    """
    from openvc.proof.ecdsa_sd import encode_derived_proof  # noqa: PLC0415 - rarely met

    document = {name: part for name, part in secured.items() if name != "proof"}
    proof = secured["proof"]
    value = read_value(proof.get("proofValue"))
    if not isinstance(value, Base):
        return value if isinstance(value, Problem) else failed("signature-malformed")
    whole = _whole(document, value, evidence)
    if isinstance(whole, Problem):
        return whole
    shown = select(whole.named, [*value.mandatory_pointers, *pointers])
    if isinstance(shown, Problem):
        return shown
    quads = _nodes(shown, evidence)
    if isinstance(quads, Problem):
        return quads
    canonical = canonicalize(quads)  # a part of what was canonicalised just now
    lines = sorted(set(_lines(quads, whole.labels.__getitem__)))
    others = [one for one in whole.lines if one not in whole.mandatory]
    signatures = dict(zip(others, value.signatures, strict=False))
    if any(one not in whole.mandatory and one not in signatures for one in lines):
        return failed("signature-invalid")
    made = encode_derived_proof(
        base_signature=value.base_signature,
        public_key=value.public_key,
        signatures=[signatures[one] for one in lines if one not in whole.mandatory],
        label_map={label[2:]: whole.labels[node][2:] for node, label in canonical.labels.items()},
        mandatory_indexes=[number for number, one in enumerate(lines) if one in whole.mandatory],
    )
    return {**shown.plain(), "proof": {**proof, "proofValue": made}}


def is_base(proof: object) -> bool:
    """Return whether ``proof`` is a base proof, which its issuer gave to the holder alone."""
    return (
        isinstance(proof, dict)
        and proof.get("cryptosuite") == "ecdsa-sd-2023"
        and str(proof.get("proofValue")).startswith(_BASE)
    )


def read_value(value: object) -> Base | Derived | Problem:
    """Return what a ``proofValue`` holds."""
    from openvc.errors import OpenvcError  # noqa: PLC0415 - rarely met
    from openvc.proof.ecdsa_sd import decode_base_proof, decode_derived_proof  # noqa: PLC0415

    if not isinstance(value, str) or len(value) > _MAX_VALUE:
        return failed("signature-malformed")
    try:
        decode_segment(value[1:])
        if not value.startswith(_BASE):
            return Derived(**decode_derived_proof(value))
        base = Base(**decode_base_proof(value))
    except (OpenvcError, ValueError, TypeError, KeyError, RecursionError):
        return failed("signature-malformed")
    parts = (base.base_signature, base.public_key, base.hmac_key, *base.signatures)
    fits = all(isinstance(part, bytes) for part in parts) and all(
        isinstance(pointer, str) for pointer in base.mandatory_pointers
    )
    return base if fits else failed("signature-malformed")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A whole document: its nodes named, the labels of those without a name, its statements."""

    named: Named
    labels: dict[str, str]
    lines: list[str]
    mandatory: set[str]


def _whole(document: dict[str, Any], value: Base, evidence: Evidence) -> _Whole | Problem:
    """Return what the issuer signed, blank nodes labelled by its HMAC (§3.5.2 and §3.4.3)."""
    named = with_names(document)
    quads = _nodes(named, evidence)
    if isinstance(quads, Problem):
        return quads
    try:
        canonical = canonicalize(quads)
    except TooComplexError:
        return failed("too-complex")
    labels = {node: _blinded(value.hmac_key, label) for node, label in canonical.labels.items()}
    lines = sorted(set(_lines(quads, labels.__getitem__)))
    mandatory: set[str] = set()
    if value.mandatory_pointers:
        always = select(named, value.mandatory_pointers)
        seen = always if isinstance(always, Problem) else _nodes(always, evidence)
        if isinstance(seen, Problem):
            return seen
        mandatory = set(_lines(seen, lambda node: labels.get(node, node)))
    return _Whole(named, labels, lines, mandatory)


def _blinded(hmac_key: bytes, label: str) -> str:
    digest = hmac.new(hmac_key, label[2:].encode(), "sha256").digest()
    return f"_:u{encode_segment(digest)}"


def _shown(document: dict[str, Any], value: Derived, evidence: Evidence) -> list[str] | Problem:
    """Return the statements shown, their blank nodes labelled as the base proof labels them."""
    quads = quads_of(document, evidence.contexts)
    if isinstance(quads, Problem):
        return quads
    try:
        labels = canonicalize(quads).labels
    except TooComplexError:
        return failed("too-complex")
    if not {label[2:] for label in labels.values()} <= value.label_map.keys():
        return failed("signature-invalid")
    return sorted(set(_lines(quads, lambda node: f"_:{value.label_map[labels[node][2:]]}")))


def _nodes(named: Named, evidence: Evidence) -> list[Quad] | Problem:
    """Return the quads of a document whose nodes were given names, as blank nodes again."""
    quads = quads_of(named.document, evidence.contexts)
    if isinstance(quads, Problem):
        return quads
    return [(named.blank(s), p, named.blank(o), named.blank(g)) for s, p, o, g in quads]


def _lines(quads: Sequence[Quad], label: Callable[[str], str]) -> list[str]:
    def told(term: str) -> str:
        return label(term) if term.startswith("_:") else term

    return [line((told(s), p, told(o), told(g))) for s, p, o, g in quads]


def _key(multikey: bytes) -> PublicKey | Problem:
    try:
        key = keys.from_multibase("z" + base58.b58encode(multikey).decode())
    except KeyMalformedError as error:
        return failed("key-malformed", detail=str(error))
    return key if key.kind is KeyKind.P256 else failed("key-kind-mismatch", kind=key.name)
