"""The year at a glance at the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from .conftest import Lw

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_drawn_as_an_svg_over_nothing_that_is_there(filled: Lw, tmp_path: Path) -> None:
    path = tmp_path / "year.svg"
    answer = filled("remind", "--year", path)
    assert answer.status == 0
    assert f"Written: {path}" in answer.err
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - made here
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "\u2068Beekeeper, First Year\u2069" in texts
    assert "2027" in texts
    before = path.read_bytes()
    again = filled("remind", "--year", path, "--span", "all", "--json").json
    assert Path(again["year"]) != path
    assert path.read_bytes() == before
    assert "2034" in Path(again["year"]).read_text(encoding="utf-8")


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
