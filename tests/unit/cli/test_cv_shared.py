"""A CV with which whole badges leave is one of the ways of sharing, and is written down."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.issuing import Issuer
from wallet.cv.forms import FORMS
from wallet.errors import VaultError
from wallet.formats.inputs import Source, opened
from wallet.store.vault import Vault

from .conftest import NOW, Lw

PAGE = "https://badges.example.org/v"
OWN = ("--link", "any", "--base", PAGE)


def badge(number: int, name: str, **changes: Any) -> bytes:
    issuer = Issuer(number)
    credential = issuer.credential(name=name, **changes)
    credential["credentialSubject"]["achievement"]["name"] = name
    return json.dumps(issuer.sign(credential)).encode()


FILES = {
    "knots.json": badge(1, "Knots", id="https://harbour.example/badges/1"),
    "buoys.json": badge(2, "Buoys"),
    "tides.json": badge(3, "Tides", validUntil="2026-01-31T00:00:00Z"),
}
"""The issuer of the first has a page of it; those of the others have none."""


@pytest.fixture
def ids(lw: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Fill the wallet; return its badges' ids by their names; the call is from an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert lw("init").status == 0
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    assert lw("add", *(tmp_path / name for name in FILES)).status == 0
    found = lw("list", "--json").json["credentials"]
    return {one["file_name"].removesuffix(".json"): one["id"] for one in found}


def lines(lw: Lw) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lw("share", "list", "--json").json["shared"]
    return found


@pytest.mark.parametrize("form", [one for one in FORMS if one != "skills"])
def test_one_making_is_one_line_for_all_badges_that_are_in_it_whole(
    lw: Lw, ids: dict[str, str], form: str
) -> None:
    answer = lw("cv", *ids.values(), "--as", form, *OWN, "--order", "name")
    assert answer.status == 0
    assert "2 badges are in it whole, by links of yours: Buoys, Tides." in answer.err
    assert "cannot be taken back" in answer.err
    (line,) = lines(lw)
    assert (line["form"], line["at"], line["base"]) == (f"cv-{form}", NOW, PAGE)
    assert [one["name"] for one in line["badges"]] == ["Buoys", "Tides"]
    assert [one["id"] for one in line["badges"]] == [ids["buoys"], ids["tides"]]
    assert line["file_name"] == (None if FORMS[form].text else FORMS[form].file_name)
    assert (line["audience"], line["expires"]) == (None, None)
    told = lw("share", "list").out
    assert f"cv-{form} · Buoys, Tides · " in told


def test_what_is_noted_is_what_a_link_of_the_same_badges_notes(lw: Lw, ids: dict[str, str]) -> None:
    pair = ids["buoys"], ids["tides"]
    made = lw("cv", *pair, "--as", "markdown", *OWN, "--order", "chosen", "--json").json["cv"]
    links = [one["link"] for one in made["badges"]]
    left = [opened(Source("-", link.encode()))[0].data for link in links]
    assert left == [FILES["buoys.json"], FILES["tides.json"]]
    shared = lw("share", *pair, "--as", "link", "--base", PAGE, "--json").json["shared"]
    assert made["shared"]["fields"] == shared["fields"]
    assert len(shared["fields"]) > 10
    assert lines(lw)[1] == made["shared"]


def test_as_json_each_badge_says_whether_it_is_in_it_whole(lw: Lw, ids: dict[str, str]) -> None:
    told = lw("cv", *ids.values(), "--as", "html", *OWN, "--json", "--out", "me.html").json["cv"]
    assert {one["name"]: one["whole"] for one in told["badges"]} == {
        "Knots": False, "Buoys": True, "Tides": True,
    }  # fmt: skip
    assert told["shared"]["file_name"] == "me.html"
    assert told["shared"] == lines(lw)[0]


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "text"),
        ("--as", "text", "--base", PAGE),
        ("--as", "pdf", "--base", PAGE, "--link", "none", "--qr"),
        ("--as", "text", "--link", "any"),  # no page is known that links could lead to
        ("--as", "skills", *OWN),  # a picture has no links
    ],
)
def test_a_cv_without_whole_badges_is_not_noted(
    lw: Lw, ids: dict[str, str], words: tuple[str, ...]
) -> None:
    answer = lw("cv", *ids.values(), *words)
    assert answer.status == 0
    assert "whole" not in answer.err
    assert lw("cv", *ids.values(), *words, "--json").json["cv"]["shared"] is None
    assert lines(lw) == []


def test_a_badge_that_its_issuer_shows_or_that_is_left_out_does_not_count(
    lw: Lw, ids: dict[str, str]
) -> None:
    assert lw("cv", ids["knots"], "--as", "text", *OWN).status == 0
    assert lines(lw) == []
    assert lw("cv", *ids.values(), "--as", "text", *OWN, "--expired", "leave-out").status == 0
    (line,) = lines(lw)
    assert [one["name"] for one in line["badges"]] == ["Buoys"]


def test_word_gets_no_link_that_is_too_long_for_it_and_none_is_noted(
    lw: Lw, ids: dict[str, str], tmp_path: Path
) -> None:
    assert ids
    # Nothing that can be made smaller, so that its link is longer than Word takes.
    words = " ".join(f"{number * 7919 % 99991:x}" for number in range(900))
    (tmp_path / "long.json").write_bytes(badge(4, "Long", description=words))
    assert lw("add", tmp_path / "long.json").status == 0
    (long,) = lw("list", "--search", "Long", "--json").json["credentials"]
    told = lw("cv", long["id"], "--as", "docx", *OWN, "--qr", "--json").json["cv"]
    assert len(told["badges"][0]["link"]) > 2079
    assert (told["badges"][0]["whole"], told["shared"]) == (False, None)
    assert lines(lw) == []
    assert lw("cv", long["id"], "--as", "odt", *OWN, "--json").json["cv"]["badges"][0]["whole"]


def test_what_only_looks_is_not_noted(lw: Lw, ids: dict[str, str]) -> None:
    assert lw("cv", *ids.values(), "--as", "text", "--save-profile", "Mine").status == 0
    assert lw("cv", "profiles").status == 0
    Path("resume.json").write_text("{}")
    words = ("--as", "json-resume", "--into", "resume.json", *OWN)
    tried = lw("cv", *ids.values(), *words, "--dry-run")
    assert "2 badges are in it whole" in tried.err
    assert not re.search(f"{PAGE}#", tried.out)
    assert lw("cv", *ids.values(), "--as", "text", *OWN, "--out", "/dev/null/cv.txt").status == 2
    assert lines(lw) == []


@pytest.mark.parametrize(
    ("out", "name"), [((), "resume.json"), (("--out", "new.json"), "new.json")]
)
def test_a_merged_resume_is_noted_with_its_name(
    lw: Lw, ids: dict[str, str], out: tuple[str, ...], name: str
) -> None:
    Path("resume.json").write_text("{}")
    words = ("--as", "json-resume", "--into", "resume.json", *OWN)
    assert lw("cv", *ids.values(), *words, *out).status == 0
    (line,) = lines(lw)
    assert (line["form"], line["file_name"]) == ("cv-json-resume", name)


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "text"),
        ("--as", "pdf"),
        ("--as", "json-resume", "--into", "resume.json"),
    ],
)
def test_what_cannot_be_noted_is_not_handed_over(
    lw: Lw,
    ids: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    def failing(*_: object, **_facts: object) -> None:
        raise VaultError("cannot-write", "the disk is full", "free some space")

    Path("resume.json").write_text("{}")
    monkeypatch.setattr(Vault, "note_shared", failing)
    answer = lw("cv", *ids.values(), *words, *OWN)
    assert (answer.status, answer.out) == (2, "")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["resume.json"]
    assert Path("resume.json").read_text() == "{}"
