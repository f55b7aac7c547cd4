"""Handing badges over in the window: what would leave first, then how, and what did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, button, entries, open_badge, texts
from tests.issuing import JoseKey, sd_jwt
from tests.unit.verify.test_proof_ecdsa_sd import BASE
from wallet.gui.interview import Interview, Slide
from wallet.gui.share import FORMS
from wallet.gui.window import Window
from wallet.i18n import Words

PAGE = "https://badges.example.org/v"
KEY = JoseKey("ES256", 3)
TIDES = sd_jwt(
    KEY,
    {"iss": KEY.did, "vct": "https://harbour.example/tides"},
    {"given_name": "Ada", "email": "ada@example.org", "address": {"street": "Quay", "town": "X"}},
    kid="0",
).encode()


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
    page.base.setText(PAGE)
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


# Choosing single fields


def settled(window: Window, qtbot: QtBot) -> None:
    """Wait until what was ticked is looked at."""
    window.tasks.run(lambda: None)
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def begin_to_choose(window: Window, qtbot: QtBot) -> dict[str, QTreeWidgetItem]:
    """Share a token that can be cut with a badge that cannot; return its fields by name."""
    window.house.add([("tides.jwt", TIDES)])
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES + 1)
    ids = {entry.file_name: entry.id for entry in entries(window)}
    window.house.share([ids["tides.jwt"], ids["choir-leading.json"]])
    page = window.house.sharing.page
    qtbot.waitUntil(lambda: window.house.rooms.currentWidget() is page)
    choose(window, qtbot, "file")
    return boxes(window)


def with_boxes(window: Window) -> list[QTreeWidgetItem]:
    tree = window.house.sharing.page.leaving
    found = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [one for one in found if one.data(0, Qt.ItemDataRole.CheckStateRole) is not None]


def boxes(window: Window) -> dict[str, QTreeWidgetItem]:
    """Return the fields with a box by the last word of their names."""
    return {
        one.text(0).partition(" (")[0].strip("\u2068\u2069").split()[-1]: one
        for one in with_boxes(window)
    }


def ticked(window: Window) -> set[str]:
    return {
        name for name, one in boxes(window).items() if one.checkState(0) is Qt.CheckState.Checked
    }


def test_only_fields_that_can_be_left_out_have_a_box(window: Window, qtbot: QtBot) -> None:
    found = begin_to_choose(window, qtbot)
    page = window.house.sharing.page
    assert set(found) == {"given_name", "email", "street", "town"} == ticked(window)
    assert page.shortcuts.isVisible()
    assert "cannot be cut" in page.whether.text()
    assert page.options.chosen == {}
    said = found["email"].data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert "about you" in said
    assert "ada@example.org" in said
    assert said.endswith("leaves")
    tree = page.leaving
    fixed = {
        item.text(2)
        for item in tree.findItems("vct", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    }
    assert fixed == {"always leaves"}


def test_by_the_keyboard_a_field_is_left_out_of_what_is_made(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path))
    found = begin_to_choose(window, qtbot)
    page = window.house.sharing.page
    count, personal = page.leaving.counts
    page.leaving.setCurrentItem(found["email"])
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(page.leaving, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert ticked(window) == {"given_name", "street", "town"}
    assert found["email"].text(2) == "left out"
    assert page.leaving.currentItem() is found["email"]
    assert page.leaving.counts == (count - 1, personal - 1)
    assert "1 left out" in page.summary.text()
    page.action.click()
    saved = tmp_path / "tides.jwt"
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: "saved" in texts(window.house.notes))
    _, given_name, email, *_ = TIDES.decode().split("~")
    assert given_name in saved.read_text()
    assert email not in saved.read_text()
    choir = next(one for one in entries(window) if one.file_name == "choir-leading.json")
    assert (tmp_path / "choir-leading.json").read_bytes() == window._app.vault.original(choir.id)


def test_what_is_in_one_disclosure_is_ticked_together(window: Window, qtbot: QtBot) -> None:
    found = begin_to_choose(window, qtbot)
    found["street"].setCheckState(0, Qt.CheckState.Unchecked)
    assert ticked(window) == {"given_name", "email"}
    settled(window, qtbot)
    assert ticked(window) == {"given_name", "email"}
    found["town"].setCheckState(0, Qt.CheckState.Checked)
    settled(window, qtbot)
    assert ticked(window) == {"given_name", "email", "street", "town"}
    assert window.house.sharing.page.options.chosen == {}


def test_all_about_the_learner_can_be_left_out_at_once_and_put_back(
    window: Window, qtbot: QtBot
) -> None:
    begin_to_choose(window, qtbot)
    page = window.house.sharing.page
    qtbot.mouseClick(page.without_personal, Qt.MouseButton.LeftButton)
    settled(window, qtbot)
    assert ticked(window) == set()
    assert list(page.options.chosen.values()) == [()]
    # It holds for the other forms too.
    choose(window, qtbot, "html")
    assert ticked(window) == set()
    assert page.action.isEnabled()
    qtbot.mouseClick(page.with_all, Qt.MouseButton.LeftButton)
    settled(window, qtbot)
    assert ticked(window) == set(boxes(window))
    # Whoever shares something else begins anew.
    qtbot.mouseClick(page.without_personal, Qt.MouseButton.LeftButton)
    window.house.sharing.begin(list(page.ids), lambda: None)
    settled(window, qtbot)
    settled(window, qtbot)
    assert page.options.chosen == {}


def test_what_goes_along_with_another_field_says_so(window: Window, qtbot: QtBot) -> None:
    window.house.add([("base.json", json.dumps(BASE).encode())])
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES + 1)
    begin(window, qtbot, "base.json")
    choose(window, qtbot, "file")
    page = window.house.sharing.page
    along = page.leaving.findItems(
        BASE["credentialSubject"]["achievement"]["id"],
        Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive, 1,
    )[0]  # fmt: skip
    along.setCheckState(0, Qt.CheckState.Unchecked)
    settled(window, qtbot)
    assert along.checkState(0) is Qt.CheckState.Checked
    assert along.text(2) == "goes along"
    assert "leaves with it" in along.toolTip(2)
    # What would be no badge is refused, and can be put right again.
    qtbot.mouseClick(page.without_personal, Qt.MouseButton.LeftButton)
    for item in with_boxes(window):
        item.setCheckState(0, Qt.CheckState.Unchecked)
    settled(window, qtbot)
    assert "no badge that can be verified" in page.problem.text()
    assert not page.action.isEnabled()
    assert boxes(window)
    qtbot.mouseClick(page.with_all, Qt.MouseButton.LeftButton)
    settled(window, qtbot)
    assert page.problem.text() == ""
    assert page.action.isEnabled()


def test_a_badge_that_cannot_be_cut_has_no_boxes(window: Window, qtbot: QtBot) -> None:
    begin(window, qtbot, "dementia-care.json")
    choose(window, qtbot, "file")
    page = window.house.sharing.page
    assert boxes(window) == {}
    assert not page.shortcuts.isVisible()
    assert page.whether.text().startswith("Nothing can be left out")
    assert page.leaving.isColumnHidden(2)


def test_the_size_of_a_code_is_shown_and_said(window: Window, qtbot: QtBot) -> None:
    ids = {entry.file_name: entry.id for entry in entries(window)}
    window.house.share([ids["choir-leading.json"]])
    meter = window.house.sharing.page.meter
    qtbot.waitUntil(lambda: window.house.rooms.currentWidget() is window.house.sharing.page)
    set_base(window, qtbot)
    choose(window, qtbot, "qr")
    assert meter.bar.isVisible()
    assert meter.bar.value() > 100
    assert meter.bar.maximum() == 128
    assert "hold still" in meter.text
    assert "level L" in meter.text
    assert meter.bar.accessibleDescription() == meter.text
    assert meter.text.split(" (")[0] in texts(meter)
    choose(window, qtbot, "link")
    assert meter.isVisible()
    assert not meter.bar.isVisible()
    assert meter.text.startswith("As a QR code: Large")
    choose(window, qtbot, "file")
    assert not meter.isVisible()
    window.house.share([ids["dementia-care.json"]])
    settled(window, qtbot)
    set_base(window, qtbot)
    choose(window, qtbot, "qr")
    assert meter.text.startswith("Too large for a QR code (")
    assert meter.bar.value() == meter.bar.maximum()
    window.house.share([ids["choir-leading.json"], ids["dementia-care.json"]])
    settled(window, qtbot)
    set_base(window, qtbot)
    choose(window, qtbot, "interview")
    assert "level L" in meter.text  # of the larger of the two codes
    assert "come close" in meter.text


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
    qtbot.waitUntil(lambda: clipboard.text().startswith(f"{PAGE}#1b"))
    assert sharing.clip.timer.isActive()
    sharing.clip.timer.timeout.emit()
    assert clipboard.text() == ""
    window.house.sidebar.rooms["shared"].click()
    qtbot.waitUntil(lambda: "Link" in texts(sharing.history))
    assert "fields left" in texts(sharing.history)


def test_what_was_copied_since_stays_on_the_clipboard(window: Window) -> None:
    sharing = window.house.sharing
    link = QMimeData()
    link.setText(f"{PAGE}#1bAA")
    sharing.clip.lend(link)
    QGuiApplication.clipboard().setText("something else")
    sharing.clip.timer.timeout.emit()
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
    assert f"/URI ({PAGE}#1b".encode() in data
    window.house.sidebar.rooms["shared"].click()
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
