"""Stacks in the window: how far each is, what counts where, and what the learner decides."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.larger import COMMUNITY, WORKSHOP, put, settled
from tests.gui.looking import SAMPLES, Show, badge, button, dragged, drop, entries
from tests.gui.looking import texts as written
from wallet import resources
from wallet.app import App
from wallet.gui import stacking
from wallet.gui.fold import Fold
from wallet.gui.stack import StackPage
from wallet.gui.window import Window
from wallet.i18n import Words
from wallet.stacks import ctdl
from wallet.stacks.definition import Count, Definition, Slot, Take, Untold, Wanted, all_of

CARE = "https://college.example/stacks/care-practice"
STACKS = resources.path("samples", "stacks")
MEDICATION = "urn:example:slot:medication-support"


def plain(text: str) -> str:
    """Return text without the marks that keep its direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


def texts(widget: QWidget) -> str:
    return plain(written(widget))


@pytest.fixture
def window(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the samples, at the page of stacks."""
    window = show(filled)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    window.house.sidebar.rooms["stacks"].click()
    qtbot.waitUntil(lambda: bool(window.house.stacking.list.cards))
    return window


def opened(window: Window, qtbot: QtBot, stack: str = CARE) -> StackPage:
    page = window.house.stacking.page
    window.house.stacking.open(stack)
    qtbot.waitUntil(lambda: page.stack_id == stack and page.isVisible())
    return page


def test_the_page_says_how_far_each_is(window: Window) -> None:
    cards = window.house.stacking.list.cards
    said = [one.accessibleName() for one in cards]
    assert "Certificate in Care Practice" in said[0]
    assert "3 of 4" in said[0]
    assert "Complete" in said[1]
    assert "Next: Supporting People with Their Medication" in texts(window.house.stacking.list)
    assert window.house.sidebar.rooms["stacks"].isChecked()


@pytest.fixture
def two(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the sample badges and two stacks that they fill in part."""
    put(filled, COMMUNITY, WORKSHOP)
    made = show(filled)
    qtbot.waitUntil(lambda: made.house.badges.model.rowCount() == SAMPLES)
    return made


def see_list(window: Window, qtbot: QtBot) -> list[str]:
    """Go to the page of stacks and return what is said of each card."""
    window.house.sidebar.rooms["stacks"].click()
    settled(window, qtbot)
    return [card.accessibleName() for card in window.house.stacking.list.cards]


def test_a_glance_tells_how_far_each_is_and_what_is_ahead(two: Window, qtbot: QtBot) -> None:
    community, workshop = see_list(two, qtbot)
    assert "Certificate in Community Care" in community
    assert "2 of 4 badges" in community
    assert "Next: \u2068Peer support\u2069" in community
    assert "it falls back on 18 December 2026" in community
    assert "complete" in workshop
    assert "lapses on 18 December 2026" in workshop
    pages = two.house.stacking.list
    rings = [card.ring for card in pages.cards]
    assert [ring.text for ring in rings] == ["2/4", "2/2"]
    assert (rings[0].counted, rings[1].counted) == (0.5, 1.0)
    assert rings[0].checked > rings[0].counted, "the interpreter's badge is not checked yet"


def test_a_ring_is_drawn_from_what_counts(two: Window, qtbot: QtBot) -> None:
    see_list(two, qtbot)
    pages = two.house.stacking.list
    half = pages.cards[0].ring
    image = half.grab().toImage()
    edge, middle = image.width() - 6, image.height() // 2
    right, left = image.pixelColor(edge, middle), image.pixelColor(6, middle)
    assert right != left, "what counts goes round from the top on the right"
    half.counted = half.checked = 1.0
    assert half.grab().toImage().pixelColor(6, middle) == right


def test_cards_are_gone_through_and_opened_by_keyboard(two: Window, qtbot: QtBot) -> None:
    see_list(two, qtbot)
    house = two.house.stacking
    pages = house.list
    assert pages.cards[0].hasFocus()
    QTest.keyClick(pages.cards[0], Qt.Key.Key_Down)
    assert pages.cards[1].hasFocus()
    QTest.keyClick(pages.cards[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: house.page.stack_id == WORKSHOP.id)
    page = house.page
    assert page.back_button.hasFocus()
    QTest.keyClick(page.back_button, Qt.Key.Key_Escape)
    settled(two, qtbot)
    assert pages.isVisible()
    assert pages.cards[1].hasFocus()


def test_a_setback_that_is_years_away_is_not_told_at_a_glance(two: Window, qtbot: QtBot) -> None:
    aid = next(one for one in entries(two) if one.file_name == "first-aid.png")
    two._app.leave_out(COMMUNITY.id, aid.id)
    community, _workshop = see_list(two, qtbot)
    assert "1 of 4" in plain(community)
    assert "falls back" not in community
    page = opened(two, qtbot, COMMUNITY.id)
    assert "20 June 2031" in texts(page), "on its own page it is"


def test_without_stacks_the_page_says_how_to_get_one(empty: App, show: Show, qtbot: QtBot) -> None:
    window = show(empty)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    window.house.sidebar.rooms["stacks"].click()
    page = window.house.stacking.list
    qtbot.waitUntil(lambda: page.faces.currentWidget() is page.empty)
    assert "Your larger credentials will be here" in texts(page)


def test_one_stack_shows_what_counts_what_is_missing_and_what_would_lapse(
    window: Window, qtbot: QtBot
) -> None:
    page = opened(window, qtbot)
    told = texts(page)
    assert "Certificate in Care Practice" in told
    assert "Supporting People with Their Medication" in told
    assert "20 hours in all" in told
    assert "On 18 December 2026 First Aid at Work lapses: it would fall to 2 of 4 badges." in told


def test_every_number_can_be_opened_into_its_reasons(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    fold = next(
        one for one in page.findChildren(Fold) if plain(one.toggle.text()) == "3 of 4 badges"
    )
    fold.toggle.click()
    assert "First Aid at Work, under First Aid at Work" in texts(fold)
    assert "missing: Supporting People with Their Medication" in texts(fold)
    assert page.tree is not None
    for one in page.tree.toggles.values():
        one.toggle.click()
    assert "is the very achievement that is asked for." in texts(page)


def test_a_badge_that_counts_can_be_opened(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    badge = next(one for one in entries(window) if one.file_name == "first-aid.png")
    page.opened.emit(badge.id)
    qtbot.waitUntil(lambda: window.house.detail.entry_id == badge.id)


def test_what_is_decided_is_kept_and_can_be_taken_back(
    window: Window, filled: App, qtbot: QtBot
) -> None:
    page = opened(window, qtbot)
    badge = next(one for one in filled.entries() if one.file_name == "peer-mentoring.json")
    page.pinned.emit(MEDICATION, badge.id)
    qtbot.waitUntil(lambda: "3 of 5 credits without a unit" in page.ring.accessibleName())
    page.taken_back.emit(badge.id)
    qtbot.waitUntil(lambda: "3 of 4" in page.ring.accessibleName())
    aid = next(one for one in filled.entries() if one.file_name == "first-aid.png")
    page.left_out.emit(aid.id)
    qtbot.waitUntil(lambda: "2 of 4" in page.ring.accessibleName())
    assert "Left out by you" in texts(page)


def test_what_if_a_badge_lapsed_or_on_a_day(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    what_if = page.what_if
    assert what_if is not None
    names = [plain(what_if.badge.itemText(place)) for place in range(what_if.badge.count())]
    index = names.index("First Aid at Work")
    what_if.badge.setCurrentIndex(index)
    qtbot.waitUntil(lambda: "If First Aid at Work lapsed: 2 of 4 badges." in texts(what_if))
    what_if.badge.setCurrentIndex(0)
    what_if.day.setDate(QDate(2027, 9, 1))
    qtbot.waitUntil(lambda: "On 1 September 2027: 1 of 4 badges." in texts(what_if))


def test_a_dropped_pathway_is_taken_in_and_a_bad_one_gets_one_line(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(empty)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    drop(window, dragged(STACKS / "care-practice.json"))
    page = window.house.stacking.page
    qtbot.waitUntil(lambda: page.stack_id == CARE and page.isVisible())
    assert "was taken in" in texts(window.house.notes)
    bad = tmp_path / "bad.json"
    bad.write_text('{"@type": "ceterms:Pathway", "ceterms:name": "Empty"}')
    drop(window, dragged(bad))
    qtbot.waitUntil(lambda: "asks for nothing" in texts(window.house.notes))
    assert len(empty.stacks(Words("en"))) == 1


def test_a_stack_among_badges_is_looked_for_by_the_worker_and_both_are_kept(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[threading.Thread] = set()
    look = stacking.describes_a_stack

    def noted(path: Path) -> bool:
        threads.add(threading.current_thread())
        return look(path)

    monkeypatch.setattr(stacking, "describes_a_stack", noted)
    window = show(empty)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    bad = tmp_path / "bad.json"
    bad.write_text('{"@type": "ceterms:Pathway", "ceterms:name": "Empty"}')
    drop(window, dragged(bad, STACKS / "care-practice.json", badge(tmp_path / "badge.json")))
    page = window.house.stacking.page
    qtbot.waitUntil(lambda: page.stack_id == CARE and page.isVisible())
    assert [one.stack.id for one in empty.stacks(Words("en"))] == [CARE]
    assert len(empty.entries()) == 1
    assert "asks for nothing" in texts(window.house.notes)
    assert threads
    assert threading.main_thread() not in threads


def test_it_is_exported_printed_and_removed(
    window: Window, filled: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window, qtbot)

    def save(_parent: object, _title: str, name: str, *_: object, **__: object) -> tuple[str, str]:
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    page.export_button.click()
    path = tmp_path / "Certificate-in-Care-Practice.json"
    qtbot.waitUntil(path.is_file)
    assert path.read_bytes() == (STACKS / "care-practice.json").read_bytes()
    page.print_button.click()
    sheet = tmp_path / "Certificate-in-Care-Practice.pdf"
    qtbot.waitUntil(sheet.is_file)
    assert sheet.read_bytes().startswith(b"%PDF-")
    settled(window, qtbot)
    page.remove_button.click()
    button(window.house.notes, "Remove").click()
    qtbot.waitUntil(lambda: len(window.house.stacking.list.cards) == 2)
    assert len(filled.stacks(Words("en"))) == 2


def test_an_address_is_opened_only_when_it_is_agreed_to(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    page = opened(window, qtbot)
    button(page, "Learn more…").click()
    assert asked == []
    lines = window.house.notes.findChildren(QLabel)
    qtbot.waitUntil(lambda: all(one.isVisible() for one in lines))
    button(window.house.notes, "Open").click()
    assert asked == ["https://college.example/microcredentials/medication-support"]
    qtbot.waitUntil(lambda: not window.house.notes.isVisible())


def test_what_no_badge_tells_is_confirmed_by_the_learner(
    window: Window, filled: App, qtbot: QtBot
) -> None:
    rule = all_of((Take("a"), Untold("Lives in Ontario")))
    slots = (
        Slot("a", "Beekeeper", wanted=Wanted(ids=("https://bees.example.net/badges/first-year",))),
    )
    filled.keep_stack(ctdl.written(Definition("urn:test:bees", "Bees", rule, slots)), "bees.json")
    page = opened(window, qtbot, "urn:test:bees")
    button(page, "I can confirm this").click()
    qtbot.waitUntil(lambda: "Complete" in texts(page))
    assert "You said so yourself" in texts(page) or page.tree is not None


def test_long_names_and_many_places_fit(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    names = ["\N{HEBREW LETTER ALEF}" * 40, "Long " * 60, *(f"Part {n}" for n in range(98))]
    slots = tuple(Slot(f"urn:s:{n}", name) for n, name in enumerate(names))
    rule = Count(50, tuple(Take(one.id) for one in slots))
    data = ctdl.written(Definition("urn:test:many", "Many " * 50, rule, slots))
    (tmp_path / "many.json").write_bytes(data)
    window.house.stacking.take_in(tmp_path / "many.json")
    page = window.house.stacking.page
    qtbot.waitUntil(lambda: page.stack_id == "urn:test:many" and page.isVisible(), timeout=20_000)
    window.resize(800, 600)
    inside = page.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= page.area.viewport().width())


def test_a_locked_window_shows_nothing_of_stacks(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    window.house.sidebar.lock_button.click()
    qtbot.waitUntil(lambda: not window.open)
    assert page.stack_id is None
    assert not window.house.stacking.list.cards
    assert "Care" not in texts(page)
