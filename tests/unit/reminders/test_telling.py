"""What a learner reads of reminders: true on the day it is read, in their own time."""

from __future__ import annotations

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from tests.unit.reminders.made import PARIS, at, end
from wallet.i18n import Words
from wallet.reminders.ladder import Due
from wallet.reminders.telling import notices, rung_text, sentence, title
from wallet.reminders.watched import Kind

EN, FR = Words("en"), Words("fr")


@pytest.mark.parametrize(
    ("stated", "now", "told"),
    [
        ("2027-05-01T12:00:00Z", "2027-04-01T12:00:00Z", "Knots lapses in 30 days"),
        ("2027-05-01T12:00:00Z", "2027-04-30T21:59:59Z", "Knots lapses tomorrow"),
        ("2027-05-01T12:00:00Z", "2027-04-30T22:00:00Z", "Knots lapses today"),
        ("2027-05-01T12:00:00Z", "2027-05-01T12:00:00Z", "Knots lapses today"),
        ("2027-05-01T12:00:00Z", "2027-05-01T12:00:01Z", "Knots lapsed today"),
        ("2027-05-01T12:00:00Z", "2027-05-02T12:00:00Z", "Knots lapsed yesterday"),
        ("2027-05-01T12:00:00Z", "2027-05-09T12:00:00Z", "Knots lapsed 8 days ago"),
        ("2027-05-01", "2027-04-30T12:00:00Z", "Knots lapses tomorrow"),
        ("2027-05-01", "2027-05-01T20:00:00Z", "Knots lapses today"),
        ("2027-05-01", "2027-05-02T08:00:00Z", "The last day of Knots was 1 May 2027"),
    ],
)
def test_a_lapse_is_told_by_local_days(stated: str, now: str, told: str) -> None:
    assert title(end(stated), EN, at(now), PARIS) == told


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-25T09:30:00Z", "Knots lapses tomorrow"),
        ("2026-11-25T10:30:00Z", "Knots lapsed today"),
        ("2026-11-25T12:30:00Z", "Knots lapsed yesterday"),
        ("2026-11-26T12:30:00Z", "The last day of Knots was 25 November 2026"),
    ],
)
def test_a_date_that_ended_where_its_issuer_is_does_not_lapse_tomorrow(now: str, told: str) -> None:
    assert title(end("2026-11-25+14:00"), EN, at(now), ZoneInfo("Etc/GMT+12")) == told


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2027-04-01T12:00:00Z", "The file of Knots can be verified for 30 more days"),
        ("2027-04-30T12:00:00Z", "The file of Knots can be verified for 1 more day"),
        ("2027-05-01T08:00:00Z", "The file of Knots can be verified until today only"),
        ("2027-05-01T13:00:00Z", "The file of Knots can be verified no longer"),
    ],
)
def test_the_end_of_a_file_is_no_lapse(now: str, told: str) -> None:
    one = end("2027-05-01T12:00:00Z", kind=Kind.FILE)
    assert title(one, EN, at(now), PARIS) == told
    assert sentence(one, EN, PARIS) == (
        "Its file's signature is good until 1 May 2027 at 14:00 here. That is the end of the file,"
        " not of what you achieved: its issuer can send a new one."
    )


def test_an_end_is_as_exact_as_it_is_stated() -> None:
    assert sentence(end("2028-02-29"), EN, PARIS) == (
        "Valid to the end of 29 February 2028, anywhere on earth."
    )
    assert sentence(end("2027-05-01T23:30:00-05:00"), EN, PARIS) == (
        "Valid until 2 May 2027 at 06:30 here."
    )
    assert sentence(end("2027-05-01T12:00:00"), EN, ZoneInfo("America/New_York")) == (
        "Valid until 1 May 2027 at 08:00 here (no time zone is stated; taken as UTC)."
    )
    assert sentence(end("2028-03-01"), FR, UTC) == (
        "Valable jusqu\u2019à la fin du 1er mars 2028, où que ce soit sur terre."
    )


def test_a_renewal_is_told_before_and_after_it_opens() -> None:
    one = end("2027-05-01T12:00:00Z", kind=Kind.RENEWAL)
    assert title(one, EN, at("2027-04-01T00:00:00Z"), PARIS) == (
        "Knots can be renewed from 1 May 2027"
    )
    assert title(one, EN, at("2027-05-01T07:00:00Z"), PARIS) == "Knots can be renewed now"
    assert sentence(one, EN, PARIS) == "Its issuer takes renewals from 1 May 2027 on."


def test_a_suspension_says_when_it_was_found() -> None:
    one = end("2027-05-01T23:00:00Z", kind=Kind.SUSPENDED)
    assert title(one, EN, at("2027-05-03T00:00:00Z"), PARIS) == "Knots was suspended"
    assert sentence(one, EN, PARIS) == (
        "Its issuer suspended it; the check on 2 May 2027 found that."
    )


def test_what_was_not_looked_up_is_one_notice_for_all_badges() -> None:
    moment = "2027-05-01T12:00:00Z"
    due = [Due(end(moment, name, Kind.STATUS), (0,)) for name in ("a", "b", "c")]
    due.insert(1, Due(end(moment, "d"), (0, -1)))
    lapse, stale = notices(due, EN, at("2027-05-02T12:00:00Z"), PARIS, lambda _subject: ())
    assert lapse.title == "Knots lapsed yesterday"
    assert stale.title == "Whether 3 badges still stand should be looked up again"
    assert (stale.subjects, stale.url) == (("a", "b", "c"), None)
    assert [one.subject for one in stale.tells] == ["a", "b", "c"]


def test_what_a_lapse_breaks_is_said_while_it_can_be_prevented() -> None:
    one = Due(end("2027-05-01T12:00:00Z"), (7,))

    def broken(subject: str) -> tuple[tuple[str, str], ...]:
        assert subject == "a"
        return (("Sailor", "it would fall to 2 of 4 badges"),)

    (before,) = notices([one], EN, at("2027-04-25T12:00:00Z"), PARIS, broken)
    assert before.body.endswith(" here. Sailor: it would fall to 2 of 4 badges.")
    (after,) = notices([one], EN, at("2027-05-02T12:00:00Z"), PARIS, broken)
    assert "Sailor" not in after.body


def test_a_snooze_that_ended_says_what_is_so_then() -> None:
    again = date(2027, 5, 9).toordinal()
    now = at("2027-05-09T12:00:00Z")
    (only,) = notices([Due(end("2027-05-01T12:00:00Z"), (again,))], EN, now, PARIS, lambda _: ())
    assert (only.title, only.body) == (
        "Knots lapsed 8 days ago",
        "Valid until 1 May 2027 at 14:00 here.",
    )
    assert (only.rungs, [one.rung for one in only.tells]) == ((), [again])
    due = Due(end("2027-05-01T12:00:00Z"), (again, 7, 0, -1))
    (more,) = notices([due], EN, now, PARIS, lambda _: ())
    assert more.body.endswith("Not told before: the reminders 7 days before, on the day.")
    assert more.rungs == (7, 0, -1)


def test_a_reminder_is_named_by_its_distance() -> None:
    assert [rung_text(one, EN) for one in (180, 1, 0, -1, -3)] == [
        "180 days before",
        "1 day before",
        "on the day",
        "1 day after",
        "3 days after",
    ]
    assert [rung_text(one, FR) for one in (1, 0, -3)] == [
        "1 jour avant",
        "le jour même",
        "3 jours après",
    ]
