"""Checking online: asked first, with the servers' names; then shown, with what changed."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show, button, said, texts
from tests.internet import ASSERTION, BADGE, ISSUER, SITE, Clock, Internet, hosted_badge, wallet_in
from tests.issuing import Issuer, entry
from wallet.app import App
from wallet.gui.window import Window
from wallet.network.answer import Answer
from wallet.progress import Cancelled, never


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def wallet(tmp_path: Path, internet: Internet) -> App:
    """Return an App on a wallet with one hosted badge, of which nothing is known."""
    app = wallet_in(tmp_path / "wallet", internet, Clock())
    app.add([("knots.json", json.dumps(hosted_badge(internet)).encode())])
    return app


@pytest.fixture
def window(wallet: App, show: Show, qtbot: QtBot) -> Window:
    made = show(wallet)
    qtbot.waitUntil(lambda: made.house.badges.model.rowCount() == 1)
    return made


def test_nothing_is_asked_before_the_person_agrees_to_servers_by_name(
    window: Window, qtbot: QtBot, internet: Internet
) -> None:
    house = window.house
    assert "Could not be checked" in said(window)[0]
    house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
    assert "This server would be asked, and learns that somebody looks:" in house.notes.text
    assert "harbour.example" in texts(house.notes)
    assert internet.asked == []
    assert button(house.notes, "Not now").hasFocus()
    QTest.keyClick(house.notes, Qt.Key.Key_Escape)
    assert not house.notes.isVisible()
    qtbot.waitUntil(lambda: not house.busy)
    assert internet.asked == []


def test_what_changed_is_said_and_shown(window: Window, qtbot: QtBot, internet: Internet) -> None:
    house = window.house
    house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
    button(house.notes, "Ask online").click()
    qtbot.waitUntil(lambda: house.notes.text == "1 badge checked online, 1 changed")
    assert "Knots and splices: it was “Could not be checked”, and is “Verified”" in texts(
        house.notes
    )
    qtbot.waitUntil(lambda: "Verified" in said(window)[0])
    assert internet.asked == [ASSERTION, BADGE, ISSUER]
    house.online_button.click()
    qtbot.waitUntil(lambda: house.notes.text.startswith("Nothing to ask"))


def test_another_server_that_turns_up_is_asked_only_where_that_is_agreed_to(
    window: Window, qtbot: QtBot, internet: Internet
) -> None:
    house = window.house
    moved = "https://issuer.example/profile"
    page = internet.pages[BADGE]
    assert isinstance(page, Answer)
    internet.put(BADGE, {**json.loads(page.data), "issuer": moved})
    internet.put(moved, {"id": moved, "name": "Harbour", "type": "Issuer",
                         "verification": {"allowedOrigins": "harbour.example"}})  # fmt: skip
    for agreed in (False, True):
        internet.asked.clear()
        house.online_button.click()
        qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
        button(house.notes, "Ask online").click()
        if not agreed:
            qtbot.waitUntil(lambda: "one more server" in house.notes.text)
            assert "issuer.example" in texts(house.notes)
            button(house.notes, "Not now").click()
            assert house.notes.text == "1 badge checked online, 0 changed"
            assert moved not in internet.asked
    qtbot.waitUntil(lambda: "checked online, 1 changed" in house.notes.text)
    assert internet.asked == [moved]


def test_a_server_that_had_no_answer_is_not_asked_about_again(
    window: Window, wallet: App, qtbot: QtBot, internet: Internet
) -> None:
    house, issuer = window.house, Issuer()
    page = internet.pages[BADGE]
    assert isinstance(page, Answer)
    internet.put(BADGE, {**json.loads(page.data), "issuer": "https://issuer.example/profile"})
    lists = "https://lists.example/1"
    document = issuer.sign(issuer.credential(credentialStatus=entry(lists, 1)))
    wallet.add([("listed.json", json.dumps(document).encode())])
    house.online_button.click()
    qtbot.waitUntil(lambda: "2 badges online" in house.notes.text)
    button(house.notes, "Ask online").click()
    qtbot.waitUntil(lambda: "one more server" in house.notes.text)
    assert "lists.example" not in texts(house.notes)
    button(house.notes, "Ask online").click()
    qtbot.waitUntil(lambda: "2 addresses could not be had" in house.notes.text)
    assert internet.asked.count(lists) == 1


def test_an_address_that_could_not_be_had_is_named_and_the_signature_is_verified(
    window: Window, wallet: App, qtbot: QtBot, internet: Internet
) -> None:
    house, issuer = window.house, Issuer()
    internet.unplug()
    document = issuer.sign(issuer.credential(credentialStatus=entry(f"{SITE}/lists/1", 1)))
    (added,) = wallet.add([("listed.json", json.dumps(document).encode())]).added
    house.refresh()
    house.open_badge(added.id)
    qtbot.waitUntil(lambda: house.detail.entry_id == added.id)
    house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
    button(house.notes, "Ask online").click()
    qtbot.waitUntil(lambda: "1 address could not be had" in house.notes.text)
    assert "https://harbour.example/lists/1" in texts(house.notes)
    assert internet.asked == [f"{SITE}/lists/1"]
    assert wallet.entry(added.id).verdict.to_json(window._words)["authenticity"] == "verified"


def test_it_can_be_stopped_while_a_server_does_not_answer(
    window: Window, wallet: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, internet: Internet
) -> None:
    house = window.house
    asking, stopped = threading.Event(), threading.Event()

    def hang(url: str, cancelled: Cancelled = never) -> Answer:
        asking.set()
        while not cancelled():
            stopped.wait(0.01)
        return internet.pages[url]  # type: ignore[return-value]

    monkeypatch.setattr(internet, "get", hang)
    house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
    button(house.notes, "Ask online").click()
    qtbot.waitUntil(asking.is_set)
    qtbot.waitUntil(lambda: "Asking online" in house.progress.what.text())
    assert house.progress.isVisible()
    house.progress.stop.click()
    qtbot.waitUntil(lambda: not house.busy)
    assert not house.progress.isVisible()
    assert wallet.entry(wallet.entries()[0].id).verdict.exit_status == 3
