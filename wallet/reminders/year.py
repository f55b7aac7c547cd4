"""A year at a glance: which badges are valid when, as values that a picture is drawn from."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

import msgspec

from wallet.credential.moment import Moment, Precision
from wallet.entries import Entry, names
from wallet.i18n import N_, Words
from wallet.reminders.telling import today
from wallet.reminders.times import day_of, is_watchable, last_instant
from wallet.verify.headline import Headline, HeadlineKind, headline

_MOST_YEARS: Final = 30
"""How many years before and after today a picture of all goes at most."""
_TAKEN_BACK: Final = frozenset({HeadlineKind.REVOKED, HeadlineKind.SUSPENDED})
_LEFT_OUT: Final = frozenset({HeadlineKind.NOT_VERIFIED, HeadlineKind.UNREADABLE})


class Span(StrEnum):
    """Which time is looked at."""

    THIS_YEAR = "this-year"
    NEXT = "next"
    ALL = "all"


SPANS: Final = {
    Span.THIS_YEAR: N_("This year"),
    Span.NEXT: N_("The next 12 months"),
    Span.ALL: N_("All"),
}


class Bar(msgspec.Struct, frozen=True):
    """When one badge is valid, in local days, both included.

    Without ``start`` it is not stated since when, without ``end`` until when. ``stated`` is the
    end as the badge states it, ``is_lapsed`` whether that is over, as reminders have it
    (:func:`wallet.reminders.times.last_instant`), and ``told`` the line on its chip.
    ``is_renewed`` is whether a newer badge takes its place, so that its end is no threat.
    """

    subject: str
    name: str
    issuer: str
    start: date | None
    end: date | None
    stated: Moment | None
    told: Headline
    is_lapsed: bool = False
    is_renewed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it is valid no longer, or not at the moment."""
        return self.is_lapsed or self.told.kind in _TAKEN_BACK

    @property
    def last(self) -> date:
        """The last day, far away where none is stated."""
        return self.end or date.max

    def until(self, words: Words) -> str:
        """Return in a few words until when it is valid, or was."""
        parts = []
        if self.told.kind not in (
            HeadlineKind.VERIFIED,
            HeadlineKind.EXPIRING,
            HeadlineKind.EXPIRED,
        ):
            parts.append(self.told.text)
        if self.end is None or self.stated is None:
            parts.append(words("no end is stated"))
        else:
            day = words.day(self.end)
            if self.stated.precision is Precision.DATE and not self.stated.is_placed:
                day = words("{day}, anywhere on earth", day=day)
            over = self.is_lapsed
            parts.append(words("lapsed: {day}", day=day) if over else words("until {day}", day=day))
        if self.is_renewed:
            parts.append(words("renewed"))
        return " · ".join(parts)

    def sentence(self, words: Words) -> str:
        """Return all that its bar shows, in words."""
        name, until = self.name, self.until(words)
        if self.start is None:
            return words("{badge}: {until}", badge=name, until=until)
        return words(
            "{badge}: from {day}, {until}", badge=name, day=words.day(self.start), until=until
        )


class Year(msgspec.Struct, frozen=True):
    """The bars from ``first`` to ``last``, both included, that which ends first on top.

    ``outside`` counts the badges that are not valid on any of these days, and ``left_out``
    those that are not verified.
    """

    first: date
    last: date
    today: date
    bars: tuple[Bar, ...]
    outside: int = 0
    left_out: int = 0

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def place(self, day: date) -> float:
        """Return where the beginning of ``day`` is, from 0 to 1, and beyond for days outside."""
        return (day - self.first).days / self.days

    def is_by_months(self) -> bool:
        """Whether months can be told apart in it."""
        return self.days <= 2 * 366

    def marks(self) -> tuple[date, ...]:
        """Return the first days of its months, or of its years where those are many."""
        found = [self.first.replace(day=1)]
        while found[-1] < self.last:
            at = found[-1]
            if self.is_by_months():
                found.append((at + timedelta(days=31)).replace(day=1))
            else:
                found.append(date(at.year + 1, 1, 1))
        return tuple(one for one in found if self.first <= one <= self.last)

    def described(self, words: Words) -> str:
        """Return the whole picture in words, a line for each badge."""
        lines = [
            words("From {first} to {last}.", first=words.day(self.first), last=words.day(self.last))
        ]
        lines += [bar.sentence(words) for bar in self.bars]
        return "\n".join((*lines, *self.notes(words)))

    def notes(self, words: Words) -> tuple[str, ...]:
        """Return what is not in the picture."""
        told = []
        if self.outside:
            told.append(
                words.plural(
                    "{n} badge is not valid in this time.",
                    "{n} badges are not valid in this time.",
                    self.outside,
                )
            )
        if self.left_out:
            told.append(
                words.plural(
                    "{n} badge that is not verified is left out.",
                    "{n} badges that are not verified are left out.",
                    self.left_out,
                )
            )
        return tuple(told)


def year(
    entries: Iterable[Entry],
    span: Span,
    now: datetime,
    zone: tzinfo,
    words: Words,
    *,
    renewed: Container[str] = (),
) -> Year:
    """Return when the badges of a wallet are valid, as of ``now`` and in local days.

    ``renewed`` are the badges whose place a newer one takes.
    """
    bars: list[Bar] = []
    left_out = 0
    for entry in entries:
        told = headline(entry.verdict, now, words)
        if told.kind in _LEFT_OUT:
            left_out += 1
        else:
            bar = _bar(entry, told, zone, words)
            lapsed = bar.stated is not None and now > last_instant(bar.stated)
            bars.append(
                msgspec.structs.replace(bar, is_lapsed=lapsed, is_renewed=entry.id in renewed)
            )
    here = today(now, zone)
    first, last = _days(span, bars, here)
    inside = [one for one in bars if (one.start or first) <= last and one.last >= first]
    inside.sort(key=lambda one: (one.last, one.name.casefold(), one.subject))
    return Year(first, last, here, tuple(inside), len(bars) - len(inside), left_out)


def _bar(entry: Entry, told: Headline, zone: tzinfo, words: Words) -> Bar:
    said = entry.verdict.credential
    name, issuer = names(entry, words)
    begins = (said.valid_from or said.issued) if said else None
    ends = said.expires if said else None
    ends = ends if ends is not None and is_watchable(ends) else None
    return Bar(
        subject=entry.id,
        name=name,
        issuer=issuer,
        start=day_of(begins, zone) if begins is not None and is_watchable(begins) else None,
        end=day_of(ends, zone) if ends is not None else None,
        stated=ends,
        told=told,
    )


def _year_after(day: date) -> date:
    """Return the same day of the next year; of 29 February, 1 March."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _days(span: Span, bars: Iterable[Bar], here: date) -> tuple[date, date]:
    """Return the first and the last day of what is looked at: a year, or whole ones."""
    match span:
        case Span.THIS_YEAR:
            return date(here.year, 1, 1), date(here.year, 12, 31)
        case Span.NEXT:
            return here, _year_after(here) - timedelta(days=1)
        case Span.ALL:
            years = [day.year for one in bars for day in (one.start, one.end) if day is not None]
            first = max(min((*years, here.year)), here.year - _MOST_YEARS)
            last = min(max((*years, here.year)), here.year + _MOST_YEARS)
            return date(first, 1, 1), date(last, 12, 31)
