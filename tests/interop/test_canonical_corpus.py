"""Every JSON credential of the corpus, by the short way and by the long one."""

from __future__ import annotations

from pathlib import Path

from tests.interop.corpus import CORPUS
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.formats.fields import items
from wallet.verify.canonical import fast, general
from wallet.verify.canonical.rdfc import canonical, canonicalize
from wallet.verify.canonical.tables import NotFastError, tables_of
from wallet.verify.problem import Problem

ACCEPTED_AT_LEAST = 180


def parts(file: Path) -> list[dict[str, object]]:
    """Return what is canonicalised of a credential: itself, and the options of its proofs."""
    try:
        document = strictjson.parse(file.read_bytes())
    except UnusableInput:
        return []
    if not isinstance(document, dict) or "@context" not in document:
        return []
    proofs = items(document.pop("proof", None))
    context = document["@context"]
    return [document, *({**one, "@context": context} for one in proofs if isinstance(one, dict))]


def test_the_short_way_says_what_the_long_one_says(corpus: Path, contexts: ShippedContexts) -> None:
    accepted, declined = 0, []
    for file in sorted(corpus.rglob("*.json")):
        for part in parts(file):
            quads = general.quads_of(part, contexts)
            try:
                short = canonical(fast.statements_of(part, tables_of(contexts))).lines
            except NotFastError:
                if not isinstance(quads, Problem):
                    declined.append(str(file.relative_to(CORPUS)))
                continue
            assert not isinstance(quads, Problem), file
            assert short == canonicalize(quads).lines, file
            accepted += 1
    assert declined == []
    assert accepted >= ACCEPTED_AT_LEAST
