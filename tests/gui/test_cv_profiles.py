"""Named choices of CVs in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.cvs import CARE, begin, choose, settled
from tests.gui.looking import button
from wallet.gui.cv import CvPage
from wallet.gui.window import Window


def save(page: CvPage, window: Window, qtbot: QtBot, name: str) -> None:
    """Keep what is chosen under a name, as a person types it."""
    page.profiles.keep_button.click()
    assert page.profiles.name.hasFocus()
    page.profiles.name.setText(name)
    QTest.keyClick(page.profiles.name, Qt.Key.Key_Return)
    settled(window, qtbot)


def names(page: CvPage) -> list[str]:
    """Return the names that are offered."""
    offered = page.profiles.names
    return [str(offered.itemData(place)) for place in range(1, offered.count())]


def take_up(page: CvPage, window: Window, qtbot: QtBot, name: str) -> None:
    """Choose a profile."""
    offered = page.profiles.names
    offered.setCurrentIndex(offered.findData(name))
    offered.activated.emit(offered.currentIndex())
    settled(window, qtbot)


def test_choices_are_kept_under_a_name_and_taken_up_again(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    assert not page.profiles.delete_button.isEnabled()
    choose(page, qtbot, "length", "long")
    save(page, window, qtbot, "  Nursing   applications ")
    assert names(page) == ["Nursing applications"]
    assert page.profiles.current == "Nursing applications"
    assert not page.profiles.state.isVisible()
    choose(page, qtbot, "length", "short")
    assert page.profiles.state.text() == "Changed since it was saved."
    assert "What it is for" not in page.rich.toPlainText()
    take_up(page, window, qtbot, "Nursing applications")
    assert page.choices.lists["length"].currentData() == "long"
    assert "What it is for" in page.rich.toPlainText()
    assert not page.profiles.state.isVisible()


def test_saving_under_its_own_name_renews_a_profile(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    save(page, window, qtbot, "Nursing")
    choose(page, qtbot, "length", "long")
    page.profiles.keep_button.click()
    assert page.profiles.name.text() == "Nursing"
    page.profiles.ok_button.click()
    settled(window, qtbot)
    assert window._app.cv_profile("Nursing").choices.length == "long"


def test_another_profile_is_replaced_only_when_that_is_agreed_to(
    window: Window, qtbot: QtBot
) -> None:
    page = begin(window, qtbot, CARE)
    save(page, window, qtbot, "Nursing")
    choose(page, qtbot, "length", "long")
    save(page, window, qtbot, "Bakery")
    save(page, window, qtbot, "Nursing")
    assert "Replace it?" in window.house.notes.text
    assert window._app.cv_profile("Nursing").choices.length == "short"
    button(window.house.notes, "Replace").click()
    settled(window, qtbot)
    assert window._app.cv_profile("Nursing").choices.length == "long"
    assert page.profiles.current == "Nursing"


def test_a_profile_is_called_otherwise_but_not_as_another(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    for name in ("Nursing", "Bakery"):
        save(page, window, qtbot, name)
    for new in ("Nursing", "Baking & <b>more</b>"):
        page.profiles.rename_button.click()
        assert page.profiles.name.text() == "Bakery"
        page.profiles.name.setText(new)
        page.profiles.ok_button.click()
        settled(window, qtbot)
        if new == "Nursing":
            assert "another profile is called Nursing" in window.house.notes.text
            QTest.keyClick(page.profiles.name, Qt.Key.Key_Escape)
            assert not page.profiles.naming.isVisible()
    assert names(page) == ["Nursing", "Baking & <b>more</b>"]
    assert page.profiles.current == "Baking & <b>more</b>"


def test_a_profile_is_deleted_only_when_that_is_agreed_to(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "length", "long")
    save(page, window, qtbot, "Nursing")
    page.profiles.delete_button.click()
    assert names(page) == ["Nursing"]
    assert "Delete the profile" in window.house.notes.text
    button(window.house.notes, "Delete").click()
    settled(window, qtbot)
    assert names(page) == []
    assert window._app.cv_profiles() == ()
    assert page.choices.lists["length"].currentData() == "long"  # what is chosen stays
    assert not page.profiles.rename_button.isEnabled()


def test_a_profile_needs_a_name(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    save(page, window, qtbot, "   ")
    assert page.profiles.naming.isVisible()
    assert window._app.cv_profiles() == ()
