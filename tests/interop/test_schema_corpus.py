"""What the data models of the standards say of every Open Badge 3.0 and CLR 2.0 of the corpus.

A file that is not in ``MISMATCHES`` matches; one that is differs there, and nowhere before. The
1EdTech validator's own tests tell of its fixtures which are wrong by their shape.
"""

from __future__ import annotations

import re

import pytest

from tests.interop.corpus import NOW, Mocked, Row, rows
from wallet.documents.shipped import ShippedContexts
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import CheckId, Outcome

DCC = "ob3/vc-test-fixtures/"
VALIDATOR = "ob3/1edtech-validator/"

MISMATCHES = {
    # The DCC writes the issuer's picture as an address; Open Badges ask for an Image.
    **dict.fromkeys(
        [
            f"{DCC}v1/{proof}/{name}.json"
            for proof, names in {
                "dataIntegrityProof/didKey": (
                    "fourRegistry-noStatus-noExpiry", "legacy-noStatus-noExpiry",
                    "noRegistry-noStatus-noExpiry", "oidf-noStatus-expired",
                    "oidf-noStatus-noExpiry",
                ),
                "dataIntegrityProof/didWeb": ("legacy-noStatus-noExpiry", "oidf-noStatus-noExpiry"),
                "ed25519/didKey": (
                    "fourRegistry-noStatus-noExpiry", "legacy-noStatus-expired",
                    "noRegistry-noStatus-noExpiry", "oidf-noStatus-expired",
                    "oidf-noStatus-noExpiry",
                ),
                "ed25519/didWeb": ("legacy-noStatus-noExpiry", "oidf-noStatus-noExpiry"),
            }.items()
            for name in names
        ],
        ("issuer.image", "object"),
    ),
    # 1.1 wants the issuer in full.
    f"{DCC}v1/ed25519/didKey/legacy-noStatus-noExpiry-stringIssuerId.json": ("issuer", "object"),
    # Kinds of achievement that neither the standard lists nor "ext:" marks as one's own.
    **dict.fromkeys(
        [
            f"{DCC}v2/dataIntegrityProof/didKey/legacyRegistry-noStatus-{name}.json"
            for name in (
                " noExpiry-credSubjName", "noExpiry-credName", "noExpiry-credSubjName",
                "noExpiry-identityHash",
            )
        ],
        ("credentialSubject.achievement.achievementType", "term"),
    ),
    # Its name says so.
    f"{DCC}v2/dataIntegrityProof/didKey/twoOIDF-revoked-notExpired-badSchema.json": (
        "validFrom", "missing",
    ),
    # An identity of the kind "email"; the standard's word is "emailAddress".
    f"{VALIDATOR}complete_v1.json": ("credentialSubject.identifier[0].identityType", "term"),
    # Upstream's tests of one type each.
    **{
        f"{VALIDATOR}simple-err-{name}-type.json": (path, what)
        for name, path, what in (
            ("credential-subject-achievement-result-description",
             "credentialSubject.achievement.resultDescription[2].type", "own-type"),
            ("credential-subject-identifier", "credentialSubject.identifier[0].type", "term"),
            ("credential-subject-profile", "credentialSubject.source.type", "own-type"),
            ("credential-subject-result", "credentialSubject.result[1].type", "own-type"),
            ("credential-subject", "credentialSubject.type", "own-type"),
            ("evidence", "evidence[1].type", "own-type"),
            ("issuer-otheridentifier", "issuer.otherIdentifier[1].type", "term"),
            ("issuer-parentorg", "issuer.parentOrg.type", "own-type"),
            ("issuer", "issuer.type", "own-type"),
        )
    },
    f"{VALIDATOR}simple-err-proof-method-no-scheme.json": (
        "proof[0].verificationMethod", "address",
    ),
    # Older than the standard: what is achieved stands in no ``achievement``.
    **dict.fromkeys(
        [
            f"{VALIDATOR}simple-{name}"
            for name in ("err-context.json", "err-issued.json", "err-issuer.json", "noproof.json")
        ]
        + [f"{VALIDATOR}simple.jwt"],
        ("credentialSubject.achievement", "missing"),
    ),
    # Of drafts of CLR 2.0: another context, and a badge inside as a token.
    "clr/1edtech-validator/simple-noproof.json": ("@context[1]", "vocabulary"),
    "clr/1edtech-validator/simple_old_safesigned.json": ("@context[1]", "vocabulary"),
    "clr/1edtech-validator/simple.jwt": ("credentialSubject.verifiableCredential[0]", "object"),
}  # fmt: skip

OF_SHAPE = re.compile(r"test\w*(?:Invalid\w+Type|SchemaError): assertInvalid")
"""Upstream's tests of what a schema, or the type of one class, finds."""


def of_standards() -> list[Row]:
    found = rows("ob3/", "clr/")
    return [row for row in found if not row.path.endswith((".txt", ".lines", ".pem"))]


def compared(row: Row) -> tuple[Outcome, str, str] | None:
    circumstances = Circumstances(NOW, ShippedContexts(), Mocked({}))
    report = verify_bytes(row.data, row.path, circumstances).report
    if report is None:
        return None
    check = report.of(CheckId.SCHEMA)[0]
    return check.outcome, check.facts.get("path", ""), check.facts.get("what", "")


@pytest.mark.parametrize("row", of_standards(), ids=lambda row: row.path)
def test_every_file_matches_or_is_known_to_differ(row: Row) -> None:
    told = compared(row)
    if told is None or told[0] is Outcome.SKIPPED:
        assert row.path not in MISMATCHES
    elif row.path in MISMATCHES:
        assert told == (Outcome.WARNING, *MISMATCHES[row.path])
    else:
        assert told == (Outcome.PASSED, "", "")


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in of_standards()
        if OF_SHAPE.search(row.upstream_test) and "UnknownType" not in row.upstream_test
    ],
    ids=lambda row: row.path,
)
def test_what_upstream_finds_wrong_by_its_shape_is_found(row: Row) -> None:
    told = compared(row)
    assert told is not None
    assert told[0] is Outcome.WARNING


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in of_standards()
        if re.search(r": assertValid\b", row.upstream_test) and row.path.startswith("ob3/")
    ],
    ids=lambda row: row.path,
)
def test_an_open_badge_that_upstream_finds_valid_matches(row: Row) -> None:
    assert compared(row) == (Outcome.PASSED, "", "")


def test_the_list_of_mismatches_names_files_that_are_there() -> None:
    paths = {row.path for row in of_standards()}
    if not paths:
        pytest.skip("the corpus of real files is not beside this checkout")
    assert set(MISMATCHES) <= paths
