"""Telling how far a stack is: what counts where and why, what is next, what a lapse would undo.

Everything is derived: of a definition, of what the learner has, and of what they chose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from wallet.stacks.counting import DISTINCT, Asked, Assignment, assigned
from wallet.stacks.definition import (
    Count,
    Definition,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
    slots_of,
    walked,
)
from wallet.stacks.holdings import Counts, Holding, keys
from wallet.stacks.matching import Candidates, Choices, Index, allowed, candidates
from wallet.stacks.progress import (
    BADGES,
    Branch,
    Mark,
    Measure,
    Offer,
    Progress,
    Reason,
    Risk,
    Step,
    foremost,
)

_NOTHING: Final = Assignment({}, frozenset(), {}, (), 0.0)
"""What counts where no way leads to the end."""
_MOMENT: Final = timedelta(microseconds=1)


def progress(
    definition: Definition,
    index: Index,
    choices: Choices,
    now: datetime,
    *,
    without: frozenset[str] = frozenset(),
    forward: bool = True,
) -> Progress:
    """Return how far ``definition`` is at ``now``, were the badges in ``without`` gone.

    With ``forward`` the shortest way and the lapses are looked for too, which takes a few
    questions more.
    """
    found = candidates(definition, index, choices)
    hours = any(slot.hours for slot in definition.slots)
    asked = Asked(now, without, confirmed=choices.confirmed, hours=hours)
    return _Told(definition, found, choices, asked).all(forward=forward)


class _Told:
    """One stack, told."""

    def __init__(
        self, definition: Definition, found: Candidates, choices: Choices, asked: Asked
    ) -> None:
        self._definition = definition
        self._slots = definition.by_id
        self._found = found
        self._choices = choices
        self._asked = asked
        self._best = assigned(definition, found, asked)
        self._unchecked = self._once_checked()

    def _once_checked(self) -> Assignment | None:
        some = (one for fitting in self._found.fitting.values() for one in fitting)
        asked = structs.replace(self._asked, unchecked=True)
        if not any(one.counts is Counts.ONCE_CHECKED and asked.takes(one) for one in some):
            return None
        return assigned(self._definition, self._found, asked)

    def all(self, *, forward: bool) -> Progress:
        best = self._best or _NOTHING
        complete = self._complete(best)
        steps = self._steps(best) if not complete else ()
        hours = [step.hours for step in steps]
        risks = self._risks(best, complete=complete) if forward else ()
        later = self._unchecked
        return Progress(
            definition=self._definition,
            complete=complete,
            reachable=self._best is not None,
            measures=self._measures(best),
            tree=self._branch(self._definition.rule, best),
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
            complete_once_checked=later is not None and self._complete(later),
        )

    # What is so

    def _complete(self, way: Assignment) -> bool:
        return way is not _NOTHING and self._holds(self._definition.rule, way)

    def _holds(self, rule: Rule, way: Assignment) -> bool:
        have, need, most = self._figures(rule, way)
        return have >= need - 1e-9 and (most is None or have <= most + 1e-9)

    def _figures(self, rule: Rule, way: Assignment) -> tuple[float, float, float | None]:
        """Return how much there is of a rule, how much it asks for, and how much it allows."""
        if isinstance(rule, Take):
            return float(bool(way.filled.get(rule.slot))), 1.0, None
        if isinstance(rule, Untold):
            return float(rule.said in self._choices.confirmed), 1.0, None
        if isinstance(rule, Count):
            held = sum(self._holds(one, way) for one in rule.of)
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

    def _measures(self, way: Assignment) -> tuple[Measure, ...]:
        """Return what is counted: badges, and every amount that the whole stack asks for."""
        takes = any(isinstance(rule, Take) for rule in walked(self._definition.rule))
        totals: dict[tuple[str | None, float], Measure] = {}
        for rule in self._asked_for(self._definition.rule):
            if isinstance(rule, Total) and rule.least is not None:
                have, need, _most = self._figures(rule, way)
                unit = rule.distinct or rule.unit
                totals[unit, need] = Measure(have, need, unit)
        if totals and not takes:
            return tuple(totals.values())
        have = float(len(way.used))
        rest = len(way.steps) + len(way.untold) + (way is _NOTHING)
        return (Measure(have, have + rest, BADGES), *totals.values())

    def _asked_for(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that must hold whichever way is gone."""
        yield rule
        if isinstance(rule, Count) and rule.least == len(rule.of):
            for one in rule.of:
                yield from self._asked_for(one)
        elif isinstance(rule, Count):
            rest = [one for one in rule.of if not self._is_conferred(one)]
            if len(rest) == rule.least:  # the larger credential itself, or all that it is given for
                for one in rest:
                    yield from self._asked_for(one)

    def _is_conferred(self, rule: Rule) -> bool:
        return isinstance(rule, Take) and self._slots[rule.slot].conferred

    # The tree

    def _branch(self, rule: Rule, way: Assignment) -> Branch:
        if isinstance(rule, Take):
            return self._slot_branch(self._slots[rule.slot], way)
        have, need, most = self._figures(rule, way)
        mark = self._mark(rule, way)
        if isinstance(rule, Untold):
            code = "confirmed" if mark is Mark.DONE else "untold"
            reason = Reason(code, {"said": rule.said})
            return Branch("untold", mark, Measure(have, need, None), rule.said, (reason,))
        if isinstance(rule, Count):
            parts = tuple(self._branch(one, way) for one in rule.of)
            code = _kind_of_count(rule)
            if any(map(self._is_conferred, rule.of)):
                code = "itself"
            facts: dict[str, str | float] = {"n": rule.least, "of": len(rule.of), "have": have}
            measure = Measure(have, need, None)
            return Branch("count", mark, measure, rule.name, (Reason(code, facts),), parts=parts)
        unit = (rule.distinct or rule.unit) if isinstance(rule, Total) else None
        measure = Measure(have, need, unit)
        reasons = tuple(_about_amount(rule, have, most))
        kind = "total" if isinstance(rule, Total) else "score"
        return Branch(kind, mark, measure, rule.name, reasons)

    def _mark(self, rule: Rule, way: Assignment) -> Mark:
        if self._holds(rule, way):
            return Mark.DONE
        if isinstance(rule, Untold):
            return Mark.UNTOLD
        if self._unchecked is not None and self._holds(rule, self._unchecked):
            return Mark.ONCE_CHECKED
        return Mark.OPEN

    def _slot_branch(self, slot: Slot, way: Assignment) -> Branch:
        inside = way.filled.get(slot.id, ())
        mark = self._mark(Take(slot.id), way)
        return Branch(
            "slot",
            mark,
            Measure(float(len(inside)), 1.0, BADGES),
            slot.name,
            tuple(self._why_filled(slot, one) for one in inside)
            or (self._why_open(slot, mark, way),),
            slot,
            inside,
            self._offers(slot, way, inside),
            next=mark is not Mark.DONE and slot.id in way.steps,
            needs=self._branch(slot.needs, way) if slot.needs else None,
        )

    def _why_filled(self, slot: Slot, one: Holding) -> Reason:
        facts: dict[str, str | float] = {"badge": one.title, "issuer": one.issuer}
        if (slot.id, one.id) in self._choices.pinned:
            return Reason("pinned", facts)
        if not slot.wanted.is_named:
            return Reason("allowed", facts)
        return Reason("same" if _is_same(slot, one) else "aligned", facts)

    def _why_open(self, slot: Slot, mark: Mark, route: Assignment) -> Reason:
        if slot.conferred:
            return Reason("conferred")
        if mark is Mark.ONCE_CHECKED and self._unchecked is not None:
            badges = ", ".join(one.title for one in self._unchecked.filled.get(slot.id, ()))
            return Reason("once-checked", {"badge": badges})
        return Reason("next" if slot.id in route.steps else "not-held")

    def _offers(self, slot: Slot, way: Assignment, inside: Sequence[Holding]) -> tuple[Offer, ...]:
        """Return the badges that do not count here, with the reason of each."""
        elsewhere = {one.id: name for name, some in way.filled.items() for one in some}
        known = {one.id for one in inside}
        offers: list[Offer] = []
        for one in self._found.fitting.get(slot.id, ()):
            if one.id in known:
                continue
            if one.counts is Counts.ONCE_CHECKED:
                why = Reason("unchecked", {"why": one.why})
            elif not self._asked.takes(one):
                why = Reason("lapsed")
            elif one.id in elsewhere:
                why = Reason("elsewhere", {"slot": self._title(elsewhere[one.id])})
            else:
                why = Reason("not-needed")
            offers.append(Offer(one.id, one.title, why))
        offers += [
            Offer(one.id, one.title, Reason("does-not-count", {"why": one.why}))
            for one in self._found.not_counting.get(slot.id, ())
        ]
        if not inside:
            offers += [
                Offer(one.id, one.title, Reason("alike"))
                for one in self._found.alike.get(slot.id, ())
                if one.counts is not Counts.NO
            ]
        return tuple(offers)

    def _title(self, slot: str) -> str:
        return self._slots[slot].name or slot

    # What comes next

    def _steps(self, route: Assignment) -> tuple[Step, ...]:
        """Return the way to the end, each step behind what it needs."""
        steps: list[Step] = []
        for slot in self._in_order(route.steps):
            before = [
                self._title(name) for name in sorted(_named(slot.needs)) if name in route.steps
            ]
            ready = slot.needs is None or self._holds(slot.needs, route)
            facts: dict[str, str | float] = {"before": ", ".join(before)}
            why = Reason("fills")
            if not ready:
                why = Reason("after", facts) if before else Reason("after-more")
            steps.append(Step(slot.name, why, slot.id, hours=slot.hours, url=slot.url, ready=ready))
        for rule, amount in route.missing.items():
            have, need, _most = self._figures(rule, route)
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
            way = (
                assigned(self._definition, self._found, structs.replace(self._asked, at=after))
                or _NOTHING
            )
            is_complete = self._complete(way)
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


def _is_same(slot: Slot, one: Holding) -> bool:
    return bool(keys(*slot.wanted.ids) & one.keys)


def _scored(rule: Score, inside: Sequence[Holding]) -> float:
    scores = [one.score for one in inside if one.score is not None]
    if not scores or (rule.how != "max" and len(scores) < len(inside)):
        return 0.0
    if rule.how == "mean":
        return sum(scores) / len(scores)
    return max(scores) if rule.how == "max" else min(scores)


def _kind_of_count(rule: Count) -> str:
    if rule.only:
        return "only"
    if rule.least == len(rule.of):
        return "all"
    return "any" if rule.least == 1 else "some"


def _about_amount(rule: Total | Score, have: float, most: float | None) -> Iterator[Reason]:
    if isinstance(rule, Score):
        yield Reason(f"score-{rule.how}", {"have": have, "need": rule.least})
        return
    unit = rule.distinct or rule.unit or ""
    if rule.least is not None:
        code = f"distinct-{rule.distinct}" if rule.distinct else "credits"
        yield Reason(code, {"have": have, "need": rule.least, "unit": unit})
    if most is not None:
        yield Reason("at-most", {"have": have, "most": most, "unit": unit})
    if rule.only.issuers:
        yield Reason("only-issuers", {"issuers": ", ".join(rule.only.issuers)})
    if rule.only.levels:
        yield Reason("only-levels", {"levels": ", ".join(rule.only.levels)})
