"""Telling how far a stack is: what counts where and why, what is next, what a lapse would undo.

Everything is derived: of a definition, of what the learner has, and of what they chose.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from wallet.stacks.counting import SECONDS, Asked, Assignment, assigned
from wallet.stacks.definition import (
    Count,
    Definition,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    slots_of,
    walked,
)
from wallet.stacks.figures import NO_WAY, Figures, leads
from wallet.stacks.holdings import Counts
from wallet.stacks.matching import Candidates, Choices, Index, candidates
from wallet.stacks.progress import (
    BADGES,
    Measure,
    Progress,
    Reason,
    Risk,
    Step,
    foremost,
)
from wallet.stacks.solver import Found
from wallet.stacks.tree import Tree

_MOMENT: Final = timedelta(microseconds=1)


def progress(
    definition: Definition,
    index: Index,
    choices: Choices,
    now: datetime,
    *,
    without: frozenset[str] = frozenset(),
    forward: bool = True,
    seconds: float = SECONDS,
) -> Progress:
    """Return how far ``definition`` is at ``now``, were the badges in ``without`` gone.

    With ``forward`` the lapses are looked for too, which takes a few questions more. All of them
    together may take ``seconds``; what was found by then is told.
    """
    found = candidates(definition, index, choices)
    hours = any(slot.hours for slot in definition.slots)
    asked = Asked(now, without, confirmed=choices.confirmed, hours=hours)
    return _Told(definition, found, choices, asked, seconds).all(forward=forward)


class _Told:
    """One stack, told."""

    def __init__(
        self,
        definition: Definition,
        found: Candidates,
        choices: Choices,
        asked: Asked,
        seconds: float,
    ) -> None:
        self._definition = definition
        self._slots = definition.by_id
        self._found = found
        self._figures = Figures(definition, choices)
        self._asked = asked
        self._until = time.monotonic() + seconds
        self._in_time = True
        self._best = self._assigned(asked)
        self._unchecked = self._once_checked()
        self._tree = Tree(definition, found, choices, asked, self._unchecked)

    def _once_checked(self) -> Assignment | None:
        some = (one for fitting in self._found.fitting.values() for one in fitting)
        asked = structs.replace(self._asked, unchecked=True)
        if not any(one.counts is Counts.ONCE_CHECKED and asked.takes(one) for one in some):
            return None
        found = self._assigned(asked)
        return None if found is not None and found.found is Found.NOTHING else found

    def _assigned(self, asked: Asked) -> Assignment | None:
        """Return what counts where, as far as it is found in the time that is left."""
        left = self._until - time.monotonic()
        found = assigned(self._definition, self._found, asked, left)
        self._in_time = self._in_time and (found is None or found.found is Found.BEST)
        return found

    def all(self, *, forward: bool) -> Progress:
        best = self._best or NO_WAY
        complete = self._figures.complete(best)
        steps = self._steps(best) if not complete else ()
        hours = [step.hours for step in steps]
        risks = self._risks(best, complete=complete) if forward else ()
        later = self._unchecked
        return Progress(
            definition=self._definition,
            complete=complete,
            reachable=self._best is not None,
            measures=self._measures(best),
            tree=self._tree.branch(self._definition.rule, best),
            used=tuple(
                (one, slot.id)
                for slot in self._definition.slots
                for one in best.filled.get(slot.id, ())
            ),
            steps=steps,
            hours=sum(one or 0.0 for one in hours),
            hours_known=None not in hours,
            risks=risks,
            lapses=next((risk.on for risk in risks), None),
            once_checked=foremost(self._measures(later)) if later else None,
            complete_once_checked=later is not None and self._figures.complete(later),
            found=Found.NOTHING if best.found is Found.NOTHING else self._whole(),
        )

    def _whole(self) -> Found:
        return Found.BEST if self._in_time else Found.GOOD

    # What is so

    def _measures(self, way: Assignment) -> tuple[Measure, ...]:
        """Return what is counted: badges, and every amount that the whole stack asks for."""
        takes = any(isinstance(rule, Take) for rule in walked(self._definition.rule))
        totals: dict[tuple[str | None, float], Measure] = {}
        for rule in self._asked_for(self._definition.rule):
            if isinstance(rule, Total) and rule.least is not None:
                have, need, _most = self._figures.of(rule, way)
                unit = rule.distinct or rule.unit
                totals[unit, need] = Measure(have, need, unit)
        if totals and not takes:
            return tuple(totals.values())
        have = float(len(way.used))
        rest = len(way.steps) + len(way.untold) + (not leads(way))
        return (Measure(have, have + rest, BADGES), *totals.values())

    def _asked_for(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that must hold whichever way is gone."""
        yield rule
        if isinstance(rule, Count) and rule.least == len(rule.of):
            for one in rule.of:
                yield from self._asked_for(one)
        elif isinstance(rule, Count):
            rest = [one for one in rule.of if not self._figures.is_conferred(one)]
            if len(rest) == rule.least:  # the larger credential itself, or all that it is given for
                for one in rest:
                    yield from self._asked_for(one)

    # What comes next

    def _steps(self, route: Assignment) -> tuple[Step, ...]:
        """Return the way to the end, each step behind what it needs."""
        steps: list[Step] = []
        for slot in self._in_order(route.steps):
            needed = sorted(_named(slot.needs) & route.steps)
            before = [self._slots[name].title for name in needed]
            ready = slot.needs is None or self._figures.holds(slot.needs, route)
            facts: dict[str, str | float] = {"before": ", ".join(before)}
            why = Reason("fills")
            if not ready:
                why = Reason("after", facts) if before else Reason("after-more")
            steps.append(Step(slot.name, why, slot.id, hours=slot.hours, url=slot.url, ready=ready))
        for rule, amount in route.missing.items():
            have, need, _most = self._figures.of(rule, route)
            measure = Measure(round(amount, 6), need, rule.distinct or rule.unit)
            facts = {"have": have, "need": need}
            steps.append(Step(rule.name, Reason("amount", facts), amount=measure))
        steps += [Step(one.said, Reason("ask")) for one in route.untold]
        return tuple(steps)

    def _in_order(self, names: frozenset[str]) -> list[Slot]:
        """Return slots so that what one needs, or is suggested to follow, comes before it."""
        needed = {
            name: _named(slot.needs) & names for name, slot in self._slots.items() if name in names
        }
        ordered: dict[str, Slot] = {}
        while len(ordered) < len(needed):
            rest = [one for one in needed if one not in ordered and needed[one] <= ordered.keys()]
            # Suggestions may go round in a circle: then only what is needed binds.
            free = [
                one for one in rest if names.intersection(self._slots[one].after) <= ordered.keys()
            ]
            first = (free or rest or [one for one in needed if one not in ordered])[0]
            ordered[first] = self._slots[first]
        return list(ordered.values())

    def _risks(self, best: Assignment, *, complete: bool) -> tuple[Risk, ...]:
        """Return every lapse that would set the stack back, the first one first."""
        risks: list[Risk] = []
        way, was_complete = best, complete
        before = self._measures(best)
        while True:
            ends = [one for one in way.used if one.lapses is not None]
            if not ends:
                break
            first = min(ends, key=lambda one: (one.lapses, one.id))
            on = first.lapses
            if on is None:
                break
            after = on + _MOMENT
            way = self._assigned(structs.replace(self._asked, at=after)) or NO_WAY
            if way.found is Found.NOTHING:
                break
            is_complete = self._figures.complete(way)
            now = self._measures(way)
            if (was_complete and not is_complete) or _is_less(now, before):
                risks.append(Risk(first, on, was_complete and not is_complete, foremost(now)))
            before, was_complete = now, is_complete
        return tuple(risks)


def _named(rule: Rule | None) -> frozenset[str]:
    """Return the slots that a rule is about, those it sums over too."""
    if rule is None:
        return frozenset()
    over = (one.over for one in walked(rule) if isinstance(one, Total | Score))
    return slots_of(rule).union(*over)


def _is_less(now: Sequence[Measure], before: Sequence[Measure]) -> bool:
    return sum(one.part for one in now) < sum(one.part for one in before) - 1e-9
