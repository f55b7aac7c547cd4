"""The part of the wallet's face that has stacks; :class:`wallet.app.App` has the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wallet.entries import Entry
from wallet.errors import UnusableInput
from wallet.formats.inputs import Item, read_source
from wallet.i18n import N_, Words
from wallet.stacks.deciding import DecidingFront, read_again
from wallet.store.stacks import KeptStack
from wallet.verify.pipeline import parsed_bytes
from wallet.verify.verdict import Verdict

if TYPE_CHECKING:
    from wallet.stacks.definition import Definition
    from wallet.stacks.matching import Index
    from wallet.stacks.progress import Progress, Risk


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
class Decision:
    """What the learner decided: as :class:`Choice` keeps it, with what it is about in words.

    ``title`` is the badge's name, or the text that was confirmed, and ``place`` the name of the
    slot.
    """

    kind: str
    slot: str
    value: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class StackState:
    """A stack in the wallet and how far it is.

    ``shares`` are the badges that count in it and in other stacks too, with the names of those;
    ``decided`` is what the learner decided of it.
    """

    stack: KeptStack
    progress: Progress
    shares: tuple[tuple[str, tuple[str, ...]], ...] = ()
    decided: tuple[Decision, ...] = ()


class StacksFront(DecidingFront):
    """What can be asked of the wallet that knows larger credentials."""

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

    # How far they are

    def stacks(self, words: Words, *, forward: bool = False) -> tuple[StackState, ...]:
        """Return every stack and how far it is; with ``forward`` looking ahead too."""
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        index = self._index(words)
        now = self._circumstances().now
        every = [
            (stack, progress(read_again(stack), index, self._choices(stack), now, forward=forward))
            for stack in self.vault.stacks()
        ]
        counted: dict[str, list[KeptStack]] = {}
        for stack, far in every:
            for badge in dict.fromkeys(one.id for one, _slot in far.used):
                counted.setdefault(badge, []).append(stack)
        return tuple(
            StackState(
                stack, far, _shares(far, stack.id, counted), self._decided(stack, far, index)
            )
            for stack, far in every
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
        index = self._index(words)
        far = progress(
            read_again(stack),
            index,
            self._choices(stack),
            at or self._circumstances().now,
            without=gone,
        )
        shares = next(one.shares for one in every if one.stack.id == stack.id)
        return StackState(stack, far, shares, self._decided(stack, far, index))

    def tried(self, definition: Definition, words: Words) -> Progress:
        """Return how far a stack would be that is not in the wallet, as while it is written."""
        from wallet.stacks.matching import Choices  # noqa: PLC0415 - see keep_stack
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        now = self._circumstances().now
        return progress(definition, self._index(words), Choices(), now, forward=False)

    def stack_risks(self, words: Words) -> tuple[tuple[KeptStack, tuple[Risk, ...]], ...]:
        """Return every stack that a lapse would set back, and each of those lapses."""
        from wallet.stacks.telling import progress  # noqa: PLC0415 - see keep_stack

        stacks = self.vault.stacks()
        if not stacks:
            return ()
        index, now = self._index(words), self._circumstances().now
        every = (
            (stack, progress(read_again(stack), index, self._choices(stack), now).risks)
            for stack in stacks
        )
        return tuple((stack, risks) for stack, risks in every if risks)

    def _decided(self, stack: KeptStack, far: Progress, index: Index) -> tuple[Decision, ...]:
        slots = far.definition.by_id
        return tuple(
            Decision(
                one.kind,
                one.slot,
                one.value,
                index.by_id[one.value].title if one.value in index.by_id else one.value,
                slots[one.slot].title if one.slot in slots else one.slot,
            )
            for one in self.vault.stack_choices(stack.id)
        )


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


def _shares(
    far: Progress, own: str, counted: dict[str, list[KeptStack]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the badges that count in other stacks too."""
    return tuple(
        (badge, tuple(others))
        for badge in dict.fromkeys(one.id for one, _slot in far.used)
        if (others := [one.name for one in counted.get(badge, ()) if one.id != own])
    )
