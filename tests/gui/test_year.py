"""A year at a glance in the window: seen, said, scrolled, and saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show, texts
from wallet.app import App
from wallet.gui.window import Window
from wallet.gui.year import YearPage
from wallet.reminders.year import Span
from wallet.reminders.year_svg import AXIS, ROW


@pytest.fixture
def year(filled: App, show: Show, qtbot: QtBot) -> YearPage:
    """Return the page of the year on the samples."""
    window = show(filled)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    window.house.sidebar.rooms["agenda"].click()
    qtbot.waitUntil(lambda: bool(window.house.reminding.page.lines))
    window.house.reminding.page.year_button.click()
    page = window.house.reminding.year
    qtbot.waitUntil(lambda: page.year is not None)
    return page


def test_every_badge_has_a_bar_and_all_is_said_in_words(year: YearPage) -> None:
    assert year.year is not None
    assert len(year.year.bars) == 20
    told = year.picture.accessibleDescription()
    assert "First Aid at Work: from 18 December 2023, until 18 December 2026" in told
    assert "2 badges that are not verified are left out." in told
    assert year.picture.height() > 20 * ROW
    assert year.axis.height() == AXIS


def test_another_time_is_chosen(year: YearPage, qtbot: QtBot) -> None:
    for span, first in ((Span.ALL, 2013), (Span.THIS_YEAR, 2026)):
        year.span.setCurrentIndex(year.span.findData(span.value))
        qtbot.waitUntil(lambda: year.year is not None and year.year.first.year == first)  # noqa: B023 - waited for at once
    assert year.year is not None
    assert year.year.first.month == 1


def test_a_tool_tip_says_all_of_the_badge_under_the_mouse(
    year: YearPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = year.picture
    place = QPoint(30, 10)
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, picture.mapToGlobal(place))
    QApplication.sendEvent(picture, event)
    assert "First Aid at Work: from 18 December 2023" in said[0]


def test_many_badges_scroll_with_the_keys_and_the_months_stay(year: YearPage, qtbot: QtBot) -> None:
    window = year.window()
    window.resize(800, 600)
    bar = year.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert year.area.hasFocus()
    QTest.keyClick(year.area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert year.axis.isVisible()
    assert year.picture.width() == year.axis.width()
    assert year.picture.plan is not None
    assert year.picture.plan.width == year.picture.width()


def test_escape_leads_back_to_the_agenda(year: YearPage, qtbot: QtBot) -> None:
    QTest.keyClick(year, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not year.isVisible())


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_it_is_saved_as_a_picture(
    year: YearPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / f"mine.{ending}"
    given = tmp_path / "mine.svg"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_, **__: (str(given), f"Pictures (*.{ending})")
    )
    year.save_button.click()
    window = year.window()
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: f"Saved as \u2068{path}\u2069" in window.house.notes.text)
    if ending == "png":
        image = QImage(str(path))
        assert image.width() == 2000
        assert len({image.pixel(x, 400) for x in range(0, 2000, 5)}) > 3
    else:
        assert "What is valid when" in path.read_text(encoding="utf-8")


def test_a_locked_window_shows_nothing_of_it(year: YearPage, qtbot: QtBot) -> None:
    QTest.keyClick(year.window(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: year.year is None)
    assert not year.picture.accessibleDescription()
    assert "First Aid" not in texts(year)
