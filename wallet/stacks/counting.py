"""Which badge counts where: the assignment that leaves least to be earned.

Every badge may fill at most one slot, a slot is filled by at most one badge, and rules bind
what is filled; which choice is best cannot be found slot by slot, so it is one question to a
solver (:mod:`wallet.stacks.solver`). It has a variable for every badge in every slot that it
fits, one for every slot that could still be earned, and one for whether a rule holds. What costs
most is what no badge can tell, then what is to be earned, in the measure that was asked for,
then every badge that is used up; and of what is equal in all this, what lapses first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import structs

from wallet.stacks.definition import (
    HOURS,
    Count,
    Definition,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
)
from wallet.stacks.holdings import Counts, Holding, unit_key
from wallet.stacks.matching import Candidates, allowed
from wallet.stacks.solver import Found, Model

SECONDS: Final = 20.0
"""How long all questions about one stack may take; real ones take some thousandths each."""
_USUAL_WORTH: Final = 3.0
"""What a badge is taken to be worth in a unit in which nothing says it."""
_UNTOLD: Final = 10_000.0
"""How many badges it is worth to go another way than by what no badge can tell."""
_UNNAMED: Final = 1.25
"""How much dearer than a slot that can be named an amount is that any badge may give …"""
_KNOWN: Final = 10.0
"""… and where every slot says what it gives, so that one of them is to be earned."""
_NEAR: Final = 1e-4
"""How near the solver comes to what is exact."""
DISTINCT: Final[dict[str, Callable[[Holding], frozenset[str]]]] = {
    "badges": lambda one: frozenset({one.id}),
    "issuers": lambda one: frozenset({one.issuer_key or one.id}),
    "skills": lambda one: one.shown,
    "levels": lambda one: one.stated_levels,
    "frameworks": lambda one: one.frameworks,
}
"""What is counted once each, by the names of :class:`Total`."""


class Assignment(msgspec.Struct, frozen=True):
    """What fills which slot, and what is left to be earned.

    ``steps`` are slots still to be filled; ``missing`` is by aggregate how much it lacks that no
    slot is known to give. ``untold`` are rules that no badge tells, on which the way to the end
    rests. ``cost`` is in badges, or in hours where those were asked for. ``found`` is GOOD where
    there may be a better one, and NOTHING, with nothing in it, where the time was over too soon.
    """

    filled: dict[str, tuple[Holding, ...]]
    steps: frozenset[str]
    missing: dict[Total, float]
    untold: tuple[Untold, ...]
    cost: float
    found: Found = Found.BEST

    @property
    def used(self) -> tuple[Holding, ...]:
        """The badges that count somewhere, once each."""
        return tuple({one.id: one for some in self.filled.values() for one in some}.values())


class Asked(msgspec.Struct, frozen=True):
    """What is asked of an assignment.

    ``at`` is when badges must still stand, and ``without`` badges that are taken for gone;
    ``unchecked`` takes those too that would count once checked. ``confirmed`` is what the learner
    says of what no badge tells. With ``hours`` what is left is measured in hours, else in badges.
    """

    at: datetime | None = None
    without: frozenset[str] = frozenset()
    unchecked: bool = False
    confirmed: frozenset[str] = frozenset()
    hours: bool = False

    def takes(self, one: Holding) -> bool:
        """Return whether a badge may count."""
        known = one.counts is Counts.YES or (self.unchecked and one.counts is Counts.ONCE_CHECKED)
        return known and one.id not in self.without and (self.at is None or one.stands_at(self.at))


def assigned(
    definition: Definition, found: Candidates, asked: Asked, seconds: float = SECONDS
) -> Assignment | None:
    """Return the best assignment; None where no way leads to the end of this stack.

    ``seconds`` is how long it may be looked for.
    """
    return _Question(definition, found, asked).answer(seconds)


class _Question:
    """One question to the solver."""

    def __init__(self, definition: Definition, found: Candidates, asked: Asked) -> None:
        self._definition = definition
        self._slots = definition.by_id
        self._asked = asked
        self._model = Model()
        self._in: dict[str, dict[int, Holding]] = {}
        self._step: dict[str, int] = {}
        self._lacking: dict[Total, int] = {}
        self._there: dict[Total, dict[int, float]] = {}
        self._untold: dict[Untold, int] = {}
        self._fitting = {
            slot.id: [one for one in found.fitting.get(slot.id, ()) if asked.takes(one)]
            for slot in definition.slots
        }
        self._aggregates = [one for one in definition.rules() if isinstance(one, Total | Score)]
        self._usual_hours = _usual(slot.hours for slot in definition.slots)

    def answer(self, seconds: float) -> Assignment | None:
        """Ask it."""
        lapse = self._lapse_costs()
        for slot in self._definition.slots:
            self._slot(slot, lapse)
        self._each_achievement_once()
        self._none_put_aside()
        self._needs()
        top = self._rule(self._definition.rule)
        self._model.condition({top: 1.0}, least=1.0)
        solution = self._model.solved(seconds)
        if solution.found is Found.NO_WAY:
            return None
        if solution.found is Found.NOTHING:
            return Assignment({}, frozenset(), {}, (), 0.0, Found.NOTHING)
        return structs.replace(self._read(solution.values), found=solution.found)

    def _lapse_costs(self) -> dict[str, float]:
        """Return by badge a part of one, larger for what lapses sooner."""
        every = {one.id: one for some in self._fitting.values() for one in some}
        ends = sorted({one.lapses for one in every.values() if one.lapses is not None})
        place = {end: len(ends) - number for number, end in enumerate(ends)}
        share = 1.0 / ((len(ends) + 1) * (len(every) + 1))
        return {
            name: share * place[one.lapses] if one.lapses else 0.0 for name, one in every.items()
        }

    def _slot(self, slot: Slot, lapse: Mapping[str, float]) -> None:
        """Add the variables of one slot: a badge in it, or a step to be done."""
        inside = {
            self._model.variable(second=1.0 + lapse[one.id]): one for one in self._fitting[slot.id]
        }
        self._in[slot.id] = inside
        filled = dict.fromkeys(inside, 1.0)
        if not slot.conferred:
            step = self._model.variable(self._step_cost(slot))
            self._step[slot.id] = step
            filled[step] = 1.0
        if not slot.many and len(filled) > 1:
            self._model.condition(filled, most=1.0)

    def _step_cost(self, slot: Slot) -> float:
        """Return how many badges, or hours, it is to fill a slot anew."""
        if not self._asked.hours:
            return 1.0
        return self._usual_hours if slot.hours is None else max(slot.hours, 1e-3)

    def _each_achievement_once(self) -> None:
        """Count an achievement once in all, or once in each slot where badges are shared."""
        places: dict[tuple[str, str], dict[int, float]] = {}
        for slot, inside in self._in.items():
            where = slot if self._definition.shared else ""
            for variable, one in inside.items():
                places.setdefault((where, one.achievement or one.id), {})[variable] = 1.0
        for variables in places.values():
            if len(variables) > 1:
                self._model.condition(variables, most=1.0)

    def _none_put_aside(self) -> None:
        """Ask that no badge is put aside to earn its like: what fits a step counts elsewhere."""
        places: dict[str, dict[int, str]] = {}
        for slot, inside in self._in.items():
            for variable, one in inside.items():
                places.setdefault(one.achievement or one.id, {})[variable] = slot
        for slot, step in self._step.items():
            for achievement in self._tempting(self._slots[slot]):
                elsewhere = {
                    variable: 1.0
                    for variable, where in places[achievement].items()
                    if where != slot and not self._definition.shared
                }
                self._model.condition({**elsewhere, step: -1.0}, least=0.0)

    def _tempting(self, slot: Slot) -> frozenset[str]:
        """Return the achievements that fit a slot and give less than it says it gives."""
        over = [
            rule
            for rule in self._aggregates
            if not slot.many and (not rule.over or slot.id in rule.over)
        ]
        units = [rule.unit for rule in over if isinstance(rule, Total) and not rule.distinct]
        always = len(units) < len(over)
        return frozenset(
            one.achievement or one.id
            for one in self._in[slot.id].values()
            if always or any(one.amount(unit) < _worth(slot, unit) for unit in units)
        )

    def _needs(self) -> None:
        """Ask that a slot is earned only after what it needs, which badges give or other steps."""
        for slot in self._definition.slots:
            if slot.needs is not None and slot.id in self._step:
                holds = self._rule(slot.needs)
                self._model.condition({holds: 1.0, self._step[slot.id]: -1.0}, least=0.0)

    def _rule(self, rule: Rule) -> int:
        """Return a variable that can be one only where ``rule`` holds."""
        if isinstance(rule, Take):
            return self._take(rule)
        if isinstance(rule, Count):
            return self._count(rule)
        if isinstance(rule, Untold):
            if rule.said in self._asked.confirmed:
                return self._model.variable()
            if rule not in self._untold:
                self._untold[rule] = self._model.variable(_UNTOLD)
            return self._untold[rule]
        return self._total(rule) if isinstance(rule, Total) else self._score(rule)

    def _filled(self, slot: str) -> dict[int, float]:
        """Return the variables of which at most one is one where the slot is filled."""
        filled = dict.fromkeys(self._in[slot], 1.0)
        if slot in self._step:
            filled[self._step[slot]] = 1.0
        return filled

    def _take(self, rule: Take) -> int:
        holds = self._model.variable()
        self._model.condition({**self._filled(rule.slot), holds: -1.0}, least=0.0)
        return holds

    def _count(self, rule: Count) -> int:
        holds = self._model.variable()
        parts = [self._rule(one) for one in rule.of]
        terms = dict.fromkeys(parts, 1.0)
        self._model.condition({**terms, holds: -float(rule.least)}, least=0.0)
        if rule.only:
            used: dict[int, float] = {}
            for one in rule.of:
                if isinstance(one, Take):
                    used |= self._filled(one.slot)
            # Where it holds: where it does not, what it is about may serve something else.
            for bound in (terms, used):
                free = float(len(bound))
                self._model.condition({**bound, holds: free}, most=rule.least + free)
        return holds

    def _over(self, rule: Total | Score) -> Sequence[str]:
        return rule.over or tuple(self._slots)

    def _total(self, rule: Total) -> int:
        holds = self._model.variable()
        terms = self._distinct(rule) if rule.distinct else self._amounts(rule)
        highest = sum(abs(value) for value in terms.values()) + 1.0
        if rule.least is not None and rule.least > 0:
            lacking = self._lacking.get(rule)
            if lacking is None:
                lacking = self._lacking[rule] = self._model.variable(
                    self._price(rule), highest=rule.least, whole=False
                )
            self._there[rule] = terms
            self._model.condition({**terms, lacking: 1.0, holds: -rule.least}, least=0.0)
        if rule.most is not None:
            # Below the bound where it holds; where it does not, any amount will do.
            self._model.condition({**terms, holds: highest}, most=rule.most + highest)
        return holds

    def _amounts(self, rule: Total) -> dict[int, float]:
        terms = {
            variable: value
            for variable, one in self._counted(self._over(rule))
            if allowed(one, rule.only) and (value := one.amount(rule.unit))
        }
        for name in self._over(rule):
            if name in self._step and (worth := _worth(self._slots[name], rule.unit)):
                terms[self._step[name]] = worth
        return terms

    def _counted(self, over: Sequence[str]) -> list[tuple[int, Holding]]:
        """Return a variable for each badge in some slots, one where it fills any of them."""
        places: dict[str, tuple[Holding, list[int]]] = {}
        for name in over:
            for variable, one in self._in[name].items():
                places.setdefault(one.id, (one, []))[1].append(variable)
        found: list[tuple[int, Holding]] = []
        for one, variables in places.values():
            if len(variables) == 1 or not self._definition.shared:
                found += [(variable, one) for variable in variables]
                continue
            counted = self._model.variable(whole=False)
            self._model.condition({**dict.fromkeys(variables, 1.0), counted: -1.0}, least=0.0)
            for variable in variables:
                self._model.condition({variable: -1.0, counted: 1.0}, least=0.0)
            found.append((counted, one))
        return found

    def _distinct(self, rule: Total) -> dict[int, float]:
        """Count every value once, whatever number of badges shows it."""
        values = DISTINCT[rule.distinct or "badges"]
        shown: dict[str, dict[int, float]] = {}
        terms: dict[int, float] = {}
        for name in self._over(rule):
            for variable, one in self._in[name].items():
                if allowed(one, rule.only):
                    for value in values(one):
                        shown.setdefault(value, {})[variable] = 1.0
            if name in self._step:
                terms[self._step[name]] = 1.0
        for variables in shown.values():
            counted = self._model.variable(whole=False)
            self._model.condition({**variables, counted: -1.0}, least=0.0)
            for variable in variables:  # and it counts where any shows it
                self._model.condition({variable: -1.0, counted: 1.0}, least=0.0)
            terms[counted] = 1.0
        return terms

    def _price(self, rule: Total) -> float:
        """Return how many badges, or hours, one unit is that no slot is known to give."""
        if rule.distinct:
            return _UNNAMED * (self._usual_hours if self._asked.hours else 1.0)
        worths = [_worth(self._slots[name], rule.unit) for name in self._over(rule)]
        held = [one.amount(rule.unit) for name in self._over(rule) for one in self._fitting[name]]
        usual = _usual(value for value in (*worths, *held) if value)
        dearer = _KNOWN if all(worths) else _UNNAMED
        if unit_key(rule.unit) == HOURS and self._asked.hours:
            return dearer
        return dearer * (self._usual_hours if self._asked.hours else 1.0) / usual

    def _score(self, rule: Score) -> int:
        holds = self._model.variable()
        every: dict[int, float] = {}
        steps: dict[int, float] = {}
        for variable, one in self._counted(self._over(rule)):
            every[variable] = -1e3 if one.score is None else one.score
        for name in self._over(rule):
            if name in self._step:
                steps[self._step[name]] = 1.0
        self._model.condition({**dict.fromkeys(every, 1.0), **steps, holds: -1.0}, least=0.0)
        if rule.how == "max":
            high = {one: 1.0 for one, score in every.items() if score >= rule.least}
            self._model.condition({**high, **steps, holds: -1.0}, least=0.0)
        elif rule.how == "min":
            for low in (variable for variable, score in every.items() if score < rule.least):
                self._model.condition({low: 1.0, holds: 1.0}, most=1.0)
        else:
            over = {one: score - rule.least for one, score in every.items()}
            most = sum(abs(value) for value in over.values()) + 1.0
            self._model.condition({**over, holds: -most}, least=-most)
        return holds

    def _read(self, values: Sequence[float]) -> Assignment:
        filled = {
            name: tuple(one for variable, one in inside.items() if values[variable] > 0.5)
            for name, inside in self._in.items()
        }
        steps = frozenset(name for name, variable in self._step.items() if values[variable] > 0.5)
        missing: dict[Total, float] = {}
        for rule, variable in self._lacking.items():
            if values[variable] > _NEAR:
                there = sum(round(values[one], 3) * by for one, by in self._there[rule].items())
                missing[rule] = max(0.0, (rule.least or 0.0) - there)
        untold = tuple(one for one, variable in self._untold.items() if values[variable] > 0.5)
        cost = sum(self._step_cost(self._slots[name]) for name in steps) + sum(
            amount * self._price(rule) for rule, amount in missing.items()
        )
        return Assignment(filled, steps, missing, untold, cost)


def _worth(slot: Slot, unit: str | None) -> float:
    if unit_key(unit) == HOURS and slot.hours is not None:
        return slot.hours
    return sum(one.value for one in slot.worth if unit_key(one.unit) == unit_key(unit))


def _usual(values: Iterable[float | None]) -> float:
    """Return the mean of those that are known, or a guess where none is."""
    known = [value for value in values if value]
    return sum(known) / len(known) if known else _USUAL_WORTH
