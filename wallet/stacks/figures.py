"""How much there is of each rule of a stack, once it is known what counts where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wallet.stacks.counting import DISTINCT, Assignment
from wallet.stacks.definition import Count, Definition, Rule, Score, Take, Untold
from wallet.stacks.holdings import Holding
from wallet.stacks.matching import Choices, allowed
from wallet.stacks.solver import Found

NO_WAY: Final = Assignment({}, frozenset(), {}, (), 0.0)
"""What counts where no way leads to the end."""


def leads(way: Assignment) -> bool:
    """Return whether a way to the end was found."""
    return way is not NO_WAY and way.found is not Found.NOTHING


class Figures:
    """The rules of one stack in numbers."""

    def __init__(self, definition: Definition, choices: Choices) -> None:
        """Take the stack, and what the learner says of what no badge tells."""
        self._definition = definition
        self._slots = definition.by_id
        self._confirmed = choices.confirmed

    def complete(self, way: Assignment) -> bool:
        """Return whether the whole stack is."""
        return leads(way) and self.holds(self._definition.rule, way)

    def holds(self, rule: Rule, way: Assignment) -> bool:
        """Return whether ``rule`` holds, of what counts as it does in ``way``."""
        have, need, most = self.of(rule, way)
        return have >= need - 1e-9 and (most is None or have <= most + 1e-9)

    def is_conferred(self, rule: Rule) -> bool:
        """Return whether ``rule`` is about the larger credential itself."""
        return isinstance(rule, Take) and self._slots[rule.slot].conferred

    def of(self, rule: Rule, way: Assignment) -> tuple[float, float, float | None]:
        """Return how much there is of a rule, how much it asks for, and how much it allows."""
        if isinstance(rule, Take):
            return float(bool(way.filled.get(rule.slot))), 1.0, None
        if isinstance(rule, Untold):
            return float(rule.said in self._confirmed), 1.0, None
        if isinstance(rule, Count):
            held = sum(self.holds(one, way) for one in rule.of)
            return float(min(held, rule.least) if rule.only else held), float(rule.least), None
        over = rule.over or self._slots
        every = {one.id: one for name in over for one in way.filled.get(name, ())}
        inside = list(every.values())
        if isinstance(rule, Score):
            return _scored(rule, inside), rule.least, None
        counted = [one for one in inside if allowed(one, rule.only)]
        if rule.distinct:
            values = DISTINCT[rule.distinct]
            have = float(len({value for one in counted for value in values(one)}))
        else:
            have = sum(one.amount(rule.unit) for one in counted)
        return have, rule.least or 0.0, rule.most


def _scored(rule: Score, inside: Sequence[Holding]) -> float:
    scores = [one.score for one in inside if one.score is not None]
    if not scores or (rule.how != "max" and len(scores) < len(inside)):
        return 0.0
    if rule.how == "mean":
        return sum(scores) / len(scores)
    return max(scores) if rule.how == "max" else min(scores)
