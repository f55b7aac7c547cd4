"""Fixtures over the corpus of real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.interop.corpus import CORPUS
from wallet.documents.shipped import ShippedContexts
from wallet.verify import trust


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not beside this checkout")
    return CORPUS


@pytest.fixture(scope="session")
def contexts() -> ShippedContexts:
    return ShippedContexts()


@pytest.fixture(scope="session")
def registries(corpus: Path) -> tuple[trust.Registry, ...]:
    """Return the DCC registries of the corpus, all trusted, as their own verifier does."""
    found = []
    for file in sorted(corpus.glob("wallets/*/registry.json")):
        issuers = json.loads(file.read_bytes())["registry"]
        names = {did: about.get("name", "") for did, about in issuers.items()}
        found.append(trust.Registry(file.parent.name, None, False, names))
    return tuple(found)
