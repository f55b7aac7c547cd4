"""Toasts: what Windows would be given, and what becomes of its answers."""

from __future__ import annotations

import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]

from tests.unit.notify.registries import Winreg
from wallet.notify.message import OPENED, Answer, Message, Urgency
from wallet.notify.registry import Registry
from wallet.notify.service import Untold
from wallet.notify.windows import Toast, Toasts, opened, xml

TOLD = Message(
    "first-aid",
    "First <b>Aid</b> & \"more\" 'yet'",
    "</text><actions/>\nsecond line",
    (("later", 'Later" arguments="x'),),
    opens="Open",
)


class Center:
    """Notes what is shown."""

    def __init__(self) -> None:
        self.toasts: list[Toast] = []
        self.removed: list[str] = []
        self.broken = False

    def show(self, toast: Toast) -> None:
        if self.broken:
            raise OSError(-2147024891, "Access is denied")
        self.toasts.append(toast)

    def remove(self, tag: str) -> None:
        if self.broken:
            raise OSError(-2147024891, "Access is denied")
        self.removed.append(tag)


@pytest.fixture
def center() -> Center:
    return Center()


@pytest.fixture
def toasts(center: Center) -> Toasts:
    return Toasts(center)


def test_a_toast_says_its_text_as_typed_and_offers_its_actions() -> None:
    root = ElementTree.fromstring(xml(TOLD))
    assert root.tag == "toast"
    assert root.get("launch") == OPENED
    texts = [one.text for one in root.findall("./visual/binding[@template='ToastGeneric']/text")]
    assert texts == [TOLD.title, TOLD.body]
    assert [one.attrib for one in root.findall("./actions/action")] == [
        {"content": 'Later" arguments="x', "activationType": "background", "arguments": "later"}
    ]


def test_without_a_click_that_does_something_none_is_announced() -> None:
    assert "launch" not in ElementTree.fromstring(xml(Message("a", "t"))).attrib


def test_answers_come_back_from_the_systems_threads(center: Center, toasts: Toasts) -> None:
    assert toasts.has_actions
    toasts.tell(TOLD)
    toasts.tell(Message("cooking", "Cooking lapses", urgency=Urgency.CRITICAL))
    assert [(one.tag, one.urgent) for one in center.toasts] == [
        ("first-aid", False),
        ("cooking", True),
    ]
    thread = threading.Thread(target=center.toasts[0].activated, args=("later",))
    thread.start()
    assert toasts.answer(20) == Answer("first-aid", "later")
    thread.join()
    center.toasts[0].dismissed()  # it was answered
    center.toasts[1].activated("format-disk")  # not offered
    center.toasts[1].dismissed()
    assert toasts.answer(20) == Answer("cooking", None)
    assert toasts.answer(0) is None


def test_a_toast_that_was_replaced_or_taken_back_answers_no_more(
    center: Center, toasts: Toasts
) -> None:
    toasts.tell(TOLD)
    toasts.tell(TOLD)
    center.toasts[0].dismissed()
    center.toasts[1].activated(OPENED)
    assert toasts.answer(20) == Answer("first-aid", OPENED)
    toasts.tell(TOLD)
    toasts.take_back("first-aid")
    toasts.take_back("first-aid")
    assert center.removed == ["first-aid"]
    center.toasts[2].activated("later")
    assert toasts.answer(0) is None


def test_waiting_ends_by_being_woken(toasts: Toasts) -> None:
    toasts.wake()
    assert toasts.answer(None) is None
    assert toasts.answer(0.01) is None


def test_what_windows_refuses_is_said(center: Center, toasts: Toasts) -> None:
    toasts.tell(TOLD)
    center.broken = True
    with pytest.raises(Untold, match="Access is denied"):
        toasts.tell(Message("cooking", "Cooking lapses"))
    with pytest.raises(Untold, match="Access is denied"):
        toasts.take_back("first-aid")


# The Windows Runtime itself, as Python/WinRT's own declarations have it


class Native:
    """ToastNotification."""

    tag: str
    group: str
    priority = 0

    def __init__(self, content: Any) -> None:
        self.content = content

    def add_activated(self, handler: Any) -> None:
        self.activated = handler

    def add_dismissed(self, handler: Any) -> None:
        self.dismissed = handler


class Document:
    """XmlDocument."""

    def load_xml(self, text: str) -> None:
        self.text = text


class Runtime:
    """The manager, its notifier and its history."""

    def __init__(self) -> None:
        self.shown: list[Native] = []
        self.removed: list[tuple[str, str, str]] = []
        self.identities: list[str] = []
        self.history = SimpleNamespace(
            remove_grouped_tag_with_id=lambda *facts: self.removed.append(facts)
        )

    def create_toast_notifier_with_id(self, identity: str) -> Any:
        self.identities.append(identity)
        return SimpleNamespace(show=self.shown.append)


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Runtime:
    made = Runtime()
    notifications: Any = ModuleType("winrt.windows.ui.notifications")
    notifications.ToastNotificationManager = SimpleNamespace(get_default=lambda: made)
    notifications.ToastNotification = Native
    notifications.ToastActivatedEventArgs = "args"
    notifications.ToastDismissalReason = SimpleNamespace(USER_CANCELED=0, TIMED_OUT=2)
    notifications.ToastNotificationPriority = SimpleNamespace(HIGH=1)
    dom: Any = ModuleType("winrt.windows.data.xml.dom")
    dom.XmlDocument = Document
    monkeypatch.setitem(sys.modules, notifications.__name__, notifications)
    monkeypatch.setitem(sys.modules, dom.__name__, dom)
    return made


def test_the_runtime_is_given_identity_tag_group_and_handlers(runtime: Runtime) -> None:
    winreg = Winreg()
    found = opened("Learner Wallet", Registry(winreg))
    assert winreg.keys == {
        r"software\classes\appusermodelid\learnerwallet": {"DisplayName": (1, "Learner Wallet")}
    }
    assert runtime.identities == ["LearnerWallet"]
    found.tell(Message("first-aid", "T", urgency=Urgency.CRITICAL, actions=(("later", "Later"),)))
    (native,) = runtime.shown
    assert (native.tag, native.group, native.priority) == ("first-aid", "reminders", 1)
    assert native.content.text.startswith("<toast>")
    native.dismissed(native, SimpleNamespace(reason=2))  # it waits in the action centre
    native.activated(native, None)
    assert found.answer(0) is None
    args = SimpleNamespace(arguments="later")
    native.activated(native, SimpleNamespace(as_={"args": args}.__getitem__))
    assert found.answer(20) == Answer("first-aid", "later")
    found.tell(Message("first-aid", "T"))
    found.take_back("first-aid")
    assert runtime.removed == [("first-aid", "reminders", "LearnerWallet")]
    found.tell(Message("first-aid", "T"))
    native = runtime.shown[-1]
    assert native.priority == 0
    native.dismissed(native, SimpleNamespace(reason=0))
    assert found.answer(20) == Answer("first-aid", None)


def test_a_windows_without_the_runtime_or_with_a_closed_registry_is_said(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    winreg = Winreg()
    winreg.broken = True
    with pytest.raises(Untold, match="Access is denied"):
        opened("Learner Wallet", Registry(winreg))
    monkeypatch.setitem(sys.modules, "winrt.windows.ui.notifications", None)
    with pytest.raises(Untold):
        opened("Learner Wallet", Registry(Winreg()))
    assert runtime.shown == []
