"""Which skills the badges of a CV state, which badge states each, and how recently.

A badge that is not verified shows nothing of a skill: it is told beside it with its own label,
but neither counted nor dated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from wallet.cv.choices import Choices
from wallet.cv.entries import Entry, Selection
from wallet.cv.layout import ordered
from wallet.cv.telling import written_day
from wallet.i18n import Words
from wallet.verify.headline import HeadlineKind


class Bearing(Enum):
    """What a badge says for a skill."""

    SHOWS = "shows"
    """It is verified and stands."""
    ONCE = "once"
    """It has expired, is not valid yet, or could not be checked."""
    AGAINST = "against"
    """It is not true, was taken back, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class Source:
    """A badge that states a skill. ``on`` is the day it was issued, ``label`` its honest one."""

    entry: Entry
    bearing: Bearing
    on: date | None
    label: str

    @property
    def said(self) -> str:
        """Its name, with its label where it shows nothing."""
        name = self.entry.name
        return name if self.bearing is Bearing.SHOWS else f"{name} \N{EN DASH} {self.label}"


@dataclass(frozen=True, slots=True)
class Row:
    """A skill, with every badge that states it, the newest first."""

    name: str
    sources: tuple[Source, ...]

    @property
    def shown(self) -> tuple[Source, ...]:
        """The badges that show it."""
        return tuple(one for one in self.sources if one.bearing is Bearing.SHOWS)

    @property
    def latest(self) -> date | None:
        """The day of the newest badge that shows it; None where none has a day."""
        return max((one.on for one in self.shown if one.on is not None), default=None)


@dataclass(frozen=True, slots=True)
class Skills:
    """All skills of a selection: those shown most recently first, those that none shows last.

    ``without`` is how many badges state no skill.
    """

    rows: tuple[Row, ...]
    made_on: date
    without: int
    choices: Choices


def skills(selection: Selection, choices: Choices, words: Words) -> Skills:
    """Return the skills of the badges that ``choices`` show, each once, by its name.

    ``words`` are in the language of the labels.
    """
    found: dict[str, tuple[str, list[Source]]] = {}
    entries = ordered(selection, choices)
    for entry in entries:
        source = Source(
            entry, _bearing(entry), entry.issued or entry.starts, entry.worth_label(words)
        )
        for name in {one.name.casefold(): one.name for one in entry.skills}.values():
            found.setdefault(name.casefold(), (name, []))[1].append(source)
    rows = [Row(name, tuple(sorted(sources, key=_newest))) for name, sources in found.values()]
    return Skills(
        tuple(sorted(rows, key=_order)),
        selection.made_on,
        sum(not one.skills for one in entries),
        choices,
    )


def facts(row: Row, skills: Skills, words: Words) -> str:
    """Return how many badges show a skill, and when the newest of them was issued."""
    count = len(row.shown)
    if not count:
        return words("no verified badge")
    told = words.plural("{n} verified badge", "{n} verified badges", count)
    if row.latest is None:
        return told
    return f"{told} · {written_day(row.latest, skills.choices, words)}"


def title(skills: Skills, words: Words) -> str:
    """Return what a picture of them is called."""
    return words("Skills and the badges that state them · {day}", day=words.day(skills.made_on))


def described(skills: Skills, words: Words) -> str:
    """Return all of it as text, a line a skill: what a picture of it says to who cannot see it."""
    return "\n".join(_described(skills, words))


def _described(skills: Skills, words: Words) -> Iterator[str]:
    colon = words(": ")
    for row in skills.rows:
        named = "; ".join(one.said for one in row.sources)
        yield f"{row.name} ({facts(row, skills, words)}){colon}{named}"
    yield from without(skills, words)


def without(skills: Skills, words: Words) -> Iterator[str]:
    """Yield what is to be said of badges that state no skill, if there are any."""
    if skills.without:
        yield words.plural(
            "{n} badge states no skill.", "{n} badges state no skill.", skills.without
        )


def _bearing(entry: Entry) -> Bearing:
    worth = entry.worth
    if worth.good and not worth.somebody_elses:
        return Bearing.SHOWS
    if worth.kind in _ONCE and not worth.somebody_elses:
        return Bearing.ONCE
    return Bearing.AGAINST


_ONCE = frozenset({HeadlineKind.EXPIRED, HeadlineKind.NOT_YET_VALID, HeadlineKind.UNCHECKED})


def _newest(source: Source) -> int:
    return -(source.on.toordinal() if source.on else 0)


def _order(row: Row) -> tuple[bool, int, int, str, str]:
    latest = row.latest
    recent = -latest.toordinal() if latest else 0
    return not row.shown, recent, -len(row.shown), row.name.casefold(), row.name
