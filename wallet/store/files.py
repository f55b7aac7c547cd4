"""Writing a file so that there is always the old one or the new one, never neither."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from wallet.errors import VaultError
from wallet.i18n import N_


def private_folder(folder: Path) -> bool:
    """Make ``folder`` for its owner alone; return whether it was not there before.

    A folder that holds something already keeps its permissions: the files of a wallet are
    their owner's alone wherever they are. Raises OSError.
    """
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        if not any(folder.iterdir()):
            folder.chmod(0o700)
        return False
    return True


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: a temporary file, flushed to the disk, then renamed.

    Raises VaultError "cannot-write"; ``path`` is then as it was.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise not_writable(path, error) from error
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the system can do that.

    Not every file system can. The rename that came before is whole without it; only which of
    the two files outlives a power cut is then left to the system.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold the system's lock on the file ``lock``, which is there only meanwhile.

    The system drops it when the process ends, however that ends. Raises VaultError
    "vault-in-use" where another process holds it, and OSError where there can be none.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not (_locked(descriptor) and _is_still(lock, descriptor)):
            raise in_use()
        try:
            yield
        finally:
            # Before it is let go, so that nobody can lock a file that is about to vanish.
            with contextlib.suppress(OSError):
                lock.unlink()
    finally:
        os.close(descriptor)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):  # Windows removes no open file
                lock.unlink()


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there on Windows

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_still(lock: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def in_use() -> VaultError:
    """Return the error for a wallet that another program has open."""
    return VaultError(
        "vault-in-use",
        N_("the wallet is open in another window or program"),
        N_("close that one first"),
    )


def not_writable(path: Path, error: OSError) -> VaultError:
    """Return the error for a place that cannot be written to."""
    return VaultError(
        "cannot-write",
        N_("{path} cannot be written ({cause})"),
        N_("free some space or check that you may write there; nothing was changed"),
        path=str(path),
        cause=error.strerror or str(error),
    )


def not_readable(path: Path, error: OSError) -> VaultError:
    """Return the error for a file of the wallet that cannot be read."""
    return VaultError(
        "unreadable",
        N_("{name} cannot be read ({cause})"),
        N_("check that you may open it"),
        name=str(path),
        cause=error.strerror or str(error),
    )
