"""Programs that CVs are made for, fetched once for tests: ``python -m tests.interop.cv_peers``.

RenderCV goes into a virtual environment of its own, since it needs a dozen packages that this
project does not, and the Nu HTML checker (vnu) comes from npm; both into ``.cv-peers`` beside the
tests, which git ignores. Needs the package registries, and for vnu npm; java runs it. LaTeX is
the system's (Debian: texlive-latex-extra, texlive-luatex, texlive-fonts-extra).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".cv-peers"
RENDERCV = FOLDER / "rendercv" / "bin" / "rendercv"
VNU = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PACKAGES = ("rendercv[full]>=2.3,<3", "click>=8.3,<9")
"""``click`` is used by RenderCV 2.3 without its saying so."""
VNU_VERSION = "26.9.27"
ICONS = FOLDER / "data" / "typst" / "packages" / "preview" / "fontawesome"
"""Where Typst looks for a package of icons that RenderCV's themes import from the network."""


def main() -> None:
    """Fetch what is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    if not RENDERCV.is_file():
        venv.create(FOLDER / "rendercv", with_pip=True)
        pip = RENDERCV.with_name("python")
        _run(str(pip), "-m", "pip", "install", "--quiet", *PACKAGES)
    for version in ("0.5.0", "0.6.0"):
        place = ICONS / version
        place.mkdir(parents=True, exist_ok=True)
        about = f'[package]\nname = "fontawesome"\nversion = "{version}"\nentrypoint = "lib.typ"\n'
        (place / "typst.toml").write_text(about, encoding="utf-8")
        (place / "lib.typ").write_text("#let fa-icon(name, ..rest) = []\n", encoding="utf-8")
    npm = shutil.which("npm")
    if npm and not VNU.is_file():
        _run(npm, "install", "--silent", "--ignore-scripts", "--no-save", "--prefix", str(FOLDER),
             f"vnu-jar@{VNU_VERSION}")  # fmt: skip


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=sys.stderr)  # noqa: S603 - words of this file


if __name__ == "__main__":
    main()
