"""Whether a credential has the data model of its standard (check ``schema``).

A mismatch warns, and so does a subject with neither ``id`` nor ``identifier``. Of both Open
Badges 3.0 § "OpenBadgeCredential Verification" says that the credential does not conform. But the
files of 1EdTech's schemas have changed and differ from the tables of the standard in both
directions, and four in ten real badges name nobody: it says something of how carefully a badge
was made, and nothing of who made it. What a verdict rests on fails in :mod:`.structure`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from wallet.credential.model import Standard
from wallet.formats.fields import address, items, types
from wallet.formats.read import Parsed
from wallet.verify.report import Check, CheckId, Outcome

if TYPE_CHECKING:
    from wallet.verify.shapes.openbadges import Credential

_AWARDS: Final = frozenset({"AchievementCredential", "OpenBadgeCredential"})
_OF_JSON: Final = {
    "str": "text",
    "object": "object",
    "array": "list",
    "float": "number",
    "bool": "yes-no",
    "date": "date",
    "datetime": "date-time",
}
_OF_MSGSPEC: Final = {
    "Expected `datetime` with a timezone": "zone",
    "Expected `array` of length": "too-few",
    "Invalid RFC3339 encoded datetime": "date-time",
    "Invalid RFC3339 encoded date": "date",
    "Invalid enum value": "term",
    "Number out of range": "number",
}
_OFFICIAL: Final = (
    r"https://purl\.imsglobal\.org/spec/(?:ob/v3p0|clr/v2p0)/schema/json(?:-ld)?/"
    r"(?:ob_v3p0|clr_v2p0)_(?:any)?{kind}(?:v1p1)?_schema\.json"
)
_LONGEST: Final = 200
"""How many characters of a path, or of addresses, are told."""


def check(parsed: Parsed) -> list[Check]:
    """Return what the data model of a verifiable credential's standard says of it.

    Nothing for a standard without one. A schema that it names and that is not its standard's is
    told of in an entry of its own.
    """
    document = parsed.document
    shape = _shape(parsed)
    checks: list[Check] = []
    if shape is not None:
        checks.append(_compared(document, shape, parsed.standard))
        if not _names_its_subject(parsed):
            checks.append(Check(CheckId.SCHEMA, Outcome.WARNING, "subject-not-identified"))
    if document.get("credentialSchema") is not None:
        named = (address(one) for one in items(document["credentialSchema"]))
        others = list(dict.fromkeys(url or "?" for url in named if not _is_of(shape, url)))
        if others:
            facts = {"url": ", ".join(others)[:_LONGEST]}
            checks.append(Check(CheckId.SCHEMA, Outcome.SKIPPED, "schema-not-compared", facts))
    return checks


def _shape(parsed: Parsed) -> type[Credential] | None:
    """Return the class it should be of."""
    if parsed.standard not in (Standard.OPENBADGES_3_0, Standard.CLR_2_0):
        return None
    return _shape_of(types(parsed.document.get("type")))


@lru_cache(maxsize=64)
def _shape_of(kinds: frozenset[str]) -> type[Credential] | None:
    """Return the class for these types; only what is met is loaded."""
    if "ClrCredential" in kinds:
        from wallet.verify.shapes.clr import ClrCredential  # noqa: PLC0415 - loaded when met

        return ClrCredential
    from wallet.verify.shapes import openbadges  # noqa: PLC0415 - loaded when met

    if "EndorsementCredential" in kinds:
        return openbadges.EndorsementCredential
    return openbadges.AchievementCredential if kinds & _AWARDS else None


def _compared(document: object, shape: type[Credential], standard: Standard) -> Check:
    from wallet.verify.shapes.basics import checked  # noqa: PLC0415 - it was loaded

    try:
        msgspec.convert(document, shape, dec_hook=checked)
    except msgspec.ValidationError as error:
        return Check(CheckId.SCHEMA, Outcome.WARNING, "schema-mismatch", mismatch(error))
    return Check(CheckId.SCHEMA, Outcome.PASSED, "schema-matches", {"standard": standard.value})


def mismatch(error: msgspec.ValidationError) -> dict[str, str]:
    """Return the facts of what msgspec, or a class of its types, says: ``path`` and ``what``.

    The path has the names of the fields, and the place in a list in brackets from 0; ``what`` is a
    code of :data:`wallet.verify.reasons.WHAT`, and ``expected`` a word of the standard where its
    sentence has a place for it.
    """
    from wallet.verify.shapes.basics import Mismatch  # noqa: PLC0415 - it was loaded

    message, _, place = str(error).rpartition(" - at `")
    if not message:
        message, place = place, "$"
    path = place.rstrip("`").rpartition("`")[2].removeprefix("$").removeprefix(".")
    cause = error.__cause__
    if isinstance(cause, Mismatch):
        facts = {"path": _joined(path, cause.name), "what": cause.what}
        return {**facts, "expected": cause.expected} if cause.expected else facts
    if field := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", message):
        what = "missing" if field[1] == "missing required" else "unknown-field"
        return {"path": _joined(path, field[2]), "what": what}
    return {"path": _joined(path), "what": _what(message)}


def _what(message: str) -> str:
    for start, what in _OF_MSGSPEC.items():
        if message.startswith(start):
            return what
    kind = re.match(r"Expected `(\w+)", message)
    return _OF_JSON.get(kind[1], "other") if kind else "other"


def _joined(*names: str) -> str:
    path = ".".join(name for name in names if name)
    return path if len(path) <= _LONGEST else f"…{path[-_LONGEST:]}"


def _names_its_subject(parsed: Parsed) -> bool:
    """Return whether every subject has an ``id`` or an ``identifier``, or a token its ``sub``."""
    if "EndorsementCredential" in types(parsed.document.get("type")):
        return True
    if parsed.claims is not None and isinstance(parsed.claims.get("sub"), str):
        return True
    return _all_named(items(parsed.document.get("credentialSubject")))


def _all_named(subjects: Iterable[Any]) -> bool:
    return all(
        bool(address(subject)) or bool(items(subject.get("identifier")))
        for subject in subjects
        if isinstance(subject, dict)
    )


def _is_of(shape: type[Credential] | None, url: str | None) -> bool:
    """Return whether an address is one of 1EdTech's for the schema of this class."""
    kind = shape.__name__.lower() if shape else None
    return bool(kind and url and re.fullmatch(_OFFICIAL.format(kind=kind), url))
