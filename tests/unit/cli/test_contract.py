"""The outside of the program, as CONTRACT.md has it."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import BADGES, SAMPLES, Lw

ROOT = Path(__file__).resolve().parents[3]
RESULT = {
    "source", "container", "standard", "credential", "authenticity", "standing", "issuer",
    "recipient", "checks", "error",
}  # fmt: skip
CREDENTIAL = {
    "id", "name", "description", "issuer", "recipient", "achievement_id", "achievement_type",
    "issued", "valid_from", "expires", "credits", "skills", "image", "parts",
}  # fmt: skip
CHECKS = {
    "structure", "schema", "proof", "issuer-key", "hosted", "validity-period", "status",
    "issuer-recognised", "recipient", "endorsements", "parts",
}  # fmt: skip


def one_error_line(err: str) -> bool:
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    return len(lines) == 1 and "Traceback" not in err


# verify


def test_verify_says_everything_the_contract_names(lw: Lw) -> None:
    answer = lw("verify", BADGES / "dementia-care.json", "--json")
    assert set(answer.json) == {"format", "results"}
    (result,) = answer.json["results"]
    assert set(result) >= RESULT
    assert set(result["credential"]) >= CREDENTIAL
    assert {check["id"] for check in result["checks"]} == CHECKS
    assert result["presentation"] is None
    for check in result["checks"]:
        assert set(check) >= {"id", "outcome", "reason", "detail", "as_of"}
        assert check["detail"].endswith((".", "?")) or check["reason"] == "revoked-because"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("dementia-care.json", 0),
        ("first-aid-expired.json", 1),
        ("lab-safety-revoked.json", 1),
        ("project-coordination-altered.json", 1),
        ("digital-storytelling-unsigned.json", 1),
        ("choir-leading.json", 3),
        ("quarry-archive.json", 3),
        ("swimming-coach.png", 1),
    ],
)
def test_exit_status_of_one_input(lw: Lw, name: str, status: int) -> None:
    documents = ("--documents", SAMPLES / "documents", "--identity", "ada.okafor@example.org")
    assert lw("verify", BADGES / name, *documents).status == status


def test_the_worst_of_several_inputs_counts_and_each_has_its_entry(lw: Lw) -> None:
    good, open_, bad = "beekeeping.json", "choir-leading.json", "digital-storytelling-unsigned.json"
    for names, status in (((good, open_), 3), ((good, open_, bad), 1), ((good, "none", bad), 2)):
        answer = lw("verify", *(BADGES / name for name in names), "--json")
        assert answer.status == status
        assert len(answer.json["results"]) == len(names)
        assert one_error_line(answer.err) is (status == 2)


def test_verify_reads_a_folder_and_standard_input(lw: Lw, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(lw("verify", BADGES, "--json").json["results"]) == 24
    stdin = io.TextIOWrapper(io.BytesIO((BADGES / "beekeeping.json").read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    answer = lw("verify", "-")
    assert answer.status == 0
    assert "Beekeeper, First Year" in answer.out


def test_verify_writes_nothing(lw: Lw, tmp_path: Path) -> None:
    lw("verify", BADGES / "beekeeping.json")
    assert not (tmp_path / "home").exists()


def test_now_is_the_day_it_is_judged_by(lw: Lw) -> None:
    documents = ("--documents", SAMPLES / "documents")
    assert lw("verify", BADGES / "first-aid.png", *documents).status == 0
    late = lw("verify", BADGES / "first-aid.png", *documents, "--json", now="2027-01-01T00:00:00Z")
    assert late.json["results"][0]["standing"] == "expired"


# Mistakes


@pytest.mark.parametrize("name", sorted(path.name for path in (SAMPLES / "mistakes").iterdir()))
def test_a_mistake_gets_one_line_and_the_others_are_still_done(lw: Lw, name: str) -> None:
    answer = lw("verify", SAMPLES / "mistakes" / name, BADGES / "beekeeping.json")
    assert answer.status == 2
    assert one_error_line(answer.err)
    assert name in answer.err
    assert "Beekeeper, First Year" in answer.out


def test_adding_a_mistake_keeps_the_others_and_says_so(lw: Lw) -> None:
    lw("init")
    answer = lw(
        "add", SAMPLES / "mistakes" / "cut-short.json", BADGES / "beekeeping.json", "--json"
    )
    assert answer.status == 2
    assert [one["credential"]["name"] for one in answer.json["added"]] == ["Beekeeper, First Year"]
    assert answer.json["quarantined"][0]["error"]["code"] == "malformed"
    assert len(lw("list", "--json").json["credentials"]) == 1


def test_large_missing_and_forbidden_files_get_one_line(lw: Lw, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for path in (large, tmp_path / "missing.json", pipe):
        answer = lw("verify", path)
        assert answer.status == 2
        assert one_error_line(answer.err)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"], ["verify"], ["--nonsense"], ["list", "--sort", "colour"],
        ["verify", "x", "--now", "tomorrow"], ["tag", "abc"], ["show"], ["identity"],
        ["export", "abc"], ["verify", "x", "--documents", "/nonexistent"],
        ["verify", "x", "--trust", "/nonexistent"],
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_used_is_one_line(lw: Lw, words: list[str]) -> None:
    answer = lw(*words)
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert len(answer.err.splitlines()) == 1
    assert answer.out == ""


# The wallet


def test_options_may_stand_before_or_after(lw: Lw) -> None:
    before = lw("--json", "verify", BADGES / "beekeeping.json")
    after = lw("verify", BADGES / "beekeeping.json", "--json")
    assert before.out == after.out


def test_init_prints_the_recovery_code_once_and_never_makes_two(lw: Lw) -> None:
    answer = lw("init", "--json")
    assert len(answer.json["recovery_code"].split("-")) == 7
    again = lw("init")
    assert again.status == 2
    assert "already" in again.err


def test_adding_twice_changes_nothing(filled: Lw) -> None:
    before = filled("list", "--json").json
    answer = filled("add", BADGES / "beekeeping.json", "--json")
    assert (answer.json["added"], len(answer.json["already"])) == ([], 1)
    assert filled("list", "--json").json == before


def test_the_wallet_says_the_same_of_a_badge_as_verify(filled: Lw) -> None:
    (entry,) = filled("list", "--json", "--search", "beekeeper").json["credentials"]
    (result,) = filled("verify", BADGES / "beekeeping.json", "--json").json["results"]
    for key in RESULT - {"source"}:
        assert entry[key] == result[key], key


def test_list_searches_sorts_and_filters(filled: Lw) -> None:
    def names(*words: str) -> list[str]:
        found = filled("list", "--json", *words).json["credentials"]
        return [one["credential"]["name"] for one in found]

    assert names("--search", "welding") == [None]  # found by its file; the name is not at hand
    assert names("--search", "bee FIRST") == ["Beekeeper, First Year"]
    assert len(names("--standing", "unknown")) == 3
    assert names("--sort", "name") == sorted(names("--sort", "name"), key=lambda n: n or "")


def test_check_takes_in_saved_documents_and_remembers(filled: Lw) -> None:
    filled("identity", "add", "ada.okafor@example.org")
    first = filled("check", "--json")
    assert first.status == 3
    second = filled("check", "--json", "--documents", SAMPLES / "documents")
    assert second.status == 0
    third = filled("check", "--json")
    assert third.status == 0
    (entry,) = filled("list", "--json", "--search", "welding").json["credentials"]
    history = filled("show", entry["id"][:10], "--json").json["history"]
    assert [one["authenticity"] for one in history] == [
        "verified", "verified", "undetermined", "undetermined",
    ]  # fmt: skip


def test_an_identity_is_matched_at_once(filled: Lw) -> None:
    def recipient() -> str:
        (entry,) = filled("list", "--json", "--search", "beekeeper").json["credentials"]
        return str(entry["recipient"])

    assert recipient() == "unchecked"
    assert filled("identity", "add", "ada.okafor@example.org", "--json").json["identities"]
    assert recipient() == "mine"
    filled("identity", "remove", "ADA.OKAFOR@example.org")
    assert recipient() == "unchecked"


def test_tags_are_added_and_dropped(filled: Lw) -> None:
    (entry,) = filled("list", "--json", "--search", "beekeeper").json["credentials"]
    filled("tag", entry["id"][:8], "+outdoors", "+draft")
    assert len(filled("list", "--json", "--tag", "draft").json["credentials"]) == 1
    answer = filled("tag", entry["id"][:8], "-draft", "--json")
    assert answer.json["changed"][0]["tags"] == ["outdoors"]


def test_remove_and_ids_that_are_none_or_several(filled: Lw) -> None:
    entries = filled("list", "--json").json["credentials"]
    assert filled("remove", entries[0]["id"][:12]).status == 0
    assert len(filled("list", "--json").json["credentials"]) == 3
    for word in ("zzzz", entries[0]["id"]):
        answer = filled("show", word)
        assert (answer.status, one_error_line(answer.err)) == (2, True)


def test_export_gives_back_the_exact_bytes_and_never_overwrites(filled: Lw, tmp_path: Path) -> None:
    ids = [one["id"] for one in filled("list", "--json").json["credentials"]]
    for _ in range(2):
        assert filled("export", *ids, "--out", tmp_path / "out").status == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 8
    for name in ("dementia-care.json", "first-aid.png"):
        assert (tmp_path / "out" / name).read_bytes() == (BADGES / name).read_bytes()


def test_locked_is_4_and_a_wrong_passphrase_changes_nothing(filled: Lw, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text("wrong\n")
    answer = filled("list")
    assert answer.status == 4
    assert one_error_line(answer.err)


def test_without_a_wallet_it_says_how_to_make_one(lw: Lw) -> None:
    answer = lw("list")
    assert answer.status == 2
    assert "learner-wallet init" in answer.err


def test_doctor_tells_and_finds_no_secrets(filled: Lw) -> None:
    filled("identity", "add", "ada.okafor@example.org")
    answer = filled("doctor", "--json")
    assert answer.status == 0
    assert answer.json["badges"] == 4
    assert answer.json["problems"] == []
    for secret in ("ada.okafor", "horse", "Beekeeper"):
        assert secret not in answer.out
    assert filled("doctor", home="nowhere").status == 0


def test_a_badges_name_cannot_steer_the_terminal(lw: Lw, tmp_path: Path) -> None:
    document = json.loads((BADGES / "beekeeping.json").read_text())
    achievement = document["credentialSubject"]["achievement"]
    achievement["name"] = "\x1b[2J\u202eevil\r\nerror: no"
    (tmp_path / "evil.json").write_text(json.dumps(document))
    answer = lw("verify", tmp_path / "evil.json")
    for character in ("\x1b", "\u202e", "\r"):
        assert character not in answer.out + answer.err


def test_the_demo_shows_the_samples_and_leaves_nothing(lw: Lw, tmp_path: Path) -> None:
    answer = lw("demo", home="demo")
    assert answer.status == 0
    assert "Beekeeper" in answer.out
    assert (tmp_path / "demo" / "vault.db").exists()  # with --home it is kept
    again = lw("demo", home="demo")
    assert (again.status, one_error_line(again.err)) == (2, True)


def test_without_a_display_the_window_says_so_in_one_line(
    lw: Lw, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = lw("demo", "--window", home="demo")
    assert answer.status == 0
    assert "there is no display" in answer.err
    assert "Beekeeper" in answer.out
    answer = lw()
    assert (answer.status, one_error_line(answer.err)) == (2, True)


# What it must not do


def test_no_command_opens_a_socket_without_online(
    filled: Lw, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, forbidden)
    (entry,) = filled("list", "--json", "--search", "beekeeper").json["credentials"]
    commands: list[list[str | Path]] = [
        ["verify", BADGES], ["verify", BADGES, "--documents", SAMPLES / "documents"],
        ["add", BADGES], ["add", "https://college.example/badge"], ["list"], ["show", entry["id"]],
        ["tag", entry["id"], "+x"], ["check"], ["check", "--documents", SAMPLES / "documents"],
        ["identity", "add", "a@example.org"], ["identity", "list"], ["doctor"],
        ["export", entry["id"], "--out", tmp_path / "out"], ["remove", entry["id"]],
    ]  # fmt: skip
    for words in commands:
        assert filled(*words).status in (0, 1, 2, 3), words
    assert filled("init", home="other").status == 0
    assert filled("demo", home="another").status == 0


def test_nothing_readable_is_on_the_disk(filled: Lw, tmp_path: Path) -> None:
    filled("identity", "add", "ada.okafor@example.org")
    filled("check", "--documents", SAMPLES / "documents")
    home = tmp_path / "home"
    data = b"".join(path.read_bytes() for path in home.iterdir())
    assert len(data) > 50_000
    for text in ("Beekeeper", "Harbourside", "ada.okafor", "example.org", "college.example",
                 "openbadges", "SQLite format", "horse"):  # fmt: skip
        assert text.encode() not in data
        assert text.encode("utf-16-le") not in data


def test_a_subcommand_never_loads_qt_and_starts_quickly(tmp_path: Path) -> None:
    script = (
        "import sys; from wallet.__main__ import main; code = main(sys.argv[1:]);"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken'))], file=sys.stderr);"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", script, "--home", str(tmp_path), "verify", "--json"]
    answer = subprocess.run(  # noqa: S603 - our own words
        [*command, str(BADGES / "beekeeping.json")], cwd=ROOT, capture_output=True, check=False
    )
    assert answer.returncode == 0
    assert answer.stderr.decode().strip() == "[]"
    assert json.loads(answer.stdout)["results"][0]["authenticity"] == "verified"
