"""The part of the wallet's face that has stacks; :class:`wallet.app.App` has the rest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.formats.inputs import Item, read_source
from wallet.i18n import N_, Words
from wallet.store.stacks import Choice, KeptStack
from wallet.store.vault import Kept, Vault
from wallet.verify.pipeline import Circumstances, parsed_bytes
from wallet.verify.verdict import Verdict

if TYPE_CHECKING:
    from wallet.stacks.definition import Definition, Slot
    from wallet.stacks.matching import Choices, Index
    from wallet.stacks.progress import Progress

PINNED: Final = "pinned"
LEFT_OUT: Final = "left-out"
CONFIRMED: Final = "confirmed"


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition that was taken in: what is kept, and whether it is new or changed."""

    stack: KeptStack
    definition: Definition
    is_new: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class StackHint:
    """A stack that the associations in a learner record hint at, and that record."""

    definition: Definition
    record: Entry


@dataclass(frozen=True, slots=True)
class StackState:
    """A stack in the wallet and how far it is.

    ``shares`` are the badges that count in it and in other stacks too, with the names of those;
    ``decided`` is what the learner decided of it.
    """

    stack: KeptStack
    progress: Progress
    shares: tuple[tuple[str, tuple[str, ...]], ...] = ()
    decided: tuple[Choice, ...] = ()


class StacksFront(ABC):
    """What can be asked of the wallet that knows larger credentials."""

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

    # Definitions

    def import_stack(self, path: Path) -> Imported:
        """Take in a definition that somebody handed out as a file.

        Raises UnusableInput where it cannot be read or is none; nothing was changed then.
        """
        source = read_source(Item(str(path), path))
        if source.error is not None:
            raise source.error
        return self.keep_stack(source.data or b"", path.name)

    def keep_stack(self, data: bytes, source: str) -> Imported:
        """Take in a definition that is written as CTDL; ``source`` is where it came from."""
        from wallet.stacks import ctdl  # noqa: PLC0415 - loaded when there is one to read

        definition = ctdl.read(data, source)
        before = {one.id: one for one in self.vault.stacks()}.get(definition.id)
        stack = KeptStack(
            definition.id,
            definition.name,
            source,
            self._circumstances().now,
            data,
            msgspec.json.encode(definition),
        )
        changed = before is None or before.original != data
        if changed:
            _must_be_told(definition, self._circumstances().now)
            self.vault.keep_stack(stack)
        kept = stack if changed or before is None else before
        return Imported(kept, definition, before is None, changed)

    def make_stack(self, definition: Definition) -> Imported:
        """Take in a definition that the learner wrote, from a web page for example."""
        from wallet.stacks import ctdl  # noqa: PLC0415 - see keep_stack

        return self.keep_stack(ctdl.written(definition), "")

    def stack_hints(self) -> tuple[StackHint, ...]:
        """Return the stacks that learner records in the wallet hint at and that are not kept."""
        from wallet.stacks import associations  # noqa: PLC0415 - see keep_stack

        kept = {one.id for one in self.vault.stacks()}
        found: dict[str, StackHint] = {}
        for entry in self.entries():
            if not entry.verdict.parts:
                continue
            parsed = parsed_bytes(self.vault.original(entry.id), entry.file_name)
            if isinstance(parsed, Verdict):
                continue
            try:
                hinted = associations.of(parsed.document)
            except UnusableInput:  # they go round in a circle, or are too many: no hint
                continue
            for definition in hinted:
                if definition.id not in kept:
                    found.setdefault(definition.id, StackHint(definition, entry))
        return tuple(found.values())

    def keep_hint(self, name: str) -> Imported:
        """Take in a stack that a record hints at, by its name or id."""
        from wallet.stacks import ctdl  # noqa: PLC0415 - see keep_stack

        for hint in self.stack_hints():
            if name.casefold() in (hint.definition.name.casefold(), hint.definition.id.casefold()):
                return self.keep_stack(ctdl.written(hint.definition), hint.record.file_name)
        raise UnusableInput(
            "no-such-hint",
            N_("no record in the wallet hints at {name}"),
            N_("learner-wallet stack hints shows what they hint at"),
            name=name,
        )

    def export_stack(self, name: str) -> tuple[str, bytes]:
        """Return a name for the file, and a definition as it came in."""
        stack = self.stack_called(name)
        return f"{_stem(stack)}.json", stack.original

    def print_stack(self, name: str, words: Words) -> tuple[str, bytes]:
        """Return a name for the file, and a PDF that says how far a stack is, for an adviser."""
        from wallet.stacks import summary  # noqa: PLC0415 - heavy, and seldom asked for

        state = self.stack(name, words)
        made = summary.draw(state, words, self._circumstances().now.replace(microsecond=0))
        return f"{_stem(state.stack)}.pdf", made

    def remove_stack(self, name: str) -> KeptStack:
        """Forget a definition and what was decided of it; no badge is touched."""
        stack = self.stack_called(name)
        self.vault.remove_stack(stack.id)
        return stack

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
            N_("{count} stacks are called {name}"),
            N_("name one by its id: learner-wallet stack list --json shows it"),
            name=name,
            count=len(found),
        )

    # How far they are

    def stacks(self, words: Words, *, forward: bool = False) -> tuple[StackState, ...]:
        """Return every stack and how far it is; with ``forward`` looking ahead too."""
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        index = self._index(words)
        now = self._circumstances().now
        every = [
            (stack, progress(_read(stack), index, self._choices(stack), now, forward=forward))
            for stack in self.vault.stacks()
        ]
        counted: dict[str, list[KeptStack]] = {}
        for stack, far in every:
            for badge in dict.fromkeys(one.id for one, _slot in far.used):
                counted.setdefault(badge, []).append(stack)
        return tuple(
            StackState(stack, far, _shares(far, stack.id, counted)) for stack, far in every
        )

    def stack(
        self,
        name: str,
        words: Words,
        *,
        without: Sequence[str] = (),
        at: datetime | None = None,
    ) -> StackState:
        """Return all about one stack, looking ahead too.

        ``without`` are badges that are taken for lapsed, and ``at`` a day to come: what if?
        """
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        stack = self.stack_called(name)
        gone = frozenset(one.id for one in self._chosen(without)) if without else frozenset()
        every = self.stacks(words)
        far = progress(
            _read(stack),
            self._index(words),
            self._choices(stack),
            at or self._circumstances().now,
            without=gone,
        )
        shares = next(one.shares for one in every if one.stack.id == stack.id)
        return StackState(stack, far, shares, self.vault.stack_choices(stack.id))

    def tried(self, definition: Definition, words: Words) -> Progress:
        """Return how far a stack would be that is not in the wallet, as while it is written."""
        from wallet.stacks.matching import Choices  # noqa: PLC0415 - see keep_stack
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        now = self._circumstances().now
        return progress(definition, self._index(words), Choices(), now, forward=False)

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

    # What the learner decides

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
        return stack, _read(stack)

    def _held(self, badge: str) -> str:
        """Return the id of a badge, or of a credential inside one (``ID/1``)."""
        whole, slash, part = badge.partition("/")
        return f"{self._chosen([whole])[0].id}{slash}{part}"


def _read(stack: KeptStack) -> Definition:
    """Return what a definition was read as; read it again where an older version wrote that."""
    from wallet.stacks import ctdl  # noqa: PLC0415 - see keep_stack
    from wallet.stacks.definition import Definition  # noqa: PLC0415 - see keep_stack

    try:
        return msgspec.json.decode(stack.derived, type=Definition)
    except msgspec.DecodeError:
        return ctdl.read(stack.original, stack.source)


def _must_be_told(definition: Definition, now: datetime) -> None:
    """Raise UnusableInput where a definition is beyond all bounds: it would be in the way."""
    from wallet.stacks.definition import Score, Total  # noqa: PLC0415 - see keep_stack
    from wallet.stacks.holdings import MOST  # noqa: PLC0415 - see keep_stack
    from wallet.stacks.matching import Choices, Index  # noqa: PLC0415 - see keep_stack
    from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

    numbers: list[float] = [
        bound
        for rule in definition.rules()
        if isinstance(rule, Total | Score)
        for bound in (rule.least, getattr(rule, "most", None))
        if bound is not None
    ]
    for slot in definition.slots:
        numbers += [one.value for one in slot.worth]
        numbers += [slot.hours] if slot.hours is not None else []
    if not all(-MOST <= one <= MOST for one in numbers):
        raise UnusableInput(
            "stack-out-of-bounds",
            N_("{name} asks for amounts beyond all bounds"),
            N_("ask whoever made the stack to correct it"),
            name=definition.name,
        )
    progress(definition, Index(()), Choices(), now, forward=False)


def _stem(stack: KeptStack) -> str:
    kept = "".join(one if one.isalnum() else "-" for one in stack.name).strip("-")
    return kept[:80] or "stack"


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


def _shares(
    far: Progress, own: str, counted: dict[str, list[KeptStack]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the badges that count in other stacks too."""
    return tuple(
        (badge, tuple(others))
        for badge in dict.fromkeys(one.id for one, _slot in far.used)
        if (others := [one.name for one in counted.get(badge, ()) if one.id != own])
    )
