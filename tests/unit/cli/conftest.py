"""The command line in a fresh home, with a quick passphrase and a fixed clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from wallet import resources
from wallet.app import App
from wallet.cli.main import run
from wallet.store.home import WalletHome
from wallet.store.slots import Argon2Cost
from wallet.verify import trust

NOW = "2026-11-23T12:00:00Z"
SAMPLES = resources.path("samples")
BADGES = SAMPLES / "badges"


@dataclass
class Answer:
    """What one call came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Lw = Callable[..., Answer]


def make_app(home: Path, clock: Callable[[], datetime]) -> App:
    registries = trust.read(SAMPLES / "registry.json")
    cost = Argon2Cost(memory=64, passes=1, lanes=1)
    return App(
        WalletHome(home, keychain=lambda: None, cost=cost), clock=clock, registries=registries
    )


@pytest.fixture
def lw(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lw:
    """Return a caller of the command line."""
    for name in ("LEARNER_WALLET_HOME", "LEARNER_WALLET_PASSPHRASE_FILE", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse battery\n")

    def call(*words: str | Path, home: str = "home", now: str = NOW) -> Answer:
        capsys.readouterr()
        argv = ["--home", str(tmp_path / home), "--passphrase-file", str(secret), "--now", now]
        status = run([*argv, *map(str, words)], make_app)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return call


@pytest.fixture
def filled(lw: Lw) -> Lw:
    """Return a caller whose wallet holds four samples."""
    assert lw("init").status == 0
    names = ("dementia-care.json", "first-aid.png", "welding-safety.jws", "beekeeping.json")
    assert lw("add", *(BADGES / name for name in names)).status == 0
    return lw
