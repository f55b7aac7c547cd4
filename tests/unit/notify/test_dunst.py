"""A real notification daemon: dunst on a virtual screen, on a D-Bus session of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dbus import in_session, on_a_bus, private_bus
from tests.start_window import screen
from wallet import bus, resources
from wallet.notify import service
from wallet.notify.freedesktop import SERVICE
from wallet.notify.message import OPENED, Answer, Message

pytestmark = [
    on_a_bus,
    pytest.mark.skipif(
        sys.platform != "linux" or not (shutil.which("dunst") and shutil.which("Xvfb")),
        reason="dunst and Xvfb are not on this machine",
    ),
]

DUNST = bus.Service(SERVICE.name, SERVICE.path, "org.dunstproject.cmd0")
TOLD = Message(
    "first-aid",
    "First <b>Aid</b> lapses on 1 May 2027",
    "It counts in “Outdoor leader” & <i>is needed</i> there.",
    (("later", "Later"), ("done", "No longer needed")),
    opens="Open",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bus.Session]:
    """Run dunst; return a connection to its session."""
    folder = tmp_path_factory.mktemp("dunst")
    settings = folder / "dunstrc"
    settings.write_text("[global]\nfont = DejaVu Sans 10\nwidth = 360\nicon_theme = hicolor\n")
    with screen() as display, private_bus(folder) as address, in_session(address):
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder)}
        log = (folder / "log").open("wb")
        command = [shutil.which("dunst") or "", "-conf", str(settings)]
        daemon = subprocess.Popen(  # noqa: S603 - a program of the machine
            command, env=environment, stdout=log, stderr=log
        )
        try:
            with bus.session() as found:
                end = time.monotonic() + 20
                while not _is_there(found):
                    assert daemon.poll() is None, (folder / "log").read_text()
                    assert time.monotonic() < end
                yield found
        finally:
            daemon.terminate()
            daemon.wait()
            log.close()


def _is_there(session: bus.Session) -> bool:
    try:
        session.call(SERVICE, "GetServerInformation", may_start=True)
    except bus.Refused:
        return False
    return True


def _shown(session: bus.Session) -> int:
    properties = DUNST._replace(interface="org.freedesktop.DBus.Properties")
    ((_kind, number),) = session.call(properties, "Get", "ss", DUNST.interface, "displayedLength")
    return int(number)


def test_dunst_shows_what_it_is_told_and_sends_what_was_chosen(session: bus.Session) -> None:
    with service.opened("Learner Wallet", platform="linux") as found:
        assert found.has_actions
        found.tell(TOLD)
        assert _shown(session) == 1
        session.call(DUNST, "NotificationAction", "u", 0)
        assert found.answer(20) == Answer("first-aid", OPENED)
        assert found.answer(0.1) is None


def test_dunst_says_when_a_message_was_closed_and_keeps_its_text(session: bus.Session) -> None:
    with service.opened("Learner Wallet", platform="linux") as found:
        found.tell(TOLD)
        session.call(DUNST, "NotificationCloseLast")
        assert found.answer(20) == Answer("first-aid", None)
    (history,) = session.call(DUNST, "NotificationListHistory")
    kept = {key: value for key, (_kind, value) in history[0].items()}
    assert kept["summary"] == TOLD.title
    assert kept["body"] == TOLD.body  # as it is shown: no markup was in it
    assert kept["appname"] == "Learner Wallet"
    assert kept["timeout"] == 30_000_000  # microseconds: it says of itself that it keeps nothing


def test_a_reminder_that_is_due_reaches_dunst_once(session: bus.Session, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse battery\n")
    wallet = [sys.executable, "-m", "wallet", "--home", str(tmp_path / "home")]
    wallet += ["--passphrase-file", str(secret), "--now", "2026-11-23T12:00:00Z"]
    aid = resources.path("samples", "badges", "first-aid.png")
    documents = resources.path("samples", "documents")

    def called(*words: str) -> str:
        return subprocess.run(  # noqa: S603 - this program
            [*wallet, *words], check=False, capture_output=True, text=True, timeout=120
        ).stderr

    for words in (("init",), ("add", str(aid)), ("check", "--documents", str(documents))):
        called(*words)
    before = _shown(session)
    assert called("remind", "--notify", "--wait", "0s").splitlines()[-1] == "1 reminder was shown"
    assert _shown(session) == before + 1
    session.call(DUNST, "NotificationCloseLast")
    (history,) = session.call(DUNST, "NotificationListHistory")
    kept = {key: value for key, (_kind, value) in history[0].items()}
    assert kept["summary"] == "First Aid at Work lapses in 25 days"
    assert "No reminder is due" in called("remind", "--notify", "--wait", "0s")
    assert _shown(session) == before


def test_dunst_shows_one_message_in_the_place_of_another_and_takes_it_back(
    session: bus.Session,
) -> None:
    before = _shown(session)
    with service.opened("Learner Wallet", platform="linux") as found:
        found.tell(TOLD)
        found.tell(Message("first-aid", "First Aid has lapsed"))
        assert _shown(session) == before + 1
        found.take_back("first-aid")
        assert found.answer(0.1) is None
    assert _shown(session) == before
