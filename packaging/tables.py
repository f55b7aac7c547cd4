"""Compile the shipped JSON-LD contexts into look-up tables (``resources/contexts/tables``).

Run by hand (``python packaging/tables.py``) after ``packaging/contexts.py``; a test fails
where the tables are not those of the contexts. PyLD reads each context on its own, as JSON-LD
1.1 asks; :mod:`wallet.verify.canonical.tables` says what a table is.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

import msgspec
from cachetools import LRUCache
from pyld import jsonld
from pyld.context_resolver import ContextResolver

from wallet.documents.shipped import ShippedContexts
from wallet.formats import strictjson
from wallet.verify.canonical.tables import Scope, Table, Term

OUT: Final = Path(__file__).resolve().parent.parent / "resources/contexts/tables"

_SCHEMES: Final = frozenset({"http", "https", "urn", "did", "mailto"})
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_CONTAINERS: Final = frozenset({"", "@set", "@list", "@graph", "@graph @set"})
_SAID_OF_ITSELF: Final = frozenset({"@protected", "@version"})
"""What a context may say of itself; where it says more, there is no table of it."""


class Compiler:
    """Compiles contexts with PyLD, which reads each on its own."""

    def __init__(self, contexts: ShippedContexts) -> None:
        """Take where the contexts are that others name."""

        def load(url: str, _options: object) -> dict[str, Any]:
            document = contexts.get(url)
            if document is None:
                sys.exit(f"{url} is named by a context and not shipped")
            return {
                "contextUrl": None,
                "documentUrl": url,
                "document": strictjson.parse(document.data),
            }

        self._processor = jsonld.JsonLdProcessor()
        self._options = {
            "base": None,
            "documentLoader": load,
            "processingMode": "json-ld-1.1",
            "contextResolver": ContextResolver(LRUCache(maxsize=100), load),
        }

    def table(self, data: bytes) -> Table | None:
        """Return the table of a context document; None where a table cannot say what it says."""
        written = strictjson.parse(data)["@context"]
        active = self._processed(self._processor._get_initial_context(self._options), written)  # noqa: SLF001 - the public way starts from nothing, too, but does not say so
        if not _plain(written) or "@vocab" in active:
            return None
        terms = {name: self._term(active, name) for name in sorted(active["mappings"])}
        return Table(hashlib.sha256(data).hexdigest(), terms, _lacking(active["mappings"]))

    def _processed(self, active: dict[str, Any], written: object) -> dict[str, Any]:
        processed: dict[str, Any] = self._processor._process_context(  # noqa: SLF001 - scopes may override
            active, written, self._options, override_protected=True
        )
        return processed

    def _term(self, active: dict[str, Any], name: str) -> Term:
        mapping = active["mappings"][name]
        iri, coerced = mapping["@id"], mapping.get("@type")
        container = " ".join(sorted(mapping.get("@container", ())))
        scope = self._scope(active, mapping["@context"]) if "@context" in mapping else None
        fast = (
            iri is not None
            and not mapping["reverse"]
            and container in _CONTAINERS
            and coerced not in ("@json", "@none")
            and not {"@language", "@direction", "@nest", "@index"} & mapping.keys()
            and (scope is not None or "@context" not in mapping)
            and not (scope and scope.terms and name in scope.terms)
        )
        return Term(
            iri=iri if iri is None or iri.startswith("@") else f"<{iri}>",
            coerced=_coerced(coerced),
            container=container,
            prefix=bool(mapping["_prefix"]),
            protected=bool(mapping["protected"]),
            slow="" if fast else hashlib.sha256(repr(sorted(mapping.items())).encode()).hexdigest(),
            scope=scope,
        )

    def _scope(self, active: dict[str, Any], written: object) -> Scope | None:
        """Return what ``@context`` of a term says; None where a table cannot say it."""
        digest = hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
        if written is False:  # PyLD's way of saying null
            return Scope(digest, None)
        if not isinstance(written, dict) or not _plain(written):
            return None
        within = self._processed(active, written)
        names = sorted(name for name in written if not name.startswith("@"))
        outside = sorted((_mentioned(written) - written.keys()) & active["mappings"].keys())
        return Scope(
            digest,
            {name: self._term(within, name) for name in names},
            {name: f"<{active['mappings'][name]['@id']}>" for name in outside},
            _lacking({name: within["mappings"][name] for name in names}),
        )


def _plain(written: object) -> bool:
    """Return whether a context says nothing that a table has no place for."""
    parts = written if isinstance(written, list) else [written]
    return all(
        isinstance(part, str)
        or (isinstance(part, dict) and {k for k in part if k[0] == "@"} <= _SAID_OF_ITSELF)
        for part in parts
    )


def _lacking(mappings: dict[str, Any]) -> tuple[str, ...]:
    """Return what would be completed if it were a prefix, and is none in this context."""
    stated = {one for m in mappings.values() for one in (m["@id"], m.get("@type")) if one}
    starts = {one.partition(":")[0] for one in stated if one[0] != "@"}
    return tuple(sorted(starts - _SCHEMES))


def _mentioned(written: dict[str, Any]) -> set[str]:
    """Return the prefixes, and the terms, that the definitions of a scope may rest on."""
    names: set[str] = set()
    for name, definition in written.items():
        stated = definition.values() if isinstance(definition, dict) else [definition]
        names.update(one.partition(":")[0] for one in (name, *stated) if isinstance(one, str))
    return names


def _coerced(datatype: str | None) -> str | None:
    if datatype is None or datatype.startswith("@"):
        return datatype
    return "" if datatype == _XSD_STRING else f"^^<{datatype}>"


def compiled() -> dict[str, bytes]:
    """Return the files of ``resources/contexts/tables`` by name."""
    contexts = ShippedContexts()
    compiler = Compiler(contexts)
    files: dict[str, bytes] = {}
    index = ["url\tfile\tsha256\n"]
    for url, file in contexts.files().items():
        document = contexts.get(url)
        table = compiler.table(document.data) if document else None
        if table is None:
            print(f"no table: {url}", file=sys.stderr)
            continue
        files[file.name] = msgspec.json.encode(table, order="sorted") + b"\n"
        index.append(f"{url}\t{file.name}\t{hashlib.sha256(files[file.name]).hexdigest()}\n")
    return {**files, "TABLES.tsv": "".join(index).encode()}


def main() -> None:
    """Write the tables anew."""
    files = compiled()
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for name, data in files.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
