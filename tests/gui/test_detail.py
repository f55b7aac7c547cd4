"""The page of one badge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.looking import SAMPLES, Show, badge, button, open_badge, texts
from tests.internet import ASSERTION, Internet, hosted_badge
from tests.issuing import Issuer
from wallet import resources
from wallet.app import App
from wallet.gui.window import Window

HOSTILE = '<img src="file:///etc/passwd"><b>Bold</b> &amp; more'


def test_it_says_what_the_badge_says_and_every_check(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    told = texts(window.house.detail)
    for part in (
        "Person-Centred Dementia Care",
        "Harbourside College",
        "did:web:college.example",
        "Care for people with dementia",
        "Final grade: A",
        "ada.okafor@example.org",
        "It is whole, and its issuer made it.",
        "The issuer's own document lists the key it was signed with.",
        "It was not revoked as of 2026-11-20",
        "It was given to you.",
    ):
        assert part in told, part


def test_it_says_what_could_not_be_checked_and_why(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "choir-leading.json")
    told = texts(window.house.detail)
    assert "Whether its issuer made it cannot be told offline." in told
    assert "not at hand offline" in told
    assert "Could not be checked" in told


def test_an_altered_badge_is_not_called_true(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "project-coordination-altered.json")
    told = texts(window.house.detail)
    assert "It was changed, or its issuer did not make it." in told
    assert "only what it says of itself" in told
    assert "Not verified" in told


def test_technical_details_are_folded_until_asked_for(window: Window, qtbot: QtBot) -> None:
    entry = open_badge(window, qtbot, "dementia-care.json")
    panel = window.house.detail.panel
    qtbot.waitUntil(panel.isVisible)
    assert entry.id not in texts(panel)
    button(panel, "Technical details").click()
    (identifier,) = [one for one in panel.findChildren(QLabel) if one.text() == entry.id]
    assert identifier.isVisible()
    button(panel, "Technical details").click()
    assert not identifier.isVisible()
    assert "openbadges-3.0" in texts(panel)
    assert "verified, current" in texts(panel)


def test_all_text_of_a_credential_is_plain_text(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    issuer = Issuer()
    subject = issuer.credential()["credentialSubject"]
    subject["achievement"].update(
        name=HOSTILE, description=HOSTILE, criteria={"narrative": HOSTILE}, tag=[HOSTILE]
    )
    named = {"id": issuer.id, "type": ["Profile"], "name": "College \u202eelloc"}
    path = badge(tmp_path / "hostile.json", name=HOSTILE, issuer=named, credentialSubject=subject)
    empty.add([path])
    empty.tag([empty.entries()[0].id], add=["R&D", HOSTILE])
    window = show(empty)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    open_badge(window, qtbot, "hostile.json")
    told = texts(window.house.detail)
    assert told.count(HOSTILE) >= 4
    assert "\u202e" not in told
    assert "College ⟨202E⟩elloc" in told
    assert issuer.id in told
    assert any(
        "R&&D" in one.text()
        for one in window.house.detail.findChildren(type(button(window.house.detail, "Back")))
    )
    for one in window.findChildren(QLabel):
        assert one.textFormat() is Qt.TextFormat.PlainText, one.text()
        assert HOSTILE not in one.toolTip()


def test_addresses_are_shown_and_copied_but_not_opened(window: Window, qtbot: QtBot) -> None:
    open_badge(window, qtbot, "dementia-care.json")
    detail = window.house.detail
    copies = [one for one in detail.findChildren(type(detail.back_button)) if one.text() == "Copy"]
    assert copies
    copies[0].click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("https://")
    assert copied in texts(detail)
    for one in detail.findChildren(QLabel):
        assert not one.openExternalLinks()


def test_checking_again_says_so_and_stays_where_it_was(window: Window, qtbot: QtBot) -> None:
    house = window.house
    entry = open_badge(window, qtbot, "dementia-care.json")
    bar = house.detail.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(200)
    before = house.detail.panel
    button(house.detail, "Check again").click()
    qtbot.waitUntil(lambda: house.notes.text == "1 badge checked again")
    qtbot.waitUntil(lambda: house.detail.panel is not before)
    assert house.detail.entry_id == entry.id
    assert bar.value() == 200
    assert len(window._app.history(entry.id)) == 2
    qtbot.waitUntil(lambda: not house.progress.isVisible())


def test_the_original_is_exported_as_it_came(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_badge(window, qtbot, "first-aid.png")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button(window.house.detail, "Export original…").click()
    qtbot.waitUntil(lambda: "1 original exported" in window.house.notes.text)
    original = resources.path("samples", "badges", "first-aid.png").read_bytes()
    assert (tmp_path / "first-aid.png").read_bytes() == original


def test_own_tags_are_put_on_and_taken_off(window: Window, qtbot: QtBot) -> None:
    entry = open_badge(window, qtbot, "beekeeping.json")
    detail = window.house.detail
    QTest.keyClicks(detail.new_tag, "hobby")
    QTest.keyClick(detail.new_tag, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window._app.entry(entry.id).tags == ("hobby",))
    tag = "\u2068hobby\u2069"
    qtbot.waitUntil(
        lambda: any(one.text() == tag for one in detail.findChildren(type(detail.back_button)))
    )
    button(detail, tag).click()
    qtbot.waitUntil(lambda: window._app.entry(entry.id).tags == ())


def test_removing_goes_back_to_the_gallery(window: Window, qtbot: QtBot) -> None:
    house = window.house
    open_badge(window, qtbot, "beekeeping.json")
    QTest.keyClick(house.detail.back_button, Qt.Key.Key_Delete)
    assert house.badges.model.rowCount() == SAMPLES
    button(house.notes, "Remove").click()
    qtbot.waitUntil(lambda: house.badges.model.rowCount() == SAMPLES - 1)
    assert house.rooms.currentWidget() is house.badges


def test_an_endorsement_is_shown_with_a_verdict_of_its_own(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    guild = Issuer(2)
    endorsement = guild.credential(name="Praise by the guild")
    endorsement["type"] = ["VerifiableCredential", "EndorsementCredential"]
    endorsement["issuer"]["name"] = "Guild of Riggers"
    about = {"id": Issuer().credential()["id"], "type": ["EndorsementSubject"]}
    endorsement["credentialSubject"] = about
    forged = {**guild.sign(endorsement), "name": "Praise by nobody"}
    path = badge(tmp_path / "endorsed.json", endorsement=[guild.sign(endorsement), forged])
    empty.add([path])
    window = show(empty)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    open_badge(window, qtbot, "endorsed.json")
    told = texts(window.house.detail)
    shown = told[told.index("Endorsed by others") :]
    for part in ("Praise by the guild", "Guild of Riggers", "Praise by nobody", "Not verified"):
        assert part in shown, part


def test_an_endorsement_without_a_name_is_shown_by_what_it_says(
    empty: App, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "endorsed.json"
    said = {"id": ASSERTION, "endorsementComment": "They know their ropes."}
    praise = {
        "id": "https://guild.example/1",
        "type": "Endorsement",
        "claim": said,
        "issuer": "https://guild.example/profile",
        "issuedOn": "2024-06-01",
    }
    path.write_text(json.dumps({**hosted_badge(Internet()), "endorsement": praise}))
    empty.add([path])
    window = show(empty)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    open_badge(window, qtbot, "endorsed.json")
    told = texts(window.house.detail)
    shown = told[told.index("Endorsed by others") :]
    assert "They know their ropes." in shown
    assert "Could not be checked" in shown
