"""Which reminders are due: once each, as one after a gap, and as the learner wants them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.unit.reminders.made import at, end, rules
from wallet.reminders.ladder import Due, Rules, told
from wallet.reminders.watched import Kind, Watched
from wallet.store.reminders import DEFAULT, ReminderChoice, Told

END = "2027-05-01T12:00:00Z"


def due(found: Rules, one: Watched, now: str) -> tuple[int, ...]:
    return tuple(rung for each in found.due([one], at(now)) for rung in each.rungs)


def noted(one: Watched, now: str, *rungs: int) -> tuple[Told, ...]:
    return told([Due(one, rungs)], at(now))


def test_a_reminder_is_due_from_nine_in_the_morning_and_not_a_second_before() -> None:
    one = end(END)
    before = noted(one, "2027-03-01T00:00:00Z", 180, 90)
    assert due(rules(before), one, "2027-04-01T06:59:59Z") == ()
    assert due(rules(before), one, "2027-04-01T07:00:00Z") == (30,)


def test_who_asks_once_a_day_hears_what_falls_due_later_that_day() -> None:
    one = end(END)
    said = rules(noted(one, "2027-03-01T00:00:00Z", 180, 90))
    for now, rungs in (
        ("2027-03-31T21:59:59Z", ()),  # midnight in Paris
        ("2027-03-31T22:00:00Z", (30,)),
        ("2027-04-01T06:00:00Z", (30,)),
    ):
        found = said.due([one], at(now), all_day=True)
        assert tuple(rung for each in found for rung in each.rungs) == rungs


def test_after_a_gap_all_that_was_missed_is_one_notice_with_the_newest_last() -> None:
    one = end(END)
    assert due(rules(), one, "2027-04-28T12:00:00Z") == (180, 90, 30, 7)
    (found,) = rules().due([one], at("2027-06-01T00:00:00Z"))
    assert found.rungs == (180, 90, 30, 7, 0, -1)


def test_what_was_told_is_not_told_again_also_where_the_clock_is_set_back_a_day() -> None:
    one = end(END)
    done = noted(one, "2027-05-03T12:00:00Z", 180, 90, 30, 7, 0, -1)
    for now in ("2027-05-03T12:00:00Z", "2027-05-02T12:00:00Z", "2031-01-01T00:00:00Z"):
        assert due(rules(done), one, now) == ()


@pytest.mark.parametrize("kind", [Kind.END, Kind.STATUS])
def test_what_was_told_by_a_clock_that_ran_more_than_a_day_ahead_does_not_count(kind: Kind) -> None:
    one = end(END, kind=kind)
    found = rules().due([one], at("2027-05-04T12:00:00Z"))
    done = told(found, at("2027-05-04T12:00:00Z"))
    assert due(rules(done), one, "2027-05-03T12:00:00Z") == ()
    assert due(rules(done), one, "2027-05-03T11:59:59Z") == found[0].rungs


def test_of_reminders_from_before_the_badge_came_the_last_one_is_told_at_once() -> None:
    one = end(END, since=at("2027-04-11T10:00:00Z"))  # 20 days before
    assert due(rules(), one, "2027-04-11T10:00:00Z") == (30,)
    assert due(rules(), one, "2027-04-25T10:00:00Z") == (30, 7)


def test_a_badge_that_had_lapsed_when_it_came_is_not_told_of() -> None:
    one = end(END, since=at("2027-05-09T10:00:00Z"))
    assert due(rules(), one, "2030-01-01T00:00:00Z") == ()
    yesterday = end(END, since=at("2027-05-01T13:00:00Z"))
    assert due(rules(), yesterday, "2027-05-02T08:00:00Z") == (-1,)


def test_what_ends_at_midnight_is_told_on_the_last_morning_and_the_day_after() -> None:
    one = end("2027-04-30T22:00:00Z")  # the first moment of 1 May in Paris
    said = noted(one, "2027-04-24T12:00:00Z", 180, 90, 30, 7)
    assert due(rules(said), one, "2027-04-30T06:59:59Z") == ()
    assert due(rules(said), one, "2027-04-30T07:00:00Z") == (0,)
    said += noted(one, "2027-04-30T07:00:00Z", 0)
    assert due(rules(said), one, "2027-05-02T06:59:59Z") == ()
    assert due(rules(said), one, "2027-05-02T07:00:00Z") == (-1,)


def test_a_badge_that_came_with_all_of_its_ladder_ahead_hears_each() -> None:
    one = end(END, since=at("2026-01-01T00:00:00Z"))
    assert [rung.days for rung in rules().all_of(one)] == [180, 90, 30, 7, 0, -1]


def test_what_is_snoozed_is_told_once_when_that_is_over() -> None:
    one = end(END)
    quiet = rules(a=ReminderChoice(snoozed_until=date(2027, 4, 30)))
    assert due(quiet, one, "2027-04-29T21:59:59Z") == ()
    again = date(2027, 4, 30).toordinal()
    assert due(quiet, one, "2027-04-29T22:00:00Z") == (again, 180, 90, 30, 7)  # midnight in Paris
    done = noted(one, "2027-04-30T08:00:00Z", again, 180, 90, 30, 7)
    after = rules(done, a=ReminderChoice(snoozed_until=date(2027, 4, 30)))
    assert due(after, one, "2027-05-01T06:59:00Z") == ()
    assert due(after, one, "2027-05-01T07:00:00Z") == (0,)


@pytest.mark.parametrize(
    ("kind", "rungs"),
    [
        (Kind.END, (180, 90, 30, 7, 0, -1)),
        (Kind.FILE, (180, 90, 30, 7, 0, -1)),
        (Kind.REVOKED, (0,)),
        (Kind.SUSPENDED, (0,)),
        (Kind.RENEWAL, (0,)),
        (Kind.STATUS, (0,)),
        (Kind.BACKUP, (0,)),
    ],
)
def test_what_was_told_and_is_then_snoozed_is_heard_again_once(
    kind: Kind, rungs: tuple[int, ...]
) -> None:
    one = end(END, kind=kind)
    said = noted(one, "2027-05-02T12:00:00Z", *rungs)
    choice = ReminderChoice(snoozed_until=date(2027, 5, 10))
    assert due(rules(said, a=choice), one, "2027-05-09T21:59:59Z") == ()
    found = rules(said, a=choice).due([one], at("2027-05-09T22:00:00Z"))
    assert [each.rungs for each in found] == [(date(2027, 5, 10).toordinal(),)]
    said += told(found, at("2027-05-09T22:00:00Z"))
    assert due(rules(said, a=choice), one, "2027-07-01T12:00:00Z") == ()
    later = ReminderChoice(snoozed_until=date(2027, 5, 20))
    assert due(rules(said, a=later), one, "2027-05-20T12:00:00Z") == (
        date(2027, 5, 20).toordinal(),
    )


def test_a_snooze_before_the_first_reminder_is_heard_and_takes_none_away() -> None:
    one, choice = end(END), ReminderChoice(snoozed_until=date(2026, 10, 1))
    found = rules(a=choice).due([one], at("2026-10-02T12:00:00Z"))
    said = told(found, at("2026-10-02T12:00:00Z"))
    assert [each.rung for each in said] == [date(2026, 10, 1).toordinal()]
    assert due(rules(said, a=choice), one, "2026-11-02T12:00:00Z") == (180,)


def test_what_is_snoozed_with_a_whole_badge_is_heard_again_if_it_fell_due() -> None:
    choice = ReminderChoice(snoozed_until=date(2027, 4, 30))
    near, far = end(END, subject="a/1"), end("2030-05-01T12:00:00Z", subject="a/2")
    over = end("2019-05-01T12:00:00Z", subject="a/3")
    said = noted(near, "2027-04-24T12:00:00Z", 180, 90, 30, 7)
    found = rules(said, a=choice).due([near, far, over], at("2027-04-30T12:00:00Z"))
    assert [each.watched.subject for each in found] == ["a/1"]


def test_knowledge_that_was_looked_up_meanwhile_is_not_called_old_when_a_snooze_ends() -> None:
    one = end("2027-07-01T12:00:00Z", kind=Kind.STATUS)
    choice = ReminderChoice(snoozed_until=date(2027, 5, 10))
    assert due(rules(a=choice), one, "2027-05-10T12:00:00Z") == ()


def test_a_renewal_is_not_offered_again_once_its_badge_has_lapsed() -> None:
    one = end("2027-01-01T12:00:00Z", kind=Kind.RENEWAL, over=at(END))
    said = noted(one, "2027-01-01T12:00:00Z", 0)
    choice = ReminderChoice(snoozed_until=date(2027, 5, 10))
    assert due(rules(said, a=choice), one, "2027-05-10T12:00:00Z") == ()


def test_what_is_dismissed_or_renewed_is_told_nothing_of() -> None:
    one = end(END)
    for quiet in (rules(a=ReminderChoice(dismissed_at=at(END))), rules(renewed={"a": "b"})):
        assert due(quiet, one, "2027-06-01T00:00:00Z") == ()
        assert quiet.is_quiet(one)


def test_a_badges_choice_holds_for_what_is_inside_it() -> None:
    part = end(END, subject="a/2")
    quiet = rules(a=ReminderChoice(dismissed_at=at(END)))
    assert due(quiet, part, "2027-06-01T00:00:00Z") == ()
    snoozed = Rules(
        {
            "a": ReminderChoice(snoozed_until=date(2027, 6, 1), ladder=(5,)),
            "a/2": ReminderChoice(snoozed_until=date(2027, 5, 1)),
        },
        (),
        rules()._zone,
    )
    assert snoozed.choice("a/2") == ReminderChoice(date(2027, 6, 1), None, (5,))


def test_the_days_are_the_learners_of_one_badge_or_of_all() -> None:
    found = Rules(
        {DEFAULT: ReminderChoice(ladder=(60, 14)), "a": ReminderChoice(ladder=())},
        (),
        rules()._zone,
    )
    assert found.days("b") == (60, 14)
    assert found.days("a") == ()
    assert rules().days("b") == (180, 90, 30, 7, 0, -1)
    assert due(found, end(END), "2027-06-01T00:00:00Z") == ()


def test_days_that_are_added_later_do_not_bring_back_what_is_over() -> None:
    one = end(END)
    done = noted(one, "2027-04-01T08:00:00Z", 30)
    more = rules(done, a=ReminderChoice(ladder=(60, 45, 30, 14)))
    assert due(more, one, "2027-04-20T08:00:00Z") == (14,)


@pytest.mark.parametrize("kind", [Kind.STATUS, Kind.BACKUP])
def test_what_grows_old_is_said_once_in_ninety_days(kind: Kind) -> None:
    one = end("2027-01-01T00:00:00Z", kind=kind)
    said: tuple[Told, ...] = ()
    days: list[int] = []
    for day in range(400):
        now = at("2026-12-01T12:00:00Z") + timedelta(days=day)
        if found := rules(said).due([one], now):
            said += told(found, now)
            days.append(day)
    assert days == [31, 121, 211, 301, 391]
    looked_up = end("2027-05-01T00:00:00Z", kind=kind)
    assert due(rules(said), looked_up, "2028-01-06T11:00:00Z") == ()


def test_a_clock_that_ran_ahead_delays_nothing_that_is_said_again() -> None:
    one = end("2027-01-01T00:00:00Z", kind=Kind.STATUS)
    said = told(rules().due([one], at("2027-01-02T00:00:00Z")), at("2027-01-02T00:00:00Z"))
    ahead = at("2035-01-01T00:00:00Z")
    said += told(rules(said).due([one], ahead), ahead)
    days: list[int] = []
    for day in range(200):
        now = at("2027-01-03T00:00:00Z") + timedelta(days=day)
        if found := rules(said).due([one], now):
            said += told(found, now)
            days.append(day)
    assert days == [89, 179]
    keys = [(each.moment, each.rung) for each in said]
    assert len(set(keys)) == len(keys)


def test_a_renewal_that_opened_before_the_badge_came_is_told_while_the_badge_stands() -> None:
    one = end(
        "2027-01-01T00:00:00Z", kind=Kind.RENEWAL, since=at("2027-03-01T00:00:00Z"), over=at(END)
    )
    assert due(rules(), one, "2027-03-01T00:00:00Z") == (0,)
    late = end(
        "2027-01-01T00:00:00Z",
        kind=Kind.RENEWAL,
        since=at("2027-06-01T00:00:00Z"),
        over=at(END),
    )
    assert due(rules(), late, "2027-07-01T00:00:00Z") == ()


def test_a_revocation_is_told_at_once_and_once() -> None:
    one = end("2027-01-05T23:00:00Z", kind=Kind.REVOKED)
    assert due(rules(), one, "2027-01-05T23:00:00Z") == (0,)
    assert due(rules(noted(one, "2027-01-06T00:00:00Z", 0)), one, "2029-01-01T00:00:00Z") == ()


def test_what_lapses_first_comes_first() -> None:
    late, soon = end(END, subject="late"), end("2027-04-30T12:00:00Z", subject="soon")
    found = rules().due([late, soon], at("2027-04-30T12:00:00Z"))
    assert [one.watched.subject for one in found] == ["soon", "late"]
