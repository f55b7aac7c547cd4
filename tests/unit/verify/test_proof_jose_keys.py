"""Keys in every form they are published in, and what of them is refused."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa, x25519

from tests.issuing import SAVED, Issuer, JoseKey, Web, b64, judge, reason, uint
from wallet.documents.document import Document, NoDocuments
from wallet.verify import keys
from wallet.verify.controller import issuer_document, read_controller_document
from wallet.verify.key_sets import issuer_metadata_url
from wallet.verify.keys import KeyKind, KeyMalformedError
from wallet.verify.methods import ControllerDocument, read_method
from wallet.verify.report import CheckId

COLLEGE = "https://college.example/issuers/1"
CODEC = {"EdDSA": b"\xed\x01", "ES256": b"\x80\x24", "ES384": b"\x81\x24", "ES512": b"\x82\x24",
         "ES256K": b"\xe7\x01", "RS256": b"\x85\x24"}  # fmt: skip


def multibase(key: JoseKey) -> str:
    public = key.key.public_key()
    if key.algorithm == "EdDSA":
        raw = public.public_bytes_raw()
    elif key.algorithm == "RS256":
        raw = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    else:
        form = (serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        raw = public.public_bytes(*form)
    return "z" + base58.b58encode(CODEC[key.algorithm] + raw).decode()


@pytest.mark.parametrize("algorithm", sorted(CODEC))
def test_one_key_is_the_same_in_every_form(algorithm: str) -> None:
    key = JoseKey(algorithm)
    forms = [keys.from_jwk(key.jwk), keys.from_pem(key.pem), keys.from_multibase(multibase(key))]
    assert len(set(forms)) == 1
    assert algorithm in keys.ALGORITHMS[forms[0].kind]


@pytest.mark.parametrize("algorithm", sorted(CODEC))
def test_a_did_key_of_every_kind_signs_tokens(algorithm: str) -> None:
    key = JoseKey(algorithm)
    did = f"did:key:{multibase(key)}"
    token = key.sign(Issuer(1, did).credential(), kid=f"{did}#{multibase(key)}")
    assert reason(judge(token), CheckId.ISSUER_KEY) == "key-listed"


def test_a_key_for_agreeing_on_secrets_is_told_apart_and_signs_nothing() -> None:
    raw = x25519.X25519PrivateKey.from_private_bytes(b"\1" * 32).public_key().public_bytes_raw()
    text = "z" + base58.b58encode(b"\xec\x01" + raw).decode()
    document = issuer_document(f"did:key:{text}", NoDocuments())
    assert isinstance(document, ControllerDocument)
    assert not document.assertion
    assert keys.from_multibase(text).kind is KeyKind.OTHER
    assert not keys.from_multibase(text).verifies(bytes(64), b"", "EdDSA")


@pytest.mark.parametrize(("kty", "crv"), [("EC", "BLS12381_G2"), ("OKP", "Ed448")])
def test_a_jwk_of_a_curve_that_is_not_used_here_is_told_apart(kty: str, crv: str) -> None:
    key = keys.from_jwk({"kty": kty, "crv": crv, "x": b64(b"x"), "y": b64(b"y")})
    assert (key.kind, key.name) == (KeyKind.OTHER, crv)
    assert not key.verifies(bytes(64), b"", "EdDSA")


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        [],
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "EC", "crv": "P-256"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": b64(b"\1" * 32), "y": b64(b"\1" * 32)},
        {"kty": "EC", "crv": ["P-256"], "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "Ed25519", "x": b64(bytes(31))},
        {"kty": "OKP", "crv": "Ed25519", "x": b64(bytes(32))},
        {"kty": "OKP", "crv": "Ed25519", "x": b64(bytes(32)) + "="},
        {"kty": "RSA", "n": uint(2**1023 + 1), "e": "AQAB"},
        {"kty": "RSA", "n": uint(2**9000 + 1), "e": "AQAB"},
        {"kty": "RSA", "n": uint(2**2047 + 1), "e": uint(2**90 + 1)},
        {"kty": "RSA", "n": uint(2**2047 + 1), "e": "AA"},
    ],
    ids=str,
)
def test_what_is_no_key_or_a_weak_one_is_refused(jwk: object) -> None:
    with pytest.raises(KeyMalformedError):
        keys.from_jwk(jwk)


def test_a_short_rsa_key_in_pem_is_refused() -> None:
    public = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - that is the point
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(KeyMalformedError, match="1024"):
        keys.from_pem(pem)


def test_a_key_in_base58_is_of_the_kind_its_type_says() -> None:
    key = JoseKey("EdDSA")
    text = base58.b58encode(key.key.public_key().public_bytes_raw()).decode()
    entry = {"id": "#one", "controller": COLLEGE, "publicKeyBase58": text}
    of_2018 = read_method({**entry, "type": "Ed25519VerificationKey2018"}, COLLEGE)
    assert of_2018 is not None
    assert of_2018.id == f"{COLLEGE}#one"
    assert of_2018.key == keys.from_jwk(key.jwk)
    untyped = read_method(entry, COLLEGE)
    assert untyped is not None
    assert untyped.key is None


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": multibase(JoseKey("ES256"))},
        {"publicKeyMultibase": multibase(JoseKey("ES256")), "publicKeyJwk": JoseKey("EdDSA").jwk},
        {"type": "Ed25519VerificationKey2018", "publicKeyBase58": "0OIl"},
        {"type": ["Multikey"]},
        {"publicKeyPem": "-----BEGIN NOTHING-----"},
        {"publicKeyPem": 7},
    ],
)
def test_a_method_that_contradicts_itself_has_no_key(entry: dict[str, Any]) -> None:
    method = read_method({"id": "#one", "controller": COLLEGE, **entry}, COLLEGE)
    assert method is not None
    assert method.key is None


@pytest.mark.parametrize("entry", [None, 7, "x", {}, {"id": 7}, []])
def test_what_is_no_method_is_passed_over(entry: object) -> None:
    assert read_method(entry, COLLEGE) is None


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("https://college.example", "https://college.example/.well-known/jwt-vc-issuer"),
        ("https://college.example/", "https://college.example/.well-known/jwt-vc-issuer"),
        (
            "https://college.example:8443/a/1",
            "https://college.example:8443/.well-known/jwt-vc-issuer/a/1",
        ),
        ("http://college.example", None),
        ("https://college.example/?a=1", None),
        ("https://[college.example", None),
        ("did:web:college.example", None),
    ],
)
def test_where_an_issuers_metadata_is(issuer: str, url: str | None) -> None:
    assert issuer_metadata_url(issuer) == url


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"id":1}', b'{"keys":7}', b'{"kty":"EC"}'])
def test_a_key_document_that_is_none_gives_no_key(body: bytes) -> None:
    web = Web()
    web.put(COLLEGE, {"id": COLLEGE, "assertionMethod": ["https://college.example/key"]})
    web.put("https://college.example/key", body)
    key = JoseKey("ES256")
    token = key.sign(Issuer(1, COLLEGE).credential(), kid="https://college.example/key")
    verdict = judge(token, web)
    assert verdict.report is not None
    assert verdict.report.authenticity.value == "undetermined"


def test_a_document_sends_us_to_few_addresses() -> None:
    asked: list[str] = []

    class Counting:
        def get(self, url: str) -> Document | None:
            asked.append(url)
            return None

    listed = [f"https://college.example/{n}" for n in range(1_000)]
    body = b'{"id":"%b","assertionMethod":%b}' % (
        COLLEGE.encode(),
        str(listed).replace("'", '"').encode(),
    )
    read_controller_document(COLLEGE, Document(COLLEGE, body, SAVED), Counting())
    assert len(asked) <= 10


def test_an_issuer_met_again_is_not_read_again() -> None:
    key = JoseKey("ES256")
    for issuer in (f"did:key:{multibase(key)}", key.did):
        assert issuer_document(issuer, NoDocuments()) is issuer_document(issuer, NoDocuments())


def test_what_few_badges_need_is_not_loaded_for_all() -> None:
    code = (
        "import sys, wallet.verify.pipeline;"
        "heavy = ('joserfc', 'cryptography.x509', 'cryptography.hazmat.primitives.serialization');"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)  # noqa: S603 - our own interpreter
    assert ran.stdout.strip() == b"[]"
