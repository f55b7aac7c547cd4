"""The agenda in the window: what is due is seen, told once, decided on, and put into calendars."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDateEdit,
    QFileDialog,
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.looking import SECRET, Show, badge, button, buttons
from tests.gui.looking import texts as written
from tests.issuing import NOW, Issuer
from tests.unit.reminders.made import at
from tests.unit.reminders.made import end as watched
from wallet.app import App
from wallet.gui.agenda_days import DaysForm
from wallet.gui.agenda_groups import Group
from wallet.gui.agenda_line import AgendaLine, Frame
from wallet.gui.parts import Identifier
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.reminders.agenda import Item, State
from wallet.reminders.watched import Kind
from wallet.store.reminders import ReminderChoice

EN = Words("en")
AID = "First Aid at Work"
FOOD = "Food Hygiene, Level 2"


def plain(text: str) -> str:
    """Return text without the marks that keep its direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


def texts(widget: QWidget) -> str:
    return plain(written(widget))


def settled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def opened(app: App, show: Show, qtbot: QtBot) -> Window:
    window = show(app)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    return window


@pytest.fixture
def window(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the samples, at the badges."""
    return opened(filled, show, qtbot)


@pytest.fixture
def agenda(window: Window, qtbot: QtBot) -> Window:
    """Return the window on the samples, at the agenda."""
    window.house.sidebar.rooms["agenda"].click()
    qtbot.waitUntil(lambda: bool(window.house.reminding.page.lines))
    settled(window, qtbot)
    return window


def line(window: Window, name: str) -> AgendaLine:
    found = [one for one in window.house.reminding.page.lines if name in plain(one.title)]
    assert found, [one.title for one in window.house.reminding.page.lines]
    return found[0]


def due(app: App) -> list[str]:
    return [one.title for one in app.due_reminders(EN)]


@contextlib.contextmanager
def at_time(app: App, now: str) -> Iterator[None]:
    """Let the clock have gone on to ``now``, meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        for one in (app, app.judge):
            patched.setattr(one, "clock", lambda: at(now))
        yield


def due_on(app: App, now: str) -> list[str]:
    """Return what is due once the clock went on to ``now``."""
    with at_time(app, now):
        return due(app)


# What is due


def test_what_fell_due_meanwhile_is_said_on_top_of_the_badges(window: Window, filled: App) -> None:
    bar = window.house.reminding.away
    assert bar.isVisible()
    assert "2 reminders while you were away" in texts(bar)
    assert window.house.due.isVisible()
    assert window.house.due.text() == "2"
    assert window.house.sidebar.rooms["agenda"].accessibleName() == "Agenda, 2 reminders are due"
    assert len(due(filled)) == 2, "it was not seen yet"


def test_it_counts_as_told_once_the_agenda_was_seen_and_is_not_said_again(
    window: Window, filled: App, qtbot: QtBot
) -> None:
    window.house.reminding.away.show_button.click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: not due(filled))
    settled(window, qtbot)
    assert window.house.sidebar.rooms["agenda"].isChecked()
    assert not window.house.due.isVisible()
    assert "Due now · 2" in texts(page), "what was told can still be found"
    window.house.sidebar.rooms["badges"].click()
    assert not window.house.reminding.away.isVisible()
    window.house.sidebar.lock_button.click()
    qtbot.waitUntil(lambda: not window.open)
    assert AID not in texts(page)
    filled.unlock(passphrase=SECRET)
    window.start()
    settled(window, qtbot)
    assert not window.house.reminding.away.isVisible()
    assert not window.house.due.isVisible()


def test_it_does_not_count_as_told_while_the_window_is_behind_others(
    window: Window, filled: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Window, "isActiveWindow", lambda _window: False)
        window.house.sidebar.rooms["agenda"].click()
        settled(window, qtbot)
        window.house.reminding.look()
        settled(window, qtbot)
        assert len(due(filled)) == 2
        assert window.house.due.text() == "2"
    assert window.isActiveWindow()
    QApplication.sendEvent(window.house.reminding.page, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(lambda: not due(filled))
    settled(window, qtbot)
    assert not window.house.due.isVisible()


def test_what_falls_due_while_the_agenda_is_looked_at_is_shown_there(
    agenda: Window, filled: App, qtbot: QtBot
) -> None:
    (before,) = [one for one in agenda.house.reminding.page.lines if AID in plain(one.title)]
    with at_time(filled, "2026-12-11T12:00:00Z"):
        agenda.house.reminding.look()
        qtbot.waitUntil(lambda: line(agenda, AID) is not before)
        settled(agenda, qtbot)
        assert plain(line(agenda, AID).title) == "First Aid at Work lapses in 7 days"
        assert line(agenda, AID).group is Group.DUE
        assert due(filled) == []


def test_a_closed_bar_is_not_a_reminder_that_was_seen(
    window: Window, filled: App, qtbot: QtBot
) -> None:
    window.house.reminding.away.close_button.click()
    settled(window, qtbot)
    assert not window.house.reminding.away.isVisible()
    assert window.house.due.text() == "2"
    assert len(due(filled)) == 2


def test_a_badge_that_is_added_is_counted(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    soon = (NOW + timedelta(days=5)).date().isoformat()
    window.house.add([badge(tmp_path / "knots.json", validUntil=soon)])
    qtbot.waitUntil(lambda: window.house.due.text() == "3")


def test_a_badge_that_is_removed_is_no_longer_counted(
    window: Window, filled: App, qtbot: QtBot
) -> None:
    (aid, *_) = [one for one in filled.due_reminders(EN) if AID in one.title]
    window.house._remove([aid.subjects[0]])
    qtbot.waitUntil(lambda: window.house.due.text() == "1")


# What is shown


def test_lines_say_what_when_and_what_that_breaks(agenda: Window, qtbot: QtBot) -> None:
    page = agenda.house.reminding.page
    aid = line(agenda, AID)
    assert aid.group is Group.DUE
    assert plain(aid.title) == "First Aid at Work lapses in 25 days"
    qtbot.waitUntil(lambda: "Certificate in Care Practice: it would fall to 2 of 4" in texts(aid))
    assert "Valid until 18 December 2026" in texts(aid)
    assert "Next reminder: 11 December 2026" in texts(aid)
    assert "Later · " in texts(page)
    assert not line(agenda, "Welding Safety").is_open


def test_a_day_without_a_time_ends_anywhere_on_earth(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    empty.add([badge(tmp_path / "knots.json", validUntil="2026-12-10")])
    window = opened(empty, show, qtbot)
    window.house.sidebar.rooms["agenda"].click()
    qtbot.waitUntil(lambda: bool(window.house.reminding.page.lines))
    assert "to the end of 10 December 2026, anywhere on earth" in texts(window.house.reminding.page)


def test_without_anything_that_lapses_the_page_says_what_will_be_here(
    empty: App, show: Show, qtbot: QtBot
) -> None:
    window = opened(empty, show, qtbot)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: page.faces.currentWidget() is page.empty)
    assert "Nothing lapses that you have to know of" in texts(page)
    assert not window.house.reminding.away.isVisible()
    assert not window.house.due.isVisible()


def test_names_of_anybodys_do_not_steer_the_page(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "knots.json"
    achievement = {
        "id": "https://harbour.example/a",
        "type": ["Achievement"],
        "name": "<b>evil</b>\u202eeman " + "X" * 300,
        "criteria": {"narrative": "None."},
        "description": "None.",
    }
    subject = {"type": ["AchievementSubject"], "id": "did:example:a", "achievement": achievement}
    empty.add([badge(path, validUntil="2026-12-10", credentialSubject=subject)])
    window = opened(empty, show, qtbot)
    window.resize(800, 600)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: bool(page.lines))
    assert "<b>evil</b>⟨202E⟩eman" in texts(page)
    inside = page.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= page.area.viewport().width())


def test_many_lines_are_shown_a_few_at_a_time(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    day = NOW.date() + timedelta(days=300)
    paths = [
        badge(tmp_path / f"{n}.json", id=f"urn:x:{n}", validUntil=(day + timedelta(n)).isoformat(),
              credentialSubject={"type": ["AchievementSubject"], "achievement": {
                  "id": f"https://harbour.example/{n}", "type": ["Achievement"],
                  "name": f"Badge {n}", "description": "x", "criteria": {"narrative": "x"}}})
        for n in range(20)
    ]  # fmt: skip
    empty.add(paths)
    window = opened(empty, show, qtbot)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: len(page.lines) == 12)
    assert "Later · 20" in texts(page)
    button(page, "8 more …").click()
    assert len(page.lines) == 20


# What can be done


def test_snoozed_it_is_put_aside_and_can_be_taken_back(
    agenda: Window, filled: App, qtbot: QtBot
) -> None:
    later = button(line(agenda, AID), "Remind me later")
    assert isinstance(later, QPushButton)
    menu = later.menu()
    assert isinstance(menu, QMenu)
    told = [one.text() for one in menu.actions()]
    assert told == [
        "In a week · 30 November 2026",
        "On the day before its end · 17 December 2026",
        "On a day of my choice…",
    ]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: line(agenda, AID).group is Group.ASIDE)
    settled(agenda, qtbot)
    assert "You wanted to hear of it on 30 November 2026." in texts(line(agenda, AID))
    subject = line(agenda, AID).item.watched.subject
    assert filled.vault.reminder_choices()[subject].snoozed_until == date(2026, 11, 30)
    assert not any(AID in one for one in due_on(filled, "2026-11-29T12:00:00Z"))
    assert any(AID in one for one in due_on(filled, "2026-12-11T12:00:00Z"))
    line(agenda, AID).set_open(opened=True)
    button(line(agenda, AID), "Take back").click()
    qtbot.waitUntil(lambda: line(agenda, AID).group is not Group.ASIDE)
    settled(agenda, qtbot)
    assert filled.vault.reminder_choices() == {}


def test_snoozed_until_a_day_of_ones_choice(agenda: Window, filled: App, qtbot: QtBot) -> None:
    aid = line(agenda, AID)
    later = button(aid, "Remind me later")
    assert isinstance(later, QPushButton)
    later.menu().actions()[2].trigger()
    (field,) = aid.findChildren(QDateEdit)
    assert field.minimumDate() == QDate(2026, 11, 24), "no day that is over"
    late = "That is after its end, 18 December 2026."
    (hint,) = [one for one in aid.findChildren(QLabel) if plain(one.text()) == late]
    field.setDate(QDate(2028, 1, 1))
    assert hint.isVisible()
    field.setDate(QDate(2026, 12, 12))
    assert not hint.isVisible()
    button(aid, "Remind me then").click()
    qtbot.waitUntil(lambda: line(agenda, AID).group is Group.ASIDE)
    settled(agenda, qtbot)
    subject = line(agenda, AID).item.watched.subject
    assert filled.vault.reminder_choices()[subject].snoozed_until == date(2026, 12, 12)
    assert plain(agenda.house.notes.text) == "You hear of it again on 12 December 2026."
    assert not any(AID in one for one in due_on(filled, "2026-12-11T12:00:00Z"))
    assert any(AID in one for one in due_on(filled, "2026-12-12T12:00:00Z"))
    agenda.house.reminding.snooze(subject, date(2028, 1, 1))
    settled(agenda, qtbot)
    assert plain(agenda.house.notes.text) == f"You hear of it again on 1 January 2028. {late}"


def test_what_is_far_away_can_be_put_off_for_a_month(agenda: Window) -> None:
    welding = line(agenda, "Welding Safety")
    welding.set_open(opened=True)
    later = button(welding, "Remind me later")
    assert isinstance(later, QPushButton)
    assert [one.text() for one in later.menu().actions()] == [
        "In a week · 30 November 2026",
        "In a month · 23 December 2026",
        "On a day of my choice…",
    ]


def test_no_longer_needed_it_is_quiet_and_the_focus_stays_near(
    agenda: Window, filled: App, qtbot: QtBot
) -> None:
    done = button(line(agenda, AID), "No longer needed")
    done.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(done, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: line(agenda, AID).group is Group.ASIDE)
    settled(agenda, qtbot)
    assert "nothing more is told of it" in texts(line(agenda, AID))
    assert not any(AID in one for one in due(filled))
    focused = agenda.focusWidget()
    assert focused is not None
    assert line(agenda, FOOD).isAncestorOf(focused)


def test_the_days_of_one_badge(agenda: Window, filled: App, qtbot: QtBot) -> None:
    aid = line(agenda, AID)
    subject = aid.item.watched.subject
    button(aid, "When to remind me…").click()
    qtbot.waitUntil(lambda: "Remind me of First Aid at Work" in texts(aid))
    for name in ("180 days before", "1 day after"):
        button(aid, name).click()
    button(aid, "Add").click()
    button(aid, "Remind me so").click()
    qtbot.waitUntil(lambda: filled.reminder_days(subject) == (90, 30, 14, 7, 0))
    settled(agenda, qtbot)
    assert filled.reminder_days() == (180, 90, 30, 7, 0, -1)
    button(line(agenda, AID), "When to remind me…").click()
    qtbot.waitUntil(lambda: "As for all badges" in buttons(line(agenda, AID)))
    button(line(agenda, AID), "As for all badges").click()
    qtbot.waitUntil(lambda: filled.vault.reminder_choices() == {})


@pytest.mark.parametrize(
    ("typed", "side", "days"),
    [
        ("21", None, (180, 90, 30, 21, 7, 0, -1)),
        ("21", "days after", (180, 90, 30, 7, 0, -1, -21)),
        ("", None, (180, 90, 30, 7, 0, -1)),
        (None, None, (180, 90, 30, 7, 0, -1)),
    ],
)
def test_a_day_that_was_typed_and_not_added_counts_too(  # noqa: PLR0917
    typed: str | None, side: str | None, days: tuple[int, ...], agenda: Window, filled: App,
    qtbot: QtBot,
) -> None:  # fmt: skip
    page = agenda.house.reminding.page
    page.days_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(DaysForm)))
    (form,) = page.findChildren(DaysForm)
    if typed is not None:
        form.number.selectAll()
        QTest.keyClick(form.number, Qt.Key.Key_Delete)
        QTest.keyClicks(form.number, typed)
    if side is not None:
        form.side.setCurrentText(side)
        form.side.activated.emit(form.side.currentIndex())
    button(page, "Remind me so").click()
    qtbot.waitUntil(lambda: filled.vault.reminder_choices() != {})
    settled(agenda, qtbot)
    assert filled.reminder_days() == days


def test_a_day_that_cannot_be_is_not_passed_by(agenda: Window, filled: App, qtbot: QtBot) -> None:
    page = agenda.house.reminding.page
    page.days_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(DaysForm)))
    (form,) = page.findChildren(DaysForm)
    form.side.setCurrentText("days after")
    form.number.selectAll()
    QTest.keyClicks(form.number, "999")
    button(page, "Remind me so").click()
    settled(agenda, qtbot)
    assert page.findChildren(DaysForm) == [form]
    assert agenda.focusWidget() is form.number
    assert "from 1 to 365" in texts(form)
    assert filled.vault.reminder_choices() == {}
    form.number.selectAll()
    QTest.keyClicks(form.number, "99")
    button(page, "Remind me so").click()
    qtbot.waitUntil(lambda: filled.vault.reminder_choices() != {})
    settled(agenda, qtbot)
    assert filled.reminder_days() == (180, 90, 30, 7, 0, -1, -99)


def test_the_days_of_all_badges(agenda: Window, filled: App, qtbot: QtBot) -> None:
    page = agenda.house.reminding.page
    page.days_button.click()
    qtbot.waitUntil(lambda: "This holds for every badge" in texts(page))
    for name in ("180 days before", "90 days before", "30 days before", "7 days before",
                 "on the day", "1 day after"):  # fmt: skip
        button(page, name).click()
    button(page, "Remind me so").click()
    qtbot.waitUntil(
        lambda: filled.vault.reminder_choices() == {"default": ReminderChoice(ladder=())}
    )
    settled(agenda, qtbot)
    assert "not reminded" in texts(agenda.house.notes)
    assert "This holds for every badge" not in texts(page)


def test_the_issuers_page_is_opened_only_when_it_is_agreed_to(
    agenda: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    aid = line(agenda, AID)
    url = aid.item.watched.url
    assert url is not None
    button(aid, "How to renew…").click()
    assert asked == []
    assert url in texts(agenda.house.notes)
    button(agenda.house.notes, "Open").click()
    assert asked == [url]


def test_a_long_address_is_shown_to_its_end(agenda: Window, qtbot: QtBot) -> None:
    agenda.resize(800, 600)
    url = "https://college.example/" + "a" * 300 + "/end"
    agenda.house.reminding.page.link_wanted.emit(url)
    (told,) = agenda.house.notes.findChildren(Identifier)
    assert plain(told.text()) == url
    qtbot.waitUntil(lambda: told.width() <= agenda.house.notes.width())
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()) > 30)


def test_a_newer_badge_puts_the_old_one_aside_and_can_be_opened(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    old = badge(tmp_path / "old.json", id="urn:x:1", validUntil="2026-12-10")
    empty.add([old])
    window = opened(empty, show, qtbot)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: [one.group for one in page.lines] == [Group.DUE])
    settled(window, qtbot)
    window.house.add([badge(tmp_path / "new.json", id="urn:x:2", validUntil="2028-12-10")])
    qtbot.waitUntil(lambda: [one.group for one in page.lines] == [Group.LATER, Group.ASIDE])
    settled(window, qtbot)
    assert "Renewed by Knots and splices" in texts(page.lines[1])
    page.lines[1].set_open(opened=True)
    assert "Remind me later" not in buttons(page.lines[1])
    button(page.lines[1], "Open the newer one").click()
    newer = page.lines[0].badge
    qtbot.waitUntil(lambda: window.house.detail.entry_id == newer)
    window.house.detail.back_button.click()
    assert page.isVisible()


def test_arrows_go_from_line_to_line(agenda: Window) -> None:
    page = agenda.house.reminding.page
    page.focus()
    QTest.keyClick(agenda.focusWidget(), Qt.Key.Key_Down)
    focused = agenda.focusWidget()
    assert focused is not None
    assert page.lines[1].isAncestorOf(focused)
    was = page.lines[1].is_open
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert page.lines[1].is_open is not was


def test_everything_that_can_be_pressed_has_a_name(agenda: Window) -> None:
    page = agenda.house.reminding.page
    for one in page.lines:
        one.set_open(opened=True)
        names = [two.accessibleName() for two in one.findChildren(QPushButton)]
        assert all(plain(one.title) in plain(name) for name in names), names
        assert one.toggle.accessibleName()


def test_these_names_are_french_in_french(filled: App, show: Show, qtbot: QtBot) -> None:
    window = show(filled, lang="fr")
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: bool(page.lines))
    settled(window, qtbot)
    page.lines[0].set_open(opened=True)
    made = [two for two in page.lines[0].findChildren(QPushButton) if two.text()]
    names = {two.text(): plain(two.accessibleName()) for two in made}
    assert "Me le rappeler plus tard" in names
    for text, name in names.items():
        assert name == f"{text} : {plain(page.lines[0].title)}"


# Calendars


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what answers the question where to save with a file in a folder."""

    def answer(name: str) -> Path:
        path = tmp_path / name
        kind = f"(*{path.suffix})"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), kind))
        return path

    return answer


def test_a_calendar_file_is_saved_in_the_form_that_was_chosen(
    agenda: Window, qtbot: QtBot, saved: Callable[[str], Path]
) -> None:
    page = agenda.house.reminding.page
    page.calendar_button.click()
    settled(agenda, qtbot)
    assert "For Outlook, which keeps only one alarm of an event, and for Google," in texts(
        page.calendar
    )
    path = saved("mine.ics")
    page.calendar.save_button.click()
    qtbot.waitUntil(lambda: str(path) in plain(agenda.house.notes.text))
    assert path.read_bytes().count(b"BEGIN:VALARM") > path.read_bytes().count(b"BEGIN:VEVENT")
    settled(agenda, qtbot)
    other = saved("outlook.ics")
    page.calendar.forms["days"].click()
    page.calendar.save_button.click()
    qtbot.waitUntil(lambda: str(other) in plain(agenda.house.notes.text))
    assert other.read_bytes().count(b"BEGIN:VALARM") == other.read_bytes().count(b"BEGIN:VEVENT")


def test_a_calendar_file_is_kept_up_to_date_shown_and_left_again(
    agenda: Window, filled: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = agenda.house.reminding.page
    folder = tmp_path / "cloud"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.calendar_button.click()
    settled(agenda, qtbot)
    page.calendar.keep_button.click()
    path = folder / "learner-wallet.ics"
    qtbot.waitUntil(lambda: str(path) in texts(page.calendar))
    assert AID.encode() in path.read_bytes()
    button(line(agenda, AID), "No longer needed").click()
    qtbot.waitUntil(lambda: b"CANCELLED" in path.read_bytes())
    settled(agenda, qtbot)
    assert "This file is kept up to date:" in texts(page.calendar)
    page.calendar.forms["days"].click()
    agenda.house.reminding.refresh()
    settled(agenda, qtbot)
    assert page.calendar.form == "days", "a look at what is due takes no choice back"
    path.unlink()
    folder.rmdir()
    button(line(agenda, AID), "Take back").click()
    trouble = f"{folder} could not be written to"
    qtbot.waitUntil(lambda: trouble in plain(agenda.house.notes.text))
    assert trouble in texts(page.calendar)
    assert "This file should be kept up to date, and is not:" in texts(page.calendar)
    settled(agenda, qtbot)
    folder.mkdir()
    page.calendar_button.click()
    qtbot.waitUntil(lambda: "This file is kept up to date:" in texts(page.calendar))
    assert AID.encode() in path.read_bytes()
    settled(agenda, qtbot)
    assert page.calendar.end_button is not None
    page.calendar.end_button.click()
    qtbot.waitUntil(lambda: str(path) not in texts(page.calendar))
    settled(agenda, qtbot)
    assert filled.kept_calendar() is None
    assert path.is_file()


# Of other kinds


def test_the_end_of_a_file_alone_is_named_as_that_and_a_newer_form_can_be_asked_for(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    issuer = Issuer()
    service = {"id": "https://harbour.example/refresh", "type": "1EdTechCredentialRefresh"}
    unsigned = issuer.credential(refreshService=service)
    document = issuer.sign(unsigned, suite="eddsa-jcs-2022", expires="2026-12-03T12:00:00Z")
    path = tmp_path / "knots.json"
    path.write_text(json.dumps(document))
    empty.add([path])
    window = opened(empty, show, qtbot)
    window.house.sidebar.rooms["agenda"].click()
    page = window.house.reminding.page
    qtbot.waitUntil(lambda: bool(page.lines))
    (file,) = page.lines
    assert plain(file.title) == "The file of Knots and splices can be verified for 10 more days"
    assert "not of what you achieved" in texts(file)
    checked: list[list[str]] = []
    page.check_wanted.connect(checked.append)
    button(file, "Ask for the newer form…").click()
    assert checked == [[file.badge]]


def test_what_is_known_too_long_ago_is_looked_up_for_all_at_once(
    window: Window, qtbot: QtBot
) -> None:
    made = AgendaLine(
        tuple(
            Item(watched("2026-11-01", one, Kind.STATUS), date(2026, 11, 1), -22, State.DUE)
            for one in ("a", "b/1", "b")
        ),
        Group.DUE,
        None,
        Frame(EN, NOW, UTC, window.house.pictures),
    )
    qtbot.addWidget(made)
    made.set_open(opened=True)
    assert made.title == "Whether 3 badges still stand should be looked up again"
    checked: list[list[str]] = []
    made.check_wanted.connect(checked.append)
    button(made, "Check online…").click()
    assert checked == [["a", "b"]]
    assert buttons(made) == ["", "Check online…"]


@pytest.mark.parametrize(
    ("kind", "days", "role"),
    [(Kind.RENEWAL, -4, "caution"), (Kind.END, -4, "bad"), (Kind.END, 4, "caution")],
)
def test_only_what_has_ended_is_red(
    kind: Kind, days: int, role: str, window: Window, qtbot: QtBot
) -> None:
    day = NOW.date() + timedelta(days=days)
    item = Item(watched(day.isoformat(), "a", kind), day, days, State.DUE)
    made = AgendaLine((item,), Group.DUE, None, Frame(EN, NOW, UTC, window.house.pictures))
    qtbot.addWidget(made)
    chips = [one.property("role") for one in made.findChildren(QFrame)]
    assert f"chip-{role}" in chips
