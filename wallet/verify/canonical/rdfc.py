"""RDF Dataset Canonicalization 1.0: the same labels for the same graph, whoever wrote it.

Follows the W3C Recommendation (RDFC-1.0, section 4), with a bound on its work: graphs can be
made that would take for ever (section 7.1, "dataset poisoning"). The bound counts steps, not
seconds, so that a verdict does not hang on how fast the machine is.

Terms are strings as canonical N-Quads writes them (section 5): ``<iri>``, ``"literal"`` and
``_:label``.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice, permutations
from operator import eq
from typing import Final

import msgspec

MAX_WORK: Final = 400_000
"""How many looks at linked blank nodes are allowed: about a second's worth of work.

Credentials need some hundreds at most, the hardest graph of the standard's suite 6,200.
"""
_COPIED_PER_LOOK: Final = 16
"""How many labels are copied in about the time of one look."""

_ESCAPED: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_BYTES_ESCAPED: Final = bytes([*range(0x20), 0x22, 0x5C, 0x7F])
"""What a literal cannot hold as it is (section 5)."""
_ESCAPES: Final = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


Quad = tuple[str, str, str, str]
"""A statement: subject, predicate, object, and its graph, empty for the default graph."""


_Hash = Callable[[str], str]


class Canonical(msgspec.Struct, frozen=True):
    """A canonical dataset: its lines, sorted by code point, and the canonical labels.

    ``labels`` gives for every blank node of the input (``_:x``) its own (``_:c14n0``).
    """

    lines: tuple[str, ...]
    labels: dict[str, str]


class Statements(msgspec.Struct, frozen=True):
    """A dataset that is nearly in its canonical form.

    ``alone`` has by subject how the lines end that mention no other blank node and no graph,
    `` <predicate> object .``; ``linked`` are all other quads.
    """

    alone: dict[str, list[str]]
    linked: list[Quad]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Statements:
        """Sort ``quads`` into both kinds."""
        alone: dict[str, list[str]] = {}
        linked: list[Quad] = []
        for quad in quads:
            subject, predicate, object_, graph = quad
            if graph or object_[0] == "_":
                linked.append(quad)
            else:
                alone.setdefault(subject, []).append(f" {predicate} {object_} .")
        return cls(alone, linked)

    def quads(self) -> list[Quad]:
        """Return every statement as a quad."""
        found = [(subject, *parts(end), "") for subject, ends in self.alone.items() for end in ends]
        return [*found, *self.linked]


def parts(end: str) -> tuple[str, str]:
    """Return the predicate and the object of the end of a line (no IRI has a space in it)."""
    predicate, _, object_ = end[1:-2].partition(" ")
    return predicate, object_


class TooComplexError(Exception):
    """The dataset needs more work than any credential does."""


def literal(text: str, suffix: str = "") -> str:
    """Return a literal; ``suffix`` is its ``^^<datatype>`` or ``@language``, if any."""
    return f'"{escaped(text)}"{suffix}'


def escaped(text: str) -> str:
    """Return ``text`` as it stands between the quotation marks of a literal."""
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) if needs_escapes(text) else text


def needs_escapes(text: str) -> bool:
    """Return whether a literal cannot hold ``text`` as it is: four times as fast as a search."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _BYTES_ESCAPED)) != len(data)


def line(quad: Quad) -> str:
    """Return a quad as a line of N-Quads."""
    subject, predicate, object_, graph = quad
    return (
        f"{subject} {predicate} {object_} {graph} .\n"
        if graph
        else (f"{subject} {predicate} {object_} .\n")
    )


def canonicalize(quads: Iterable[Quad], hash_name: str = "sha256") -> Canonical:
    """Return the canonical form of ``quads``, as :func:`canonical` of their statements."""
    return canonical(Statements.of(quads), hash_name)


def canonical(statements: Statements, hash_name: str = "sha256") -> Canonical:
    """Return the canonical form of a dataset; raise TooComplexError for poisoned ones.

    ``hash_name`` is "sha256", or "sha384" where a cryptosuite asks for it.
    """
    linked = set(statements.linked)
    try:
        labels = _labels(statements.alone, linked, _hasher(hash_name))
    except RecursionError as error:
        raise TooComplexError from error
    named = labels.get
    lines: list[str] = []
    for subject, ends in statements.alone.items():
        label = named(subject, subject)
        lines += [f"{label}{end}\n" for end in ends]
    lines += [line((named(s, s), p, named(o, o), named(g, g))) for s, p, o, g in linked]
    lines.sort()
    if any(map(eq, lines, islice(lines, 1, None))):  # what is said twice is one statement
        lines = sorted(set(lines))
    return Canonical(tuple(lines), labels)


def _labels(alone: dict[str, list[str]], linked: set[Quad], hashed: _Hash) -> dict[str, str]:
    """Return the canonical labels of blank nodes (section 4.4.3).

    Nearly always the hashes of what is said of each tell them all apart.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for node, ends in alone.items():
        if node[0] == "_":
            said[node] = [f"_:a{end}\n" for end in dict.fromkeys(ends)]
    if len(said) == 1 and not linked:
        return dict.fromkeys(said, "_:c14n0")  # there is nothing to tell it from
    _add_said_of_each(linked, said)
    first = {node: hashed("".join(sorted(lines))) for node, lines in said.items()}
    if len(set(first.values())) < len(first):
        return _Labelling(linked, first, hashed).labels()
    return {node: f"_:c14n{place}" for place, node in enumerate(sorted(first, key=first.get))}  # type: ignore[arg-type]  # every node is in it


def _add_said_of_each(linked: set[Quad], said: dict[str, list[str]]) -> None:
    """Add for every blank node the lines that mention it, it as ``_:a``, others as ``_:z``."""
    for subject, predicate, object_, graph in linked:
        if graph:
            _said_in_a_graph(said, (subject, predicate, object_, graph))
        elif subject[0] != "_":
            said[object_].append(f"{subject} {predicate} _:a .\n")
        elif subject == object_:
            said[subject].append(f"_:a {predicate} _:a .\n")
        else:
            said[subject].append(f"_:a {predicate} _:z .\n")
            said[object_].append(f"_:z {predicate} _:a .\n")


def _said_in_a_graph(said: dict[str, list[str]], quad: Quad) -> None:
    subject, predicate, object_, graph = quad
    for node in {term for term in (subject, object_, graph) if term[0] == "_"}:
        masked = (
            term if term[0] != "_" else "_:a" if term == node else "_:z"
            for term in (subject, object_, graph)
        )
        s, o, g = masked
        said[node].append(line((s, predicate, o, g)))


class _Issuer:
    """Hands out labels in the order they are asked for (section 4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self._prefix = prefix
        self.issued: dict[str, str] = issued or {}

    def issue(self, node: str) -> str:
        """Return the label of ``node``, a new one where it has none."""
        return self.issued.setdefault(node, f"{self._prefix}{len(self.issued)}")

    def copy(self) -> _Issuer:
        """Return an issuer that goes on from here on its own."""
        return _Issuer(self._prefix, dict(self.issued))


class _Labelling:
    """Tells blank nodes apart by what they are linked to, too (sections 4.7 and 4.8)."""

    def __init__(self, linked: set[Quad], first: dict[str, str], hashed: _Hash) -> None:
        """Take the quads with blank nodes, and the first degree hash of each node."""
        self._hash = hashed
        self._first = first
        self._quads: dict[str, list[Quad]] = defaultdict(list)
        for quad in linked:
            for node in {term for term in (quad[0], quad[2], quad[3]) if term[:1] == "_"}:
                self._quads[node].append(quad)
        self._canonical = _Issuer("_:c14n")
        self._work = 0

    def labels(self) -> dict[str, str]:
        """Return the canonical label of every blank node."""
        alike: dict[str, list[str]] = {}
        for node, digest in self._first.items():
            alike.setdefault(digest, []).append(node)
        ambiguous = [nodes for _, nodes in sorted(alike.items()) if len(nodes) > 1]
        for _, nodes in sorted(alike.items()):
            if len(nodes) == 1:
                self._canonical.issue(nodes[0])
        for nodes in ambiguous:
            for issuer in self._told_apart(nodes):
                for node in issuer.issued:
                    self._canonical.issue(node)
        return self._canonical.issued

    def _told_apart(self, nodes: list[str]) -> list[_Issuer]:
        """Return the labellings that start at each of ``nodes``, in order of their hashes."""
        found: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                found.append(self._n_degree(node, issuer))
        return [issuer for _, issuer in sorted(found, key=lambda one: one[0])]

    def _related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash how a node is reached through ``quad`` (section 4.7)."""
        known = self._canonical.issued.get(related) or issuer.issued.get(related)
        predicate = quad[1] if position != "g" else ""
        return self._hash(f"{position}{predicate}{known or self._first[related]}")

    def _n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash ``node`` by everything it is linked to (section 4.8)."""
        self._count(len(self._quads[node]))
        by_hash: dict[str, list[str]] = {}
        for quad in self._quads[node]:
            for position, term in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if term[:1] == "_" and term != node:
                    digest = self._related(term, quad, issuer, position)
                    by_hash.setdefault(digest, []).append(term)
        data: list[str] = []
        for digest, nodes in sorted(by_hash.items()):
            path, issuer = self._shortest(nodes, issuer)
            data += (digest, path)
        return self._hash("".join(data)), issuer

    def _shortest(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """Return the least path through ``nodes`` and its labels (section 4.8.3, step 5)."""
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(nodes):
            self._count(len(order) + len(issuer.issued) // _COPIED_PER_LOOK)
            found = self._path(order, issuer.copy(), chosen[0] if chosen else "")
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        if chosen is None:
            raise AssertionError("the first order is never given up")
        return chosen

    def _path(self, order: Iterable[str], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """Return the path in this order, or None as soon as ``best`` is known to be less."""

        def worse(path: str) -> bool:
            return bool(best) and len(path) >= len(best) and path > best

        path = ""
        deeper: list[str] = []
        for node in order:
            if node in self._canonical.issued:
                path += self._canonical.issued[node]
            else:
                if node not in issuer.issued:
                    deeper.append(node)
                path += issuer.issue(node)
            if worse(path):
                return None
        for node in deeper:
            digest, going_on = self._n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = going_on
            if worse(path):
                return None
        return path, issuer

    def _count(self, looks: int) -> None:
        self._work += looks
        if self._work > MAX_WORK:
            raise TooComplexError


def _hasher(name: str) -> _Hash:
    if name == "sha256":
        return lambda text: hashlib.sha256(text.encode()).hexdigest()
    if name == "sha384":
        return lambda text: hashlib.sha384(text.encode()).hexdigest()
    raise ValueError(f"RDFC-1.0 is not used with {name}")
