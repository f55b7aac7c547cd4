"""What the learner decides of a stack: what counts where, what nowhere, and what they say is so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.i18n import N_, Words
from wallet.store.stacks import Choice, KeptStack
from wallet.store.vault import Kept, Vault
from wallet.verify.pipeline import Circumstances

if TYPE_CHECKING:
    from wallet.stacks.definition import Definition, Slot
    from wallet.stacks.matching import Choices, Index

PINNED: Final = "pinned"
LEFT_OUT: Final = "left-out"
CONFIRMED: Final = "confirmed"
_MOST_NAMED: Final = 5
"""How many stacks are named where it is not clear which is meant."""


class DecidingFront(ABC):
    """The part of the wallet's face that takes what the learner decides of stacks."""

    @property
    @abstractmethod
    def vault(self) -> Vault:
        """The open vault."""

    @abstractmethod
    def _circumstances(self) -> Circumstances:
        """Return what badges are judged by, offline."""

    @abstractmethod
    def entries(self) -> tuple[Entry, ...]:
        """Return every badge in the wallet, judged as of now."""

    @abstractmethod
    def _chosen(self, ids: Sequence[str]) -> list[Kept]:
        """Return the badges of ``ids``, which may be shortened."""

    def stack_called(self, name: str) -> KeptStack:
        """Return the stack of this name or id, or the only one whose name has it in it."""
        every = self.vault.stacks()
        wanted = name.casefold()
        exact = [one for one in every if wanted in (one.name.casefold(), one.id.casefold())]
        found = exact or [one for one in every if wanted.strip() and wanted in one.name.casefold()]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnusableInput(
                "no-such-stack",
                N_("there is no stack called {name}"),
                N_("learner-wallet stack list shows what there is"),
                name=name,
            )
        raise UnusableInput(
            "several-stacks-called",
            N_("{name} may be any of these: {stacks}"),
            N_("say more of its name, or its id"),
            name=name,
            stacks=", ".join(f"{one.name} ({one.id})" for one in found[:_MOST_NAMED]),
        )

    def pin(self, name: str, slot: str, badge: str) -> None:
        """Place a badge in a slot, whatever else would fit there; it is in no other then.

        Raises UnusableInput where there is no such slot or badge, or the badge is of a kind that
        does not count at all.
        """
        stack, definition = self._of(name)
        place = _slot(definition, slot)
        holding = self._held(badge)
        self._must_count(holding)
        kept = [
            one
            for one in self.vault.stack_choices(stack.id)
            if one.value != holding and not (one.slot == place.id and not place.many)
        ]
        self.vault.decide_in_stack(stack.id, [*kept, Choice(PINNED, place.id, holding)])

    def leave_out(self, name: str, badge: str) -> None:
        """Let a badge count nowhere in a stack."""
        self._decide(name, Choice(LEFT_OUT, "", self._held(badge)))

    def confirm(self, name: str, said: str) -> None:
        """Note that the learner says of something that no badge tells that it is so."""
        from wallet.stacks.definition import Untold  # noqa: PLC0415 - see keep_stack

        _stack, definition = self._of(name)
        if not any(isinstance(rule, Untold) and rule.said == said for rule in definition.rules()):
            raise UnusableInput(
                "nothing-to-confirm",
                N_("{name} asks for no such thing"),
                N_("choose one of the things in it that no badge can tell"),
                name=definition.name,
            )
        self._decide(name, Choice(CONFIRMED, "", said))

    def decide_again(self, name: str, value: str) -> None:
        """Take back what was decided of a badge, or of what no badge tells."""
        stack = self.stack_called(name)
        every = self.vault.stack_choices(stack.id)
        if not any(one.value == value for one in every):
            begun = {one.value for one in every if value and one.value.startswith(value.lower())}
            value = begun.pop() if len(begun) == 1 else self._held(value)
        self.vault.decide_in_stack(stack.id, [one for one in every if one.value != value])

    def _must_count(self, badge: str) -> None:
        """Raise UnusableInput where a badge is not there, or is of a kind that never counts."""
        from wallet.stacks.because import WHY  # noqa: PLC0415 - see keep_stack
        from wallet.stacks.holdings import Counts  # noqa: PLC0415 - see keep_stack

        held = self._index(Words("en")).by_id.get(badge)
        if held is None:
            raise UnusableInput(
                "no-such-part",
                N_("there is no credential {id} in the wallet"),
                N_("learner-wallet list shows the ids"),
                id=badge,
            )
        if held.counts is Counts.NO:
            raise UnusableInput(
                "badge-does-not-count",
                N_("{badge} cannot count: {why}"),
                N_("choose another badge"),
                badge=held.title,
                why=WHY[held.why],
            )

    def _decide(self, name: str, choice: Choice) -> None:
        stack = self.stack_called(name)
        kept = [one for one in self.vault.stack_choices(stack.id) if one.value != choice.value]
        self.vault.decide_in_stack(stack.id, [*kept, choice])

    def _of(self, name: str) -> tuple[KeptStack, Definition]:
        stack = self.stack_called(name)
        return stack, read_again(stack)

    def _held(self, badge: str) -> str:
        """Return the id of a badge, or of a credential inside one (``ID/1``)."""
        whole, slash, part = badge.partition("/")
        return f"{self._chosen([whole])[0].id}{slash}{part}"

    def _index(self, words: Words) -> Index:
        from wallet.stacks import holdings, matching  # noqa: PLC0415 - see keep_stack

        return matching.Index(holdings.holdings(self.entries(), words))

    def _choices(self, stack: KeptStack) -> Choices:
        from wallet.stacks.matching import Choices  # noqa: PLC0415 - see keep_stack

        every = self.vault.stack_choices(stack.id)
        return Choices(
            pinned=tuple((one.slot, one.value) for one in every if one.kind == PINNED),
            left_out=frozenset(one.value for one in every if one.kind == LEFT_OUT),
            confirmed=frozenset(one.value for one in every if one.kind == CONFIRMED),
        )


def read_again(stack: KeptStack) -> Definition:
    """Return what a definition was read as; read it again where an older version wrote that."""
    from wallet.stacks import ctdl  # noqa: PLC0415 - see keep_stack
    from wallet.stacks.definition import Definition  # noqa: PLC0415 - see keep_stack

    try:
        return msgspec.json.decode(stack.derived, type=Definition)
    except msgspec.DecodeError:
        return ctdl.read(stack.original, stack.source)


def _slot(definition: Definition, name: str) -> Slot:
    from wallet.stacks.matching import slot_named  # noqa: PLC0415 - see keep_stack

    found = slot_named(definition, name)
    if found is None:
        raise UnusableInput(
            "no-such-slot",
            N_("{stack} has no place called {name}"),
            N_("learner-wallet stack show lists its places"),
            stack=definition.name,
            name=name,
        )
    return found
