"""What exactly was signed: JSON-LD to canonical N-Quads, with nothing lost on the way.

Nearly every credential goes the short way (:mod:`.fast`, with tables compiled from the shipped
contexts); the others, and all that are not in order, the long one (:mod:`.general`, PyLD). Both
give the same quads, which :mod:`.rdfc` brings into their canonical form.
"""

from __future__ import annotations

from typing import Any

from wallet.documents.shipped import ShippedContexts
from wallet.verify.canonical import fast
from wallet.verify.canonical.rdfc import Canonical, Quad, Statements, TooComplexError, canonical
from wallet.verify.canonical.tables import NotFastError, tables_of
from wallet.verify.problem import Problem, failed


def canonical_nquads(
    document: dict[str, Any], contexts: ShippedContexts, hash_name: str = "sha256"
) -> str | Problem:
    """Return ``document`` as canonical N-Quads, or why that cannot be done faithfully.

    ``hash_name`` is what RDFC-1.0 hashes with, "sha256" or "sha384". Only ``contexts`` that are
    shipped are used; nothing is fetched.
    """
    found = canonical_dataset(document, contexts, hash_name)
    return found if isinstance(found, Problem) else "".join(found.lines)


def canonical_dataset(
    document: dict[str, Any], contexts: ShippedContexts, hash_name: str = "sha256"
) -> Canonical | Problem:
    """Return the same as lines, with the labels that blank nodes got."""
    statements = statements_of(document, contexts)
    if isinstance(statements, Problem):
        return statements
    try:
        return canonical(statements, hash_name)
    except TooComplexError:
        return failed("too-complex")


def quads_of(document: dict[str, Any], contexts: ShippedContexts) -> list[Quad] | Problem:
    """Return the quads of ``document``, or why that cannot be done faithfully."""
    statements = statements_of(document, contexts)
    return statements if isinstance(statements, Problem) else statements.quads()


def statements_of(document: dict[str, Any], contexts: ShippedContexts) -> Statements | Problem:
    """Return what ``document`` says, or why that cannot be done faithfully."""
    try:
        return fast.statements_of(document, tables_of(contexts))
    except (NotFastError, RecursionError):
        from wallet.verify.canonical import general  # noqa: PLC0415 - rarely needed, and heavy

        quads = general.quads_of(document, contexts)
        return quads if isinstance(quads, Problem) else Statements.of(quads)
