"""Files that are written for a person: whole or not at all, and over nothing of theirs.

The wallet's own files are written by :mod:`wallet.store.files`.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.store.files import sync_folder

ANOTHER_PLACE: Final = N_("choose another place")
ANOTHER_OUT: Final = N_("choose another place with --out")
"""What to do where a place cannot be written to; the second where it was typed."""
_MOST: Final = 10_000
"""How many names are tried."""
_WRITING: Final = 0o222
"""Who may write: nobody at all where a file is write-protected, not even the system's owner."""


def saved(path: Path, data: bytes, advice: str = ANOTHER_PLACE) -> Path:
    """Write ``data`` to ``path``, or with a number behind its name where that is taken.

    The folder is made where there is none. A full disk or a killed program leaves no part of it.
    Returns where it is; raises UnusableInput "cannot-write" with ``advice``.
    """
    (written,) = saved_all(path.parent, [(path.name, lambda: data)], advice)
    return written


def saved_all(
    folder: Path, files: Iterable[tuple[str, Callable[[], bytes]]], advice: str = ANOTHER_PLACE
) -> tuple[Path, ...]:
    """Write files, each a name and what makes its bytes, as :func:`saved` does; all or none."""
    written: list[Path] = []
    with told(folder, advice):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files:
                written.append(_saved(folder, name, content()))
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
    sync_folder(folder)
    return tuple(written)


def kept(
    path: Path, data: bytes, is_ours: Callable[[bytes], bool], advice: str = ANOTHER_PLACE
) -> Path:
    """Write a file that is made again and again: over what was written here, else beside it.

    ``is_ours`` tells that by a file's bytes. One that says the same already is left as it is; who
    may read one that is replaced stays as it was, and a new one is its owner's alone. Returns
    where it is; raises UnusableInput "cannot-write" with ``advice``, also where there is no folder.
    """
    with told(path.parent, advice):
        for number in range(1, _MOST):
            place = path.parent / _numbered(path, number)
            before = standing(place)
            if before is None:
                with _passing(path.parent, data) as passing:
                    passing.chmod(0o600)
                    try:
                        _place(passing, place)
                    except FileExistsError:
                        continue
                sync_folder(path.parent)
            elif not is_ours(before):
                continue
            elif before != data:
                replaced(place, data, advice)
            return place
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def standing(path: Path) -> bytes | None:
    """Return what a file holds, None where there is none; nothing of what is no file.

    Raises OSError where it cannot be read.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        return b""  # a device or a pipe, where reading could wait for ever
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replaced(path: Path, data: bytes, advice: str = ANOTHER_PLACE) -> None:
    """Put ``data`` in the place of the file ``path`` at once, or make that file.

    A full disk or a killed program leaves it as it was. A link still leads to it, and who may
    read it stays as it was; a new one is its owner's alone. Raises UnusableInput "cannot-write",
    also for a file that is write-protected.
    """
    with told(path.parent, advice):
        place = path.resolve()
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o600
        if place.exists() and not (mode & _WRITING and os.access(place, os.W_OK)):
            raise UnusableInput(
                "cannot-write",
                N_("{file} is write-protected"),
                N_("take the protection off, or choose another file"),
                file=str(path),
            )
        with _passing(place.parent, data) as passing:
            passing.chmod(mode)
            passing.replace(place)
        sync_folder(place.parent)


@contextlib.contextmanager
def told(folder: Path, advice: str) -> Iterator[None]:
    """Turn an OSError into UnusableInput "cannot-write", which names ``folder``."""
    try:
        yield
    except OSError as error:
        raise UnusableInput(
            "cannot-write",
            N_("{folder} could not be written to ({cause})"),
            advice,
            folder=str(folder),
            cause=error.strerror or str(error),
        ) from error


@contextlib.contextmanager
def _passing(folder: Path, data: bytes) -> Iterator[Path]:
    """Write ``data`` to a file that is to be called otherwise, and is gone afterwards if not."""
    passing = folder / f".learner-wallet-{os.urandom(8).hex()}.new"
    try:
        with passing.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield passing
    finally:
        with contextlib.suppress(OSError):
            passing.unlink(missing_ok=True)


def _saved(folder: Path, name: str, data: bytes) -> Path:
    with _passing(folder, data) as passing:
        for number in range(1, _MOST):
            path = folder / _numbered(Path(name), number)
            try:
                _place(passing, path)
            except FileExistsError:
                continue
            return path
    raise FileExistsError(name)


def _numbered(path: Path, number: int) -> str:
    """Return the name of a file, or from 2 on with that number behind it."""
    stem = path.stem or "badge"
    return f"{stem}{path.suffix}" if number == 1 else f"{stem} ({number}){path.suffix}"


def _place(passing: Path, path: Path) -> None:
    """Call a file ``path``; FileExistsError where there is one already."""
    try:
        os.link(passing, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names, as of a USB stick
        path.open("xb").close()
        try:
            passing.replace(path)
        except OSError:
            path.unlink()
            raise
