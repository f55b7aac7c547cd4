"""Calendar files: read back by two parsers, and updating what an earlier file brought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.issuing import Issuer
from tests.unit.reminders.made import PARIS, Clock, at, badge, put, wallet
from wallet.app import App
from wallet.errors import UnusableInput, WalletError
from wallet.i18n import Words
from wallet.reminders import ics

EN = Words("en")
ISSUER = Issuer()
Instants = dict[str, tuple[date | datetime, int, tuple[datetime, ...]]]


@pytest.fixture
def clock() -> Clock:
    return Clock("2027-01-15T12:00:00Z")


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return wallet(tmp_path, clock)


def shown(start: date | datetime, trigger: timedelta) -> datetime:
    """Return when a calendar in Paris shows an alarm (RFC 5545 §3.8.6.3)."""
    if isinstance(start, datetime):
        return start.astimezone(UTC) + trigger
    midnight = datetime(start.year, start.month, start.day, tzinfo=PARIS)
    return (midnight + trigger).astimezone(UTC)


def by_icalendar(path: Path) -> Instants:
    """Return each event's start, number, and the instants of its alarms, by its UID."""
    read = icalendar.Calendar.from_ical(path.read_bytes())
    return {
        str(event["UID"]): (
            event.decoded("DTSTART"),
            event.decoded("SEQUENCE"),
            tuple(
                shown(event.decoded("DTSTART"), alarm.decoded("TRIGGER"))
                for alarm in event.walk("VALARM")
            ),
        )
        for event in read.walk("VEVENT")
    }


def by_ical(path: Path) -> Instants:
    """Return the same, as the other parser has it."""
    read = IcsCalendarStream.calendar_from_ics(path.read_text(encoding="utf-8"))
    found: Instants = {}
    for event in read.events:
        assert event.dtstart is not None
        triggers = [one.trigger for one in event.alarm if isinstance(one.trigger, timedelta)]
        assert len(triggers) == len(event.alarm)
        alarms = tuple(shown(event.dtstart, one) for one in triggers)
        found[str(event.uid)] = (event.dtstart, event.sequence or 0, alarms)
    return found


def events(path: Path) -> list[Any]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def texts(path: Path) -> list[str]:
    return [str(one["SUMMARY"]) for one in events(path)]


def write(app: App, folder: Path, form: str = "alarms", name: str = "out.ics") -> Path:
    return app.write_calendar(folder / name, form, EN)


def test_a_timed_end_is_an_instant_with_an_alarm_at_nine_here(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T23:30:00+02:00"))
    path = write(app, tmp_path)
    ((start, number, alarms),) = by_icalendar(path).values()
    assert (start, number) == (at("2027-05-01T21:30:00Z"), 0)
    assert alarms == tuple(
        at(f"{day}:00:00Z")
        for day in (
            "2026-11-02T08", "2027-01-31T08", "2027-04-01T07",
            "2027-04-24T07", "2027-05-01T07", "2027-05-02T07",
        )
    )  # fmt: skip
    assert by_ical(path) == by_icalendar(path)


def test_what_ends_at_midnight_rings_on_the_last_morning(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T00:00:00+02:00"))
    ((_start, _number, alarms),) = by_icalendar(write(app, tmp_path)).values()
    assert alarms[-2:] == (at("2027-04-30T07:00:00Z"), at("2027-05-02T07:00:00Z"))
    days = write(app, tmp_path, "days", "days.ics")
    assert "knots lapses tomorrow" in texts(days)


def test_an_end_that_is_a_date_is_a_whole_day(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2028-02-29"))
    path = write(app, tmp_path)
    ((start, _number, alarms),) = by_icalendar(path).values()
    assert start == date(2028, 2, 29)
    assert not isinstance(start, datetime)
    assert alarms[-2:] == (at("2028-02-29T08:00:00Z"), at("2028-03-01T08:00:00Z"))
    assert by_ical(path) == by_icalendar(path)
    (event,) = events(path)
    assert "to the end of 29 February 2028, anywhere on earth" in event["DESCRIPTION"]


def test_for_outlook_each_reminder_is_a_day_of_its_own(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"), badge(ISSUER, "sails", "2027-08-31"))
    path = write(app, tmp_path, "days")
    found = by_icalendar(path)
    assert by_ical(path) == found
    assert sorted(start for start, _number, _alarms in found.values()) == [
        date(2027, 1, 31), date(2027, 3, 4), date(2027, 4, 1), date(2027, 4, 24),
        date(2027, 5, 1), date(2027, 5, 2), date(2027, 6, 2), date(2027, 8, 1),
        date(2027, 8, 24), date(2027, 8, 31), date(2027, 9, 1),
    ]  # fmt: skip
    assert all(len(alarms) == 1 for _start, _number, alarms in found.values())
    assert "knots lapses in 30 days" in texts(path)
    assert "sails lapses today" in texts(path)


def test_no_alarm_for_outlook_is_after_the_start(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "sails", "2027-08-31"), badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    path = write(app, tmp_path, "days")
    assert path.read_bytes().count(b"\r\nTRIGGER:PT0S\r\n") == len(events(path)) == 11
    for event in events(path):
        (alarm,) = event.walk("VALARM")
        start = event.decoded("DTSTART")
        assert alarm.decoded("TRIGGER") == timedelta()
        # As Outlook takes it: so many minutes before the start, whatever the sign.
        assert start - abs(alarm.decoded("TRIGGER")) == start
        assert not isinstance(start, datetime)
        assert event.decoded("DTEND") - start == timedelta(days=1)


def test_each_alarm_says_what_is_true_when_it_rings(app: App, tmp_path: Path) -> None:
    knots = badge(ISSUER, "knots", "2027-05-01T12:00:00Z")
    sails = badge(ISSUER, "sails", None, options={"expires": "2027-08-31T12:00:00Z"})
    put(app, knots, sails)
    path = write(app, tmp_path)
    said = {
        str(event["SUMMARY"]): [str(one["DESCRIPTION"]) for one in event.walk("VALARM")]
        for event in events(path)
    }
    assert said == {
        "knots lapses": [
            "knots lapses in 180 days", "knots lapses in 90 days", "knots lapses in 30 days",
            "knots lapses in 7 days", "knots lapses today", "knots lapsed yesterday",
        ],
        "The file of sails lapses": [
            "The file of sails can be verified for 180 more days",
            "The file of sails can be verified for 90 more days",
            "The file of sails can be verified for 30 more days",
            "The file of sails can be verified for 7 more days",
            "The file of sails can be verified until today only",
            "The file of sails can be verified no longer",
        ],
    }  # fmt: skip
    read = IcsCalendarStream.calendar_from_ics(path.read_text(encoding="utf-8"))
    assert {one.summary: [alarm.description for alarm in one.alarm] for one in read.events} == said


def test_a_file_written_again_is_the_same_and_a_change_has_the_next_number(
    app: App, tmp_path: Path, clock: Clock
) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    first = write(app, tmp_path).read_bytes()
    clock.set("2027-01-20T12:00:00Z")
    assert write(app, tmp_path).read_bytes() == first
    app.remind_every(knots, (14,))
    ((uid, (start, number, alarms)),) = by_icalendar(write(app, tmp_path)).items()
    assert (number, alarms) == (1, (at("2027-04-17T07:00:00Z"),))
    assert start == at("2027-05-01T12:00:00Z")
    (event,) = events(tmp_path / "out.ics")
    assert event.decoded("DTSTAMP") == at("2027-01-20T12:00:00Z")
    assert uid in first.decode()
    assert knots not in first.decode()


@pytest.mark.parametrize("form", ics.FORMS)
def test_what_is_no_longer_needed_is_cancelled_in_the_calendar(
    app: App, tmp_path: Path, form: str
) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    before = by_icalendar(write(app, tmp_path, form))
    app.dismiss_reminders(knots)
    path = write(app, tmp_path, form)
    assert {str(one["STATUS"]) for one in events(path)} == {"CANCELLED"}
    assert {uid: number for uid, (_at, number, _alarms) in by_ical(path).items()} == dict.fromkeys(
        before, 1
    )
    app.remind_again(knots)
    again = by_icalendar(write(app, tmp_path, form))
    assert {uid: (start, alarms) for uid, (start, _number, alarms) in again.items()} == {
        uid: (start, alarms) for uid, (start, _number, alarms) in before.items()
    }
    assert {number for _start, number, _alarms in again.values()} == {2}


@pytest.mark.parametrize("form", ics.FORMS)
def test_what_is_over_is_left_in_the_calendar_as_it_is(
    app: App, tmp_path: Path, clock: Clock, form: str
) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    write(app, tmp_path, form)
    clock.set("2027-05-02T06:00:00Z")  # lapsed yesterday, and one reminder is still to come
    path = write(app, tmp_path, form)
    (event,) = events(path)
    assert str(event["STATUS"]) == "CONFIRMED"
    clock.set("2027-05-03T06:00:00Z")
    assert events(write(app, tmp_path, form)) == []


def test_what_is_snoozed_reminds_on_the_day_until_which_it_is(app: App, tmp_path: Path) -> None:
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    app.snooze(knots, date(2027, 4, 10))
    ((_start, _number, alarms),) = by_icalendar(write(app, tmp_path)).values()
    days = [f"2027-{day}T07:00:00Z" for day in ("04-10", "04-24", "05-01", "05-02")]
    assert alarms == tuple(map(at, days))
    days_form = write(app, tmp_path, "days", "days.ics")
    assert sorted(str(one[0]) for one in by_ical(days_form).values()) == [day[:10] for day in days]


def test_a_badge_without_reminders_still_has_its_end(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    app.remind_every(None, ())
    ((start, _number, alarms),) = by_icalendar(write(app, tmp_path)).values()
    assert (start, alarms) == (at("2027-05-01T12:00:00Z"), ())
    assert events(write(app, tmp_path, "days", "days.ics")) == []


def test_text_of_a_badge_steers_no_calendar(app: App, tmp_path: Path) -> None:
    name = "Knots\r\nEND:VEVENT\nX:1; a, \\n b \u202e\u2066 مرحبا"
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z", more={"name": name}))
    path = write(app, tmp_path)
    (event,) = events(path)
    assert event["SUMMARY"] == "Knots END:VEVENT X:1; a, \\n b مرحبا lapses"
    (other,) = IcsCalendarStream.calendar_from_ics(path.read_text(encoding="utf-8")).events
    assert other.summary == event["SUMMARY"]
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


def test_a_file_of_somebody_elses_is_left_alone(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    theirs = tmp_path / "out.ics"
    theirs.write_text("BEGIN:VCALENDAR\r\nPRODID:-//theirs//EN\r\nEND:VCALENDAR\r\n")
    before = theirs.read_bytes()
    path = write(app, tmp_path)
    assert path != theirs
    assert (theirs.read_bytes(), len(events(path))) == (before, 1)
    assert app.write_calendar(path, "alarms", EN) == path
    assert app.write_calendar(tmp_path, "alarms", EN) == tmp_path / ics.NAME


def test_a_kept_file_follows_every_change(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "synced"
    folder.mkdir()
    kept = app.keep_calendar(folder, "alarms", Words("fr"))
    assert kept == folder / ics.NAME
    assert events(kept) == []
    (knots,) = put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    assert [str(one["STATUS"]) for one in events(kept)] == ["CONFIRMED"]
    app.dismiss_reminders(knots)
    assert [str(one["STATUS"]) for one in events(kept)] == ["CANCELLED"]
    app.remind_again(knots)
    app.remove([knots])
    assert [str(one["STATUS"]) for one in events(kept)] == ["CANCELLED"]
    assert app.keep_calendar(None, "alarms", EN) is None
    assert app.kept_calendar() is None
    kept.unlink()
    put(app, badge(ISSUER, "sails", "2027-05-01T12:00:00Z"))
    assert not kept.exists()


@pytest.mark.parametrize(("before", "after"), [ics.FORMS, ics.FORMS[::-1]])
def test_another_form_of_a_kept_file_cancels_what_the_first_one_brought(
    app: App, tmp_path: Path, clock: Clock, before: str, after: str
) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    kept = app.keep_calendar(tmp_path, before, EN)
    assert kept is not None
    brought = by_icalendar(kept)
    clock.set("2027-01-15T13:00:00Z")
    assert app.keep_calendar(tmp_path, after, EN) == kept

    def standing() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"CONFIRMED": set(), "CANCELLED": set()}
        for one in events(kept):
            found[str(one["STATUS"])].add(str(one["UID"]))
        return found

    first = standing()
    assert first["CANCELLED"] == brought.keys()
    assert first["CONFIRMED"]
    now = by_ical(kept)
    assert {now[uid][1] for uid in brought} == {1}
    assert all(now[uid][2] == () for uid in brought)
    put(app, badge(ISSUER, "sails", "2028-05-01T12:00:00Z"))
    assert standing()["CANCELLED"] == brought.keys()
    assert app.keep_calendar(tmp_path, before, EN) == kept
    assert standing()["CANCELLED"] >= first["CONFIRMED"]
    assert standing()["CONFIRMED"] >= brought.keys()
    assert {by_ical(kept)[uid][1] for uid in brought} == {2}


def test_two_files_of_two_forms_leave_each_other_alone(app: App, tmp_path: Path) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"))
    first = write(app, tmp_path, "days", "days.ics")
    before = first.read_bytes()
    other = write(app, tmp_path, "alarms")
    assert {str(one["STATUS"]) for one in events(other)} == {"CONFIRMED"}
    assert write(app, tmp_path, "days", "days.ics").read_bytes() == before


def test_texts_name_the_zone_and_stay_when_another_zone_writes_them(
    app: App, tmp_path: Path
) -> None:
    put(
        app,
        badge(ISSUER, "knots", "2027-05-01T23:30:00+02:00"),
        badge(ISSUER, "sails", "2027-06-01T12:00:00"),
        badge(ISSUER, "ropes", "2027-07-01"),
    )
    app.remind_every(None, ())
    path = write(app, tmp_path)
    before = path.read_bytes()
    said = {str(one["SUMMARY"]): str(one["DESCRIPTION"]).splitlines()[0] for one in events(path)}
    assert said == {
        "knots lapses": "Valid until 1 May 2027 at 21:30 UTC.",
        "sails lapses": "Valid until 1 June 2027 at 12:00 UTC (no time zone is stated).",
        "ropes lapses": "Valid to the end of 1 July 2027, anywhere on earth.",
    }
    app.zone = ZoneInfo("America/New_York")
    assert write(app, tmp_path).read_bytes() == before


def test_only_events_whose_alarms_move_have_another_number_in_another_zone(
    app: App, tmp_path: Path
) -> None:
    put(app, badge(ISSUER, "knots", "2027-05-01T12:00:00Z"), badge(ISSUER, "sails", "2027-08-31"))
    write(app, tmp_path)
    app.zone = ZoneInfo("America/New_York")
    found = {str(one["SUMMARY"]): one.decoded("SEQUENCE") for one in events(write(app, tmp_path))}
    assert found == {"knots lapses": 1, "sails lapses": 0}


def test_a_kept_file_that_somebody_took_the_place_of_moves_aside_once(
    app: App, tmp_path: Path
) -> None:
    kept = app.keep_calendar(tmp_path, "days", EN)
    assert kept is not None
    kept.write_text("mine now")
    for name in ("knots", "sails", "ropes"):
        put(app, badge(ISSUER, name, "2027-05-01"))
    assert kept.read_text() == "mine now"
    now = app.kept_calendar()
    assert now is not None
    assert now.form == "days"
    assert [one for one in tmp_path.glob("*.ics") if one != kept] == [Path(now.file)]
    assert len(events(Path(now.file))) == 3 * 5


def test_a_kept_file_whose_folder_is_gone_stops_nothing_and_is_said(
    app: App, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    app.keep_calendar(folder, "alarms", EN)
    (folder / ics.NAME).unlink()
    folder.rmdir()
    put(app, badge(ISSUER, "knots", "2027-05-01"))
    kept = app.kept_calendar()
    assert kept is not None
    assert kept.trouble is not None
    assert kept.trouble.sentence(EN, PARIS).startswith(
        f"The calendar file could not be brought up to date on 15 January 2027: {folder} could"
        " not be written to ("
    )
    assert kept.trouble.sentence(Words("fr"), PARIS).endswith("choisissez un autre endroit")
    with pytest.raises(WalletError, match="could not be written to"):
        app.update_calendar()
    folder.mkdir()
    put(app, badge(ISSUER, "sails", "2027-05-01"))
    assert len(events(folder / ics.NAME)) == 2
    kept = app.kept_calendar()
    assert kept is not None
    assert kept.trouble is None


def test_no_folder_no_kept_file(app: App, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as caught:
        app.keep_calendar(tmp_path / "nowhere", "alarms", EN)
    assert caught.value.code == "no-such-folder"
    assert app.kept_calendar() is None
