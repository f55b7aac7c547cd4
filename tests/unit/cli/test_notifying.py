"""``remind --notify``: what is due reaches the desktop once, asking nobody; and ``autostart``."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.dbus import in_session, on_a_bus, private_bus
from tests.issuing import Issuer
from tests.unit.notify.test_freedesktop import EVERYTHING, Desktop
from tests.unit.reminders.made import at, badge, record
from wallet.app import App, WalletState
from wallet.cli import notifying
from wallet.reminders.messages import LATER, MOST, NEEDLESS

from .conftest import BADGES, NOW, SAMPLES, Lw, make_app

ISSUER = Issuer()
SOON = "2026-12-19T12:00:00Z"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    folder = tmp_path / "bus"
    folder.mkdir()
    with private_bus(folder) as address, in_session(address):
        made = Desktop(address, *EVERYTHING)
        yield made
        made.go_away()


@pytest.fixture
def full(lw: Lw) -> Lw:
    """Return a caller whose wallet holds a badge that lapses in 25 days."""
    lw("init")
    lw("add", BADGES / "first-aid.png")
    lw("check", "--documents", SAMPLES / "documents")
    return lw


def titles(desktop: Desktop) -> list[str]:
    return [str(facts[3]) for member, _signature, facts in desktop.asked if member == "Notify"]


def answering(desktop: Desktop, member: str, *facts: object) -> threading.Thread:
    """Answer the first message as soon as it is there."""

    def answer() -> None:
        desktop.wait_for("Notify")
        signature = "us" if isinstance(facts[0], str) else "uu"
        desktop.tells(member, signature, 4_000_000_001, *facts)

    thread = threading.Thread(target=answer)
    thread.start()
    return thread


@on_a_bus
def test_each_is_shown_once_and_never_again(full: Lw, desktop: Desktop) -> None:
    answer = full("remind", "--notify", "--wait", "0s")
    assert (answer.status, answer.out, answer.err) == (0, "", "1 reminder was shown\n")
    assert titles(desktop) == ["First Aid at Work lapses in 25 days"]
    assert full("remind", "--notify", "--json").json == {"format": 1, "notified": 0}
    assert len(titles(desktop)) == 1
    full("remind", "--notify", "--wait", "0s", now=SOON)
    told = titles(desktop)[1:]
    assert len(told) == 1
    assert "First Aid at Work" in told[0]


@on_a_bus
@pytest.mark.parametrize(("key", "state"), [(LATER, "snoozed"), (NEEDLESS, "dismissed")])
def test_a_button_that_is_pressed_does_what_it_says(
    full: Lw, desktop: Desktop, key: str, state: str
) -> None:
    thread = answering(desktop, "ActionInvoked", key)
    assert full("remind", "--notify", "--wait", "20s").status == 0
    thread.join()
    (item,) = [one for one in full("remind", "--json").json["agenda"] if one["kind"] == "end"]
    assert item["state"] == state


@on_a_bus
def test_a_button_about_a_credential_inside_a_record_leaves_the_others_alone(
    lw: Lw, desktop: Desktop, tmp_path: Path
) -> None:
    inside = [
        badge(ISSUER, name, until) for name, until in (("a", "2026-12-20"), ("b", "2028-01-01"))
    ]
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record(ISSUER, *inside)))
    lw("init")
    lw("add", path)
    thread = answering(desktop, "ActionInvoked", NEEDLESS)
    assert lw("remind", "--notify", "--wait", "20s").status == 0
    thread.join()
    agenda = lw("remind", "--json").json["agenda"]
    assert [(one["name"], one["state"]) for one in agenda] == [("a", "dismissed"), ("b", "watched")]


def other(tmp_path: Path) -> App:
    """Return the same wallet as another program has it, open."""
    app = make_app(tmp_path / "home", lambda: at(NOW))
    app.unlock(passphrase="correct horse battery")
    return app


@on_a_bus
def test_a_button_waits_for_a_wallet_that_is_open_elsewhere_for_a_moment(
    full: Lw, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App.lock
    held: list[App] = []
    pauses: list[WalletState] = []

    def lock(one: App) -> None:
        app(one)
        if not held:
            held.append(other(tmp_path))

    def pause() -> None:
        pauses.append(held[0].state)
        app(held[0])

    monkeypatch.setattr(App, "lock", lock)
    monkeypatch.setattr(notifying, "_pause", pause)
    thread = answering(desktop, "ActionInvoked", LATER)
    answer = full("remind", "--notify", "--wait", "20s", "--json")
    thread.join()
    assert (answer.status, answer.json, answer.err) == (0, {"format": 1, "notified": 1}, "")
    assert pauses == [WalletState.OPEN]
    (item,) = [one for one in full("remind", "--json").json["agenda"] if one["kind"] == "end"]
    assert item["state"] == "snoozed"


@on_a_bus
def test_a_button_that_could_not_be_obeyed_is_said_to_be_so_and_told_in_one_document(
    full: Lw, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App.lock
    held: list[App] = []

    def lock(one: App) -> None:
        app(one)
        if not held:
            held.append(other(tmp_path))

    monkeypatch.setattr(App, "lock", lock)
    monkeypatch.setattr(notifying, "_PATIENCE", 0.0)
    thread = answering(desktop, "ActionInvoked", LATER)
    answer = full("remind", "--notify", "--wait", "20s", "--json")
    thread.join()
    app(held[0])
    assert (answer.status, answer.json) == (2, {"format": 1, "notified": 1})
    assert answer.err == (
        "What was answered to “First Aid at Work lapses in 25 days” was not done. Error: the"
        " wallet is open in another window or program, so nothing was done here: close that one,"
        " or try again later\n"
    )


@on_a_bus
def test_a_wallet_that_stays_open_elsewhere_is_told_of_the_next_time(
    full: Lw, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds, pauses = itertools.count(), list[float]()
    clock = SimpleNamespace(monotonic=lambda: next(seconds), sleep=pauses.append)
    held = other(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(notifying, "time", clock)
        answer = full("remind", "--notify", "--json")
    held.lock()
    assert 4 <= len(pauses) <= 6, "it was tried again, for some seconds"
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        "error: the wallet is open in another window or program, so nothing was done here: close"
        " that one, or try again later\n"
    )
    assert titles(desktop) == []
    assert full("remind", "--notify", "--wait", "0s", "--json").json["notified"] == 1


@on_a_bus
def test_it_ends_when_the_message_was_closed(full: Lw, desktop: Desktop) -> None:
    thread = answering(desktop, "NotificationClosed", 2)
    assert full("remind", "--notify", "--wait", "60s").status == 0
    thread.join()


@on_a_bus
def test_a_click_opens_the_window(
    full: Lw, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_about: started.append(words))
    thread = answering(desktop, "ActionInvoked", "default")
    full("remind", "--notify", "--wait", "20s")
    thread.join()
    (words,) = started
    assert words[-2:] == ["--home", str(tmp_path / "home")]
    assert "--tray" not in words


@on_a_bus
def test_many_are_told_in_one_message(lw: Lw, desktop: Desktop) -> None:
    lw("init")
    lw("add", BADGES)
    lw("check", "--documents", SAMPLES / "documents")
    number = lw("remind", "--notify", "--wait", "0s", "--json", now="2034-06-01T12:00:00Z").json
    assert number["notified"] > MOST
    assert titles(desktop) == [f"{number['notified']} reminders are due"]


@on_a_bus
def test_a_locked_wallet_tells_how_many_and_no_names(
    full: Lw, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "passphrase_from_file", lambda _asked: None)
    answer = full("remind", "--notify", "--wait", "0s")
    assert answer.status == 0
    assert answer.err.splitlines() == [
        "The wallet is locked: no badge was named.",
        "1 reminder was shown",
    ]
    assert titles(desktop) == ["1 reminder waits in your wallet"]
    assert "No reminder is due" in full("remind", "--notify", "--wait", "0s").err
    assert len(titles(desktop)) == 1


@on_a_bus
@pytest.mark.usefixtures("desktop")
def test_a_locked_wallet_says_that_it_wrote_no_calendar(
    full: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "passphrase_from_file", lambda _asked: None)
    answer = full("remind", "--notify", "--wait", "0s", "--ics", tmp_path / "o.ics")
    assert answer.status == 0
    assert "The wallet is locked: no calendar file was written.\n" in answer.err
    assert not (tmp_path / "o.ics").exists()


def test_where_nothing_can_be_shown_one_line_says_so_and_it_stays_due(
    full: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    answer = full("remind", "--notify")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert answer.err.startswith("error: notifications cannot be shown here (")
    item = next(one for one in full("remind", "--json").json["agenda"] if one["kind"] == "end")
    assert item["state"] == "due"
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    if sys.platform == "linux":
        assert "(DBUS_SESSION_BUS_ADDRESS is not set)" in full("remind", "--notify").err


@pytest.mark.parametrize("words", [("--notify", "--wait", "soon"), ("autostart", "perhaps")])
def test_a_mistake_gets_one_line(full: Lw, words: tuple[str, ...]) -> None:
    answer = full("remind", *words)
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_autostart_writes_and_takes_away_the_entry_without_opening_the_wallet(
    lw: Lw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    entry = tmp_path / ".config" / "autostart" / "learner-wallet.desktop"
    assert lw("remind", "autostart", "on").status == 2, "there is no wallet yet"
    assert not entry.exists()
    assert lw("init").status == 0
    assert lw("remind", "autostart", "on", "--json").json["autostart"] == "on"
    assert "--tray" in entry.read_text()
    assert str(tmp_path / "home") in entry.read_text()
    assert lw("remind", "autostart", "state", "--json").json["autostart"] == "on"
    assert lw("remind", "autostart", "off", "--json").json["autostart"] == "off"
    assert not entry.exists()
