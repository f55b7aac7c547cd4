"""A vault that is open for one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.store.fakes import opened
from wallet.store.vault import Vault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name where the test's vault lies."""
    return tmp_path / "vault.db"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """Make a new, empty vault."""
    with opened(path, create=True) as vault:
        yield vault
