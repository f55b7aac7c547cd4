"""Checking without keeping, and what is told of presentations: who handed them over, apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.looking import SECRET, Show, badge, button, drag_in, dragged, drop, texts
from tests.unit.share.test_presentation import (
    BUOYS,
    KNOTS,
    LEARNER,
    SCHOOL,
    TOKEN,
    added_credential,
    made,
)
from wallet import resources
from wallet.app import App
from wallet.gui.check import CheckPage
from wallet.gui.handover import HandoverCard
from wallet.gui.parts import Identifier
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.share import link
from wallet.verify.report import Handover

CUT_SHORT = resources.path("samples", "mistakes", "cut-short.json")


@pytest.fixture
def window(empty: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on a wallet without a badge."""
    window = show(empty)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    return window


def saved(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a presentation of two badges."""
    return saved(tmp_path / "handed.json", made(("knots", KNOTS), ("tides", TOKEN)))


def checked(window: Window, qtbot: QtBot, *paths: Path) -> CheckPage:
    """Drop files on the page for checking, and return it when it shows what was found."""
    window.house.sidebar.rooms["check"].click()
    page = window.house.checking.page
    drop(window, dragged(*paths))
    qtbot.waitUntil(lambda: "verified and valid today" in texts(page))
    qtbot.waitUntil(lambda: not window.house.work.busy)
    return page


def cards(page: CheckPage) -> list[HandoverCard]:
    return page.findChildren(HandoverCard)


def test_of_a_presentation_who_handed_it_over_is_apart_from_what_each_badge_is_worth(
    window: Window, qtbot: QtBot, file: Path
) -> None:
    page = checked(window, qtbot, file)
    (handed,) = cards(page)
    told = texts(handed)
    for text in (LEARNER.id, SCHOOL, "4711", "Whoever handed them over signed for it."):
        assert text in told
    assert "Knots" not in told
    every = texts(page)
    assert every.count("handed.json#") == 2
    assert every.count("It is whole, and its issuer made it.") == 2
    assert "2 badges, 2 of them verified and valid today" in every
    assert str(file.parent) not in every


def test_nothing_of_what_is_checked_is_kept_unless_it_is_asked_for(
    window: Window, qtbot: QtBot, file: Path
) -> None:
    page = checked(window, qtbot, file)
    assert window._app.entries() == ()
    assert window._app.vault.quarantined() == ()
    qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window._app.entries()) == 2)
    qtbot.waitUntil(lambda: "presentation of 2 badges" in texts(window.house.notes))


def test_what_was_asked_of_whoever_hands_it_over_is_compared(
    window: Window, qtbot: QtBot, file: Path
) -> None:
    page = checked(window, qtbot, file)
    page.audience.setText("https://employer.example")
    qtbot.keyClick(page.audience, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not to https://employer.example" in texts(page))
    (handed,) = cards(page)
    assert "does not hold" in texts(handed)
    page.audience.setText(SCHOOL)
    page.nonce.setText("4711")
    qtbot.keyClick(page.nonce, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "as was asked for" in texts(page))
    assert "signed for it" in texts(page)


def test_a_broken_handing_over_and_an_unsigned_one_are_told(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = saved(tmp_path / "broken.json", added_credential(made(("knots", KNOTS))))
    unsigned = {name: part for name, part in made(("buoys", BUOYS)).items() if name != "proof"}
    nobody = saved(tmp_path / "nobody.json", unsigned)
    page = checked(window, qtbot, broken, nobody, badge(tmp_path / "alone.json"), CUT_SHORT)
    first, second = cards(page)
    assert "How they were handed over does not hold." in texts(first)
    assert "Nobody signed for handing them over." in texts(second)
    assert "cut-short.json" in texts(page)
    assert page.keep.isVisible()
    folds = [one for one in page.findChildren(QToolButton) if one.text() == "What was checked"]
    for fold in folds:
        fold.click()
    assert len(folds) == 4
    assert "Signature: " in texts(page)


def test_what_is_pasted_or_chosen_there_is_checked_too(
    window: Window, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.house.sidebar.rooms["check"].click()
    page = window.house.checking.page
    carried = link.make([KNOTS.encode()], "https://badges.example.org/v").text
    QGuiApplication.clipboard().setText(carried)
    qtbot.mouseClick(page.paste, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 badge, 1 of them" in texts(page))
    assert cards(page) == []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(cards(page)) == 1)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cards(page) == [])
    assert window._app.entries() == ()


def test_a_drag_says_what_becomes_of_it(window: Window, file: Path) -> None:
    assert drag_in(window, dragged(file))
    assert window.hint._text == "Drop to add to your wallet"
    window.house.sidebar.rooms["check"].click()
    assert drag_in(window, dragged(file))
    assert window.hint._text == "Drop to check it without keeping it"


def test_to_whom_a_badge_was_given_is_not_held_against_who_checks_it(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    window._app.add_identity("somebody@else.example")
    page = checked(window, qtbot, badge(tmp_path / "theirs.json"))
    assert "Whether it was given to you was not checked." in texts(page)
    assert "Given to somebody else" not in texts(page)


def test_locked_nothing_of_what_was_checked_is_left(
    window: Window, qtbot: QtBot, file: Path
) -> None:
    page = checked(window, qtbot, file)
    page.audience.setText("https://employer.example")
    window.lock()
    qtbot.waitUntil(lambda: not window.open)
    assert "Knots" not in texts(page)
    assert page.audience.text() == ""
    assert window.house.checking._inputs == []
    window.unlock.passphrase_given.emit(SECRET)
    qtbot.waitUntil(lambda: window.open)


def test_a_long_identifier_does_not_make_the_page_wider_than_the_window(qtbot: QtBot) -> None:
    told = Handover((), holder="did:jwk:" + 300 * "x", audience="Z", expires="2027-01-01")
    shown = HandoverCard(told, Words("en"))
    qtbot.addWidget(shown)
    assert shown.minimumSizeHint().width() < 500
    shown.resize(500, shown.heightForWidth(500))
    narrow = shown.heightForWidth(500)
    assert narrow > shown.heightForWidth(3000)
    shown.show()
    (holder,) = [one for one in shown.findChildren(Identifier) if "did:jwk" in one.text()]
    lines = holder.height() // holder.fontMetrics().height()
    assert lines * holder.width() >= holder.fontMetrics().horizontalAdvance(holder.text())


def test_many_badges_are_counted_and_the_first_of_them_shown(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(42):
        badge(tmp_path / f"{number:02}.json", id=f"urn:uuid:{number}")
    page = checked(window, qtbot, tmp_path)
    assert "42 badges, 42 of them" in texts(page)
    assert "2 more are not shown here." in texts(page)


def test_after_adding_a_presentation_the_note_tells_who_handed_it_over(
    window: Window, qtbot: QtBot, file: Path
) -> None:
    house = window.house
    drop(window, dragged(file))
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == 2)
    assert house.notes.text == "2 badges added"
    told = texts(house.notes)
    assert "handed.json" in told
    assert "was a presentation of 2 badges." in told
    assert LEARNER.id in told
    assert "Whoever handed them over signed for it." in told
    button(house.notes, "Details").click()
    assert "The signature" in texts(house.notes)
