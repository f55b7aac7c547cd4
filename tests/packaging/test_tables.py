"""The compiled contexts that are shipped are those of the contexts that are shipped."""

from __future__ import annotations

import sys
from pathlib import Path

from wallet.documents.shipped import ShippedContexts

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import tables


def test_the_shipped_tables_are_those_of_the_contexts() -> None:
    shipped = {file.name: file.read_bytes() for file in tables.OUT.iterdir()}
    assert shipped == tables.compiled()


def test_every_context_has_a_table() -> None:
    contexts = ShippedContexts()
    assert [url for url in contexts.files() if contexts.table(url) is None] == []
