"""What is due, as messages for the desktop: one each, or one for all where they are many."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from wallet.credential.moment import parse_moment
from wallet.i18n import Words
from wallet.notify.message import Message
from wallet.reminders.telling import Notice
from wallet.reminders.times import last_instant
from wallet.reminders.watched import WALLET, Kind

LATER: Final = "later"
"""The key of the button that snoozes a badge for :data:`WEEK`."""
NEEDLESS: Final = "needless"
"""The key of the button that says that a badge is no longer needed."""
WEEK: Final = timedelta(days=7)
MOST: Final = 4
"""How many messages are shown at once; more are told in one."""
UNHURRIED: Final = frozenset({Kind.RENEWAL, Kind.STATUS, Kind.BACKUP})
"""What can be done from its day on, and breaks nothing on that day."""
_NAMED: Final = 5


class Told(msgspec.Struct, frozen=True):
    """A message, and the notices that it tells."""

    message: Message
    notices: tuple[Notice, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """What its buttons decide on: badges, credentials inside one, or one kind of either."""
        abouts = (one for two in self.notices for one in two.abouts)
        return tuple(dict.fromkeys(one for one in abouts if one != WALLET))


def messages(notices: Sequence[Notice], words: Words, now: datetime) -> tuple[Told, ...]:
    """Return what to show of ``notices``: each by itself, with buttons, or all in one.

    In one, those whose end is still to come at ``now`` are named first, the nearest first, then
    what ended last, and what can wait at the end.
    """
    if len(notices) <= MOST:
        return tuple(_alone(one, words) for one in notices)
    said = "\n".join(one.key for one in notices)
    urgent = sorted(notices, key=lambda one: _urgency(one, now))
    names = [one.title for one in urgent[:_NAMED]]
    if more := len(notices) - len(names):
        names.append(words.plural("and {n} more", "and {n} more", more))
    message = Message(
        id=hashlib.sha256(said.encode()).hexdigest()[:32],
        title=words.plural("{n} reminder is due", "{n} reminders are due", len(notices)),
        body="\n".join(names),
        opens=words("Open"),
    )
    return (Told(message, tuple(notices)),)


def _urgency(notice: Notice, now: datetime) -> tuple[int, timedelta]:
    ends = [parse_moment(one.moment) for one in notice.tells]
    away = [last_instant(one) - now for one in ends if one is not None]
    left = min((one for one in away if one >= timedelta()), default=None)
    if notice.kind in UNHURRIED:
        return 2, timedelta()
    if left is not None:
        return 0, left
    return 1, min((-one for one in away), default=timedelta.max)


def _alone(notice: Notice, words: Words) -> Told:
    buttons = ((LATER, words("In a week")), (NEEDLESS, words("No longer needed")))
    about_one = len(notice.subjects) == 1 and notice.subjects[0] != WALLET
    message = Message(
        id=notice.key,
        title=notice.title,
        body=notice.body,
        actions=buttons if about_one else (),
        opens=words("Open"),
    )
    return Told(message, (notice,))
