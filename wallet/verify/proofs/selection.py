"""Parts of a JSON-LD document, chosen by JSON Pointers, with every node still itself.

Data Integrity ECDSA Cryptosuites 1.0 §3.4.10 "selectJsonLd" and §3.4.8 "skolemize". A node
without an ``id`` has a name only as long as the document is whole; so each is given one of
its own before anything is chosen, by which it is known again in the part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wallet.verify.problem import Problem, failed

_NAME: Final = "urn:bnid:"
_IDS: Final = ("id", "@id")
_KEPT: Final = ("id", "@id", "type", "@type", "@context")
"""What of a node is in the part as soon as anything of it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A document in which every node has a name."""

    document: dict[str, Any]

    def blank(self, term: str) -> str:
        """Return a term of its quads: given names as blank nodes."""
        return f"_:{term[len(_NAME) + 1 : -1]}" if term.startswith(f"<{_NAME}") else term

    def plain(self) -> dict[str, Any]:
        """Return the document without the names it was given."""
        plain: dict[str, Any] = _without_names(self.document)
        return plain


def with_names(document: dict[str, Any]) -> Named:
    """Give every node of ``document`` that has no name one, as no other blank node has."""
    numbers = iter(range(10**9))
    named: dict[str, Any] = _with_names(document, numbers)
    return Named(named)


def _with_names(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_with_names(one, numbers) for one in value]
    if not isinstance(value, dict) or "@value" in value:
        return value
    named = {
        key: inner if key == "@context" else _with_names(inner, numbers)
        for key, inner in value.items()
    }
    if not any(name in value for name in _IDS):
        named["@id"] = f"{_NAME}n{next(numbers)}"
    return named


def _without_names(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_names(inner)
        for key, inner in value.items()
        if not (key == "@id" and isinstance(inner, str) and inner.startswith(_NAME))
    }


def select(named: Named, pointers: Sequence[str]) -> Named | Problem:
    """Return what ``pointers`` choose, and the names and types of the nodes on the way."""
    chosen: Any = _begun(named.document)
    for pointer in pointers:
        try:
            steps = _steps(pointer)
            if not steps:
                return named
            chosen = _with(chosen, named.document, steps)
        except (KeyError, IndexError, ValueError, TypeError):
            return failed("pointer-to-nothing", pointer=pointer[:200])
    part: dict[str, Any] = _without_gaps(chosen)
    return Named(part)


class _Gap:
    """An element of a list that is not chosen."""


_GAP: Final = _Gap()


def _steps(pointer: str) -> list[str]:
    """Take a JSON Pointer apart (RFC 6901 §4)."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(pointer)
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _begun(source: Any) -> Any:
    """Return the least that is shown of ``source`` once something of it is."""
    if isinstance(source, list):
        return [_GAP] * len(source)
    if isinstance(source, dict):
        return {key: source[key] for key in _KEPT if key in source}
    return source


def _with(chosen: Any, source: Any, steps: Sequence[str]) -> Any:
    """Return ``chosen`` with what ``steps`` lead to in ``source``."""
    if not steps:
        return source
    step, *further = steps
    if isinstance(source, list):
        place = int(step) if step.isascii() and step.isdigit() else -1
        if place < 0:
            raise IndexError(step)
        before = _begun(source[place]) if chosen[place] is _GAP else chosen[place]
        return [*chosen[:place], _with(before, source[place], further), *chosen[place + 1 :]]
    if not isinstance(source, dict):
        raise TypeError(step)
    before = chosen[step] if step in chosen else _begun(source[step])
    return {**chosen, step: _with(before, source[step], further)}


def _without_gaps(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_gaps(one) for one in value if one is not _GAP]
    if isinstance(value, dict):
        return {key: _without_gaps(inner) for key, inner in value.items()}
    return value
