"""Which reminders are due: each once, none before its time, and after a gap all as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

import msgspec

from wallet.reminders.times import LADDER, day_of, due_at, last_instant, remind_at
from wallet.reminders.watched import ALONE, AT_ONCE, REPEATED, STALE_AFTER, Kind, Watched
from wallet.store.reminders import DEFAULT, ReminderChoice, Told

ON_LADDER: Final = frozenset({Kind.END, Kind.FILE})
"""What is told of on days that are counted from its end."""
_DAYS: Final = STALE_AFTER.days
_AHEAD: Final = timedelta(days=1)
"""How far a clock may have run ahead for what was told by it to count."""
_DAY: Final = timedelta(days=1)
_TICK: Final = timedelta(microseconds=1)
_FIRST_DAY: Final = 100_000
"""More than any number of days before an end: from here on a rung is the ordinal of a day."""


class Rung(NamedTuple):
    """A reminder: how many days before its end, and the instant, in UTC, at which it is due.

    Of the reminder with which a snooze ends, ``days`` is the ordinal of the day that was asked
    for (:func:`is_snooze`).
    """

    days: int
    at: datetime


def is_snooze(rung: int) -> bool:
    """Return whether a rung is the day until which a reminder was snoozed."""
    return rung >= _FIRST_DAY


def wholes(about: str) -> tuple[str, ...]:
    """Return what a decision on ``about`` may have been made on: itself first, its badge last."""
    subject, mark, _kind = about.partition("#")
    found = [about] if mark else []
    while subject:
        found.append(subject)
        subject = subject.rpartition("/")[0]
    return tuple(found)


def is_aside(choice: ReminderChoice) -> bool:
    """Return whether it was decided to be quiet of something, for a time or for good."""
    return choice.snoozed_until is not None or choice.dismissed_at is not None


class Due(msgspec.Struct, frozen=True):
    """What is to be told of one moment: its rungs, the newest last, after that of a snooze."""

    watched: Watched
    rungs: tuple[int, ...]


class Rules:
    """What was decided and what was told, and what is due by that.

    ``zone`` is the learner's own; ``renewed`` and ``replaced`` are what has a successor, and
    what has a file that replaces it, by subject.
    """

    def __init__(
        self,
        choices: Mapping[str, ReminderChoice],
        told: Iterable[Told],
        zone: tzinfo,
        *,
        renewed: Mapping[str, str] | None = None,
        replaced: Mapping[str, str] | None = None,
    ) -> None:
        self._choices = choices
        self._zone = zone
        self._renewed = renewed or {}
        self._replaced = replaced or {}
        self._told: dict[tuple[str, str, str], dict[int, datetime]] = {}
        self._times: dict[tuple[str, str], list[datetime]] = {}
        for one in told:
            self._told.setdefault((one.kind, one.subject, one.moment), {})[one.rung] = one.told_at
            if one.kind in REPEATED:
                self._times.setdefault((one.kind, one.subject), []).append(one.told_at)

    def choice(self, about: str) -> ReminderChoice:
        """Return what was decided of something, or of what it is a part of (:func:`wholes`)."""
        found = [self._choices[one] for one in wholes(about) if one in self._choices]
        days = [one.snoozed_until for one in found if one.snoozed_until is not None]
        dismissed = [one.dismissed_at for one in found if one.dismissed_at is not None]
        ladders = [one.ladder for one in found if one.ladder is not None]
        return ReminderChoice(
            max(days, default=None), next(iter(dismissed), None), next(iter(ladders), None)
        )

    def is_alone(self, one: Watched) -> bool:
        """Return whether something was decided of ``one`` and nothing else of its credential."""
        return one.kind in ALONE and is_aside(self._choices.get(one.about, ReminderChoice()))

    def days(self, about: str) -> tuple[int, ...]:
        """Return how many days before an end something is told of, the most first."""
        chosen = self.choice(about).ladder
        if chosen is None:
            chosen = self._choices.get(DEFAULT, ReminderChoice()).ladder
        return tuple(sorted(set(LADDER if chosen is None else chosen), reverse=True))

    def renewed_by(self, one: Watched) -> str | None:
        """Return what makes reminding of ``one`` needless, by subject."""
        found = self._renewed.get(one.subject)
        return self._replaced.get(one.subject) if found is None and one.kind is Kind.FILE else found

    def is_quiet(self, one: Watched) -> bool:
        """Return whether nothing at all is told of ``one``, as things are."""
        return self.choice(one.about).dismissed_at is not None or self.renewed_by(one) is not None

    def due(
        self, every: Iterable[Watched], now: datetime, *, all_day: bool = False
    ) -> tuple[Due, ...]:
        """Return what is due at ``now`` and was not told, the first end first.

        With ``all_day`` that is also what falls due later on the same local day.
        """
        by = (
            _start(now.astimezone(self._zone).date() + _DAY, self._zone) - _TICK if all_day else now
        )
        found = [Due(one, rungs) for one in every if (rungs := self._due(one, now, by))]
        return tuple(sorted(found, key=lambda one: (one.watched.moment.at, one.watched.subject)))

    def _due(self, one: Watched, now: datetime, by: datetime) -> tuple[int, ...]:
        return tuple(rung.days for rung in self.coming(one, now) if rung.at <= by)

    def coming(self, one: Watched, now: datetime) -> tuple[Rung, ...]:
        """Return the reminders of ``one`` that were not told, in time; none where it is quiet.

        What was snoozed falls due on the day until which it was. That day is a reminder of its
        own, also where all the others were told.
        """
        if self.is_quiet(one):
            return ()
        rungs = self._again(one, now) if one.kind in REPEATED else self._untold(one, now)
        until = self.choice(one.about).snoozed_until
        if until is None:
            return rungs
        begins = _start(until, self._zone)
        later = tuple(Rung(days, max(at, begins)) for days, at in rungs)
        day = until.toordinal()
        if day in self._rungs(one, now) or not self._is_heard_again(one, begins):
            return later
        return (Rung(day, begins), *later)

    def _is_heard_again(self, one: Watched, begins: datetime) -> bool:
        """Return whether a snooze that ends at ``begins`` has anything to say of ``one``.

        Of what was snoozed with a whole badge only what fell due by then has.
        """
        own = self._choices.get(one.about)
        if one.kind in ON_LADDER and own is not None and own.snoozed_until is not None:
            return True
        if one.kind in REPEATED:
            return one.moment.at <= begins
        if one.kind is Kind.RENEWAL and one.over is not None and one.over < begins:
            return False
        return any(rung.at <= begins for rung in self.all_of(one))

    def all_of(self, one: Watched) -> tuple[Rung, ...]:
        """Return every reminder of ``one`` that is worth telling, told or not, in time.

        Of those that were over before the badge came into the wallet only the last one is,
        and that one only while the credential has not ended: it is then due at once.
        """
        if one.kind in AT_ONCE:
            return (Rung(0, one.moment.at),)
        days = self.days(one.about) if one.kind in ON_LADDER else (0,)
        rungs = [Rung(number, rung_at(one, number, self._zone)) for number in days]
        before = [rung for rung in rungs if rung.at < one.since]
        after = tuple(rung for rung in rungs if rung.at >= one.since)
        last = one.over if one.kind is Kind.RENEWAL else last_instant(one.moment)
        if before and (last is None or one.since <= last):
            return (Rung(before[-1].days, one.since), *after)
        return after

    def _rungs(self, one: Watched, now: datetime) -> frozenset[int]:
        """Return what was told; not what was by a clock that ran more than a day ahead."""
        told = self._told.get((one.kind, one.subject, one.end), {})
        return frozenset(rung for rung, at in told.items() if at - now <= _AHEAD)

    def _untold(self, one: Watched, now: datetime) -> tuple[Rung, ...]:
        """Return what was not told; nothing that is further from the end than what was."""
        told = self._rungs(one, now)
        nearest = min((rung for rung in told if not is_snooze(rung)), default=None)
        return tuple(rung for rung in self.all_of(one) if nearest is None or rung.days < nearest)

    def _again(self, one: Watched, now: datetime) -> tuple[Rung, ...]:
        """Return when it is said next that what is known is old: once in so many days.

        What was told by a clock that ran ahead of ``now`` delays nothing, and is not repeated.
        """
        at = max(one.moment.at, one.since)
        times = self._times.get((one.kind, one.subject), ())
        at = max([at, *(told_at + STALE_AFTER for told_at in times if told_at <= now)])
        told = self._rungs(one, now)
        count = (max(at, now) - one.moment.at).days // _DAYS
        while -count * _DAYS in told:
            count += 1
            at = max(at, one.moment.at + count * STALE_AFTER)
        return (Rung(-count * _DAYS, at),)


def rung_at(one: Watched, rung: int, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which the reminder ``rung`` days before a moment is due."""
    if one.kind in ON_LADDER:
        return remind_at(one.moment, rung, zone)
    return due_at(day_of(one.moment, zone), rung, zone)


def told(due: Iterable[Due], now: datetime) -> tuple[Told, ...]:
    """Return what to note once ``due`` was told at ``now``."""
    return tuple(
        Told(one.watched.kind, one.watched.subject, one.watched.end, rung, now.astimezone(UTC))
        for one in due
        for rung in one.rungs
    )


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
