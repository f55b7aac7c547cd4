"""Public keys in the forms that issuers publish them: Multikey, JWK, base58 and PEM.

A :class:`PublicKey` knows its kind, and the kind, never a header, fixes the algorithm
(VERIFY.md rule 4). A folder of badges has few issuers: keys once read are kept, in bounds,
by the exact text they were read from.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec
from nacl._sodium import ffi, lib  # nacl.bindings has a module for every algorithm: 3 ms

from wallet.formats.jws import decode_segment
from wallet.verify.base58 import base58btc

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa


if lib.sodium_init() < 0:  # as nacl.bindings does
    raise ImportError("libsodium cannot be used here")


class KeyKind(StrEnum):
    """The kinds of public keys that this program verifies with."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    P521 = "P-521"
    SECP256K1 = "secp256k1"
    RSA = "RSA"
    OTHER = "other"
    """A kind that is told apart and signs nothing here: X25519, BLS12-381, Ed448."""


_CURVES: Final[dict[str, tuple[KeyKind, str]]] = {
    "P-256": (KeyKind.P256, "SECP256R1"),
    "P-384": (KeyKind.P384, "SECP384R1"),
    "P-521": (KeyKind.P521, "SECP521R1"),
    "secp256k1": (KeyKind.SECP256K1, "SECP256K1"),
}
"""The curves of ECDSA by the names of JWK (RFC 7518 §6.2.1.1, RFC 8812 §3.1)."""

_MULTICODEC: Final[dict[bytes, tuple[str, int | None]]] = {
    b"\xed\x01": ("Ed25519", 32),
    b"\x80\x24": ("P-256", 33),
    b"\x81\x24": ("P-384", 49),
    b"\x82\x24": ("P-521", 67),
    b"\xe7\x01": ("secp256k1", 33),
    b"\x85\x24": ("RSA", None),
    b"\xec\x01": ("X25519", 32),
    b"\xea\x01": ("BLS12-381 G1", 48),
    b"\xeb\x01": ("BLS12-381 G2", 96),
    b"\xee\x01": ("BLS12-381 G1 and G2", 144),
}
"""The varint prefixes of the multicodec table, and the lengths of what follows them."""

ALGORITHMS: Final[dict[KeyKind, tuple[str, ...]]] = {
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P256: ("ES256",),
    KeyKind.P384: ("ES384",),
    KeyKind.P521: ("ES512",),
    KeyKind.SECP256K1: ("ES256K",),
    KeyKind.RSA: ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
}
"""What each kind of key signs with, by the names of JWA."""

_KEPT: Final = 256
"""How many keys of each form are kept."""
_MAX_MULTIBASE: Final = 2_000
_MAX_PEM: Final = 20_000
_MIN_RSA_BITS: Final = 2_048
_MAX_RSA_BITS: Final = 8_192
_ED25519_PRIME: Final = 2**255 - 19
_ED25519_SIGNATURE: Final = 64


class KeyMalformedError(ValueError):
    """What should be a public key is none, or a weak one."""


class PublicKey(msgspec.Struct, frozen=True, eq=False):
    """A public key. ``raw`` is its bare bytes: two keys are equal if kind and bytes are.

    Of an elliptic curve that is the point (SEC 1 §2.3.3, not compressed); of RSA the modulus
    and the exponent; of kind OTHER the bytes it was published as.
    """

    kind: KeyKind
    name: str
    raw: bytes
    native: Any = None
    """The library's own key of an elliptic curve or of RSA; Ed25519 needs only its bytes."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and (self.kind, self.raw) == (other.kind, other.raw)

    def __hash__(self) -> int:
        return hash(self.raw)

    def verifies(self, signature: bytes, data: bytes, algorithm: str) -> bool:
        """Return whether ``signature`` over ``data`` is by this key with JWA ``algorithm``.

        EdDSA (RFC 8037), ES256, ES384 and ES512 (RFC 7518 §3.4, R and S side by side), ES256K
        (RFC 8812), RS256 to RS512 (§3.3) and PS256 to PS512 (§3.5), which are joserfc's
        business. An algorithm that is not this key's is False. This is the one place where a
        signature of any proof is computed. Ed25519 has nothing to encode or to choose, and is
        what most badges are signed with: libsodium takes half the time of OpenSSL for it, and
        they are spared the 40 ms of loading joserfc.
        """
        if algorithm not in ALGORITHMS.get(self.kind, ()):
            return False
        if self.kind is KeyKind.ED25519:
            return _verified_by_libsodium(self.raw, signature, data)
        return _verified_by_joserfc(self.native, signature, data, algorithm)


def _verified_by_libsodium(raw: bytes, signature: bytes, data: bytes) -> bool:
    """Return what libsodium says of a signature (RFC 8032 §5.1.7, S below the group's order)."""
    if len(signature) != _ED25519_SIGNATURE:
        return False  # it is given in front of the data, which must not move
    signed = signature + data
    opened = ffi.new("unsigned char[]", len(signed))
    return bool(lib.crypto_sign_open(opened, ffi.NULL, signed, len(signed), raw) == 0)


def _verified_by_joserfc(native: Any, signature: bytes, data: bytes, algorithm: str) -> bool:
    """Return what joserfc says of a signature.

    It is given the algorithm by name and the key as it was read, never a token: so the header
    chooses nothing, and its limits on the size of tokens (126 KB) do not apply.
    """
    from joserfc.jwk import ECKey, RSAKey  # noqa: PLC0415 - see verifies
    from joserfc.jws import JWSRegistry  # noqa: PLC0415 - see verifies

    model = JWSRegistry(algorithms=[algorithm]).get_alg(algorithm)
    kind = RSAKey if algorithm[:2] in ("RS", "PS") else ECKey
    return model.verify(data, signature, kind.import_key(native))


def from_multibase(text: object) -> PublicKey:
    """Return the key of a ``publicKeyMultibase`` or a did:key (Controlled Identifiers §2.2.2)."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _MAX_MULTIBASE:
        raise KeyMalformedError("not base58btc multibase")
    return _of_multibase(text)


@lru_cache(maxsize=_KEPT)
def _of_multibase(text: str) -> PublicKey:
    data = _base58(text[1:])
    name, length = _MULTICODEC.get(data[:2], ("", 0))
    raw = data[2:]
    if not name or (length is not None and len(raw) != length):
        raise KeyMalformedError("not a known multicodec key")
    return _of_bytes(name, raw)


def from_base58(text: object, name: str) -> PublicKey:
    """Return the key of a ``publicKeyBase58``, whose kind only its method's type tells.

    ``name`` is "Ed25519" or "secp256k1" (Ed25519VerificationKey2018 and its like).
    """
    if not isinstance(text, str) or len(text) > _MAX_MULTIBASE:
        raise KeyMalformedError("not base58btc")
    return _of_bytes(name, _base58(text))


def _base58(text: str) -> bytes:
    try:
        return base58btc(text)
    except ValueError as error:
        raise KeyMalformedError("not base58btc") from error


def _curve(name: str) -> ec.EllipticCurve:
    """Return a curve. What ECDSA and RSA need is loaded when it is met: most keys are Ed25519."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    curve: ec.EllipticCurve = getattr(ec, _CURVES[name][1])()
    return curve


def _point(name: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see _curve

    return ec.EllipticCurvePublicKey.from_encoded_point(_curve(name), raw)


def _of_bytes(name: str, raw: bytes) -> PublicKey:
    try:
        if name == "Ed25519":
            return _ed25519(raw)
        if name in _CURVES:
            return _of(_point(name, raw))
        if name == "RSA":
            return _of(_rsa_from_pkcs1(raw))
    except _malformed() as error:
        raise KeyMalformedError(str(error)) from error
    return PublicKey(KeyKind.OTHER, name, raw)


def _malformed() -> tuple[type[Exception], ...]:
    """Return what the libraries raise for a key that is none."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - see _curve

    return ValueError, UnsupportedAlgorithm


def from_jwk(jwk: object) -> PublicKey:
    """Return the key of a JWK (RFC 7517).

    A private or a symmetric one is refused: who publishes it has given it away. So is one
    that is published for another use than verifying (``use`` §4.2, ``key_ops`` §4.3).
    """
    if not isinstance(jwk, dict):
        raise KeyMalformedError("not a JWK")
    if jwk.keys() & {"d", "k"}:
        raise KeyMalformedError("a private key, published")
    operations = jwk.get("key_ops")
    if jwk.get("use", "sig") != "sig" or (operations is not None and not _verifying(operations)):
        raise KeyMalformedError("a key for another use than signing")
    kty, crv = jwk.get("kty"), jwk.get("crv")
    try:
        if kty == "RSA":
            return _rsa(_member(jwk, "n"), _member(jwk, "e"))
        if kty == "OKP" and isinstance(crv, str):
            raw = decode_segment(_member(jwk, "x"))
            return _ed25519(raw) if crv == "Ed25519" else PublicKey(KeyKind.OTHER, crv, raw)
        if kty == "EC" and isinstance(crv, str):
            x, y = _member(jwk, "x"), _member(jwk, "y")
            if crv in _CURVES:
                return _ec(crv, x, y)
            return PublicKey(KeyKind.OTHER, crv, decode_segment(x) + decode_segment(y))
    except _malformed() as error:
        raise KeyMalformedError(str(error)) from error
    raise KeyMalformedError("a JWK of a kind that signs no badges")


def _verifying(operations: object) -> bool:
    return isinstance(operations, list) and "verify" in operations


def _member(jwk: dict[str, Any], name: str) -> str:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise KeyMalformedError(f"a JWK without {name}")
    return value


@lru_cache(maxsize=_KEPT)
def _rsa(n: str, e: str) -> PublicKey:
    modulus, exponent = decode_segment(n), decode_segment(e)
    if len(modulus) > _MAX_RSA_BITS // 8 or len(exponent) > 8:
        raise KeyMalformedError("an RSA key beyond all bounds")
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - see _curve

    numbers = rsa.RSAPublicNumbers(int.from_bytes(exponent), int.from_bytes(modulus))
    return _of(numbers.public_key())


@lru_cache(maxsize=_KEPT)
def _ec(crv: str, x: str, y: str) -> PublicKey:
    first, second = decode_segment(x), decode_segment(y)
    curve = _curve(crv)
    size = (curve.key_size + 7) // 8
    if len(first) != size or len(second) != size:
        raise KeyMalformedError("a coordinate of the wrong length")
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see _curve

    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(first), int.from_bytes(second), curve)
    return _of(numbers.public_key())


def from_pem(pem: object) -> PublicKey:
    """Return the key of a ``publicKeyPem`` (Open Badges 2.0 §4.1.7) or a bare PEM document."""
    if not isinstance(pem, str | bytes) or len(pem) > _MAX_PEM:
        raise KeyMalformedError("not PEM")
    return _of_pem(pem.encode("utf-8", "replace") if isinstance(pem, str) else pem)


@lru_cache(maxsize=_KEPT)
def _of_pem(data: bytes) -> PublicKey:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - 10 ms, seldom met

    try:
        native = serialization.load_pem_public_key(data)
    except _malformed() as error:
        raise KeyMalformedError("not PEM") from error
    return of_native(native)


def of_native(native: object) -> PublicKey:
    """Return a key of the library ``cryptography`` as one of ours; refuse weak and odd ones."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: PLC0415

    if isinstance(native, ed25519.Ed25519PublicKey):
        return _ed25519(native.public_bytes_raw())
    if isinstance(native, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return _of(native)
    raise KeyMalformedError("a key of a kind that signs no badges")


def _of(native: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - see _curve

    if isinstance(native, rsa.RSAPublicKey):
        if not _MIN_RSA_BITS <= native.key_size <= _MAX_RSA_BITS:
            raise KeyMalformedError(f"an RSA key of {native.key_size} bits")
        numbers = native.public_numbers()
        raw = numbers.n.to_bytes(native.key_size // 8 + 1) + numbers.e.to_bytes(_MAX_RSA_BITS // 8)
        return PublicKey(KeyKind.RSA, KeyKind.RSA.value, raw, native)
    point = native.public_numbers()
    size = (native.key_size + 7) // 8
    raw = b"\x04" + point.x.to_bytes(size) + point.y.to_bytes(size)
    for kind, curve in _CURVES.values():
        if type(native.curve).__name__ == curve:
            return PublicKey(kind, kind.value, raw, native)
    return PublicKey(KeyKind.OTHER, native.curve.name, raw)


@lru_cache(maxsize=_KEPT)
def _ed25519(raw: bytes) -> PublicKey:
    """Refuse keys of low order, for which one signature fits every message (RFC 8032 §5.1)."""
    if len(raw) != 32 or _is_low_order(raw):
        raise KeyMalformedError("an Ed25519 key of low order, or none")
    return PublicKey(KeyKind.ED25519, "Ed25519", raw)


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
    import base64  # noqa: PLC0415 - seldom met

    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - see _of_pem
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - see _curve

    pem = b"-----BEGIN RSA PUBLIC KEY-----\n%s\n-----END RSA PUBLIC KEY-----\n"
    native = serialization.load_pem_public_key(pem % base64.encodebytes(der).strip())
    if not isinstance(native, rsa.RSAPublicKey):
        raise KeyMalformedError("not an RSA key")
    return native
