"""The agenda: what lapses when, what it breaks, and what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, Final

import msgspec

from wallet.credential.moment import rfc3339
from wallet.i18n import Words
from wallet.reminders.ladder import ON_LADDER, Rules, wholes
from wallet.reminders.telling import (
    Breaks,
    Effects,
    broken,
    days_to,
    is_over,
    sentence,
    title,
    today,
)
from wallet.reminders.times import day_of, last_instant
from wallet.reminders.watched import REPEATED, Kind, Watched

_SHOWN_FOR: Final = 30
"""For how many days the agenda still shows what has lapsed."""


class State(StrEnum):
    """What is done about a moment."""

    WATCHED = "watched"
    DUE = "due"
    """A reminder of it fell due and was not told yet."""
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    RENEWED = "renewed"


class Item(msgspec.Struct, frozen=True):
    """A line of the agenda.

    ``days`` are local days to ``day``, less than 0 once it is past; ``next`` is the day of the
    next reminder; ``ladder`` the days before the end on which there is one. ``renewed_by`` is
    the badge that makes it needless, with its name; where ``is_copy``, that is another file of
    the same award. ``is_alone`` is whether what was decided is of this line, and of no other of
    its credential.
    """

    watched: Watched
    day: date
    days: int
    state: State
    ladder: tuple[int, ...] = ()
    next: date | None = None
    snoozed_until: date | None = None
    renewed_by: tuple[str, str] | None = None
    is_copy: bool = False
    is_alone: bool = False
    breaks: Breaks = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that is watched, the rules of telling it, and when and where that is looked at.

    ``titles`` are the names of all credentials in the wallet, by subject, and ``copies`` the
    subjects that are another file of an award that is told of already.
    """

    watched: tuple[Watched, ...]
    rules: Rules
    titles: Mapping[str, str]
    now: datetime
    zone: tzinfo
    copies: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """The local day."""
        return today(self.now, self.zone)

    @property
    def renewed(self) -> frozenset[str]:
        """The subjects whose place a newer badge takes."""
        ends = (one for one in self.watched if one.kind is Kind.END)
        return frozenset(
            one.subject
            for one in ends
            if one.subject not in self.copies and self.rules.renewed_by(one) is not None
        )

    def first_end(self, about: str, before: date) -> date | None:
        """Return the first day to come, ``before`` another, on which something lapses."""
        days = (
            day_of(one.moment, self.zone)
            for one in self.watched
            if one.kind is Kind.END and about in wholes(one.about) and not is_over(one, self.now)
        )
        return min((day for day in days if day < before), default=None)


def agenda(outlook: Outlook, effects: Effects) -> tuple[Item, ...]:
    """Return a line for each moment, the first one first."""
    found = [_item(one, outlook, effects) for one in outlook.watched]
    return tuple(sorted(found, key=lambda one: (one.watched.moment.at, one.watched.subject)))


def _item(one: Watched, outlook: Outlook, effects: Effects) -> Item:
    rules, now, zone = outlook.rules, outlook.now, outlook.zone
    choice, successor = rules.choice(one.about), rules.renewed_by(one)
    coming = rules.coming(one, now)
    snoozed = choice.snoozed_until
    if snoozed is not None and outlook.today >= snoozed:
        snoozed = None
    if successor is not None:
        state = State.RENEWED
    elif choice.dismissed_at is not None:
        state = State.DISMISSED
    elif snoozed is not None:
        state = State.SNOOZED
    else:
        state = State.DUE if any(rung.at <= now for rung in coming) else State.WATCHED
    later = [rung.at for rung in coming if rung.at > now]
    return Item(
        watched=one,
        day=day_of(one.moment, zone),
        days=days_to(one.moment, now, zone),
        state=state,
        ladder=rules.days(one.about) if one.kind in ON_LADDER else (),
        next=min(later).astimezone(zone).date() if later else None,
        snoozed_until=snoozed,
        renewed_by=(successor, outlook.titles.get(successor, "")) if successor else None,
        is_copy=one.subject in outlook.copies,
        is_alone=rules.is_alone(one),
        breaks=effects(one.subject)
        if one.kind is Kind.END and last_instant(one.moment) >= now and successor is None
        else (),
    )


def is_shown(item: Item) -> bool:
    """Return whether a line is still worth showing: it is due, or not over for long."""
    lasting = item.watched.kind in REPEATED or item.state is State.DUE
    return lasting or item.days >= -_SHOWN_FOR


def item_json(item: Item, words: Words, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """Return a line of the agenda as ``remind --json`` has it."""
    one = item.watched
    return {
        "credential": one.subject,
        "kind": one.kind.value,
        "name": one.title,
        "issuer": one.issuer,
        "end": one.end,
        "last_instant": rfc3339(last_instant(one.moment)),
        "precision": one.moment.precision.value,
        "day": item.day.isoformat(),
        "days": item.days,
        "title": title(one, words, now, zone),
        "sentence": sentence(one, words, zone),
        "state": item.state.value,
        "next_reminder": item.next.isoformat() if item.next else None,
        "reminders": list(item.ladder),
        "snoozed_until": item.snoozed_until.isoformat() if item.snoozed_until else None,
        "renewed_by": {"id": item.renewed_by[0], "name": item.renewed_by[1]}
        if item.renewed_by
        else None,
        "is_copy": item.is_copy,
        "breaks": [
            {"stack": stack, "effect": effect, "sentence": told}
            for (stack, effect), told in zip(item.breaks, broken(item.breaks, words), strict=True)
        ],
        "renew": {"url": one.url, "refreshable": one.refreshable},
    }
