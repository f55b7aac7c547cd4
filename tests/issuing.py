"""An issuer for tests: makes keys, signs credentials, publishes documents. All in memory."""

from __future__ import annotations

import base64
import copy
import functools
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import base58
import rfc8785
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from wallet.documents.document import Document
from wallet.documents.shipped import ShippedContexts
from wallet.verify.canonical import canonical_nquads
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Check, CheckId
from wallet.verify.verdict import Verdict

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAVED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
ED2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


@dataclass
class Web:
    """The documents a test says are at hand, by address."""

    pages: dict[str, Document] = field(default_factory=dict)

    def put(
        self, url: str, body: object, as_of: datetime | None = SAVED, status: int = 200
    ) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.pages[url] = Document(url, data, as_of, status)

    def get(self, url: str) -> Document | None:
        return self.pages.get(url)


MULTICODECS = {"EdDSA": b"\xed\x01", "ES256": b"\x80\x24", "ES384": b"\x81\x24"}


class Issuer:
    """An issuer; its identifier is its did:key unless another one is given.

    ``algorithm`` is "EdDSA", "ES256" or "ES384".
    """

    def __init__(
        self, seed: int = 1, identifier: str | None = None, algorithm: str = "EdDSA"
    ) -> None:
        self.key = JoseKey(algorithm, seed)
        self.multibase = multikey(self.key)
        self.id = identifier or f"did:key:{self.multibase}"
        self.method = f"{self.id}#{self.multibase}"

    def document(self, **uses: Any) -> dict[str, Any]:
        """Return the issuer's own document, its key listed for ``assertionMethod``."""
        method = {
            "id": self.method,
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": self.multibase,
        }
        return {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": self.id,
            "verificationMethod": [method],
            **(uses or {"assertionMethod": [self.method]}),
        }

    def credential(self, **changes: Any) -> dict[str, Any]:
        """Return an unsigned Open Badge 3.0 of this issuer's."""
        return {
            "@context": [V2, OB3],
            "id": "urn:uuid:0c6b1c1e-6a2b-4d06-8f0e-3a3a1d1a7b11",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Knots and splices",
            "issuer": {"id": self.id, "type": ["Profile"], "name": "Harbour School"},
            "validFrom": "2025-03-01T00:00:00Z",
            "credentialSubject": {
                "id": "did:example:learner",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "https://harbour.example/achievements/knots",
                    "type": ["Achievement"],
                    "name": "Knots and splices",
                    "description": "Ties what must hold.",
                    "criteria": {"narrative": "Twelve knots, assessed on board."},
                },
            },
            **changes,
        }

    def sign(
        self,
        document: dict[str, Any],
        *,
        suite: str = "eddsa-rdfc-2022",
        method: str | None = None,
        chained: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """Return a copy of ``document`` with one more embedded proof.

        ``chained`` signs the proofs that it has, too.
        """
        signed = copy.deepcopy(document)
        document = {k: v for k, v in document.items() if k != "proof" or chained}
        proof: dict[str, Any] = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": "2025-03-01T00:00:00Z",
            "verificationMethod": method or self.method,
            "proofPurpose": "assertionMethod",
            **options,
        }
        if suite in ("Ed25519Signature2020", "Ed25519Signature2018", "JsonWebSignature2020"):
            proof["type"] = suite
            del proof["cryptosuite"]
        jcs = "-jcs-" in suite
        if jcs:
            proof["@context"] = document["@context"]
        parts = ({"@context": document["@context"], **proof}, document)
        digests = b"".join(
            self.key.digest(rfc8785.dumps(part) if jcs else self._nquads(part)) for part in parts
        )
        if suite in ("Ed25519Signature2018", "JsonWebSignature2020"):
            header = {"alg": self.key.algorithm, "b64": False, "crit": ["b64"]}
            head = b64(json.dumps(header).encode())
            proof["jws"] = f"{head}..{b64(self.key.signature(head.encode() + b'.' + digests))}"
        else:
            signature = self.key.signature(digests)
            proof["proofValue"] = "z" + base58.b58encode(signature).decode()
        before = signed.get("proof")
        signed["proof"] = proof if before is None else [before, proof]
        return signed

    def _nquads(self, part: dict[str, Any]) -> bytes:
        hash_name = "sha384" if self.key.algorithm == "ES384" else "sha256"
        nquads = canonical_nquads(part, ShippedContexts(), hash_name)
        assert isinstance(nquads, str), nquads
        return nquads.encode()


def multikey(key: JoseKey) -> str:
    """Return the Multikey of a key."""
    public = key.key.public_key()
    if key.algorithm == "EdDSA":
        raw = public.public_bytes_raw()
    else:
        encoding = serialization.Encoding.X962
        raw = public.public_bytes(encoding, serialization.PublicFormat.CompressedPoint)
    return "z" + base58.b58encode(MULTICODECS[key.algorithm] + raw).decode()


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def uint(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


CURVES: dict[str, tuple[str, type[ec.EllipticCurve], hashes.HashAlgorithm]] = {
    "ES256": ("P-256", ec.SECP256R1, hashes.SHA256()),
    "ES384": ("P-384", ec.SECP384R1, hashes.SHA384()),
    "ES512": ("P-521", ec.SECP521R1, hashes.SHA512()),
    "ES256K": ("secp256k1", ec.SECP256K1, hashes.SHA256()),
}
HASHES: dict[str, hashes.HashAlgorithm] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}


@functools.cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Return one RSA key for all tests of a run: making one takes long."""
    return rsa.generate_private_key(65537, 2048)


class JoseKey:
    """A key that signs JWTs with one algorithm of JWA."""

    def __init__(self, algorithm: str, seed: int = 7) -> None:
        self.algorithm = algorithm
        if algorithm == "EdDSA":
            self.key: Any = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        elif algorithm in CURVES:
            self.key = ec.derive_private_key(0x1234560 + seed, CURVES[algorithm][1]())
        else:
            self.key = rsa_key()

    @property
    def jwk(self) -> dict[str, Any]:
        public = self.key.public_key()
        if self.algorithm == "EdDSA":
            return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
        numbers = public.public_numbers()
        if self.algorithm in CURVES:
            size = (public.key_size + 7) // 8
            x, y = (b64(n.to_bytes(size)) for n in (numbers.x, numbers.y))
            return {"kty": "EC", "crv": CURVES[self.algorithm][0], "x": x, "y": y}
        return {"kty": "RSA", "n": uint(numbers.n), "e": uint(numbers.e)}

    @property
    def pem(self) -> str:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        pem: bytes = self.key.public_key().public_bytes(serialization.Encoding.PEM, form)
        return pem.decode()

    def private_pem(self) -> bytes:
        """Return the private key, for libraries that issue."""
        pem: bytes = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return pem

    @property
    def did(self) -> str:
        """Return the did:jwk of this key."""
        return "did:jwk:" + b64(json.dumps(self.jwk).encode())

    def sign(self, payload: dict[str, Any], **header: Any) -> str:
        """Return ``payload`` as a compact JWS."""
        head = {"alg": self.algorithm, **header}
        parts = [b64(json.dumps(part).encode()) for part in (head, payload)]
        data = ".".join(parts).encode()
        return ".".join([*parts, b64(self.signature(data))])

    def digest(self, data: bytes) -> bytes:
        """Return the hash that goes with this key."""
        return hashlib.new("sha384" if self.algorithm == "ES384" else "sha256", data).digest()

    def signature(self, data: bytes) -> bytes:
        """Return the bare signature over ``data``, as JWA writes it."""
        if self.algorithm == "EdDSA":
            signature: bytes = self.key.sign(data)
            return signature
        if self.algorithm in CURVES:
            size = (self.key.key_size + 7) // 8
            digest = CURVES[self.algorithm][2]
            r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(digest)))
            return r.to_bytes(size) + s.to_bytes(size)
        digest = HASHES[self.algorithm[2:]]
        pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
        scheme = pss if self.algorithm.startswith("PS") else padding.PKCS1v15()
        signature = self.key.sign(data, scheme, digest)
        return signature  # noqa: RET504 - the key is Any, what it signs is bytes


def disclosure(*parts: Any) -> tuple[str, str]:
    """Return a disclosure of an SD-JWT (salt, name, value; or salt, value) and its digest."""
    encoded = b64(json.dumps(parts).encode())
    return encoded, b64(hashlib.sha256(encoded.encode()).digest())


def sd_jwt(key: JoseKey, claims: dict[str, Any], selective: dict[str, Any], **header: Any) -> str:
    """Return an SD-JWT of ``claims`` that discloses every one of ``selective``."""
    made = [disclosure(f"salt {name}", name, value) for name, value in selective.items()]
    payload = {**claims, "_sd_alg": "sha-256", "_sd": sorted(digest for _, digest in made)}
    token = key.sign(payload, **{"typ": "dc+sd-jwt", **header})
    return "~".join([token, *(encoded for encoded, _ in made), ""])


def binding(token: str) -> dict[str, Any]:
    """Return what the holder of an SD-JWT signs to hand it over."""
    return {
        "iat": int(NOW.timestamp()),
        "aud": "https://verifier.example",
        "nonce": "1234",
        "sd_hash": b64(hashlib.sha256(token.encode()).digest()),
    }


def key_bound(holder: JoseKey, token: str, **changes: Any) -> str:
    """Return an SD-JWT as its holder hands it over."""
    return token + holder.sign({**binding(token), **changes}, typ="kb+jwt")


def status_list(
    issuer: Issuer, url: str, marked: set[int], purpose: str = "revocation", **changes: Any
) -> dict[str, Any]:
    """Return an unsigned BitstringStatusListCredential with the bits of ``marked`` set."""
    bits = bytearray(131_072 // 8)
    for index in marked:
        bits[index // 8] |= 0x80 >> index % 8
    return {
        "@context": [V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": "u" + b64(gzip.compress(bytes(bits), mtime=0)),
        },
        **changes,
    }


def entry(url: str, index: object, purpose: str = "revocation") -> dict[str, Any]:
    """Return a ``credentialStatus`` that points at ``index`` of the list at ``url``."""
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": url,
    }


def token_status_list(key: JoseKey, uri: str, data: bytes, bits: object = 1, **changes: Any) -> str:
    """Return a Token Status List of the bytes ``data``; claims that are None are left out."""
    header = {"typ": changes.pop("typ", "statuslist+jwt"), "kid": changes.pop("kid", None)}
    claims = {
        "iss": key.did,
        "sub": uri,
        "iat": int(SAVED.timestamp()),
        "status_list": {"bits": bits, "lst": b64(zlib.compress(data, 9))},
        **changes,
    }
    stated = {name: value for name, value in claims.items() if value is not None}
    return key.sign(stated, **{name: value for name, value in header.items() if value})


def judge(document: object, web: Web | None = None, **circumstances: Any) -> Verdict:
    """Return the verdict on ``document``: JSON, a compact JWS, or bytes."""
    if isinstance(document, str):
        data = document.encode()
    else:
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
    given = {"now": NOW, "contexts": ShippedContexts(), "documents": web or Web(), **circumstances}
    return verify_bytes(data, "badge.json", Circumstances(**given))


def reason(verdict: Verdict, check_id: CheckId) -> str:
    """Return the reason of the only check of that id."""
    return only(verdict, check_id).reason


def only(verdict: Verdict, check_id: CheckId) -> Check:
    assert verdict.report is not None, verdict.error
    (check,) = verdict.report.of(check_id)
    return check
