"""Which badges of a selection are shown, in which order and under which headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wallet.cv.choices import Choices, Expired, Grouping, Order
from wallet.cv.entries import Entry, Selection


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading. ``title`` is None where there are no headings.

    An empty ``title`` is the heading of those that have nothing to be put under.
    """

    title: str | None
    entries: tuple[Entry, ...]


def ordered(selection: Selection, choices: Choices) -> tuple[Entry, ...]:
    """Return the entries that are shown, in the order that was chosen, without headings."""
    kept = [
        one
        for one in selection.entries
        if choices.expired is not Expired.LEAVE_OUT or not one.expired
    ]
    match choices.order:
        case Order.NEWEST:
            kept.sort(key=lambda one: _began(one) or date.min, reverse=True)
        case Order.OLDEST:
            kept.sort(key=lambda one: _began(one) or date.max)
        case Order.NAME:
            kept.sort(key=lambda one: (one.name.casefold(), one.name))
        case Order.EXPIRES:
            kept.sort(key=lambda one: (one.expired, one.ends or date.max))
    return tuple(kept)


def grouped(selection: Selection, choices: Choices) -> tuple[Group, ...]:
    """Return the entries that are shown, each once, in order, under the headings chosen.

    Headings stand in the order of their first badge. By skill a badge stands under that of its
    skills which most badges here have (the first stated of several), so that headings gather
    as many as they can; what has nothing to stand under comes last.
    """
    entries = ordered(selection, choices)
    match choices.grouping:
        case Grouping.ISSUER:
            return _gathered((one, one.issuer) for one in entries)
        case Grouping.SKILL:
            held = Counter(skill.name.casefold() for one in entries for skill in one.skills)
            titles: dict[str, str] = {}
            for one in entries:
                for skill in one.skills:
                    titles.setdefault(skill.name.casefold(), skill.name)
            return _gathered((one, _main_skill(one, held, titles)) for one in entries)
        case _:
            return (Group(None, entries),) if entries else ()


def _began(entry: Entry) -> date | None:
    return entry.issued or entry.starts


def _main_skill(entry: Entry, held: Counter[str], titles: dict[str, str]) -> str:
    names = [skill.name.casefold() for skill in entry.skills]
    return titles[max(names, key=lambda name: held[name])] if names else ""


def _gathered(placed: Iterable[tuple[Entry, str]]) -> tuple[Group, ...]:
    found: dict[str, list[Entry]] = {}
    for entry, title in placed:
        found.setdefault(title, []).append(entry)
    last = found.pop("", [])
    groups = [Group(title, tuple(entries)) for title, entries in found.items()]
    return (*groups, Group("", tuple(last))) if last else tuple(groups)
