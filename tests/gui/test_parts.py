"""The small parts that pages are made of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallet.gui.drop import inputs_of
from wallet.gui.flow import Flow
from wallet.gui.parts import shown, tip, wrapped


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Café ☕ ٣", "Café ☕ ٣"),
        ("two\nlines", "two\nlines"),
        ("tab\there", "tab here"),
        ("user\u202egnp.exe", "user⟨202E⟩gnp.exe"),
        ("pay\u200bpal", "pay⟨200B⟩pal"),
        ("\u2069out", "⟨2069⟩out"),
        ("nul\x00", "nul⟨0000⟩"),
    ],
)
def test_nothing_invisible_steers_how_a_name_is_read(typed: str, drawn: str) -> None:
    assert shown(typed) == f"\u2068{drawn}\u2069"


def test_a_persons_joined_letters_stay_joined() -> None:
    assert "क्\u200dष" in shown("क्\u200dष")


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("as long as it is words that are short", 1),
        ("https://college.example/stacks/care-practice", 4),
        ("x" * 72, 6),
        ("e\u0301" * 40, 7),
        ("👩\u200d👩\u200d👧" * 10, 4),
    ],
)
def test_a_long_word_may_be_broken_but_no_letter_is_torn_apart(typed: str, pieces: int) -> None:
    found = wrapped(typed).split("\u200b")
    assert len(found) == pieces
    assert "".join(found) == shown(typed)
    for one in found[1:]:
        assert one[0] not in "\u0301\u200d"
    assert not any(one.endswith("\u200d") for one in found)


@pytest.mark.parametrize("text", ["Knots", "a < b", "<b>Knots</b>", "R&D", "<img src='x.png'>"])
def test_a_tool_tip_shows_what_is_typed(text: str) -> None:
    document = QTextDocument()
    if "<" in tip(text):
        document.setHtml(tip(text))
        assert document.toPlainText() == text
    else:
        assert tip(text) == text
    assert "<img" not in tip(text)


@pytest.mark.parametrize("text", ['{"type": "Assertion"}', " [1]", "eyJhbGciOiJFZERTQSJ9.e30.x"])
def test_text_that_may_be_a_badge_can_be_added(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    assert inputs_of(data, "pasted") == [("pasted", text.strip().encode())]


@pytest.mark.parametrize("text", ["", "hello", "https://badges.example/1"])
def test_other_text_cannot(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    assert inputs_of(data, "pasted") == []


def test_of_a_mixed_drag_only_local_files_are_taken() -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://badges.example/1.json"), QUrl.fromLocalFile("/tmp/a.json")])  # noqa: S108 - never opened
    assert [str(one) for one in inputs_of(data, "")] == ["/tmp/a.json"]  # noqa: S108 - as above


@pytest.mark.parametrize("to_right", [False, True])
def test_what_does_not_fit_a_line_goes_into_the_next(qtbot: QtBot, *, to_right: bool) -> None:
    flow = Flow(to_right=to_right)
    qtbot.addWidget(flow)
    labels = [QLabel("some words") for _ in range(4)]
    for one in labels:
        flow.add(one)
    width = labels[0].sizeHint().width()
    flow.resize(2 * width + 20, 200)
    flow.show()
    tops = [one.y() for one in labels]
    assert tops[0] == tops[1] < tops[2] == tops[3]
    assert flow.heightForWidth(2 * width + 20) == labels[3].geometry().bottom() + 1
    assert flow.heightForWidth(9 * width) < flow.heightForWidth(2 * width + 20)
    if to_right:
        assert labels[1].geometry().right() + 1 == flow.width()
    else:
        assert labels[0].x() == 0


def test_what_is_hidden_takes_no_room_in_a_line(qtbot: QtBot) -> None:
    flow = Flow()
    qtbot.addWidget(flow)
    labels = [QLabel("some words") for _ in range(3)]
    for one in labels:
        flow.add(one)
    flow.resize(900, 100)
    flow.show()
    before = labels[1].x()
    assert before < labels[2].x()
    labels[1].hide()
    qtbot.waitUntil(lambda: labels[2].x() == before)
    labels[1].show()
    qtbot.waitUntil(lambda: labels[2].x() > labels[1].x() == before)
