"""The JSON-LD contexts that travel with the program, each pinned by its hash.

``resources/contexts/SOURCES.tsv`` says which there are and where each is from; it is written
by ``packaging/contexts.py``.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from wallet import resources
from wallet.documents.document import Document
from wallet.errors import ProgramDamaged
from wallet.i18n import N_


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    sha256: str


class ShippedContexts:
    """Contexts by address, read once and only as their hash says."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the contexts of ``folder``; of the program's own resources by default."""
        self._folder = folder or resources.path("contexts")
        self._rows = _rows(self._folder)
        self._read: dict[str, Document] = {}

    def urls(self) -> tuple[str, ...]:
        """Return the addresses of all contexts."""
        return tuple(self._rows)

    def get(self, url: str) -> Document | None:
        """Return the context at ``url``, or None: this program does not carry it.

        Raises ProgramDamaged where the file is not the one that was shipped.
        """
        if url not in self._rows:
            return None
        if url not in self._read:
            row = self._rows[url]
            data = row.path.read_bytes()
            if hashlib.sha256(data).hexdigest() != row.sha256:
                raise ProgramDamaged(
                    "program-damaged",
                    N_("{file} is not as it was shipped"),
                    N_("install the program again"),
                    file=row.path.name,
                )
            self._read[url] = Document(url, data)
        return self._read[url]


def _rows(folder: Path) -> dict[str, _Row]:
    with (folder / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["url"]: _Row(folder / row["file"], row["sha256"]) for row in table}
