"""Whatever dies or fails at whatever point, the old state is there or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and file limits")

PROJECT = Path(__file__).parents[3]


def dying(folder: Path, change: str, how: str) -> dict[str, int]:
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "tests.unit.store.dying", str(folder), change, how],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("how", ["step", "write"])
@pytest.mark.parametrize("change", ["keep", "remember", "remove", "document"])
def test_a_change_that_is_killed_happened_or_did_not(tmp_path: Path, change: str, how: str) -> None:
    found = dying(tmp_path, change, how)
    assert found["killed"] >= 10
    assert found["old"] >= 5
    assert found["new"] >= 1


@pytest.mark.parametrize("change", ["keep", "remove"])
def test_a_full_disk_is_told_and_leaves_what_was(tmp_path: Path, change: str) -> None:
    found = dying(tmp_path, change, "full")
    assert found["failed"] >= 30


@pytest.mark.parametrize("how", ["step", "write", "call"])
def test_a_wallet_whose_making_is_killed_is_there_or_can_be_made(tmp_path: Path, how: str) -> None:
    found = dying(tmp_path, "create", how)
    assert found["killed"] >= 15
    assert found["old"] >= 10
    assert found["new"] >= 1


@pytest.mark.parametrize("how", ["full", "error"])
def test_a_wallet_whose_making_fails_leaves_nothing(tmp_path: Path, how: str) -> None:
    found = dying(tmp_path, "create", how)
    assert found["failed"] >= 10
    assert found["failed"] == found["old"]
    assert found["new"] >= 1


@pytest.mark.parametrize("how", ["call", "error"])
def test_a_change_of_the_ways_to_unlock_that_is_cut_short_locks_nobody_out(
    tmp_path: Path, how: str
) -> None:
    found = dying(tmp_path, "set_ways", how)
    assert found["killed"] + found["failed"] >= 4
    assert found["old"] >= 3
    assert found["new"] >= 1
