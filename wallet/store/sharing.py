"""What a vault keeps for sharing: the learner's own private key, and what was shared before."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from wallet.credential.moment import rfc3339
from wallet.store.rows import instant, writable
from wallet.store.sealing import NONCE_BYTES, Seal


@dataclass(frozen=True, slots=True)
class HolderKey:
    """A private key of the learner's own. ``id`` is the DID that it belongs to."""

    id: str
    made_at: datetime
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SharedBadge:
    """A badge that was shared, by the name it had then; it may be gone since."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Shared:
    """One line of the history of sharing.

    ``fields`` are the JSON Pointers of all that left the machine, of each badge behind the
    number of the badge and "#". ``base`` is the page a link leads to, ``file_name`` the file
    that was written; each is None where there was none.
    """

    id: int
    at: datetime
    form: str
    badges: tuple[SharedBadge, ...]
    fields: tuple[str, ...]
    audience: str | None = None
    expires: datetime | None = None
    base: str | None = None
    file_name: str | None = None


class SharingRecords(ABC):
    """The part of a vault that sharing needs; :class:`wallet.store.vault.Vault` has the rest."""

    def __init__(self, seal: Seal | None) -> None:
        """Take what seals private keys; without it there are none."""
        self._seal = seal

    @abstractmethod
    def _run(self, statement: str, *values: object) -> list[Any]:
        """Return the rows that ``statement`` gives."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Any]:
        """Keep all that is done meanwhile, or nothing."""

    # The learner's key

    def holder_id(self) -> str | None:
        """Return the learner's own DID, or None before one was needed."""
        rows = self._run(_FIRST_KEY)
        return str(rows[0][0]) if rows else None

    def holder_key(
        self,
        make: Callable[[], tuple[str, bytes]],
        random: Callable[[int], bytes],
        now: datetime,
    ) -> HolderKey:
        """Return the learner's own key; ``make`` gives its id and secret where there is none.

        It is made once and then kept, sealed; ``random`` gives as many bytes as it is asked
        for. Raises VaultError "holder-key-damaged", and ValueError once the vault is closed.
        """
        if self._seal is None:
            raise ValueError("no seal")
        with self._transaction():
            rows = self._run(_FIRST_KEY)
            if rows:
                key_id, made_at, nonce, sealed = rows[0]
                secret = self._seal.open(str(key_id), bytes(sealed), bytes(nonce))
                return HolderKey(str(key_id), instant(made_at), secret)
            key_id, secret = make()
            nonce = random(NONCE_BYTES)
            self._run(
                "INSERT INTO holder_key (id, made_at, nonce, sealed) VALUES (?, ?, ?, ?)",
                key_id,
                rfc3339(now),
                nonce,
                self._seal.close(key_id, secret, nonce),
            )
            return HolderKey(key_id, now, secret)

    # What was shared

    def note_shared(
        self,
        *,
        at: datetime,
        form: str,
        badges: tuple[SharedBadge, ...],
        fields: tuple[str, ...],
        audience: str | None = None,
        expires: datetime | None = None,
        base: str | None = None,
        file_name: str | None = None,
    ) -> Shared:
        """Note what leaves the machine, and return the line of the history that says so."""
        row = (
            rfc3339(at),
            form,
            json.dumps([{"id": one.id, "name": writable(one.name)} for one in badges]),
            json.dumps([writable(one) for one in fields]),
            writable(audience) if audience is not None else None,
            rfc3339(expires) if expires else None,
            writable(base) if base is not None else None,
            writable(file_name) if file_name is not None else None,
        )
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO shared (at, form, badges, fields, audience, expires, base, file_name)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            (number,) = connection.execute("SELECT last_insert_rowid()").fetchone()
        return _shared(number, row)

    def shared(self) -> tuple[Shared, ...]:
        """Return what was shared, the newest first."""
        rows = self._run(
            "SELECT id, at, form, badges, fields, audience, expires, base, file_name FROM shared"
            " ORDER BY id DESC"
        )
        return tuple(_shared(row[0], row[1:]) for row in rows)


_FIRST_KEY: Final = "SELECT id, made_at, nonce, sealed FROM holder_key ORDER BY rowid LIMIT 1"


def _shared(number: int, row: Sequence[Any]) -> Shared:
    """Return the line of the history that a row says, in the order of its columns."""
    at, form, badges, fields, audience, expires, base, file_name = row
    return Shared(
        id=number,
        at=instant(at),
        form=form,
        badges=tuple(SharedBadge(one["id"], one["name"]) for one in json.loads(badges)),
        fields=tuple(json.loads(fields)),
        audience=audience,
        expires=instant(expires) if expires else None,
        base=base,
        file_name=file_name,
    )
