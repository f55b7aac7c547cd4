"""A CV with which whole badges leave the window is written down among what was shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.cvs import CARE, SWIMMING, begin, choose, ids_of, settled, switch
from tests.gui.looking import button, texts
from tests.gui.test_cv_out import move, saving_to
from wallet.errors import VaultError
from wallet.gui.cv import CvPage
from wallet.gui.window import Window
from wallet.store.sharing import Shared
from wallet.store.vault import Vault

PAGE = "https://badges.example.org/v"


def begin_whole(window: Window, qtbot: QtBot, *file_names: str) -> CvPage:
    """Show a CV with which a badge leaves whole, of which its issuer has no page."""
    window._app.set_setting("share-base", PAGE)
    page = begin(window, qtbot, *(file_names or (SWIMMING,)))
    choose(page, qtbot, "link", "any")
    return page


def lines(window: Window) -> list[Shared]:
    return list(window._app.shared())


def only_line(window: Window) -> tuple[str, list[str], str | None, str | None]:
    """Return the form, the badges, the file and the audience of the only line there is."""
    (line,) = lines(window)
    assert line.base == PAGE
    assert len(line.fields) > 10
    return line.form, [one.id for one in line.badges], line.file_name, line.audience


def test_what_is_only_looked_at_is_not_written_down(window: Window, qtbot: QtBot) -> None:
    page = begin_whole(window, qtbot)
    for form in ("linkedin", "markdown", "pdf", "json-resume"):
        choose(page, qtbot, "form", form)
        choose(page, qtbot, "order", "name")
    switch(page, qtbot, "qr")
    assert lines(window) == []


def test_a_line_says_that_whole_badges_leave_and_leads_to_all_that_leaves(
    window: Window, qtbot: QtBot
) -> None:
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    assert page.whole.isVisible()
    assert "1 whole badge leaves with this CV" in texts(page.whole)
    page.whole.look.click()
    sharing = window.house.sharing.page
    qtbot.waitUntil(lambda: sharing.leaving.topLevelItemCount() == 1)
    assert window.house.rooms.currentWidget() is sharing
    assert list(sharing.ids) == ids_of(window, SWIMMING)
    assert sharing.form == "link"
    assert "Nothing can be left out" in sharing.whether.text()
    sharing.back_button.click()
    settled(window, qtbot)
    assert window.house.rooms.currentWidget() is page
    assert page.made is not None
    assert page.made.count == 2
    choose(page, qtbot, "link", "issuer")
    assert not page.whole.isVisible()
    choose(page, qtbot, "link", "any")
    choose(page, qtbot, "form", "skills")
    assert not page.whole.isVisible()
    assert lines(window) == []


@pytest.mark.parametrize(
    ("form", "plain", "noted"),
    [
        ("rich", False, "cv-rich"),
        ("rich", True, "cv-text"),
        ("docx", False, "cv-rich"),
        ("latex", False, "cv-latex"),
        ("linkedin", False, "cv-linkedin"),
    ],
)
def test_what_is_copied_is_written_down(
    window: Window, qtbot: QtBot, form: str, plain: bool, noted: str
) -> None:
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    choose(page, qtbot, "form", form)
    (page.plain_button if plain else page.copy_button).click()
    settled(window, qtbot)
    assert "for two minutes" in window.house.notes.text
    assert only_line(window) == (noted, ids_of(window, SWIMMING), None, None)


def test_what_carries_no_whole_badge_is_not_written_down(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin_whole(window, qtbot, CARE)
    saving_to(monkeypatch, tmp_path / "cv")
    for form in ("rich", "pdf", "skills"):
        choose(page, qtbot, "form", form)
        page.copy_button.click()
        page.save_button.click()
        settled(window, qtbot)
    window.house.cv.begin(ids_of(window, SWIMMING))
    settled(window, qtbot)
    page.copy_button.click()  # the picture, without links
    settled(window, qtbot)
    assert window.house.notes.text == "It is on the clipboard."
    assert lines(window) == []


def test_what_is_saved_is_written_down_with_its_name(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    choose(page, qtbot, "form", "docx")
    (tmp_path / "me.docx").write_text("before")
    saving_to(monkeypatch, tmp_path / "me.docx")
    page.save_button.click()
    settled(window, qtbot)
    assert (tmp_path / "me (2).docx").exists()
    assert only_line(window) == ("cv-docx", ids_of(window, SWIMMING), "me (2).docx", None)
    window.house.show_shared()
    settled(window, qtbot)
    told = texts(window.house.sharing.history)
    assert "CV: Word document (DOCX) · " in told
    assert "saved as \u2068me (2).docx\u2069" in told


def test_what_cannot_be_written_down_is_not_given_away(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **_facts: object) -> None:
        raise VaultError("cannot-write", "the disk is full", "free some space")

    page = begin_whole(window, qtbot)
    monkeypatch.setattr(Vault, "note_shared", failing)
    saving_to(monkeypatch, tmp_path / "cv.html")
    QGuiApplication.clipboard().clear()
    for one in (page.copy_button, page.save_button, page.handle):
        one.click()
        settled(window, qtbot)
        assert "the disk is full" in window.house.notes.text
        window.house.notes.close_note()
    assert QGuiApplication.clipboard().text() == ""
    assert not (tmp_path / "cv.html").exists()


def test_a_merged_resume_is_written_down_once_it_was_agreed_to(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text("{}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(resume), ""))
    page = begin_whole(window, qtbot)
    choose(page, qtbot, "form", "json-resume")
    page.merge_button.click()
    settled(window, qtbot)
    assert lines(window) == []
    button(window.house.notes, "Merge").click()
    settled(window, qtbot)
    assert f"{PAGE}#1b" in json.loads(resume.read_text())["certificates"][0]["url"]
    told = only_line(window)
    assert told == ("cv-json-resume", ids_of(window, SWIMMING), "resume.json", None)


@pytest.mark.parametrize("action", [Qt.DropAction.CopyAction, Qt.DropAction.IgnoreAction])
def test_what_is_dragged_out_is_written_down_where_it_was_taken(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, action: Qt.DropAction
) -> None:
    page = begin_whole(window, qtbot)
    choose(page, qtbot, "form", "markdown")
    monkeypatch.setattr(QDrag, "exec", lambda _drag, _action: action)
    move(page.handle, QEvent.Type.MouseButtonPress, QPoint(5, 5))
    settled(window, qtbot)
    assert lines(window) == []
    move(page.handle, QEvent.Type.MouseMove, QPoint(60, 60))
    settled(window, qtbot)
    if action is Qt.DropAction.IgnoreAction:
        assert lines(window) == []
    else:
        assert only_line(window) == ("cv-markdown", ids_of(window, SWIMMING), "cv.md", None)


def test_a_file_that_is_copied_is_written_down(window: Window, qtbot: QtBot) -> None:
    page = begin_whole(window, qtbot)
    page.handle.click()
    settled(window, qtbot)
    assert QGuiApplication.clipboard().mimeData().urls()
    assert only_line(window) == ("cv-html", ids_of(window, SWIMMING), "cv.html", None)


# Parts of a preview


@pytest.mark.parametrize("form", ["rich", "text", "latex", "rendercv", "europass"])
def test_a_selection_that_is_copied_is_lent_and_written_down(
    window: Window, qtbot: QtBot, form: str
) -> None:
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    choose(page, qtbot, "form", form)
    view = page.rich if form == "rich" else page.source
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert lines(window) == []
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settled(window, qtbot)
    clipboard = QGuiApplication.clipboard()
    assert "Swimming" in clipboard.text()
    assert "for two minutes" in window.house.notes.text
    assert only_line(window) == (f"cv-{form}", ids_of(window, SWIMMING), None, None)
    window.house.cv.clip.timer.timeout.emit()
    assert clipboard.text() == ""


def test_a_selection_without_a_whole_link_is_simply_copied(window: Window, qtbot: QtBot) -> None:
    page = begin_whole(window, qtbot)
    choose(page, qtbot, "form", "text")
    QGuiApplication.clipboard().clear()
    QTest.keyClick(page.source, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ""  # nothing is selected
    cursor = page.source.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, 100)
    page.source.setTextCursor(cursor)
    QTest.keyClick(page.source, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settled(window, qtbot)
    assert len(QGuiApplication.clipboard().text()) == 100
    assert not window.house.cv.clip.timer.isActive()
    assert lines(window) == []


def test_the_menu_of_a_preview_copies_as_the_keyboard_does(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: menus.append(menu))
    page = begin_whole(window, qtbot)
    view = page.rich.viewport()
    place = view.rect().center()

    def actions() -> dict[str, QAction]:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))
        return {one.text(): one for one in menus[-1].actions()}

    assert not actions()["Copy"].isEnabled()
    actions()["Select all"].trigger()
    actions()["Copy"].trigger()
    settled(window, qtbot)
    assert len(menus) == 3
    assert only_line(window)[0] == "cv-rich"


def test_a_selection_is_not_dragged(window: Window, qtbot: QtBot) -> None:
    page = begin_whole(window, qtbot)
    cursor = page.rich.textCursor()
    cursor.setPosition(5)
    place = page.rich.cursorRect(cursor).center()
    page.rich.selectAll()
    view = page.rich.viewport()
    # Pressed on a selection, Qt keeps it, and drags it from there.
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    assert not page.rich.textCursor().hasSelection()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place)


# LinkedIn


def test_only_the_field_that_carries_a_badge_is_written_down(window: Window, qtbot: QtBot) -> None:
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    choose(page, qtbot, "form", "linkedin")
    for card in page.cards.cards:
        for field, copy in zip(card.one.fields, card.copies, strict=True):
            copy.click()
            settled(window, qtbot)
            assert copy.text() == "Copied"
            assert QGuiApplication.clipboard().text() == field.value
    assert only_line(window) == ("cv-linkedin", ids_of(window, SWIMMING), None, None)


def test_a_badge_that_is_opened_at_linkedin_was_shared_with_linkedin(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.host()))
    page = begin_whole(window, qtbot, CARE, SWIMMING)
    choose(page, qtbot, "form", "linkedin")
    for card in page.cards.cards:
        card.open_button.click()
        button(window.house.notes, "Not now").click()
    assert not opened
    assert lines(window) == []
    for card in page.cards.cards:
        card.open_button.click()
        button(window.house.notes, "Open").click()
        settled(window, qtbot)
    assert opened == ["www.linkedin.com"] * 2
    assert only_line(window) == ("cv-linkedin", ids_of(window, SWIMMING), None, "LinkedIn")
    window.house.show_shared()
    settled(window, qtbot)
    assert "for \u2068LinkedIn\u2069" in texts(window.house.sharing.history)
