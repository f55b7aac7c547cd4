"""Reminders fall due on local mornings, whatever clocks and calendars do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from tests.unit.reminders.made import at, moment
from wallet.i18n import Words
from wallet.reminders.telling import when_text
from wallet.reminders.times import (
    SystemZone,
    day_of,
    due_at,
    is_watchable,
    last_instant,
    remind_at,
)

ZONES = ("Europe/Paris", "America/St_Johns", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu")


@pytest.mark.parametrize(
    ("day", "rung", "zone", "due"),
    [
        ("2028-03-30", 30, "Europe/Paris", "2028-02-29T08:00:00Z"),  # to a leap day
        ("2028-02-29", 0, "Europe/Paris", "2028-02-29T08:00:00Z"),
        ("2028-02-29", 365, "Europe/Paris", "2027-03-01T08:00:00Z"),
        ("2028-02-29", -1, "Europe/Paris", "2028-03-01T08:00:00Z"),
        ("2027-03-29", 1, "Europe/Paris", "2027-03-28T07:00:00Z"),  # clocks went forward
        ("2027-03-28", 1, "Europe/Paris", "2027-03-27T08:00:00Z"),
        ("2027-10-31", 0, "Europe/Paris", "2027-10-31T08:00:00Z"),  # clocks went back
        ("2027-10-31", 1, "Europe/Paris", "2027-10-30T07:00:00Z"),
        ("2027-05-01", 0, "Pacific/Kiritimati", "2027-04-30T19:00:00Z"),
        ("2027-05-01", 0, "Etc/GMT+12", "2027-05-01T21:00:00Z"),
    ],
)
def test_a_reminder_is_due_at_nine_here(day: str, rung: int, zone: str, due: str) -> None:
    assert due_at(date.fromisoformat(day), rung, ZoneInfo(zone)) == at(due)


@pytest.mark.parametrize(
    ("end", "rung", "zone", "due"),
    [
        ("2026-11-24T00:00:00Z", 0, "UTC", "2026-11-23T09:00:00Z"),
        ("2026-11-24T00:00:00Z", 1, "UTC", "2026-11-23T09:00:00Z"),
        ("2026-11-24T00:00:00Z", -1, "UTC", "2026-11-25T09:00:00Z"),
        ("2026-11-24T09:00:00Z", 0, "UTC", "2026-11-23T09:00:00Z"),
        ("2026-11-24T09:00:01Z", 0, "UTC", "2026-11-24T09:00:00Z"),
        ("2026-11-24T00:00:00Z", 0, "Europe/Paris", "2026-11-23T08:00:00Z"),
        ("2026-11-24T00:00:00Z", 0, "America/St_Johns", "2026-11-23T12:30:00Z"),
        ("2026-11-24", 0, "Pacific/Kiritimati", "2026-11-23T19:00:00Z"),
        ("2026-11-24", 0, "Etc/GMT+12", "2026-11-24T21:00:00Z"),
        ("2026-11-24+14:00", 0, "Etc/GMT+12", "2026-11-23T21:00:00Z"),
    ],
)
def test_the_reminder_of_the_day_comes_before_the_end(
    end: str, rung: int, zone: str, due: str
) -> None:
    assert remind_at(moment(end), rung, ZoneInfo(zone)) == at(due)


class Odd(tzinfo):
    """A zone whose clocks change at nine in the morning of 1 May and of 1 October 2027."""

    def utcoffset(self, dt: datetime | None) -> timedelta:
        assert dt is not None
        wall, hour = dt.replace(tzinfo=None, fold=0), timedelta(hours=1)
        skipped, twice = datetime(2027, 5, 1, 9), datetime(2027, 10, 1, 9)  # noqa: DTZ001
        if skipped <= wall < skipped + hour:
            return hour if dt.fold else timedelta()
        if twice <= wall < twice + hour:
            return timedelta() if dt.fold else hour
        return hour if skipped <= wall < twice else timedelta()

    def dst(self, dt: datetime | None) -> timedelta:
        return self.utcoffset(dt)

    def tzname(self, dt: datetime | None) -> str:
        return f"odd {self.utcoffset(dt)}"


def test_a_morning_that_is_skipped_or_comes_twice_has_one_reminder() -> None:
    assert due_at(date(2027, 5, 1), 0, Odd()) == at("2027-05-01T09:00:00Z")
    assert due_at(date(2027, 10, 1), 0, Odd()) == at("2027-10-01T08:00:00Z")


def test_the_day_is_where_the_learner_is_and_a_date_is_the_same_day_everywhere() -> None:
    late = moment("2027-05-01T23:30:00Z")
    assert day_of(late, ZoneInfo("Europe/Paris")) == date(2027, 5, 2)
    assert day_of(late, ZoneInfo("America/St_Johns")) == date(2027, 5, 1)
    for zone in ZONES:
        assert day_of(moment("2027-05-01"), ZoneInfo(zone)) == date(2027, 5, 1)


def test_a_date_ends_when_it_has_ended_anywhere_on_earth() -> None:
    last = last_instant(moment("2028-02-29"))
    assert last == at("2028-03-01T11:59:59Z")
    there = last.astimezone(ZoneInfo("Etc/GMT+12"))
    assert (there.date(), there.hour, there.minute) == (date(2028, 2, 29), 23, 59)
    assert last_instant(moment("2028-02-29T10:00:00+05:00")) == at("2028-02-29T05:00:00Z")


def test_ends_that_mean_never_are_not_waited_for() -> None:
    assert not is_watchable(moment("9999-12-31T23:59:59Z"))
    assert not is_watchable(moment("0001-01-01"))
    assert is_watchable(moment("2099-12-31"))


@pytest.fixture(params=ZONES)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    """Make one of the zones that of this system."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be set for a test")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    time.tzset()


def test_the_systems_own_zone_knows_every_clock_change(here: ZoneInfo) -> None:
    zone, hour = SystemZone(), timedelta(hours=1)
    instant = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    while instant.year < 2029:
        expected, found = instant.astimezone(here), instant.astimezone(zone)
        assert found.replace(tzinfo=None) == expected.replace(tzinfo=None)
        assert (found.fold, found.utcoffset()) == (expected.fold, expected.utcoffset())
        assert found.astimezone(UTC) == instant
        instant += hour * 7
    for offset in range(1_200):
        day = date(2026, 1, 1) + timedelta(days=offset)
        assert due_at(day, 0, zone) == due_at(day, 0, here)


def test_a_time_beyond_what_the_system_reckons_with_has_an_offset(here: ZoneInfo) -> None:
    assert datetime.max.replace(tzinfo=SystemZone()).utcoffset() is not None
    assert here.key in ZONES
    assert SystemZone().tzname(datetime(2027, 1, 1, tzinfo=SystemZone())).startswith("UTC")
    assert SystemZone().dst(None) is None


@pytest.mark.parametrize(
    ("stated", "day", "last", "said"),
    [
        ("2027-05-01", "2027-05-01", "2027-05-02T11:59:59Z", "1 May 2027, anywhere on earth"),
        ("2027-05-01+02:00", "2027-05-01", "2027-05-01T21:59:59Z", "issuer is (UTC+02:00)"),
        ("2027-05-01-08:00", "2027-05-01", "2027-05-02T07:59:59Z", "issuer is (UTC-08:00)"),
        (
            "2027-05-01Z",
            "2027-05-01",
            "2027-05-01T23:59:59Z",
            "where its issuer is (UTC)",
        ),
    ],
)
def test_a_date_lasts_to_its_end_in_the_issuers_offset_or_anywhere(
    stated: str, day: str, last: str, said: str
) -> None:
    found = moment(stated)
    for zone in ZONES:
        assert day_of(found, ZoneInfo(zone)) == date.fromisoformat(day)
        assert said in when_text(found, Words("en"), ZoneInfo(zone))
    assert last_instant(found) == at(last)
