"""The dates of a badge on a line."""

from __future__ import annotations

from datetime import UTC, datetime

from wallet.credential.model import Credential
from wallet.credential.moment import parse_moment
from wallet.gui.timeline import events
from wallet.i18n import Words

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told(credential: Credential) -> list[tuple[str, str]]:
    return [(one.text, one.day) for one in events(credential, NOW, Words())]


def test_dates_stand_in_order_with_today_among_them() -> None:
    credential = Credential(
        issued=parse_moment("2024-05-01"),
        valid_from=parse_moment("2024-06-01"),
        expires=parse_moment("2028-05-01"),
    )
    assert told(credential) == [
        ("Issued", "2024-05-01"),
        ("Valid from", "2024-06-01"),
        ("Today", "2026-11-23"),
        ("Expires", "2028-05-01"),
    ]


def test_what_has_passed_has_expired() -> None:
    assert told(Credential(expires=parse_moment("2020-02-29")))[0] == ("Expired", "2020-02-29")


def test_a_day_that_is_said_twice_stands_once() -> None:
    credential = Credential(
        issued=parse_moment("2024-05-01T10:00:00Z"), valid_from=parse_moment("2024-05-01T10:00:05Z")
    )
    assert told(credential) == [("Issued", "2024-05-01"), ("Today", "2026-11-23")]


def test_a_badge_without_dates_shows_today() -> None:
    assert told(Credential()) == [("Today", "2026-11-23")]
