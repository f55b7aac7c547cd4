"""How the lines of the agenda are grouped: by what should be done now, and by time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from wallet.i18n import N_
from wallet.reminders.agenda import Item, State
from wallet.reminders.messages import UNHURRIED
from wallet.reminders.watched import Kind

SOON: Final = 30
"""How many days ahead is soon."""
_ASIDE: Final = frozenset({State.SNOOZED, State.DISMISSED, State.RENEWED})
_STAYING: Final = frozenset({Kind.RENEWAL, Kind.SUSPENDED, Kind.STATUS, Kind.BACKUP})
"""What remains to be done once its day has come, however long ago that was."""

Key = tuple[str, str, str]
"""Of which moment a line is: its kind, its subject and the end as it is stated."""


class Group(StrEnum):
    """A heading of the agenda, in order."""

    DUE = "due"
    SOON = "soon"
    LATER = "later"
    LAPSED = "lapsed"
    ASIDE = "aside"


TITLES: Final = {
    Group.DUE: N_("Due now"),
    Group.SOON: N_("Within 30 days"),
    Group.LATER: N_("Later"),
    Group.LAPSED: N_("Lapsed lately"),
    Group.ASIDE: N_("Put aside"),
}


def key_of(item: Item) -> Key:
    """Return of which moment a line is."""
    return item.watched.kind.value, item.watched.subject, item.watched.end


def group_of(item: Item, told: Collection[Key]) -> Group | None:
    """Return under which heading a line stands; None where it is too early to say anything.

    ``told`` are the moments of which the learner was told just now: they stay due until the
    wallet is closed, so that what was told can be found.
    """
    kind, days = item.watched.kind, item.days
    if item.state in _ASIDE:
        return None if kind is Kind.STATUS and not item.is_alone else Group.ASIDE
    if item.state is State.DUE or key_of(item) in told:
        return Group.DUE
    if kind in _STAYING and days <= 0:
        return Group.DUE
    if kind in (Kind.STATUS, Kind.BACKUP):
        return None
    if days < 0 or kind is Kind.REVOKED:
        return Group.LAPSED
    return Group.SOON if days <= SOON else Group.LATER


def grouped(
    items: Iterable[Item], told: Collection[Key]
) -> dict[Group, tuple[tuple[Item, ...], ...]]:
    """Return the lines of each heading, each of one moment.

    What should be looked up again is one line for all badges, beneath the others. What is due
    stands by how urgent it is, what lapsed last comes first, and so does what was put aside and
    would be due next.
    """
    found: dict[Group, list[tuple[Item, ...]]] = {one: [] for one in Group}
    stale: dict[Group, list[Item]] = {}
    for item in items:
        group = group_of(item, told)
        if group is None:
            continue
        if item.watched.kind is Kind.STATUS and group is not Group.ASIDE:
            stale.setdefault(group, []).append(item)
        else:
            found[group].append((item,))
    found[Group.DUE].sort(key=lambda line: _urgency(line[0]))
    found[Group.LAPSED].reverse()
    for group, several in stale.items():
        found[group].append(tuple(several))
    return {group: tuple(lines) for group, lines in found.items() if lines}


def _urgency(item: Item) -> tuple[int, int]:
    """Return what comes first: the nearest end to come, then what ended last, then the rest."""
    if item.watched.kind in UNHURRIED:
        return 2, item.days
    return (0, item.days) if item.days >= 0 else (1, -item.days)
