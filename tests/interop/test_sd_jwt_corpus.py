"""The examples of RFC 9901 and SD-JWT VC: issued and presented by the reference implementation.

The corpus holds their specifications, not their tokens. ``sd-jwt`` makes the tokens from them
and reads them back; what it reads, we read, and ``openvc-core`` where it takes them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK  # type: ignore[import-untyped] # it has none
from openvc.errors import OpenvcError
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from sd_jwt.holder import SDJWTHolder  # type: ignore[import-untyped] # it has none
from sd_jwt.issuer import SDJWTIssuer  # type: ignore[import-untyped] # it has none
from sd_jwt.utils.yaml_specification import (  # type: ignore[import-untyped] # it has none
    load_yaml_specification,
    remove_sdobj_wrappers,
)
from sd_jwt.verifier import SDJWTVerifier  # type: ignore[import-untyped] # it has none

from tests.interop.corpus import CORPUS
from tests.issuing import JoseKey, Web, disclosure
from wallet.documents.shipped import ShippedContexts
from wallet.formats import sd_jwt as form
from wallet.formats import strictjson
from wallet.verify.proofs import sd_jwt
from wallet.verify.proofs.evidence import Evidence, ProofVerdict

ISSUER = "https://issuer.example/of/all"
METADATA = "https://issuer.example/.well-known/jwt-vc-issuer/of/all"
SPECIFICATIONS = sorted((CORPUS / "sd-jwt-openid").glob("*/*/specification.yml"))
OF_SD_JWT_VC = [file for file in SPECIFICATIONS if "vct:" in file.read_text()]
ISSUERS_KEY = JWK.generate(kty="EC", crv="P-256")
HOLDERS_KEY = JWK.generate(kty="EC", crv="P-256")


class Example:
    """One example: the issued token, a presentation of it, and what it says in the end."""

    def __init__(self, file: Path) -> None:
        about = load_yaml_specification(file)
        self.claims = {"iss": ISSUER, **about["user_claims"]}
        self.claims["iss"] = ISSUER
        self.header = {"kid": "one", "typ": "dc+sd-jwt"} if "vct" in self.claims else {"kid": "one"}
        self.issued = SDJWTIssuer(
            self.claims,
            ISSUERS_KEY,
            HOLDERS_KEY,
            "ES256",
            add_decoy_claims=True,
            extra_header_parameters=self.header,
        ).sd_jwt_issuance
        holder = SDJWTHolder(self.issued)
        holder.create_presentation(
            about["holder_disclosed_claims"], "nonce", "verifier", HOLDERS_KEY, "ES256"
        )
        self.presented = holder.sd_jwt_presentation

    def read_by_the_reference(self, token: str) -> dict[str, Any]:
        verifier = SDJWTVerifier(token, lambda *_: ISSUERS_KEY)
        payload: dict[str, Any] = verifier.get_verified_payload()
        return payload


@pytest.fixture(params=SPECIFICATIONS, ids=lambda file: file.parent.name)
def example(request: pytest.FixtureRequest) -> Example:
    return Example(request.param)


def web() -> Web:
    found = Web()
    key = {"kid": "one", **json.loads(ISSUERS_KEY.export_public())}
    found.put(METADATA, {"issuer": ISSUER, "jwks": {"keys": [key]}})
    found.put(ISSUER, {"id": ISSUER, "jwks": {"keys": [key]}})
    return found


def claims_of(token: form.SdJwt) -> dict[str, Any]:
    found = token.disclosed(strictjson.parse(token.payload))
    assert found.reason is None
    return found.claims


def verified(token: form.SdJwt) -> ProofVerdict:
    claims = claims_of(token)
    # The reference dates a key binding by the clock of the machine.
    evidence = Evidence(web(), ShippedContexts(), datetime.now(UTC))
    return sd_jwt.verify(token, claims, claims, ISSUER, evidence)


def test_the_corpus_has_its_examples() -> None:
    assert not CORPUS.is_dir() or len(SPECIFICATIONS) == 18


def test_what_was_issued_reads_as_it_was_written(example: Example) -> None:
    token = form.split(example.issued.encode())
    stated = json.loads(json.dumps(remove_sdobj_wrappers(example.claims)))
    stated["cnf"] = {"jwk": json.loads(HOLDERS_KEY.export_public())}
    assert claims_of(token) == stated
    assert verified(token).verified


def test_what_was_presented_reads_as_the_reference_reads_it(example: Example) -> None:
    token = form.split(example.presented.encode())
    assert token.key_binding is not None
    assert claims_of(token) == example.read_by_the_reference(example.presented)
    assert verified(token).verified


def test_a_presentation_is_a_selection_of_what_was_issued(example: Example) -> None:
    presented = form.split(example.presented.encode())
    issued = form.split(example.issued.encode())
    selected = form.select(issued, presented.disclosures)
    assert set(selected.split(b"~")) == {*example.presented.encode().split(b"~")[:-1], b""}
    assert claims_of(form.split(selected)) == example.read_by_the_reference(selected.decode())


@pytest.mark.parametrize("file", OF_SD_JWT_VC, ids=lambda file: file.parent.name)
def test_openvc_reads_and_verifies_the_same(file: Path) -> None:
    example = Example(file)
    key = json.loads(ISSUERS_KEY.export_public())
    theirs = SdJwtVcProofSuite().verify(
        example.presented, public_key_jwk=key, audience="verifier", nonce="nonce"
    )
    token = form.split(example.presented.encode())
    assert theirs.key_bound
    assert claims_of(token) == theirs.claims


@pytest.mark.parametrize("general", [False, True], ids=["flattened", "general"])
def test_the_json_serialisations_say_the_same(example: Example, *, general: bool) -> None:
    jws, *disclosures, binding = example.presented.split("~")
    protected, payload, signature = jws.split(".")
    beside = {"disclosures": disclosures, "kb_jwt": binding}
    signed = {"protected": protected, "signature": signature, "header": beside}
    document: dict[str, Any] = {"payload": payload}
    document |= {"signatures": [signed]} if general else signed
    token = form.of_json(document)
    assert token == form.split(example.presented.encode())
    assert verified(token).verified


NAME, NAME_DIGEST = disclosure("s1", "level", 3)
ELEMENT, ELEMENT_DIGEST = disclosure("s2", "FR")
FIXED, FIXED_DIGEST = disclosure("s3", "exp", 1)


@pytest.mark.parametrize(
    ("payload", "disclosures"),
    [
        ({}, [NAME]),
        ({"_sd": [NAME_DIGEST]}, [NAME, NAME]),
        ({"_sd": [NAME_DIGEST, NAME_DIGEST]}, [NAME]),
        ({"_sd": [NAME_DIGEST], "level": 1}, [NAME]),
        ({"_sd": [ELEMENT_DIGEST]}, [ELEMENT]),
        ({"list": [{"...": NAME_DIGEST}]}, [NAME]),
        ({"_sd": NAME_DIGEST}, [NAME]),
        ({"_sd": [FIXED_DIGEST]}, [FIXED]),
        ({"_sd": [], "_sd_alg": "md5"}, []),
        ({"...": "x"}, []),
    ],
)
def test_what_we_refuse_openvc_refuses(payload: dict[str, Any], disclosures: list[str]) -> None:
    key = JoseKey("ES256")
    jws = key.sign({"iss": ISSUER, "vct": "v", **payload}, typ="dc+sd-jwt")
    token = "~".join([jws, *disclosures, ""])
    assert (
        form.split(token.encode()).disclosed({"iss": ISSUER, "vct": "v", **payload}).reason
        is not None
    )
    with pytest.raises(OpenvcError):
        SdJwtVcProofSuite().verify(token, public_key_jwk=key.jwk)
