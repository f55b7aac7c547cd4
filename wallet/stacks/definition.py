"""What a larger credential asks for: slots that badges fill, and rules over them.

The types are those of CTDL's pathways in plain words: a :class:`Slot` is a pathway component
that something can be earned for, a rule is a component condition or one of its constraints.
Rules refer to slots by their ids, since one slot may count under several rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

MAX_SLOTS: Final = 500
"""How many slots a definition may have; the largest public ones have about a hundred."""
MAX_DEPTH: Final = 50
"""How deep rules may lie in one another."""


class Amount(msgspec.Struct, frozen=True):
    """An amount of credit in a named framework, e.g. 3 "ECTS".

    ``unit`` is None where none is stated. Amounts of different units, or of a unit and of none,
    are never added. Hours of work are the unit :data:`HOURS`.
    """

    value: float
    unit: str | None = None


HOURS: Final = "hours"
"""The unit of hours of work."""


class Wanted(msgspec.Struct, frozen=True):
    """What a badge must be to fill a slot.

    One of ``ids`` or ``alignments`` makes a strong match: the achievement's own id, a CTID or
    address of what it stands for, or of a competency it is aligned to. ``names`` and ``skills``
    make a weak one, which is offered and never assumed. Where none of these four is given, any
    badge fits that has the rest: ``issuers`` (ids or addresses), ``levels`` (as the badge names
    them), ``types`` (achievement types), a ``score`` of at least that much, and a date of award
    from ``earliest`` to ``latest`` (RFC 3339, dates alone too, both included).
    """

    ids: tuple[str, ...] = ()
    alignments: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    score: float | None = None
    earliest: str | None = None
    latest: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether it names what it wants, rather than only what that must have."""
        return bool(self.ids or self.alignments or self.names or self.skills)


class Slot(msgspec.Struct, frozen=True):
    """A place that one badge fills, or ``many`` do.

    ``worth`` is what it counts when it is filled, and ``hours`` what it takes, as far as the
    definition says so; ``url`` is where to learn more of it. ``needs`` must be satisfied before
    it can be earned, ``after`` are slots that it is suggested to come after. ``conferred`` is
    true of the larger credential itself: it is given for the rest, and so is no step of its own.
    """

    id: str
    name: str | None = None
    description: str | None = None
    wanted: Wanted = Wanted()
    many: bool = False
    worth: tuple[Amount, ...] = ()
    hours: float | None = None
    url: str | None = None
    needs: Rule | None = None
    after: tuple[str, ...] = ()
    conferred: bool = False

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.id


class Take(msgspec.Struct, frozen=True, tag="slot"):
    """The slot is filled; one with ``many`` by one badge at least."""

    slot: str


class Count(msgspec.Struct, frozen=True, tag="count"):
    """At least ``least`` of some rules hold: all, any, n of them.

    ``only`` is true where no more of them count (CTDL's ``logic:OnlyOne``): what is held beyond
    that spoils nothing, it is free for other rules.
    """

    least: int
    of: tuple[Rule, ...]
    only: bool = False
    name: str | None = None
    description: str | None = None


class Total(msgspec.Struct, frozen=True, tag="total"):
    """An amount over the badges in some slots: their credits, or how many there are.

    ``over`` are slots, all of the stack where it is empty. ``only`` narrows what of them counts:
    a level, an issuer. Where ``distinct`` is "badges", "issuers", "skills", "levels" or
    "frameworks", their number counts; else what they are worth in ``unit``. One of ``least`` and
    ``most`` is given, or both.
    """

    least: float | None = None
    most: float | None = None
    unit: str | None = None
    distinct: str | None = None
    over: tuple[str, ...] = ()
    only: Wanted = Wanted()
    name: str | None = None
    description: str | None = None


class Score(msgspec.Struct, frozen=True, tag="score"):
    """The mean, the lowest or the highest score ("mean", "min", "max") of badges in slots."""

    how: str
    least: float
    over: tuple[str, ...] = ()
    name: str | None = None
    description: str | None = None


class Untold(msgspec.Struct, frozen=True, tag="untold"):
    """Something that no badge can tell, or that this program does not understand.

    It is shown in its own words, ``said``, and is never taken for satisfied or for nothing.
    """

    said: str


Rule = Take | Count | Total | Score | Untold


class Note(msgspec.Struct, frozen=True):
    """What a reader should know of how a definition was read: a code, and where it applies."""

    code: str
    where: str


class Definition(msgspec.Struct, frozen=True):
    """A larger credential: its slots, and the rule that completes it.

    ``id`` is its own address or CTID. ``source`` is where it is described on the web, and
    ``owner`` whose it is. ``shared`` is true where one badge may fill several slots.
    """

    id: str
    name: str
    rule: Rule
    slots: tuple[Slot, ...]
    description: str | None = None
    source: str | None = None
    owner: str | None = None
    shared: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def by_id(self) -> Mapping[str, Slot]:
        """The slots by their ids."""
        return {slot.id: slot for slot in self.slots}

    def rules(self) -> Iterator[Rule]:
        """Yield every rule: of the stack, and of what its slots need."""
        for top in (self.rule, *(slot.needs for slot in self.slots if slot.needs is not None)):
            yield from walked(top)


def all_of(rules: tuple[Rule, ...], name: str | None = None) -> Count:
    """Return the rule that all of ``rules`` hold."""
    return Count(len(rules), rules, name=name)


def walked(rule: Rule) -> Iterator[Rule]:
    """Yield ``rule`` and every rule in it."""
    yield rule
    if isinstance(rule, Count):
        for one in rule.of:
            yield from walked(one)


def slots_of(rule: Rule) -> frozenset[str]:
    """Return the slots that ``rule`` names."""
    return frozenset(one.slot for one in walked(rule) if isinstance(one, Take))
