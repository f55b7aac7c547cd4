"""Three years of daily starts, gaps, wrong clocks and journeys: each reminder exactly once.

What should be told is worked out here in another way than in the program: from a list of
local mornings by ``zoneinfo``, rung by rung. The wallet is closed and opened between starts,
so that only what is on the disk carries over.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.unit.reminders.made import at, end
from tests.unit.store.fakes import opened
from wallet.reminders.ladder import Rules, told
from wallet.reminders.times import LADDER
from wallet.reminders.watched import Watched
from wallet.store.reminders import ReminderChoice
from wallet.store.vault import Vault

DAY = timedelta(days=1)
START = datetime(2027, 1, 1, 7, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Australia/Lord_Howe")]


@dataclass
class Badge:
    """A badge of the simulation; ``told`` are the real instants at which each rung was told."""

    watched: Watched
    added: datetime
    removed: datetime | None = None
    renewed: tuple[datetime, str] | None = None
    told: dict[int, datetime] = field(default_factory=dict)

    def is_there(self, now: datetime) -> bool:
        return self.added <= now and (self.removed is None or now < self.removed)


def made_badges(chance: random.Random) -> list[Badge]:
    """Return badges that end on all sorts of days, some removed or renewed on the way."""
    stated = [
        "2028-02-29",
        "2028-02-29T12:00:00Z",
        "2027-03-28T01:30:00+01:00",
        "2027-10-31T02:30:00",
        "2028-12-31T23:59:59-05:00",
    ]
    for _ in range(25):
        instant = START + timedelta(minutes=chance.randrange(60 * 24 * 1_000))
        text = instant.isoformat()
        stated.append(chance.choice((text, text[:10], text[:19])))
    badges = []
    for number, text in enumerate(stated):
        added = START + timedelta(days=chance.choice((0, 0, chance.randrange(700))), hours=3)
        watched = end(text, subject=f"badge-{number}", since=added)
        badge = Badge(watched, added)
        if chance.random() < 0.15:
            badge.removed = added + timedelta(days=chance.randrange(400))
        elif chance.random() < 0.2:
            badge.renewed = (added + timedelta(days=chance.randrange(400)), f"newer-{number}")
        badges.append(badge)
    return badges


@contextmanager
def started(path: Path, *, create: bool = False) -> Iterator[Vault]:
    with opened(path, create=create) as vault:
        yield vault


def morning(badge: Badge, rung: int, zone: ZoneInfo) -> datetime:
    """Return when a rung is due, by ``zoneinfo`` alone."""
    stated = badge.watched.moment.stated
    if len(stated) == 10:
        day = date.fromisoformat(stated)
    else:
        instant = datetime.fromisoformat(stated)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        day = instant.astimezone(zone).date()
    there = day - rung * DAY
    return datetime(there.year, there.month, there.day, 9, tzinfo=zone).astimezone(UTC)


def expected(badge: Badge, now: datetime, zone: ZoneInfo) -> list[int]:
    """Return the rungs to be told now: over, worth telling, and not told."""
    over = [rung for rung in LADDER if morning(badge, rung, zone) <= now]
    missed = [rung for rung in LADDER if morning(badge, rung, zone) < badge.added]
    worth = [rung for rung in over if rung not in missed]
    last_of_all = datetime.fromisoformat(badge.watched.moment.stated)
    if last_of_all.tzinfo is None:
        last_of_all = last_of_all.replace(tzinfo=UTC)
    if len(badge.watched.moment.stated) == 10:
        last_of_all += timedelta(hours=36, seconds=-1)
    if missed and badge.added <= min(last_of_all, now):
        worth.append(min(missed))
    nearest = min(badge.told, default=1_000)
    return sorted((rung for rung in worth if rung < nearest), reverse=True)


def starts(chance: random.Random) -> Iterator[tuple[datetime, datetime, ZoneInfo]]:
    """Yield the true time, what the clock says, and the zone, of each start of the program."""
    now, zone = START, ZONES[0]
    while now < START + 1_150 * DAY:
        now += DAY if chance.random() < 0.985 else chance.randrange(2, 60) * DAY
        now = now.replace(hour=chance.randrange(24), minute=chance.randrange(60))
        if chance.random() < 0.01:
            zone = chance.choice(ZONES)
        clock = now
        if chance.random() < 0.02:
            clock -= timedelta(hours=chance.randrange(1, 2_000))
        elif chance.random() < 0.01:
            clock += timedelta(hours=chance.randrange(1, 500))
        yield now, clock, zone
        if chance.random() < 0.2:
            yield now, clock + timedelta(minutes=1), zone


@pytest.mark.parametrize("seed", range(3))
def test_every_due_reminder_is_told_exactly_once_and_never_early(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - made up
    badges, path = made_badges(chance), tmp_path / "vault.db"
    with started(path, create=True):
        pass
    notices: Counter[str] = Counter()
    count = 0
    for true, now, zone in starts(chance):
        count += 1
        here = [one for one in badges if one.is_there(true)]
        renewed: Mapping[str, str] = {
            one.watched.subject: one.renewed[1]
            for one in here
            if one.renewed and one.renewed[0] <= true
        }
        with started(path) as vault:
            rules = Rules(vault.reminder_choices(), vault.reminders_told(), zone, renewed=renewed)
            due = rules.due([one.watched for one in here], now)
            again = rules.due([one.watched for one in here], now)
            vault.note_told(told(due, now))
        assert due == again
        found = {one.watched.subject: list(one.rungs) for one in due}
        for badge in here:
            subject = badge.watched.subject
            want = [] if subject in renewed else expected(badge, now, zone)
            assert found.pop(subject, []) == want, (seed, now, zone.key, badge)
            notices[subject] += bool(want)
            for rung in want:
                assert rung not in badge.told
                assert now >= max(morning(badge, rung, zone), badge.added)
                badge.told[rung] = now
        assert not found
    assert count > 700
    whole = [one for one in badges if one.removed is None and one.renewed is None]
    assert len(whole) > 10
    for badge in whole:
        over = [
            rung
            for rung in LADDER
            if morning(badge, rung, ZONES[0]) + 90 * DAY < START + 1_150 * DAY
            and morning(badge, rung, ZONES[0]) > badge.added + 2 * DAY
        ]
        assert set(over) <= set(badge.told), badge
        assert notices[badge.watched.subject] <= len(LADDER)
    with started(path) as vault:
        rows = vault.reminders_told()
    assert len(rows) == sum(len(one.told) for one in badges)
    assert len({(one.subject, one.moment, one.rung) for one in rows}) == len(rows)


def test_a_clock_that_ran_ahead_tells_early_by_its_own_word_and_never_again(tmp_path: Path) -> None:
    one, path, zone = end("2028-02-29", since=START), tmp_path / "vault.db", ZONES[0]
    heard: list[int] = []
    clocks = ("2027-06-01T12:00:00Z", "2029-01-01T12:00:00Z", "2027-06-02T12:00:00Z")
    with started(path, create=True):
        pass
    for clock in (*clocks, "2028-02-29T12:00:00Z", "2028-03-01T12:00:00Z"):
        with started(path) as vault:
            due = Rules({}, vault.reminders_told(), zone).due([one], at(clock))
            vault.note_told(told(due, at(clock)))
        heard += [rung for found in due for rung in found.rungs]
    assert heard == list(LADDER)


def test_three_years_of_snoozing_lose_nothing(tmp_path: Path) -> None:
    chance, zone, path = random.Random(7), ZONES[0], tmp_path / "vault.db"  # noqa: S311
    one = end("2028-06-15T10:00:00Z", since=START)
    heard: list[int] = []
    with started(path, create=True):
        pass
    now = START
    while now < START + 3 * 365 * DAY:
        now += DAY
        with started(path) as vault:
            if chance.random() < 0.05:
                until = now.date() + chance.randrange(1, 20) * DAY
                vault.decide_reminders(one.subject, ReminderChoice(snoozed_until=until))
            choices = vault.reminder_choices()
            due = Rules(choices, vault.reminders_told(), zone).due([one], now)
            vault.note_told(told(due, now))
        if due:
            choice = choices.get(one.subject, ReminderChoice())
            assert (
                choice.snoozed_until is None or now.astimezone(zone).date() >= choice.snoozed_until
            )
        heard += [rung for found in due for rung in found.rungs]
    assert heard == list(LADDER)
