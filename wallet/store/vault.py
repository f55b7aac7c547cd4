"""The vault: everything a wallet holds, in one SQLCipher file.

The original bytes are the truth; names, dates, pictures and verdicts beside them are derived
and can be made again. One connection, used by one thread at a time; every public method is
one transaction, so that a crash leaves what was before it or what is after.
"""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from wallet.credential.model import Picture
from wallet.credential.moment import rfc3339
from wallet.documents.document import Document
from wallet.errors import VaultError
from wallet.store import cipher, files, migrations
from wallet.store.cv import CvRecords
from wallet.store.reminders import ReminderRecords
from wallet.store.rows import instant, writable
from wallet.store.sealing import Seal
from wallet.store.sharing import SharingRecords
from wallet.store.stacks import StackRecords

_MAX_QUARANTINED: Final = 5 * 1024 * 1024
_ANSWERS: Final = (200, 410)
"""The statuses of an answer that says something: it is there, or it is gone."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict in a credential's history, in the words of CONTRACT.md."""

    at: datetime
    authenticity: str
    standing: str
    issuer: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A credential in the vault, without its bytes. ``derived`` is a packed verdict."""

    id: str
    file_name: str
    added_at: datetime
    checked_at: datetime
    tags: tuple[str, ...]
    derived: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that looked like a badge and could not be read."""

    source: str
    code: str
    sentence: str
    at: datetime


class Vault(SharingRecords, StackRecords, ReminderRecords, CvRecords):
    """An open vault. What it keeps for sharing, stacks, reminders, CVs is in its base classes."""

    def __init__(
        self, path: Path, key: bytes, *, create: bool = False, seal: Seal | None = None
    ) -> None:
        """Open ``path`` with the 32 raw bytes of ``key``; with ``create``, make it first.

        ``seal`` is what the learner's private keys are sealed by. Raises VaultError
        "vault-missing", "vault-damaged", "vault-newer", "vault-in-use", "unreadable" or
        "cannot-write".
        """
        super().__init__(seal)
        self.path: Final = path
        if create:
            try:
                path.touch(0o600, exist_ok=False)
            except OSError as error:
                raise files.not_writable(path, error) from error
        else:
            cipher.must_be_whole(path)
        self._connection = cipher.opened(path, key)
        try:
            if not create:
                cipher.must_hold_all_its_pages(self._connection, path)
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        with cipher.told(self.path):
            migrations.migrate(self._connection)
        unclean = self._meta("open") == "yes"
        if unclean and (problems := self.integrity()):
            raise cipher.damaged(self.path, problems[0])
        self._set_meta("open", "yes")

    def close(self) -> None:
        """Close it and drop the keys. May be called again."""
        self._seal = None
        if self._connection is not None:
            with contextlib.suppress(VaultError):
                self._set_meta("open", "no")
            self._connection.close()
            self._connection = None

    # Credentials

    @staticmethod
    def id_of(original: bytes) -> str:
        """Return the id of a credential: the SHA-256 of its original bytes, in hex."""
        return hashlib.sha256(original).hexdigest()

    def keep(
        self,
        original: bytes,
        *,
        file_name: str,
        added_at: datetime,
        derived: bytes,
        picture: Picture | None,
        judged: Judgement,
    ) -> str | None:
        """Keep a credential; return its id, or None where it is there already.

        What could not be read before, and can now, leaves the quarantine.
        """
        new = self.id_of(original)
        with self._transaction() as connection:
            if connection.execute("SELECT 1 FROM credential WHERE id = ?", (new,)).fetchone():
                return None
            kind, data = _picture_columns(picture, original)
            row = (
                new,
                original,
                writable(file_name),
                rfc3339(added_at),
                rfc3339(judged.at),
                derived,
                kind,
                data,
            )
            connection.execute(
                "INSERT INTO credential (id, number, original, file_name, added_at, checked_at,"
                " derived, picture_type, picture) VALUES (?, (SELECT coalesce(max(number), 0) + 1"
                " FROM credential), ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            self._judge(new, judged)
            connection.execute("DELETE FROM quarantine WHERE sha256 = ?", (new,))
        return new

    def remember(
        self, credential_id: str, derived: bytes, picture: Picture | None, judged: Judgement
    ) -> None:
        """Replace what is derived of a credential, and add a verdict to its history.

        Raises KeyError where there is no such credential, as all that take one id do.
        """
        with self._transaction() as connection:
            kind, data = _picture_columns(picture, self.original(credential_id))
            connection.execute(
                "UPDATE credential SET derived = ?, checked_at = ?, picture_type = ?, picture = ?"
                " WHERE id = ?",
                (derived, rfc3339(judged.at), kind, data, credential_id),
            )
            self._judge(credential_id, judged)

    def _judge(self, credential_id: str, judged: Judgement) -> None:
        axes = (judged.authenticity, judged.standing, judged.issuer, judged.recipient)
        self._run(
            "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?)",
            credential_id,
            rfc3339(judged.at),
            *axes,
        )

    def kept(self) -> tuple[Kept, ...]:
        """Return all credentials, the newest first."""
        return self.kept_by_start("")

    def kept_by_start(self, id_start: str) -> tuple[Kept, ...]:
        """Return the credentials whose id begins with ``id_start``, the newest first."""
        tags: dict[str, list[str]] = {}
        for credential_id, tag in self._run("SELECT credential, tag FROM tag ORDER BY tag"):
            tags.setdefault(credential_id, []).append(tag)
        rows = self._run(
            "SELECT id, file_name, added_at, checked_at, derived FROM credential"
            " WHERE substr(id, 1, ?) = ? ORDER BY number DESC",
            len(id_start),
            writable(id_start),
        )
        return tuple(
            Kept(one, name, instant(added), instant(checked), tuple(tags.get(one, ())), derived)
            for one, name, added, checked, derived in rows
        )

    def original(self, credential_id: str) -> bytes:
        """Return the bytes exactly as they came in."""
        rows = self._run("SELECT original FROM credential WHERE id = ?", credential_id)
        if not rows:
            raise KeyError(credential_id)
        return bytes(rows[0][0])

    def picture(self, credential_id: str) -> Picture | None:
        """Return the picture found inside the badge, if there was one."""
        rows = self._run(
            "SELECT picture_type, coalesce(picture, original) FROM credential"
            " WHERE id = ? AND picture_type IS NOT NULL",
            credential_id,
        )
        return Picture(rows[0][0], bytes(rows[0][1])) if rows else None

    def history(self, credential_id: str) -> tuple[Judgement, ...]:
        """Return the verdicts on a credential, the newest first."""
        rows = self._run(
            "SELECT at, authenticity, standing, issuer, recipient FROM judgement"
            " WHERE credential = ? ORDER BY rowid DESC",
            credential_id,
        )
        return tuple(Judgement(instant(row[0]), *row[1:]) for row in rows)

    def remove(self, ids: Sequence[str]) -> int:
        """Remove credentials for good; return how many there were."""
        with self._transaction() as connection:
            rows = [(one,) for one in ids]
            return int(connection.executemany("DELETE FROM credential WHERE id = ?", rows).rowcount)

    def tag(self, credential_id: str, add: Iterable[str], drop: Iterable[str]) -> None:
        """Add and drop the learner's own tags."""
        with self._transaction() as connection:
            known = "SELECT 1 FROM credential WHERE id = ?"
            if not connection.execute(known, (credential_id,)).fetchone():
                raise KeyError(credential_id)
            for one in drop:
                row = (credential_id, writable(one))
                connection.execute("DELETE FROM tag WHERE credential = ? AND tag = ?", row)
            for one in add:
                row = (credential_id, writable(one))
                connection.execute("INSERT OR IGNORE INTO tag VALUES (?, ?)", row)

    # The learner

    def identities(self) -> tuple[str, ...]:
        """Return the learner's own addresses and names, in the order they were added."""
        return tuple(row[0] for row in self._run("SELECT identity FROM identity ORDER BY rowid"))

    def add_identity(self, identity: str) -> bool:
        """Remember an address; False where it is there, in whatever case, or is blank."""
        row = (_folded(identity), writable(identity.strip()))
        if not row[0]:
            return False
        with self._transaction() as connection:
            return bool(
                connection.execute("INSERT OR IGNORE INTO identity VALUES (?, ?)", row).rowcount
            )

    def remove_identity(self, identity: str) -> bool:
        """Forget an address; False where it was not there."""
        row = (_folded(identity),)
        with self._transaction() as connection:
            return bool(connection.execute("DELETE FROM identity WHERE folded = ?", row).rowcount)

    def setting(self, key: str) -> str | None:
        """Return a setting."""
        rows = self._run("SELECT value FROM setting WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def set_setting(self, key: str, value: str) -> None:
        """Remember a setting."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, writable(value))
            )

    # Web documents

    def document(self, url: str) -> Document | None:
        """Return what ``url`` answered when it was last saved."""
        rows = self._run("SELECT data, as_of, status FROM document WHERE url = ?", url)
        if not rows:
            return None
        data, as_of, status = rows[0]
        return Document(url, bytes(data), instant(as_of) if as_of else None, status)

    def keep_document(self, document: Document) -> bool:
        """Keep a document; False where a newer one is kept, or it is neither there nor gone.

        An answer such as "503, busy" says nothing and replaces nothing. "410, gone" counts: a
        hosted badge is revoked that way (Open Badges 2.0, "hosted").
        """
        if document.status not in _ANSWERS:
            return False
        kept = self.document(document.url)
        if kept and kept.as_of and (document.as_of is None or document.as_of < kept.as_of):
            return False
        as_of = rfc3339(document.as_of) if document.as_of else None
        row = (document.url, document.data, as_of, document.status)
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", row)
        return True

    # What could not be read

    def quarantine(self, source: str, data: bytes, code: str, sentence: str, at: datetime) -> None:
        """Note an input that could not be read, and why, and keep its bytes up to 5 MB.

        The same bytes stand there once, with what was said of them last.
        """
        kept = data if len(data) <= _MAX_QUARANTINED else None
        row = (self.id_of(data), writable(source), kept, code, writable(sentence), rfc3339(at))
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?)", row)

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Return what is in quarantine, the oldest first."""
        rows = self._run("SELECT source, code, sentence, at FROM quarantine ORDER BY rowid")
        return tuple(
            Quarantined(source, code, text, instant(at)) for source, code, text, at in rows
        )

    # The file

    def integrity(self) -> tuple[str, ...]:
        """Return what is wrong with the file: pages that were changed, or badges that were."""
        problems = [row[0] for row in self._run("PRAGMA cipher_integrity_check")]
        if not problems:
            problems = [row[0] for row in self._run("PRAGMA integrity_check") if row[0] != "ok"]
        if not problems:
            problems = [f"lost {row[0]}" for row in self._run("PRAGMA foreign_key_check")]
        if not problems:
            ids = [row[0] for row in self._run("SELECT id FROM credential")]
            problems = [f"credential {one}" for one in ids if self.id_of(self.original(one)) != one]
        return tuple(str(problem) for problem in problems)

    def _meta(self, key: str) -> str | None:
        rows = self._run("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def _set_meta(self, key: str, value: str) -> None:
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _run(self, statement: str, *values: object) -> list[Any]:
        with cipher.told(self.path):
            rows: list[Any] = self._connection.execute(statement, values).fetchall()
            return rows

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Any]:
        with cipher.told(self.path), cipher.transaction(self._connection):
            yield self._connection


@dataclass(frozen=True, slots=True)
class VaultDocuments:
    """The vault's saved web documents, as a source of documents."""

    vault: Vault

    def get(self, url: str) -> Document | None:
        """Return what is kept for ``url``."""
        return self.vault.document(url)


def _picture_columns(picture: Picture | None, original: bytes) -> tuple[str | None, bytes | None]:
    """Return a picture's columns; one that is the whole file is not kept twice."""
    if picture is None or picture.data is None:
        return None, None
    kind = picture.media_type or "application/octet-stream"
    return kind, None if picture.data == original else picture.data


def _folded(identity: str) -> str:
    return unicodedata.normalize("NFC", writable(identity).strip()).casefold()
