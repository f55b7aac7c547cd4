"""Which badges may fill which slots, and which only look as if they might.

A badge fits a slot by the achievement's own id or by a competency it is aligned to. By its name
or a skill it only looks like it: that is offered, and the learner decides (:class:`Choices`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from wallet.stacks.definition import Definition, Slot, Wanted
from wallet.stacks.holdings import Counts, Holding, key, keys, moment, plain


class Choices(msgspec.Struct, frozen=True):
    """What the learner decided of one stack.

    ``pinned`` are pairs of slot and badge that belong together whatever else would fit,
    ``left_out`` badges that count nowhere in it, and ``confirmed`` the texts of what no badge
    tells and the learner says is so.
    """

    pinned: tuple[tuple[str, str], ...] = ()
    left_out: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()


class Candidates(msgspec.Struct, frozen=True):
    """By slot: what may fill it, what only looks like it, and what would but does not count.

    ``left_out`` is what would fill it and counts nowhere in this stack, because the learner said
    so.
    """

    fitting: dict[str, tuple[Holding, ...]]
    alike: dict[str, tuple[Holding, ...]]
    not_counting: dict[str, tuple[Holding, ...]]
    left_out: dict[str, tuple[Holding, ...]]


class Index:
    """The learner's badges, by what slots ask for them by."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        """Take all of them, those that do not count too."""
        self.holdings = tuple(holdings)
        self.by_id = {one.id: one for one in holdings}
        self._keys: dict[str, list[Holding]] = defaultdict(list)
        self._alignments: dict[str, list[Holding]] = defaultdict(list)
        self._weak: dict[str, list[Holding]] = defaultdict(list)
        for one in holdings:
            for name in one.keys:
                self._keys[name].append(one)
            for name in one.alignments:
                self._alignments[name].append(one)
            for name in {one.name, *one.skills} - {""}:
                self._weak[name].append(one)

    def strong(self, wanted: Wanted) -> list[Holding]:
        """Return what is just what is ``wanted``."""
        if not wanted.is_named:
            found: Iterable[Holding] = self.holdings
        else:
            ids, alignments = sorted(keys(*wanted.ids)), sorted(keys(*wanted.alignments))
            found = [
                *(one for name in ids for one in self._keys.get(name, ())),
                *(one for name in alignments for one in self._alignments.get(name, ())),
            ]
        return [one for one in _once(found) if allowed(one, wanted)]

    def weak(self, wanted: Wanted) -> list[Holding]:
        """Return what is called like what is ``wanted``, or shows a skill of that name."""
        named = sorted({plain(name) for name in wanted.names})
        skilled = sorted({plain(name) for name in wanted.skills})
        found = [
            *(one for name in named for one in self._weak.get(name, ()) if one.name == name),
            *(one for name in skilled for one in self._weak.get(name, ()) if name in one.skills),
        ]
        return [one for one in _once(found) if allowed(one, wanted)]


def candidates(definition: Definition, index: Index, choices: Choices) -> Candidates:
    """Return which badges may fill which slots of ``definition``.

    A pinned badge is the only one that fits its slot, unless that takes many, and fits no other.
    """
    known_slots = definition.by_id
    # A newer text of the stack may have other places; a shared badge may be in several.
    placed = {
        badge: where
        for where, badge in choices.pinned
        if where in known_slots and not definition.shared
    }
    fitting: dict[str, tuple[Holding, ...]] = {}
    alike: dict[str, tuple[Holding, ...]] = {}
    not_counting: dict[str, tuple[Holding, ...]] = {}
    left_out: dict[str, tuple[Holding, ...]] = {}
    for slot in definition.slots:
        pinned = [
            one
            for where, badge in choices.pinned
            if where == slot.id
            and badge not in choices.left_out
            and (one := index.by_id.get(badge)) is not None
        ]
        every = _once([*pinned, *index.strong(slot.wanted)])
        left_out[slot.id] = tuple(one for one in every if one.id in choices.left_out)
        strong = [
            one
            for one in every
            if one.id not in choices.left_out and placed.get(one.id, slot.id) == slot.id
        ]
        counting = [one for one in strong if one.counts is not Counts.NO]
        if any(one.counts is Counts.YES for one in pinned) and not slot.many:
            counting = [one for one in pinned if one.counts is Counts.YES]
        known = {one.id for one in strong}
        fitting[slot.id] = tuple(sorted(counting, key=lambda one: one.id))
        alike[slot.id] = tuple(
            one
            for one in index.weak(slot.wanted)
            if one.id not in known and one.id not in choices.left_out
        )
        not_counting[slot.id] = tuple(one for one in strong if one.counts is Counts.NO)
    return Candidates(fitting, alike, not_counting, left_out)


def allowed(one: Holding, wanted: Wanted) -> bool:
    """Return whether a badge has what a slot asks besides what it is.

    What the badge does not say, it does not have.
    """
    return _lacks(one, wanted) is None


def unlike(one: Holding, wanted: Wanted) -> str | None:
    """Return why a badge is not what is ``wanted``, as a code of ``because.UNLIKE``; or None."""
    named = keys(*wanted.ids) & one.keys or keys(*wanted.alignments) & one.alignments
    return "achievement" if wanted.is_named and not named else _lacks(one, wanted)


def _lacks(one: Holding, wanted: Wanted) -> str | None:
    if (
        wanted.issuers
        and not keys(*wanted.issuers) & one.issuers
        and not ({plain(name) for name in wanted.issuers} & {plain(one.issuer)})
    ):
        return "issuer"
    if wanted.levels and not _levels(wanted) & one.levels:
        return "level"
    if wanted.types and (one.type is None or plain(one.type) not in map(plain, wanted.types)):
        return "type"
    if wanted.score is not None and (one.score is None or one.score < wanted.score):
        return "score"
    return None if _in_time(one, wanted) else "time"


def _levels(wanted: Wanted) -> frozenset[str]:
    return frozenset(plain(one) for one in wanted.levels) | {key(one) for one in wanted.levels}


def _in_time(one: Holding, wanted: Wanted) -> bool:
    if wanted.earliest is None and wanted.latest is None:
        return True
    if one.awarded is None:
        return False
    earliest = moment(wanted.earliest) if wanted.earliest else None
    latest = moment(wanted.latest, end=True) if wanted.latest else None
    return (earliest is None or one.awarded >= earliest) and (
        latest is None or one.awarded <= latest
    )


def _once(found: Iterable[Holding]) -> list[Holding]:
    return list({one.id: one for one in found}.values())


def slot_named(definition: Definition, name: str) -> Slot | None:
    """Return the slot with this id, or the only one of this name."""
    by_id = definition.by_id
    if name in by_id:
        return by_id[name]
    found = [slot for slot in definition.slots if plain(slot.name) == plain(name)]
    return found[0] if len(found) == 1 else None
