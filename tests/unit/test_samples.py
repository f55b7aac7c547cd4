"""The sample badges: issued the same every time, and judged as their table says."""

from __future__ import annotations

import base64
import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from wallet import resources
from wallet.credential.model import Credential
from wallet.documents.saved import SavedDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.formats.picture import shown
from wallet.verify import trust
from wallet.verify.pipeline import Circumstances, verify_bytes
from wallet.verify.report import Authenticity, CheckId, IssuerStanding, RecipientMatch, Standing
from wallet.verify.verdict import Verdict

SAMPLES = resources.path("samples")
ISSUE = Path(__file__).parents[2] / "packaging" / "samples" / "issue.py"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEARNER = "ada.okafor@example.org"
LAPSE_SOON = {"badges/first-aid.png", "badges/food-hygiene.svg"}
RESERVED = re.compile(r"(.+\.)?example(\.(org|com|net|edu))?")
OF_STANDARDS = {"credreg.net", "openbadges.org", "www.w3.org", "w3id.org", "purl.imsglobal.org"}


def table(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = table("samples.tsv")


def verdict(file: str, now: datetime = NOW) -> Verdict:
    circumstances = Circumstances(
        now=now,
        contexts=ShippedContexts(),
        documents=SavedDocuments(SAMPLES / "documents"),
        identities=(LEARNER,),
        registries=trust.read(SAMPLES / "registry.json"),
    )
    return verify_bytes((SAMPLES / file).read_bytes(), file, circumstances)


def credential(file: str) -> Credential:
    found = verdict(file).credential
    assert found is not None
    return found


def said(judged: Verdict) -> dict[str, str]:
    assert judged.error is None, judged.error
    assert judged.report is not None
    assert judged.standard is not None
    assert judged.container is not None
    return {
        "standard": judged.standard.value,
        "container": judged.container.value,
        "authenticity": judged.report.authenticity.value,
        "standing": judged.report.standing.value,
        "issuer": judged.report.issuer.value,
        "recipient": judged.report.recipient.value,
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_sample_gets_the_verdict_of_its_table(row: dict[str, str]) -> None:
    judged = said(verdict(row["file"]))
    assert judged == {name: row[name] for name in judged}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["standard"] == "openbadges-3.0"], ids=lambda row: row["file"]
)
def test_a_sample_has_the_data_model_of_its_standard(row: dict[str, str]) -> None:
    report = verdict(row["file"]).report
    assert report is not None
    nameless = ["subject-not-identified"] if row["recipient"] == "not-stated" else []
    assert [check.reason for check in report.of(CheckId.SCHEMA)] == ["schema-matches", *nameless]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["file"] not in LAPSE_SOON], ids=lambda row: row["file"]
)
def test_a_sample_keeps_its_verdict_for_years(row: dict[str, str]) -> None:
    judged = said(verdict(row["file"], datetime(2029, 12, 31, tzinfo=UTC)))
    assert judged == {name: row[name] for name in judged}


@pytest.mark.parametrize("file", sorted(LAPSE_SOON))
def test_a_sample_that_lapses_soon_says_when_in_its_note(file: str) -> None:
    (note,) = (row["note"] for row in ROWS if row["file"] == file)
    expires = credential(file).expires
    assert expires is not None
    assert expires.at.date().isoformat() in note
    assert 20 <= (expires.at - NOW).days <= 110


def test_every_value_of_every_axis_has_a_sample() -> None:
    axes: dict[str, Iterable[StrEnum]] = {
        "authenticity": set(Authenticity),
        "standing": set(Standing),
        "issuer": set(IssuerStanding) - {IssuerStanding.UNKNOWN},  # only without a registry
        "recipient": set(RecipientMatch),
    }
    for axis, values in axes.items():
        assert {row[axis] for row in ROWS} == {value.value for value in values}


def test_every_standard_has_samples_in_its_containers() -> None:
    assert {(row["standard"], row["container"]) for row in ROWS} == {
        ("openbadges-1.0", "png"),
        ("openbadges-1.1", "json"),
        ("openbadges-2.0", "json"),
        ("openbadges-2.0", "jwt"),
        ("openbadges-2.0", "png"),
        ("openbadges-2.0", "svg"),
        ("openbadges-3.0", "json"),
        ("openbadges-3.0", "jwt"),
        ("openbadges-3.0", "png"),
        ("openbadges-3.0", "svg"),
    }


def test_the_tables_list_the_files_that_are_there() -> None:
    for folder, rows in (("badges", ROWS), ("mistakes", table("mistakes.tsv"))):
        there = {f"{folder}/{path.name}" for path in (SAMPLES / folder).iterdir()}
        assert {row["file"] for row in rows} == there


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_sample_says_what_a_learner_wants_to_see(row: dict[str, str]) -> None:
    shows = credential(row["file"])
    assert shows.name
    assert shows.description
    assert shows.issuer.name
    assert shows.issued
    if row["file"] != "badges/quarry-archive.json":  # the one whose picture is only an address
        assert shows.picture is not None
        assert shown(shows.picture) is not None


@pytest.mark.parametrize("row", table("mistakes.tsv"), ids=lambda row: row["file"])
def test_a_mistake_gets_the_error_of_its_table(row: dict[str, str]) -> None:
    error = verdict(row["file"]).error
    assert error is not None
    assert error.code == row["code"]


def test_the_samples_are_issued_again_byte_for_byte(tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    shutil.copytree(SAMPLES, folder)
    assert check(folder) == (0, [])
    altered = folder / "badges" / "dementia-care.json"
    altered.write_bytes(altered.read_bytes().replace(b"Dementia", b"dementia"))
    (folder / "registry.json").unlink()
    (folder / "left-over.json").touch()
    assert check(folder) == (1, ["badges/dementia-care.json", "left-over.json", "registry.json"])


def check(folder: Path) -> tuple[int, list[str]]:
    command = [sys.executable, str(ISSUE), "--check", "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_samples_name_only_hosts_reserved_for_examples() -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    hosts = {host for path in files for host in hosts_in(path.read_bytes())}
    real = {host for host in hosts if not RESERVED.fullmatch(host)}
    assert "college.example" in hosts
    assert "interpreters.example" in hosts  # found inside a JWT only
    assert real <= OF_STANDARDS


def hosts_in(data: bytes) -> set[str]:
    """Return the hosts of the addresses in ``data``, and inside what is base64url in it."""
    segments = re.findall(rb"(?<![A-Za-z0-9_+/-])eyJ[A-Za-z0-9_-]+", data)
    padded = [segment + b"=" * (-len(segment) % 4) for segment in segments]
    texts = [data, *map(base64.urlsafe_b64decode, padded)]
    address = rb"(?:https?://|did:web:|[a-z]{3,}@)([A-Za-z0-9.-]+)"
    return {host.decode() for text in texts for host in re.findall(address, text)}


def test_the_samples_are_small() -> None:
    sizes = {path: path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 1_500_000
    assert max(size for path, size in sizes.items() if path.suffix == ".png") < 50_000
