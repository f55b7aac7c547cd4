"""The shipped contexts as look-up tables, and the active context made of them.

``packaging/tables.py`` compiles each shipped JSON-LD context once, so that reading a
credential needs no context processing at run time. What a table cannot say exactly is marked
as not fast, and :class:`NotFastError` sends the credential the long way round
(:mod:`wallet.verify.canonical.general`).

Names of steps are those of JSON-LD 1.1 Processing Algorithms and API, sections 4.1 and 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

import msgspec
from msgspec import structs

from wallet.documents.shipped import ShippedContexts
from wallet.formats.fields import items

_KEYWORDS: Final = ("@id", "@type")
"""The keywords for which terms stand in credentials."""
_MAX_CONTEXTS: Final = 20
_MAX_KNOWN: Final = 256
"""How many contexts one place may name, and how many combinations are remembered."""


class NotFastError(Exception):
    """Something is met that only a whole JSON-LD processor can judge."""


class Term(msgspec.Struct, array_like=True, frozen=True):
    """What a term stands for.

    ``iri`` is ``<…>``, a keyword, or None where the term is taken back. ``coerced`` is "@id",
    "@vocab", a literal's suffix such as ``^^<datatype>``, or None where values speak for
    themselves. ``container`` is "", "@set", "@list", "@graph" or "@graph @set". ``slow`` is a
    hash of the definition where none of this can say what it says.
    """

    iri: str | None
    coerced: str | None = None
    container: str = ""
    prefix: bool = False
    protected: bool = False
    slow: str = ""
    scope: Scope | None = None

    def same_as(self, other: Term) -> bool:
        """Return whether both say the same, protected or not."""
        return structs.replace(other, protected=self.protected) == self


class Step(msgspec.Struct, frozen=True):
    """A property in its place: ``suffix`` is that of its texts, None where they are no literals."""

    name: str
    iri: str
    suffix: str | None
    term: Term


class Scope(msgspec.Struct, array_like=True, frozen=True):
    """The terms that hold within a term's values; None where the scope defines nothing at all.

    ``written`` is the SHA-256 of the scope as its context has it. ``needs`` are the prefixes
    that it takes from outside, and what they stood for when it was compiled; ``lacks`` are
    those that it would take if there were any.
    """

    written: str
    terms: dict[str, Term] | None
    needs: dict[str, str] = {}
    lacks: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """One context. ``context_sha256`` is of the file it was compiled from.

    ``lacks`` are the prefixes it would take from a context before it, if there were any.
    """

    context_sha256: str
    terms: dict[str, Term]
    lacks: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """How a node object of known keys and types is read.

    ``texts`` are the properties that are plain texts, and ``taken`` takes their values out of
    it. ``ends`` is how the lines end that say its types and those texts, with places for the
    values; ``others`` are to be looked at one by one.
    """

    active: Active
    texts: tuple[Step, ...]
    taken: Callable[[dict[str, Any]], tuple[Any, ...]]
    ends: str
    others: tuple[Step, ...]

    @classmethod
    def of(
        cls, active: Active, kinds: Sequence[str], texts: Sequence[Step], others: Sequence[Step]
    ) -> Plan:
        """Prepare what is the same for every such node."""
        names = [step.name for step in texts]
        few = len(names) < 2  # for which itemgetter returns no tuple, or is none
        taken = (lambda node: tuple(node[one] for one in names)) if few else itemgetter(*names)
        ends = [*kinds, *(f' {step.iri} "\0"{step.suffix} .' for step in texts)]
        form = "\n".join(ends).replace("%", "%%").replace("\0", "%s")
        return cls(active, tuple(texts), taken, form, tuple(others))


class Shape(msgspec.Struct, frozen=True):
    """What the keys of a node object tell before its types: where they and its name stand.

    ``plans`` has what came out for each combination of types that was met.
    """

    names: tuple[str, ...]
    kinds: str | None
    identifier: str | None
    plans: dict[tuple[str, ...], Plan]


class Active:
    """The active context: what every term stands for at one place of a credential."""

    __slots__ = ("_known", "aliases", "previous", "reserved", "shapes", "terms")

    def __init__(self, terms: dict[str, Term], previous: Active | None = None) -> None:
        """Take ``terms``; ``previous`` is the context to go back to below a typed node."""
        self.terms: Final = terms
        self.previous: Final = previous
        self.aliases: Final = {
            keyword: [keyword, *(name for name, term in terms.items() if term.iri == keyword)]
            for keyword in _KEYWORDS
        }
        self.reserved: Final = frozenset({"@context", *self.aliases["@id"], *self.aliases["@type"]})
        self.shapes: Final[dict[tuple[str, ...], Shape]] = {}
        self._known: dict[tuple[int, bool], Active] = {}

    def shape(self, names: tuple[str, ...]) -> Shape:
        """Return what the keys of a node object tell; NotFastError where two say the same."""
        found = self.shapes.get(names)
        if found is None:
            found = Shape(names, self._key_of(names, "@type"), self._key_of(names, "@id"), {})
            if len(self.shapes) < _MAX_KNOWN:
                self.shapes[names] = found
        return found

    def _key_of(self, names: tuple[str, ...], keyword: str) -> str | None:
        found = [name for name in self.aliases[keyword] if name in names]
        if len(found) > 1:
            raise NotFastError
        return found[0] if found else None

    def step(self, name: str) -> Step:
        """Return what a property is; NotFastError where it is not plainly one."""
        term = self.terms.get(name)
        if term is None or term.slow or term.iri is None or term.iri[0] == "@":
            raise NotFastError
        coerced = term.coerced or ""
        plain = term.scope is None and coerced[:1] != "@" and term.container in ("", "@set")
        return Step(name, term.iri, coerced if plain else None, term)

    def within(self, scope: Scope, *, typed: bool) -> Active:
        """Return the context within a scope: of a type, or of a property, which may override."""
        key = (id(scope), typed)
        if key not in self._known:
            self._known[key] = self._enter(scope, typed=typed)
        return self._known[key]

    def _enter(self, scope: Scope, *, typed: bool) -> Active:
        previous = (self.previous or self) if typed else self.previous
        if scope.terms is None:
            if typed:
                raise NotFastError
            return Active({}, None)
        for prefix, iri in scope.needs.items():
            if prefix not in self.terms or self.terms[prefix].iri != iri:
                raise NotFastError
        if any(prefix in self.terms for prefix in scope.lacks):
            raise NotFastError
        terms = merged(self.terms, scope.terms, override=not typed)
        return Active(terms, previous)


def merged(
    before: dict[str, Term], terms: dict[str, Term], *, override: bool = False
) -> dict[str, Term]:
    """Return ``before`` with ``terms``; NotFastError where that redefines a protected one."""
    result = dict(before)
    for name, term in terms.items():
        known = result.get(name)
        if known is None or not known.protected or override:
            result[name] = term
        elif not known.same_as(term):
            raise NotFastError
    return result


class Tables:
    """The tables of the shipped contexts, and the active contexts already made of them."""

    def __init__(self, contexts: ShippedContexts) -> None:
        """Take the tables that travel with ``contexts``."""
        self._contexts = contexts
        self._tables: dict[str, Table] = {}
        self._active: dict[tuple[int, tuple[str, ...]], Active] = {}
        self.initial = Active({})

    def active(self, stated: object, before: Active) -> Active:
        """Return the context after ``@context: stated``; NotFastError where it has no table."""
        names = tuple(items(stated))
        if not 1 <= len(names) <= _MAX_CONTEXTS or not all(isinstance(one, str) for one in names):
            raise NotFastError
        key = (id(before), names)
        found = self._active.get(key)
        if found is None:
            terms = before.terms
            for name in names:
                table = self._table(name)
                if any(prefix in terms for prefix in table.lacks):
                    raise NotFastError
                terms = merged(terms, table.terms)
            if len(self._active) >= _MAX_KNOWN:
                self._active.clear()
            found = self._active[key] = Active(terms, before.previous)
        return found

    def _table(self, url: str) -> Table:
        if url not in self._tables:
            data = self._contexts.table(url)
            if data is None:
                raise NotFastError
            self._tables[url] = msgspec.json.decode(data, type=Table)
        return self._tables[url]


@lru_cache(maxsize=4)
def tables_of(contexts: ShippedContexts) -> Tables:
    """Return the tables of ``contexts``, read once."""
    return Tables(contexts)
