"""Under which heading a line of the agenda stands, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from tests.unit.reminders.made import end
from wallet.gui.agenda_groups import Group, group_of, grouped, key_of
from wallet.reminders.agenda import Item, State
from wallet.reminders.watched import Kind

TODAY = date(2026, 11, 23)


def item(
    days: int, state: State = State.WATCHED, kind: Kind = Kind.END, subject: str = "a"
) -> Item:
    day = TODAY + timedelta(days=days)
    return Item(end(day.isoformat(), subject, kind), day, days, state)


@pytest.mark.parametrize(
    ("line", "group"),
    [
        (item(100, State.DUE), Group.DUE),
        (item(-1, State.DUE), Group.DUE),
        (item(0), Group.SOON),
        (item(30), Group.SOON),
        (item(31), Group.LATER),
        (item(-1), Group.LAPSED),
        (item(5, kind=Kind.FILE), Group.SOON),
        (item(5, State.SNOOZED), Group.ASIDE),
        (item(-5, State.DISMISSED), Group.ASIDE),
        (item(5, State.RENEWED), Group.ASIDE),
        (item(0, kind=Kind.REVOKED), Group.LAPSED),
        (item(-20, kind=Kind.SUSPENDED), Group.DUE),
        (item(-20, kind=Kind.RENEWAL), Group.DUE),
        (item(20, kind=Kind.RENEWAL), Group.SOON),
        (item(-20, kind=Kind.STATUS), Group.DUE),
        (item(80, kind=Kind.STATUS), None),
        (item(-20, State.DISMISSED, kind=Kind.STATUS), None),
        (item(-3, kind=Kind.BACKUP), Group.DUE),
        (item(3, kind=Kind.BACKUP), None),
    ],
)
def test_each_line_has_its_heading(line: Item, group: Group | None) -> None:
    assert group_of(line, ()) is group


def test_what_was_told_just_now_stays_due() -> None:
    line = item(100)
    assert group_of(line, {key_of(line)}) is Group.DUE
    aside = item(100, State.SNOOZED)
    assert group_of(aside, {key_of(aside)}) is Group.ASIDE, "it was decided on since"


def test_what_is_due_stands_by_how_urgent_it_is() -> None:
    lines = [
        item(-40, State.DUE, Kind.RENEWAL, "renewable"),
        item(-9, State.DUE, subject="lapsed"),
        item(-3, State.DUE, Kind.SUSPENDED, "suspended"),
        item(-1, State.DUE, subject="yesterday"),
        item(0, State.DUE, subject="today"),
        item(2, State.DUE, Kind.FILE, "soon"),
        item(25, State.DUE, subject="later"),
    ]
    due = [one.watched.subject for (one,) in grouped(lines, ())[Group.DUE]]
    assert due == ["today", "soon", "later", "yesterday", "suspended", "lapsed", "renewable"]


def test_what_is_known_stands_aside_where_it_was_put_there_alone() -> None:
    """Else there would be no way to take that back."""
    lines = [
        msgspec.structs.replace(
            item(-20, State.DISMISSED, Kind.STATUS, subject), is_alone=subject != "c"
        )
        for subject in "abc"
    ]
    found = grouped(lines, ())
    assert found == {Group.ASIDE: ((lines[0],), (lines[1],))}


def test_what_should_be_looked_up_is_one_line_beneath_the_others() -> None:
    lines = [
        item(-9, kind=Kind.STATUS, subject="a"),
        item(-8, kind=Kind.STATUS, subject="b"),
        item(2, State.DUE, subject="c"),
    ]
    (due,) = grouped(lines, ()).values()
    assert [[one.watched.subject for one in several] for several in due] == [["c"], ["a", "b"]]


def test_what_lapsed_last_comes_first_and_headings_are_in_order() -> None:
    lines = [item(-9), item(-2), item(4), item(90), item(7, State.SNOOZED)]
    told = grouped(lines, ())
    assert list(told) == [Group.SOON, Group.LATER, Group.LAPSED, Group.ASIDE]
    assert [one.days for (one,) in told[Group.LAPSED]] == [-2, -9]
