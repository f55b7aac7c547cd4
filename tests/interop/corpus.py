"""The corpus of real files and its manifest, where they lie beside the checkout."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wallet.documents.document import Document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAVED = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A row of the corpus' manifest."""

    path: str
    kind: str
    verdict: str
    signature_check: str
    upstream_test: str

    @property
    def data(self) -> bytes:
        return (CORPUS / self.path).read_bytes()


@dataclass(frozen=True)
class Mocked:
    """Documents by address, as the source's own tests mock the network."""

    documents: dict[str, bytes]

    def get(self, url: str) -> Document | None:
        data = self.documents.get(url)
        return None if data is None else Document(url, data, SAVED)


def rows(*prefixes: str) -> list[Row]:
    """Return the manifest's rows whose path begins with one of ``prefixes``."""
    manifest = CORPUS / "MANIFEST.tsv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["path"],
                row["kind"],
                row["verdict"],
                row["signature_check"],
                row["upstream_test"],
            )
            for row in csv.DictReader(file, delimiter="\t")
            if row["path"].startswith(prefixes)
        ]
