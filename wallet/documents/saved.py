"""A folder of saved web documents (CONTRACT.md, ``--documents DIR``).

``DIR/urls.tsv`` has a header and the columns ``url``, ``file``, ``fetched_at`` (RFC 3339, may
be empty) and, if there is one, ``status`` (the HTTP status of the answer; 200 where empty).
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from wallet.credential.moment import parse_moment
from wallet.documents.document import Document
from wallet.errors import UnusableInput
from wallet.i18n import N_

MAX_DOCUMENT: Final = 16 * 1024 * 1024
"""The largest saved document that is read, in bytes."""


class _Row(msgspec.Struct, frozen=True):
    file: Path
    as_of: datetime | None
    status: int


class SavedDocuments:
    """Documents of a folder, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        """Read ``urls.tsv``; UnusableInput where there is none or it is not of its form."""
        self._rows = _rows(folder)

    def urls(self) -> tuple[str, ...]:
        """Return every address there is a document for."""
        return tuple(self._rows)

    def get(self, url: str) -> Document | None:
        """Return the document saved for ``url``, or None where there is none or it is too big."""
        row = self._rows.get(url)
        if row is None:
            return None
        try:
            with row.file.open("rb") as file:
                data = file.read(MAX_DOCUMENT + 1)
        except OSError:
            return None
        return None if len(data) > MAX_DOCUMENT else Document(url, data, row.as_of, row.status)


def _rows(folder: Path) -> dict[str, _Row]:
    index = folder / "urls.tsv"
    try:
        with index.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"url", "file", "fetched_at"} <= set(table.fieldnames or ()):
                raise _unusable(folder)
            return {row["url"]: _row(folder, row) for row in table if row.get("url")}
    except (OSError, UnicodeError, csv.Error) as error:
        raise _unusable(folder) from error


def _row(folder: Path, row: dict[str, str]) -> _Row:
    file = folder / (row.get("file") or "")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise _unusable(folder)
    moment = parse_moment(row.get("fetched_at") or None)
    status = row.get("status") or "200"
    if not status.isascii() or not status.isdigit() or (row.get("fetched_at") and moment is None):
        raise _unusable(folder)
    return _Row(file, moment.at if moment else None, int(status))


def _unusable(folder: Path) -> UnusableInput:
    return UnusableInput(
        "documents-unusable",
        N_("{folder} is not a folder of saved documents"),
        N_("it needs a file urls.tsv with the columns url, file and fetched_at"),
        folder=str(folder),
    )
