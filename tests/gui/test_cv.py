"""CVs in the window: which badges, what is chosen, and what is seen of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.cvs import CARE, CHOIR, SWIMMING, begin, choose, ids_of, named, settled, switch
from tests.gui.looking import SAMPLES, Show, button, open_badge, texts
from wallet.app import App
from wallet.cv.choices import Choices
from wallet.cv.forms import FORMS
from wallet.gui import cv_made, theme
from wallet.gui.window import Window

HOSTILE = '<img src="https://tracker.example/a.png"><a href="https://evil.example">Knots</a>\u202e'


def test_badges_selected_in_the_gallery_go_into_a_cv(window: Window, qtbot: QtBot) -> None:
    badges = window.house.badges
    for row in (1, 3):
        index = badges.model.index(row)
        badges.gallery.selectionModel().select(
            index, badges.gallery.selectionModel().SelectionFlag.Select
        )
    chosen = [entry.verdict.credential for entry in badges.gallery.chosen()]
    button(badges.action_bar, "CV…").click()
    settled(window, qtbot)
    page = window.house.cv.page
    assert window.house.rooms.currentWidget() is page
    assert window.house.sidebar.rooms["cv"].isChecked()
    assert page.title.text() == "CV of 2 badges"
    assert page.summary.text() == "2 badges"
    shown = page.rich.toPlainText()
    assert "Licenses & Certifications" in shown
    assert all(one is not None and one.name and one.name in shown for one in chosen)
    page.back_button.click()
    assert window.house.rooms.currentWidget() is badges


def test_an_open_badge_goes_into_a_cv(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, CARE)
    button(window.house.detail, "CV…").click()
    settled(window, qtbot)
    page = window.house.cv.page
    assert page.title.text() == "CV of 1 badge"
    assert "Person-Centred Dementia Care" in page.rich.toPlainText()
    assert "verified as of 20 November 2026" in page.rich.toPlainText()
    assert page.choices.form.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.house.rooms.currentWidget() is window.house.badges


def test_the_room_has_all_badges_until_some_were_selected(window: Window, qtbot: QtBot) -> None:
    room = window.house.sidebar.rooms["cv"]
    room.click()
    settled(window, qtbot)
    page = window.house.cv.page
    assert page.title.text() == "CV"
    assert page.summary.text() == f"{SAMPLES} badges"
    assert not page.back_button.isVisible()
    begin(window, qtbot, CARE)
    window.house.show_badges()
    room.click()
    settled(window, qtbot)
    assert page.title.text() == "CV of 1 badge"
    page.all_button.click()
    settled(window, qtbot)
    assert page.summary.text() == f"{SAMPLES} badges"


def test_without_badges_it_says_how_to_get_there(empty: App, show: Show, qtbot: QtBot) -> None:
    window = show(empty)
    settled(window, qtbot)
    window.house.sidebar.rooms["cv"].click()
    page = window.house.cv.page
    qtbot.waitUntil(page.empty.isVisible)
    assert "add some first" in texts(page.empty)


def test_the_preview_follows_every_choice(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot)
    before = page.rich.toPlainText()
    choose(page, qtbot, "expired", "leave-out")
    assert page.summary.text().endswith("left out")
    assert "expired on" not in page.rich.toPlainText() != before
    choose(page, qtbot, "grouping", "issuer")
    lines = page.rich.toPlainText().splitlines()
    assert "\u2068Harbourside College\u2069" in lines
    choose(page, qtbot, "dates", "iso")
    assert "2025-06-" in page.rich.toPlainText()
    assert "Skills:" in page.rich.toPlainText()
    switch(page, qtbot, "skills")
    assert "Skills:" not in page.rich.toPlainText()
    choose(page, qtbot, "language", "fr")
    assert page.rich.toPlainText().startswith("Licences et certifications")


def test_only_the_last_of_several_choices_is_waited_for(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(window, qtbot)
    made: list[Choices] = []

    def counted(selection: object, form: str, choices: Choices) -> object:
        made.append(choices)
        return original(selection, form, choices)  # type: ignore[arg-type]

    original = cv_made.made
    monkeypatch.setattr(cv_made, "made", counted)
    for value in ("oldest", "name", "expires"):
        page.choices.lists["order"].setCurrentIndex(page.choices.lists["order"].findData(value))
    settled(window, qtbot)
    assert [one.order for one in made][-1] == "expires"
    assert len(made) <= 2  # the first may have begun before the second came
    assert page.made is not None
    assert page.made.choices.order == "expires"


def test_what_was_chosen_is_remembered(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "markdown")
    choose(page, qtbot, "length", "long")
    window.house.cv.begin(ids_of(window, CHOIR))
    settled(window, qtbot)
    assert page.choices.form.currentText() == "Markdown"
    assert page.choices.lists["length"].currentText() == "Long"
    assert page.source.toPlainText().startswith("## Licenses & Certifications")


def test_a_french_window_begins_with_french_labels(filled: App, show: Show, qtbot: QtBot) -> None:
    window = show(filled, lang="fr")
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == SAMPLES)
    page = begin(window, qtbot)
    assert page.choices.lists["language"].currentData() == "fr"
    assert "Licences et certifications" in page.rich.toPlainText()
    assert page.choices.form.currentText() == "Texte pour tout document"
    assert page.copy_button.text() == "Copier"


def test_nothing_of_a_badge_is_loaded_followed_or_taken_for_tags(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(empty, files=(named(tmp_path / "a.json", HOSTILE),))
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    window.house.sidebar.rooms["cv"].click()
    settled(window, qtbot)
    rich = window.house.cv.page.rich
    assert '<img src="https://tracker.example/a.png">' in rich.toPlainText()
    assert "\u202e" not in rich.toPlainText()
    images = QTextDocument.ResourceType.ImageResource.value
    for url in ("https://tracker.example/a.png", "file:///etc/hostname", "code:0", "code:x"):
        assert rich.loadResource(images, QUrl(url)) is None
    flags = rich.textInteractionFlags()
    assert not flags & Qt.TextInteractionFlag.LinksAccessibleByMouse
    assert not flags & Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    assert not rich.openLinks()


def test_a_name_cannot_turn_what_stands_beside_it(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    name = "שייט " * 30 + "👩🏽‍🚀"
    window = show(empty, files=(named(tmp_path / "a.json", name),))
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    window.resize(800, 600)
    window.house.sidebar.rooms["cv"].click()
    settled(window, qtbot)
    rich = window.house.cv.page.rich
    assert f"\u2068{name}\u2069" in rich.toPlainText()
    assert rich.horizontalScrollBar().maximum() == 0


def test_text_forms_are_shown_as_they_are_written(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    for form, starts in (
        ("json-resume", "{"),
        ("latex", "%"),
        ("europass", "<?xml"),
        ("csv", "Name"),
        ("html", "<!DOCTYPE html>"),
    ):
        choose(page, qtbot, "form", form)
        assert page.preview.currentWidget() is page.source
        assert page.source.toPlainText().startswith(starts)
        assert page.source.isReadOnly()
        assert not page.plain_button.isVisible()


OTHER: dict[str, object] = {
    "order": "name", "grouping": "issuer", "length": "long", "skills": False, "results": True,
    "link": "none", "qr": True, "expired": "leave-out", "language": "fr", "dates": "iso",
    "bom": False,
}  # fmt: skip
"""Another value of every choice."""


def test_what_changes_nothing_of_a_form_is_not_offered(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot)
    selection = window.house.cv._selection
    assert selection is not None
    assert set(OTHER) == {*page.choices.lists, *page.choices.switches}
    for key, form in FORMS.items():
        page.choices.show_form(key)
        for field, value in OTHER.items():
            changes = any(
                form.make(selection, base) != form.make(selection, base.changed(**{field: value}))
                for base in (Choices(), Choices().changed(length="long"))
            )
            control = page.choices.lists.get(field) or page.choices.switches[field]
            offered = control.isEnabled() and not control.isHidden()
            assert offered is changes, (key, field)


def test_codes_are_offered_where_there_are_links(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    assert page.choices.switches["qr"].isEnabled()
    choose(page, qtbot, "link", "none")
    assert not page.choices.switches["qr"].isEnabled()


def test_links_of_ones_own_need_a_page_and_it_says_so(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE, SWIMMING)
    assert not page.choices.hint.isVisible()
    choose(page, qtbot, "link", "any")
    assert "name the page" in page.choices.hint.text()
    window._app.set_setting("share-base", "https://badges.example.org/v")
    window.house.cv.show()
    settled(window, qtbot)
    assert not page.choices.hint.isVisible()
    assert "The whole badge, to verify" in page.rich.toPlainText()


def test_skills_are_a_picture_that_fits_and_is_told(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "skills")
    picture = page.picture
    assert "Care for people with dementia (1 verified badge" in picture.accessibleDescription()
    high = picture.height()
    image = picture.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(high)}
    assert {theme.LIGHT.card, theme.LIGHT.accent} <= seen
    window.resize(800, 600)
    qtbot.waitUntil(lambda: picture.width() == page.picture_area.viewport().width() < 400)
    assert picture.height() < high
    assert page.picture_area.horizontalScrollBar().maximum() == 0


def test_a_badge_that_goes_leaves_the_cv(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE, CHOIR)
    (care,) = ids_of(window, CARE)
    window._app.remove([care])
    window.house._changed()
    settled(window, qtbot)
    assert page.summary.text() == "1 badge"
    assert "Dementia" not in page.rich.toPlainText()


def test_it_goes_back_to_the_badges_where_none_that_was_selected_is_left(
    window: Window, qtbot: QtBot
) -> None:
    page = begin(window, qtbot, CARE)
    window._app.remove(ids_of(window, CARE))
    window.house._changed()
    settled(window, qtbot)
    house = window.house
    assert house.rooms.currentWidget() is house.badges
    assert house.notes.text == "The badges that were selected for a CV are no longer in the wallet."
    assert page.made is None
    house.sidebar.rooms["cv"].click()
    settled(window, qtbot)
    assert page.title.text() == "CV"
    assert page.summary.text() == f"{SAMPLES - 1} badges"


def test_what_keeps_a_cv_from_being_made_is_said_with_the_ways_on(
    window: Window, qtbot: QtBot
) -> None:
    page = begin(window, qtbot, CARE)
    window._app.set_setting("share-base", "http://x.example")
    window.house.cv.begin(ids_of(window, CARE))
    settled(window, qtbot)
    assert page.failure.isVisible()
    assert "cannot be the beginning of a link" in page.why.text()
    assert page.back_button.isVisible()
    window._app.set_setting("share-base", "")
    page.again_button.click()
    settled(window, qtbot)
    assert page.body.isVisible()
    assert "Dementia" in page.rich.toPlainText()


def test_a_locked_window_shows_nothing_of_it(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "linkedin")
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.made is None)
    assert "Dementia" not in page.rich.toPlainText()
    assert page.source.toPlainText() == ""
    assert page.cards.cards == []
    assert "CV of" not in texts(page)
