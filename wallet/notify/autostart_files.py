"""Entries that are files: read within bounds, replaced in one step, removed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from wallet.notify.autostart import not_possible

_MOST: Final = 64 * 1024


def read(path: Path) -> bytes | None:
    """Return what is in the file, or None where there is none; UnusableInput "…cannot-write"."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise not_possible(str(path), error.strerror or str(error)) from error


def write(path: Path, data: bytes) -> None:
    """Replace the file by ``data``, or leave it as it was and raise UnusableInput."""
    try:
        # The specification of base directories: made for their owner alone where they are missing.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise not_possible(str(path), error.strerror or str(error)) from error


def remove(path: Path) -> None:
    """Remove the file, if it is there; raises UnusableInput."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise not_possible(str(path), error.strerror or str(error)) from error
