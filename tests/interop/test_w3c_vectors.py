"""The W3C's vectors for eddsa-rdfc-2022, Ed25519Signature2020 and did:key."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.interop.corpus import CORPUS
from wallet.documents.document import Document, NoDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.verify import keys
from wallet.verify.canonical import canonical_nquads
from wallet.verify.controller import ControllerDocument, issuer_document
from wallet.verify.keys import KeyKind
from wallet.verify.proofs import data_integrity
from wallet.verify.proofs.evidence import Evidence

EDDSA = CORPUS / "vc-di-vectors/vc-di-eddsa"
DID_KEY = CORPUS / "vc-di-vectors/did-method-key/test-vectors"

SUITES = [
    (EDDSA / "TestVectors/eddsa-rdfc-2022", "DataInt"),
    (EDDSA / "TestVectors/Ed25519Signature2020", "EdSig"),
]


class CorpusContexts(ShippedContexts):
    """The shipped contexts, and those of the corpus that only the vectors use."""

    def __init__(self) -> None:
        super().__init__()
        table = (CORPUS / "contexts/URL_MAP.tsv").read_text().splitlines()
        self._more = {
            row["context_url"]: (CORPUS / "contexts" / row["file"]).read_bytes()
            for row in csv.DictReader(table, delimiter="\t")
        }

    def get(self, url: str) -> Document | None:
        if url in self._more:
            return Document(url, self._more[url])
        return super().get(url)


pytestmark = pytest.mark.skipif(
    not EDDSA.is_dir(), reason="the corpus of real files is not beside this checkout"
)


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.mark.parametrize(("folder", "end"), SUITES, ids=["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_canonical_form_and_hashes_are_the_vectors(folder: Path, end: str) -> None:
    signed = read(folder / f"signed{end}.json")
    unsecured = {name: value for name, value in signed.items() if name != "proof"}
    nquads = canonical_nquads(unsecured, CorpusContexts())
    assert nquads == (folder / f"canonDoc{end}.txt").read_text()
    digest = hashlib.sha256(str(nquads).encode()).hexdigest()
    assert digest == (folder / f"docHash{end}.txt").read_text().strip()
    options = canonical_nquads(read(folder / f"proofConfig{end}.json"), CorpusContexts())
    assert options == (folder / f"proofCanon{end}.txt").read_text()


@pytest.mark.parametrize(("folder", "end"), SUITES, ids=["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_the_signed_documents_verify_and_a_changed_one_does_not(folder: Path, end: str) -> None:
    signed = read(folder / f"signed{end}.json")
    issuer = signed["issuer"] if isinstance(signed["issuer"], str) else signed["issuer"]["id"]
    evidence = Evidence(NoDocuments(), CorpusContexts(), datetime(2026, 11, 23, tzinfo=UTC))
    verdict = data_integrity.verify(signed, signed["proof"], issuer, evidence)
    assert verdict.proof.reason == "signature-valid"
    data = data_integrity.signed_bytes(signed, signed["proof"], evidence)
    assert isinstance(data, bytes)
    assert data.hex() == (folder / f"combinedHash{end}.txt").read_text().strip()
    signed["validFrom"] = "2023-01-02T00:00:00Z"
    verdict = data_integrity.verify(signed, signed["proof"], issuer, evidence)
    assert verdict.proof.reason == "signature-invalid"


def test_the_employment_vector_verifies_from_its_published_canonical_form() -> None:
    # Its context, citizenship/v4rc1, is neither shipped nor in the corpus.
    folder = EDDSA / "eddsa-rdfc-2022/employ"
    signed = read(folder / "signedDataInt.json")
    parts = [
        (folder / name).read_bytes() for name in ("proofCanonDataInt.txt", "canonDocDataInt.txt")
    ]
    data = b"".join(hashlib.sha256(part).digest() for part in parts)
    assert data.hex() == (folder / "combinedHashDataInt.txt").read_text().strip()
    method = signed["proof"]["verificationMethod"].partition("#")[2]
    signature = base58.b58decode(signed["proof"]["proofValue"][1:])
    key = keys.from_multibase(method)
    assert key.verifies(signature, data, "EdDSA")
    assert not key.verifies(signature, data[:-1] + b"\0", "EdDSA")


def did_keys() -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for file in sorted(DID_KEY.glob("*.json")) if DID_KEY.is_dir() else []:
        about = read(file)
        for did, vector in (about.get("didDocument", about)).items():
            found.append((did, vector.get("didDocument", vector)))
    return found


def material(method: dict[str, Any]) -> keys.PublicKey | bytes:
    if "publicKeyJwk" in method:
        return keys.from_jwk(method["publicKeyJwk"])
    return base58.b58decode(method["publicKeyBase58"])


UNLIKE_THE_SPECIFICATION = (
    # A composite of two BLS keys; the vector names only the second by its own fragment.
    "did:key:z5TcCmGLu7HrkT5FTnejDTKcH11LPMQLXMPHTRyzY4KdRvqpPLprH7s1ddWFD38cAkZoiDtofUmJVZyEweU"
    "TfwjG5H3znk3ir4tzmuDBUSNbNQ7U6jJqj5bkQLKRaQB1bpFJKGLEq3EBwsfPutL5D7p78kFeLNHznqbf5oGpik7Sca"
    "DbGLaTLh1Jtadi6VmPNNd44Cojk"
)


@pytest.mark.parametrize(("did", "expected"), did_keys(), ids=lambda v: str(v)[:40])
def test_did_key_documents(did: str, expected: dict[str, Any]) -> None:
    document = issuer_document(did, NoDocuments())
    assert isinstance(document, ControllerDocument), document
    assert document.id == did
    if did == UNLIKE_THE_SPECIFICATION:
        return
    assert document.assertion == frozenset(expected.get("assertionMethod", []))
    assert document.authentication == frozenset(expected.get("authentication", []))
    for method in expected.get("verificationMethod", []):
        if method["id"] not in document.methods:
            continue  # the X25519 key that is derived for encrypting, which nothing signs with
        key = document.methods[method["id"]].key
        assert key is not None
        stated = material(method)
        if isinstance(stated, bytes) and isinstance(key.native, ec.EllipticCurvePublicKey):
            form = (serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
            assert key.native.public_bytes(*form) == stated
        elif isinstance(stated, bytes):
            assert key.raw == stated
        elif key.kind is not KeyKind.OTHER:
            assert key == stated
