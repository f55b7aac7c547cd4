"""The gallery: what a person sees of all their badges, and finds among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, Show, badge, button, names, said, texts
from wallet.app import App
from wallet.gui.gallery import CardDelegate
from wallet.gui.window import Window


def test_every_badge_is_said_aloud_with_its_chip(window: Window) -> None:
    found = said(window)
    assert len(found) == SAMPLES
    for name, chip in (
        ("Person-Centred Dementia Care", "Verified"),
        ("Forklift", "Revoked"),
        ("Project Coordination", "Not verified"),
        ("Community Choir", "Could not be checked"),
        ("Secure Networks", "Suspended"),
    ):
        assert any(name in one and one.endswith(chip) for one in found), name
    assert any(one.endswith("Expired") for one in found)
    assert any("Expires in " in one for one in found)


def test_search_narrows_as_one_types_and_says_when_nothing_matches(window: Window) -> None:
    house = window.house
    QTest.keyClicks(house.search, "dementia harbourside")
    assert names(window) == ["Person-Centred Dementia Care"]
    house.search.clear()
    QTest.keyClicks(house.search, "zzz")
    assert house.badges.stack.currentWidget() is house.badges.nothing
    assert "zzz" in house.badges.nothing.text()
    house.search.clear()
    assert house.badges.model.rowCount() == SAMPLES


def test_search_finds_from_any_page(window: Window) -> None:
    window.house.sidebar.rooms["settings"].click()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.house.search.hasFocus()
    QTest.keyClicks(window.house.search, "welding")
    assert window.house.rooms.currentWidget() is window.house.badges
    assert window.house.sidebar.rooms["badges"].isChecked()
    assert names(window) == ["Welding Safety"]
    QTest.keyClick(window.house.search, Qt.Key.Key_Return)
    assert window.house.badges.gallery.hasFocus()


def test_the_order_can_be_chosen(window: Window) -> None:
    sort = window.house.badges.sort
    sort.setCurrentIndex(sort.findData("name"))
    by_name = names(window)
    assert by_name == sorted(by_name, key=lambda name: (name or "").casefold())
    sort.setCurrentIndex(sort.findData("added"))
    assert names(window) != by_name


def test_keyboard_opens_and_goes_back_to_the_same_place(window: Window, qtbot: QtBot) -> None:
    house = window.house
    gallery = house.badges.gallery
    assert gallery.hasFocus()
    gallery.setCurrentIndex(house.badges.model.index(20))
    gallery.scrollTo(gallery.currentIndex())
    place = gallery.verticalScrollBar().value()
    assert place > 0
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.rooms.currentWidget() is house.detail)
    assert house.detail.back_button.hasFocus()
    QTest.keyClick(house.detail.back_button, Qt.Key.Key_Escape)
    assert house.rooms.currentWidget() is house.badges
    assert gallery.currentIndex().row() == 20
    assert gallery.verticalScrollBar().value() == place


def test_a_double_click_opens_once(window: Window) -> None:
    gallery = window.house.badges.gallery
    opened: list[str] = []
    gallery.opened.connect(opened.append)
    middle = gallery.visualRect(window.house.badges.model.index(1)).center()
    QTest.mouseClick(
        gallery.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle
    )
    QTest.mouseDClick(
        gallery.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle
    )
    assert len(opened) == 1


def test_letters_that_are_typed_jump_to_a_name(window: Window) -> None:
    gallery = window.house.badges.gallery
    QTest.keyClicks(gallery, "bee")
    assert "Beekeeper" in gallery.currentIndex().data()


def test_several_selected_show_what_can_be_done_with_them(window: Window, qtbot: QtBot) -> None:
    badges = window.house.badges
    assert not badges.action_bar.isVisible()
    QTest.keyClick(badges.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert badges.action_bar.isVisible()
    assert str(SAMPLES) in badges.selected.text()
    QTest.keyClicks(badges.tag, "portfolio")
    QTest.keyClick(badges.tag, Qt.Key.Key_Return)
    window.house.search.setText("portfolio")
    qtbot.waitUntil(lambda: badges.model.rowCount() == SAMPLES)
    window.house.search.setText("portfolio welding")
    assert badges.model.rowCount() == 1
    assert not badges.action_bar.isVisible()


def test_delete_asks_before_it_removes(window: Window, qtbot: QtBot) -> None:
    house = window.house
    gallery = house.badges.gallery
    gallery.setCurrentIndex(house.badges.model.index(3))
    gone = names(window)[3]
    QTest.keyClick(gallery, Qt.Key.Key_Delete)
    assert "only copy" in house.notes.text
    keep = button(house.notes, "Keep")
    assert keep.hasFocus()
    QTest.keyClick(keep, Qt.Key.Key_Escape)
    assert not house.notes.isVisible()
    assert gallery.hasFocus()
    QTest.keyClick(gallery, Qt.Key.Key_Delete)
    button(house.notes, "Remove").click()
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == SAMPLES - 1)
    assert gone not in names(window)
    assert house.notes.text == "1 badge removed"


def test_an_empty_wallet_says_how_badges_get_there(empty: App, show: Show, qtbot: QtBot) -> None:
    badges = show(empty).house.badges
    qtbot.waitUntil(badges.empty.isVisible)
    assert "Your badges will be here" in texts(badges.empty)
    assert not badges.head.isVisible()


def test_pictures_come_from_inside_the_badge(window: Window, qtbot: QtBot) -> None:
    house = window.house
    (entry,) = [one for one in window._app.entries() if one.file_name == "education-numerique.png"]
    with qtbot.waitSignal(house.pictures.arrived, check_params_cb=lambda one: one == entry.id):
        before = house.pictures.of(entry, 64, 1.0).toImage()
    assert house.pictures.of(entry, 64, 1.0).toImage() != before


def test_one_that_only_names_its_picture_shows_its_initials(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    empty.add([badge(tmp_path / "remote.json", image="https://badges.example/picture.png")])
    window = show(empty)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    pixmap = window.house.pictures.of(empty.entries()[0], 64, 2.0)
    assert pixmap.deviceIndependentSize().toSize().width() == 64
    assert pixmap.toImage().pixelColor(64, 16).alpha() == 255


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_a_card_has_room_for_its_letters(window: Window, factor: float) -> None:
    gallery = window.house.badges.gallery
    font = QFont(gallery.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    gallery.setFont(font)
    index = window.house.badges.model.index(0)
    delegate = gallery.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    assert gallery.visualRect(index).height() >= gallery.sizeHintForRow(0) - 1
    assert gallery.sizeHintForRow(0) > 136 + 4 * gallery.fontMetrics().height()
