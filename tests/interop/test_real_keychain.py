"""The wallet with a real keychain: GNOME Keyring on a D-Bus session of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wallet import resources

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
BADGE = resources.path("samples", "badges", "beekeeping.json")

pytestmark = pytest.mark.skipif(
    not all(shutil.which(name) for name in NEEDED),
    reason="GNOME Keyring and D-Bus are not on this machine",
)

SCRIPT = """
printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
lw() { "$PYTHON" -m wallet --home "$HOME/$1" "${@:2}" </dev/null; echo "$1 $2 $?" >&2; }
lw keychain init --keychain >/dev/null
lw keychain add "$BADGE" >/dev/null
lw keychain --json list
lw both --passphrase-file "$HOME/secret" init --keychain --passphrase >/dev/null
lw both list
lw both --passphrase-file "$HOME/secret" list
"""


def test_keychain_alone_and_both_together(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("three plain words\n")
    (tmp_path / "data" / "keyrings").mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "PYTHON": sys.executable,
        "BADGE": str(BADGE),
        "LC_ALL": "C.UTF-8",
    }
    answer = subprocess.run(  # noqa: S603 - our own script
        ["dbus-run-session", "--", "bash", "-c", SCRIPT],  # noqa: S607 - found above
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    ends = [line for line in answer.stderr.splitlines() if line.startswith(("keychain ", "both "))]
    assert ends == [
        "keychain init 0",
        "keychain add 0",
        "keychain --json 0",
        "both --passphrase-file 0",
        "both list 4",
        "both --passphrase-file 0",
    ], answer.stderr
    (entry,) = json.loads(answer.stdout)["credentials"]
    assert entry["credential"]["name"] == "Beekeeper, First Year"
    files = (tmp_path / "keychain").iterdir()
    assert b"Beekeeper" not in b"".join(path.read_bytes() for path in files)
