"""``cv`` at the command line: what is printed, written, merged and remembered."""

from __future__ import annotations

import copy
import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.verify.test_proof_ecdsa_sd import BASE as BASE_PROOF
from wallet.cli import arguments
from wallet.cv import choices as choosing
from wallet.cv.choices import Choices
from wallet.cv.forms import FORMS
from wallet.formats.inputs import Source, opened

from .conftest import BADGES, SAMPLES, Lw

PAGE = "https://badges.example.org/v"
RESUME = '{\n  "basics": {"name": "Ada"},\n  "certificates": [{"name": "Her own"}]\n}\n'


@pytest.fixture
def ids(filled: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the badges' ids by their files; the call is made from an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert filled("check", "--documents", SAMPLES / "documents").status == 0
    found = filled("list", "--json").json["credentials"]
    return {one["file_name"]: one["id"] for one in found}


def here(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "here").iterdir())


def test_the_command_line_offers_what_there_is() -> None:
    assert set(arguments.CV_FORMS) == set(FORMS)
    usual = json.loads(choosing.write(Choices()))
    assert {*arguments.CV_CHOICES, *arguments.CV_SWITCHES} == set(usual)
    for name, (values, _text) in arguments.CV_CHOICES.items():
        assert [value.value for value in type(getattr(Choices(), name))] == list(values), name


@pytest.mark.parametrize("form", [form.key for form in FORMS.values() if not form.text])
def test_a_form_that_is_a_file_is_written_where_one_is(
    filled: Lw, ids: dict[str, str], form: str, tmp_path: Path
) -> None:
    written = filled("cv", *ids.values(), "--as", form, "--qr")
    assert (written.status, written.out) == (0, f"{FORMS[form].file_name}\n")
    assert here(tmp_path) == [FORMS[form].file_name]
    first = Path(FORMS[form].file_name).read_bytes()
    assert first[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")
    told = filled("cv", *ids.values(), "--as", form, "--qr", "--json").json["cv"]
    assert (told["text"], told["media_type"]) == (None, FORMS[form].media_type)
    assert told["path"] == f"{FORMS[form].stem} (2){FORMS[form].suffix}"
    assert Path(told["path"]).read_bytes() == first


@pytest.mark.parametrize("form", [form.key for form in FORMS.values() if form.text])
def test_every_text_is_made_printed_and_written(
    filled: Lw, ids: dict[str, str], form: str, tmp_path: Path
) -> None:
    printed = filled("cv", *ids.values(), "--as", form)
    assert printed.status == 0
    assert "Dementia Care" in printed.out
    assert here(tmp_path) == []
    written = filled("cv", *ids.values(), "--as", form, "--out", ".")
    assert (written.status, written.out) == (0, f"{FORMS[form].file_name}\n")
    assert Path(FORMS[form].file_name).read_bytes().decode() == printed.out
    again = filled("cv", *ids.values(), "--as", form, "--out", ".")
    stem = Path(FORMS[form].file_name)
    assert again.out == f"{stem.stem} (2){stem.suffix}\n"
    told = filled("cv", *ids.values(), "--as", form, "--json").json["cv"]
    assert told["text"] == printed.out
    assert told["experimental"] == ("experimental" in printed.err)


def test_what_is_not_in_order_is_told_beside(filled: Lw, ids: dict[str, str]) -> None:
    assert filled("add", BADGES / "project-coordination-altered.json").status == 0
    altered = filled("list", "--search", "Coordination", "--json").json["credentials"][0]["id"]
    filled("check", "--documents", SAMPLES / "documents")
    answer = filled("cv", altered, ids["dementia-care.json"], "--as", "linkedin")
    assert answer.status == 0
    assert "Project Coordination: Micro-credential · not verified" in answer.err
    assert "LinkedIn has no place for this: Micro-credential · not verified" in answer.out


def test_expired_ones_are_left_out_when_that_is_chosen(filled: Lw, ids: dict[str, str]) -> None:
    later = "2027-01-31T12:00:00Z"
    labelled = filled("cv", *ids.values(), "--as", "text", now=later)
    assert "Expired on 18 December 2026" in labelled.out
    kept = filled("cv", *ids.values(), "--as", "text", "--expired", "leave-out", now=later)
    assert "First Aid" not in kept.out
    assert "1 badge has expired and was left out" in kept.err


def test_choices_are_kept_by_name_and_typed_ones_come_before_them(
    filled: Lw, ids: dict[str, str]
) -> None:
    one = ids["dementia-care.json"]
    assert "No choices were kept" in filled("cv", "profiles").err
    kept = filled(
        "cv", one, "--as", "text", "--dates", "iso", "--no-skills", "--save-profile", " Nursing\n"
    )
    assert "Issued 2025-06-20" in kept.out
    assert "Skills" not in kept.out
    assert filled("cv", one, "--as", "text", "--profile", "Nursing").out == kept.out
    typed = filled("cv", one, "--as", "text", "--profile", "Nursing", "--dates", "year")
    assert "Issued 2025 " in typed.out
    assert filled("cv", "profiles").out == "Nursing: skills no · language en · dates iso\n"
    (profile,) = filled("cv", "profiles", "--json").json["profiles"]
    assert profile["name"] == "Nursing"
    assert profile["choices"]["dates"] == "iso"
    assert filled("cv", "profiles", "--forget", "Nursing").out == ""
    assert filled("cv", "profiles", "--forget", "Nursing").status == 2
    missing = filled("cv", one, "--as", "text", "--profile", "Bakery")
    assert (missing.status, missing.out) == (2, "")
    assert "no profile is called Bakery" in missing.err


@pytest.mark.parametrize(
    "words",
    [
        ("0000", "--as", "linkedin"),
        ("{id}", "--as", "linkedin", "--out", "file/cv.txt"),
        ("{id}", "--as", "linkedin", "--base", "http://x.example"),
        ("{id}", "--as", "json-resume", "--into", "missing.json"),
    ],
)
def test_a_call_that_fails_remembers_nothing(
    filled: Lw, ids: dict[str, str], words: tuple[str, ...]
) -> None:
    Path("file").write_text("")
    one = ids["dementia-care.json"]
    typed = [word.format(id=one) for word in words]
    answer = filled("cv", *typed, "--save-profile", "Q", "--organization", "1234567")
    assert answer.status == 2
    assert filled("cv", "profiles", "--json").json["profiles"] == []
    found = filled("cv", one, "--as", "linkedin", "--json").json["cv"]["linkedin"]
    assert found[0]["organization"] is None


def test_labels_speak_the_language_of_the_program_or_the_one_chosen(
    filled: Lw, ids: dict[str, str]
) -> None:
    one = ids["dementia-care.json"]
    french = filled("cv", one, "--as", "text", "--lang", "fr").out
    assert "Microcertification" in french
    assert filled("cv", one, "--as", "text", "--language", "fr").out == french
    assert "Micro-credential" in filled("cv", one, "--as", "text").out


def test_an_issuers_organisation_is_given_once(filled: Lw, ids: dict[str, str]) -> None:
    one, other = ids["dementia-care.json"], ids["first-aid.png"]

    def asked(*words: str) -> dict[str, Any]:
        answer = filled("cv", one, "--as", "linkedin", "--json", *words)
        found: dict[str, Any] = answer.json["cv"]["linkedin"][0]
        return found

    assert "organizationName=Harbourside%20College" in asked()["address"]
    given = asked("--organization", "https://www.linkedin.com/company/1234567/")
    assert "organizationId=1234567" in given["address"]
    assert asked()["organization"] == "1234567"
    assert asked("--organization", "")["organization"] is None
    several = filled("cv", one, other, "--as", "linkedin", "--organization", "1")
    assert several.status == 2
    assert "not all of one issuer" in several.err


def test_a_resume_is_merged_in_its_place(filled: Lw, ids: dict[str, str]) -> None:
    resume = Path("resume.json")
    resume.write_text(RESUME)
    resume.chmod(0o644)
    one, other = ids["dementia-care.json"], ids["first-aid.png"]
    first = filled("cv", one, other, "--as", "json-resume", "--into", "resume.json")
    assert (first.status, first.out) == (0, "resume.json\n")
    assert "2 added, 0 changed; nothing else" in first.err
    assert "added: Person-Centred Dementia Care\nadded: First Aid at Work\n" in first.err
    names = [entry["name"] for entry in json.loads(resume.read_bytes())["certificates"]]
    assert names == ["Her own", "Person-Centred Dementia Care", "First Aid at Work"]
    assert resume.read_text().startswith(RESUME[: RESUME.index("[") + 1])
    assert resume.stat().st_mode & 0o777 == 0o644
    second = filled("cv", one, "--as", "json-resume", "--into", "resume.json", "--json").json["cv"]
    changes = second["merged"].pop("changes")
    assert second["merged"] == {"replaced": 1, "added": 0, "staying": 1}
    assert changes == [
        {"name": "Her own", "change": "not-ours"},
        {"name": "Person-Centred Dementia Care", "change": "unchanged"},
        {"name": "First Aid at Work", "change": "stays"},
    ]
    assert json.loads(second["text"])["certificates"][0] == {"name": "Her own"}


def test_a_write_protected_resume_is_not_replaced(filled: Lw, ids: dict[str, str]) -> None:
    resume = Path("resume.json")
    resume.write_text(RESUME)
    resume.chmod(0o444)
    one = ids["dementia-care.json"]
    answer = filled("cv", one, "--as", "json-resume", "--into", "resume.json")
    assert (answer.status, answer.out) == (2, "")
    assert "is write-protected" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert resume.read_text() == RESUME


def test_a_merged_resume_can_be_written_elsewhere(filled: Lw, ids: dict[str, str]) -> None:
    Path("resume.json").write_text(RESUME)
    words = ("--as", "json-resume", "--into", "resume.json", "--out", "new.json")
    assert filled("cv", *ids.values(), *words).out == "new.json\n"
    assert Path("resume.json").read_text() == RESUME
    assert len(json.loads(Path("new.json").read_bytes())["certificates"]) == 5


def test_a_merge_is_tried_without_writing_anything(
    filled: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    words = ("--as", "json-resume", "--into", "resume.json")
    one, other = ids["dementia-care.json"], ids["first-aid.png"]
    Path("resume.json").write_text(RESUME)
    assert filled("cv", one, other, *words).status == 0
    merged = Path("resume.json").read_bytes().replace(b"Harbourside College", b"My College")
    Path("resume.json").write_bytes(merged)
    dry = ("--dry-run", "--save-profile", "Mine", "--out", "new.json")
    tried = filled("cv", one, ids["beekeeping.json"], *words, *dry)
    assert (tried.status, tried.out.splitlines()) == (
        0,
        [
            "left, for it is your own: Her own",
            "changed: Person-Centred Dementia Care",
            "left, from an earlier merge: First Aid at Work",
            "added: Beekeeper, First Year",
        ],
    )
    assert "resume.json was not touched." in tried.err
    told = filled("cv", one, *words, "--dry-run", "--json").json["cv"]
    assert (told["path"], told["text"], told["shared"]) == (None, None, None)
    assert [one["change"] for one in told["merged"]["changes"]] == [
        "not-ours",
        "changed",
        "stays",
    ]
    assert Path("resume.json").read_bytes() == merged
    assert here(tmp_path) == ["resume.json"]
    assert filled("cv", "profiles").out == ""


def test_a_resume_on_a_full_disk_stays_as_it_was(
    filled: Lw, ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("resume.json").write_text(RESUME)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = filled("cv", *ids.values(), "--as", "json-resume", "--into", "resume.json")
    assert (answer.status, answer.out) == (2, "")
    assert "No space left on device" in answer.err
    assert Path("resume.json").read_text() == RESUME
    assert here(tmp_path) == ["resume.json"]


@pytest.mark.parametrize(
    ("text", "told"),
    [("[]", "is no résumé"), ("{", "error:"), (None, "cannot be read")],
)
def test_what_cannot_be_merged_into_is_left_as_it_is(
    filled: Lw, ids: dict[str, str], text: str | None, told: str, tmp_path: Path
) -> None:
    if text is not None:
        Path("resume.json").write_text(text)
    answer = filled("cv", *ids.values(), "--as", "json-resume", "--into", "resume.json")
    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err
    assert here(tmp_path) == ([] if text is None else ["resume.json"])
    assert text is None or Path("resume.json").read_text() == text


def test_the_learners_link_stands_where_it_was_asked_for_and_opens(lw: Lw, tmp_path: Path) -> None:
    """The base proof, which is for the holder alone, is not in it."""
    assert lw("init").status == 0
    (tmp_path / "base.json").write_text(json.dumps(BASE_PROOF))
    assert lw("add", tmp_path / "base.json").status == 0
    one = lw("list", "--json").json["credentials"][0]["id"]

    def certificate(*words: str) -> str:
        out = lw("cv", one, "--as", "csv", *words).out.removeprefix("\ufeff")
        return next(iter(csv.DictReader(io.StringIO(out))))["Certificate"]

    assert PAGE not in certificate("--base", PAGE)
    link = certificate("--base", PAGE, "--link", "any")
    assert link.startswith(f"{PAGE}#1b")
    (source,) = opened(Source("link", link.encode()))
    shown = json.loads(source.data or b"")["proof"]["proofValue"]
    assert (shown[:5], BASE_PROOF["proof"]["proofValue"][:5]) == ("u2V0B", "u2V0A")
    assert certificate("--link", "any") == ""


def test_a_badge_that_must_not_be_shown_whole_stands_in_a_cv_without_a_link(
    lw: Lw, tmp_path: Path
) -> None:
    assert lw("init").status == 0
    broken = copy.deepcopy(BASE_PROOF)
    broken["proof"]["proofValue"] = broken["proof"]["proofValue"][:-8]
    (tmp_path / "broken.json").write_text(json.dumps(broken))
    lw("add", tmp_path / "broken.json", BADGES / "beekeeping.json")
    ids = [one["id"] for one in lw("list", "--json").json["credentials"]]
    told = lw("cv", *ids, "--as", "csv", "--link", "any", "--base", PAGE)
    assert told.status == 0
    rows = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    links = {one["Name"]: one["Certificate"] for one in rows}
    assert len(links) == len(rows) == 2
    assert sorted(link.startswith(PAGE) for link in links.values()) == [False, True]


def test_a_code_that_was_asked_for_and_cannot_be_is_told(filled: Lw, ids: dict[str, str]) -> None:
    chosen = (ids["beekeeping.json"], ids["dementia-care.json"])
    words = ("--qr", "--link", "any", "--base", PAGE)
    pdf = filled("cv", *chosen, "--as", "pdf", *words)
    assert pdf.status == 0
    assert "1 badge is too large for a QR code: Beekeeper, First Year" in pdf.err
    assert "QR code" not in filled("cv", *chosen, "--as", "csv", *words).err
    assert "QR code" not in filled("cv", *chosen, "--as", "pdf", "--link", "any").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--as", "word"), "cannot be"),
        ((), "in which form"),
        (("--as", "text", "--into", "x.json"), "only JSON Resume"),
        (("--as", "text", "--dry-run"), "only a merge"),
        (("--as", "text", "--order", "random"), "cannot be"),
        (("--as", "text", "--base", "http://x.example"), "cannot be the beginning of a link"),
        (("--as", "linkedin", "--organization", "Harbourside"), "is no number"),
        (("--as", "text", "--save-profile", " "), "needs a name"),
        (("--as", "text", "--forget", "Q"), "--forget goes with profiles alone"),
        (("--as", "skills", "--out", "x.png"), "is drawn as SVG: let the name end in .svg"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    filled: Lw, ids: dict[str, str], words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    answer = filled("cv", ids["dementia-care.json"], *words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert told in answer.err
    assert here(tmp_path) == []


def test_a_folder_that_cannot_be_written_to_is_told(filled: Lw, ids: dict[str, str]) -> None:
    Path("file").write_text("")
    answer = filled("cv", *ids.values(), "--as", "text", "--out", "file/cv.txt")
    assert answer.status == 2
    assert "could not be written to" in answer.err


def test_badges_that_are_not_there_are_told(filled: Lw, ids: dict[str, str]) -> None:
    assert ids
    answer = filled("cv", "0000", "--as", "text")
    assert (answer.status, answer.out) == (2, "")
