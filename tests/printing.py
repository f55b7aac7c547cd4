"""Looking at a PDF as its reader does: its text, and its pages as pictures (poppler)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="needs poppler-utils, which are not here"
)
"""For tests that look at a page."""


def text_of(path: Path) -> str:
    """Return the text in its order on the page, spaces and line ends made one space."""
    answer = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)  # noqa: S603, S607
    return " ".join(answer.stdout.decode("utf-8").split())


def pages_of(path: Path, dots: int = 200) -> list[np.ndarray]:
    """Return the pages in grey, at so many dots an inch."""
    stem = path.with_suffix("")
    command = ["pdftoppm", "-r", str(dots), "-gray", str(path), str(stem)]
    subprocess.run(command, check=True)  # noqa: S603
    found = sorted(path.parent.glob(f"{stem.name}-*.pgm"))
    return [_grey(one.read_bytes()) for one in found]


def codes_on(page: np.ndarray) -> list[str]:
    """Return what the codes on a page say, from top to bottom."""
    found = zxingcpp.read_barcodes(page)
    return [one.text for one in sorted(found, key=lambda one: one.position.top_left.y)]


def _grey(data: bytes) -> np.ndarray:
    """Read a binary PGM: ``P5 WIDTH HEIGHT 255`` and the pixels."""
    kind, width, height, _white = data.split(maxsplit=4)[:4]
    assert kind == b"P5"
    pixels = np.frombuffer(data[-int(width) * int(height) :], np.uint8)
    return pixels.reshape(int(height), int(width))
