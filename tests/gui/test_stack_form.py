"""Writing a stack down from a web page, as a person does who has no file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.looking import choose, texts, write
from wallet.gui.stack_form import StackForm
from wallet.gui.window import Window
from wallet.stacks.definition import Count, Total, Wanted

COLLEGE = "https://city.example/digital"


def begun(window: Window, qtbot: QtBot) -> StackForm:
    stacking = window.house.stacking
    stacking.write()
    qtbot.waitUntil(stacking.form.isVisible)
    return stacking.form


def write_badges(form: StackForm, *letters: str) -> None:
    """Choose a badge of the wallet for each of these, one row after the other."""
    for one in letters:
        choose(form.groups[-1].rows[-1].badge, one)


def saved(window: Window, qtbot: QtBot, form: StackForm) -> str:
    stacking = window.house.stacking
    form.save_button.click()
    qtbot.waitUntil(stacking.page.isVisible)
    qtbot.waitUntil(lambda: not window.tasks._under_way)
    assert stacking.page.stack_id is not None
    return stacking.page.stack_id


def test_any_two_of_these_and_credits_are_written_down_and_counted_meanwhile(
    window: Window, qtbot: QtBot
) -> None:
    form = begun(window, qtbot)
    assert form.name.hasFocus()
    assert form.sentence.text() == "Nothing is asked for yet."
    QTest.keyClicks(form.name, "Digital All-Rounder")
    QTest.keyClicks(form.url, COLLEGE)
    write_badges(form, "3d pr", "information lit", "numérique")
    group = form.groups[0]
    QTest.keyClicks(group.rows[-1].issuer, "Cirrofold Learning")
    assert len(group.rows) == 5, "there is always a row for one more"
    group.least.setCurrentIndex(group.least.findText("Any 2 of"))
    form.more_sums.click()
    QTest.keyClicks(form.sums[0].value, "10")
    assert "Any 2 of these 4, and 10 credits without a unit" in form.sentence.text()
    qtbot.waitUntil(lambda: "of 10 credits without a unit" in form.far.text())
    assert form.ring.isVisible()
    stack = saved(window, qtbot, form)
    assert "was written down" in window.house.notes.text
    state = window._app.stack(stack, window._words)
    made = state.progress.definition
    assert (made.name, made.source) == ("Digital All-Rounder", COLLEGE)
    assert [slot.wanted.ids for slot in made.slots][:3] == [
        ("https://makers.example.com/badges/3d-printing",),
        ("https://library.example.org/badges/information-literacy.json",),
        ("https://riveclaire.example/microcertifications/education-numerique",),
    ]
    assert made.slots[3].wanted == Wanted(issuers=("Cirrofold Learning",))
    assert isinstance(made.rule, Count)
    two, credit = made.rule.of
    assert isinstance(two, Count)
    assert two.least == 2
    assert isinstance(credit, Total)
    assert credit.least == 10


def test_what_was_written_here_is_changed_in_the_same_form_and_keeps_what_was_decided(
    window: Window, qtbot: QtBot
) -> None:
    form = begun(window, qtbot)
    QTest.keyClicks(form.name, "Two things")
    write_badges(form, "3d pr")
    write(form.groups[0].rows[-1].badge, "Peer Mentoring")
    qtbot.waitUntil(lambda: "1 of 2 badges" in form.far.text())
    stack = saved(window, qtbot, form)
    page = window.house.stacking.page
    places = window._app.stack(stack, window._words).progress.definition.slots
    (mentoring,) = [one for one in window._app.entries() if one.file_name == "peer-mentoring.json"]
    window._app.pin(stack, places[1].id, mentoring.id)
    assert page.edit_button.isVisible()
    page.edit_button.click()
    qtbot.waitUntil(form.isVisible)
    assert [row.item.text for row in form.groups[0].rows] == ["3D Printing", "Peer Mentoring", ""]
    form.name.setText("Three things")
    write_badges(form, "welding")
    assert saved(window, qtbot, form) == stack
    state = window._app.stack(stack, window._words)
    assert state.progress.definition.name == "Three things"
    assert state.progress.complete
    assert [one.value for one in state.decided] == [mentoring.id]
    assert len(window._app.vault.stacks()) == len({one.id for one in window._app.vault.stacks()})


def test_each_mistake_is_told_by_its_field_and_the_first_gets_the_focus(
    window: Window, qtbot: QtBot
) -> None:
    form = begun(window, qtbot)
    form.url.setText("city.example")
    form.save_button.click()
    assert form.name_problem.text() == "Give it a name."
    assert "https://" in form.url_problem.text()
    assert "Name a badge" in form.problem.text()
    assert form.name.hasFocus()
    form.name.setText("Stack")
    form.url.setText("")
    form.more_sums.click()
    form.sums[0].value.setText("ten")
    form.save_button.click()
    assert not form.name_problem.isVisible()
    assert not form.url_problem.isVisible()
    assert "a number such as 10" in form.sums[0].problem.text()
    assert form.sums[0].value.hasFocus()
    form.sums[0].value.setText("2,5")
    form.save_button.click()
    assert "No badge is named above" in form.sums[0].problem.text()
    form.sums[0].where.setCurrentIndex(1)
    form.sums[0].issuer.setText("University of Eastmere")
    qtbot.waitUntil(lambda: "complete" in form.far.text())
    stack = saved(window, qtbot, form)
    assert window._app.stack(stack, window._words).progress.complete


def test_more_than_there_are_cannot_be_asked_for(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    form.name.setText("Stack")
    write_badges(form, "3d pr", "welding", "beek")
    group = form.groups[0]
    group.least.setCurrentIndex(group.least.findText("Any 2 of"))
    for row in group.rows[:2]:
        row.drop_wanted.emit()
    assert not form.draft.counts
    form.save_button.click()
    assert "fewer badges here" in group.problem.text()
    assert group.least.hasFocus()


def test_groups_and_amounts_come_and_go(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    form.name.setText("Either way")
    write_badges(form, "3d pr", "welding")
    assert not form.either.isVisible()
    form.more_groups.click()
    assert form.either.isVisible()
    assert form.groups[1].least.hasFocus()
    write_badges(form, "beek")
    form.either.setCurrentIndex(1)
    assert "All of these 2 or “Beekeeper, First Year”" in form.sentence.text()
    form.groups[0].ordered.setChecked(True)
    assert "one after the other" in form.sentence.text()
    form.more_sums.click()
    form.sums[0].drop_wanted.emit()
    assert form.sums == []
    form.groups[0].drop.click()
    assert "Beekeeper, First Year" in form.sentence.text()
    assert "All of these" not in form.sentence.text()
    qtbot.waitUntil(lambda: "complete" in form.far.text())


def test_a_badge_that_is_typed_over_is_no_longer_the_one_that_was_chosen(
    window: Window, qtbot: QtBot
) -> None:
    form = begun(window, qtbot)
    write_badges(form, "3d pr")
    row = form.groups[0].rows[0]
    qtbot.waitUntil(lambda: row.badge.text() == "3D Printing")
    assert row.item.ids
    write(row.badge, "3D Printing II")
    assert row.item.text == "3D Printing II"
    assert row.item.ids == ()
    qtbot.waitUntil(lambda: "0 of 1 badge" in form.far.text())


def test_escape_leaves_the_form_and_keeps_nothing(window: Window, qtbot: QtBot) -> None:
    before = window._app.vault.stacks()
    form = begun(window, qtbot)
    QTest.keyClicks(form.name, "Never mind")
    QTest.keyClick(form.name, Qt.Key.Key_Escape)
    stacking = window.house.stacking
    assert stacking.list.isVisible()
    qtbot.waitUntil(lambda: not window.tasks._under_way)
    assert window._app.vault.stacks() == before
    again = begun(window, qtbot)
    assert again.name.text() == ""


def test_a_locked_wallet_shows_nothing_of_what_was_written(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    form.name.setText("Secret plan")
    write_badges(form, "welding")
    window.lock()
    qtbot.waitUntil(lambda: not window.open)
    assert form.name.text() == ""
    assert form.groups == []
    assert "Welding" not in texts(form)


def test_an_issuer_that_is_added_leaves_the_badge_where_it_was(
    window: Window, qtbot: QtBot
) -> None:
    form = begun(window, qtbot)
    QTest.keyClicks(form.name, "One thing")
    write(form.groups[0].rows[0].badge, "Peer Mentoring")
    stack = saved(window, qtbot, form)
    (place,) = window._app.stack(stack, window._words).progress.definition.slots
    (mentoring,) = [one for one in window._app.entries() if one.file_name == "peer-mentoring.json"]
    window._app.pin(stack, place.id, mentoring.id)
    window.house.stacking.page.edit_button.click()
    qtbot.waitUntil(form.isVisible)
    QTest.keyClicks(form.groups[0].rows[0].issuer, "University of Eastmere")
    assert saved(window, qtbot, form) == stack
    (again,) = window._app.stack(stack, window._words).progress.definition.slots
    assert again.id == place.id
    assert again.wanted.issuers == ("University of Eastmere",)


def test_a_long_form_fits_a_small_window(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    window.resize(800, 600)
    form.name.setText("x" * 300)
    for number in range(12):
        write(form.groups[0].rows[-1].badge, f"{number} " + "x" * 300)
    form.more_groups.click()
    form.more_sums.click()
    form.sums[0].value.setText("10")
    form.sums[0].unit.setText("ECTS " + "x" * 300)
    inside = form.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= form.area.viewport().width())
    assert window.width() == 800
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def tabbed(first: QWidget, count: int) -> list[str]:
    """Return what the keyboard comes to from ``first`` on."""
    first.setFocus()
    said: list[str] = []
    for _ in range(count):
        now = QApplication.focusWidget()
        assert now is not None
        said.append(now.text() if isinstance(now, QLineEdit) and now.text() else
                    now.accessibleName() or now.property("text"))  # fmt: skip
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return said


def test_the_keyboard_goes_through_the_form_as_it_is_read(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    form.more_sums.click()
    form.sums[0].value.setText("10")
    form.more_groups.click()
    write_badges(form, "beek")
    write(form.groups[0].rows[0].badge, "Knots")
    typed, issuer = "Badge: choose one of yours, or type", "By which issuer, if that matters"
    off = "Take this badge off the list"
    head = ["How many of these", "one after the other", "Take this group off"]
    rows = [row for group in form.groups for row in group.rows]
    qtbot.waitUntil(lambda: all(row.isVisible() for row in rows))
    assert tabbed(form.owner, 27) == [
        "Who offers it (if you like)", "How many of the groups",
        *head, "Knots", issuer, off, typed, issuer, off,
        *head, "Beekeeper, First Year", issuer, off, typed, issuer, off,
        "Another group", "10", "Unit, such as ECTS or hours", "Of which badges", issuer,
        "Take this amount off", "An amount",
    ]  # fmt: skip
    assert form.save_button.hasFocus()
    qtbot.waitUntil(lambda: not window.tasks._under_way)


def test_what_is_put_right_is_no_longer_called_wrong(window: Window, qtbot: QtBot) -> None:
    form = begun(window, qtbot)
    form.save_button.click()
    assert form.name_problem.isVisible()
    QTest.keyClicks(form.name, "Crew")
    assert not form.name_problem.isVisible()
    assert form.problem.isVisible()
    write_badges(form, "beek")
    assert not form.problem.isVisible()
    qtbot.waitUntil(lambda: not window.tasks._under_way)
