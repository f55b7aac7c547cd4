"""The page of one stack: what counts where and why, what the learner decides, and how it fits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.larger import CARE, COMMUNITY, PLACEMENT, WORKSHOP, open_stack, put, settled, slot
from tests.gui.looking import SAMPLES, Show, button, buttons, choose, texts
from tests.issuing import NOW
from wallet.app import App
from wallet.gui.choosing import BadgeField
from wallet.gui.fold import Fold
from wallet.gui.link import Link
from wallet.gui.stack import StackPage
from wallet.gui.stack_tree import StackTree
from wallet.gui.window import Window
from wallet.stacks.definition import (
    Amount,
    Count,
    Definition,
    Rule,
    Slot,
    Take,
    Total,
    Wanted,
    all_of,
)


def tree_of(page: StackPage) -> StackTree:
    assert page.tree is not None
    return page.tree


def unfold(fold: Fold) -> str:
    fold.toggle.setChecked(True)
    return texts(fold)


def part(page: StackPage, title: str) -> tuple[QWidget, Fold]:
    """Return the part of a tree that is called ``title``, and what it folds away."""
    (found,) = [
        fold for fold in tree_of(page).toggles.values() if fold.toggle.accessibleName().endswith(
            f" \u2068{title}\u2069"
        )
    ]  # fmt: skip
    around = found.parentWidget()
    assert around is not None
    return around, found


@pytest.fixture
def window(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the sample badges and two stacks."""
    put(filled, COMMUNITY, WORKSHOP)
    made = show(filled)
    qtbot.waitUntil(lambda: made.house.badges.model.rowCount() == SAMPLES)
    return made


# One of them


def test_a_stack_is_a_tree_of_what_counts_where(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    told = texts(page)
    for text in ("Certificate in Community Care", "Harbourside College", "college.json",
                 "Three of four courses", "Core skills", "Dementia care", PLACEMENT):  # fmt: skip
        assert text in told, text
    care, _fold = part(page, "Dementia care")
    assert "done" in texts(care)
    assert "Harbourside College · given on 20 June 2025 · until 20 June 2031" in texts(
        care
    ).replace("\u2068", "").replace("\u2069", "")
    talk, _fold = part(page, "Interpreting")
    assert "would count once checked" in texts(talk)
    assert "Check online…" in buttons(talk)
    aid, _fold = part(page, "First aid")
    assert not [one for one in buttons(aid) if "First Aid" in one and one == "done"]
    assert len(care.findChildren(Link)) == 1


def test_every_number_can_be_opened_into_because(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    for fold in tree_of(page).toggles.values():
        assert unfold(fold), fold.toggle.text()
    _care, fold = part(page, "Dementia care")
    assert "is the very achievement that is asked for" in texts(fold)
    _core, fold = part(page, "Core skills")
    assert fold.toggle.text() == "Why 2/3?"
    assert "Any 3 of these 4 parts: 2 so far." in texts(fold)
    (total,) = [one for one in tree_of(page).toggles.values() if one.toggle.text() == "Why 3/5?"]
    assert any("3 credits without a unit" in one for one in
               (link.accessibleName() for link in total.findChildren(Link)))  # fmt: skip
    for measure in page.findChildren(Fold):
        if "2 of 4 badges" in measure.toggle.text():
            assert "under" in unfold(measure)
            assert "missing: \u2068Peer support\u2069" in texts(measure)


def test_the_larger_credential_itself_is_shown_in_its_tree_once_it_is_there(
    window: Window, qtbot: QtBot
) -> None:
    mentoring = "https://eastmere.example.edu/badges/peer-mentoring"
    for name, ids in (("open", "urn:nobody"), ("held", mentoring)):
        slots = (slot("end", "The award", ids, conferred=True), slot("care", "Dementia care", CARE))
        rule = Count(1, (Take("end"), all_of((Take("care"),), name="Courses")))
        put(window._app, Definition(f"urn:test:{name}", name, rule, slots))
        page = open_stack(window, qtbot, f"urn:test:{name}")
        assert "Dementia care" in texts(tree_of(page))
        assert ("The award" in texts(tree_of(page))) is (name == "held")


def test_a_badge_opens_from_its_place_and_leads_back(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    care, _fold = part(page, "Dementia care")
    care.findChildren(Link)[0].click()
    detail = window.house.detail
    qtbot.waitUntil(lambda: window.house.rooms.currentWidget() is detail)
    assert "Dementia Care" in texts(detail)
    QTest.keyClick(detail.back_button, Qt.Key.Key_Escape)
    assert window.house.rooms.currentWidget() is page
    assert window.house.sidebar.rooms["stacks"].isChecked()
    settled(window, qtbot)


def test_a_badge_of_that_name_is_offered_and_only_counts_once_the_learner_says_so(
    window: Window, qtbot: QtBot
) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    peer, _fold = part(page, "Peer support")
    assert "It is called like it" in texts(peer)
    yes = button(peer, "It is this one")
    yes.setFocus()
    before = tree_of(page)
    yes.click()
    qtbot.waitUntil(lambda: page.tree is not before)
    assert page.ring.text == "3/5" or "3 of" in texts(page)
    peer, fold = part(page, "Peer support")
    assert fold.toggle.hasFocus(), "the keyboard stays where it was"
    assert "You placed" in unfold(fold)
    before = tree_of(page)
    button(fold, "Take that back").click()
    qtbot.waitUntil(lambda: page.tree is not before)
    peer, fold = part(page, "Peer support")
    assert fold.toggle.isChecked(), "what was opened stays open"
    assert "It is called like it" in texts(peer)
    before = tree_of(page)
    button(peer, "Not this one").click()
    qtbot.waitUntil(lambda: page.tree is not before)
    assert "It is called like it" not in texts(page)
    assert "Left out by you" in texts(page)
    before = tree_of(page)
    undo = [one for one in page.findChildren(QWidget) if one.accessibleName().startswith("Let ")]
    undo[0].setFocus()
    QTest.keyClick(undo[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.tree is not before)
    assert tree_of(page).toggles["0"].toggle.hasFocus(), "the keyboard stays on the page"
    assert "It is called like it" in texts(page)


def test_any_badge_can_be_placed_and_one_that_counts_left_out(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    _peer, fold = part(page, "Peer support")
    unfold(fold)
    before = tree_of(page)
    (bees,) = [one for one in window._app.entries() if one.file_name == "beekeeping.json"]
    (field,) = fold.findChildren(BadgeField)
    choose(field, "beek")
    qtbot.waitUntil(lambda: page.tree is not before)
    assert any("Beekeeper" in one.accessibleName() for one in part(page, "Peer support")[0]
               .findChildren(Link))  # fmt: skip
    assert [one.value for one in window._app.vault.stack_choices(COMMUNITY.id)] == [bees.id]
    _care, fold = part(page, "Dementia care")
    unfold(fold)
    before = tree_of(page)
    button(fold, "Leave out").click()
    qtbot.waitUntil(lambda: page.tree is not before)
    _care, fold = part(page, "Dementia care")
    assert "It fits, but you left it out." in texts(fold)
    assert "Leave out" not in buttons(fold)
    before = tree_of(page)
    button(fold, "Take that back").click()
    qtbot.waitUntil(lambda: page.tree is not before)
    assert "is the very achievement" in texts(part(page, "Dementia care")[1])


def test_what_no_badge_tells_the_learner_can_confirm(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    before = tree_of(page)
    yes = button(page, "I can confirm this")
    yes.setFocus()
    yes.click()
    qtbot.waitUntil(lambda: page.tree is not before)
    assert "You said so yourself; no badge tells it." in texts(page)
    undo = button(tree_of(page), "Take that back")
    assert undo.hasFocus(), "the keyboard stays where it was"
    before = tree_of(page)
    undo.click()
    qtbot.waitUntil(lambda: page.tree is not before)
    assert "I can confirm this" in buttons(page)


def test_steps_are_in_order_and_a_link_asks_before_it_is_opened(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window._app.leave_out(COMMUNITY.id, _id(window, "first-aid.png"))
    page = open_stack(window, qtbot, COMMUNITY.id)
    told = texts(page)
    assert told.index("Peer support") < told.index("What it asks for")
    assert "hours in all" in told
    page.link_wanted.emit("https://firstaid.example/courses")
    notes = window.house.notes
    assert "browser" in notes.text
    assert "https://firstaid.example/courses" in texts(notes)
    assert opened == []
    button(notes, "Keep").click()
    assert opened == []
    page.link_wanted.emit("https://firstaid.example/courses")
    button(notes, "Open").click()
    assert opened == ["https://firstaid.example/courses"]


def _id(window: Window, file_name: str) -> str:
    (entry,) = [one for one in window._app.entries() if one.file_name == file_name]
    return entry.id


def test_an_address_that_is_no_web_page_is_not_offered(window: Window, qtbot: QtBot) -> None:
    steps = (slot("a", "Trap", "urn:a", url="file:///etc/passwd", hours=3.0),)
    put(window._app, Definition("urn:test:trap", "Trap", Take("a"), steps, source="javascript:1"))
    page = open_stack(window, qtbot, "urn:test:trap")
    assert "Trap" in texts(page)
    assert "Learn more…" not in buttons(page)
    assert not [one for one in page.findChildren(Link) if "javascript" in one.toolTip()]


def test_what_lapses_is_told_with_its_day_and_drawn(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, WORKSHOP.id)
    told = texts(page).replace("\u2068", "").replace("\u2069", "")
    assert "It lapses on 18 December 2026." in told
    assert (
        "On 18 December 2026 First Aid at Work lapses: it would be complete no longer: "
        "1 of 2 badges." in told
    )
    assert "First Aid at Work counts in Certificate in Community Care too" in told
    (line,) = [one for one in page.findChildren(QWidget) if hasattr(one, "events")]
    assert [event.day for event in line.events][1:] == ["2026-12-18", "2034-02-23"]


def test_what_if_a_badge_lapsed_or_on_a_day(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, WORKSHOP.id)
    what_if = page.what_if
    assert what_if is not None
    names = [what_if.badge.itemText(number) for number in range(what_if.badge.count())]
    what_if.badge.setCurrentIndex(next(at for at, one in enumerate(names) if "Welding" in one))
    qtbot.waitUntil(lambda: "1 of 2 badges" in texts(what_if))
    assert "No longer filled: \u2068Welding\u2069." in texts(what_if)
    what_if.day.setDate(QDate(2027, 9, 1))
    qtbot.waitUntil(lambda: "0 of 2 badges" in texts(what_if))
    assert "on 1 September 2027" in texts(what_if)
    what_if.badge.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "On 1 September 2027: \u20681 of 2 badges\u2069." in texts(what_if))
    what_if.on_day.setChecked(False)
    assert "of 2 badges" not in texts(what_if)
    assert page.ring.text == "2/2", "the stack itself is as it was"


def test_the_keyboard_goes_from_what_was_opened_into_it(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, COMMUNITY.id)
    _care, fold = part(page, "Dementia care")
    unfold(fold)
    fold.toggle.setFocus()
    QTest.keyClick(fold.toggle, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    assert fold.isAncestorOf(now)
    button(fold, "Leave out").setFocus()
    QTest.keyClick(button(fold, "Leave out"), Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None
    assert tree_of(page).isAncestorOf(after), "and on to the next part"


def test_names_in_sentences_steer_nothing(window: Window, qtbot: QtBot) -> None:
    name = "Knots\u202e <b>and</b> Splices"
    slots = (slot("a", name, CARE), slot("b", "Care", CARE))
    put(window._app, Definition("urn:test:steer", name, all_of((Take("a"), Take("b"))), slots))
    page = open_stack(window, qtbot, "urn:test:steer")
    for fold in tree_of(page).toggles.values():
        unfold(fold)
    assert "counts under Knots⟨202E⟩ <b>and</b> Splices" in texts(page)
    assert "\u202e" not in texts(page)
    assert not [one for one in page.findChildren(QWidget) if "<b>" in one.toolTip()]


def test_what_is_asked_keeps_the_keyboard_while_the_page_is_shown_anew(
    window: Window, qtbot: QtBot
) -> None:
    page = open_stack(window, qtbot, WORKSHOP.id)
    assert page.what_if is not None
    page.what_if.day.setFocus()
    before = tree_of(page)
    page.left_out.emit(_id(window, "welding-safety.jws"))
    qtbot.waitUntil(lambda: page.tree is not before)
    assert page.what_if.badge.hasFocus()


# Long, many, and the other way round


def _wide(window: Window) -> None:
    window.resize(800, 600)
    QApplication.processEvents()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight,
                                       Qt.LayoutDirection.RightToLeft])  # fmt: skip
def test_long_names_in_a_small_window_make_no_page_wider_than_it(
    window: Window, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    window.setLayoutDirection(direction)
    long = "Ein sehr langer Name für einen Baustein, der über viele Zeilen geht, " * 4
    hebrew = "תעודה בטיפול קהילתי " * 6
    rule: Rule = all_of((Take("a"), Take("b"), Total(3.0, unit="ECTS " + "x" * 60)), name=long)
    slots = (
        slot("a", long, CARE, worth=(Amount(2.0, "ECTS " + "x" * 60),)),
        Slot("b", hebrew, wanted=Wanted(names=("Peer Mentoring",))),
    )
    put(window._app, Definition("urn:test:long", hebrew + long, rule, slots, owner=long))
    page = open_stack(window, qtbot, "urn:test:long")
    _wide(window)
    for fold in tree_of(page).toggles.values():
        fold.toggle.setChecked(True)
    QApplication.processEvents()
    assert page.width() <= 800
    inside = page.area.widget()
    assert inside is not None
    assert inside.width() <= page.area.viewport().width()
    assert page.tree is not None
    assert page.tree.width() <= page.area.viewport().width()
    window.house.sidebar.rooms["stacks"].click()
    pages = window.house.stacking.list
    qtbot.waitUntil(lambda: pages.isVisible() and bool(pages.cards))
    settled(window, qtbot)
    assert all(card.width() <= pages.area.viewport().width() for card in pages.cards)
    qtbot.waitUntil(
        lambda: all(card.height() >= card.heightForWidth(card.width()) for card in pages.cards)
    )


def test_a_hundred_slots_are_shown_all(window: Window, qtbot: QtBot) -> None:
    slots = tuple(slot(f"s{number}", f"Course {number}", f"urn:{number}") for number in range(100))
    takes = tuple(Take(one.id) for one in slots)
    groups = tuple(Count(5, takes[at : at + 10], name=f"Year {at}") for at in range(0, 100, 10))
    put(window._app, Definition("urn:test:many", "Degree", all_of(groups), slots))
    page = open_stack(window, qtbot, "urn:test:many")
    assert page.ring.text == "0/50"
    assert "Year 90" in texts(page)
    assert "Course 99" not in texts(tree_of(page)), "parts of so many wait until they are asked for"
    for fold in list(tree_of(page).toggles.values()):
        if fold.toggle.text() == "10 parts":
            unfold(fold)
    assert "Course 99" in texts(tree_of(page))
    assert len(tree_of(page).toggles) == 1 + 10 + 10 + 100
    before = tree_of(page)
    window.house.stacking.open("urn:test:many")
    qtbot.waitUntil(lambda: page.tree is not before)
    assert "Course 99" in texts(tree_of(page)), "what was opened stays open"


def test_of_many_in_one_group_some_are_shown_and_the_others_by_and_by(
    window: Window, qtbot: QtBot
) -> None:
    slots = tuple(
        slot(f"s{number}", f"Course {number}", f"urn:{number}") for number in range(1, 151)
    )
    rule = Count(40, tuple(Take(one.id) for one in slots))
    put(window._app, Definition("urn:test:flat", "Degree", rule, slots))
    tree = tree_of(open_stack(window, qtbot, "urn:test:flat"))
    assert "Course 60" in texts(tree)
    assert "Course 61" not in texts(tree)
    more = [one for one in tree.toggles.values() if one.toggle.text().startswith("Parts")]
    assert [one.toggle.text() for one in more] == ["Parts 61 to 120", "Parts 121 to 150"]
    assert "Course 121" in unfold(more[1])
    assert "Course 61" not in texts(tree)
    assert "Course 120" in unfold(more[0])


def test_the_day_that_is_asked_about_ends_at_midnight(window: Window, qtbot: QtBot) -> None:
    page = open_stack(window, qtbot, WORKSHOP.id)
    assert page.what_if is not None
    assert page.what_if.at is None
    page.what_if.day.setDate(QDate(NOW.year, NOW.month, NOW.day).addDays(3))
    at = page.what_if.at
    assert at is not None
    assert at.astimezone().date() == NOW.astimezone().date() + timedelta(days=3)
    assert (at + timedelta(seconds=1)).date() > at.date()
    settled(window, qtbot)
