"""CVs in the hands of the programs they are made for: RenderCV, the Nu HTML checker, LaTeX."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.interop.cv_peers import FOLDER, RENDERCV, VNU
from tests.printing import needs_poppler
from tests.unit.cv.selections import HOSTILE, entry, hostile_entry, selection
from tests.unit.cv.test_goldens import CHOICES, samples
from wallet.cv import html, latex, rendercv
from wallet.cv.choices import Choices, Length
from wallet.cv.plain import plain

LONG = Choices(length=Length.LONG, results=True, qr=True)
NAMES = [plain(one) for one in HOSTILE]
ALL = selection(entry(), *(hostile_entry(one, number) for number, one in enumerate(HOSTILE)))
MODERNCV = r"""\documentclass[11pt,a4paper]{moderncv}
\moderncvstyle{classic}\moderncvcolor{blue}\name{Ada}{Okafor}
\begin{document}\makecvtitle
%s\end{document}
"""
ARTICLE = r"""\documentclass{article}
\usepackage{hyperref}
\begin{document}
%s\end{document}
"""
_PAGE = 60
"""How many letters of one word fit on a line of paper."""
needs_rendercv = pytest.mark.skipif(
    not RENDERCV.is_file(), reason="python -m tests.interop.cv_peers fetches RenderCV"
)
needs_vnu = pytest.mark.skipif(
    not (VNU.is_file() and shutil.which("java")),
    reason="needs java, and python -m tests.interop.cv_peers fetches vnu",
)


def has_tex(*packages: str) -> bool:
    """Return whether LuaLaTeX is at hand, and these packages with it."""
    finder = shutil.which("kpsewhich")
    if finder is None or shutil.which("lualatex") is None:
        return False
    done = subprocess.run([finder, *packages], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def run(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - words of this file
        [str(word) for word in words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_DATA_HOME": str(FOLDER / "data"), "COLUMNS": "200"},
    )


def text_of(pdf: Path) -> str:
    """Return the letters and signs of a PDF, without spaces: lines end where they happen to."""
    read = run("pdftotext", "-raw", pdf, "-", folder=pdf.parent).stdout
    return bare(read)


def bare(text: str) -> str:
    """Return what can be compared: straight quotes, no spaces, no hyphens of broken lines."""
    straight = text.translate(str.maketrans("\u2019\u2018\u201d\u201c", '\'`""'))
    return re.sub(r"\s|-|\f", "", straight)


def printable(names: Iterable[str]) -> list[str]:
    """Return the names whose letters are in every font, and whose words fit on a page."""
    latin = (one for one in names if one.encode("latin-1", "ignore").decode("latin-1") == one)
    return [one for one in latin if max(map(len, one.split())) < _PAGE]


@needs_vnu
@pytest.mark.parametrize("lang", CHOICES)
def test_the_html_checker_finds_nothing_wrong_with_pages(lang: str, tmp_path: Path) -> None:
    (tmp_path / "samples.html").write_bytes(html.make(samples(), CHOICES[lang]))
    (tmp_path / "hostile.html").write_bytes(html.make(ALL, LONG))
    done = run("java", "-jar", VNU, "--errors-only", "--format", "gnu", "samples.html",
               "hostile.html", folder=tmp_path)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    broken = html.make(samples(), CHOICES[lang]).replace(b"</h1>", b"</h2>", 1)
    (tmp_path / "broken.html").write_bytes(broken)
    assert run("java", "-jar", VNU, "--errors-only", "broken.html", folder=tmp_path).returncode


@needs_rendercv
@needs_poppler
def test_rendercv_sets_every_name_as_it_is_and_runs_nothing(tmp_path: Path) -> None:
    """A command of Typst would read a file or end the rendering; a formula would lose its signs."""
    commands = ('#read("/etc/passwd")', "#panic()", '#image("x.png")[y]', "$$x^2$$", "#x(1)[2] #y")
    names = [*printable(NAMES), *commands]
    chosen = selection(*(hostile_entry(one, number) for number, one in enumerate(names)))
    (tmp_path / "cv.yaml").write_bytes(rendercv.make(chosen, LONG))
    done = run(RENDERCV, "render", "cv.yaml", "--dont-generate-png", "--dont-generate-html",
               "--dont-generate-markdown", folder=tmp_path)  # fmt: skip
    (pdf,) = tmp_path.glob("rendercv_output/*.pdf")
    shown = text_of(pdf)
    assert [one for one in names if bare(one) not in shown] == [], done.stdout


@needs_rendercv
@pytest.mark.parametrize("lang", CHOICES)
def test_rendercv_renders_the_samples(lang: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_bytes(rendercv.make(samples(), CHOICES[lang]))
    done = run(RENDERCV, "render", "cv.yaml", "--dont-generate-png", "--dont-generate-html",
               "--dont-generate-markdown", folder=tmp_path)  # fmt: skip
    assert len(list(tmp_path.glob("rendercv_output/*.pdf"))) == 1, done.stdout


@needs_poppler
@pytest.mark.parametrize(
    ("frame", "make", "packages"),
    [
        (MODERNCV, latex.moderncv, ("moderncv.cls", "fontawesome5.sty")),
        (ARTICLE, latex.any_class, ("hyperref.sty",)),
    ],
    ids=["moderncv", "article"],
)
def test_latex_sets_every_name_as_it_is(
    frame: str, make: object, packages: tuple[str, ...], tmp_path: Path
) -> None:
    if not has_tex(*packages):
        pytest.skip(f"LuaLaTeX is not at hand with {', '.join(packages)}")
    assert callable(make)
    piece = make(ALL, LONG).decode()
    (tmp_path / "cv.tex").write_text(frame % piece, encoding="utf-8")
    done = run("lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape",
               "cv.tex", folder=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    shown = text_of(tmp_path / "cv.pdf")
    assert [one for one in printable(NAMES) if bare(one) not in shown] == []
