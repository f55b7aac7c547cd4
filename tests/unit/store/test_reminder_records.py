"""What a vault keeps of reminders outlives restarts, and the badges that it is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.store.fakes import NOW, keep, opened
from wallet.documents.document import Document
from wallet.store.reminders import DEFAULT, CalendarEvent, ReminderChoice, Told

FIRST = Told("end", "a", "2027-05-01", 30, NOW)


def test_what_was_told_is_kept_with_its_first_time_and_outlives_the_badge(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with opened(path, create=True) as vault:
        badge = keep(vault)
        assert badge is not None
        of_badge = Told("end", badge, "2027-05-01", -1, NOW)
        vault.note_told([of_badge])
        for year in (2031, NOW.year, 2030):
            vault.note_told([Told("end", "a", "2027-05-01", 30, NOW.replace(year=year))])
        vault.remove([badge])
    with opened(path) as vault:
        assert set(vault.reminders_told()) == {FIRST, of_badge}


def test_a_choice_is_kept_until_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    whole = ReminderChoice(date(2027, 5, 1), NOW, (30, 0, -1))
    with opened(path, create=True) as vault:
        vault.decide_reminders("a", whole)
        vault.decide_reminders("b", ReminderChoice(dismissed_at=NOW))
        vault.decide_reminders(DEFAULT, ReminderChoice(ladder=()))
    with opened(path) as vault:
        assert vault.reminder_choices() == {
            "a": whole,
            "b": ReminderChoice(dismissed_at=NOW),
            DEFAULT: ReminderChoice(ladder=()),
        }
        vault.decide_reminders("a", ReminderChoice())
        assert set(vault.reminder_choices()) == {"b", DEFAULT}


def test_what_was_read_is_replaced_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with opened(path, create=True) as vault:
        vault.keep_reminder_facts({"a": ("1", b"{}"), "b": ("1", b"[]")})
        vault.keep_reminder_facts({"a": ("2", b"null")}, ["b", "never there"])
    with opened(path) as vault:
        assert vault.reminder_facts() == {"a": ("2", b"null")}


def test_events_are_kept_by_their_uid(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    old, new = (CalendarEvent("u@x", number, NOW, "text \ud800") for number in (0, 1))
    with opened(path, create=True) as vault:
        vault.keep_calendar_events([old])
        vault.keep_calendar_events([new, CalendarEvent("v@x", 0, NOW, "")])
        vault.keep_calendar_events([], ["v@x"])
    with opened(path) as vault:
        (kept,) = vault.calendar_events().values()
        assert (kept.uid, kept.sequence, kept.changed_at) == ("u@x", 1, NOW)
        assert kept.content.startswith("text ")


def test_a_document_says_when_it_was_obtained_without_being_read(tmp_path: Path) -> None:
    with opened(tmp_path / "vault.db", create=True) as vault:
        vault.keep_document(Document("https://a.example/1", b"{}", NOW, 200))
        vault.keep_document(Document("https://a.example/2", b"{}", None, 200))
        assert vault.document_date("https://a.example/1") == NOW
        assert vault.document_date("https://a.example/2") is None
        assert vault.document_date("https://a.example/3") is None
