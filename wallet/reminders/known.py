"""What is known for reminders of the badges in a wallet, read once and kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from wallet.credential.moment import rfc3339
from wallet.entries import Entry
from wallet.reminders import facts
from wallet.reminders.facts import FORM, Facts
from wallet.reminders.watched import (
    STALE_AFTER,
    WALLET,
    History,
    Kind,
    Watched,
    instant_moment,
    of_badge,
)
from wallet.store.vault import Vault
from wallet.verify.pipeline import parsed_bytes
from wallet.verify.verdict import Verdict

LATELY: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)


class Known:
    """What the badges of an open wallet, and the lists they rest on, say of their ends."""

    def __init__(self, vault: Vault, entries: Sequence[Entry], history: History) -> None:
        """Take the vault and its badges; ``history`` tells their earlier verdicts."""
        self._vault = vault
        self._history = history
        self._before = vault.reminder_facts()
        self._used: set[str] = set()
        self._new: dict[str, tuple[str, bytes]] = {}
        self._lists: dict[str, datetime | None] = {}
        self.facts = {entry.id: self._facts(entry) for entry in entries}

    def watched(self, entries: Sequence[Entry], now: datetime) -> list[Watched]:
        """Return what is watched of the badges, and keep what had to be read for it.

        Of a badge that seems to have come on a day yet to come, since the clock was wrong then
        or is now, it is not known when it came: it counts as having come :data:`LATELY`.
        """
        found: list[Watched] = []
        for entry in entries:
            known, came = self.facts[entry.id], entry.added_at
            if came > now + _DAY:
                came = now - LATELY
            arrived = msgspec.structs.replace(entry, added_at=came)
            found += of_badge(arrived, known, self._history, self._until)
        gone = self._before.keys() - self._used
        if self._new or gone:
            self._vault.keep_reminder_facts(self._new, gone)
        return found

    def _facts(self, entry: Entry) -> Facts:
        self._used.add(entry.id)
        stamp, packed = self._before.get(entry.id, ("", b""))
        if stamp == FORM:
            return msgspec.json.decode(packed, type=Facts)
        parsed = parsed_bytes(self._vault.original(entry.id), entry.file_name)
        found = Facts() if isinstance(parsed, Verdict) else facts.of(parsed)
        self._new[entry.id] = (FORM, msgspec.json.encode(found))
        return found

    def _until(self, url: str) -> datetime | None:
        """Return when the list of revocations at ``url`` asks to be renewed."""
        if url not in self._lists:
            self._lists[url] = self._list_until(url)
        return self._lists[url]

    def _list_until(self, url: str) -> datetime | None:
        subject, as_of = f"list {url}", self._vault.document_date(url)
        stamp = f"{FORM} {rfc3339(as_of) if as_of else ''}"
        self._used.add(subject)
        before, packed = self._before.get(subject, ("", b""))
        if before == stamp:
            return msgspec.json.decode(packed, type=datetime | None)
        document = self._vault.document(url)
        found = facts.list_until(document) if document is not None else None
        found = found.astimezone(UTC) if found is not None else None
        self._new[subject] = (stamp, msgspec.json.encode(found))
        return found


def backup(at: datetime) -> Watched:
    """Return what is watched of the last backup, which was made at ``at``."""
    return Watched(Kind.BACKUP, WALLET, "", instant_moment(at + STALE_AFTER), at, known=at)
