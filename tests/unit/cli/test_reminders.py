"""``remind``: what lapses when, decisions, and calendar files, as typed and read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wallet.app import App

from . import conftest
from .conftest import BADGES, SAMPLES, Lw

WITH_EVERYTHING = ("dementia-care.json", "first-aid.png", "beekeeping.json")


@pytest.fixture(autouse=True)
def in_paris(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the learner be in Paris, wherever the tests run."""
    plain = conftest.make_app

    def make(home: Path, clock: Callable[[], datetime]) -> App:
        app = plain(home, clock)
        app.zone = ZoneInfo("Europe/Paris")
        return app

    monkeypatch.setattr(conftest, "make_app", make)


@pytest.fixture
def full(lw: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lw:
    """Return a caller whose wallet holds badges that lapse, and a stack that needs them."""
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert lw("init").status == 0
    assert lw("identity", "add", "ada.okafor@example.org").status == 0
    assert lw("add", *(BADGES / name for name in WITH_EVERYTHING)).status == 0
    lw("check", "--documents", SAMPLES / "documents")
    assert lw("stack", "import", SAMPLES / "stacks" / "care-practice.json").status == 0
    return lw


def id_of(lw: Lw, file: str) -> str:
    found = lw("list", "--json").json["credentials"]
    return next(str(one["id"]) for one in found if one["file_name"] == file)


def test_a_wallet_without_badges_says_so_in_a_line(lw: Lw) -> None:
    assert lw("init").status == 0
    answer = lw("remind")
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == "There are no badges in the wallet yet: nothing to remind of.\n"
    assert lw("remind", "--json").json["agenda"] == []


def test_without_a_wallet_it_says_how_to_make_one(lw: Lw) -> None:
    answer = lw("remind")
    assert answer.status == 2
    assert answer.err.startswith("error: there is no wallet in ")


def test_it_says_what_lapses_when_and_what_that_breaks(full: Lw) -> None:
    answer = full("remind", "--within", "90d")
    aid = id_of(full, "first-aid.png")
    assert answer.status == 0
    assert answer.out.splitlines() == [
        "2026-12-19  First Aid at Work lapses in 26 days",
        f"    Northmere First Aid Association · {aid[:8]}",
        "    Valid until 19 December 2026 at 00:59 here.",
        "    Certificate in Care Practice: it would fall to 1 of 4 badges.",
        "    renew: https://firstaid.example/badges/first-aid-at-work.json",
        "    a reminder is due",
        "2027-02-18  Whether 2 badges still stand should be looked up again",
    ]


def test_json_has_the_same_in_parts(full: Lw) -> None:
    answer = full("remind", "--json").json
    aid = answer["agenda"][0]
    assert (aid["name"], aid["kind"]) == ("First Aid at Work", "end")
    assert answer["format"] == 1
    assert answer["reminders"] == [180, 90, 30, 7, 0, -1]
    assert (aid["day"], aid["days"]) == ("2026-12-19", 26)
    assert aid["state"] == "due"
    assert aid["next_reminder"] == "2026-12-12"
    assert aid["breaks"] == [
        {
            "stack": "Certificate in Care Practice",
            "effect": "it would fall to 1 of 4 badges",
            "sentence": "Certificate in Care Practice: it would fall to 1 of 4 badges.",
        }
    ]
    assert aid["renew"]["url"] == "https://firstaid.example/badges/first-aid-at-work.json"
    assert (answer["calendar"], answer["kept_calendar"]) == (None, None)


def test_a_span_is_days_or_weeks(full: Lw) -> None:
    assert full("remind", "--within", "3w").out == ""
    assert "Nothing in the wallet lapses in that time." in full("remind", "--within", "3w").err
    assert "First Aid" in full("remind", "--within", "4w").out
    answer = full("remind", "--within", "soon")
    assert answer.status == 2
    assert answer.err == "error: soon is no span of time: write it like 90d or 12w\n"


def test_snoozed_dismissed_and_taken_back(full: Lw) -> None:
    aid = id_of(full, "first-aid.png")
    snoozed = full("remind", "snooze", aid[:8], "--until", "2026-12-01")
    assert snoozed.status == 0
    assert "    snoozed until 1 December 2026\n" in snoozed.out
    dismissed = full("remind", "dismiss", aid[:8], "--json")
    assert [one["state"] for one in dismissed.json["agenda"]] == ["dismissed"] * 2
    assert "no longer needed: no reminders" in full("remind").out
    back = full("remind", "undo", aid[:8], "--json").json["agenda"]
    assert [(one["kind"], one["state"], one["snoozed_until"]) for one in back] == [
        ("end", "due", None),
        ("status", "watched", None),
    ]


@pytest.mark.parametrize("day", ["soon", "2026-11-23", "2026-13-01"])
def test_a_snooze_needs_a_day_to_come(full: Lw, day: str) -> None:
    answer = full("remind", "snooze", id_of(full, "first-aid.png"), "--until", day)
    assert answer.status == 2
    assert answer.err.startswith(f"error: {day} is no day")


def test_a_badge_that_is_not_there_is_an_error(full: Lw) -> None:
    for action in (
        ("dismiss", "ffff"),
        ("undo", "ffff"),
        ("snooze", "ffff", "--until", "2027-01-01"),
    ):
        answer = full("remind", *action)
        assert answer.status == 2
        assert "no badge in the wallet begins with ffff" in answer.err


def test_the_days_are_chosen_for_all_or_for_one(full: Lw) -> None:
    aid = id_of(full, "first-aid.png")
    assert full("remind", "every", "default", "60,14").out == "60 days before, 14 days before\n"
    assert full("remind", "every", aid, "7,0,-1").out == (
        "7 days before, on the day, 1 day after\n"
    )
    assert full("remind", "every", "default", "never", "--json").json == {
        "format": 1,
        "reminders": [],
    }
    agenda = full("remind", "--json").json["agenda"]
    (found,) = [one for one in agenda if (one["credential"], one["kind"]) == (aid, "end")]
    assert found["reminders"] == [7, 0, -1]
    assert full("remind", "every", aid, "default").out == "no reminders\n"
    assert full("remind", "every", "default", "default").out.startswith("180 days before, ")
    assert full("remind", "every", aid, "soon").status == 2
    assert full("remind", "every", aid, "99999").status == 2


def test_a_calendar_file_is_written_and_says_whom_it_tells(full: Lw, tmp_path: Path) -> None:
    path = tmp_path / "out" / "lapses.ics"
    answer = full("remind", "--ics", path)
    assert answer.status == 0
    assert f"Written: {path}" in answer.err
    assert "A calendar file names your badges to whoever reads the calendar." in answer.err
    assert path.read_bytes().count(b"BEGIN:VALARM") >= 6
    days = full("remind", "--ics", "lapses.ics", "--form", "days", "--json")
    assert days.json["calendar"] == "lapses.ics"
    assert b"BEGIN:VEVENT" in path.read_bytes()
    assert full("remind", "--ics", tmp_path / "no" / "where.ics").status == 2


def test_a_calendar_file_is_kept_up_to_date_until_told_otherwise(full: Lw, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    kept = folder / "learner-wallet.ics"
    assert full("remind", "keep-ics", folder, "--form", "days").out == f"{kept}\n"
    before = kept.read_bytes()
    full("remind", "dismiss", id_of(full, "first-aid.png"))
    assert kept.read_bytes() != before
    assert b"STATUS:CANCELLED" in kept.read_bytes()
    assert full("remind", "--json").json["kept_calendar"] == str(kept)
    kept.unlink()
    kept.mkdir()
    assert "note: " in full("remind").err
    assert full("remind", "keep-ics", "off", "--json").json["kept_calendar"] is None
    assert full("remind", "keep-ics", folder / "nowhere").status == 2


def test_it_reads_in_french(full: Lw) -> None:
    out = full("remind", "--within", "90d", "--lang", "fr").out
    assert "First Aid at Work arrive à échéance dans 26 jours" in out
    assert "un rappel est à donner" in out
    told = full("remind", "--within", "3w", "--lang", "fr").err
    assert told == "Rien dans le portefeuille n\u2019arrive à échéance d\u2019ici là.\n"


def test_a_locked_wallet_is_said(full: Lw, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong\n")
    answer = full("remind", "--passphrase-file", wrong)
    assert answer.status == 4


@pytest.mark.usefixtures("full")
def test_what_lies_outside_of_the_vault_names_nothing(tmp_path: Path) -> None:
    said = json.loads((tmp_path / "home" / "reminders.json").read_text())
    assert set(said) == {"format", "due", "shown", "unseen"}
    assert all(datetime.fromisoformat(day) for day in said["due"])
