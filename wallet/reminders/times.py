"""When reminders fall due: local days counted from instants that are compared in UTC."""

from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from wallet.credential.moment import Moment, Precision

MORNING: Final = time(9)
"""The local time at which a reminder falls due on its day."""
LADDER: Final = (180, 90, 30, 7, 0, -1)
"""How many days before an end it is told of, where the learner did not say otherwise."""
YEARS: Final = range(1971, 9000)
"""The years in which ends are watched; 9999 is how some write that there is none."""
_ANYWHERE: Final = timedelta(hours=12)


class SystemZone(tzinfo):
    """This system's own time zone with all its rules, past and to come.

    Unlike the zone of ``datetime.now().astimezone()`` it knows of clock changes; unlike
    ``zoneinfo`` it needs no name, which Windows does not tell.
    """

    def utcoffset(self, dt: datetime | None) -> timedelta:
        """Return the offset that holds at ``dt``; its ``fold`` decides where there are two."""
        if dt is not None:
            try:
                found = dt.replace(tzinfo=None).astimezone().utcoffset()
            except (OverflowError, OSError, ValueError):  # beyond what the system reckons with
                found = None
            if found is not None:
                return found
        return timedelta(seconds=-clock.timezone)

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002 - tzinfo has it so
        """Return None: what of the offset is summer time is not known."""
        return None

    def tzname(self, dt: datetime | None) -> str:
        """Return the offset as a name, "UTC+02:00"."""
        return str(timezone(self.utcoffset(dt)))

    def fromutc(self, dt: datetime) -> datetime:
        """Return what ``dt``, which is in UTC whatever zone it names, is here."""
        try:
            offset = dt.replace(tzinfo=UTC).astimezone().utcoffset() or timedelta()
        except (OverflowError, OSError, ValueError):
            offset = self.utcoffset(None)
        there = dt + offset
        return there if self.utcoffset(there) == offset else there.replace(fold=1)


def bounded(now: datetime) -> datetime:
    """Return ``now``, or the nearest instant in :data:`YEARS`, so that days can be counted."""
    first = datetime(YEARS.start, 1, 1, tzinfo=UTC)
    last = datetime(YEARS.stop, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    return min(max(now, first), last)


def is_watchable(moment: Moment) -> bool:
    """Return whether ``moment`` is one that can be waited for."""
    return moment.at.year in YEARS


def day_of(moment: Moment, zone: tzinfo) -> date:
    """Return the day that days are counted to: as stated, or on which the instant falls here."""
    if moment.precision is Precision.DATE:
        return moment.day
    return moment.at.astimezone(zone).date()


def last_instant(moment: Moment) -> datetime:
    """Return the last instant in UTC.

    A date ends when it has ended in its own zone, or without one everywhere (UTC-12).
    """
    if moment.precision is Precision.DATE:
        over = timedelta() if moment.is_placed else _ANYWHERE
        return moment.at + timedelta(days=1, seconds=-1) + over
    return moment.at


def remind_at(end: Moment, rung: int, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which the reminder ``rung`` days before an end falls due.

    That of the day itself falls due on the last morning on which something can still be done:
    the day before, of what ends at midnight.
    """
    day = day_of(end, zone)
    at = due_at(day, rung, zone)
    while rung == 0 and at >= last_instant(end):
        day -= timedelta(days=1)
        at = due_at(day, rung, zone)
    return at


def due_at(day: date, rung: int, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which the reminder ``rung`` days before ``day`` falls due.

    A time that the clocks skip is told by the offset before the change, and of a time that
    comes twice the first is taken (PEP 495, ``fold=0``).
    """
    return datetime.combine(day - timedelta(days=rung), MORNING, zone).astimezone(UTC)
