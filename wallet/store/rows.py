"""Values as they stand in the rows of a vault."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def writable(text: str) -> str:
    """Return what can be written as UTF-8; names of files and arguments may be any bytes."""
    return _SURROGATES.sub("\ufffd", text)


def instant(text: str) -> datetime:
    """Return the instant that a row says, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
