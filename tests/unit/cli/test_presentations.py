"""Presentations at the command line: verified, and taken apart into the badges they hand over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.share.test_presentation import (
    BUOYS,
    KNOTS,
    LEARNER,
    SCHOOL,
    SELECTIVE,
    TOKEN,
    added_credential,
    made,
)
from wallet.share import presentation

from .conftest import BADGES, Lw

CHECKOUT = Path(__file__).resolve().parents[3]


def saved(folder: Path, document: dict[str, Any]) -> Path:
    file = folder / "vp.json"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a presentation of two badges."""
    return saved(tmp_path, made(("knots", KNOTS), ("tides", TOKEN)))


def test_verify_says_of_each_badge_whether_it_is_true_and_who_handed_it_over(
    lw: Lw, file: Path
) -> None:
    answer = lw("verify", file, "--json")
    results = answer.json["results"]
    assert [one["source"] for one in results] == [f"{file}#1", f"{file}#2"]
    assert [one["authenticity"] for one in results] == ["verified", "verified"]
    for one in results:
        assert set(one["presentation"]) == {
            "holder", "authenticity", "audience", "nonce", "created", "expires", "checks",
        }  # fmt: skip
        assert one["presentation"]["holder"] == LEARNER.id
        assert one["presentation"]["authenticity"] == "verified"
        assert one["presentation"]["audience"] == SCHOOL
        assert [check["id"] for check in one["presentation"]["checks"]] == [
            "proof", "holder-key", "audience", "nonce",
        ]  # fmt: skip
    assert answer.status == 0


def test_verify_compares_to_whom_it_was_handed_over(lw: Lw, file: Path) -> None:
    asked = lw("verify", file, "--audience", SCHOOL, "--nonce", "4711")
    assert asked.status == 0
    assert f"It was handed over to {SCHOOL}, as was asked for." in asked.out
    replayed = lw("verify", file, "--audience", "https://employer.example")
    assert replayed.status == 1
    assert f"It was handed over to {SCHOOL}, not to https://employer.example" in replayed.out
    assert lw("verify", file, "--nonce", "other").status == 1


def test_a_broken_handing_over_is_not_passed_in_silence(lw: Lw, tmp_path: Path) -> None:
    answer = lw("verify", saved(tmp_path, added_credential(made(("knots", KNOTS)))))
    assert answer.status == 1
    assert answer.out.count("Verified") == 2
    assert f"handed over by {LEARNER.id}" in answer.out
    assert "authenticity: failed" in answer.out


def test_add_says_who_handed_over_what_was_added(lw: Lw, file: Path) -> None:
    assert lw("init").status == 0
    answer = lw("add", file, "--json")
    (told,) = answer.json["presentations"]
    assert (told["source"], told["badges"]) == (str(file), 2)
    assert (told["holder"], told["audience"]) == (LEARNER.id, SCHOOL)
    assert told["authenticity"] == "verified"
    again = lw("add", file, BADGES / "first-aid.png")
    assert again.out.count(f"handed over by {LEARNER.id}") == 1


def test_one_that_nobody_signed_changes_no_verdict(lw: Lw, tmp_path: Path) -> None:
    file = tmp_path / "vp.json"
    file.write_bytes(presentation.unsigned([("knots", KNOTS.encode())]).data)
    answer = lw("verify", file)
    assert answer.status == 0
    assert "handed over by (nobody is named)" in answer.out
    assert "Nobody signed for handing it over" in answer.out
    assert "a signé sa remise" in lw("verify", file, "--lang", "fr").out


def test_of_a_presentation_its_badges_are_kept_as_they_were_signed(lw: Lw, tmp_path: Path) -> None:
    lw("init")
    payloads = [text.encode() for text in (KNOTS, BUOYS, TOKEN, SELECTIVE)]
    file = tmp_path / "vp.json"
    file.write_bytes(presentation.unsigned([("badge", one) for one in payloads]).data)
    added = lw("add", file, "--json").json["added"]
    assert [one["file_name"] for one in added] == [
        "vp-1.json", "vp-2.json", "vp-3.jwt", "vp-4.jwt",
    ]  # fmt: skip
    assert {one["presentation"] for one in added} == {None}
    knots = tmp_path / "knots.json"
    knots.write_bytes(KNOTS.encode())
    # The same badge, from its file or out of a presentation, is one badge.
    assert len(lw("add", knots, "--json").json["already"]) == 1
    lw("export", *(one["id"] for one in added), "--out", tmp_path / "out")
    assert [(tmp_path / "out" / one["file_name"]).read_bytes() for one in added] == payloads


def test_an_empty_one_is_one_line(lw: Lw, tmp_path: Path) -> None:
    empty = {"@context": [], "type": "VerifiablePresentation", "verifiableCredential": []}
    answer = lw("verify", saved(tmp_path, empty))
    assert answer.status == 2
    assert answer.err.count("error: ") == 1
    assert "hands over no credentials at all" in answer.err


def test_an_ordinary_badge_does_not_load_what_reads_presentations() -> None:
    run = (
        "import sys; from wallet.__main__ import main; main(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    names = ("beekeeping.json", "first-aid.png", "welding-safety.jws")
    command = [sys.executable, "-c", run, "verify", *(str(BADGES / name) for name in names)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, timeout=60)  # noqa: S603 - our own
    loaded = set(done.stderr.decode().split())
    assert "wallet.formats.inputs" in loaded
    assert not loaded & {
        "wallet.formats.presentation", "wallet.formats.envelope", "wallet.verify.handover",
    }  # fmt: skip
