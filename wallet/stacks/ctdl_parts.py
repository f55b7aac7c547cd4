"""The parts of a CTDL Pathway: which there are, how they hang together, what stands for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_values import Graph, Node, concept, hours, number, strings, text
from wallet.stacks.definition import Amount, Note, Wanted

MAX_PARTS: Final = 1_000
"""How many components a pathway may have; those of them that are slots are fewer still."""

MAX_RELATIONS: Final = 20_000
"""How many relations of children and of order there may be between them."""

_MILESTONES: Final = frozenset({"Basic", "Selection"})
_OF_COMPONENTS: Final = (
    "proxyFor", "sourceData", "ctid", "hasChild", "isChildOf", "isPartOf", "creditValue",
    "subjectWebpage", "precedes", "precededBy",
)  # fmt: skip
_COMPETENCY: Final = "Competency"
_ADDRESSES: Final = ("http://", "https://", "urn:", "did:", "ce-")


class Parts:
    """The components of the one Pathway in a file, in the order in which it names them."""

    def __init__(self, graph: Graph, name: str) -> None:
        """Find them; ``name`` is what to call the file. Raises UnusableInput."""
        self.graph = graph
        self.name = name
        self.pathway = _pathway(graph, name)
        self.notes: list[Note] = []
        self.components: dict[str, Node] = {}
        self.children: dict[str, dict[str, None]] = {}
        self.before: dict[str, dict[str, None]] = {}
        self._loose: set[str] = set()
        self._gather()
        self._relate()
        self.destinations = self._destinations()

    def resolved(self, value: Any) -> Node:
        """Return the node that ``value`` refers to; raise UnusableInput where there is none."""
        node = self._found(value)
        if node is None:
            raise problems.missing(self.name, str(concept(value) or "…")[:200])
        return node

    def stated(self, values: Iterable[Any]) -> list[Node | str]:
        """Return the conditions or constraints ``values``; of one that is not there, its id."""
        found: list[Node | str] = []
        for value in values:
            node = self._found(value)
            if node is None:
                name = str(concept(value) or "…")[:200]
                self.notes.append(Note("missing-condition", name))
            found.append(name if node is None else node)
        return found

    def parts(self, values: Iterable[Any]) -> list[str]:
        """Return the ids of the components that ``values`` refer to, each once."""
        found = dict.fromkeys(self.resolved(value).id for value in values)
        for one in found:
            if one not in self.components:
                raise problems.no_part(self.name, one)
        return list(found)

    def conditions(self, part: str) -> list[Node | str]:
        """Return the conditions of a component, and what it names as ``prerequisite``."""
        node = self.components[part]
        needed = [self.resolved(one) for one in node.values("prerequisite")]
        return [*self.stated(node.values("hasCondition")), *needed]

    def is_slot(self, part: str) -> bool:
        """Whether a component stands for something to be earned, rather than for a milestone."""
        node = self.components[part]
        if "stack:wanted" in node.fields or node.values("proxyFor", "sourceData"):
            return True
        if not (self.conditions(part) or self.children.get(part)):
            return True
        if kinds(node) & _MILESTONES:
            return False
        return any(
            node.values(term)
            for term in ("name", "ctid", "subjectWebpage", "identifier", "codedNotation")
        )

    def below(self, *parts: str) -> list[str]:
        """Return every component under ``parts``, at all levels."""
        found = _closure(parts, self.children)
        return [one for one in found if one not in parts]

    def earlier(self, parts: Iterable[str]) -> list[str]:
        """Return every component that comes before ``parts``, directly or not, after them."""
        return _closure(parts, self.before)

    def roots(self) -> list[str]:
        """Return the components that are children of none and named by no condition."""
        inner = {child for one in self.children.values() for child in one}
        for part in self.components:
            inner.update(target for target in self._targets(part) if target != part)
        return [part for part in self.components if part not in inner]

    def adopt(self, part: str) -> None:
        """Take what is child of nothing for children of ``part``, a destination without any."""
        for one in self.roots():
            self._put(self.children, part, one)

    def choices(self, parts: Iterable[str]) -> list[str]:
        """Return ``parts`` without those that a milestone among them has to choose from."""
        among = list(parts)
        chosen = {
            one
            for part in among
            if not self.is_slot(part)
            for one in self._targets(part)
            if one != part
        }
        return [part for part in among if part not in chosen] or among

    def called(self, part: str) -> str:
        """Return what to call a component: its name, else its id."""
        return self.components[part].text("name") or part

    def _found(self, value: Any) -> Node | None:
        if not isinstance(value, Node | str):
            stated = strings(value)
            value = stated[0] if stated else None
        node = self.graph.find(value)
        if node is not None and isinstance(value, str) and node.id != value:
            if value not in self._loose and not self._loose:
                self.notes.append(Note("loose-reference", value))
            self._loose.add(value)
        return node

    def _gather(self) -> None:
        """Collect the components: those named by the pathway or by each other, or by their type."""
        named = self.pathway.values("hasPart", "hasChild", "hasDestinationComponent")
        typed = [node for node in self.graph if any(_is_component(one) for one in node.types)]
        todo: list[Any] = [*reversed(typed), *reversed(named)]
        related = [
            node
            for node in self.graph
            if any(
                self._found(value) is self.pathway
                for value in node.values("isPartOf", "isChildOf", "isDestinationComponentOf")
            )
        ]
        todo[:0] = reversed(related)
        while todo:
            node = self.resolved(todo.pop())
            if node.id in self.components or node is self.pathway:
                continue
            self.components[node.id] = node
            if len(self.components) > MAX_PARTS:
                raise problems.too_large(self.name)
            more = [*node.values("hasChild"), *self._targets(node.id, everything=True)]
            todo[:0] = reversed(more)

    def _targets(self, part: str, *, everything: bool = False) -> Iterator[Any]:
        """Yield what the conditions of a component name, as ids (or all as it is stated)."""
        seen: set[str] = set()
        todo = self.conditions(part)
        while todo:
            node = todo.pop()
            if isinstance(node, str) or node.id in seen:
                continue
            seen.add(node.id)
            if not is_condition(node):
                yield node if everything else node.id
                continue
            todo.extend(one for one in node.values("ruleSet") if isinstance(one, Node))
            todo.extend(self.stated(node.values("hasCondition")))
            for target in node.values("targetComponent"):
                yield target if everything else self.resolved(target).id

    def _relate(self) -> None:
        for part, node in self.components.items():
            for child in self.parts(node.values("hasChild")):
                self._put(self.children, part, child)
            for value in node.values("isChildOf"):
                parent = self._found(value)
                if parent is not None and parent.id in self.components:
                    self._put(self.children, parent.id, part)
            for value in node.values("precededBy"):
                self._put(self.before, part, self._part(value))
            for value in node.values("precedes"):
                if (later := self._part(value)) is not None:
                    self._put(self.before, later, part)
            self._bound()

    def _bound(self) -> None:
        count = sum(len(one) for where in (self.children, self.before) for one in where.values())
        if count > MAX_RELATIONS:
            raise problems.too_large(self.name)

    def _part(self, value: Any) -> str | None:
        node = self._found(value)
        return node.id if node is not None and node.id in self.components else None

    @staticmethod
    def _put(where: dict[str, dict[str, None]], part: str, other: str | None) -> None:
        if other is not None and other != part:
            where.setdefault(part, {})[other] = None

    def _destinations(self) -> list[str]:
        """Return the destination components, without those that lie under another of them."""
        stated = self.parts(self.pathway.values("hasDestinationComponent"))
        stated += [
            part
            for part, node in self.components.items()
            if part not in stated
            and any(
                self._found(value) is self.pathway
                for value in node.values("isDestinationComponentOf")
            )
        ]
        if len(stated) < 2:
            return stated
        under = {one for part in stated for one in self._under(part) if one != part}
        return [part for part in stated if part not in under] or stated[:1]

    def _under(self, part: str) -> set[str]:
        return {*self.below(part), *self._targets(part)}


def is_condition(node: Node) -> bool:
    """Whether a node is a condition of some dialect, rather than a component."""
    if any(one in {"ComponentCondition", "RuleSet", "RuleSetProfile"} for one in node.types):
        return True
    return not node.types and not node.values(*_OF_COMPONENTS)


def kinds(node: Node) -> frozenset[str]:
    """Return the types of a component, without the ending that newer files have."""
    return frozenset(one.removesuffix("Component") for one in node.types)


def wanted_of(node: Node, graph: Graph) -> Wanted:
    """Return what a badge must be to stand for the component ``node``."""
    proxies = [*node.values("proxyFor"), *node.values("sourceData")]
    ids: list[str] = []
    names = [node.text("name")]
    for proxy in proxies:
        target = graph.find(proxy)
        if target is None:
            ids.extend(strings(proxy))
            continue
        ids.extend([] if target.is_anonymous else [target.id])
        ids.extend(strings(target.values("ctid", "targetNode")))
        names.append(target.text("name"))
        if target.is_anonymous and not strings(target.values("ctid", "targetNode")):
            ids.extend(strings(target.values("subjectWebpage")))
    ids.extend(strings(node.values("ctid")))
    ids.extend([] if node.is_anonymous else [node.id])
    for value in node.values("identifier"):
        code = value.values("identifierValueCode", "value") if isinstance(value, Node) else value
        ids.extend(one for one in strings(code) if one.startswith(_ADDRESSES))
    found = tuple(dict.fromkeys(ids)) or tuple(strings(node.values("subjectWebpage")))
    aligned = strings(node.values("targetNode"))
    if _COMPETENCY in kinds(node):
        aligned = [*found, *aligned]
    called = tuple(dict.fromkeys(name for name in names if name))
    return Wanted(
        ids=found or (() if called or aligned else (node.id,)),
        alignments=tuple(dict.fromkeys(aligned)),
        names=called,
    )


def worth_of(node: Node, graph: Graph) -> tuple[Amount, ...]:
    """Return what a component counts, as it or what it stands for says."""
    for where in (node, *(graph.find(one) for one in node.values("proxyFor"))):
        if where is not None and (amounts := _amounts(where, graph)):
            return amounts
    return ()


def hours_of(node: Node, graph: Graph) -> float | None:
    """Return how many hours a component takes, where it or what it stands for says so."""
    for where in (node, *(graph.find(one) for one in node.values("proxyFor"))):
        if where is not None:
            stated = where.values("estimatedDuration", "exactDuration")
            found = hours([graph.find(one) or one for one in stated])
            if found is not None:
                return found
    return None


def _amounts(node: Node, graph: Graph) -> tuple[Amount, ...]:
    found: list[Amount] = []
    for value in node.values("creditValue"):
        profile = graph.find(value)
        if profile is None:
            _put_amount(found, number(value), None)
            continue
        least = profile.values("minValue")
        amount = number(profile.values("value") or least)
        _put_amount(found, amount, _unit(profile))
    _put_amount(found, number(node.values("creditUnitValue")), _unit(node))
    kind = node.values("creditHourType")
    unit = (text(kind) if kind else None) or "credit hours"
    _put_amount(found, number(node.values("creditHourValue")), unit)
    for value in node.values("pointValue"):
        profile = graph.find(value)
        points = number(value if profile is None else profile.values("value"))
        _put_amount(found, points, "points")
    return tuple(found)


def _put_amount(found: list[Amount], value: float | None, unit: str | None) -> None:
    if value is not None and value >= 0:
        found.append(Amount(value, unit))


def _unit(node: Node) -> str | None:
    stated = node.values("creditUnitType", "unitText")
    return concept(stated[0]) if stated else None


def _is_component(kind: str) -> bool:
    return kind.endswith("Component") and kind != "Component"


def _pathway(graph: Graph, name: str) -> Node:
    found = [node for node in graph if "Pathway" in node.types]
    if len(found) > 1:
        found = [node for node in found if node.fields]
    if not found:
        raise problems.nothing_there(name)
    if len(found) > 1:
        raise problems.several(name, len(found))
    return found[0]


def _closure(start: Iterable[str], edges: dict[str, dict[str, None]]) -> list[str]:
    """Return ``start`` and everything reached from it, each once, in the order met."""
    seen = dict.fromkeys(start)
    todo = list(seen)
    for one in todo:
        for other in edges.get(one, ()):
            if other not in seen:
                seen[other] = None
                todo.append(other)
    return list(seen)
