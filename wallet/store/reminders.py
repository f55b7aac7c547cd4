"""What a vault keeps of reminders: which were told, and what the learner decided of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from wallet.credential.moment import rfc3339
from wallet.store.rows import instant, writable

DEFAULT: Final = "default"
"""The subject whose choice holds for every badge without one of its own."""

Unseen = tuple[str, str, str]
"""A moment of which a notification told: its kind, its subject and the end as it is stated."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was told: the rung ``rung`` days before ``moment``, of a subject."""

    kind: str
    subject: str
    moment: str
    rung: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ReminderChoice:
    """What the learner decided: quiet until a day, quiet for good, or days of their own."""

    snoozed_until: date | None = None
    dismissed_at: datetime | None = None
    ladder: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as it last stood in a calendar file; ``content`` is all that was said of it."""

    uid: str
    sequence: int
    changed_at: datetime
    content: str = field(repr=False)


class ReminderRecords(ABC):
    """The part of a vault that reminders need; :class:`wallet.store.vault.Vault` has the rest."""

    @abstractmethod
    def _run(self, statement: str, *values: object) -> list[Any]:
        """Return the rows that ``statement`` gives."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Any]:
        """Keep all that is done meanwhile, or nothing."""

    # What was told

    def reminders_told(self) -> tuple[Told, ...]:
        """Return every reminder that was told."""
        rows = self._run("SELECT kind, subject, moment, rung, told_at FROM reminder_told")
        return tuple(Told(row[0], row[1], row[2], row[3], instant(row[4])) for row in rows)

    def note_told(self, told: Iterable[Told]) -> None:
        """Note what was told; of one that is noted already the earlier time is kept."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO reminder_told VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET told_at = min(told_at, excluded.told_at)",
                [
                    (one.kind, one.subject, one.moment, one.rung, rfc3339(one.told_at))
                    for one in told
                ],
            )

    def reminders_unseen(self) -> frozenset[Unseen]:
        """Return the moments of which notifications told that nobody may have seen."""
        rows = self._run("SELECT kind, subject, moment FROM reminder_unseen")
        return frozenset((str(row[0]), str(row[1]), str(row[2])) for row in rows)

    def note_unseen(self, told: Iterable[Unseen]) -> None:
        """Note that of these moments was told by a notification."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO reminder_unseen VALUES (?, ?, ?)", told)

    def note_seen(self, subject: str | None = None) -> None:
        """Note that the learner saw what was told of a subject and what is inside it, or of all."""
        self._run(
            "DELETE FROM reminder_unseen WHERE ?1 IS NULL OR subject = ?1"
            " OR substr(subject, 1, length(?1) + 1) = ?1 || '/'",
            subject,
        )

    # What was decided

    def reminder_choices(self) -> dict[str, ReminderChoice]:
        """Return what was decided, by badge, and under :data:`DEFAULT` for all."""
        rows = self._run("SELECT subject, snoozed_until, dismissed_at, ladder FROM reminder_choice")
        return {
            str(subject): ReminderChoice(
                date.fromisoformat(snoozed) if snoozed else None,
                instant(dismissed) if dismissed else None,
                tuple(int(one) for one in ladder.split()) if ladder is not None else None,
            )
            for subject, snoozed, dismissed, ladder in rows
        }

    def decide_reminders(self, subject: str, choice: ReminderChoice) -> None:
        """Let ``choice`` be what was decided of a subject; an empty one leaves nothing behind."""
        if choice == ReminderChoice():
            self._run("DELETE FROM reminder_choice WHERE subject = ?", subject)
            return
        self._run(
            "INSERT OR REPLACE INTO reminder_choice VALUES (?, ?, ?, ?)",
            subject,
            choice.snoozed_until.isoformat() if choice.snoozed_until else None,
            rfc3339(choice.dismissed_at) if choice.dismissed_at else None,
            " ".join(map(str, choice.ladder)) if choice.ladder is not None else None,
        )

    # What was read for them

    def reminder_facts(self) -> dict[str, tuple[str, bytes]]:
        """Return what was read before, and the stamp it was read under, by subject."""
        rows = self._run("SELECT subject, stamp, fact FROM reminder_fact")
        return {str(subject): (str(stamp), bytes(fact)) for subject, stamp, fact in rows}

    def keep_reminder_facts(
        self, new: Mapping[str, tuple[str, bytes]], gone: Iterable[str] = ()
    ) -> None:
        """Keep what was read now, and forget what was read of subjects that are ``gone``."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO reminder_fact VALUES (?, ?, ?)",
                [(writable(subject), stamp, fact) for subject, (stamp, fact) in new.items()],
            )
            connection.executemany(
                "DELETE FROM reminder_fact WHERE subject = ?", [(one,) for one in gone]
            )

    def document_date(self, url: str) -> datetime | None:
        """Return when the web document kept for ``url`` was obtained, as far as that is known."""
        rows = self._run("SELECT as_of FROM document WHERE url = ?", url)
        return instant(rows[0][0]) if rows and rows[0][0] else None

    # What stands in calendars

    def calendar_events(self) -> dict[str, CalendarEvent]:
        """Return the events that were written into calendar files, by their UID."""
        rows = self._run("SELECT uid, sequence, changed_at, content FROM calendar_event")
        return {
            str(uid): CalendarEvent(uid, sequence, instant(changed), content)
            for uid, sequence, changed, content in rows
        }

    def keep_calendar_events(
        self, events: Iterable[CalendarEvent], gone: Iterable[str] = ()
    ) -> None:
        """Keep how events stand now, and forget those that are ``gone``."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO calendar_event VALUES (?, ?, ?, ?)",
                [
                    (one.uid, one.sequence, rfc3339(one.changed_at), writable(one.content))
                    for one in events
                ],
            )
            connection.executemany(
                "DELETE FROM calendar_event WHERE uid = ?", [(one,) for one in gone]
            )
