"""CVs as documents in the hands of LibreOffice: opened without its window, and written anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.printing import codes_on, needs_poppler, pages_of
from tests.unit.cv.selections import HOSTILE, entry, hostile_entry, selection
from tests.unit.cv.test_goldens import CHOICES, samples
from wallet.cv import docx, odt, telling
from wallet.cv.choices import Choices, Length, Link
from wallet.cv.entries import Selection

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LONG = Choices(length=Length.LONG, results=True)
ALL = selection(entry(), *(hostile_entry(one, number) for number, one in enumerate(HOSTILE)))
MAKERS = {"docx": docx.make, "odt": odt.make}
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here (Debian: libreoffice-writer-nogui)"
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what LibreOffice keeps of its user, apart from anybody's own."""
    return tmp_path_factory.mktemp("office")


def converted(profile: Path, files: Sequence[Path], to: str) -> list[Path]:
    """Let LibreOffice write ``files`` as ``to`` (a suffix and perhaps a filter) beside them."""
    folder = files[0].parent
    done = subprocess.run(  # noqa: S603 - words of this file
        [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", to, "--outdir", str(folder), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    suffix = to.partition(":")[0]
    made = [one.with_suffix(f".{suffix}") for one in files]
    assert all(one.is_file() for one in made), done.stdout + done.stderr
    return made


def lines_of(told: telling.Page) -> list[str]:
    """Return every line that a document is to say."""
    lines = [told.title]
    for group in told.groups:
        lines += [group.title] if group.title else []
        for one in group.entries:
            lines += [one.name, f"{one.issuer} · {one.dates}", one.label]
            lines += [detail.label if detail.unreadable else detail.line for detail in one.details]
    return lines


CASES: dict[str, tuple[Selection, Choices]] = {
    "hostile": (ALL, LONG),
    "grouped": (ALL, LONG.changed(grouping="issuer", language="fr")),
    **{lang: (samples(), choices) for lang, choices in CHOICES.items()},
}


@pytest.mark.parametrize("kind", MAKERS)
def test_libreoffice_reads_every_line_in_order(kind: str, profile: Path, tmp_path: Path) -> None:
    """Headings, names, labels and facts come out as text as they were put in, and nothing else."""
    files = []
    for name, (chosen, choices) in CASES.items():
        (tmp_path / f"{name}.{kind}").write_bytes(MAKERS[kind](chosen, choices))
        files.append(tmp_path / f"{name}.{kind}")
    made = converted(profile, files, "txt:Text (encoded):UTF8")
    for path, (chosen, choices) in zip(made, CASES.values(), strict=True):
        text = path.read_text(encoding="utf-8-sig").replace("\u2068", "").replace("\u2069", "")
        found = [line for line in text.split("\n") if line]
        assert found == lines_of(telling.page(chosen, choices)), path.name


@needs_poppler
@pytest.mark.parametrize("kind", MAKERS)
def test_libreoffice_prints_them_with_codes_that_scan(
    kind: str, profile: Path, tmp_path: Path
) -> None:
    choices = Choices(qr=True, link=Link.ANY)
    (tmp_path / f"cv.{kind}").write_bytes(MAKERS[kind](samples(), choices))
    (pdf,) = converted(profile, [tmp_path / f"cv.{kind}"], "pdf")
    found = [code for page in pages_of(pdf) for code in codes_on(page)]
    assert found == [one.link for one in telling.page(samples(), choices).entries]
    shown = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert "Licenses & Certifications" in shown.stdout
    assert "Author" not in shown.stdout


def test_libreoffice_finds_headings_links_and_languages_in_each(
    profile: Path, tmp_path: Path
) -> None:
    """What it reads of a DOCX it writes as flat ODF, in which it can be looked for."""
    chosen = selection(entry("Tikanga", language="mi", page="https://college.example/?a=1&b=2"))
    for kind, make in MAKERS.items():
        (tmp_path / f"cv.{kind}").write_bytes(make(chosen, LONG))
        (flat,) = converted(profile, [tmp_path / f"cv.{kind}"], "fodt")
        text = flat.read_text(encoding="utf-8")
        assert 'text:outline-level="1"' in text, kind
        assert text.count('xlink:href="https://college.example/?a=1&amp;b=2"') == 2, kind
        assert 'fo:language="mi"' in text, kind
        assert 'fo:language="en" fo:country="CA"' in text, kind
        assert "<table:table" not in text, kind
        assert "<draw:text-box" not in text, kind
        assert "<dc:creator>" not in text, kind
        flat.unlink()
