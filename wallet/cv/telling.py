"""What is said of each badge in the forms that people read, before it is put into any of them.

Markdown, text, HTML, LaTeX and documents say the same, since each is made of what stands here.
Everything is plain text; each form escapes it in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from wallet.cv.choices import Choices, Dates, Length, Link
from wallet.cv.entries import Credit, Entry, Selection
from wallet.cv.layout import grouped
from wallet.i18n import N_, Words

TITLE = N_("Licenses & Certifications")
"""The heading that applicant tracking systems and readers look for."""
_READABLE: Final = 120
"""How many characters of an address a person may read or type."""
NO_GROUP = N_("Other")
"""The heading of what has nothing to stand under."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact under its name. ``key`` is its name for good; ``url`` where it leads, if anywhere.

    Keys: "skills", "keywords", "parts", "results", "credits", "description", "id", "link".
    ``colon`` is what stands between the label and the text in this language.
    """

    key: str
    label: str
    text: str
    url: str | None = None
    colon: str = ": "

    @property
    def line(self) -> str:
        """The fact on one line, its name before it."""
        return f"{self.label}{self.colon}{self.text}"

    @property
    def unreadable(self) -> bool:
        """Whether it is an address too long to be read, which is better behind its label."""
        return self.url is not None and len(self.url) > _READABLE


@dataclass(frozen=True, slots=True)
class Told:
    """One badge as it is said, in the language and the style that were chosen.

    ``dates`` are on one line, empty where it states none; ``label`` is the honest one and is
    never left out; ``link`` is the address that was chosen to stand with it, if any.
    """

    entry: Entry
    name: str
    issuer: str
    dates: str
    label: str
    details: tuple[Detail, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """Badges under a heading; ``title`` is None where there are no headings."""

    title: str | None
    entries: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that is said of a selection: under ``title``, in the language ``lang``."""

    title: str
    lang: str
    groups: tuple[ToldGroup, ...]
    holder: str | None = None

    @property
    def entries(self) -> tuple[Told, ...]:
        """All badges of it, in order."""
        return tuple(one for group in self.groups for one in group.entries)


def page(selection: Selection, choices: Choices) -> Page:
    """Return all that is said of ``selection``, as ``choices`` ask for it."""
    words = Words(choices.language)
    groups = tuple(
        ToldGroup(
            words(NO_GROUP) if group.title == "" else group.title,
            tuple(told(one, choices, words) for one in group.entries),
        )
        for group in grouped(selection, choices)
    )
    return Page(words(TITLE), words.lang, groups, selection.holder)


def told(entry: Entry, choices: Choices, words: Words) -> Told:
    """Return what is said of one badge; ``words`` are in the language that was chosen."""
    colon = words(": ")
    return Told(
        entry=entry,
        name=entry.name,
        issuer=entry.issuer or words("(no issuer)"),
        dates=" · ".join(_dates(entry, choices, words)),
        label=entry.label(words),
        details=tuple(replace(one, colon=colon) for one in _details(entry, choices, words)),
        link=link_of(entry, choices),
    )


def link_of(entry: Entry, choices: Choices) -> str | None:
    """Return the address that stands with a badge.

    The issuer's page, else the learner's own link where that was asked for, else none.
    """
    match choices.link:
        case Link.NONE:
            return None
        case Link.ISSUER:
            return entry.page
        case Link.ANY:
            return entry.page or entry.link


def link_label(url: str, entry: Entry) -> str:
    """Return what a link of ``entry`` leads to, in English."""
    return N_("Certificate") if url == entry.page else N_("The whole badge, to verify")


def written_day(day: date, choices: Choices, words: Words) -> str:
    """Return a day in the style that was chosen."""
    match choices.dates:
        case Dates.DAY:
            return words.day(day)
        case Dates.MONTH:
            return words.month(day)
        case Dates.YEAR:
            return f"{day.year:04d}"
        case Dates.ISO:
            return day.isoformat()


def _number(value: float, words: Words) -> str:
    return f"{value:g}".replace(".", words("."))


def credit_text(credit: Credit, words: Words) -> str:
    """Return an amount of credit with its unit; that none was stated is said."""
    unit = credit.unit or words("no unit stated")
    return f"{_number(credit.value, words)} ({unit})"


def _dates(entry: Entry, choices: Choices, words: Words) -> Iterator[str]:
    if entry.issued is not None:
        yield words("Issued {date}", date=written_day(entry.issued, choices, words))
    elif entry.starts is not None:
        yield words("Valid from {date}", date=written_day(entry.starts, choices, words))
    if entry.ends is not None:
        end = written_day(entry.ends, choices, words)
        yield (
            words("Expired {date}", date=end)
            if entry.expired
            else words("Expires {date}", date=end)
        )


def _parts(entry: Entry, words: Words) -> Iterator[str]:
    """Return what is inside of a record, each with its own label where it is not good."""
    for one in entry.parts:
        name = one.name or words("(no name)")
        yield name if one.good else f"{name} ({words(one.told).lower()})"


def _details(entry: Entry, choices: Choices, words: Words) -> Iterator[Detail]:
    whole = choices.length is Length.LONG
    if whole and entry.description:
        yield Detail("description", words("What it is for"), entry.description)
    if choices.skills and entry.skills:
        named = ", ".join(one.name for one in entry.skills)
        yield Detail("skills", words("Skills"), named)
    if choices.skills and whole and entry.keywords:
        yield Detail("keywords", words("Keywords"), ", ".join(entry.keywords))
    if entry.parts:
        yield Detail("parts", words("What is inside"), "; ".join(_parts(entry, words)))
    if choices.results and entry.results:
        results = (f"{one.name}: {one.value}" if one.name else one.value for one in entry.results)
        yield Detail("results", words("Results"), "; ".join(results))
    if whole and entry.credits:
        amounts = ", ".join(credit_text(one, words) for one in entry.credits)
        yield Detail("credits", words("Credits"), amounts)
    if whole and entry.credential_id:
        yield Detail("id", words("Credential ID"), entry.credential_id)
    if url := link_of(entry, choices):
        yield Detail("link", words(link_label(url, entry)), url, url)
