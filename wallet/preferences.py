"""What is remembered outside of the vault, to be known before it is open: the language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from wallet.errors import UnusableInput
from wallet.formats import strictjson
from wallet.i18n import LANGUAGES

_FILE: Final = "preferences.json"


def language(home: Path) -> str | None:
    """Return the language that was chosen in the window, or None."""
    try:
        chosen = strictjson.parse((home / _FILE).read_bytes())
    except (OSError, UnusableInput):
        return None
    found = chosen.get("language") if isinstance(chosen, dict) else None
    return found if found in LANGUAGES else None


def set_language(home: Path, chosen: str) -> None:
    """Remember the window's language; it says nothing of what the wallet holds."""
    from wallet.store import files  # noqa: PLC0415 - heavy, and needed only for writing

    files.write_atomically(home / _FILE, json.dumps({"language": chosen}).encode())
