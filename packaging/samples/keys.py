"""The keys that the sample issuers sign with: published test keys that protect nothing.

Every key follows from a label written here, so that the samples can be issued again, byte
for byte. Anyone can sign with them. Never trust them, and never use them for anything else.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import base58
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

_ED25519_PREFIX = b"\xed\x01"
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def base64url(data: bytes) -> str:
    """Return ``data`` in base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _seed(label: str, size: int = 32) -> bytes:
    """Return ``size`` bytes that follow from ``label`` alone."""
    return hashlib.shake_256(f"learner-wallet sample key: {label}".encode()).digest(size)


def _uint(value: int, size: int | None = None) -> str:
    return base64url(value.to_bytes(size or (value.bit_length() + 7) // 8))


@dataclass(frozen=True)
class Ed25519Key:
    """An Ed25519 key, made from its label."""

    label: str
    algorithm = "EdDSA"

    @cached_property
    def _private(self) -> ed25519.Ed25519PrivateKey:
        return ed25519.Ed25519PrivateKey.from_private_bytes(_seed(self.label))

    @cached_property
    def _public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    @property
    def multibase(self) -> str:
        """The public key as a Multikey (Controlled Identifiers 1.0 §2.2.2), base58btc."""
        return "z" + base58.b58encode(_ED25519_PREFIX + self._public).decode()

    @property
    def jwk(self) -> dict[str, str]:
        """The public key as a JWK (RFC 8037 §2)."""
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(self._public)}

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature (RFC 8032)."""
        return self._private.sign(data)


@dataclass(frozen=True)
class P256Key:
    """A P-256 key, made from its label. Its signatures are deterministic (RFC 6979)."""

    label: str
    algorithm = "ES256"

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        secret = int.from_bytes(_seed(self.label, 48)) % (_P256_ORDER - 1) + 1
        return ec.derive_private_key(secret, ec.SECP256R1())

    @property
    def jwk(self) -> dict[str, str]:
        """The public key as a JWK (RFC 7518 §6.2)."""
        numbers = self._private.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": _uint(numbers.x, 32), "y": _uint(numbers.y, 32)}

    def sign(self, data: bytes) -> bytes:
        """Return r and s, 32 bytes each (RFC 7518 §3.4)."""
        method = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self._private.sign(data, method))
        return r.to_bytes(32) + s.to_bytes(32)


@dataclass(frozen=True)
class RsaKey:
    """A 2048-bit RSA key. Each prime is so far (``steps``) above a number made from the label."""

    label: str
    steps: tuple[int, int]
    algorithm = "RS256"

    @cached_property
    def _private(self) -> rsa.RSAPrivateKey:
        p, q = (start_of_prime(self.label, n) + step for n, step in enumerate(self.steps))
        e = 65_537
        d = pow(e, -1, (p - 1) * (q - 1))
        return rsa.RSAPrivateNumbers(
            p=p,
            q=q,
            d=d,
            dmp1=d % (p - 1),
            dmq1=d % (q - 1),
            iqmp=pow(q, -1, p),
            public_numbers=rsa.RSAPublicNumbers(e, p * q),
        ).private_key()

    @property
    def jwk(self) -> dict[str, str]:
        """The public key as a JWK (RFC 7518 §6.3)."""
        numbers = self._private.public_key().public_numbers()
        return {"kty": "RSA", "n": _uint(numbers.n), "e": _uint(numbers.e)}

    @property
    def pem(self) -> str:
        """The public key as PEM, as a CryptographicKey of Open Badges 2.0 holds it."""
        return (
            self._private.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode()
        )

    def sign(self, data: bytes) -> bytes:
        """Return the RSASSA-PKCS1-v1_5 signature with SHA-256 (RFC 7518 §3.3)."""
        return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())


Key = Ed25519Key | P256Key | RsaKey


def start_of_prime(label: str, number: int) -> int:
    """Return the odd 1024-bit number above which a prime of an :class:`RsaKey` is found."""
    start = int.from_bytes(_seed(f"{label} prime {number}", 128))
    return start | 0b11 << 1022 | 1


def did_jwk(key: Key) -> str:
    """Return the did:jwk of ``key``: the identifier is the key."""
    members: dict[str, Any] = dict(sorted(key.jwk.items()))
    body = ",".join(f'"{name}":"{value}"' for name, value in members.items())
    return "did:jwk:" + base64url(b"{" + body.encode() + b"}")
