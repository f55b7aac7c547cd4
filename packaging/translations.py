"""Collect every sentence people read, and compile the catalogues.

``python packaging/translations.py`` updates ``resources/i18n/LANG.po`` from the sources (new
sentences come in empty, gone ones go) and compiles each to ``LANG.mo``. Needs Babel, which is
in the development environment.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
SOURCES = (
    ("wallet", ("**.py", "python")),
    ("packaging/page/src", ("**.js", "javascript")),
)
"""Where sentences are marked: the program, and the page that verifies in a browser."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "N_": None,
    "words": None,
    "_words": None,
    "plural": (1, 2),
}
"""What marks a sentence: ``N_("…")``, ``words("…")``, ``self._words("…")``, ``….plural(…)``."""


def collected() -> Catalog:
    """Return every marked sentence of the sources, in a stable order."""
    catalog = Catalog(project="learner-wallet", charset="utf-8", header_comment="")
    for folder, method in SOURCES:
        found = extract_from_dir(str(ROOT / folder), [method], keywords=KEYWORDS)
        for _name, _line, message, _comments, _context in sorted(
            found, key=lambda one: (one[0], one[1])
        ):
            if message and message != "":
                catalog.add(message)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return the bytes of ``LANG.mo``."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def read(path: Path, locale: str) -> Catalog:
    """Return the catalogue in a ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def main() -> None:
    """Update and compile every catalogue."""
    template = collected()
    for path in sorted(FOLDER.glob("*.po")):
        catalog = read(path, path.stem)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(
                file, catalog, width=96, omit_header=False, sort_output=False, no_location=True
            )
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = [one.id for one in catalog if one.id and not all(_strings(one.string))]
        print(f"{path.name}: {len(catalog)} sentences, {len(missing)} without a translation")


def _strings(string: object) -> tuple[str, ...]:
    return string if isinstance(string, tuple | list) else (str(string or ""),)  # type: ignore[return-value]


if __name__ == "__main__":
    main()
