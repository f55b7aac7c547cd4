"""Which fields of a badge can be left out, and what leaves after some were.

Of most badges none can. Where some can, this lists every field of the whole badge, so that
whoever chooses sees what stays behind beside what leaves, and what goes along with what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wallet.credential.model import Container
from wallet.formats import read
from wallet.formats.artifact import Artifact
from wallet.formats.sd_jwt import SdJwt
from wallet.share import leaving
from wallet.share.disclosing import base_proof, pointers_in
from wallet.share.leaving import Field


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a badge of which some can be left out, and whether it ``leaves``.

    The pointer of ``field`` is its place in the whole badge. ``asked`` is what to name in
    ``Options.reveal`` to leave it in; of a field inside a token, the token. ``part`` is the
    smallest part around it that can be left out: fields with the same one leave together.
    Both are empty where it cannot be left out.
    """

    field: Field
    leaves: bool
    asked: str = ""
    part: str = ""


def choices(
    whole: bytes, left: Sequence[Field], reveal: Sequence[str] | None
) -> tuple[Choice, ...]:
    """Return every field of the badge ``whole``, in order; nothing where none can be left out.

    ``left`` are the fields of what leaves of it once it was cut to ``reveal``
    (:func:`wallet.share.disclosing.leaving`). Each of them is in the answer.
    """
    parsed = read.read(Artifact(Container.JSON, whole), "the badge")
    token = parsed.jws
    selective = isinstance(token, SdJwt)
    if not selective and base_proof(parsed.document) is None:
        return ()
    document = dict(parsed.claims or {}) if selective else dict(parsed.document)
    known = frozenset(pointers_in(document))
    parts = frozenset(leaving.places(token)) if token is not None else known
    every = [
        _choice(one, known, parts)
        for one in leaving.fields(whole)
        if one.where != "presentation" and (selective or not one.pointer.startswith("/proof/"))
    ]
    if all(one.field.fixed for one in every):
        return ()
    return _told(every, left, None if reveal is None else frozenset(reveal))


def _choice(field: Field, known: frozenset[str], parts: frozenset[str]) -> Choice:
    if field.fixed:
        return Choice(field, leaves=False)
    around = _around(field.pointer)
    asked = next(one for one in around if one in known)
    part = next(one for one in around if one in parts)
    return Choice(field, leaves=False, asked=asked, part=part)


def _around(pointer: str) -> list[str]:
    """Return ``pointer`` and those of everything around it, the smallest first."""
    steps = pointer.split("/")
    return ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]


def _told(
    every: Sequence[Choice], left: Sequence[Field], reveal: frozenset[str] | None
) -> tuple[Choice, ...]:
    """Return ``every`` choice with whether it leaves, and what leaves besides.

    Places in lists are others once something before them is gone; so fields are known again by
    their names and what they say. Of several alike those leave that were asked for.
    """
    waiting: Mapping[tuple[str, str, str], list[Field]] = defaultdict(list)
    for one in left:
        waiting[_alike(one)].append(one)
    first = sorted(range(len(every)), key=lambda number: not _is_asked_for(every[number], reveal))
    told = list(every)
    for number in first:
        if same := waiting[_alike(every[number].field)]:
            same.pop()
            told[number] = replace(every[number], leaves=True)
    # What only what leaves has: the values of a derived proof.
    rest = (one for fields in waiting.values() for one in fields)
    told += [Choice(replace(one, fixed=True), leaves=True) for one in rest]
    return tuple(told)


def _alike(field: Field) -> tuple[str, str, str]:
    names = "/".join(step for step in field.pointer.split("/") if not step.isdigit())
    return field.where, names, field.value


def _is_asked_for(choice: Choice, reveal: frozenset[str] | None) -> bool:
    return choice.field.fixed or reveal is None or choice.asked in reveal
