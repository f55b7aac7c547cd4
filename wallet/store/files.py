"""Writing a file so that there is always the old one or the new one, never neither."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from wallet.errors import VaultError
from wallet.i18n import N_


def private_folder(folder: Path) -> None:
    """Make ``folder`` for its owner alone; VaultError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise not_writable(folder, error) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: a temporary file, flushed to the disk, then renamed."""
    temporary = path.with_name(path.name + ".new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise not_writable(path, error) from error


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_writable(path: Path, error: OSError) -> VaultError:
    """Return the error for a place that cannot be written to."""
    return VaultError(
        "cannot-write",
        N_("{path} cannot be written ({cause})"),
        N_("free some space or check that you may write there; nothing was changed"),
        path=str(path),
        cause=error.strerror or str(error),
    )
