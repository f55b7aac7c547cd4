"""CVs leave the window: by the clipboard, as files, into a résumé, and to LinkedIn."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.cvs import CARE, CHOIR, SWIMMING, begin, choose, ids_of, settled, switch
from tests.gui.looking import button, buttons, drag_in, dragged, texts
from wallet.cv.forms import FORMS, Form
from wallet.gui.cv_drag import DragHandle
from wallet.gui.cv_linkedin import AT_ONCE
from wallet.gui.window import Window

PAGE = "https://badges.example.org/v"
RESUME = '{\n    "basics": {"name": "Ada"},\n    "certificates": [{"name": "By hand"}]\n}\n'


def saving_to(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), kind))


def test_it_is_copied_rich_and_plain_at_once(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    page.copy_button.click()
    settled(window, qtbot)
    data = QGuiApplication.clipboard().mimeData()
    assert "<strong>" in data.html()
    assert 'href="https://college.example/credentials/2025-04817"' in data.html()
    assert data.text().startswith("Licenses & Certifications\n\nPerson-Centred Dementia Care\n")
    assert window.house.notes.text == "It is on the clipboard."
    assert not window.house.cv.clip.timer.isActive()
    page.plain_button.click()
    settled(window, qtbot)
    data = QGuiApplication.clipboard().mimeData()
    assert not data.hasHtml()
    assert data.text().startswith("Licenses & Certifications")


def test_a_source_is_copied_as_it_is(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "json-resume")
    page.copy_button.click()
    settled(window, qtbot)
    data = QGuiApplication.clipboard().mimeData()
    assert not data.hasHtml()
    assert json.loads(data.text())["certificates"][0]["name"] == "Person-Centred Dementia Care"


def test_what_carries_whole_badges_leaves_the_clipboard_again(window: Window, qtbot: QtBot) -> None:
    window._app.set_setting("share-base", PAGE)
    page = begin(window, qtbot, SWIMMING)
    choose(page, qtbot, "link", "any")
    clipboard = QGuiApplication.clipboard()
    for lock in (False, True):
        page.copy_button.click()
        settled(window, qtbot)
        assert f"{PAGE}#1b" in clipboard.text()
        assert "for two minutes" in window.house.notes.text
        if lock:
            QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            qtbot.waitUntil(lambda: clipboard.text() == "")
        else:
            window.house.cv.clip.timer.timeout.emit()
            assert clipboard.text() == ""


def test_codes_are_seen_and_copied_and_lead_where_they_say(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    switch(page, qtbot, "qr")
    assert page.rich.toPlainText().count("\ufffc") == 1  # a picture
    page.copy_button.click()
    settled(window, qtbot)
    html = QGuiApplication.clipboard().mimeData().html()
    found = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    assert len(found) == 1
    image = QImage.fromData(base64.b64decode(found[0]))
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    (read,) = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : grey.width()]))
    assert read.text == "https://college.example/credentials/2025-04817"


def test_it_is_saved_and_never_over_a_file_that_is_there(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(window, qtbot, CARE)
    place = tmp_path / "mine.html"
    place.write_text("before")
    saving_to(monkeypatch, place)
    page.save_button.click()
    settled(window, qtbot)
    assert place.read_text() == "before"
    (other,) = set(tmp_path.glob("*.html")) - {place}
    assert "Person-Centred Dementia Care" in other.read_text(encoding="utf-8")
    assert other.name in window.house.notes.text


def test_a_picture_is_saved_as_pixels_and_copied_as_an_image(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "skills")
    saving_to(monkeypatch, tmp_path / "skills.svg", "Pictures (*.png)")
    page.save_button.click()
    settled(window, qtbot)
    assert QImage(str(tmp_path / "skills.png")).width() == 1520
    page.copy_button.click()
    settled(window, qtbot)
    assert QGuiApplication.clipboard().image().width() == 1520


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("sk", "Pictures (*.png)", "sk.png"),
        ("sk", "Picture of skills (SVG) (*.svg)", "sk.svg"),
        ("sk", "", "sk.svg"),
        ("sk.PNG", "Picture of skills (SVG) (*.svg)", "sk.PNG"),
    ],
)
def test_the_kind_that_was_chosen_decides_where_no_ending_was_typed(
    window: Window,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    typed: str,
    kind: str,
    saved: str,
) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "skills")
    saving_to(monkeypatch, tmp_path / typed, kind)
    page.save_button.click()
    settled(window, qtbot)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [saved]
    is_png = (tmp_path / saved).read_bytes().startswith(b"\x89PNG")
    assert is_png == saved.lower().endswith(".png")


def test_a_document_is_seen_as_it_reads_and_saved_as_it_is(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"{__name__}:document"
    form = Form("document", "Document", ".doc", "application/x-doc", module, "open it", text=False)
    monkeypatch.setitem(FORMS, "document", form)
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "document")
    assert "Person-Centred Dementia Care" in page.rich.toPlainText()
    saving_to(monkeypatch, tmp_path / "cv.doc")
    page.save_button.click()
    settled(window, qtbot)
    assert (tmp_path / "cv.doc").read_bytes() == b"\x00document"


def document(_selection: object, _choices: object) -> bytes:
    """Make a form that is no text."""
    return b"\x00document"


# Dragging out


def move(handle: DragHandle, kind: QEvent.Type, place: QPoint) -> None:
    """Let the mouse do something on the handle, its left button down."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        QPointF(place),
        QPointF(handle.mapToGlobal(place)),
        none if kind is QEvent.Type.MouseMove else left,
        none if kind is QEvent.Type.MouseButtonRelease else left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(handle, event)


@pytest.mark.parametrize("fast", [False, True])
def test_it_is_dragged_out_as_a_file_that_goes_when_the_wallet_is_locked(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "markdown")
    taken: list[Path] = []

    def exec_(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        taken.extend(Path(url.toLocalFile()) for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", exec_)
    handle, far = page.handle, QPoint(60, 60)
    move(handle, QEvent.Type.MouseButtonPress, QPoint(5, 5))
    if fast:  # it is moved before the file is made
        move(handle, QEvent.Type.MouseMove, far)
        assert not taken
    settled(window, qtbot)
    move(handle, QEvent.Type.MouseMove, far)
    (path,) = taken
    assert path.name == "cv.md"
    assert "Person-Centred Dementia Care" in path.read_text(encoding="utf-8")
    assert path.parent.parent.stat().st_mode & 0o077 == 0
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not path.parent.parent.exists())


def test_a_click_copies_the_file_which_goes_with_the_window(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    page.handle.setFocus()
    QTest.keyClick(page.handle, Qt.Key.Key_Space)
    settled(window, qtbot)
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    path = Path(url.toLocalFile())
    assert path.name == "cv.html"
    assert "paste it into a folder" in window.house.notes.text
    assert path.exists()
    window.close()
    assert not path.exists()


def test_what_is_dragged_in_from_elsewhere_is_still_taken(window: Window, tmp_path: Path) -> None:
    assert drag_in(window, dragged(tmp_path / "a.json"))


# A résumé of one's own


def test_a_resume_is_changed_only_after_it_was_said_how(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text(RESUME)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(resume), ""))
    page = begin(window, qtbot, CARE, CHOIR)
    assert not page.merge_button.isVisible()
    choose(page, qtbot, "form", "json-resume")
    page.merge_button.click()
    settled(window, qtbot)
    notes = window.house.notes
    assert "2 certificates are added, 0 are renewed" in notes.text
    assert resume.read_text() == RESUME
    button(notes, "Merge").click()
    settled(window, qtbot)
    assert "The certificates are in" in notes.text
    merged = json.loads(resume.read_text())
    assert merged["basics"] == {"name": "Ada"}
    assert merged["certificates"][0]["name"] == "By hand"
    assert len(merged["certificates"]) == 3


def test_a_badge_that_went_meanwhile_is_told_in_the_words_of_the_window(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text(RESUME)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(resume), ""))
    page = begin(window, qtbot, CARE, CHOIR)
    choose(page, qtbot, "form", "json-resume")
    window._app.remove(ids_of(window, CARE))
    page.merge_button.click()
    settled(window, qtbot)
    assert "A badge of this CV is no longer in the wallet" in window.house.notes.text
    assert page.title.text() == "CV of 1 badge"
    assert resume.read_text() == RESUME


def test_a_resume_that_changed_meanwhile_is_asked_about_again(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text(RESUME)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(resume), ""))
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "json-resume")
    page.merge_button.click()
    settled(window, qtbot)
    changed = RESUME.replace("Ada", "Ada Obi")
    resume.write_text(changed)
    button(window.house.notes, "Merge").click()
    settled(window, qtbot)
    assert resume.read_text() == changed
    assert "Merge" in buttons(window.house.notes)
    button(window.house.notes, "Merge").click()
    settled(window, qtbot)
    assert json.loads(resume.read_text())["basics"] == {"name": "Ada Obi"}
    assert "Dementia" in resume.read_text()


def test_a_file_that_is_no_resume_is_said_to_be_none(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "list.json"
    other.write_text("[]")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(other), ""))
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "json-resume")
    page.merge_button.click()
    settled(window, qtbot)
    assert "no résumé of JSON Resume" in window.house.notes.text
    assert other.read_text() == "[]"


# LinkedIn


def test_each_field_is_copied_for_linkedin(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "linkedin")
    (card,) = page.cards.cards
    fields = {one.key: one.value for one in card.one.fields}
    for copy, value in zip(card.copies, fields.values(), strict=True):
        copy.click()
        assert QGuiApplication.clipboard().text() == value
        assert copy.text() == "Copied"
        assert [one.text() for one in card.copies].count("Copied") == 1
    assert fields["name"] == "Person-Centred Dementia Care"


def test_linkedin_is_opened_only_after_its_address_was_shown(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(bytes(url.toEncoded().data()))
    )
    page = begin(window, qtbot, CARE)
    choose(page, qtbot, "form", "linkedin")
    (card,) = page.cards.cards
    card.open_button.click()
    assert not opened
    notes = window.house.notes
    assert "LinkedIn then knows" in notes.text
    button(notes, "Open").click()
    assert opened == [card.one.address.encode()]
    assert b"organizationName=Harbourside%20College" in opened[0]


def test_what_speaks_against_a_badge_is_said_before_linkedin_is_opened(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(bytes(url.toEncoded().data()))
    )
    page = begin(window, qtbot, CARE, "project-coordination-altered.json", SWIMMING)
    choose(page, qtbot, "form", "linkedin")
    notes = window.house.notes
    found = {card.one.entry.name: card for card in page.cards.cards}
    for name, label in {
        "Project Coordination": "Micro-credential · not verified",
        "Swimming Coach, Level 1": "Certification · given to somebody else",
    }.items():
        card = found.pop(name)
        assert card.open_button.property("role") == ""
        assert card.worth.property("role") == "bad"
        card.open_button.click()
        assert f"{name}: {label}" in notes.text
        assert "LinkedIn shows it like any other" in notes.text
        assert button(notes, "Open").property("role") == ""
        assert "bad" in [one.property("role") for one in notes.findChildren(QLabel)]
        assert not opened
        button(notes, "Open").click()
        assert opened.pop() == card.one.address.encode()
    (good,) = found.values()
    assert good.open_button.property("role") == "primary"
    assert good.worth.property("role") == "muted"
    good.open_button.click()
    assert notes.text.startswith("Open this address")
    assert button(notes, "Open").property("role") == "primary"


def test_an_issuers_number_is_given_once(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot, CARE, "project-coordination-altered.json")
    choose(page, qtbot, "form", "linkedin")
    first, second = page.cards.cards
    assert first.organization.placeholderText() == "its number, or an address with that number"
    assert "linkedin.com/company/1234567/admin" in texts(first)
    first.organization.setText("nobody")
    first.organization.editingFinished.emit()
    settled(window, qtbot)
    assert "is no number of an organisation" in window.house.notes.text
    first.organization.setText("https://www.linkedin.com/company/1234567/admin")
    first.organization.editingFinished.emit()
    settled(window, qtbot)
    assert not window.house.notes.isVisible()
    assert page.cards.cards == [first, second]  # whoever writes goes on writing
    assert first.organization.text() == "1234567"
    assert "organizationId=1234567" in first.one.address
    window.house.cv.begin(ids_of(window, CARE))
    settled(window, qtbot)
    assert "organizationId=1234567" in page.cards.cards[0].one.address


def test_many_badges_are_shown_bit_by_bit(window: Window, qtbot: QtBot) -> None:
    page = begin(window, qtbot)
    choose(page, qtbot, "form", "linkedin")
    assert len(page.cards.cards) == AT_ONCE
    assert page.cards.more.text() == "Show 12 more"
    page.cards.more.click()
    assert len(page.cards.cards) == 24
    assert not page.cards.more.isVisible()
    assert page.cards.cards[AT_ONCE].copies[0].hasFocus()
