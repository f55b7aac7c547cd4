"""Loosely written JSON-LD: nodes, references, language maps, numbers, durations.

Terms are told by their local names, what follows the last ``/``, ``#`` or ``:``. So
``ceterms:hasCondition``, ``https://purl.org/ctdl/terms/hasCondition`` and ``hasCondition`` are
one, and no JSON-LD processor and no context is needed. Terms of this program's own namespace
(:data:`OWN`) are kept apart, as ``stack:NAME``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Final

from wallet.formats.fields import text as stated_text

OWN: Final = "urn:learner-wallet:stack:"
"""The namespace of what CTDL has no term for; ``ctdl_writing`` lists the terms."""

_LOCAL: Final = re.compile(r"[/#:]")
_LANGUAGE: Final = re.compile(r"@?[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z|@none\Z")
_VOCABULARY: Final = re.compile(r"https?://(?:www\.)?purl\.org/ctdl/vocabs/([^/#]+)[/#]([^/#]+)\Z")
_PARTS: Final = re.compile(r"[^/#:]*\Z")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DURATION: Final = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z",
    re.ASCII,
)

_SAME: Final = {
    "hasRoot": "hasDestinationComponent",
    "hasRootComponent": "hasDestinationComponent",
    "isRootOf": "isDestinationComponentOf",
    "isDestinationComponentFor": "isDestinationComponentOf",
    "isParentOf": "hasChild",
    "preceededBy": "precededBy",
    "preceeds": "precedes",
    "requiredCondition": "hasCondition",
    "hasRuleSet": "ruleSet",
    "logicalOperand": "logicalOperator",
    "subjectWebPage": "subjectWebpage",
    "sourceItem": "sourceData",
    "defaultCredits": "creditUnitValue",
}
"""Older names of terms."""


class Node:
    """One object of the file: its id, its types and its values, by local names."""

    __slots__ = ("fields", "id", "types")

    def __init__(self, name: str) -> None:
        """Begin the node ``name``, of which nothing is known yet."""
        self.id: str = name
        self.types: tuple[str, ...] = ()
        self.fields: dict[str, list[Any]] = {}

    @property
    def is_anonymous(self) -> bool:
        """Whether it has no name outside of its file."""
        return self.id.startswith("_:")

    def values(self, *names: str) -> list[Any]:
        """Return the values of the terms ``names``, in that order."""
        return [value for name in names for value in self.fields.get(name, ())]

    def text(self, *names: str) -> str | None:
        """Return the text of the first of ``names`` that has one, English before others."""
        return next((said for name in names if (said := text(self.fields.get(name)))), None)

    def add(self, name: str, values: list[Any]) -> None:
        """Take more values of the term ``name``, texts that are there already left out."""
        known = self.fields.setdefault(name, [])
        there = {one for one in known if isinstance(one, str)}
        known.extend(
            one for one in values if one is not None and not (isinstance(one, str) and one in there)
        )


class Graph:
    """All nodes of a file by their ids; a node that is described twice is one."""

    def __init__(self, document: Any) -> None:
        """Read every object in ``document``, JSON that ``strictjson`` parsed."""
        self.nodes: dict[str, Node] = {}
        self._anonymous = 0
        self._taken = _blank_names(document)
        self._by_end: dict[str, list[Node]] | None = None
        self._read(document)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def find(self, value: Any) -> Node | None:
        """Return the node that ``value`` is or refers to, or None where there is none.

        Where no node has just that id, one counts that alone has its CTID or UUID: the prefix
        of an address is often written in two ways in one file.
        """
        if isinstance(value, Node):
            return value
        if not isinstance(value, str):
            return None
        found = self.nodes.get(value)
        if found is None and (end := _key(value)) is not None:
            alike = self._ends().get(end, [])
            found = alike[0] if len(alike) == 1 else None
        return found

    def _ends(self) -> dict[str, list[Node]]:
        if self._by_end is None:
            self._by_end = {}
            for node in (one for one in self if one.types):
                ends = {_key(node.id), *(_key(ctid) for ctid in strings(node.values("ctid")))}
                for end in ends - {None}:
                    self._by_end.setdefault(str(end), []).append(node)
        return self._by_end

    def _read(self, value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1 and (value.keys() & {"@list", "@set"}):
            (value,) = value.values()
            value = value if isinstance(value, list) else [value]
        if isinstance(value, list):
            read = map(self._read, value)
            return [one for each in read for one in (each if isinstance(each, list) else [each])]
        if not isinstance(value, dict):
            return value
        name = value.get("@id", value.get("id"))
        keys = value.keys() - {"@id", "id"}
        if isinstance(name, str) and name and not keys:
            return name
        if "@value" in value or (keys == value.keys() and keys and all(map(_is_language, keys))):
            return value
        return self._node(name if isinstance(name, str) else "", value)

    def _new_name(self) -> str:
        """Return a name for a node without one, which no other node of the file has."""
        while True:
            self._anonymous += 1
            name = f"_:{self._anonymous}"
            if name not in self._taken:
                return name

    def _node(self, name: str, value: dict[str, Any]) -> Node:
        if not name:
            name = self._new_name()
        node = self.nodes.setdefault(name, Node(name))
        kinds = [local(one) for one in strings(value.get("@type", value.get("type")))]
        node.types = tuple(dict.fromkeys((*node.types, *kinds)))
        for term, stated in value.items():
            if term in {"@id", "id", "@type", "type", "@context"}:
                continue
            read = self._read(stated)
            node.add(_term(term), read if isinstance(read, list) else [read])
        return node


def local(name: str) -> str:
    """Return what follows the last ``/``, ``#`` or ``:`` of ``name``."""
    return _LOCAL.split(name)[-1]


def text(value: Any) -> str | None:
    """Return a text: of a string, a number, a language map, or the first of a list of those."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and "@value" not in one:
            english = [said for key, said in one.items() if key.lstrip("@").startswith("en")]
            found = stated_text(english) or stated_text(list(one.values()))
        elif isinstance(one, Node):
            found = one.text("name", "prefLabel", "targetNodeName", "label")
        else:
            found = stated_text(one)
        if found:
            return found
    return None


def strings(value: Any) -> list[str]:
    """Return the strings among ``value`` or in it, those of ``@value`` too; none is blank."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        plain = one.get("@value") if isinstance(one, dict) else one
        if isinstance(plain, str) and plain.strip():
            found.append(plain)
    return found


def number(value: Any) -> float | None:
    """Return a finite number, written as one, as a text or as ``@value``, alone or in a list."""
    if isinstance(value, list):
        return number(value[0]) if len(value) == 1 else None
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def hours(value: Any) -> float | None:
    """Return the hours that an ISO 8601 duration says in hours, minutes or seconds.

    Days, weeks, months and years say nothing of hours of work: None. A DurationProfile is read
    by its ``exactDuration``, else its ``minimumDuration``.
    """
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Node):
            found = hours(one.values("exactDuration", "minimumDuration", "timeRequired"))
            if found is not None:
                return found
        for said in strings(one):
            match = _DURATION.match(said.strip())
            if match and any(match.groups()[4:]) and not any(match.groups()[:4]):
                hour, minute, second = (float(part or 0) for part in match.groups()[4:])
                return hour + minute / 60 + second / 3600
    return None


def concept(value: Any) -> str | None:
    """Return the name of a concept: its address or id, or its text where it has neither.

    CTDL's own vocabularies are named in short: ``creditUnit:DegreeCredit``.
    """
    if isinstance(value, Node):
        target = strings(value.values("targetNode"))
        named = target[0] if target else None if value.is_anonymous else value.id
        value = named or text(value)
    elif isinstance(value, dict):
        value = value["@value"] if "@value" in value else text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}"[:40]
    if not isinstance(value, str) or not value.strip():
        return None
    match = _VOCABULARY.match(value)
    return f"{match[1]}:{match[2]}" if match else value


def label(value: Any, graph: Graph) -> str:
    """Return how to call ``value`` in a sentence: its name, or its local name in words."""
    node = graph.find(value)
    if node is not None and (said := text(node)):
        return said
    name = concept(value) or "…"
    if " " in name or not _LOCAL.search(name):
        end = name
    else:
        match = _PARTS.search(name.removesuffix("/"))
        end = match[0] if match and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", match[0]) else name
    words = _CAMEL.sub(" ", end).split(" ") if end.isalnum() else [end]
    if len(words) == 1:
        return end
    return " ".join(one.lower() if len(one) > 1 and one.istitle() else one for one in words)


def _blank_names(document: Any) -> set[str]:
    """Return the names that blank nodes have in ``document``."""
    found: set[str] = set()
    todo = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            name = value.get("@id", value.get("id"))
            if isinstance(name, str) and name.startswith("_:"):
                found.add(name)
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return found


def _term(name: str) -> str:
    if name.startswith(OWN):
        return "stack:" + name.removeprefix(OWN)
    end = local(name)
    return _SAME.get(end, end)


def _key(name: str) -> str | None:
    """Return the end of an address that names one thing in the world: a CTID or a UUID."""
    end = local(name).removeprefix("ce-").lower()
    return end if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", end) else None


def _is_language(key: str) -> bool:
    return _LANGUAGE.match(key) is not None
