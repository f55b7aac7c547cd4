"""CTDL Pathways: a definition from the JSON-LD that Credential Engine publishes, and back.

:func:`read` takes every way in which pathways are written: with prefixes, bare, expanded, with
older names of terms; one object, a list or a ``@graph``; references or nested objects (see
``ctdl_values``, which tells terms by their local names and needs no context).

A component that stands for something to be earned is a slot, and its conditions are what it
needs first. A BasicComponent, a SelectionComponent or a component that is neither named nor
stands for anything is a milestone: a named :class:`Count`. CTDL joins the targets of a
condition to its nested conditions and constraints by And; ``logicalOperator`` joins those
(``logic:Or`` and its siblings, scope note). Where a condition names targets and no number,
all are asked for, unless it sums over them: then they are what is summed.

A sum without targets is over the children of its component and of what comes before that,
and over the whole stack where there are none. A milestone that leads up to the destination
(``precededBy``) and has conditions that nothing else refers to is asked for as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from wallet.formats import strictjson
from wallet.stacks import ctdl_constraints as constraints
from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_order import Order, refuse_cycles
from wallet.stacks.ctdl_parts import (
    Parts,
    hours_of,
    is_condition,
    kinds,
    wanted_of,
    worth_of,
)
from wallet.stacks.ctdl_values import OWN, Graph, Node, concept, local, number, strings, text
from wallet.stacks.ctdl_writing import written
from wallet.stacks.definition import (
    MAX_DEPTH,
    MAX_SLOTS,
    Count,
    Definition,
    Note,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Untold,
    Wanted,
    slots_of,
    walked,
)

__all__ = ["read", "written"]

MAX_RULES: Final = 5_000
"""How many rules a definition may hold."""
_OPERATORS: Final = {"": "And", "AND": "And", "OR": "Or", "ONLYONE": "OnlyOne", "XONE": "OnlyOne"}


def read(data: bytes, name: str) -> Definition:
    """Return the definition in ``data``, the CTDL JSON-LD of one Pathway.

    ``name`` is what to call the file in sentences, and the stack where it has no name of its
    own. Raises UnusableInput: "not-a-stack", "several-stacks", "stack-malformed",
    "stack-cyclic", "stack-empty", "stack-too-large", "stack-too-deep", or as
    :func:`wallet.formats.strictjson.parse`.
    """
    graph = Graph(strictjson.parse(data, name))
    return _Reader(Parts(graph, name), data).definition()


class _Built(NamedTuple):
    """A rule, how deep it goes, how many rules it is, and of which node it was made."""

    rule: Rule
    depth: int = 0
    size: int = 1
    maker: str = ""


class _Reader:
    """Reads the rules of one pathway."""

    def __init__(self, parts: Parts, data: bytes) -> None:
        self._parts = parts
        self._data = data
        self._rules: dict[str, _Built] = {}
        self._open: list[str] = []
        self._conditions = 0

    def definition(self) -> Definition:
        parts, pathway = self._parts, self._parts.pathway
        rule = self._whole()
        slots = self._slots(rule)
        source = pathway.text("subjectWebpage", "source")
        name = pathway.text("name") or next(
            (said for one in parts.destinations if (said := parts.components[one].text("name"))),
            parts.name,
        )
        owners = pathway.values("ownedBy", "offeredBy")
        owner = parts.graph.find(owners[0]) if owners else None
        return Definition(
            id=self._name_of_pathway(),
            name=name,
            rule=rule,
            slots=slots,
            description=pathway.text("description"),
            source=concept(source),
            owner=((text(owner) if owner else None) or concept(owners[0])) if owners else None,
            shared=_flag(pathway, "stack:shared"),
            notes=tuple(dict.fromkeys(parts.notes)),
        )

    def _name_of_pathway(self) -> str:
        pathway = self._parts.pathway
        if not pathway.is_anonymous:
            return pathway.id
        ctids = strings(pathway.values("ctid"))
        return ctids[0] if ctids else f"{OWN}{hashlib.sha256(self._data).hexdigest()}"

    def _whole(self) -> Rule:
        """Return the rule of the whole stack."""
        parts = self._parts
        if not parts.components:
            raise problems.empty(parts.name)
        if not parts.destinations:
            parts.notes.append(Note("no-destination", parts.pathway.text("name") or parts.name))
            roots = parts.roots() or list(parts.components)
            return self._all([self._rule(part, 1) for part in roots]).rule
        if len(parts.destinations) > 1:
            said = ", ".join(map(parts.called, parts.destinations))
            parts.notes.append(Note("several-destinations", said))
        asked = [self._destination(part) for part in parts.destinations]
        leading = [
            self._rule(part, 1)
            for part in parts.earlier(parts.destinations)[len(parts.destinations) :]
            if not parts.is_slot(part) and parts.conditions(part) and part not in self._rules
        ]
        if leading:
            ways = ", ".join(
                part for one in leading if isinstance(one.rule, Count) and (part := one.rule.name)
            )
            parts.notes.append(Note("leads-up", ways))
        if len(parts.destinations) > 1:
            return self._all([*map(self._conferring, parts.destinations, asked), *leading]).rule
        inner = [*([asked[0]] if asked[0] else []), *leading]
        return self._conferring(parts.destinations[0], self._all(inner) if inner else None).rule

    def _destination(self, part: str) -> _Built | None:
        """Return what a destination asks for, or None where it says nothing of that."""
        parts = self._parts
        stated = parts.conditions(part)
        if stated:
            return self._all([self._asked(one, part, 1) for one in stated])
        children = [*parts.children.get(part, ())]
        if not children and len(parts.destinations) == 1:
            children = [one for one in parts.roots() if one != part]
        if not children:
            return None
        parts.notes.append(Note("no-rule-stated", parts.called(part)))
        return self._all([self._rule(one, 1) for one in children])

    def _conferring(self, part: str, asked: _Built | None) -> _Built:
        """Return the rule that a destination is held, or that what it asks for is."""
        if not self._parts.is_slot(part):
            if asked is None:
                raise problems.empty(self._parts.name)
            return asked
        held = _Built(Take(part))
        return held if asked is None else self._counted(1, [held, asked])

    def _rule(self, part: str, depth: int) -> _Built:
        """Return the rule that a component is: its slot, or the conditions of a milestone."""
        if part in self._rules:
            return self._rules[part]
        if self._parts.is_slot(part):
            built = _Built(Take(part))
        else:
            self._enter(part, depth)
            built = self._milestone(part, depth)
            self._open.pop()
        self._rules[part] = built
        return built

    def _milestone(self, part: str, depth: int) -> _Built:
        parts, node = self._parts, self._parts.components[part]
        stated = parts.conditions(part)
        if stated:
            asked = [self._asked(one, part, depth + 1) for one in stated]
        else:
            parts.notes.append(Note("no-rule-stated", parts.called(part)))
            asked = [self._rule(one, depth + 1) for one in parts.children[part]]
        name, description = node.text("name"), node.text("description")
        first = asked[0].rule
        if len(asked) > 1 or not isinstance(first, Count) or not stated:
            return self._counted(len(asked), asked, name=name, description=description)
        words = [first.name] if name else []
        said = " · ".join(dict.fromkeys(filter(None, (description, *words, first.description))))
        named = msgspec.structs.replace(first, name=name or first.name, description=said or None)
        return asked[0]._replace(rule=named)

    def _asked(self, value: Any, part: str, depth: int) -> _Built:
        """Return the rule of a condition of ``part``, or of a component named in its stead."""
        node = self._parts.resolved(value)
        if node.id in self._parts.components and not is_condition(node):
            return self._rule(node.id, depth)
        return self._condition(node, part, depth)

    def _condition(self, node: Node, part: str, depth: int) -> _Built:
        parts = self._parts
        self._conditions += 1
        if self._conditions > MAX_RULES:
            raise problems.too_large(parts.name)
        self._enter(node.id, depth)
        stated = _Condition(node, parts)
        name, description = node.text("name"), node.text("description")
        if stated.operator is None:
            built = _Built(Untold(_together(name, description, f"{stated.operator_said} …")))
        else:
            built = self._joined(stated, part, depth)
            built = self._worded(built, stated, name, description)
        self._open.pop()
        return built

    def _joined(self, stated: _Condition, part: str, depth: int) -> list[_Built]:
        """Return what a condition asks for: its targets, and the rest as it is joined."""
        parts = self._parts
        targets = [self._rule(one, depth + 1) for one in stated.targets]
        subs = [self._asked(one, part, depth + 1) for one in stated.conditions]
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
        found: list[_Built] = []
        if targets and not covered and not (measured and joined and stated.number is None):
            found.append(self._chosen(stated, targets))
        elif not targets and not subs and stated.number is not None and not covered:
            among = [self._rule(one, depth + 1) for one in chosen]
            said = _Built(Untold(f"{stated.number} × …"))
            found.append(self._chosen(stated, among) if among else said)
        bounds = [_Built(one) for one in ruled]
        if stated.least_constraints is not None and len(bounds) > 1:
            bounds = [self._counted(stated.least_constraints, bounds)]
        if subs and not targets and stated.number is not None:
            subs = [self._chosen(stated, subs)]
        rest = [*subs, *bounds]
        if joined or len(rest) < 2:
            return [*found, *rest]
        return [*found, self._counted(1, rest, only=stated.operator == "OnlyOne")]

    def _chosen(self, stated: _Condition, among: list[_Built]) -> _Built:
        """Return the rule that as many of ``among`` hold as the condition says, or all."""
        least = len(among) if stated.number is None else stated.number
        only = stated.only or (
            stated.operator == "OnlyOne" and not (stated.targets and stated.rest)
        )
        single = least == 1 and len(among) == 1 and not only
        if single and stated.targets and isinstance(among[0].rule, Take):
            return among[0]
        return self._counted(least, among, only=only)

    def _worded(
        self, built: list[_Built], stated: _Condition, name: str | None, description: str | None
    ) -> _Built:
        """Return what a condition asks for as one rule, under its name."""
        if not built:
            if name or description:
                return _Built(Untold(_together(name, description)))
            raise problems.asks_nothing(self._parts.name, stated.node.id)
        one = built[0]
        if len(built) > 1:
            return self._counted(len(built), built, name=name, description=description)
        if not name and not description:
            return one
        rule = one.rule
        if isinstance(rule, Untold) and not stated.conditions:
            return _Built(Untold(_together(name, description, f"({rule.said})")))
        if isinstance(rule, Total | Score) and not stated.conditions:
            words = " · ".join(filter(None, (description, rule.description))) or None
            return _Built(msgspec.structs.replace(rule, name=name, description=words))
        if isinstance(rule, Count) and one.maker == stated.node.id:
            return one._replace(
                rule=msgspec.structs.replace(rule, name=name, description=description)
            )
        return self._counted(1, [one], name=name, description=description)

    def _all(self, built: Sequence[_Built]) -> _Built:
        return built[0] if len(built) == 1 else self._counted(len(built), built)

    def _counted(
        self,
        least: int,
        among: Sequence[_Built],
        *,
        only: bool = False,
        name: str | None = None,
        description: str | None = None,
    ) -> _Built:
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
        return _Built(Count(least, rules, only, name, description), depth, size, maker)

    def _enter(self, what: str, depth: int) -> None:
        parts = self._parts
        if what in self._open:
            raise problems.circular(
                parts.name, parts.called(what) if what in parts.components else what
            )
        if depth > 2 * MAX_DEPTH:
            raise problems.too_deep(parts.name)
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

    def _slots(self, rule: Rule) -> tuple[Slot, ...]:
        """Return the slots that a rule or another slot refers to, with what each needs."""
        parts = self._parts
        needs = self._needs()
        order = Order(parts)
        kept = {*_named(rule), *needs, *(one for one in parts.destinations if parts.is_slot(one))}
        kept |= {one for one, node in parts.components.items() if "stack:wanted" in node.fields}
        todo = list(kept)
        while todo:
            one = todo.pop()
            new = {*(_named(needs[one]) if one in needs else ()), *order.stated(one)} - kept
            kept |= new
            todo.extend(new)
        if len(kept) > MAX_SLOTS:
            raise problems.too_large(parts.name)
        refuse_cycles(needs, parts)
        left = [one for one in parts.components if one not in kept and parts.is_slot(one)]
        if left:
            parts.notes.append(Note("not-required", ", ".join(map(parts.called, left))))
        names = [one for one in parts.components if one in kept]
        after = order.after(names)
        return tuple(self._slot(one, needs.get(one), after[one]) for one in names)

    def _needs(self) -> dict[str, Rule]:
        """Return what each slot needs first, where it needs something."""
        parts = self._parts
        needs: dict[str, Rule] = {}
        for part in parts.components:
            if not parts.is_slot(part) or part in parts.destinations:
                continue
            if stated := parts.conditions(part):
                needs[part] = self._all([self._asked(one, part, 1) for one in stated]).rule
            elif children := parts.children.get(part):
                parts.notes.append(Note("no-rule-stated", parts.called(part)))
                needs[part] = self._all([self._rule(one, 1) for one in children]).rule
        return needs

    def _slot(self, part: str, needs: Rule | None, after: tuple[str, ...]) -> Slot:
        parts = self._parts
        node, graph = parts.components[part], parts.graph
        return Slot(
            id=part,
            name=node.text("name") or next(iter(wanted_of(node, graph).names), None),
            description=node.text("description"),
            wanted=self._wanted(node),
            many=_flag(node, "stack:many"),
            worth=worth_of(node, graph),
            hours=hours_of(node, graph),
            url=concept(node.text("subjectWebpage", "source")),
            needs=needs,
            after=after,
            conferred=part in parts.destinations or _flag(node, "stack:conferred"),
        )

    def _wanted(self, node: Node) -> Wanted:
        if "stack:wanted" not in node.fields:
            return wanted_of(node, self._parts.graph)
        stated = [self._parts.resolved(one) for one in node.values("stack:wanted")]
        found = constraints.wanted([constraints.read(one, self._parts.graph) for one in stated])
        return wanted_of(node, self._parts.graph) if found is None else found


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
        self.conditions = [one for one in node.values("hasCondition") if one not in sets]
        stated = [parts.resolved(one) for one in node.values("hasConstraint")]
        self.number = _whole_number(every, "requiredNumber", parts)
        if node.values("leftOperand"):
            comparison = constraints.read(node, parts.graph)
            if comparison.source == "reqNum" and comparison.comparator in {"=", "≥"}:
                self.number = _whole_number([node], "rightOperand", parts)
            else:
                stated.append(node)
        self.least_constraints = _whole_number(every, "requiredConstraints", parts)
        self.constraints = [constraints.read(one, parts.graph) for one in stated]
        said = [concept(one) or "" for one in node.values("logicalOperator")]
        self.operator_said = local(said[0]) if said else ""
        self.operator = _OPERATORS.get(self.operator_said.upper())
        self.only = _flag(node, "stack:only")
        self.rest = [*self.conditions, *self.constraints]


def _taken(built: Sequence[_Built]) -> list[str]:
    """Return the slots of some rules, in the order in which they are named."""
    return [one.slot for each in built for one in walked(each.rule) if isinstance(one, Take)]


def _named(rule: Rule) -> set[str]:
    """Return every slot that a rule names, those it sums over too."""
    found = set(slots_of(rule))
    for one in walked(rule):
        if isinstance(one, Total | Score):
            found.update(one.over)
    return found


def _whole_number(nodes: Sequence[Node], term: str, parts: Parts) -> int | None:
    for stated in (value for node in nodes for value in node.values(term)):
        found = number(stated)
        if found is None or found < 0 or found != int(found):
            raise problems.no_count(parts.name, str(concept(stated) or "…")[:40])
        return int(found)
    return None


def _flag(node: Node, term: str) -> bool:
    return any(
        (one.get("@value") if isinstance(one, dict) else one) in {True, "true"}
        for one in node.values(term)
    )


def _together(name: str | None, description: str | None, parts: str = "") -> str:
    """Return the words of a condition in one line: what it is called, says and compares."""
    said = " – ".join(dict.fromkeys(filter(None, (name, description))))
    return " ".join(filter(None, (said, parts)))
