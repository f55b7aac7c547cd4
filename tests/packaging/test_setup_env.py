"""Setting up on a fresh machine: what is installed, and what is only said."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import setup_env

ROOT = Path(__file__).resolve().parents[2]


def test_where_it_may_not_install_it_prints_the_exact_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "is_root", lambda: False)
    monkeypatch.setattr(setup_env, "may", lambda _privileged: False)
    setup_env.system_packages(["libegl1", "libgl1"], "the window needs libraries")
    told = capsys.readouterr().err
    assert "sudo apt-get install libegl1 libgl1" in told
    with pytest.raises(SystemExit) as wish:
        setup_env.system_packages(["python3.11-venv"], "no venv", must=True)
    assert wish.value.code == 2


def test_where_it_may_it_installs_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(setup_env, "is_root", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    setup_env.system_packages(["libegl1"], "the window needs libraries")
    assert ran[0][:2] == ["apt-get", "update"]
    assert "libegl1" in ran[1]
    assert "--yes" in ran[1]


def test_nothing_missing_is_nothing_said(capsys: pytest.CaptureFixture[str]) -> None:
    setup_env.system_packages([], "the window needs libraries")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_locks_pin_every_package_by_hash_and_name_no_host(name: str) -> None:
    text = (ROOT / "packaging" / "locks" / name).read_text()
    pinned = [line for line in text.splitlines() if "==" in line]
    assert len(pinned) > 20
    for block in text.split("\n\n")[0].split("\n"):
        if "==" in block:
            assert block.endswith("\\")
    assert text.count("--hash=sha256:") > len(pinned)
    assert "://" not in text


def test_the_locks_hold_what_the_project_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    text = (ROOT / "packaging" / "locks" / "run.txt").read_text().lower()
    for dependency in project["dependencies"]:
        assert f"{dependency.partition('>')[0].lower()}==" in text


def test_the_contexts_are_those_of_the_list_they_are_pinned_to() -> None:
    folder = ROOT / "resources" / "contexts"
    with (folder / "SOURCES.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 19
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["package"].startswith(("npm:", "PyPI:"))
        assert row["licence"]


def test_the_contexts_have_the_hashes_of_the_corpus() -> None:
    table = ROOT.parent / "shared" / "corpus" / "contexts" / "URL_MAP.tsv"
    if not table.is_file():
        pytest.skip("the corpus of real files is not beside this checkout")
    with table.open(newline="") as file:
        wanted = {row["context_url"]: row["sha256"] for row in csv.DictReader(file, delimiter="\t")}
    with (ROOT / "resources" / "contexts" / "SOURCES.tsv").open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert wanted[row["url"]] == row["sha256"], row["url"]
