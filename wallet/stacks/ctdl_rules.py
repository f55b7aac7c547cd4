"""The rules of a CTDL Pathway: its milestones, conditions and constraints, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from wallet.stacks import ctdl_constraints as constraints
from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_parts import Parts, is_condition
from wallet.stacks.ctdl_values import Node, concept, local, number
from wallet.stacks.definition import (
    MAX_DEPTH,
    Count,
    Note,
    Rule,
    Score,
    Take,
    Total,
    Untold,
    walked,
)

MAX_RULES: Final = 5_000
"""How many rules a definition may hold."""
MAX_NESTED: Final = 2 * MAX_DEPTH + 4
"""How deep milestones and conditions may lie in one another; two of them make one rule."""
_OPERATORS: Final = {"": "And", "AND": "And", "OR": "Or", "ONLYONE": "OnlyOne", "XONE": "OnlyOne"}


class Built(NamedTuple):
    """A rule, how deep it goes, how many rules it is, and of which node it was made."""

    rule: Rule
    depth: int = 0
    size: int = 1
    maker: str = ""


class Rules:
    """Reads the rules of one pathway; ``parts`` are its components."""

    def __init__(self, parts: Parts) -> None:
        """Begin, with no rule read yet."""
        self._parts = parts
        self._rules: dict[str, Built] = {}
        self._open: list[str] = []
        self._conditions = 0

    def is_read(self, part: str) -> bool:
        """Whether the rule of a component was asked for already."""
        return part in self._rules

    def rule(self, part: str, depth: int) -> Built:
        """Return the rule that a component is: its slot, or the conditions of a milestone."""
        if part in self._rules:
            return self._rules[part]
        if self._parts.is_slot(part):
            built = Built(Take(part))
        else:
            self._enter(part, depth, part)
            built = self._milestone(part, depth)
            self._open.pop()
        self._rules[part] = built
        return built

    def every_child(self, part: str, depth: int) -> list[Built]:
        """Return the rules of the children of a component that states no rule: all of them."""
        parts = self._parts
        parts.notes.append(Note("no-rule-stated", parts.called(part)))
        return [self.rule(one, depth) for one in parts.choices(parts.children[part])]

    def _milestone(self, part: str, depth: int) -> Built:
        parts, node = self._parts, self._parts.components[part]
        stated = parts.conditions(part)
        if stated:
            asked = [self.asked(one, part, depth + 1) for one in stated]
        else:
            asked = self.every_child(part, depth + 1)
        name, description = node.text("name"), node.text("description")
        first = asked[0].rule
        if len(asked) > 1 or not isinstance(first, Count) or not stated:
            return self.counted(len(asked), asked, name=name, description=description)
        words = [first.name] if name else []
        said = " · ".join(dict.fromkeys(filter(None, (description, *words, first.description))))
        named = msgspec.structs.replace(first, name=name or first.name, description=said or None)
        return asked[0]._replace(rule=named)

    def asked(self, node: Node | str, part: str, depth: int) -> Built:
        """Return the rule of a condition of ``part``, or of a component named in its stead.

        Of a condition that is not in the file there is the id alone, which no badge can tell.
        """
        if isinstance(node, str):
            return Built(Untold(node))
        if node.id in self._parts.components and not is_condition(node):
            return self.rule(node.id, depth)
        return self._condition(node, part, depth)

    def _condition(self, node: Node, part: str, depth: int) -> Built:
        parts = self._parts
        self._conditions += 1
        if self._conditions > MAX_RULES:
            raise problems.too_large(parts.name)
        self._enter(node.id, depth, part)
        stated = _Condition(node, parts)
        name, description = node.text("name"), node.text("description")
        if stated.operator is None:
            built = Built(Untold(_together(name, description, f"{stated.operator_said} …")))
        else:
            asked = self._joined(stated, part, depth)
            built = self._worded(asked, stated, part, name, description)
        self._open.pop()
        return built

    def _joined(self, stated: _Condition, part: str, depth: int) -> list[Built]:
        """Return what a condition asks for: its targets, and the rest as it is joined."""
        parts = self._parts
        targets = [self.rule(one, depth + 1) for one in stated.targets]
        subs = [self.asked(one, part, depth + 1) for one in stated.conditions]
        joined = stated.operator == "And"
        measured = constraints.measures(stated.constraints)
        scope = self._scope(part) if stated.constraints else ()
        chosen = stated.targets or ([] if subs else [*parts.children.get(part, ())])
        plain = bool(chosen) and all(map(parts.is_slot, chosen)) and not measured
        least = stated.number if stated.number is not None else len(stated.targets) or None
        over = tuple(chosen if plain else dict.fromkeys(_taken(targets))) or scope
        ruled = constraints.grouped(
            stated.constraints, over, least if plain else None, joined=joined
        )
        covered = plain and any(isinstance(one, Total) for one in ruled)
        found: list[Built] = []
        if targets and not covered and not (measured and joined and stated.number is None):
            found.append(self._chosen(stated, targets))
        elif not targets and not subs and stated.number is not None and not covered:
            among = [self.rule(one, depth + 1) for one in chosen]
            said = Built(Untold(f"≥ {stated.number} …"))
            found.append(self._chosen(stated, among) if among else said)
        bounds = [Built(one) for one in (*ruled, *map(Untold, stated.missing))]
        if stated.least_constraints is not None and len(bounds) > 1:
            bounds = [self.counted(stated.least_constraints, bounds)]
        if subs and not targets and stated.number is not None:
            subs = [self._chosen(stated, subs)]
        rest = [*subs, *bounds]
        if joined or len(rest) < 2:
            return [*found, *rest]
        return [*found, self.counted(1, rest, only=stated.operator == "OnlyOne")]

    def _chosen(self, stated: _Condition, among: list[Built]) -> Built:
        """Return the rule that as many of ``among`` hold as the condition says, or all."""
        least = len(among) if stated.number is None else stated.number
        only = stated.only or (
            stated.operator == "OnlyOne" and not (stated.targets and stated.rest)
        )
        single = least == 1 and len(among) == 1 and not only
        if single and stated.targets:
            return among[0]
        return self.counted(least, among, only=only)

    def _worded(
        self,
        built: list[Built],
        stated: _Condition,
        part: str,
        name: str | None,
        description: str | None,
    ) -> Built:
        """Return what a condition asks for as one rule, under its name."""
        if not built:
            if name or description:
                return Built(Untold(_together(name, description)))
            raise problems.asks_nothing(self._parts.name, self._parts.called(part))
        one = built[0]
        if len(built) > 1:
            return self.counted(len(built), built, name=name, description=description)
        if not name and not description:
            return one
        rule = one.rule
        if isinstance(rule, Untold) and not stated.conditions:
            return Built(Untold(_together(name, description, f"({rule.said})")))
        if isinstance(rule, Total | Score) and not stated.conditions:
            words = " · ".join(filter(None, (description, rule.description))) or None
            return Built(msgspec.structs.replace(rule, name=name, description=words))
        if isinstance(rule, Count) and one.maker == stated.node.id:
            return one._replace(
                rule=msgspec.structs.replace(rule, name=name, description=description)
            )
        return self.counted(1, [one], name=name, description=description)

    def all_of(self, built: Sequence[Built]) -> Built:
        """Return the rule that all of ``built`` hold; one alone is that rule."""
        return built[0] if len(built) == 1 else self.counted(len(built), built)

    def counted(
        self,
        least: int,
        among: Sequence[Built],
        *,
        only: bool = False,
        name: str | None = None,
        description: str | None = None,
    ) -> Built:
        """Return the rule that ``least`` of ``among`` hold. Raises UnusableInput."""
        if least > len(among):
            raise problems.too_many_asked(self._parts.name, least, len(among))
        depth = 1 + max((one.depth for one in among), default=0)
        size = 1 + sum(one.size for one in among)
        if depth > MAX_DEPTH:
            raise problems.too_deep(self._parts.name)
        if size > MAX_RULES:
            raise problems.too_large(self._parts.name)
        rules = tuple(one.rule for one in among)
        maker = self._open[-1] if self._open else ""
        return Built(Count(least, rules, only, name, description), depth, size, maker)

    def _enter(self, what: str, depth: int, part: str) -> None:
        """Begin to read ``what``, of the component ``part``; raise where that is begun already."""
        if what in self._open:
            raise problems.circular(self._parts.name, self._parts.called(part))
        if depth > MAX_NESTED:
            raise problems.too_deep(self._parts.name)
        self._open.append(what)

    def _scope(self, part: str) -> tuple[str, ...]:
        """Return the slots that a sum without targets is over; none where it is over all."""
        parts = self._parts
        if not any(map(parts.is_slot, parts.below(part))):
            return ()
        under = {*parts.below(*parts.earlier([part]))}
        return tuple(
            one
            for one in parts.components
            if one in under and parts.is_slot(one) and one not in parts.destinations
        )


class _Condition:
    """What one condition states, older rule sets taken together with it."""

    def __init__(self, node: Node, parts: Parts) -> None:
        """Read ``node``; raise UnusableInput where a number in it is none."""
        self.node = node
        inner = [one for one in node.values("hasCondition", "ruleSet") if isinstance(one, Node)]
        sets = [one for one in inner if any(kind.startswith("RuleSet") for kind in one.types)]
        every = [node, *sets]
        self.targets = parts.parts(
            target for one in every for target in one.values("targetComponent")
        )
        self.conditions = parts.stated(
            one for one in node.values("hasCondition") if one not in sets
        )
        stated = parts.stated(node.values("hasConstraint"))
        self.number = _whole_number(every, "requiredNumber", parts)
        if node.values("leftOperand"):
            comparison = constraints.read(node, parts.graph)
            if comparison.source == "reqNum" and comparison.comparator in {"=", "≥"}:
                self.number = _whole_number([node], "rightOperand", parts)
            else:
                stated.append(node)
        self.least_constraints = _whole_number(every, "requiredConstraints", parts)
        self.constraints = [
            constraints.read(one, parts.graph) for one in stated if isinstance(one, Node)
        ]
        self.missing = [one for one in stated if isinstance(one, str)]
        said = [concept(one) or "" for one in node.values("logicalOperator")]
        self.operator_said = local(said[0]) if said else ""
        self.operator = _OPERATORS.get(self.operator_said.upper())
        self.only = flag(node, "stack:only")
        self.rest = [*self.conditions, *self.constraints, *self.missing]


def _taken(built: Sequence[Built]) -> list[str]:
    """Return the slots of some rules, in the order in which they are named."""
    return [one.slot for each in built for one in walked(each.rule) if isinstance(one, Take)]


def _whole_number(nodes: Sequence[Node], term: str, parts: Parts) -> int | None:
    for stated in (value for node in nodes for value in node.values(term)):
        found = number(stated)
        if found is None or found < 0 or found != int(found):
            raise problems.no_count(parts.name, str(concept(stated) or "…")[:40])
        return int(found)
    return None


def flag(node: Node, term: str) -> bool:
    """Return whether ``node`` states ``term`` and that it is true."""
    stated = [one.get("@value") if isinstance(one, dict) else one for one in node.values(term)]
    return any(one is True or one == "true" for one in stated)


def _together(name: str | None, description: str | None, parts: str = "") -> str:
    """Return the words of a condition in one line: what it is called, says and compares."""
    said = ": ".join(dict.fromkeys(filter(None, (name, description))))
    return " ".join(filter(None, (said, parts)))
