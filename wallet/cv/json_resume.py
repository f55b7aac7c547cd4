"""Certificates of JSON Resume 1.0.0, alone or merged into somebody's own ``resume.json``.

Merging touches nothing else: what stands before and after the certificates, and every
certificate that was not written here, stays byte by byte. An entry written here has the member
:data:`MARK`, the id of its badge in the wallet. Merging again replaces the entries that have it
and say something else by now, each in its place, drops those that are no longer selected, and
adds new ones at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import link_of
from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.i18n import N_, Words

SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
MARK: Final = "x-learner-wallet"
"""The member that marks an entry as written here; the schema allows further ones."""
_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_INDENT: Final = re.compile(r"\{\s*?(\r?\n)([ \t]*)\S")
_ID: Final = 16
"""How many digits of a badge's id tell it from all others of one wallet."""


class Fate(StrEnum):
    """What merging does with one certificate."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """It was written here, and says the same as before."""
    DROPPED = "dropped"
    NOT_OURS = "not-ours"
    """It was not written here, and stays as it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """A certificate by its name, "" where it has none, and what becomes of it."""

    name: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Merged:
    """A ``resume.json`` with the certificates in it, and what became of each, in its order."""

    data: bytes
    changes: tuple[Change, ...]

    def count(self, *fates: Fate) -> int:
        """Return of how many certificates this became."""
        return sum(one.fate in fates for one in self.changes)

    @property
    def added(self) -> int:
        """How many are new."""
        return self.count(Fate.ADDED)

    @property
    def replaced(self) -> int:
        """How many were written here before, and say what is true now."""
        return self.count(Fate.CHANGED, Fate.UNCHANGED)

    @property
    def dropped(self) -> int:
        """How many were written here before, and are no longer selected."""
        return self.count(Fate.DROPPED)


def make(selection: Selection, choices: Choices) -> bytes:
    """Return a résumé that has the certificates and nothing else: UTF-8, two spaces deep."""
    document = {"$schema": SCHEMA, "certificates": certificates(selection, choices)}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def certificates(selection: Selection, choices: Choices) -> list[dict[str, Any]]:
    """Return the entries of ``certificates[]``, in the order that was chosen."""
    words = Words(choices.language)
    return [_certificate(one, choices, words) for one in ordered(selection, choices)]


def merged(resume: bytes, selection: Selection, choices: Choices, name: str) -> Merged:
    """Return ``resume`` with the certificates merged into it; ``name`` is what to call it.

    Raises UnusableInput: as :func:`strictjson.parse` does, or "no-resume" where it is no object,
    or its certificates are no list.
    """
    document = _read(resume, name)
    if not isinstance(document, dict) or not isinstance(document.get("certificates", []), list):
        raise UnusableInput(
            "no-resume",
            N_("{name} is no résumé of JSON Resume"),
            N_("name the resume.json that the certificates belong into"),
            name=name,
        )
    mark = _BOM if resume.startswith(_BOM) else b""
    text = resume.removeprefix(_BOM).decode()
    made = certificates(selection, choices)
    spans = {key: span for key, *span in _members(text, text.index("{"))}
    style = _Style.of(text)
    before: Sequence[Any] = document.get("certificates", [])
    if "certificates" in spans:
        start, end = spans["certificates"]
        elements = [text[a:b] for a, b in _elements(text, start)]
        new, changes = _renewed(before, elements, made, style)
        text = text[:start] + style.array(new) + text[end:]
    else:
        new, changes = _renewed([], [], made, style)
        last = max((end for _start, end in spans.values()), default=text.index("{") + 1)
        text = (
            text[:last]
            + style.member("certificates", style.array(new), first=not spans)
            + text[last:]
        )
    return Merged(mark + text.encode(), changes)


def _read(resume: bytes, name: str) -> Any:
    try:
        return strictjson.parse(resume, name)
    except UnusableInput as error:
        advice = N_("correct it there first, for example with the program that wrote it")
        raise UnusableInput(error.code, error.what, advice, **error.facts) from error


def _certificate(entry: Entry, choices: Choices, words: Words) -> dict[str, Any]:
    """Return the entry of a badge: the schema's members, then further ones."""
    began = entry.issued or entry.starts
    made: dict[str, Any] = {"name": entry.name}
    if began is not None:
        made["date"] = began.isoformat()
    if entry.issuer:
        made["issuer"] = entry.issuer
    if url := link_of(entry, choices):
        made["url"] = url
    if entry.ends is not None:
        made["expires"] = entry.ends.isoformat()
    if entry.credential_id:
        made["id"] = entry.credential_id
    made["summary"] = entry.label(words)
    if choices.skills and entry.skills:
        made["skills"] = [one.name for one in entry.skills]
    made[MARK] = entry.id[:_ID]
    return made


# Putting it into a text


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text is laid out: what ends its lines, and how deep its members stand.

    ``newline`` is empty where all stands on one line.
    """

    newline: str
    indent: str

    @classmethod
    def of(cls, text: str) -> _Style:
        """Return the style of an object's text; two spaces where it has none of its own yet."""
        found = _INDENT.match(text, text.index("{"))
        if found is not None:
            return cls(found[1], found[2])
        return cls("\n", "  ") if not text.strip().strip("{} \t\r\n") else cls("", "")

    def array(self, elements: Sequence[str]) -> str:
        """Return an array of ``elements`` as the value of a member of the object."""
        if not elements:
            return "[]"
        if not self.newline:
            return f"[{', '.join(elements)}]"
        inside = f"{self.newline}{self.indent * 2}"
        return f"[{inside}{f',{inside}'.join(elements)}{self.newline}{self.indent}]"

    def element(self, value: object) -> str:
        """Return ``value`` as an element of such an array."""
        if not self.newline:
            return json.dumps(value, ensure_ascii=False)
        lines = json.dumps(value, ensure_ascii=False, indent=self.indent or 0).split("\n")
        return f"{self.newline}{self.indent * 2}".join(lines)

    def member(self, key: str, value: str, *, first: bool) -> str:
        """Return what is put behind the last member of the object, or into an empty one."""
        named = f'"{key}": {value}'
        if first:
            return f"{self.newline}{self.indent}{named}{self.newline}"
        return f",{self.newline}{self.indent}{named}" if self.newline else f", {named}"


def _renewed(
    before: Sequence[Any],
    texts: Sequence[str],
    made: Sequence[dict[str, Any]],
    style: _Style,
) -> tuple[list[str], tuple[Change, ...]]:
    """Return the elements after merging, and what became of each."""
    todo = {one[MARK]: one for one in made}
    new: list[str] = []
    changes: list[Change] = []
    for value, text in zip(before, texts, strict=True):
        own = value.get(MARK) if isinstance(value, dict) else None
        name = _name(value)
        if own is None:
            new.append(text)
            changes.append(Change(name, Fate.NOT_OURS))
        elif not (isinstance(own, str) and own in todo):
            changes.append(Change(name, Fate.DROPPED))
        elif (now := todo.pop(own)) == value:
            new.append(text)
            changes.append(Change(name, Fate.UNCHANGED))
        else:
            new.append(style.element(now))
            changes.append(Change(now["name"], Fate.CHANGED))
    new += [style.element(one) for one in todo.values()]
    changes += [Change(one["name"], Fate.ADDED) for one in todo.values()]
    return new, tuple(changes)


def _name(value: object) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


_DECODER: Final = json.JSONDecoder()


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Return the name of each member of the object at ``start``, and where its value stands."""
    place = _after_space(text, start + 1)
    while text[place] != "}":
        key, place = _DECODER.raw_decode(text, place)
        first = _after_space(text, _after_space(text, place) + 1)
        _value, end = _DECODER.raw_decode(text, first)
        yield key, first, end
        place = _after_space(text, end)
        if text[place] == ",":
            place = _after_space(text, place + 1)


def _elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Return where each element of the array at ``start`` stands."""
    place = _after_space(text, start + 1)
    while text[place] != "]":
        _value, end = _DECODER.raw_decode(text, place)
        yield place, end
        place = _after_space(text, end)
        if text[place] == ",":
            place = _after_space(text, place + 1)


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place
