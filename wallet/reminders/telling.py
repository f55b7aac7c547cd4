"""The words of reminders: what lapses, when that is here, and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

import msgspec

from wallet.credential.moment import Moment, Precision, offset
from wallet.i18n import Words
from wallet.reminders.ladder import Due, is_snooze
from wallet.reminders.times import bounded, day_of, last_instant
from wallet.reminders.watched import Kind, Watched, about

Breaks = tuple[tuple[str, str], ...]
"""What a lapse breaks: the name of each stack, and what becomes of it."""
Effects = Callable[[str], Breaks]
"""What the lapse of a credential breaks, by its subject."""


_FAR: Final = 365
"""How many days are counted; what is further away is told by its day."""


class Telling(msgspec.Struct, frozen=True):
    """One reminder as it is noted: of a kind and a subject, and its rung of the ladder."""

    kind: str
    subject: str
    moment: str
    rung: int


class Notice(msgspec.Struct, frozen=True):
    """One thing to tell the learner now, as plain text in their language.

    ``key`` is the same for the same reminders, ``url`` the issuer's own page (asked about
    before it is opened), ``subjects`` the badges it is about, and ``rungs`` the days before the
    end that it speaks for, the newest last. ``tells`` is what to note once it was shown.
    """

    key: str
    kind: Kind
    title: str
    body: str
    url: str | None
    subjects: tuple[str, ...]
    rungs: tuple[int, ...]
    tells: tuple[Telling, ...]

    @property
    def abouts(self) -> tuple[str, ...]:
        """What a decision on it is kept by, of each subject."""
        return tuple(about(self.kind, subject) for subject in self.subjects)


def notices(
    due: Sequence[Due], words: Words, now: datetime, zone: tzinfo, effects: Effects
) -> tuple[Notice, ...]:
    """Return what to tell: one notice for each end, and one for all that was not looked up."""
    single = [one for one in due if one.watched.kind is not Kind.STATUS]
    stale = [one for one in due if one.watched.kind is Kind.STATUS]
    found = [_notice([one], _texts(one, words, now, zone, effects)) for one in single]
    if stale:
        found.append(_notice(stale, _stale(stale, words, zone)))
    return tuple(found)


def _notice(due: Sequence[Due], texts: tuple[str, str]) -> Notice:
    tells = tuple(
        Telling(one.watched.kind, one.watched.subject, one.watched.end, rung)
        for one in due
        for rung in one.rungs
    )
    said = "\n".join(f"{one.kind} {one.subject} {one.moment} {one.rung}" for one in tells)
    first = due[0].watched
    return Notice(
        key=hashlib.sha256(said.encode()).hexdigest()[:32],
        kind=first.kind,
        title=texts[0],
        body=texts[1],
        url=first.url if len(due) == 1 else None,
        subjects=tuple(one.watched.subject for one in due),
        rungs=_days(due[0]) if len(due) == 1 else (),
        tells=tells,
    )


def _days(due: Due) -> tuple[int, ...]:
    return tuple(rung for rung in due.rungs if not is_snooze(rung))


def _texts(
    due: Due, words: Words, now: datetime, zone: tzinfo, effects: Effects
) -> tuple[str, str]:
    one = due.watched
    lines = [sentence(one, words, zone)]
    if one.kind is Kind.END and not is_over(one, now):
        lines += broken(effects(one.subject), words)
    missed = _days(due)[:-1] if one.kind in (Kind.END, Kind.FILE) else ()
    if missed:
        lines.append(
            words(
                "Not told before: the reminders {days}.",
                days=", ".join(rung_text(rung, words) for rung in missed),
            )
        )
    return title(one, words, now, zone), " ".join(lines)


def title(one: Watched, words: Words, now: datetime, zone: tzinfo) -> str:
    """Return what there is to tell of ``one`` in a line, as of ``now``."""
    days = days_to(one.moment, now, zone)
    match one.kind:
        case Kind.END:
            return _lapse(one, days, words, now, zone)
        case Kind.FILE:
            return _file(one, days, words, now)
        case Kind.RENEWAL:
            if one.moment.at > now and days > 0:
                day = words.day(day_of(one.moment, zone))
                return words("{badge} can be renewed from {day}", badge=one.title, day=day)
            return words("{badge} can be renewed now", badge=one.title)
        case Kind.REVOKED:
            return words("{badge} was revoked", badge=one.title)
        case Kind.SUSPENDED:
            return words("{badge} was suspended", badge=one.title)
        case Kind.STATUS:
            return words("Whether {badge} still stands should be looked up again", badge=one.title)
        case Kind.BACKUP:
            since = -days
            return words.plural(
                "The wallet should have been backed up {n} day ago",
                "The wallet should have been backed up {n} days ago",
                since,
            ) if since > 0 else words("The wallet should be backed up")  # fmt: skip


def _lapse(one: Watched, days: int, words: Words, now: datetime, zone: tzinfo) -> str:
    if days >= 0 and is_over(one, now):
        # A date can end in the issuer's zone before its day is here.
        last = last_instant(one.moment).astimezone(zone).date()
        return _past(one, (today(now, zone) - last).days, words)
    if days > _FAR:
        return words(
            "{badge} lapses on {day}", badge=one.title, day=words.day(day_of(one.moment, zone))
        )
    if days > 1:
        return words.plural(
            "{badge} lapses in {n} day", "{badge} lapses in {n} days", days, badge=one.title
        )
    if days == 1:
        return words("{badge} lapses tomorrow", badge=one.title)
    if one.moment.precision is Precision.DATE and days < 0:
        day = words.day(one.moment.day)
        return words("The last day of {badge} was {day}", badge=one.title, day=day)
    if not is_over(one, now):
        return words("{badge} lapses today", badge=one.title)
    return _past(one, -days, words)


def _past(one: Watched, days: int, words: Words) -> str:
    if days == 0:
        return words("{badge} lapsed today", badge=one.title)
    if days == 1:
        return words("{badge} lapsed yesterday", badge=one.title)
    return words.plural(
        "{badge} lapsed {n} day ago", "{badge} lapsed {n} days ago", days, badge=one.title
    )


def _file(one: Watched, days: int, words: Words, now: datetime) -> str:
    if is_over(one, now) or days < 0:
        return words("The file of {badge} can be verified no longer", badge=one.title)
    if days == 0:
        return words("The file of {badge} can be verified until today only", badge=one.title)
    return words.plural(
        "The file of {badge} can be verified for {n} more day",
        "The file of {badge} can be verified for {n} more days",
        days,
        badge=one.title,
    )


def _stale(due: Sequence[Due], words: Words, zone: tzinfo) -> tuple[str, str]:
    if len(due) == 1:
        one = due[0].watched
        told = words("Whether {badge} still stands should be looked up again", badge=one.title)
        return told, sentence(one, words, zone)
    told = words.plural(
        "Whether {n} badge still stands should be looked up again",
        "Whether {n} badges still stand should be looked up again",
        len(due),
    )
    return told, words("What is known of it is old. Checking them online tells.")


def sentence(one: Watched, words: Words, zone: tzinfo, *, is_passed_on: bool = False) -> str:
    """Return one or two sentences about ``one`` that are true whenever they are read.

    What ``is_passed_on``, as in a calendar that others see, is true wherever it is read, too.
    """
    when = when_text(one.moment, words, None if is_passed_on else zone)
    day = words.day(day_of(one.moment, zone))
    match one.kind:
        case Kind.END:
            return words("Valid {when}.", when=when)
        case Kind.FILE:
            return words(
                "Its file's signature is good {when}. That is the end of the file, not of what"
                " you achieved: its issuer can send a new one.",
                when=when,
            )
        case Kind.RENEWAL:
            return words("Its issuer takes renewals from {day} on.", day=day)
        case Kind.REVOKED:
            return words("Its issuer took it back; the check on {day} found that.", day=day)
        case Kind.SUSPENDED:
            return words("Its issuer suspended it; the check on {day} found that.", day=day)
        case Kind.STATUS if one.known is not None:
            known = words.day(one.known.astimezone(zone).date())
            return words("What is known of it is of {day}. Checking it online tells.", day=known)
        case Kind.STATUS:
            return words("It was never looked up. Checking it online tells.")
        case Kind.BACKUP:
            return words("What was added since the last backup is only here.")


def when_text(moment: Moment, words: Words, zone: tzinfo | None) -> str:
    """Return until when something lasts, as exactly as it is stated.

    It is told in the ``zone`` of the learner, which is called "here", or in UTC (None).
    """
    if moment.precision is Precision.DATE:
        day = words.day(moment.day)
        if moment.offset is not None:
            zone_of_date = f"UTC{offset(moment.offset).removeprefix('Z')}"
            return words(
                "to the end of {day} where its issuer is ({zone})", day=day, zone=zone_of_date
            )
        return words("to the end of {day}, anywhere on earth", day=day)
    here = moment.at.astimezone(zone or UTC)
    day, time = words.day(here.date()), f"{here:%H:%M}"
    if zone is None:
        if moment.precision is Precision.NO_ZONE:
            return words("until {day} at {time} UTC (no time zone is stated)", day=day, time=time)
        return words("until {day} at {time} UTC", day=day, time=time)
    if moment.precision is Precision.NO_ZONE:
        return words(
            "until {day} at {time} here (no time zone is stated; taken as UTC)", day=day, time=time
        )
    return words("until {day} at {time} here", day=day, time=time)


def broken(breaks: Breaks, words: Words) -> tuple[str, ...]:
    """Return a sentence for each stack that a lapse sets back."""
    return tuple(
        words("{stack}: {effect}.", stack=stack, effect=effect) for stack, effect in breaks
    )


def rung_text(rung: int, words: Words) -> str:
    """Return which reminder a rung is: "30 days before", "on the day", "1 day after"."""
    if rung == 0:
        return words("on the day")
    if rung > 0:
        return words.plural("{n} day before", "{n} days before", rung)
    return words.plural("{n} day after", "{n} days after", -rung)


def days_to(moment: Moment, now: datetime, zone: tzinfo) -> int:
    """Return how many local days it is to the day of ``moment``; less than 0 once it is past."""
    return (day_of(moment, zone) - today(now, zone)).days


def today(now: datetime, zone: tzinfo) -> date:
    """Return the day that it is in ``zone``."""
    return bounded(now).astimezone(zone).date()


def is_over(one: Watched, now: datetime) -> bool:
    """Return whether the last instant of ``one`` has passed."""
    return now > last_instant(one.moment)
