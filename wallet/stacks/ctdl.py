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
from pathlib import PurePath

from wallet.formats import strictjson
from wallet.stacks import ctdl_constraints as constraints
from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_order import Order, refuse_cycles
from wallet.stacks.ctdl_parts import (
    Parts,
    hours_of,
    wanted_of,
    worth_of,
)
from wallet.stacks.ctdl_rules import Built, Rules, flag
from wallet.stacks.ctdl_values import OWN, Graph, Node, concept, strings, text
from wallet.stacks.ctdl_writing import written
from wallet.stacks.definition import (
    MAX_SLOTS,
    Count,
    Definition,
    Note,
    Rule,
    Score,
    Slot,
    Take,
    Total,
    Wanted,
    slots_of,
    walked,
)

__all__ = ["read", "written"]


def read(data: bytes, name: str) -> Definition:
    """Return the definition in ``data``, the CTDL JSON-LD of one Pathway.

    ``name`` is what to call the file in sentences, and the stack where it has no name of its
    own. Raises UnusableInput: "not-a-stack", "several-stacks", "stack-malformed",
    "stack-cyclic", "stack-empty", "stack-too-large", "stack-too-deep", or as
    :func:`wallet.formats.strictjson.parse`.
    """
    graph = Graph(strictjson.parse(data, name))
    return _Reader(Parts(graph, name), data).definition()


class _Reader:
    """Puts one definition together."""

    def __init__(self, parts: Parts, data: bytes) -> None:
        self._parts = parts
        self._data = data
        self._rules = Rules(parts)

    def definition(self) -> Definition:
        parts, pathway = self._parts, self._parts.pathway
        rule = self._whole()
        slots = self._slots(rule)
        source = pathway.text("subjectWebpage", "source")
        name = pathway.text("name") or next(
            (said for one in parts.destinations if (said := parts.components[one].text("name"))),
            PurePath(parts.name).stem,
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
            shared=flag(pathway, "stack:shared"),
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
            roots = parts.choices(parts.roots() or parts.components)
            return self._rules.all_of([self._rules.rule(part, 1) for part in roots]).rule
        if len(parts.destinations) > 1:
            said = ", ".join(map(parts.called, parts.destinations))
            parts.notes.append(Note("several-destinations", said))
        asked = [self._destination(part) for part in parts.destinations]
        leading = [
            self._rules.rule(part, 1)
            for part in parts.earlier(parts.destinations)[len(parts.destinations) :]
            if not parts.is_slot(part) and parts.conditions(part) and not self._rules.is_read(part)
        ]
        if leading:
            ways = ", ".join(
                part for one in leading if isinstance(one.rule, Count) and (part := one.rule.name)
            )
            parts.notes.append(Note("leads-up", ways))
        if len(parts.destinations) > 1:
            return self._rules.all_of(
                [*map(self._conferring, parts.destinations, asked), *leading]
            ).rule
        inner = [*([asked[0]] if asked[0] else []), *leading]
        return self._conferring(
            parts.destinations[0], self._rules.all_of(inner) if inner else None
        ).rule

    def _destination(self, part: str) -> Built | None:
        """Return what a destination asks for, or None where it says nothing of that."""
        parts = self._parts
        stated = parts.conditions(part)
        if stated:
            return self._rules.all_of([self._rules.asked(one, part, 1) for one in stated])
        if not parts.children.get(part) and len(parts.destinations) == 1:
            parts.adopt(part)
        if not parts.children.get(part):
            return None
        return self._rules.all_of(self._rules.every_child(part, 1))

    def _conferring(self, part: str, asked: Built | None) -> Built:
        """Return the rule that a destination is held, or that what it asks for is."""
        if not self._parts.is_slot(part):
            if asked is None:
                raise problems.empty(self._parts.name)
            return asked
        held = Built(Take(part))
        return held if asked is None else self._rules.counted(1, [held, asked])

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
        refuse_cycles(needs, rule, parts)
        left = [one for one in parts.components if one not in kept and parts.is_slot(one)]
        if left:
            parts.notes.append(Note("not-required", ", ".join(map(parts.called, left))))
        names = [one for one in parts.components if one in kept]
        after = order.after(names)
        return tuple(self._slot(one, needs.get(one), after[one]) for one in names)

    def _needs(self) -> dict[str, Rule]:
        """Return what each slot needs first, where it needs something."""
        parts, rules = self._parts, self._rules
        needs: dict[str, Rule] = {}
        for part in parts.components:
            if not parts.is_slot(part) or part in parts.destinations:
                continue
            if stated := parts.conditions(part):
                needs[part] = rules.all_of([rules.asked(one, part, 1) for one in stated]).rule
            elif parts.children.get(part):
                needs[part] = rules.all_of(rules.every_child(part, 1)).rule
        return needs

    def _slot(self, part: str, needs: Rule | None, after: tuple[str, ...]) -> Slot:
        parts = self._parts
        node, graph = parts.components[part], parts.graph
        name = node.text("name")
        if "stack:wanted" not in node.fields:
            whole = parts.pathway.text("name") if part in parts.destinations else None
            name = next(iter(wanted_of(node, graph).names), None) or whole
        return Slot(
            id=part,
            name=name,
            description=node.text("description"),
            wanted=self._wanted(node),
            many=flag(node, "stack:many"),
            worth=worth_of(node, graph),
            hours=hours_of(node, graph),
            url=concept(node.text("subjectWebpage", "source")),
            needs=needs,
            after=after,
            conferred=part in parts.destinations or flag(node, "stack:conferred"),
        )

    def _wanted(self, node: Node) -> Wanted:
        if "stack:wanted" not in node.fields:
            return wanted_of(node, self._parts.graph)
        stated = [self._parts.resolved(one) for one in node.values("stack:wanted")]
        found = constraints.wanted([constraints.read(one, self._parts.graph) for one in stated])
        return wanted_of(node, self._parts.graph) if found is None else found


def _named(rule: Rule) -> set[str]:
    """Return every slot that a rule names, those it sums over too."""
    found = set(slots_of(rule))
    for one in walked(rule):
        if isinstance(one, Total | Score):
            found.update(one.over)
    return found
