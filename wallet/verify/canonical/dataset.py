"""From expanded JSON-LD to quads (JSON-LD 1.1 Processing Algorithms and API, section 8).

Takes time in proportion to what there is to convert: PyLD's own conversion compares every
value with all others, so that a file of some hundred kilobytes would keep it busy for hours.
"""

from __future__ import annotations

from typing import Any, Final

from wallet.verify.canonical.rdfc import Quad, literal

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE: Final = f"<{_RDF}type>"
FIRST: Final = f"<{_RDF}first>"
REST: Final = f"<{_RDF}rest>"
NIL: Final = f"<{_RDF}nil>"
_JSON: Final = f"^^<{_RDF}JSON>"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_BOOLEAN: Final = f"^^<{_XSD}boolean>"
_INTEGER: Final = f"^^<{_XSD}integer>"
_DOUBLE: Final = f"^^<{_XSD}double>"
_STRING: Final = f"{_XSD}string"
LARGEST: Final = 10**21
"""From here on numbers are written as doubles (section 8.6)."""


def suffix_of(datatype: str) -> str:
    """Return how a literal of ``datatype``, an IRI, ends."""
    return "" if datatype == _STRING else f"^^<{datatype}>"


def boolean(value: bool, suffix: str | None) -> str:  # noqa: FBT001 - it is the value itself
    """Return true or false as a literal; ``suffix`` is of the datatype stated, if any."""
    return literal("true" if value else "false", _BOOLEAN if suffix is None else suffix)


def number(value: float, suffix: str | None) -> str:
    """Return a number as a literal (section 8.6, "Data Round Tripping").

    ``value`` is an int where it has no fraction and is less than LARGEST.
    """
    if isinstance(value, int) and abs(value) < LARGEST and suffix != _DOUBLE:
        return literal(str(value), _INTEGER if suffix is None else suffix)
    digits, exponent = f"{value:.15e}".split("e")
    digits = digits.rstrip("0")
    text = f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"
    return literal(text, _DOUBLE if suffix is None else suffix)


def quads_of(expanded: list[Any]) -> list[Quad]:
    """Return the quads of an expanded document that was checked to lose nothing."""
    conversion = _Conversion()
    for one in expanded:
        conversion.node(one, "")
    return conversion.quads


class _Conversion:
    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blanks = 0
        self._named: dict[str, str] = {}

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"

    def _name(self, address: str) -> str:
        if not address.startswith("_:"):
            return f"<{address}>"
        if address not in self._named:
            self._named[address] = self._blank()
        return self._named[address]

    def node(self, node: dict[str, Any], graph: str) -> str:
        subject = self._name(node["@id"]) if "@id" in node else self._blank()
        for key, value in node.items():
            if key == "@type":
                for one in value:
                    self.quads.append((subject, TYPE, self._name(one), graph))
            elif key == "@graph":
                for one in value:
                    self.node(one, subject)
            elif key == "@included":
                for one in value:
                    self.node(one, graph)
            elif key != "@id":
                for one in value:
                    self.quads.append((subject, f"<{key}>", self._object(one, graph), graph))
        return subject

    def _object(self, value: dict[str, Any], graph: str) -> str:
        if "@list" in value:
            return self._list(value["@list"], graph)
        return _literal(value) if "@value" in value else self.node(value, graph)

    def _list(self, values: list[Any], graph: str) -> str:
        cells = [self._blank() for _ in values]
        for cell, one, rest in zip(cells, values, [*cells[1:], NIL], strict=False):
            self.quads.append((cell, FIRST, self._object(one, graph), graph))
            self.quads.append((cell, REST, rest, graph))
        return cells[0] if cells else NIL


def _literal(value: dict[str, Any]) -> str:
    content, datatype = value["@value"], value.get("@type")
    if datatype == "@json":
        import rfc8785  # noqa: PLC0415 - rarely needed

        return literal(rfc8785.dumps(content).decode(), _JSON)
    suffix = None if datatype is None else suffix_of(datatype)
    if isinstance(content, bool):
        return boolean(content, suffix)
    if isinstance(content, int | float):
        return number(content, suffix)
    if "@language" in value:
        return literal(content, f"@{value['@language']}")
    return literal(content, suffix or "")
