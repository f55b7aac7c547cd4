"""How far a stack is: what there is to say of it, as values.

:mod:`wallet.stacks.telling` finds it out. Reasons are codes with facts, as in verification;
:mod:`wallet.stacks.because` has the sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from wallet.stacks.definition import Definition, Slot
from wallet.stacks.holdings import Holding
from wallet.stacks.solver import Found

BADGES: Final = "badges"
"""The unit of a measure that counts badges."""


class Mark(StrEnum):
    """How it stands with one part of a stack."""

    DONE = "done"
    OPEN = "open"
    ONCE_CHECKED = "once-checked"
    """It would be done if what is not known of a badge turned out well."""
    UNTOLD = "untold"
    """No badge can tell."""


class Reason(msgspec.Struct, frozen=True):
    """Why, as a code of :mod:`wallet.stacks.because` and the facts of its sentence."""

    code: str
    facts: dict[str, str | float] = {}


class Measure(msgspec.Struct, frozen=True):
    """How much of how much, in ``unit``: :data:`BADGES`, a framework, or None for none stated."""

    have: float
    need: float
    unit: str | None

    @property
    def part(self) -> float:
        """Return how far it is, from 0 to 1."""
        return 1.0 if self.need <= 0 else min(1.0, max(0.0, self.have / self.need))


class Offer(msgspec.Struct, frozen=True):
    """A badge that does not count in a slot, and why: the learner may decide, or check it."""

    badge: str
    title: str
    why: Reason


class Branch(msgspec.Struct, frozen=True):
    """One part of a stack: a slot, a rule, or what no badge can tell.

    ``badges`` are what fills a slot. ``next`` is true of what the shortest way leads through,
    ``needs`` is what must come before it, and ``parts`` are what a rule is about.
    """

    kind: str
    mark: Mark
    measure: Measure
    title: str | None = None
    because: tuple[Reason, ...] = ()
    slot: Slot | None = None
    badges: tuple[Holding, ...] = ()
    offers: tuple[Offer, ...] = ()
    next: bool = False
    needs: Branch | None = None
    parts: tuple[Branch, ...] = ()

    def walked(self) -> Iterator[Branch]:
        """Yield this part and every part of it."""
        yield self
        for part in (*self.parts, *([self.needs] if self.needs else [])):
            yield from part.walked()


class Step(msgspec.Struct, frozen=True):
    """Something to do next: earn what fills a slot, or an amount that no slot is known to give.

    ``ready`` is true where nothing else must come before it; ``hours`` is None where the
    definition does not say how long it takes.
    """

    title: str | None
    why: Reason
    slot: str | None = None
    amount: Measure | None = None
    hours: float | None = None
    url: str | None = None
    ready: bool = True


class Risk(msgspec.Struct, frozen=True):
    """What a lapse would undo: the badge, the instant, and what is left of the stack then."""

    badge: Holding
    on: datetime
    ends_completion: bool
    after: Measure


class Progress(msgspec.Struct, frozen=True):
    """How far a stack is.

    ``measures`` are what is counted, badges first. ``used`` are badges and the slots
    they count in. ``steps`` are the shortest way to the end, in order, ``hours`` what they take
    as far as that is known (``hours_known``: all of it). ``reachable`` is false where no way
    leads to the end. ``lapses`` is when completion, or some of what counts, is lost first, and
    ``once_checked`` how far it would be if every badge that is not known to stand did. ``found``
    is GOOD where the time was over before it was known that nothing counts more, and NOTHING
    where it was over before anything was found to count.
    """

    definition: Definition
    complete: bool
    reachable: bool
    measures: tuple[Measure, ...]
    tree: Branch
    used: tuple[tuple[Holding, str], ...] = ()
    steps: tuple[Step, ...] = ()
    hours: float = 0.0
    hours_known: bool = True
    risks: tuple[Risk, ...] = ()
    lapses: datetime | None = None
    once_checked: Measure | None = None
    complete_once_checked: bool = False
    found: Found = Found.BEST

    @property
    def measure(self) -> Measure:
        """What the ring shows."""
        return foremost(self.measures)


def foremost(measures: Sequence[Measure]) -> Measure:
    """Return the first measure that lacks something, or else the first."""
    return next((one for one in measures if one.have < one.need), measures[0])
