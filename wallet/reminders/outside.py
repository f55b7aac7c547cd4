"""What lies outside of the vault, so that a locked wallet can remind: on which days, no more.

``reminders.json`` has one day for each reminder to come, up to which day they were told, and how
many nobody saw that notifications told by name. It names nothing. Anybody who can read the
wallet's folder can see how many reminders fall on which day.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Final, NamedTuple

from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.reminders.ladder import Rules
from wallet.reminders.times import MORNING
from wallet.reminders.watched import Kind, Watched
from wallet.store.reminders import Unseen

FILE: Final = "reminders.json"
_FORM: Final = 1
_MOST: Final = 1024 * 1024


class _Kept(NamedTuple):
    """What the file says: days, the last one told of, and how many nobody saw that were told."""

    days: list[date]
    shown: date | None = None
    unseen: int = 0


_NOTHING: Final = _Kept([])


def days_to_come(
    every: Iterable[Watched], rules: Rules, now: datetime, zone: tzinfo
) -> tuple[date, ...]:
    """Return the local day of every notice to come; of what is due already, one.

    What was not looked up is told of all badges together, and so is one notice a day.
    """
    found: set[tuple[str, str, date]] = set()
    for one in every:
        coming = rules.coming(one, now)
        due = [rung.at for rung in coming if rung.at <= now][-1:]
        later = [rung.at for rung in coming if rung.at > now]
        about = "" if one.kind is Kind.STATUS else one.subject
        found |= {(one.kind, about, at.astimezone(zone).date()) for at in (*due, *later)}
    return tuple(sorted(day for _kind, _about, day in found))


def keep(home: Path, days: Iterable[date], today: date, unseen: int = 0) -> None:
    """Write the days of the reminders to come; VaultError where that cannot be.

    ``unseen`` is of how many lines of the agenda only notifications told.

    Nothing is written where it would be the same. What was told by a clock that ran ahead of
    ``today`` counts as told up to today. Where there are more of the days that were told than
    before, all that is due counts as not told.
    """
    before, shown, had = _read(home)
    new, told = sorted(days), min(shown, today) if shown else None
    if told and Counter(one for one in new if one <= told) - Counter(before):
        told = None
    if (new, told, unseen) != (before, shown, had) or not (home / FILE).exists():
        _write(home, _Kept(new, told, unseen))


def due_while_locked(home: Path, now: datetime, zone: tzinfo) -> int:
    """Return how many reminders are due that were not told while the wallet was locked.

    None is due before the morning of its day. A file that is missing or damaged tells none.
    """
    kept = _read(home)
    return len(_due(kept.days, kept.shown, now, zone))


def waiting_while_locked(home: Path, now: datetime, zone: tzinfo) -> int:
    """Return how many reminders wait to be seen, those that were told already among them."""
    kept = _read(home)
    return len(_due(kept.days, None, now, zone)) + kept.unseen


def shown_while_locked(home: Path, now: datetime, zone: tzinfo) -> None:
    """Note that the learner was told how many are due, so that they are not told again.

    The reminders themselves are told, by name, once the wallet is open.
    """
    kept = _read(home)
    if due := _due(kept.days, kept.shown, now, zone):
        _write(home, kept._replace(shown=max(due)))


def lines(unseen: Collection[Unseen]) -> int:
    """Return in how many lines these are shown: what should be looked up again is one."""
    stale = sum(kind == Kind.STATUS for kind, _subject, _end in unseen)
    return len(unseen) - max(stale - 1, 0)


def _due(days: list[date], shown: date | None, now: datetime, zone: tzinfo) -> list[date]:
    here = now.astimezone(zone)
    last = here.date()
    return [
        one
        for one in days
        if (one < last or (one == last and here.time() >= MORNING))
        and (shown is None or one > shown)
    ]


def _read(home: Path) -> _Kept:
    try:
        with (home / FILE).open("rb") as file:
            kept = strictjson.parse(file.read(_MOST))
        if not isinstance(kept, dict) or kept.get("format") != _FORM:
            return _NOTHING
        shown, unseen = kept.get("shown"), kept.get("unseen", 0)
        return _Kept(
            sorted(date.fromisoformat(one) for one in kept["due"]),
            date.fromisoformat(shown) if shown else None,
            unseen if isinstance(unseen, int) and unseen > 0 else 0,
        )
    except (OSError, UnusableInput, KeyError, TypeError, ValueError):
        return _NOTHING


def _write(home: Path, kept: _Kept) -> None:
    from wallet.store import files  # noqa: PLC0415 - heavy, and needed only for writing

    said = {
        "format": _FORM,
        "due": [one.isoformat() for one in kept.days],
        "shown": kept.shown.isoformat() if kept.shown else None,
        "unseen": kept.unseen,
    }
    files.write_atomically(home / FILE, json.dumps(said).encode())
