"""The W3C's vectors for the Data Integrity suites and for did:key."""

from __future__ import annotations

import copy
import csv
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import base58
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.interop.corpus import CORPUS
from wallet.credential.model import Container, Credential, Standard
from wallet.documents.document import Document, NoDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.formats.read import Parsed
from wallet.verify import keys
from wallet.verify.canonical import canonical_nquads
from wallet.verify.controller import ControllerDocument, issuer_document
from wallet.verify.keys import KeyKind
from wallet.verify.proofs import ecdsa_sd, families, jcs
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.report import Check, CheckId, Outcome

EDDSA = CORPUS / "vc-di-vectors/vc-di-eddsa"
DID_KEY = CORPUS / "vc-di-vectors/did-method-key/test-vectors"

ECDSA = CORPUS / "vc-di-vectors/vc-di-ecdsa"
BBS = CORPUS / "vc-di-vectors/vc-di-bbs"
EVER = datetime(2026, 11, 23, tzinfo=UTC)

RDFC = [
    (EDDSA / "TestVectors/eddsa-rdfc-2022", "DataInt", "sha256"),
    (EDDSA / "TestVectors/Ed25519Signature2020", "EdSig", "sha256"),
    (ECDSA / "TestVectors/ecdsa-rdfc-2019-p256", "ECDSAP256", "sha256"),
    (ECDSA / "TestVectors/ecdsa-rdfc-2019-p384", "ECDSAP384", "sha384"),
]
JCS = [
    (EDDSA / "TestVectors/eddsa-jcs-2022", "JCS", "sha256"),
    (ECDSA / "TestVectors/ecdsa-jcs-2019-p256", "JCSECDSAP256", "sha256"),
    (ECDSA / "TestVectors/ecdsa-jcs-2019-p384", "JCSECDSAP384", "sha384"),
]
# Their context, citizenship/v4rc1, is neither shipped nor in the corpus.
UNREADABLE = [
    (EDDSA / "eddsa-rdfc-2022/employ", "DataInt", "EdDSA"),
    (ECDSA / "ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "ES256"),
    (ECDSA / "ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "ES384"),
]
CHAINS = sorted((EDDSA / "TestVectors/proof-set-chain").glob("signedProof*.json"))


def named(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value)


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


@pytest.mark.parametrize(("folder", "end", "hash_name"), RDFC, ids=named)
def test_canonical_form_and_hashes_are_the_vectors(folder: Path, end: str, hash_name: str) -> None:
    signed = read(folder / f"signed{end}.json")
    unsecured = {name: value for name, value in signed.items() if name != "proof"}
    nquads = canonical_nquads(unsecured, CorpusContexts(), hash_name)
    assert nquads == (folder / f"canonDoc{end}.txt").read_text()
    digest = hashlib.new(hash_name, str(nquads).encode()).hexdigest()
    assert digest == (folder / f"docHash{end}.txt").read_text().strip()
    options = canonical_nquads(read(folder / f"proofConfig{end}.json"), CorpusContexts(), hash_name)
    assert options == (folder / f"proofCanon{end}.txt").read_text()


@pytest.mark.parametrize(("folder", "end", "hash_name"), JCS, ids=named)
def test_canonical_json_and_hashes_are_the_vectors(folder: Path, end: str, hash_name: str) -> None:
    signed = read(folder / f"signed{end}.json")
    unsecured = {name: value for name, value in signed.items() if name != "proof"}
    data = jcs.canonical_json(unsecured)
    assert data.decode() == (folder / f"canonDoc{end}.txt").read_text().strip()
    digest = hashlib.new(hash_name, data).hexdigest()
    assert digest == (folder / f"docHash{end}.txt").read_text().strip()
    options = jcs.canonical_json(read(folder / f"proofConfig{end}.json"))
    assert options.decode() == (folder / f"proofCanon{end}.txt").read_text().strip()


@pytest.mark.parametrize(("folder", "end", "_hash"), [*RDFC, *JCS], ids=named)
def test_the_signed_documents_verify_and_a_changed_one_does_not(
    folder: Path, end: str, _hash: str
) -> None:
    signed = read(folder / f"signed{end}.json")
    assert [check.reason for check in proofs_of(signed)] == ["signature-valid", ANY]
    signed["validFrom"] = "2023-01-02T00:00:00Z"
    assert proofs_of(signed)[0].reason == "signature-invalid"


def proofs_of(signed: dict[str, Any]) -> tuple[Check, ...]:
    """Return the checks of the proofs of a vector."""
    issuer = signed["issuer"] if isinstance(signed["issuer"], str) else signed["issuer"]["id"]
    evidence = Evidence(NoDocuments(), CorpusContexts(), EVER)
    parsed = Parsed(Container.JSON, Standard.VC_2_0, Credential(), signed)
    return families.verify(parsed, signed, issuer, evidence)


@pytest.mark.parametrize("file", CHAINS, ids=named)
def test_sets_and_chains_verify_and_a_changed_one_does_not(file: Path) -> None:
    signed = read(file)
    proofs = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
    reasons = [one.reason for one in proofs_of(signed) if one.id is CheckId.PROOF]
    assert reasons == ["signature-valid"] * len(proofs)
    for place, proof in enumerate(proofs):
        changed = copy.deepcopy(signed)
        stated = changed["proof"] if isinstance(signed["proof"], list) else [changed["proof"]]
        stated[place]["created"] = proof["created"].replace("2023", "2022")
        outcomes = [one.outcome for one in proofs_of(changed) if one.id is CheckId.PROOF]
        assert outcomes[place] is Outcome.FAILED
    without = {**signed, "proof": proofs[-1]}
    if "previousProof" in proofs[-1]:
        assert proofs_of(without)[0].reason == "previous-proof-missing"


@pytest.mark.parametrize(("folder", "end", "algorithm"), UNREADABLE, ids=named)
def test_the_employment_vectors_verify_from_their_published_canonical_form(
    folder: Path, end: str, algorithm: str
) -> None:
    signed = read(folder / f"signed{end}.json")
    name = "sha384" if algorithm == "ES384" else "sha256"
    parts = [(folder / f"{part}{end}.txt").read_bytes() for part in ("proofCanon", "canonDoc")]
    data = b"".join(hashlib.new(name, part).digest() for part in parts)
    assert data.hex() == (folder / f"combinedHash{end}.txt").read_text().strip()
    method = signed["proof"]["verificationMethod"].partition("#")[2]
    signature = base58.b58decode(signed["proof"]["proofValue"][1:])
    key = keys.from_multibase(method)
    assert key.verifies(signature, data, algorithm)
    assert not key.verifies(signature, data[:-1] + b"\0", algorithm)
    assert proofs_of(signed)[0].reason == "context-not-known"


def test_proofs_of_bbs_are_told_apart_and_never_failed() -> None:
    found = [
        document
        for file in sorted(BBS.rglob("*.json"))
        if isinstance(document := read(file), dict) and "credentialSubject" in document
    ]
    signed = [one for one in found if one.get("proof", {}).get("proofValue")]
    assert signed
    for document in signed:
        check = proofs_of(document)[0]
        assert (check.outcome, check.reason) == (Outcome.UNKNOWN, "proof-type-not-supported")
        assert check.facts["type"] == "DataIntegrityProof bbs-2023"


@pytest.mark.parametrize("kind", ["prc", "employ"])
def test_selective_disclosure_verifies_from_its_published_statements(kind: str) -> None:
    folder = ECDSA / "ecdsa-sd-2023" / kind
    proof = read(folder / "derivedRevealDocument.json")["proof"]
    value = ecdsa_sd.read_value(proof["proofValue"])
    assert isinstance(value, ecdsa_sd.Derived)
    told = read(folder / "verifyDerivedProofValue.json")
    assert value.base_signature.hex() == told["baseSignature"]
    assert value.label_map == dict(told["labelMap"])
    lines = read(folder / "verifyNQuads.json")
    options = (folder / "addProofConfigCanon.txt").read_text()
    key = keys.from_multibase(proof["verificationMethod"].partition("#")[2])
    assert ecdsa_sd.statements_amiss(options, lines, value, key) is None
    for place in range(len(lines)):
        changed = [*lines[:place], lines[place].replace(" .", " . "), *lines[place + 1 :]]
        assert ecdsa_sd.statements_amiss(options, changed, value, key) is not None
    assert ecdsa_sd.statements_amiss(options, lines[1:], value, key) is not None


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
