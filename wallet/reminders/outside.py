"""What lies outside of the vault, so that a locked wallet can remind: on which days, no more.

``reminders.json`` has the days of the reminders to come, those of one end together, up to which
day they were told, and how many nobody saw that notifications told by name. It names nothing.
Anybody who can read the wallet's folder can see how many reminders fall on which days.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final, NamedTuple

from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.reminders.ladder import Rules
from wallet.reminders.times import MORNING, bounded
from wallet.reminders.watched import Kind, Watched
from wallet.store.reminders import Unseen

FILE: Final = "reminders.json"
_FORM: Final = 2
_MOST: Final = 1024 * 1024


Days = list[list[date]]
"""The days of the reminders to come, those that would be one notice together; in order."""


class _Kept(NamedTuple):
    """What the file says: days, the last one told of, and how many nobody saw that were told."""

    days: Days
    shown: date | None = None
    unseen: int = 0


_NOTHING: Final = _Kept([])


def days_to_come(every: Iterable[Watched], rules: Rules, now: datetime, zone: tzinfo) -> Days:
    """Return the local days of every notice to come; of what is due already, one.

    What was not looked up is told of all badges together, and so is one notice.
    """
    found: dict[tuple[str, str], set[date]] = {}
    for one in every:
        coming = rules.coming(one, now)
        due = [rung.at for rung in coming if rung.at <= now][-1:]
        later = [rung.at for rung in coming if rung.at > now]
        about = "" if one.kind is Kind.STATUS else one.subject
        days = {at.astimezone(zone).date() for at in (*due, *later)}
        if days:
            found.setdefault((one.kind, about), set()).update(days)
    return sorted(sorted(days) for days in found.values())


def keep(home: Path, new: Days, today: date, unseen: int = 0) -> None:
    """Write the days of the reminders to come; VaultError where that cannot be.

    ``unseen`` is of how many lines of the agenda only notifications told.

    Nothing is written where it would be the same. What was told by a clock that ran ahead of
    ``today`` counts as told up to today. Where there are more of the days that were told than
    before, all that is due counts as not told.
    """
    before, shown, had = _read(home)
    told = min(shown, today) if shown else None
    if told and Counter(one for one in _every(new) if one <= told) - Counter(_every(before)):
        told = None
    if (new, told, unseen) != (before, shown, had) or not (home / FILE).exists():
        _write(home, _Kept(new, told, unseen))


def due_while_locked(home: Path, now: datetime, zone: tzinfo, *, all_day: bool = False) -> int:
    """Return how many reminders wait, where one fell due that was not told while locked; else 0.

    None is due before the morning of its day, or with ``all_day`` before the day. A file that is
    missing or damaged tells none.
    """
    kept = _read(home)
    last = _last_due(now, zone, all_day=all_day)
    is_news = any(
        one <= last and (kept.shown is None or one > kept.shown) for one in _every(kept.days)
    )
    return _waiting(kept.days, last) if is_news else 0


def waiting_while_locked(home: Path, now: datetime, zone: tzinfo) -> int:
    """Return how many reminders wait to be seen, those that were told already among them."""
    kept = _read(home)
    return _waiting(kept.days, _last_due(now, zone)) + kept.unseen


def shown_while_locked(home: Path, now: datetime, zone: tzinfo, *, all_day: bool = False) -> None:
    """Note that the learner was told how many are due, so that they are not told again.

    The reminders themselves are told, by name, once the wallet is open.
    """
    kept = _read(home)
    last = _last_due(now, zone, all_day=all_day)
    due = [one for one in _every(kept.days) if one <= last]
    if due and (kept.shown is None or max(due) > kept.shown):
        _write(home, kept._replace(shown=max(due)))


def lines(unseen: Collection[Unseen]) -> int:
    """Return in how many lines these are shown: what should be looked up again is one."""
    stale = sum(kind == Kind.STATUS for kind, _subject, _end in unseen)
    return len(unseen) - max(stale - 1, 0)


def _every(days: Days) -> list[date]:
    return [one for several in days for one in several]


def _waiting(days: Days, last: date) -> int:
    return sum(1 for several in days if min(several) <= last)


def _last_due(now: datetime, zone: tzinfo, *, all_day: bool = False) -> date:
    """Return the last day of which the reminders are due."""
    here = bounded(now).astimezone(zone)
    is_due = all_day or here.time() >= MORNING
    return here.date() if is_due else here.date() - timedelta(days=1)


def _read(home: Path) -> _Kept:
    try:
        with (home / FILE).open("rb") as file:
            kept = strictjson.parse(file.read(_MOST))
        if not isinstance(kept, dict) or kept.get("format") != _FORM:
            return _NOTHING
        shown, unseen = kept.get("shown"), kept.get("unseen", 0)
        return _Kept(
            [[date.fromisoformat(one) for one in several] for several in kept["due"] if several],
            date.fromisoformat(shown) if shown else None,
            unseen if isinstance(unseen, int) and unseen > 0 else 0,
        )
    except (OSError, UnusableInput, KeyError, TypeError, ValueError):
        return _NOTHING


def _write(home: Path, kept: _Kept) -> None:
    from wallet.store import files  # noqa: PLC0415 - heavy, and needed only for writing

    said = {
        "format": _FORM,
        "due": [[one.isoformat() for one in several] for several in kept.days],
        "shown": kept.shown.isoformat() if kept.shown else None,
        "unseen": kept.unseen,
    }
    files.write_atomically(home / FILE, json.dumps(said).encode())
