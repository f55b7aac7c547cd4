"""The year at a glance at the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from .conftest import Lw

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_drawn_as_an_svg_and_drawn_again_in_its_place(filled: Lw, tmp_path: Path) -> None:
    path = tmp_path / "year.svg"
    answer = filled("remind", "--year", path)
    assert answer.status == 0
    assert f"Written: {path}" in answer.err
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - made here
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "\u2068Beekeeper, First Year\u2069" in texts
    assert "2027" in texts
    assert ">2034<" not in path.read_text(encoding="utf-8")
    again = filled("remind", "--year", path, "--span", "all", "--json").json
    assert again["year"] == str(path)
    assert ">2034<" in path.read_text(encoding="utf-8")
    assert list(tmp_path.glob("year*")) == [path]


@pytest.mark.parametrize(
    ("option", "name"), [("--year", "badges.svg"), ("--ics", "learner-wallet.ics")]
)
def test_a_folder_is_where_it_is_written_and_nobody_elses_file_is_touched(
    filled: Lw, tmp_path: Path, option: str, name: str
) -> None:
    folder = tmp_path / "synced"
    folder.mkdir()
    theirs = folder / name
    theirs.write_text('<svg id="theirs"/>')
    beside = folder / f"{theirs.stem} (2){theirs.suffix}"
    for _ in range(2):
        assert f"Written: {beside}" in filled("remind", option, folder).err
    assert set(folder.iterdir()) == {theirs, beside}
    assert theirs.read_text() == '<svg id="theirs"/>'
    theirs.unlink()
    assert f"Written: {theirs}" in filled("remind", option, folder).err
    if os.name == "posix":
        assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("option", ["--year", "--ics"])
@pytest.mark.parametrize("name", ["", "-"])
def test_what_names_no_file_is_an_error(
    filled: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, name: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    answer = filled("remind", f"{option}={name}")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f'error: {option} "{name}" names no file: name a file or a folder\n'
    assert list(folder.iterdir()) == []


def test_where_it_cannot_be_written_that_is_said_in_a_line(filled: Lw, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = filled("remind", "--year", tmp_path / "file" / "year.svg")
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1


def test_no_qt_is_loaded_for_it(filled: Lw, tmp_path: Path) -> None:
    before = {name for name in sys.modules if name.startswith("PySide6")}
    assert filled("remind", "--year", tmp_path / "year.svg").status == 0
    assert {name for name in sys.modules if name.startswith("PySide6")} == before
