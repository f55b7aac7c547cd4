"""The short way from a credential to its statements, for what credentials are made of.

One walk over the JSON does expansion and the conversion to RDF together (JSON-LD 1.1
Processing Algorithms and API, sections 5.1.2, 5.3.2 and 8.1), with the tables of
:mod:`wallet.verify.canonical.tables`. It is strict: whatever is not plainly defined raises
:class:`NotFastError`, and a whole JSON-LD processor then decides what it is. So a credential
either comes out exactly as it would there, or not at all.
"""

from __future__ import annotations

import re
from typing import Any, Final

from wallet.verify.canonical.dataset import (
    FIRST,
    LARGEST,
    NIL,
    REST,
    TYPE,
    boolean,
    number,
    suffix_of,
)
from wallet.verify.canonical.rdfc import (
    Quad,
    Statements,
    escaped,
    literal,
    needs_escapes,
    parts,
)
from wallet.verify.canonical.tables import Active, NotFastError, Plan, Shape, Tables, Term

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*\Z")
_LANGUAGE: Final = r"[a-z]{1,8}(-[a-z0-9]{1,8})*\Z"
_LITERAL_KEYS: Final = frozenset({"@value", "@language", "@type"})
_MAX_TYPED: Final = 256
"""How many combinations of types are remembered for one shape."""


def statements_of(document: dict[str, Any], tables: Tables) -> Statements:
    """Return what ``document`` says; raise NotFastError for all that is out of the ordinary."""
    walk = _Walk(tables)
    walk.node(document, tables.initial, None, "")
    if not walk.alone and not walk.linked:
        raise NotFastError
    return Statements(walk.alone, walk.linked)


class _Walk:
    """One walk over one credential."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._blanks = 0
        self.alone: dict[str, list[str]] = {}
        self.linked: list[Quad] = []

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"

    def node(self, node: dict[str, Any], active: Active, holder: Term | None, graph: str) -> str:
        """Write a node object, the value of ``holder``; return its name."""
        if active.previous is not None and (len(node) > 1 or not _is_reference(node, active)):
            active = active.previous
        if holder is None or holder.scope is not None or "@context" in node:
            active = self._entered(node, active, holder)
        names = tuple(node)
        shape = active.shapes.get(names) or active.shape(names)
        plan, values = _read(node, shape, active)
        key = shape.identifier
        subject = self._blank() if key is None else _address(node[key], plan.active)
        ends = (plan.ends % values).split("\n") if plan.ends else []
        inner = plan.active
        for step in plan.others:
            value, iri, term = node[step.name], step.iri, step.term
            if value.__class__ is dict and not term.container and "@value" not in value:
                all_found = [self.node(value, inner, term, graph)]
            else:
                all_found = self._values(value, term, inner, graph)
            for found in all_found:
                if graph or found[0] == "_":
                    self.linked.append((subject, iri, found, graph))
                else:
                    ends.append(f" {iri} {found} .")
        if graph:
            self.linked += [(subject, *parts(end), graph) for end in ends]
        elif subject in self.alone:
            self.alone[subject] += ends
        elif ends:
            self.alone[subject] = ends
        return subject

    def _say(self, subject: str, predicate: str, object_: str, graph: str) -> None:
        if graph or object_[0] == "_":
            self.linked.append((subject, predicate, object_, graph))
        else:
            self.alone.setdefault(subject, []).append(f" {predicate} {object_} .")

    def _entered(self, node: dict[str, Any], active: Active, holder: Term | None) -> Active:
        """Return the active context inside ``node``, before its types (5.1.2, steps 8 and 9)."""
        if holder is not None and holder.scope is not None:
            active = active.within(holder.scope, typed=False)
        if "@context" in node:
            active = self._tables.active(node["@context"], active)
        return active

    def _values(self, value: Any, term: Term, active: Active, graph: str) -> list[str]:
        """Write the values of ``term``; return their names, or themselves where literals."""
        values = value if isinstance(value, list) else [value]
        if term.container == "@list":
            return [self._list(values, term, active, graph)]
        if term.container.startswith("@graph"):
            return [self._graph(one, term, active) for one in values if one is not None]
        return [
            self.node(one, active, term, graph)
            if one.__class__ is dict and "@value" not in one
            else self._object(one, term, active, graph)
            for one in values
            if one is not None
        ]

    def _graph(self, value: Any, term: Term, active: Active) -> str:
        if not isinstance(value, dict):
            raise NotFastError
        found = self._blank()
        self._object(value, term, active, found)
        return found

    def _list(self, values: list[Any], term: Term, active: Active, graph: str) -> str:
        found = [self._object(one, term, active, graph) for one in values if one is not None]
        cells = [self._blank() for _ in found]
        for cell, one, rest in zip(cells, found, [*cells[1:], NIL], strict=False):
            self._say(cell, FIRST, one, graph)
            self._say(cell, REST, rest, graph)
        return cells[0] if cells else NIL

    def _object(self, value: Any, term: Term, active: Active, graph: str) -> str:
        """Write one value of ``term``; return its name, or itself where it is a literal."""
        if isinstance(value, str):
            return _text(value, term, active)
        if isinstance(value, dict):
            if "@value" in value:
                return _literal(value, term, active)
            return self.node(value, active, term, graph)
        if term.scope is not None:
            raise NotFastError
        if isinstance(value, bool):
            return boolean(value, _suffix(term))
        if isinstance(value, int | float):
            return _number(value, _suffix(term))
        raise NotFastError


def _is_reference(node: dict[str, Any], active: Active) -> bool:
    """Return whether ``node`` does nothing but name another: then no context is left (step 7)."""
    return len(node) == 1 and next(iter(node)) in active.aliases["@id"]


def _read(node: dict[str, Any], shape: Shape, active: Active) -> tuple[Plan, tuple[str, ...]]:
    """Return how ``node`` is read, once its types are known, and its plain texts, escaped."""
    names: tuple[Any, ...] = ()
    if shape.kinds is not None:
        value = node[shape.kinds]
        names = tuple(value) if isinstance(value, list) else (value,)
    try:
        found = shape.plans.get(names)
    except TypeError:  # a type that is an object or a list
        raise NotFastError from None
    if found is None:
        found = _plan(names, shape, active)
    values = found.taken(node)
    try:
        joined = "".join(values)
    except TypeError:  # one of them is a list, an object or a number here
        found = _plan(names, shape, active, node)
        values = found.taken(node)
        joined = "".join(values)
    if needs_escapes(joined):
        values = tuple(map(escaped, values))
    return found, values


def _plan(
    names: tuple[Any, ...], shape: Shape, active: Active, node: dict[str, Any] | None = None
) -> Plan:
    """Return, and remember, how objects of ``shape`` with the types ``names`` are read.

    What is no text in ``node`` is looked at by itself from now on.
    """
    after, kinds = _after_types(names, active)
    steps = [after.step(name) for name in shape.names if name not in after.reserved]
    before = shape.plans.get(names)
    plain = {step.name for step in (before.texts if before else steps) if step.suffix is not None}
    if node is not None:
        plain = {name for name in plain if isinstance(node[name], str)}
    texts = [step for step in steps if step.name in plain]
    others = [step for step in steps if step.name not in plain]
    found = Plan.of(after, [f" {TYPE} {kind} ." for kind in kinds], texts, others)
    if before is not None or len(shape.plans) < _MAX_TYPED:
        shape.plans[names] = found
    return found


def _after_types(names: tuple[Any, ...], active: Active) -> tuple[Active, tuple[str, ...]]:
    """Return the context after the types of a node, and what they stand for (5.1.2, step 11)."""
    if not all(isinstance(name, str) for name in names):
        raise NotFastError
    after = active
    for name in sorted(names):
        term = active.terms.get(name)
        if term is not None and term.scope is not None:
            after = after.within(term.scope, typed=True)
        elif term is not None and term.slow:
            raise NotFastError
    if after.reserved != active.reserved:
        raise NotFastError
    return after, tuple(_vocabulary(name, active) for name in names)


def _address(value: Any, active: Active) -> str:
    """Return an absolute IRI that no prefix would change (section 5.2.2)."""
    if not isinstance(value, str) or not _ADDRESS.match(value):
        raise NotFastError
    start = active.terms.get(value[: value.index(":")])
    if start is not None and start.prefix:
        raise NotFastError
    return f"<{value}>"


def _vocabulary(value: str, active: Active) -> str:
    """Return what a type, or a word of a vocabulary, stands for."""
    term = active.terms.get(value)
    if term is None:
        return _address(value, active)
    if term.iri is None or term.iri[0] == "@":
        raise NotFastError
    return term.iri


def _text(value: str, term: Term, active: Active) -> str:
    if term.scope is not None:
        if term.scope.terms is None:
            raise NotFastError
        active = active.within(term.scope, typed=False)
    if term.coerced is None:
        return literal(value)
    if term.coerced == "@id":
        return _address(value, active)
    if term.coerced == "@vocab":
        return _vocabulary(value, active)
    return literal(value, term.coerced)


def _suffix(term: Term) -> str | None:
    """Return the datatype a term gives to booleans and numbers, if any."""
    return None if term.coerced in ("@id", "@vocab") else term.coerced


def _number(value: float, suffix: str | None) -> str:
    """Return a number as a literal, 3.0 as 3: ECMAScript knows one kind of number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if abs(value) >= LARGEST:
        raise NotFastError
    return number(value, suffix)


def _literal(value: dict[str, Any], term: Term, active: Active) -> str:
    """Return a value object of text, in a language or of a datatype."""
    text, language, datatype = (value.get(key) for key in ("@value", "@language", "@type"))
    if value.keys() - _LITERAL_KEYS or not isinstance(text, str) or term.scope is not None:
        raise NotFastError
    if "@language" in value:
        if "@type" in value or not isinstance(language, str) or not re.match(_LANGUAGE, language):
            raise NotFastError
        return literal(text, f"@{language}")
    if "@type" in value:
        if not isinstance(datatype, str):
            raise NotFastError
        kind = _vocabulary(datatype, active)
        return literal(text, suffix_of(kind[1:-1]))
    return literal(text)
