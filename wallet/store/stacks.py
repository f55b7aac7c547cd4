"""What a vault keeps of stacks: their definitions as they came, and what the learner decided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wallet.credential.moment import rfc3339
from wallet.store.rows import instant, writable


@dataclass(frozen=True, slots=True)
class KeptStack:
    """A definition. ``original`` is the document as it came, ``derived`` what it was read as.

    ``source`` is where it came from: a file's name, an address, or what it was made of.
    """

    id: str
    name: str
    source: str
    added_at: datetime
    original: bytes = field(repr=False)
    derived: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision of the learner's: ``kind`` is "pinned", "left-out" or "confirmed".

    ``value`` is a badge, or the text of what was confirmed; ``slot`` is empty but for pins.
    """

    kind: str
    slot: str
    value: str


class StackRecords(ABC):
    """The part of a vault that stacks need; :class:`wallet.store.vault.Vault` has the rest."""

    @abstractmethod
    def _run(self, statement: str, *values: object) -> list[Any]:
        """Return the rows that ``statement`` gives."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Any]:
        """Keep all that is done meanwhile, or nothing."""

    def stacks(self) -> tuple[KeptStack, ...]:
        """Return the definitions, in the order they were first added."""
        rows = self._run(
            "SELECT id, name, source, added_at, original, derived FROM stack ORDER BY rowid"
        )
        return tuple(
            KeptStack(row[0], row[1], row[2], instant(row[3]), bytes(row[4]), bytes(row[5]))
            for row in rows
        )

    def keep_stack(self, stack: KeptStack) -> None:
        """Keep a definition in place of one with the same id; what was decided stays."""
        self._run(
            "INSERT INTO stack (id, name, source, added_at, original, derived)"
            " VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source,"
            " added_at = excluded.added_at, original = excluded.original,"
            " derived = excluded.derived",
            writable(stack.id),
            writable(stack.name),
            writable(stack.source),
            rfc3339(stack.added_at),
            stack.original,
            stack.derived,
        )

    def remove_stack(self, stack: str) -> None:
        """Forget a definition and all that was decided of it."""
        self._run("DELETE FROM stack WHERE id = ?", stack)

    def stack_choices(self, stack: str) -> tuple[Choice, ...]:
        """Return what the learner decided of a stack."""
        rows = self._run(
            "SELECT kind, slot, value FROM stack_choice WHERE stack = ? ORDER BY rowid", stack
        )
        return tuple(Choice(*row) for row in rows)

    def decide_in_stack(self, stack: str, choices: Iterable[Choice]) -> None:
        """Let ``choices`` be all that the learner decided of a stack."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM stack_choice WHERE stack = ?", (stack,))
            connection.executemany(
                "INSERT OR IGNORE INTO stack_choice (stack, kind, slot, value) VALUES (?, ?, ?, ?)",
                [(stack, one.kind, one.slot, writable(one.value)) for one in choices],
            )
