"""Files that are the old one or the new one, and the lock beside them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.store.fakes import names
from wallet.errors import VaultError
from wallet.store import files

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")

HOLDER = """
import sys
from pathlib import Path
from wallet.store import files
with files.alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@POSIX
def test_a_written_file_is_its_owners_alone(tmp_path: Path) -> None:
    files.write_atomically(tmp_path / "keys.json", b"new")
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


@POSIX
def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    assert files.private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


@POSIX
def test_an_empty_folder_becomes_private_and_a_used_one_stays_as_it_is(tmp_path: Path) -> None:
    empty, used = tmp_path / "empty", tmp_path / "used"
    for folder in (empty, used):
        folder.mkdir()
        folder.chmod(0o755)
    (used / "letter.txt").touch()
    assert not files.private_folder(empty)
    assert not files.private_folder(used)
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    assert stat.S_IMODE(used.stat().st_mode) == 0o755


@pytest.mark.parametrize("failing", ["fsync", "replace", "open"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "keys.json"
    files.write_atomically(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if failing == "replace" else os, failing, fail)
    with pytest.raises(VaultError, match="No space left on device") as caught:
        files.write_atomically(path, b"new")
    monkeypatch.undo()
    assert caught.value.code == "cannot-write"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == {"keys.json"}


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    files.write_atomically(tmp_path / "keys.json", b"new")
    assert (tmp_path / "keys.json").read_bytes() == b"new"


def test_the_lock_is_held_by_one_and_leaves_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "keys.lock"
    with files.alone(lock), pytest.raises(VaultError) as caught, files.alone(lock):
        pytest.fail("two had it")
    assert caught.value.code == "vault-in-use"
    assert not lock.exists()
    with files.alone(lock):
        assert lock.exists()


def test_another_process_is_kept_out_until_it_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "keys.lock"
    with subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(VaultError), files.alone(lock):
            pytest.fail("two had it")
        holder.kill()
        holder.wait()
        with files.alone(lock):
            pass
    assert not lock.exists()


def test_a_lock_file_that_was_swapped_meanwhile_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "keys.lock"
    real = files._locked

    def removed_meanwhile(descriptor: int) -> bool:
        lock.unlink()
        return real(descriptor)

    monkeypatch.setattr(files, "_locked", removed_meanwhile)
    with pytest.raises(VaultError) as caught, files.alone(lock):
        pytest.fail("held a lock on a file that is gone")
    assert caught.value.code == "vault-in-use"
