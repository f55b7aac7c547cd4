"""Our verdicts beside those of two other verifiers, on the same bytes and documents.

``openvc-core`` and ``openbadgeslib`` are independent of each other's rules and of ours. Where
one of them and this program do not agree on whether a badge is authentic, the difference is
explained in ``EXPLAINED``; one that is not fails, and so does an explanation that nothing needs.
"""

from __future__ import annotations

import json
import re
import socket
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob2 import OB2Verifier
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier
from openbadgeslib.verify import issuer_did_from_document, issuer_did_from_token
from openvc.did.base import DidResolver, DidResolverRegistry
from openvc.did.did_jwk import DidJwkResolver
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.verify import VerificationPolicy, verify_credential

from tests.interop.corpus import NOW, Mocked
from tests.interop.test_corpus import credentials, fixtures_of_dcc, mocked_for_ob2
from wallet import resources
from wallet.documents.document import Documents
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats.unpack import unpack
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Authenticity

ACCEPTED = "accepted"
CONTEXTS = ShippedContexts()

EXPLAINED = {
    "openvc": {
        "UnknownCredentialFormat": "it takes neither Ed25519Signature2020, nor lists of proofs",
        "ClaimsInvalid: no embedded `vc` object": "it takes VC-JWTs of data model 1.1 only",
        "algorithm 'RS256' is not permitted": "it takes no RSA",
        "not yet valid": "it mixes dates and authenticity",
        "not in the DID": "the method is listed in full under assertionMethod only",
        "not in compacted form": (
            "it refuses JSON that JSON-LD would have written shorter; what it says is signed"
        ),
    },
    "openbadgeslib": {
        "which the RDF-canonicalized proof does not sign": (
            "it refuses issuanceDate and expirationDate; data model 1.1 defines and signs them"
        ),
        "is not in the bundled allowlist": "it ships fewer contexts",
        "must have an 'id' or an 'identifier'": "Open Badges 3.0 asks for neither",
        "is not an OpenBadgeCredential": "it takes badges, not status lists and other credentials",
        "no supported Data Integrity proof": "it does not take Ed25519Signature2020",
        "unsupported DID method: 'did:jwk": "it takes did:key and did:web",
        "not yet valid": "it mixes dates and authenticity",
        "has expired": "it mixes dates and authenticity",
        "not same-origin with the issuer": "http and https of one host; the 1EdTech tests pass it",
        "assertion.badge must be a string": "it takes no badge class inside the assertion",
    },
}


@dataclass(frozen=True)
class Compared:
    """One input: what we say of it, and what the other says."""

    name: str
    ours: Authenticity
    other: str
    theirs: str

    @property
    def agree(self) -> bool:
        return (self.ours is Authenticity.VERIFIED) == (self.theirs == ACCEPTED)


def inputs() -> list[tuple[str, bytes, Documents]]:
    found: list[tuple[str, bytes, Documents]] = []
    dcc = Mocked(fixtures_of_dcc())
    found += [(row.path, row.data, dcc) for row in credentials("ob3/", "clr/")]
    found += [(row.path, row.data, mocked_for_ob2(row)) for row in credentials("ob1-ob2/")]
    samples = resources.path("samples")
    saved = SavedDocuments(samples / "documents")
    found += [(one.name, one.read_bytes(), saved) for one in sorted(samples.glob("badges/*"))]
    return found


def with_openvc(payload: str, documents: Documents) -> None:
    def fetch(url: str) -> dict[str, Any]:
        found = documents.get(url)
        if found is None:
            raise OpenvcError(f"{url} is not at hand")
        answer: dict[str, Any] = json.loads(found.data)
        return answer

    contexts = {url: json.loads(file.read_bytes()) for url, file in CONTEXTS.files().items()}
    policy = VerificationPolicy(
        now=NOW, require_status=False, require_not_expired=False, require_not_revoked=False
    )
    resolvers: list[DidResolver] = [DidKeyResolver(), DidJwkResolver(), DidWebResolver(fetch=fetch)]
    verify_credential(
        json.loads(payload) if payload.startswith("{") else payload,
        policy=policy,
        resolver=DidResolverRegistry(resolvers),
        extra_contexts=contexts,
    )


def with_openbadgeslib(payload: str, documents: Documents) -> None:
    def download(url: str) -> bytes:
        found = documents.get(url)
        if found is None or found.status != 200:
            raise OSError(f"{url} is not at hand")
        return found.data

    if '"https://w3id.org/openbadges/v2"' in payload:
        OB2Verifier(download=download).verify_hosted(payload)
    elif payload.startswith("{"):
        issuer = issuer_did_from_document(payload)
        OB3LdpVerifier.for_issuer_did(issuer, download).verify(payload, download=download)
    elif "openbadges/v2" in str(OB3Verifier._decode_unverified(payload)):
        OB2Verifier(download=download).verify(payload)
    else:
        issuer = issuer_did_from_token(payload)
        OB3Verifier.for_issuer_did(issuer, download).verify(payload, download=download)


def answer(ask: Callable[[str, Documents], None], payload: str, documents: Documents) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ask(payload, documents)
    except (OpenvcError, LibOpenBadgesException) as error:
        return f"{type(error).__name__}: {error}"
    return ACCEPTED


@pytest.fixture(scope="module")
def compared(corpus: Path) -> list[Compared]:
    assert corpus.is_dir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", None)
        patch.setattr(socket, "getaddrinfo", None)
        return compare()


def compare() -> list[Compared]:
    found = []
    for name, data, documents in inputs():
        verdict = verify_bytes(data, name, Circumstances(NOW, CONTEXTS, documents))
        try:
            payload = unpack(data, name).payload.decode().strip()
        except UnusableInput:
            continue
        if verdict.report is None or verdict.standard.value.startswith("openbadges-1"):
            continue
        ours = verdict.report.authenticity
        others = {"openbadgeslib": with_openbadgeslib}
        if not verdict.standard.value.startswith("openbadges-2"):
            others["openvc"] = with_openvc
        found += [
            Compared(name, ours, other, answer(ask, payload, documents))
            for other, ask in others.items()
        ]
    return found


def explanation(one: Compared) -> str | None:
    return next((key for key in EXPLAINED[one.other] if re.search(key, one.theirs)), None)


@pytest.mark.parametrize("other", EXPLAINED)
def test_nothing_is_accepted_by_others_that_we_do_not_verify(
    compared: list[Compared], other: str
) -> None:
    theirs = [one for one in compared if one.other == other and one.theirs == ACCEPTED]
    assert len(theirs) >= 10
    assert [one for one in theirs if one.ours is not Authenticity.VERIFIED] == []


@pytest.mark.parametrize("other", EXPLAINED)
def test_every_difference_is_explained(compared: list[Compared], other: str) -> None:
    differing = [one for one in compared if one.other == other and not one.agree]
    assert [one for one in differing if explanation(one) is None] == []
    assert {explanation(one) for one in differing} == set(EXPLAINED[other])
