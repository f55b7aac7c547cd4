"""Three years of daily starts, gaps, wrong clocks and journeys: each reminder exactly once.

Only what was told by a clock that ran more than a day ahead of the one now is told again.

What should be told is worked out here in another way than in the program: from a list of
local mornings by ``zoneinfo``, rung by rung. The wallet is closed and opened between starts,
so that only what is on the disk carries over.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.issuing import Issuer
from tests.unit.reminders.made import Clock, at, badge, end, put, wallet
from tests.unit.store.fakes import opened
from wallet.app import App
from wallet.i18n import Words
from wallet.reminders.ladder import Rules, is_snooze, told
from wallet.reminders.times import LADDER
from wallet.reminders.watched import Watched
from wallet.store.reminders import ReminderChoice
from wallet.store.vault import Vault

DAY = timedelta(days=1)
ISSUER = Issuer()
EN = Words("en")
ENDS = ("2028-02-29", "2027-10-31T02:30:00+02:00", "2028-03-26", "2027-12-31T23:59:59Z")
START = datetime(2027, 1, 1, 7, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Australia/Lord_Howe")]


@dataclass
class Badge:
    """A badge of the simulation; ``told`` is what the clock said when each rung was told."""

    watched: Watched
    added: datetime
    removed: datetime | None = None
    renewed: tuple[datetime, str] | None = None
    told: dict[int, datetime] = field(default_factory=dict)

    def note(self, rung: int, now: datetime) -> bool:
        """Note that a rung was told, and return whether it was for the first time."""
        before = self.told.get(rung)
        assert before is None or before - now > DAY
        self.told[rung] = now
        return before is None

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


class Restarted:
    """A vault that is closed and opened again before every tenth start of the program."""

    def __init__(self, path: Path) -> None:
        self._path, self._asked, self._open = path, 0, ExitStack()
        self._vault = self._open.enter_context(opened(path, create=True))

    def vault(self) -> Vault:
        self._asked += 1
        if self._asked % 10 == 0:
            self.close()
            self._vault = self._open.enter_context(opened(self._path))
        return self._vault

    def close(self) -> None:
        self._open.close()


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
    found = datetime(there.year, there.month, there.day, 9, tzinfo=zone)
    if rung == 0 and len(stated) != 10 and (instant <= found or there != day):
        found -= DAY  # the morning before, by the clock on the wall
    return found.astimezone(UTC)


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
    counting = (rung for rung, told_at in badge.told.items() if told_at - now <= DAY)
    nearest = min(counting, default=1_000)
    return sorted((rung for rung in worth if rung < nearest), reverse=True)


def starts(chance: random.Random, step: int = 1) -> Iterator[tuple[datetime, datetime, ZoneInfo]]:
    """Yield the true time, what the clock says, and the zone, of each start of the program."""
    now, zone = START, ZONES[0]
    while now < START + 1_150 * DAY:
        now += step * DAY if chance.random() < 0.985 else chance.randrange(2, 60) * DAY
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
    badges, vaults = made_badges(chance), Restarted(tmp_path / "vault.db")
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
        vault = vaults.vault()
        rules = Rules(vault.reminder_choices(), vault.reminders_told(), zone, renewed=renewed)
        due = rules.due([one.watched for one in here], now)
        vault.note_told(told(due, now))
        found = {one.watched.subject: list(one.rungs) for one in due}
        for held in here:
            subject = held.watched.subject
            want = [] if subject in renewed else expected(held, now, zone)
            assert found.pop(subject, []) == want, (seed, now, zone.key, held)
            is_first = [held.note(rung, now) for rung in want]
            notices[subject] += any(is_first)
            for rung in want:
                assert now >= max(morning(held, rung, zone), held.added)
        assert not found
    assert count > 700
    whole = [one for one in badges if one.removed is None and one.renewed is None]
    assert len(whole) > 10
    for held in whole:
        over = [
            rung
            for rung in LADDER
            if morning(held, rung, ZONES[0]) + 90 * DAY < START + 1_150 * DAY
            and morning(held, rung, ZONES[0]) > held.added + 2 * DAY
        ]
        assert set(over) <= set(held.told), held
        assert notices[held.watched.subject] <= len(LADDER)
    rows = vaults.vault().reminders_told()
    vaults.close()
    assert len(rows) == sum(len(one.told) for one in badges)
    assert len({(one.subject, one.moment, one.rung) for one in rows}) == len(rows)


def changed(app: App, badges: list[Badge], chance: random.Random, now: datetime) -> None:
    """Remove one badge now and then, and renew another by one that never ends."""
    for one in badges:
        name, dice = one.watched.title, chance.random()
        if not one.is_there(now) or one.renewed or dice > 0.012:
            continue
        if dice < 0.004:
            app.remove([one.watched.subject])
            one.removed = now
        else:
            again = f"{name}-again"
            put(app, badge(ISSUER, again, None, achievement=f"https://harbour.example/{name}"))
            one.renewed = (now, again)


@pytest.mark.parametrize("seed", range(2))
def test_a_wallet_of_real_badges_tells_each_once_and_is_locked_between(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - made up
    clock = Clock(START.isoformat())
    app = wallet(tmp_path, clock)
    plan = sorted((START + chance.randrange(250) * DAY, f"b{n}") for n in range(12))
    badges: list[Badge] = []
    heard: Counter[tuple[str, int]] = Counter()
    app.lock()
    for true, now, zone in starts(chance, 9):
        app.zone, clock.now = zone, now
        app.unlock(passphrase="quick")
        if now == true:
            changed(app, badges, chance, now)
            while plan and plan[0][0] <= now:
                name = plan.pop(0)[1]
                text = ENDS[int(name[1:]) % len(ENDS)]
                (subject,) = put(app, badge(ISSUER, name, text))
                badges.append(Badge(end(text, subject=subject, title=name), now))
        due = app.due_reminders(EN)
        app.reminders_shown(due)
        assert app.due_reminders(EN) == ()
        app.lock()
        found = {one.subjects[0]: list(one.rungs) for one in due}
        for one in badges:
            came = one.added if one.added <= now + DAY else now - 30 * DAY
            seen = Badge(one.watched, came, told=one.told)
            is_quiet = one.renewed or not one.is_there(true)
            want = [] if is_quiet else expected(seen, now, zone)
            assert found.pop(one.watched.subject, []) == want, (seed, now, zone.key, one)
            for rung in want:
                heard[one.watched.subject, rung] += one.note(rung, now)
        assert not found
    assert any(one.renewed for one in badges)
    assert any(one.removed for one in badges)
    assert len(heard) > 30
    assert set(heard.values()) == {1}


def test_what_a_clock_told_that_ran_ahead_is_told_in_its_time_once_it_is_right(
    tmp_path: Path,
) -> None:
    one, path, zone = end("2028-03-01T12:00:00Z", since=START), tmp_path / "vault.db", ZONES[0]
    with opened(path, create=True):
        pass

    def heard(now: datetime) -> list[int]:
        with opened(path) as vault:
            due = Rules({}, vault.reminders_told(), zone).due([one], now)
            vault.note_told(told(due, now))
        return [rung for found in due for rung in found.rungs]

    now = at("2027-06-01T12:00:00Z")
    assert heard(now) == []
    assert heard(at("2029-01-01T12:00:00Z")) == list(LADDER)
    right = []
    while now < at("2030-01-01T12:00:00Z"):
        now += DAY
        right += heard(now)
    assert right == list(LADDER)


def test_three_years_of_snoozing_lose_nothing_and_each_is_heard_again_on_its_day_once(
    tmp_path: Path,
) -> None:
    chance, zone, vaults = random.Random(7), ZONES[0], Restarted(tmp_path / "vault.db")  # noqa: S311
    one = end("2028-06-15T10:00:00Z", since=START)
    heard: list[int] = []
    again: list[date] = []
    asked: list[date] = []
    until: date | None = None
    now = START
    while now < START + 3 * 365 * DAY:
        now += DAY
        vault = vaults.vault()
        if chance.random() < 0.05:
            until = now.date() + chance.randrange(1, 20) * DAY
            vault.decide_reminders(one.subject, ReminderChoice(snoozed_until=until))
        choices = vault.reminder_choices()
        due = Rules(choices, vault.reminders_told(), zone).due([one], now)
        vault.note_told(told(due, now))
        here = now.astimezone(zone).date()
        assert not due or until is None or here >= until
        if until == here:
            asked.append(here)
        for rung in (rung for found in due for rung in found.rungs):
            if is_snooze(rung):
                assert date.fromordinal(rung) == here
                again.append(here)
            else:
                heard.append(rung)
    assert heard == list(LADDER)
    assert again == asked
    assert len(asked) > 20
    vaults.close()
