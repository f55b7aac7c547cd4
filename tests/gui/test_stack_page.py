"""The page of one stack: what counts where and why, what the learner decides, and how it fits."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, Show, texts
from wallet.app import App
from wallet.gui.fold import Fold
from wallet.gui.stack import StackPage
from wallet.gui.stack_tree import StackTree
from wallet.gui.window import Window
from wallet.stacks import ctdl
from wallet.stacks.definition import Count, Definition, Slot, Take, Wanted, all_of

FILE = "college.json"


def slot(name: str, title: str, *ids: str, **about: object) -> Slot:
    return Slot(name, title, wanted=Wanted(ids=ids), **about)  # type: ignore[arg-type]


def put(app: App, *definitions: Definition) -> None:
    """Let these be in the wallet, and no sample."""
    for kept in app.vault.stacks():
        if kept.source != FILE:
            app.remove_stack(kept.id)
    for one in definitions:
        app.keep_stack(ctdl.written(one), FILE)


def open_stack(window: Window, qtbot: QtBot, stack: str) -> StackPage:
    stacking = window.house.stacking
    stacking.open(stack)
    qtbot.waitUntil(lambda: stacking.page.stack_id == stack and stacking.page.isVisible())
    return stacking.page


def tree_of(page: StackPage) -> StackTree:
    assert page.tree is not None
    return page.tree


def unfold(fold: Fold) -> str:
    fold.toggle.setChecked(True)
    return texts(fold)


@pytest.fixture
def window(filled: App, show: Show, qtbot: QtBot) -> Window:
    """Return the window on the sample badges."""
    made = show(filled)
    qtbot.waitUntil(lambda: made.house.badges.model.rowCount() == SAMPLES)
    return made


# Many


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
