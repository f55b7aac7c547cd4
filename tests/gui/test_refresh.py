"""Checking online: asked first, with the servers' names; then shown, with what changed."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.looking import Show, button, buttons, open_badge, said, texts
from tests.internet import (
    ASSERTION,
    BADGE,
    ISSUER,
    SECRET,
    SITE,
    Clock,
    Internet,
    hosted_badge,
    wallet_in,
)
from tests.issuing import Issuer, entry
from wallet.app import App
from wallet.gui.window import Window
from wallet.network.answer import Answer
from wallet.network.client import Client
from wallet.progress import Cancelled, never
from wallet.refresh.checking import Refreshed


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
    qtbot.waitUntil(lambda: not house.work.busy)
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
    qtbot.waitUntil(lambda: not house.work.busy)
    assert not house.progress.isVisible()
    assert wallet.entry(wallet.entries()[0].id).verdict.exit_status == 3


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Return a server on the loopback that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        yield listening


@pytest.fixture
def hung(
    silent: socket.socket, tmp_path: Path, show: Show, qtbot: QtBot
) -> Iterator[tuple[Window, App, socket.socket]]:
    """Return a window that is asking the silent server, its wallet, and the connection."""
    client = Client(
        resolve=lambda _host, _port: ["127.0.0.1"],
        permitted=lambda _address: True,
        tls=ssl.create_default_context,
    )
    app = wallet_in(tmp_path / "wallet", client, Clock())
    site = f"https://harbour.example:{silent.getsockname()[1]}"
    badge = {**hosted_badge(Internet()), "id": f"{site}/awards/7", "badge": f"{site}/badges/knots"}
    app.add([("knots.json", json.dumps(badge).encode())])
    window = show(app)
    qtbot.waitUntil(lambda: window.house.badges.model.rowCount() == 1)
    window.house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in window.house.notes.text)
    button(window.house.notes, "Ask online").click()
    connection, _ = silent.accept()
    with connection:
        yield window, app, connection


def test_a_badge_opens_and_is_tagged_while_a_server_does_not_answer(
    hung: tuple[Window, App, socket.socket], qtbot: QtBot
) -> None:
    window, app, connection = hung
    house = window.house
    opened = open_badge(window, qtbot, "knots.json")
    QTest.keyClicks(house.detail.new_tag, "rope")
    QTest.keyClick(house.detail.new_tag, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "\u2068rope\u2069" in buttons(house.detail))
    assert house.work.busy
    connection.close()
    qtbot.waitUntil(lambda: "2 addresses could not be had" in house.notes.text)
    qtbot.waitUntil(lambda: not house.work.busy)
    assert app.entry(opened.id).tags == ("rope",)


def test_the_wallet_locks_at_once_while_a_server_does_not_answer(
    hung: tuple[Window, App, socket.socket], qtbot: QtBot
) -> None:
    window, app, _connection = hung
    before = len(app.history(app.entries()[0].id))
    window.lock()
    qtbot.waitUntil(lambda: not window.open)
    qtbot.waitUntil(lambda: not window.house.work.busy)
    assert not window.house.notes.isVisible()
    app.unlock(passphrase=SECRET)
    assert len(app.history(app.entries()[0].id)) == before


def test_what_comes_back_after_locking_is_not_told(
    window: Window, qtbot: QtBot, internet: Internet
) -> None:
    house = window.house
    house.online_button.click()
    qtbot.waitUntil(lambda: "1 badge online" in house.notes.text)
    # Everything has come back, and nobody has been told of it yet, when it locks.
    ended = threading.Event()

    def note(_task: object, answer: object, _error: object) -> None:
        if isinstance(answer, Refreshed):
            ended.set()

    house._tasks._ended.connect(note, Qt.ConnectionType.DirectConnection)
    button(house.notes, "Ask online").click()
    assert ended.wait(5)
    assert internet.asked == [ASSERTION, BADGE, ISSUER]
    house.forget()
    qtbot.waitUntil(lambda: not house.work.busy)
    assert not house.notes.isVisible()
