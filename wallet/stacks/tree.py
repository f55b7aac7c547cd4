"""A stack as a tree: each slot and rule, how it stands with it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallet.stacks.counting import Asked, Assignment
from wallet.stacks.definition import Count, Definition, Rule, Score, Slot, Take, Total, Untold
from wallet.stacks.figures import Figures
from wallet.stacks.holdings import Counts, Holding, keys
from wallet.stacks.matching import Candidates, Choices, unlike
from wallet.stacks.progress import BADGES, Branch, Mark, Measure, Offer, Reason


class Tree:
    """The tree of one stack.

    ``unchecked`` is what would count where if every badge that is not known to stand did.
    """

    def __init__(
        self,
        definition: Definition,
        found: Candidates,
        choices: Choices,
        asked: Asked,
        unchecked: Assignment | None,
    ) -> None:
        """Take the stack, and all that decides what counts in it."""
        self._definition = definition
        self._slots = definition.by_id
        self._found = found
        self._choices = choices
        self._asked = asked
        self._unchecked = unchecked
        self._figures = Figures(definition, choices)

    def branch(self, rule: Rule, way: Assignment) -> Branch:
        """Return ``rule`` and all that is under it."""
        if isinstance(rule, Take):
            return self._slot_branch(self._slots[rule.slot], way)
        have, need, most = self._figures.of(rule, way)
        mark = self._mark(rule, way)
        if isinstance(rule, Untold):
            code = "confirmed" if mark is Mark.DONE else "untold"
            reason = Reason(code, {"said": rule.said})
            return Branch("untold", mark, Measure(have, need, None), rule.said, (reason,))
        if isinstance(rule, Count):
            parts = tuple(self.branch(one, way) for one in rule.of)
            code = _kind_of_count(rule)
            if any(map(self._figures.is_conferred, rule.of)):
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
        if self._figures.holds(rule, way):
            return Mark.DONE
        if isinstance(rule, Untold):
            return Mark.UNTOLD
        if self._unchecked is not None and self._figures.holds(rule, self._unchecked):
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
            tuple(why for one in inside for why in self._why_filled(slot, one))
            or (self._why_open(slot, mark, way),),
            slot,
            inside,
            self._offers(slot, way, inside),
            next=mark is not Mark.DONE and slot.id in way.steps,
            needs=self.branch(slot.needs, way) if slot.needs else None,
        )

    def _why_filled(self, slot: Slot, one: Holding) -> Iterator[Reason]:
        facts: dict[str, str | float] = {"badge": one.title, "issuer": one.issuer}
        if (slot.id, one.id) in self._choices.pinned:
            yield Reason("pinned", facts)
            if lacks := unlike(one, slot.wanted):
                yield Reason("unlike", {"lacks": lacks})
        elif not slot.wanted.is_named:
            yield Reason("allowed", facts)
        else:
            yield Reason("same" if _is_same(slot, one) else "aligned", facts)

    def _why_open(self, slot: Slot, mark: Mark, route: Assignment) -> Reason:
        if slot.conferred:
            return Reason("conferred")
        if mark is Mark.ONCE_CHECKED and self._unchecked is not None:
            badges = ", ".join(one.title for one in self._unchecked.filled.get(slot.id, ()))
            return Reason("once-checked", {"badge": badges})
        if slot.id in route.steps:
            return Reason("next")
        return Reason("needless" if self._figures.complete(route) else "not-held")

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
            elif one.id in self._asked.without:
                why = Reason("taken-away")
            elif not self._asked.takes(one):
                why = Reason("lapsed")
            elif one.id in elsewhere:
                why = Reason("elsewhere", {"slot": self._slots[elsewhere[one.id]].title})
            else:
                why = Reason("not-needed")
            offers.append(Offer(one.id, one.title, why))
        offers += [
            Offer(one.id, one.title, Reason("does-not-count", {"why": one.why}))
            for one in self._found.not_counting.get(slot.id, ())
        ]
        offers += [
            Offer(one.id, one.title, Reason("left-out"))
            for one in self._found.left_out.get(slot.id, ())
        ]
        if not inside:
            offers += [
                Offer(one.id, one.title, Reason("alike"))
                for one in self._found.alike.get(slot.id, ())
                if one.counts is not Counts.NO
            ]
        return tuple(offers)


def _is_same(slot: Slot, one: Holding) -> bool:
    return bool(keys(*slot.wanted.ids) & one.keys)


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
