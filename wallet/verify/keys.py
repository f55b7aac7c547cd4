"""Public keys in the forms that issuers publish them: Multikey, JWK and PEM.

A :class:`PublicKey` knows its kind, and the kind, never a header, fixes the algorithm
(VERIFY.md rule 4).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import base58
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from wallet.formats.jws import decode_segment


class KeyKind(StrEnum):
    """The kinds of public keys that this program verifies with."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"
    OTHER = "other"
    """A kind that is told apart and cannot be used: X25519, secp256k1, BLS12-381."""


_Native = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey | None

_MULTICODEC: Final[dict[bytes, tuple[KeyKind, str, int | None]]] = {
    b"\xed\x01": (KeyKind.ED25519, "Ed25519", 32),
    b"\x80\x24": (KeyKind.P256, "P-256", 33),
    b"\x81\x24": (KeyKind.P384, "P-384", 49),
    b"\x85\x24": (KeyKind.RSA, "RSA", None),
    b"\xec\x01": (KeyKind.OTHER, "X25519", 32),
    b"\xe7\x01": (KeyKind.OTHER, "secp256k1", 33),
    b"\x82\x24": (KeyKind.OTHER, "P-521", 67),
    b"\xea\x01": (KeyKind.OTHER, "BLS12-381 G1", 48),
    b"\xeb\x01": (KeyKind.OTHER, "BLS12-381 G2", 96),
    b"\xee\x01": (KeyKind.OTHER, "BLS12-381 G1 and G2", 144),
}
"""The varint prefixes of the multicodec table and the lengths of what follows them."""

_MAX_MULTIBASE: Final = 2_000
_MIN_RSA_BITS: Final = 2_048
_MAX_RSA_BITS: Final = 8_192
_ED25519_PRIME: Final = 2**255 - 19


class KeyMalformedError(ValueError):
    """What should be a public key is none, or a weak one."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key. ``raw`` is its DER form, or the bare bytes of one of kind OTHER."""

    kind: KeyKind
    name: str
    raw: bytes
    native: _Native = None

    def __eq__(self, other: object) -> bool:
        """Two keys are equal if they are the same key, whatever form they came in."""
        return isinstance(other, PublicKey) and (self.name, self.raw) == (other.name, other.raw)

    def __hash__(self) -> int:
        return hash((self.name, self.raw))

    def verifies(self, signature: bytes, data: bytes, algorithm: str) -> bool:
        """Return whether ``signature`` over ``data`` is by this key with JWA ``algorithm``.

        EdDSA (RFC 8037), ES256 and ES384 (RFC 7518 §3.4, R and S side by side), RS256 and
        RS384, RS512 (§3.3), PS256 (§3.5). An algorithm that is not this key's is False.
        """
        if algorithm not in ALGORITHMS.get(self.kind, ()):
            return False
        try:
            match self.native:
                case ed25519.Ed25519PublicKey():
                    self.native.verify(signature, data)
                case ec.EllipticCurvePublicKey():
                    size = (self.native.key_size + 7) // 8
                    if len(signature) != 2 * size:
                        return False
                    r, s = (int.from_bytes(part) for part in (signature[:size], signature[size:]))
                    digest = hashes.SHA384() if algorithm == "ES384" else hashes.SHA256()
                    self.native.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(digest))
                case rsa.RSAPublicKey():
                    sha: dict[str, hashes.HashAlgorithm] = {
                        "256": hashes.SHA256(),
                        "384": hashes.SHA384(),
                        "512": hashes.SHA512(),
                    }
                    hash_ = sha[algorithm[2:]]
                    scheme: padding.AsymmetricPadding = (
                        padding.PSS(padding.MGF1(hash_), hash_.digest_size)
                        if algorithm.startswith("PS")
                        else padding.PKCS1v15()
                    )
                    self.native.verify(signature, data, scheme, hash_)
                case _:
                    return False
        except InvalidSignature:
            return False
        return True


ALGORITHMS: Final[dict[KeyKind, tuple[str, ...]]] = {
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P256: ("ES256",),
    KeyKind.P384: ("ES384",),
    KeyKind.RSA: ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
}
"""What each kind of key signs with, by the names of JWA."""


def from_multibase(text: object) -> PublicKey:
    """Return the key of a ``publicKeyMultibase`` or a did:key (Controlled Identifiers §2.2.2)."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _MAX_MULTIBASE:
        raise KeyMalformedError("not base58btc multibase")
    try:
        data = base58.b58decode(text[1:])
    except ValueError as error:
        raise KeyMalformedError("not base58btc") from error
    kind, name, length = _MULTICODEC.get(data[:2], (None, "", 0))
    raw = data[2:]
    if kind is None or (length is not None and len(raw) != length):
        raise KeyMalformedError("not a known multicodec key")
    try:
        match kind:
            case KeyKind.ED25519:
                return _ed25519(raw)
            case KeyKind.P256:
                return _of(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw))
            case KeyKind.P384:
                return _of(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), raw))
            case KeyKind.RSA:
                return _of(_rsa_from_pkcs1(raw))
            case _:
                return PublicKey(KeyKind.OTHER, name, raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyMalformedError(str(error)) from error


def from_jwk(jwk: object) -> PublicKey:
    """Return the key of a JWK (RFC 7517); a private or a symmetric one is refused."""
    if not isinstance(jwk, dict):
        raise KeyMalformedError("not a JWK")
    kty, crv = jwk.get("kty"), jwk.get("crv")
    try:
        if kty == "OKP" and crv == "Ed25519":
            return _ed25519(_field(jwk, "x"))
        if kty == "EC" and crv in ("P-256", "P-384"):
            curve: ec.EllipticCurve = ec.SECP256R1() if crv == "P-256" else ec.SECP384R1()
            size = curve.key_size // 8
            x, y = _field(jwk, "x"), _field(jwk, "y")
            if len(x) != size or len(y) != size:
                raise KeyMalformedError("a coordinate of the wrong length")
            numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curve)
            return _of(numbers.public_key())
        if kty == "RSA":
            n, e = int.from_bytes(_field(jwk, "n")), int.from_bytes(_field(jwk, "e"))
            return _of(rsa.RSAPublicNumbers(e, n).public_key())
        if kty in ("OKP", "EC") and isinstance(crv, str):
            raw = _field(jwk, "x") + (_field(jwk, "y") if kty == "EC" else b"")
            return PublicKey(KeyKind.OTHER, crv, raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyMalformedError(str(error)) from error
    raise KeyMalformedError("a JWK of a kind that signs no badges")


def from_pem(pem: object) -> PublicKey:
    """Return the key of a ``publicKeyPem`` (Open Badges 2.0 §4.1.7) or a bare PEM document."""
    if not isinstance(pem, str | bytes):
        raise KeyMalformedError("not PEM")
    data = pem.encode() if isinstance(pem, str) else pem
    try:
        native = serialization.load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm, binascii.Error) as error:
        raise KeyMalformedError("not PEM") from error
    if isinstance(native, ed25519.Ed25519PublicKey):
        return _ed25519(native.public_bytes_raw())
    if isinstance(native, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return _of(native)
    raise KeyMalformedError("a key of a kind that signs no badges")


def _field(jwk: dict[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise KeyMalformedError(f"a JWK without {name}")
    return decode_segment(value)


def _of(native: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> PublicKey:
    if isinstance(native, rsa.RSAPublicKey):
        if not _MIN_RSA_BITS <= native.key_size <= _MAX_RSA_BITS:
            raise KeyMalformedError(f"an RSA key of {native.key_size} bits")
        kind = KeyKind.RSA
    elif isinstance(native.curve, ec.SECP256R1):
        kind = KeyKind.P256
    elif isinstance(native.curve, ec.SECP384R1):
        kind = KeyKind.P384
    else:
        raw = native.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return PublicKey(KeyKind.OTHER, native.curve.name, raw)
    der = native.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return PublicKey(kind, kind.value, der, native)


def _ed25519(raw: bytes) -> PublicKey:
    """Refuse keys of low order, for which one signature fits every message (RFC 8032 §5.1)."""
    if _is_low_order(raw):
        raise KeyMalformedError("an Ed25519 key of low order")
    return PublicKey(
        KeyKind.ED25519, "Ed25519", raw, ed25519.Ed25519PublicKey.from_public_bytes(raw)
    )


def _is_low_order(raw: bytes) -> bool:
    """Return whether eight times the point is the neutral element, or ``raw`` is no point."""
    p = _ED25519_PRIME
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if y >= p:
        return True  # not the canonical encoding of any point
    d = -121665 * pow(121666, -1, p) % p
    # x² = (y² - 1) / (d y² + 1). Doubling needs only y and x²: three doublings make eight.
    x2 = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    for _ in range(3):
        y2 = y * y % p
        # y(2P) = (y² + x²) / (2 - (y² - x²)) and x(2P)² = 4 x² y² / (1 + d x² y²)²
        # with -x² + y² = 1 + d x² y² on the curve (twisted Edwards, a = -1).
        product = d * x2 % p * y2 % p
        denominator = (1 - product) % p
        if denominator == 0:
            return True
        y, x2 = (
            (y2 + x2) * pow(denominator, -1, p) % p,
            4 * x2 * y2 % p * pow((1 + product) ** 2, -1, p) % p,
        )
    return y == 1 and x2 == 0


def _rsa_from_pkcs1(der: bytes) -> rsa.RSAPublicKey:
    pem = b"-----BEGIN RSA PUBLIC KEY-----\n%s\n-----END RSA PUBLIC KEY-----\n"
    native = serialization.load_pem_public_key(pem % base64.encodebytes(der).strip())
    if not isinstance(native, rsa.RSAPublicKey):
        raise KeyMalformedError("not an RSA key")
    return native
