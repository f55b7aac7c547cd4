"""Reminders as a calendar file (RFC 5545) that updates what an earlier one brought.

The UID of an event is the same for ever and its SEQUENCE rises with every change, so that a
calendar that imports the file again replaces the event (RFC 5545 §3.8.7.4). There are two
forms: one event for each end with an alarm for each reminder; and one all-day event for
each reminder, for calendars that keep one alarm of an event, as Outlook does, or none that rings
more than four weeks before, as Google does. Outlook takes an alarm after the start for one before
it ([MS-OXCICAL] 2.1.3.1.1.20.62): so that form has none but at the start of its day.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

import msgspec

from wallet.credential.moment import Precision, rfc3339
from wallet.i18n import Words
from wallet.reminders.agenda import Item, State
from wallet.reminders.ladder import ON_LADDER, rung_at
from wallet.reminders.telling import broken, sentence, title, today
from wallet.reminders.times import MORNING
from wallet.reminders.watched import Kind, Watched
from wallet.store.reminders import CalendarEvent
from wallet.store.rows import instant

FORMS: Final = ("alarms", "days")
"""One event with alarms for each end; or one all-day event for each reminder."""
NAME: Final = "learner-wallet.ics"
PRODID: Final = "-//learner-wallet//reminders//EN"
_IN_CALENDARS: Final = frozenset({Kind.END, Kind.FILE, Kind.RENEWAL})
_LONGEST: Final = 500
_YEAR: Final = timedelta(days=366)
_MORNING: Final = timedelta(hours=MORNING.hour)
_UID: Final = re.compile(rb"^UID:([^\r\n]+)", re.MULTILINE)
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Event(msgspec.Struct, frozen=True):
    """One event. ``start`` is a date for a whole day, else an instant in UTC, as RFC 3339.

    ``alarms`` are how long after its start, in seconds, it reminds; mostly less than 0. ``told``
    is what each of them says; without it, the summary.
    """

    uid: str
    form: str
    start: str
    summary: str
    description: str = ""
    url: str | None = None
    alarms: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    cancelled: bool = False

    @property
    def begins(self) -> date | datetime:
        """The day, or the instant in UTC."""
        return date.fromisoformat(self.start) if len(self.start) == 10 else instant(self.start)

    def day(self, zone: tzinfo) -> date:
        """Return the local day that it is on."""
        begins = self.begins
        return begins.astimezone(zone).date() if isinstance(begins, datetime) else begins


def events(
    agenda: Iterable[Item], form: str, words: Words, now: datetime, zone: tzinfo
) -> tuple[Event, ...]:
    """Return the events of what is yet to come, in one of :data:`FORMS`."""
    found: list[Event] = []
    for item in agenda:
        one = item.watched
        if one.kind not in _IN_CALENDARS or item.state in (State.DISMISSED, State.RENEWED):
            continue
        if form == "alarms":
            if item.days >= min((0, *_rungs(item))):
                found.append(_with_alarms(item, words, zone))
        else:
            found += _by_day(item, words, now, zone)
    return tuple(found)


def _rungs(item: Item) -> tuple[int, ...]:
    """Return how many days before its day there is a reminder, the most first.

    What is snoozed is told of on the day until which it is, where anything was missed by then.
    """
    rungs = item.ladder if item.watched.kind in ON_LADDER else (0,)
    until = item.snoozed_until
    if until is None:
        return rungs
    begins = (item.day - until).days
    missed = (begins,) if item.next == until else ()
    return tuple(sorted({*missed, *(one for one in rungs if one <= begins)}, reverse=True))


def _with_alarms(item: Item, words: Words, zone: tzinfo) -> Event:
    one = item.watched
    start: date | datetime = item.day
    if one.moment.precision is not Precision.DATE:
        start = one.moment.at.replace(microsecond=0)
    alarms: list[int] = []
    told: list[str] = []
    for rung in _rungs(item):
        due = rung_at(one, rung, zone)
        offset = due - start if isinstance(start, datetime) else _MORNING - timedelta(days=rung)
        alarms.append(int(offset.total_seconds()))
        told.append(plain(title(one, words, due, zone)))
    summary = {
        Kind.END: words("{badge} lapses", badge=one.title),
        Kind.FILE: words("The file of {badge} lapses", badge=one.title),
    }.get(one.kind, words("{badge} can be renewed now", badge=one.title))
    return Event(
        uid=_uid(one, "alarms"),
        form="alarms",
        start=rfc3339(start) if isinstance(start, datetime) else start.isoformat(),
        summary=plain(summary),
        description=_about(item, words, zone),
        url=one.url,
        alarms=tuple(alarms),
        told=tuple(told),
    )


def _by_day(item: Item, words: Words, now: datetime, zone: tzinfo) -> Iterator[Event]:
    one = item.watched
    for rung in _rungs(item):
        due = rung_at(one, rung, zone)
        day = due.astimezone(zone).date()
        if day < today(now, zone):
            continue
        yield Event(
            uid=_uid(one, "days", rung),
            form="days",
            start=day.isoformat(),
            summary=plain(title(one, words, due, zone)),
            description=_about(item, words, zone),
            url=one.url,
            alarms=(0,),
        )


def _uid(one: Watched, form: str, rung: int | None = None) -> str:
    said = f"learner-wallet {form} {one.kind} {one.subject} {'' if rung is None else rung}"
    return f"{hashlib.sha256(said.encode()).hexdigest()[:40]}@learner-wallet"


def _about(item: Item, words: Words, zone: tzinfo) -> str:
    one = item.watched
    lines = [sentence(one, words, zone, is_passed_on=True), *broken(item.breaks, words)]
    if one.issuer:
        lines.append(words("Issued by {issuer}.", issuer=one.issuer))
    return "\n".join(plain(line) for line in lines)


def plain(text: str) -> str:
    """Return text of a credential in one line without anything that could steer a program."""
    kept = "".join(
        " " if one.isspace() else one
        for one in text
        if one.isspace() or one in "\u200c\u200d" or unicodedata.category(one) not in _STEERING
    )
    return " ".join(kept.split())[:_LONGEST]


def numbered(
    new: Iterable[Event],
    before: Mapping[str, CalendarEvent],
    form: str,
    now: datetime,
    zone: tzinfo,
    *,
    standing: Collection[str] = (),
) -> tuple[tuple[tuple[Event, CalendarEvent], ...], tuple[str, ...]]:
    """Return the events to write, each with what is kept of it, and the UIDs to forget.

    What changed has the next number and the time of the change. What is gone, and would still
    stand in a calendar on a day to come, is cancelled; what is over is left as it is, and
    forgotten a year later. ``standing`` are the UIDs in the file that is written anew: of the
    other form, only these are cancelled.
    """
    here = today(now, zone)
    found = {event.uid: event for event in new}
    forgotten: list[str] = []
    for uid, kept in before.items():
        old = msgspec.json.decode(kept.content, type=Event)
        if uid in found or (old.form != form and uid not in standing):
            continue
        day = old.day(zone)
        if day < here:
            forgotten += [uid] if here - day > _YEAR else []
        elif old.cancelled:
            found[uid] = old
        else:
            found[uid] = Event(uid, old.form, old.start, old.summary, cancelled=True)
    written: list[tuple[Event, CalendarEvent]] = []
    for uid, event in found.items():
        content = msgspec.json.encode(event).decode()
        kept_before = before.get(uid)
        if kept_before is None:
            kept = CalendarEvent(uid, 0, now.replace(microsecond=0), content)
        elif msgspec.json.decode(kept_before.content, type=Event) == event:
            kept = kept_before
        else:
            number = kept_before.sequence + 1
            kept = CalendarEvent(uid, number, now.replace(microsecond=0), content)
        written.append((event, kept))
    return tuple(written), tuple(forgotten)


def written(events: Iterable[tuple[Event, CalendarEvent]], words: Words) -> bytes:
    """Return a calendar file of ``events``. The same events give the same bytes."""
    import icalendar  # noqa: PLC0415 - 60 ms, and needed only here

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words("Badges"))
    for event, kept in events:
        one = icalendar.Event()
        one.add("uid", event.uid)
        one.add("dtstamp", kept.changed_at)
        one.add("last-modified", kept.changed_at)
        one.add("sequence", kept.sequence)
        one.add("dtstart", event.begins)
        if not isinstance(event.begins, datetime):
            one.add("dtend", event.begins + timedelta(days=1))
        one.add("summary", event.summary)
        if event.description:
            one.add("description", event.description)
        if event.url:
            one.add("url", event.url)
        one.add("transp", "TRANSPARENT")
        one.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        for number, seconds in enumerate(event.alarms):
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.told[number] if event.told else event.summary)
            # At the start as calendars themselves write it; icalendar has "P0D".
            trigger = timedelta(seconds=seconds) if seconds else icalendar.vText("PT0S")
            alarm.add("trigger", trigger)
            one.add_component(alarm)
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def uids(data: bytes) -> frozenset[str]:
    """Return the UIDs of the events in a calendar file that was written here."""
    return frozenset(one.decode() for one in _UID.findall(data))


def is_ours(head: bytes) -> bool:
    """Return whether a file that begins so is a calendar that was written here."""
    return head.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{PRODID}\r\n".encode() in head
