"""Handing badges over in the window: what would leave first, then how, and what did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QTreeWidget
from pytestqt.qtbot import QtBot

from tests.gui.looking import button, entries, open_badge, texts
from wallet.gui.awake import Awake
from wallet.gui.interview import Interview, Slide
from wallet.gui.share import FORMS
from wallet.gui.window import Window
from wallet.i18n import Words

BASE = "https://badges.example.org/v"


def small(window: Window) -> str:
    """Return the file name of a badge whose link fits a QR code."""
    sizes = {entry.file_name: entry for entry in entries(window)}
    return min(sizes, key=lambda name: len(window._app.vault.original(sizes[name].id)))


def begin(window: Window, qtbot: QtBot, file_name: str) -> str:
    """Open a badge and go to the page on which it is shared."""
    entry = open_badge(window, qtbot, file_name)
    button(window.house.detail, "Share…").click()
    page = window.house.sharing.page
    qtbot.waitUntil(lambda: window.house.rooms.currentWidget() is page)
    return entry.id


def choice(window: Window, form: str) -> QAbstractButton:
    (number,) = [place for place, one in enumerate(FORMS) if one.name == form]
    return window.house.sharing.page.choices.button(number)


def listed_in(tree: QTreeWidget) -> list[str]:
    """Return the names of all fields that are listed, in order."""
    found = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [item.text(0) for item in found]


def choose(window: Window, qtbot: QtBot, form: str) -> None:
    page = window.house.sharing.page
    with qtbot.waitSignal(page.changed):
        choice(window, form).click()
    window.tasks.run(lambda: None)
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def set_base(window: Window, qtbot: QtBot) -> None:
    page = window.house.sharing.page
    page.base.setText(BASE)
    with qtbot.waitSignal(page.changed):
        page.base.editingFinished.emit()
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def test_every_field_that_would_leave_is_listed_and_personal_ones_are_marked(
    window: Window, qtbot: QtBot
) -> None:
    begin(window, qtbot, "dementia-care.json")
    choose(window, qtbot, "file")
    page = window.house.sharing.page
    qtbot.waitUntil(lambda: page.leaving.topLevelItemCount() == 1)
    listed = listed_in(page.leaving)
    assert "Person-Centred Dementia Care" in listed[0]
    assert "Verified" in listed[0] or "checked" in listed[0]
    marked = [one for one in listed if "(about you)" in one]
    assert any("identityHash" in one for one in marked)
    assert listed[1 : len(marked) + 1] == marked
    count, personal = page.leaving.counts
    assert (count, personal) == (len(listed) - 1, len(marked))
    assert f"{count} fields" in page.summary.text()


def test_at_an_interview_what_leaves_is_listed_by_what_each_code_carries(
    window: Window, qtbot: QtBot
) -> None:
    # One is too large for a code, which then leads to its issuer's page; the other is in it.
    ids = {entry.file_name: entry.id for entry in entries(window)}
    sharing = window.house.sharing
    window.house.share([ids["dementia-care.json"], ids["choir-leading.json"]])
    qtbot.waitUntil(lambda: window.house.rooms.currentWidget() is sharing.page)
    set_base(window, qtbot)
    qtbot.waitUntil(lambda: sharing.page.leaving.topLevelItemCount() == 2)
    large, whole = (sharing.page.leaving.topLevelItem(number) for number in range(2))
    assert large is not None
    assert whole is not None
    (address,) = (large.child(number) for number in range(large.childCount()))
    assert address is not None
    assert "https://college.example/credentials/2025-04817" in address.text(1)
    assert whole.childCount() > 10
    assert sharing.page.action.isEnabled()


def test_without_a_page_to_lead_to_a_link_is_not_offered_as_if_it_worked(
    window: Window, qtbot: QtBot
) -> None:
    begin(window, qtbot, small(window))
    choose(window, qtbot, "link")
    page = window.house.sharing.page
    assert "none is known" in page.problem.text()
    assert not page.action.isEnabled()
    set_base(window, qtbot)
    assert page.problem.text() == ""
    assert page.action.isEnabled()


def test_a_link_is_copied_noted_and_taken_off_the_clipboard_again(
    window: Window, qtbot: QtBot
) -> None:
    begin(window, qtbot, small(window))
    choose(window, qtbot, "link")
    set_base(window, qtbot)
    sharing = window.house.sharing
    sharing.page.action.click()
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text().startswith(f"{BASE}#1b"))
    assert sharing._forgetting.isActive()
    sharing.forget_link()
    assert clipboard.text() == ""
    window.house.to_shared.click()
    qtbot.waitUntil(lambda: "Link" in texts(sharing.history))
    assert "fields left" in texts(sharing.history)


def test_what_was_copied_since_stays_on_the_clipboard(window: Window) -> None:
    sharing = window.house.sharing
    sharing._on_clipboard = f"{BASE}#1bAA"
    QGuiApplication.clipboard().setText("something else")
    sharing.forget_link()
    assert QGuiApplication.clipboard().text() == "something else"


def test_a_presentation_is_saved_for_its_receiver(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "handed-over.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    file_name = next(one.file_name for one in entries(window) if one.file_name.endswith(".json"))
    begin(window, qtbot, "dementia-care.json" if file_name else file_name)
    choose(window, qtbot, "presentation")
    page = window.house.sharing.page
    page.audience.setText("Harbour Hospital")
    page.action.click()
    qtbot.waitUntil(out.exists)
    assert b"Harbour Hospital" in out.read_bytes()
    qtbot.waitUntil(lambda: "Saved" in texts(window.house.notes))


def test_the_files_themselves_are_saved_as_they_came(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path))
    entry_id = begin(window, qtbot, "dementia-care.json")
    choose(window, qtbot, "file")
    window.house.sharing.page.action.click()
    saved = tmp_path / "dementia-care.json"
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: "Saved" in texts(window.house.notes))
    assert saved.read_bytes() == window._app.vault.original(entry_id)


def test_a_sheet_is_saved_in_the_language_of_the_window(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "sheet.pdf"
    asked: list[str] = []

    def save(*arguments: object, **_: object) -> tuple[str, str]:
        asked.extend(str(one) for one in arguments[2:])
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    begin(window, qtbot, small(window))
    choose(window, qtbot, "pdf")
    page = window.house.sharing.page
    assert any("Verdict" in one for one in listed_in(page.leaving))
    assert not any("recipient" in one for one in listed_in(page.leaving))
    set_base(window, qtbot)
    assert any("recipient" in one for one in listed_in(page.leaving))
    page.action.click()
    qtbot.waitUntil(lambda: "Saved" in texts(window.house.notes))
    assert asked == ["badges.pdf", "*.pdf"]
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"/Lang (en)" in data
    assert f"/URI ({BASE}#1b".encode() in data
    window.house.to_shared.click()
    qtbot.waitUntil(lambda: "Printed sheet" in texts(window.house.sharing.history))


def test_at_an_interview_badges_follow_each_other_and_escape_leaves(
    window: Window, qtbot: QtBot
) -> None:
    begin(window, qtbot, small(window))
    set_base(window, qtbot)
    sharing = window.house.sharing
    sharing.page.action.click()
    qtbot.waitUntil(lambda: sharing.interview is not None)
    shown = sharing.interview
    assert shown is not None
    qtbot.waitUntil(shown.isVisible)
    assert shown.isFullScreen()
    assert shown.slide.code is not None
    assert "1 of 1" in shown.accessibleName()
    window.house.forget()  # as when the wallet locks itself meanwhile
    assert shown.isVisible()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: sharing.interview is None)


def test_a_slide_is_black_on_white_with_its_code(qtbot: QtBot) -> None:
    white = QPixmap(25, 25)
    white.fill(Qt.GlobalColor.black)
    slides = [
        Slide("First Aid", "Red Cross", "Verified", None, "too large"),
        Slide("Rope Work", "Harbour School", "Expired", None, "too large"),
    ]
    shown = Interview(Words("en"), slides)
    qtbot.addWidget(shown)
    shown.resize(640, 480)
    shown.show()
    assert shown.grab().toImage().pixelColor(2, 2).name() == "#ffffff"
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert shown.slide.name == "Rope Work"
    assert "Rope Work, " in shown.accessibleName().replace("\u2068", "").replace("\u2069", "")
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert shown.slide.name == "Rope Work"
    qtbot.keyClick(shown, Qt.Key.Key_Left)
    assert shown.slide.name == "First Aid"
    shown.close()


def test_locked_nothing_of_what_was_to_be_shared_is_left(window: Window, qtbot: QtBot) -> None:
    begin(window, qtbot, "dementia-care.json")
    choose(window, qtbot, "file")
    page = window.house.sharing.page
    qtbot.waitUntil(lambda: page.leaving.topLevelItemCount() == 1)
    window.house.forget()
    assert page.ids == ()
    assert page.leaving.topLevelItemCount() == 0
    assert texts(window.house.sharing.history).count("·") == 0


def test_every_form_says_what_it_is_in_french_too() -> None:
    words = Words("fr")
    for form in FORMS:
        for english in (form.text, form.about, form.action):
            assert words(english) != english


def test_the_screen_may_sleep_again_also_where_nobody_was_asked() -> None:
    awake = Awake("Badges are being shown")
    awake.end()
    awake.begin()
    awake.end()
    awake.end()
