"""What the learner decided of a stack is said in the window where it bears, and can be undone."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show, button, texts
from wallet.app import App
from wallet.gui.stack import StackPage
from wallet.gui.window import Window
from wallet.stacks.solver import Found, Model, Solution

CARE = "https://college.example/stacks/care-practice"
AID = "urn:example:slot:first-aid-at-work"
MEDICATION = "urn:example:slot:medication-support"


@pytest.fixture
def page(filled: App, show: Show, qtbot: QtBot) -> StackPage:
    window = show(filled)
    qtbot.waitUntil(lambda: window.open and not window.tasks._under_way)
    window.house.stacking.open(CARE)
    made = window.house.stacking.page
    qtbot.waitUntil(lambda: made.stack_id == CARE and made.isVisible())
    return made


def unfold(page: StackPage) -> None:
    assert page.tree is not None
    for one in page.tree.toggles.values():
        if not one.toggle.isChecked():
            one.toggle.click()


def badge(app: App, file: str) -> str:
    return next(one.id for one in app.entries() if one.file_name == file)


def test_a_badge_that_was_left_out_is_told_under_its_place_and_comes_back(
    page: StackPage, filled: App, qtbot: QtBot
) -> None:
    page.left_out.emit(badge(filled, "first-aid.png"))
    qtbot.waitUntil(lambda: "2 of 4" in page.ring.accessibleName())
    unfold(page)
    assert page.tree is not None
    assert "It fits, but you left it out." in texts(page.tree)
    button(page.tree, "Take that back").click()
    qtbot.waitUntil(lambda: "3 of 4" in page.ring.accessibleName())


def test_a_badge_that_was_put_where_it_does_not_fit_says_so(
    page: StackPage, filled: App, qtbot: QtBot
) -> None:
    page.pinned.emit(MEDICATION, badge(filled, "peer-mentoring.json"))
    qtbot.waitUntil(lambda: "3 of 5" in page.ring.accessibleName())
    unfold(page)
    assert "By what it says of itself it would not fit: another achievement" in texts(page)


def test_that_the_time_was_over_is_said_beside_the_ring(
    page: StackPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = Model.solved
    monkeypatch.setattr(
        Model,
        "solved",
        lambda model, seconds: Solution(Found.GOOD, solved(model, seconds).values),
    )
    window = page.window()
    assert isinstance(window, Window)
    window.house.stacking.refresh()
    qtbot.waitUntil(lambda: "found in 20 seconds; more may count" in texts(page))
