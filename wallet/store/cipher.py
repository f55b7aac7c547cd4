"""One encrypted file: opening it with SQLCipher, and the driver's errors as sentences."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from wallet.errors import VaultError
from wallet.i18n import N_
from wallet.store import files

_PAGE: Final = 4096
_PRAGMAS: Final = (
    # On standard error, where the driver logs, stands one line per error and no more.
    "cipher_log_level = NONE",
    "cipher_compatibility = 4",
    "cipher_memory_security = ON",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)


def opened(path: Path, key: bytes) -> Any:
    """Return a connection to ``path``, which nobody else can open until it is closed.

    ``key`` is the 32 raw bytes of SQLCipher's key. Raises VaultError: "no-cipher",
    "vault-damaged", "vault-in-use", "cannot-write".
    """
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - a driver that is missing is told below
    except ImportError as error:
        raise VaultError(
            "no-cipher",
            N_("the part that encrypts the wallet is missing (sqlcipher3)"),
            N_("install the program again; nothing is ever kept without encryption"),
        ) from error
    connection: Any = None
    try:
        with told(path):
            connection = dbapi2.connect(
                str(path), isolation_level=None, check_same_thread=False, timeout=0
            )
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            # The lock comes with the first statement and stays until the connection is closed.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(connection: Any) -> Iterator[None]:
    """Keep all that is done meanwhile, or nothing of it where anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has rolled back by itself where a write failed
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the driver's errors into sentences. What only a bug can cause is let through."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - see opened()

    try:
        yield
    except dbapi2.DatabaseError as error:
        # The primary result codes of sqlite.org/rescode.html; the extended ones add high bytes.
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case 5 | 6:
                raise files.in_use() from error
            case 11 | 26:
                raise damaged(path, str(error)) from error
            case 3 | 8 | 10 | 13 | 14:
                raise files.not_writable(path, OSError(str(error))) from error
        raise


def must_be_whole(path: Path) -> None:
    """Refuse a file that is not there, or that SQLite would take for a new, empty one."""
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise files.not_readable(path, error) from error
    if size is None:
        raise VaultError(
            "vault-missing",
            N_("the wallet's file {path} is missing"),
            N_("put it back from a copy of the wallet's folder"),
            path=str(path),
        )
    if size < _PAGE:
        raise damaged(path, f"{size} bytes")


def must_hold_all_its_pages(connection: Any, path: Path) -> None:
    """Refuse a file that was cut short, or that holds a valid but empty database."""
    with told(path):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    size = path.stat().st_size
    if version < 1 or size < pages * _PAGE or size % _PAGE:
        raise damaged(path, "cut short")


def damaged(path: Path, cause: str) -> VaultError:
    """Return the error for a vault that is not as it was written."""
    return VaultError(
        "vault-damaged",
        N_("the wallet's file {path} is damaged ({cause})"),
        N_("put it back from a copy of the wallet's folder; nothing was changed"),
        path=str(path),
        cause=cause,
    )
