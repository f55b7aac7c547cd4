"""The JSON-LD contexts that travel with the program, and their tables, each pinned by its hash.

``resources/contexts/SOURCES.tsv`` says which there are and where each is from; it is written
by ``packaging/contexts.py``. ``tables/TABLES.tsv`` says the same of what
``packaging/tables.py`` compiles of them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from wallet import resources
from wallet.documents.document import Document
from wallet.errors import ProgramDamaged
from wallet.i18n import N_


class _Row(msgspec.Struct, frozen=True):
    path: Path
    sha256: str

    def read(self) -> bytes:
        """Return the file's bytes; ProgramDamaged where they are not those that were shipped."""
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ProgramDamaged(
                "program-damaged",
                N_("{file} is not as it was shipped"),
                N_("install the program again"),
                file=self.path.name,
            )
        return data


class ShippedContexts:
    """Contexts by address, read once and only as their hash says."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the contexts of ``folder``; of the program's own resources by default."""
        self._folder = folder or resources.path("contexts")
        self._rows = _rows(self._folder / "SOURCES.tsv")
        self._tables: dict[str, _Row] | None = None
        self._read: dict[str, Document] = {}

    def files(self) -> dict[str, Path]:
        """Return the files of all contexts by address."""
        return {url: row.path for url, row in self._rows.items()}

    def get(self, url: str) -> Document | None:
        """Return the context at ``url``, or None: this program does not carry it.

        Raises ProgramDamaged where the file is not the one that was shipped.
        """
        if url not in self._rows:
            return None
        if url not in self._read:
            self._read[url] = Document(url, self._rows[url].read())
        return self._read[url]

    def table(self, url: str) -> bytes | None:
        """Return the context at ``url`` as ``packaging/tables.py`` compiled it, or None.

        Raises ProgramDamaged where the file is not the one that was shipped.
        """
        if self._tables is None:
            self._tables = _rows(self._folder / "tables" / "TABLES.tsv")
        return self._tables[url].read() if url in self._tables else None


def _rows(index: Path) -> dict[str, _Row]:
    head, *lines = index.read_text(encoding="utf-8").splitlines()
    url, file, sha256 = (head.split("\t").index(name) for name in ("url", "file", "sha256"))
    rows = (line.split("\t") for line in lines)
    return {row[url]: _Row(index.parent / row[file], row[sha256]) for row in rows}
