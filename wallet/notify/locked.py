"""What a locked wallet tells: that something is due, and nothing of what it is about."""

from __future__ import annotations

from typing import Final

from wallet.i18n import Words
from wallet.notify.message import Message

ID: Final = "locked"


def locked(words: Words, number: int) -> Message:
    """Return the message that ``number`` reminders are due; it names no badge."""
    return Message(
        ID,
        words.plural(
            "{n} reminder waits in your wallet", "{n} reminders wait in your wallet", number
        ),
        words("Open the wallet to see what it is about."),
        opens=words("Open"),
    )
