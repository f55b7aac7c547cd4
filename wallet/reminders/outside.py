"""What lies outside of the vault, so that a locked wallet can remind: on which days, no more.

``reminders.json`` has the days of the reminders to come, those of one end together, and up to
which day they were told. It names nothing. Anybody who can read the wallet's folder can see
how many reminders fall on which days.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.reminders.ladder import Rules
from wallet.reminders.times import MORNING, bounded
from wallet.reminders.watched import Kind, Watched

FILE: Final = "reminders.json"
_FORM: Final = 2
_MOST: Final = 1024 * 1024


Days = list[list[date]]
"""The days of the reminders to come, those that would be one notice together; in order."""


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


def keep(home: Path, new: Days, today: date) -> None:
    """Write the days of the reminders to come; VaultError where that cannot be.

    Nothing is written where it would be the same. What was told by a clock that ran ahead of
    ``today`` counts as told up to today. Where there are more of the days that were told than
    before, all that is due counts as not told.
    """
    before, shown = _read(home)
    told = min(shown, today) if shown else None
    if told and Counter(one for one in _every(new) if one <= told) - Counter(_every(before)):
        told = None
    if (new, told) != (before, shown) or not (home / FILE).exists():
        _write(home, new, told)


def due_while_locked(home: Path, now: datetime, zone: tzinfo, *, all_day: bool = False) -> int:
    """Return how many reminders wait, where one fell due that was not told while locked; else 0.

    None is due before the morning of its day, or with ``all_day`` before the day. A file that is
    missing or damaged tells none.
    """
    days, shown = _read(home)
    last = _last_due(now, zone, all_day=all_day)
    is_news = any(one <= last and (shown is None or one > shown) for one in _every(days))
    return _waiting(days, last) if is_news else 0


def waiting_while_locked(home: Path, now: datetime, zone: tzinfo) -> int:
    """Return how many reminders wait to be told by name, those told while locked among them."""
    days, _shown = _read(home)
    return _waiting(days, _last_due(now, zone))


def shown_while_locked(home: Path, now: datetime, zone: tzinfo, *, all_day: bool = False) -> None:
    """Note that the learner was told how many are due, so that they are not told again.

    The reminders themselves are told, by name, once the wallet is open.
    """
    days, shown = _read(home)
    last = _last_due(now, zone, all_day=all_day)
    due = [one for one in _every(days) if one <= last]
    if due and (shown is None or max(due) > shown):
        _write(home, days, max(due))


def _every(days: Days) -> list[date]:
    return [one for several in days for one in several]


def _waiting(days: Days, last: date) -> int:
    return sum(1 for several in days if min(several) <= last)


def _last_due(now: datetime, zone: tzinfo, *, all_day: bool = False) -> date:
    """Return the last day of which the reminders are due."""
    here = bounded(now).astimezone(zone)
    is_due = all_day or here.time() >= MORNING
    return here.date() if is_due else here.date() - timedelta(days=1)


def _read(home: Path) -> tuple[Days, date | None]:
    try:
        with (home / FILE).open("rb") as file:
            kept = strictjson.parse(file.read(_MOST))
        if not isinstance(kept, dict) or kept.get("format") != _FORM:
            return [], None
        shown = kept.get("shown")
        return (
            [[date.fromisoformat(one) for one in several] for several in kept["due"] if several],
            date.fromisoformat(shown) if shown else None,
        )
    except (OSError, UnusableInput, KeyError, TypeError, ValueError):
        return [], None


def _write(home: Path, days: Days, shown: date | None) -> None:
    from wallet.store import files  # noqa: PLC0415 - heavy, and needed only for writing

    said = {
        "format": _FORM,
        "due": [[one.isoformat() for one in several] for several in days],
        "shown": shown.isoformat() if shown else None,
    }
    files.write_atomically(home / FILE, json.dumps(said).encode())
