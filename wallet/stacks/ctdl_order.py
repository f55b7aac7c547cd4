"""The suggested order of a pathway's slots, and slots that need each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_parts import Parts
from wallet.stacks.definition import Note, Rule, slots_of

MAX_ORDER: Final = 2_000
"""How many pairs of slots are put in order."""


class Order:
    """Which slots are suggested to come after which, as ``precedes`` and ``precededBy`` say."""

    def __init__(self, parts: Parts) -> None:
        """Take the order of ``parts``; milestones stand for the slots right under them."""
        self._parts = parts
        self._parents: dict[str, list[str]] = {}
        for parent, children in parts.children.items():
            for child in children:
                if not parts.is_slot(parent):
                    self._parents.setdefault(child, []).append(parent)

    def stated(self, part: str) -> list[str]:
        """Return the slots that ``part`` itself is said to come after."""
        return [one for one in self._parts.before.get(part, ()) if self._parts.is_slot(one)]

    def after(self, slots: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return for each of ``slots`` which others of them it is suggested to come after."""
        parts = self._parts
        kept = set(slots)
        order: dict[str, tuple[str, ...]] = {}
        pairs = 0
        for one in slots:
            found = dict.fromkeys(self.stated(one))
            if one not in parts.destinations and pairs <= MAX_ORDER:
                for place in (one, *self._parents.get(one, ())):
                    for earlier in parts.before.get(place, ()):
                        found.update(dict.fromkeys(self._right_under(earlier)))
            order[one] = tuple(other for other in found if other in kept and other != one)
            pairs += len(order[one])
        if pairs > MAX_ORDER:
            parts.notes.append(Note("order-left-out", parts.name))
        circle = looped(order)
        if circle:
            parts.notes.append(Note("order-cyclic", ", ".join(map(parts.called, sorted(circle)))))
        return {one: () if one in circle else before for one, before in order.items()}

    def _right_under(self, part: str) -> list[str]:
        if self._parts.is_slot(part):
            return [part]
        return [one for one in self._parts.children.get(part, ()) if self._parts.is_slot(one)]


def refuse_cycles(needs: Mapping[str, Rule], whole: Rule, parts: Parts) -> None:
    """Raise UnusableInput "stack-cyclic" where a slot needs itself in the end.

    What is given for the ``whole`` stack needs all that is asked for in it.
    """
    edges = {slot: tuple(slots_of(rule)) for slot, rule in needs.items()}
    asked = slots_of(whole).difference(parts.destinations)
    circle = looped({**edges, **dict.fromkeys(parts.destinations, tuple(asked))})
    if circle:
        first = next(one for one in parts.components if one in circle)
        raise problems.circular(parts.name, parts.called(first))


def looped(edges: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return what lies on a circle of ``edges``, or between two circles."""
    ahead = {one: set(others) for one, others in edges.items()}
    for one in [other for others in ahead.values() for other in others]:
        ahead.setdefault(one, set())
    return set(_without_ends(_reversed(_without_ends(ahead))))


def _without_ends(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return ``edges`` without what leads to an end."""
    back = _reversed(edges)
    left = {one: set(others) for one, others in edges.items()}
    ends = [one for one, others in left.items() if not others]
    while ends:
        end = ends.pop()
        del left[end]
        for one in back[end]:
            left[one].discard(end)
            if not left[one]:
                ends.append(one)
    return left


def _reversed(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    back: dict[str, set[str]] = {one: set() for one in edges}
    for one, others in edges.items():
        for other in others:
            back[other].add(one)
    return back
