"""Linux desktops: a real bus, and the services of a desktop and of the portal on it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.dbus import Service, in_session, on_a_bus, private_bus
from wallet.i18n import Words
from wallet.notify import freedesktop, service
from wallet.notify.message import OPENED, Answer, Message, Urgency
from wallet.notify.service import Notifier, Untold

pytestmark = on_a_bus

EVERYTHING = ("actions", "body", "body-markup", "persistence")
TOLD = Message(
    "first-aid",
    "First <b>Aid</b> lapses",
    "In 30 days. 5 < 7 & <img src=file:///etc/passwd>",
    (("later", "Later"),),
    opens="Open",
)


class Desktop(Service):
    """org.freedesktop.Notifications, with what it can do."""

    def __init__(self, address: str, *can: str) -> None:
        self.can = list(can)
        self.number = 4_000_000_000
        super().__init__(address, freedesktop.SERVICE.name)

    def answered(self, member: str, facts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        if member == "GetCapabilities":
            return "as", (self.can,)
        if member == "Notify":
            if facts[1] == 0:
                self.number += 1
            return "u", (facts[1] or self.number,)
        return super().answered(member, facts)

    def tells(self, member: str, signature: str, *facts: Any) -> None:
        at = freedesktop.SERVICE
        self.says(at.path, at.interface, member, signature, *facts)


class Portal(Service):
    """org.freedesktop.portal.Notification."""

    def __init__(self, address: str) -> None:
        super().__init__(address, freedesktop.PORTAL.name)

    def answered(self, member: str, facts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        return ("v", (("u", 2),)) if member == "Get" else super().answered(member, facts)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with private_bus(tmp_path) as address, in_session(address):
        yield address


@pytest.fixture
def desktop(bus: str) -> Iterator[Desktop]:
    made = Desktop(bus, *EVERYTHING)
    yield made
    made.go_away()


@pytest.fixture
def notifier(desktop: Desktop) -> Iterator[Notifier]:
    assert desktop.can
    with service.opened("Learner Wallet", platform="linux") as found:
        yield found


def test_a_message_comes_with_name_icon_actions_and_its_text_as_typed(
    desktop: Desktop, notifier: Notifier
) -> None:
    notifier.tell(TOLD)
    _member, signature, facts = desktop.wait_for("Notify")
    name, replaces, icon, title, body, actions, hints, milliseconds = facts
    assert signature == "susssasa{sv}i"
    assert (name, replaces, milliseconds) == ("Learner Wallet", 0, -1)
    assert icon.startswith("file:///")
    assert Path(icon.removeprefix("file://")).is_file()
    assert title == "First <b>Aid</b> lapses"  # the specification: titles have no markup
    assert body == "In 30 days. 5 &lt; 7 &amp; &lt;img src=file:///etc/passwd&gt;"
    assert actions == [OPENED, "Open", "later", "Later"]
    assert hints == {"desktop-entry": ("s", "learner-wallet"), "urgency": ("y", 1)}


def test_a_desktop_is_asked_for_no_more_than_it_can(bus: str) -> None:
    simple = Desktop(bus, "body")
    with service.opened("Learner Wallet", platform="linux") as found:
        assert not found.has_actions
        found.tell(TOLD)
    facts = simple.wait_for("Notify")[2]
    assert facts[4] == TOLD.body  # it reads no markup, so nothing is escaped
    assert facts[5] == []
    assert facts[7] == 30_000  # it keeps nothing, so it shows things longer
    simple.go_away()


def test_an_action_that_was_chosen_is_answered_once(desktop: Desktop, notifier: Notifier) -> None:
    assert notifier.has_actions
    notifier.tell(TOLD)
    notifier.tell(Message("cooking", "Cooking lapses", urgency=Urgency.CRITICAL))
    first, second = 4_000_000_001, 4_000_000_002
    assert desktop.wait_for("Notify", times=2)[2][6]["urgency"] == ("y", 2)
    desktop.tells("ActionInvoked", "us", first, "later")
    desktop.tells("NotificationClosed", "uu", first, 2)
    desktop.tells("NotificationClosed", "uu", second, 1)
    assert notifier.answer(20) == Answer("first-aid", "later")
    assert notifier.answer(20) == Answer("cooking", None)
    assert notifier.answer(0) is None


def test_answers_to_others_and_answers_that_were_not_offered_are_nothing(
    desktop: Desktop, notifier: Notifier
) -> None:
    notifier.tell(TOLD)
    mine = 4_000_000_001
    desktop.tells("ActionInvoked", "us", 17, "later")
    desktop.tells("NotificationClosed", "uu", 17, 2)
    desktop.tells("ActionInvoked", "us", mine, "format-disk")
    desktop.tells("ActionInvoked", "s", "later")
    desktop.tells("ActivationToken", "us", mine, "token")
    desktop.tells("ActionInvoked", "us", mine, OPENED)
    assert notifier.answer(20) == Answer("first-aid", OPENED)


def test_signals_of_whoever_is_not_the_service_are_nothing(
    bus: str, desktop: Desktop, notifier: Notifier
) -> None:
    notifier.tell(TOLD)
    mine = 4_000_000_001
    other = Service(bus, "org.example.Other")
    at = freedesktop.SERVICE
    other.says(at.path, at.interface, "ActionInvoked", "us", mine, "later")
    other.go_away()
    desktop.tells("NotificationClosed", "uu", mine, 2)
    assert notifier.answer(20) == Answer("first-aid", None)


def test_a_message_takes_the_place_of_the_one_before_and_can_be_taken_back(
    desktop: Desktop, notifier: Notifier
) -> None:
    notifier.tell(TOLD)
    notifier.tell(Message("first-aid", "First Aid has lapsed"))
    assert desktop.wait_for("Notify", times=2)[2][1] == 4_000_000_001
    notifier.take_back("first-aid")
    notifier.take_back("first-aid")
    notifier.take_back("never-told")
    assert [one for one in desktop.asked if one[0] == "CloseNotification"] == [
        ("CloseNotification", "u", (4_000_000_001,))
    ]
    desktop.tells("NotificationClosed", "uu", 4_000_000_001, 3)
    assert notifier.answer(0) is None


def test_a_service_that_counts_anew_mixes_nothing_up(desktop: Desktop, notifier: Notifier) -> None:
    notifier.tell(TOLD)
    desktop.number -= 1
    notifier.tell(Message("cooking", "Cooking lapses"))
    notifier.tell(TOLD)
    assert [one[2][1] for one in desktop.asked if one[0] == "Notify"] == [0, 0, 0]
    desktop.tells("NotificationClosed", "uu", 4_000_000_002, 2)
    assert notifier.answer(20) == Answer("first-aid", None)


def test_waiting_ends_in_time_and_by_being_woken(notifier: Notifier) -> None:
    assert notifier.answer(0.01) is None
    notifier.wake()
    assert notifier.answer(None) is None
    thread = threading.Thread(target=notifier.wake)
    thread.start()
    assert notifier.answer(None) is None
    thread.join()


def test_a_desktop_that_refuses_or_goes_away_is_said(desktop: Desktop, notifier: Notifier) -> None:
    desktop.refusing = True
    with pytest.raises(Untold) as caught:
        notifier.tell(TOLD)
    assert caught.value.code == "cannot-notify"
    assert "AccessDenied" in caught.value.sentence(Words("fr"))
    assert "ne peuvent" in caught.value.sentence(Words("fr"))


def test_a_service_that_was_started_anew_is_told_and_heard(bus: str, desktop: Desktop) -> None:
    with service.opened("Learner Wallet", platform="linux") as found:
        found.tell(TOLD)
        desktop.go_away()
        another = Desktop(bus, *EVERYTHING)
        found.tell(Message("cooking", "Cooking lapses", opens="Open"))
        another.tells("ActionInvoked", "us", 4_000_000_001, OPENED)
        assert found.answer(20) == Answer("cooking", OPENED)
        another.go_away()


def test_a_session_that_ends_ends_waiting(tmp_path: Path) -> None:
    with contextlib.ExitStack() as session:
        address = session.enter_context(private_bus(tmp_path))
        session.enter_context(in_session(address))
        desktop = Desktop(address, *EVERYTHING)
        with (
            service.opened("Learner Wallet", platform="linux") as found,
            ThreadPoolExecutor(1) as elsewhere,
        ):
            waiting = elsewhere.submit(found.answer, None)
            session.close()
            assert isinstance(waiting.exception(20), Untold)
        desktop.go_away()


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", None])
def test_without_a_session_or_a_service_that_is_said(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(Untold), service.opened("Learner Wallet", platform="linux"):
        pass


def test_a_session_without_any_service_is_said(bus: str) -> None:
    assert bus
    with (
        pytest.raises(Untold, match="ServiceUnknown"),
        service.opened("Learner Wallet", platform="linux"),
    ):
        pass


# The portal, where the service itself may not be spoken to


@pytest.fixture
def portal(bus: str) -> Iterator[Portal]:
    made = Portal(bus)
    yield made
    made.go_away()


def test_where_there_is_no_service_the_portal_is_told_and_answers(portal: Portal) -> None:
    at = freedesktop.PORTAL
    with service.opened("Learner Wallet", platform="linux") as found:
        assert found.has_actions
        found.tell(TOLD)
        assert portal.wait_for("AddNotification")[1:] == (
            "sa{sv}",
            (
                "first-aid",
                {
                    "title": ("s", TOLD.title),
                    "body": ("s", TOLD.body),
                    "priority": ("s", "normal"),
                    "default-action": ("s", OPENED),
                    "buttons": ("aa{sv}", [{"label": ("s", "Later"), "action": ("s", "later")}]),
                },
            ),
        )
        portal.says(at.path, at.interface, "ActionInvoked", "ssav", "other", "later", [])
        portal.says(at.path, at.interface, "ActionInvoked", "ssav", "first-aid", "x", [])
        portal.says(at.path, at.interface, "ActionInvoked", "ssav", "first-aid", "later", [])
        assert found.answer(20) == Answer("first-aid", "later")
        assert found.answer(0) is None
        found.wake()
        assert found.answer(None) is None


def test_the_portal_takes_messages_back(portal: Portal) -> None:
    with service.opened("Learner Wallet", platform="linux") as found:
        found.tell(Message("cooking", "Cooking lapses", urgency=Urgency.LOW))
        assert "buttons" not in portal.wait_for("AddNotification")[2][1]
        found.take_back("cooking")
        found.take_back("cooking")
    taken = [one for one in portal.asked if one[0] == "RemoveNotification"]
    assert taken == [("RemoveNotification", "s", ("cooking",))]
