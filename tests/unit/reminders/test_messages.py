"""What is due as messages for the desktop: what their buttons are about, and what comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.issuing import Issuer
from tests.unit.reminders.made import Clock, badge, put, record, wallet
from wallet.app import App
from wallet.i18n import Words
from wallet.notify.message import Message
from wallet.reminders.agenda import State
from wallet.reminders.messages import Told, messages

EN = Words("en")
ISSUER = Issuer()
CUT = {"suite": "eddsa-jcs-2022"}


@pytest.fixture
def clock() -> Clock:
    return Clock("2027-01-15T12:00:00Z")


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return wallet(tmp_path, clock)


def told(app: App) -> tuple[Told, ...]:
    return messages(app.due_reminders(EN), EN, app.clock())


def only(app: App) -> Message:
    (one,) = told(app)
    return one.message


def test_the_buttons_of_a_credential_inside_a_record_are_about_that_alone(app: App) -> None:
    parts = [badge(ISSUER, name, f"2027-02-0{n}", options=CUT) for n, name in enumerate("ab", 1)]
    (whole,) = put(app, record(ISSUER, *parts))
    first, second = told(app)
    assert (first.subjects, second.subjects) == ((f"{whole}/1",), (f"{whole}/2",))
    assert [key for key, _label in first.message.actions] == ["later", "needless"]
    for subject in first.subjects:
        app.dismiss_reminders(subject)
    assert [one.state for one in app.agenda(EN)] == [State.DISMISSED, State.DUE]


def test_of_many_what_is_still_to_come_is_named_first_and_then_what_lapsed_last(
    app: App, clock: Clock
) -> None:
    past = [
        badge(ISSUER, f"past{n}", f"2027-02-{n:02}T12:00:00Z", options=CUT) for n in range(1, 7)
    ]
    today = badge(ISSUER, "today", "2027-02-20T20:00:00Z", options=CUT)
    later = badge(ISSUER, "later", "2027-02-24T12:00:00Z", options=CUT)
    service = {
        "id": "https://harbour.example/refresh",
        "type": "1EdTechCredentialRefresh",
        "validAfter": "2027-02-15T12:00:00Z",
    }
    new = badge(ISSUER, "new", "2029-01-01T12:00:00Z", options=CUT, refreshService=service)
    put(app, *past, later, today, new)
    app.reminders_shown(app.due_reminders(EN))
    clock.set("2027-02-20T12:00:00Z")
    message = only(app)
    assert message.title == "9 reminders are due"
    assert message.body.splitlines() == [
        "today lapses today",
        "later lapses in 4 days",
        "past6 lapsed 14 days ago",
        "past5 lapsed 15 days ago",
        "past4 lapsed 16 days ago",
        "and 4 more",
    ]
