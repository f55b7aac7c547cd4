"""The long way from a credential to its quads, for whatever is out of the ordinary.

PyLD does the expansion (JSON-LD 1.1 Processing Algorithms and API, section 5.1). It drops
terms that no context defines, and relative addresses, in silence; whoever changed those would
leave the signature intact. Here anything that would be dropped is a failure (VC Data Integrity
§4.6 and §5.2, "safe mode").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from wallet.documents.shipped import ShippedContexts
from wallet.formats import strictjson
from wallet.formats.fields import items
from wallet.verify.canonical import dataset
from wallet.verify.canonical.rdfc import Quad
from wallet.verify.problem import Problem, failed, unknown

MAX_VALUES: Final = 50_000
"""How many values a credential may have here: about a second's worth of work."""

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*\Z")
_BLANK: Final = re.compile(r"_:[^\s<>\"]+\Z")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_KEYWORDS: Final = frozenset({"@context", "@id", "@type", "@value", "@language"})


class _LostError(Exception):
    """A problem met deep inside the expansion or the canonicalisation."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def quads_of(document: dict[str, Any], contexts: ShippedContexts) -> list[Quad] | Problem:
    """Return the quads of ``document``, or why that cannot be done faithfully.

    Only ``contexts`` that are shipped are used; nothing is fetched.
    """
    if problem := _check_contexts(document, contexts):
        return problem
    try:
        if _check_source(document) > MAX_VALUES:
            return failed("too-complex")
        expanded = _expanded(_integers(document), contexts)
        if isinstance(expanded, Problem):
            return expanded
        _check_expanded(expanded)
        return dataset.quads_of(expanded)
    except _LostError as lost:
        return lost.problem
    except RecursionError:
        return failed("too-complex")


def _check_contexts(document: dict[str, Any], contexts: ShippedContexts) -> Problem | None:
    """Say what keeps the contexts of ``document`` and of everything inside it from being known."""
    for stated in _contexts_in(document):
        for context in items(stated) or [None]:
            if isinstance(context, str):
                if contexts.get(context) is None:
                    return unknown("context-not-known", context=context)
            elif isinstance(context, dict):
                named = tuple(one for one in items(stated) if isinstance(one, str))
                known = _terms_of(named, contexts)
                if redefined := sorted(term for term in context if term in known):
                    return failed("context-redefines", term=redefined[0])
                return unknown("context-inline")
            elif context is not None:
                return failed("context-malformed")
            else:
                return failed("context-cleared")
    return None


def _contexts_in(value: object) -> Iterator[Any]:
    if isinstance(value, dict):
        if "@context" in value:
            yield value["@context"]
        for key, inner in value.items():
            if key != "@context":
                yield from _contexts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _contexts_in(inner)


def _terms_of(urls: Sequence[str], contexts: ShippedContexts) -> frozenset[str]:
    """Return every term that the shipped contexts at ``urls`` define, at any depth."""
    terms: set[str] = set()
    for url in urls:
        stack: list[Any] = [_context_document(url, contexts)]
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack += value
            elif isinstance(value, dict):
                inner = value.get("@context")
                if inner is not None:
                    stack.append(inner)
                terms.update(key for key in value if not key.startswith("@"))
                stack += [v for v in value.values() if isinstance(v, dict)]
    return frozenset(terms)


def _check_source(value: object) -> int:
    """Refuse what PyLD would read otherwise than who signed it may have; count the values."""
    if isinstance(value, dict):
        for key in value:
            if key.startswith("@") and key not in _KEYWORDS:
                raise _LostError(failed("undefined-term", term=key))
        if "@value" in value and value["@value"] is None and value.get("@type") != "@json":
            raise _LostError(failed("json-ld-malformed", detail="null @value value"))
        return 1 + sum(_check_source(inner) for key, inner in value.items() if key != "@context")
    if isinstance(value, list):
        return 1 + sum(_check_source(inner) for inner in value)
    return 1


def _integers(value: Any) -> Any:
    """Return ``value`` with 3.0 as 3: ECMAScript, and so JSON-LD, knows one kind of number."""
    if isinstance(value, dict):
        return {key: _integers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_integers(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    return value


def _context_document(url: str, contexts: ShippedContexts) -> Any:
    document = contexts.get(url)
    if document is None:
        raise _LostError(unknown("context-not-known", context=url))
    return strictjson.parse(document.data)


def _loader(contexts: ShippedContexts) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    def load(url: str, _options: dict[str, Any]) -> dict[str, Any]:
        return {
            "contextUrl": None,
            "documentUrl": url,
            "contentType": "application/ld+json",
            "document": _context_document(url, contexts),
        }

    return load


def _expanded(document: dict[str, Any], contexts: ShippedContexts) -> list[Any] | Problem:
    from pyld import jsonld  # noqa: PLC0415 - heavy, and needed only here

    def dropped(term: str | None) -> None:
        raise _LostError(failed("undefined-term", term=str(term)))

    options = {
        "base": None,
        "documentLoader": _loader(contexts),
        "processingMode": "json-ld-1.1",
    }
    try:
        expanded: list[Any] = jsonld.JsonLdProcessor(on_property_dropped=dropped).expand(
            document, options
        )
    except jsonld.JsonLdError as error:
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        if isinstance(cause, _LostError):
            return cause.problem
        return failed("json-ld-malformed", detail=str(getattr(cause, "code", None) or "unknown"))
    return expanded


def _check_expanded(value: object) -> None:
    """Refuse what the conversion to RDF would drop or let into the N-Quads unescaped."""
    if isinstance(value, list):
        for inner in value:
            _check_expanded(inner)
    elif isinstance(value, dict):
        if "@value" in value:
            _check_literal(value)
            return
        for key, inner in value.items():
            if key == "@id":
                _check_address(inner, blank=True)
            elif key == "@type":
                for one in inner if isinstance(inner, list) else [inner]:
                    _check_address(one, blank=False)
            elif key in ("@graph", "@list", "@set", "@included"):
                if key in ("@graph", "@included"):
                    _check_nodes(inner)
                _check_expanded(inner)
            elif key.startswith("@"):
                raise _LostError(failed("undefined-term", term=key))
            else:
                _check_address(key, blank=False)
                _check_expanded(inner)


def _check_nodes(values: list[dict[str, Any]]) -> None:
    """Refuse what JSON-LD drops of a graph: values, lists, and nodes of which nothing is said."""
    for value in values:
        for lone in ("@value", "@list"):
            if lone in value:
                raise _LostError(failed("json-ld-malformed", detail=f"object with only {lone}"))
        if value.keys() <= {"@id"}:
            raise _LostError(failed("json-ld-malformed", detail="object with only @id"))


def _check_address(address: object, *, blank: bool) -> None:
    if isinstance(address, str) and (
        (blank and _BLANK.match(address)) or (address[:2] != "_:" and _IRI.match(address))
    ):
        return
    raise _LostError(failed("relative-address", address=str(address)[:200]))


def _check_literal(value: dict[str, Any]) -> None:
    language = value.get("@language")
    if language is not None and not (isinstance(language, str) and _LANGUAGE.match(language)):
        raise _LostError(failed("language-malformed", language=str(language)[:50]))
    datatype = value.get("@type")
    if datatype not in (None, "@json"):
        _check_address(datatype, blank=False)
    if unexpected := sorted(value.keys() - {"@value", "@type", "@language"}):
        raise _LostError(failed("undefined-term", term=unexpected[0]))
