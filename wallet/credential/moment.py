"""Points in time as credentials state them.

Credentials hold RFC 3339 instants, dates without a time, times without a zone (Open Badges
1.x) and Unix numbers. A :class:`Moment` keeps what was stated beside the instant it is
compared as, and says how exact it is, so that nothing is guessed in silence.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import msgspec

_RFC3339 = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})([.,]\d+)?)?"
    r"\s?([Zz]|[+-]\d{2}:?\d{2})?|([Zz]|[+-]\d{2}:\d{2}))?\Z",
    re.ASCII,
)


_DAY = timedelta(days=1) - timedelta(microseconds=1)


class Precision(StrEnum):
    """How exactly a credential stated a moment."""

    INSTANT = "instant"
    """With a zone, or as a Unix number: one point in time."""
    NO_ZONE = "no-zone"
    """With a time and no zone: taken as UTC, and said so."""
    DATE = "date"
    """A date only: it begins with that day and ends with it; in UTC, which is said, where it has
    no zone of its own (XML Schema 1.1 Part 2 §3.3.9)."""


class Moment(msgspec.Struct, frozen=True):
    """A stated point in time. ``at`` is aware and in UTC; for a date it is its midnight.

    ``offset`` is the minutes east of UTC of a date that has a zone, None of every other moment.
    """

    stated: str
    at: datetime
    precision: Precision
    offset: int | None = None

    @property
    def is_placed(self) -> bool:
        """Whether no zone had to be assumed."""
        return self.precision is Precision.INSTANT or self.offset is not None

    @property
    def day(self) -> date:
        """The day in its own zone, as far as it has one, else in UTC."""
        return (self.at + timedelta(minutes=self.offset or 0)).date()

    @property
    def end(self) -> datetime:
        """The last instant that this moment covers: of a date, the end of that day."""
        if self.precision is Precision.DATE:
            return self.at + _DAY
        return self.at

    def __str__(self) -> str:
        """Return RFC 3339: the date alone where only a date was stated, else UTC."""
        if self.precision is Precision.DATE:
            return self.day.isoformat() + ("" if self.offset is None else offset(self.offset))
        return rfc3339(self.at)


def offset(minutes: int) -> str:
    """Return an offset as RFC 3339 has it: Z, +02:00."""
    if minutes == 0:
        return "Z"
    return f"{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@lru_cache(maxsize=1024)
def rfc3339(at: datetime) -> str:
    """Return an aware ``at`` as RFC 3339 in UTC, with fractions only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_moment(stated: object) -> Moment | None:
    """Return the moment that ``stated`` names, or None where it names none.

    Takes the ``dateTimeStamp`` of VC Data Model 2.0 §4.9, ISO 8601 dates and times as Open
    Badges 1.x and 2.0 have them (basic format too), and Unix seconds as a JSON number.
    """
    if isinstance(stated, bool):
        return None
    if isinstance(stated, int | float):
        try:
            at = datetime.fromtimestamp(stated, UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return Moment(str(stated), at, Precision.INSTANT)
    return _parse_text(stated) if isinstance(stated, str) else None


@lru_cache(maxsize=1024)
def _parse_text(stated: str) -> Moment | None:
    match = _RFC3339.match(stated.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone, zone_of_date = match.groups()
    try:
        at = datetime(int(year), int(month), int(day), tzinfo=UTC)
        if hour is None:
            east = _minutes(zone_of_date) if zone_of_date else None
            at -= timedelta(minutes=east or 0)
            ends = datetime.max.replace(tzinfo=UTC) - at >= _DAY
            return Moment(stated, at, Precision.DATE, east) if ends else None
        # 24:00:00 is how ISO 8601 may write the end of a day; a leap second counts as :59.
        rest = timedelta(
            hours=int(hour),
            minutes=int(minute),
            seconds=min(int(second or 0), 59),
            microseconds=int(float("0" + (fraction or ".0").replace(",", ".")) * 1_000_000),
        )
        if int(hour) > 24 or int(minute) > 59 or int(second or 0) > 60 or rest > timedelta(days=1):
            return None
        at += rest
        if zone is None:
            return Moment(stated, at, Precision.NO_ZONE)
        at -= timedelta(minutes=_minutes(zone))
    except (ValueError, OverflowError):
        return None
    return Moment(stated, at, Precision.INSTANT)


def _minutes(zone: str) -> int:
    """Return the minutes east of UTC of ``Z`` or ``+02:00``; ValueError for a day and more."""
    if zone in "Zz":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes >= 24 * 60:
        raise ValueError(zone)
    return -minutes if zone[0] == "-" else minutes
